"""The libraries that readers' browsers load are those that the manifest names, byte for byte."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

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
