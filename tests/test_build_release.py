"""The script that a tag starts, with programs in the place of ours: what it hands on, what it leaves, what stops it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from .packages import ROOT

SETUP = "build_scripts/setup"


def write_program(path: Path, lines: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/bash\n{lines}\n", encoding="utf-8")
    path.chmod(0o755)


def build(folder: Path, status: int, previous: str) -> subprocess.CompletedProcess[str]:
    """`build_release.sh data-2026.1.1` in a copy of the project: the release ends with `status`, `previous` is told."""
    (folder / SETUP).mkdir(parents=True)
    for name in ("build_release.sh", "quietly.sh", "tell_withheld.sh"):
        shutil.copy(ROOT / SETUP / name, folder / SETUP)
    write_program(folder / SETUP / "fetch_previous.sh", f'echo "$1" >> asked; {previous}')
    write_program(
        folder / ".venv/bin/python",
        f"""if [[ $2 == zipfile ]]; then mkdir "$5"; cp "$4" "$5/index.html"; exit; fi
printf '%s\\n' "$*" >> asked
printf 'a.txt: empty-file\\n' >&2
mkdir -p dist; echo whole > dist/site.zip
exit {status}""",
    )
    (folder / "site").mkdir()
    (folder / "site/old.html").touch()
    surroundings = {**os.environ, "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
    command = [str(folder / SETUP / "build_release.sh"), "data-2026.1.1"]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("previous", "given"), [("echo /a/b.zip", "--previous /a/b.zip"), (":", "--first")])
def test_the_release_is_checked_against_the_one_before(previous: str, given: str, tmp_path: Path) -> None:
    assert build(tmp_path, 0, previous).returncode == 0
    assert (tmp_path / "asked").read_text() == f"data-2026.1.1\n-m build_scripts release --check {given}\n"
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["index.html"]
    assert not (tmp_path / "summary.md").exists()


def test_withheld_reports_are_told_and_do_not_hold_up_the_release(tmp_path: Path) -> None:
    assert build(tmp_path, 1, ":").returncode == 0
    assert "    a.txt: empty-file\n" in (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert (tmp_path / "site/index.html").is_file()


@pytest.mark.parametrize(("status", "previous"), [(2, ":"), (137, ":"), (0, "exit 1")])
def test_what_cannot_be_made_or_compared_stops_it_and_leaves_the_site(
    status: int, previous: str, tmp_path: Path
) -> None:
    assert build(tmp_path, status, previous).returncode == 2
    assert (tmp_path / "site/old.html").is_file()
