"""The table of guards tells no more than there is: every guard stands, every test is there, every run was one."""

from __future__ import annotations

import ast
import csv
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from tests.guards import runs as runs_module
from tests.guards.figures import OTHERS, render_figures
from tests.guards.keeping import KEPT, keep_figures
from tests.guards.page import BEGIN, END, PAGE, fill_page
from tests.guards.runs import LastRun, keep, read_kept, read_steps, read_tests, renew
from tests.guards.table import FOLDER, Guard, Promise, find_files, read_guards, read_promises, render
from tests.packages import ROOT

GUARDS = read_guards()
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
JUNIT = """<?xml version="1.0"?><testsuites><testsuite name="pytest" timestamp="2026-11-22T10:00:00+00:00">
<testcase classname="tests.test_x" name="test_a[one::two]" time="1"/>
<testcase classname="tests.test_x" name="test_a[two]" time="1"><failure message="no">no</failure></testcase>
<testcase classname="tests.test_x" name="test_b[1]" time="1"><skipped message="corpus"/></testcase>
<testcase classname="tests.test_x" name="test_b[2]" time="1"/>
<testcase classname="tests.test_x" name="test_c" time="1"><skipped message="corpus"/></testcase>
<testcase classname="tests.test_x" name="test_d" time="1"><error message="fixture"/></testcase>
</testsuite></testsuites>"""
STEPS = """step,command,date,seconds,outcome
a,"env X=1 python -m pytest -q tests/test_y.py",2026-11-21,3,failed
b,"python -m tests.fuzzing --keep",2026-11-21,600,passed
a,"env X=1 python -m pytest -q tests/test_y.py",2026-11-22,3,passed
"""


