"""`make audit`: every step is tried, how each ended is written down, and one that failed fails the whole."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from pathlib import Path

from tests.packages import ROOT

SETUP = "build_scripts/setup"


def try_audit(folder: Path, python: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The answer of the script in a folder where every program it calls is a stub, Python the one given."""
    (folder / SETUP).mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / SETUP / "audit.sh", folder / SETUP)
    stubs = ("install_browser.sh", "install_linters.sh", "properdocs.sh", "audit_locks.sh")
    for path, body in ((".venv/bin/python", python), *((f"{SETUP}/{name}", "exit 0") for name in stubs)):
        program = folder / path
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!/usr/bin/env bash\n{body}\n", encoding="utf-8")
        program.chmod(0o755)
    return subprocess.run(
        [str(folder / SETUP / "audit.sh")],
        capture_output=True,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "AUDIT_ONLY"} | environment,
        check=False,
    )


def read_rows(folder: Path) -> dict[str, dict[str, str]]:
    """The last line of each step."""
    with (folder / "runs/audit.csv").open(encoding="utf-8", newline="") as file:
        return {row["step"]: row for row in csv.DictReader(file)}


def test_all_steps_are_tried_and_the_one_that_failed_is_named(tmp_path: Path) -> None:
    answer = try_audit(tmp_path, "[[ $* != *tests.build_walk* ]]")
    assert answer.returncode == 1
    assert answer.stderr == "未通过 / failed: walk of changes\n"
    rows = read_rows(tmp_path)
    assert {step for step, row in rows.items() if row["outcome"] == "failed"} == {"walk of changes"}
    assert len(rows) >= 10
    assert "tests/test_round_trip.py" in rows["round trips"]["command"]
    assert rows["known vulnerabilities"]["outcome"] == "passed", "what comes behind the failure"


def test_steps_can_be_chosen_and_a_later_run_counts(tmp_path: Path) -> None:
    assert try_audit(tmp_path, "exit 1", AUDIT_ONLY="walk").returncode == 1
    assert set(read_rows(tmp_path)) == {"walk of changes"}
    answer = try_audit(tmp_path, "exit 0", AUDIT_ONLY="walk")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert read_rows(tmp_path)["walk of changes"]["outcome"] == "passed"
