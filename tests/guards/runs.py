"""How the tests of the guards last ended.

Comes in: `runs/test.xml`, JUnit's record that pytest wrote, and `runs/audit.csv`, which `make audit` wrote. Goes out:
`kept/last-run.csv`, one row for each test of a guard and where it runs. A test that did not run this time keeps its
older row; one that no guard names any more loses it.
"""

from __future__ import annotations

import csv
import platform
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TypeAlias
from xml.etree import ElementTree

RunKey: TypeAlias = tuple[str, str]
"""The test, and where it runs: test or audit."""

KEPT = Path(__file__).parent / "kept" / "last-run.csv"
WORST = ("failed", "passed", "skipped")
"""A test of many cases has failed if one has, and is skipped only if all are."""


@dataclass(frozen=True, slots=True)
class LastRun:
    """`outcome`: passed, failed or skipped; `cases`: how many examples the test was run with, 1 for a step."""

    test: str
    runs: str
    date: str
    python: str
    cases: int
    outcome: str


def read_kept(path: Path = KEPT) -> dict[RunKey, LastRun]:
    """The rows kept; none if there is no file yet."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [LastRun(**{**row, "cases": int(row["cases"])}) for row in csv.DictReader(lines)]  # type: ignore[arg-type]
    return {(row.test, row.runs): row for row in rows}


def keep(runs: Mapping[RunKey, LastRun], path: Path = KEPT) -> None:
    """Write the rows, sorted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(LastRun)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(runs[key]) for key in sorted(runs))


def renew(
    kept: Mapping[RunKey, LastRun], named: Collection[RunKey], test_run: Path, audit_run: Path
) -> dict[RunKey, LastRun]:
    """The rows of the tests named: from the runs if they ran, else as kept."""
    found = {**kept, **read_tests(test_run), **read_steps(audit_run, [test for test, runs in named if runs == "audit"])}
    return {key: found[key] for key in named if key in found}


def read_tests(path: Path) -> dict[RunKey, LastRun]:
    """The tests of pytest's record by node id without parameters; none if there is no record."""
    if not path.exists():
        return {}
    outcomes: dict[str, list[str]] = {}
    date = ""
    for suite in ElementTree.parse(path).getroot().iter("testsuite"):
        date = suite.attrib["timestamp"][:10]
        for case in suite.iter("testcase"):
            name = case.attrib["name"].partition("[")[0]
            node = f"{case.attrib['classname'].replace('.', '/')}.py::{name}"
            outcomes.setdefault(node, []).append(_find_outcome(case))
    python = platform.python_version()
    return {
        (node, "test"): LastRun(node, "test", date, python, len(found), next(one for one in WORST if one in found))
        for node, found in outcomes.items()
    }


def read_steps(path: Path, tests: Collection[str]) -> dict[RunKey, LastRun]:
    """The audit's tests: each ended as the last step did whose command has its file or module as a word."""
    python = platform.python_version()
    return {
        (test, "audit"): LastRun(test, "audit", row["date"], python, 1, row["outcome"])
        for row in _read_rows(path)
        for test in tests
        if test.partition("::")[0] in row["command"].split()
    }


def _read_rows(path: Path) -> Iterator[dict[str, str]]:
    if path.exists():
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)


def _find_outcome(case: ElementTree.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "passed" if case.find("skipped") is None else "skipped"
