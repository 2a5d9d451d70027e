"""What `python -m tests.mutation` leans on: changes are put in place, noticed by tests, and listed with reasons."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from build_scripts.checking import check
from build_scripts.model import State
from build_scripts.reading.tables import cells, placement
from build_scripts.reading.tables.placement import OwnSum
from tests.mutation.__main__ import count_share
from tests.mutation.modules import HERE, Tried, read_rows
from tests.mutation.swapping import swap
from tests.mutation.trial import KILLED, ROOT, SURVIVED, Mutant, try_mutant

SUMS = "build_scripts/checking/sums.py"


def mutant(before: str, after: str, path: str = SUMS) -> Mutant:
    """The change of the first place where a text stands."""
    source = (ROOT / path).read_text("utf-8")
    start = source.index(before)
    return Mutant(path, "", source.count("\n", 0, start) + 1, start, start + len(before), after)


def test_a_change_for_the_worse_is_noticed() -> None:
    """In a process forked from this one, which itself stays as it was."""
    worse = mutant("left_sum == right_sum", "left_sum != right_sum")
    assert try_mutant(worse, ["tests/test_sums.py"], 60) == KILLED
    from build_scripts.checking.sums import judge_sum
    from build_scripts.model import CheckStatus, State

    assert judge_sum([(1, 1)], [(1, 1), (1, State.BLANK)]).status is CheckStatus.HOLDS_IF_BLANK_IS_ZERO


def test_a_change_that_no_test_looks_at_survives_a_fresh_start_too() -> None:
    same = mutant('"""The same for whole numbers alone, which most are."""', '"""The same."""')
    assert try_mutant(same, [], 60) == SURVIVED


TABLES = "build_scripts/reading/tables"


@pytest.mark.parametrize(
    ("path", "before", "after", "seen"),
    [
        (SUMS, "left - right)", "left + right)", lambda: check.compare_whole_numbers(3, 1).difference == 4),
        (f"{TABLES}/placement.py", "MAX_CHOICES = 20_000", "MAX_CHOICES = 0",
         lambda: placement._choose_by_sum([Decimal(one) for one in (1, 0, 0, 1)], 3, [OwnSum(2, (0, 1))]) == ()),
        (f"{TABLES}/amounts.py", "{1,18}", "{1,2}", lambda: cells.read_mark("123").value is None),
        (f"{TABLES}/cells.py", "return State.BLANK, None", "return State.DASH, None",
         lambda: cells.judge_cell("", "件", False)[0] is State.DASH),
    ],
)  # fmt: skip
def test_a_change_is_in_place_at_once(path: str, before: str, after: str, seen: Callable[[], bool]) -> None:
    """Functions, constants, patterns and what a cache remembers: as others have imported them, and in a child alone."""
    assert not seen()
    child = os.fork()
    if not child:
        is_there = False
        try:
            one = mutant(before, after, path)
            is_there = swap(one.module, one.source()) and seen()
        finally:
            os._exit(0 if is_there else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert not seen()


def test_every_module_of_the_list_and_its_tests_are_there() -> None:
    rows = read_rows("tests_of.csv")
    assert {row["how"] for row in rows} <= {"whole", "sampled"}
    named = [name for row in rows for name in (row["path"], *row["tests"].split())]
    assert [name for name in named if not (ROOT / name).is_file()] == []
    assert [row["path"] for row in rows] == sorted({row["path"] for row in rows})


def test_all_of_reading_and_checking_is_in_the_list() -> None:
    listed = {row["path"] for row in read_rows("tests_of.csv")}
    there = {str(path.relative_to(ROOT)) for room in ("reading", "checking") for path in rooms(room)}
    assert there - listed == set()


def rooms(room: str) -> list[Path]:
    return [path for path in (ROOT / "build_scripts" / room).rglob("*.py") if path.name != "__init__.py"]


def test_every_equivalent_change_is_still_a_change_of_a_line_that_stands_there() -> None:
    """And each has a reason."""
    for row in read_rows("equivalent.csv"):
        lines = [line.strip() for line in (ROOT / row["path"]).read_text("utf-8").split("\n")]
        assert row["before"] in lines, row
        assert row["after"] != row["before"], row
        assert len(row["reason"]) > 20, row


def test_the_share_leaves_out_what_changes_nothing() -> None:
    assert count_share([Tried("a", 9, 6, 4, 1, ()), Tried("b", 9, 5, 5, 0, ())]) == 90.0
    assert count_share([]) == 100.0


def test_the_kept_figures_have_the_columns_of_all_kept_figures() -> None:
    path = HERE.parent / "guards" / "kept" / "mutation.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        assert next(csv.reader(lines)) == ["date", "python", "figure", "value", "unit"]
