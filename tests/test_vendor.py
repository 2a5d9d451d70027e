"""The libraries that readers' browsers load are those that the manifest names, byte for byte."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from build_scripts.files import FilesError
from build_scripts.publishing import mkdocs_hook
from build_scripts.publishing.policy.vendored import check_vendored

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "docs/assets/vendor"


def test_every_vendored_file_is_the_one_the_manifest_names() -> None:
    named = {
        f"{library['folder']}/{name}": digest
        for library in json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
        for name, digest in library["files"].items()
    }
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert found == named


def test_every_library_has_a_version_a_licence_and_a_reason_and_is_locked_at_that_version() -> None:
    lock = json.loads((ROOT / "build_scripts/setup/vendor/package-lock.json").read_text(encoding="utf-8"))
    libraries = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    assert {library["name"] for library in libraries} == set(lock["packages"][""]["dependencies"])
    for library in libraries:
        locked = lock["packages"][f"node_modules/{library['name']}"]
        assert library["version"] == locked["version"]
        assert locked["integrity"].startswith("sha512-")
        assert library["licence"] in ("MIT", "Apache-2.0")
        assert library["why"]


ONE = "hyparquet/hyparquet.js"
TAMPERED = {
    "differs": (lambda folder: _add(folder / ONE, " "), f"{ONE}：与清单里的 SHA-256 不同"),
    "missing": (lambda folder: (folder / ONE).unlink(), f"{ONE}：清单里有，文件没有"),
    "unnamed": (lambda folder: _add(folder / "hyparquet/more.js", "1"), "hyparquet/more.js：清单里没有"),
    "link": (lambda folder: _link(folder / ONE), f"{ONE}：是链接，不是文件"),
    "manifest": (lambda folder: (folder / "manifest.json").write_text("[1]"), "manifest.json：不是清单"),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_build_refuses_libraries_that_are_not_those_of_the_manifest(how: str, tmp_path: Path) -> None:
    """MkDocs asks this of the project before it builds, whoever called it; nothing is made before it."""
    docs = tmp_path / "docs"
    shutil.copytree(VENDOR, docs / "assets/vendor")
    check_vendored(docs / "assets/vendor")
    tamper, said = TAMPERED[how]
    tamper(docs / "assets/vendor")
    with pytest.raises(FilesError, match=said):
        check_vendored(docs / "assets/vendor")
    with pytest.raises(SystemExit, match=said):
        mkdocs_hook.on_pre_build(SimpleNamespace(docs_dir=str(docs)))


def _add(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def _link(path: Path) -> None:
    beside = path.parent.parent.parent / "outside.js"
    path.rename(beside)
    path.symlink_to(beside)
