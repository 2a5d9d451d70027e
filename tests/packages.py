"""Packages for tests: made of the five real reports or of folders given, and trees of files compared."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from build_scripts import pipeline
from build_scripts.files import PROJECT

ROOT = Path(__file__).parents[1]
REAL = PROJECT.reports
COMPILING = ("*.pyc.*", ".*.pyc-*")
"""What another process may be compiling beside, and soon renames: left out of copies of the program. What is compiled
comes along; Python believes it, for a copy keeps the times of files."""
REAL_FILES = (
    "2020/410303-chengshiguanliju.txt",
    "2021/410781-zhengwuhedashujuguanliju.txt",
    "2021/411500-chengshiguanliju.txt",
    "2023/410781-chengshiguanliju.txt",
    "2024/630223-chengshiguanlizonghexingzhengzhifaju.txt",
)


def make_package(reports: Path, output: Path, jobs: int = 1) -> pipeline.PackageResult:
    """Build a package without a word."""
    return pipeline.build_package(PROJECT, reports, output, jobs, lambda *_: None)


def copy_real(folder: Path, names: tuple[str, ...] = REAL_FILES) -> Path:
    """Copy real reports with their sidecars, in the order given."""
    for name in names:
        for each in (name, f"{name}.yml"):
            target = folder / each
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((REAL / each).read_bytes())
    return folder


def hash_tree(folder: Path) -> dict[str, str]:
    """Every file below the folder and the SHA-256 of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def edit_table(package: Path, name: str, old: str, new: str, honest: bool = True) -> int:
    """Replace the first `old` in a table and give the line it stood on.

    If `honest`, set size and hash in the descriptor right again.
    """
    path = package / "data" / f"{name}.csv"
    text = path.read_bytes().decode()
    assert old in text, f"{name} holds no {old!r}"
    data = text.replace(old, new, 1).encode()
    path.write_bytes(data)
    if honest:
        descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
        (resource,) = (each for each in descriptor["resources"] if each["name"] == name)
        resource["bytes"], resource["hash"] = len(data), f"sha256:{hashlib.sha256(data).hexdigest()}"
        (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return text.count("\n", 0, text.index(old) + len(old) - len(old.lstrip("\n"))) + 1