@cache
def find_functions(path: str) -> frozenset[str]:
    """The test functions of a file."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_every_promise_has_guards() -> None:
    assert [promise.number for promise in read_promises()] == list(range(1, 9))
    assert {guard.promise for guard in GUARDS} == set(range(1, 9))


@pytest.mark.parametrize("path", [FOLDER / "promises.csv", *find_files()], ids=lambda path: path.stem)
def test_no_row_has_more_or_fewer_fields_than_columns(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        head, *rows = csv.reader(lines)
    assert [row for row in rows if len(row) != len(head) or not all(row)] == []


@pytest.mark.parametrize("path", find_files(), ids=lambda path: path.stem)
def test_a_file_of_guards_is_in_order(path: Path) -> None:
    data = path.read_bytes()
    assert data.decode("utf-8").endswith("\n")
    assert b"\r" not in data
    ids = [line.partition(",")[0] for line in data.decode("utf-8").splitlines()[1:]]
    assert ids == sorted(ids)


def test_a_guard_is_told_once_in_two_languages() -> None:
    assert len({(guard.guard_id, guard.runs) for guard in GUARDS}) == len(GUARDS)
    for guard in GUARDS:
        assert KEBAB.fullmatch(guard.guard_id), guard
        assert re.search(r"[\u4e00-\u9fff]", guard.threat_zh), guard
        assert re.search(r"[A-Za-z]{3}", guard.threat_en), guard
        assert not re.search(r"[\u4e00-\u9fff]{4}", guard.threat_en), guard
        assert "|" not in guard.threat_zh + guard.threat_en, "a cell of the page's table"
        assert guard.runs in ("test", "audit"), guard


def test_every_guard_stands() -> None:
    missing = [(guard.guard_id, path) for guard in GUARDS for path in guard.guards if not (ROOT / path).exists()]
    assert not missing
    assert all(guard.guards and guard.tests for guard in GUARDS)


def test_every_test_of_a_guard_is_there() -> None:
    missing = []
    for guard in GUARDS:
        for test in guard.tests:
            file, _, function = test.partition("::")
            if guard.runs == "test" or function:
                there = (ROOT / file).is_file() and function in find_functions(file)
            else:
                there = (ROOT / f"{test.replace('.', '/')}.py").is_file() or (ROOT / test.replace(".", "/")).exists()
                there = there or (ROOT / test).is_file()
            if not there:
                missing.append((guard.guard_id, test))
    assert not missing


def test_figures_are_those_that_were_kept(tmp_path: Path) -> None:
    for name in ("fuzzing", "mutation", *OTHERS):
        shutil.copy(KEPT / f"{name}.csv", tmp_path)
    shutil.copy(KEPT / "kill-log.csv", tmp_path)
    keep_figures(
        "fuzzing", {"made_executions": (12, "inputs"), "made_faults": (3, "kinds"), "made_died": (2, "times")}, tmp_path
    )
    keep_figures("mutation", {"made_killed": (4, "mutants"), "made_share_killed": (80, "%")}, tmp_path)
    keep_figures("kills", {"not_whole": (7, "runs")}, tmp_path)
    with (tmp_path / "kill-log.csv").open("a", encoding="utf-8") as log:
        log.write("1,99,made,0.1,group,before,before,equal,nothing,half\n")
    told = render_figures(tmp_path)
    today = datetime.now(UTC).date().isoformat()
    assert "| `made` | 12 |  | 5 |  |  |" in told
    assert "| `made` |  | 4 |  |  | 80 |" in told
    assert f"| 不完整 / not whole | 7 | {today} |" in told
    assert "| `made` | group | 1 | 0 |" in told
    for row in csv.DictReader((KEPT / "fuzzing.csv").read_text("utf-8").splitlines()):
        if row["figure"].endswith("_executions"):
            assert f"| `{row['figure'].removesuffix('_executions')}` | {row['value']} |" in told, row


def test_every_heavy_test_is_a_step_of_the_audit() -> None:
    words = set((ROOT / "build_scripts/setup/audit.sh").read_text("utf-8").split())
    heavy = {test.partition("::")[0] for guard in GUARDS if guard.runs == "audit" for test in guard.tests}
    assert heavy
    assert heavy - words == set()


def test_the_page_shows_what_is_kept() -> None:
    assert fill_page(PAGE.read_text("utf-8")) == PAGE.read_text("utf-8"), "run `make guards ARGS=--keep`"
    with pytest.raises(ValueError, match="both marks"):
        fill_page("# 防线\n")


def test_a_kept_run_is_of_a_test_that_is_named() -> None:
    assert set(read_kept()) <= {(test, guard.runs) for guard in GUARDS for test in guard.tests}


def test_a_run_of_pytest_is_read(tmp_path: Path) -> None:
    (tmp_path / "test.xml").write_text(JUNIT, "utf-8")
    found = read_tests(tmp_path / "test.xml")
    assert {test.removeprefix("tests/test_x.py::"): (run.outcome, run.cases) for (test, _), run in found.items()} == {
        "test_a": ("failed", 2),
        "test_b": ("passed", 2),
        "test_c": ("skipped", 1),
        "test_d": ("failed", 1),
    }
    assert {run.date for run in found.values()} == {"2026-11-22"}
    assert read_tests(tmp_path / "none.xml") == {}


def test_the_last_run_of_a_step_counts(tmp_path: Path) -> None:
    (tmp_path / "audit.csv").write_text(STEPS, "utf-8")
    found = read_steps(tmp_path / "audit.csv", ["tests/test_y.py::test_more", "tests.fuzzing", "tests.fuzz"])
    assert {test: (run.date, run.outcome) for (test, _), run in found.items()} == {
        "tests/test_y.py::test_more": ("2026-11-22", "passed"),
        "tests.fuzzing": ("2026-11-21", "passed"),
    }


def test_what_did_not_run_keeps_its_row_and_what_is_not_named_loses_it(tmp_path: Path) -> None:
    old = LastRun("tests/test_x.py::test_old", "test", "2026-01-01", "3.11.2", 1, "passed")
    gone = LastRun("tests/test_x.py::test_gone", "test", "2026-01-01", "3.11.2", 1, "passed")
    (tmp_path / "test.xml").write_text(JUNIT, "utf-8")
    named = {(old.test, "test"), ("tests/test_x.py::test_b", "test"), ("tests/test_x.py::test_new", "test")}
    kept = {(old.test, "test"): old, (gone.test, "test"): gone}
    found = renew(kept, named, tmp_path / "test.xml", tmp_path / "none.csv")
    assert set(found) == {(old.test, "test"), ("tests/test_x.py::test_b", "test")}
    keep(found, tmp_path / "kept" / "last-run.csv")
    assert read_kept(tmp_path / "kept" / "last-run.csv") == found


def test_the_table_tells_what_failed_and_what_never_ran() -> None:
    guard = Guard(1, "x-y", "坏", "bad", ("a.py",), ("tests/test_x.py::test_a", "tests/test_x.py::test_b"), "test")
    run = LastRun("tests/test_x.py::test_a", "test", "2026-11-22", "3.11.2", 1, "failed")
    table = render([guard], [Promise(1, "一句", "One")], {(run.test, "test"): run})
    assert "| 坏<br>bad | `a.py` | `test_x.py::test_a`<br>`test_x.py::test_b`<br>`make test`：" in table
    assert "：2026-11-22 **未通过 / failed**；未运行 / not run |" in table


def test_the_command_fails_when_a_guard_failed(tmp_path: Path) -> None:
    test = next(test for guard in GUARDS if guard.runs == "test" for test in guard.tests)
    file, _, function = test.partition("::")
    name = file.removesuffix(".py").replace("/", ".")
    (tmp_path / "test.xml").write_text(JUNIT.replace("tests.test_x", name).replace("test_a[", f"{function}["), "utf-8")
    command = [sys.executable, "-m", "tests.guards", "--test-run", str(tmp_path / "test.xml"), "--audit-run", "none"]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert answer.returncode == 1
    assert answer.stderr == f"  未通过 / failed: {test}\n"


def test_the_page_tells_of_its_marks_and_the_security_file_leads_to_it() -> None:
    assert PAGE.read_text("utf-8").count(BEGIN) == PAGE.read_text("utf-8").count(END) == 1
    assert "docs/contribute/guards.md" in (ROOT / "SECURITY.md").read_text("utf-8")
    assert runs_module.KEPT.parent.is_dir()
