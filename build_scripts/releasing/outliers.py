"""Numbers that are not what their cell held so far: in reports newly held, and in cells that held no number before.

Comes in: the changes, both bundles, the largest number of every cell in the older version. Goes out: `Jump`s beyond
bounds. Refuses to know: notes, where bounds come from.

Two sorts. A cell that had a number and has another: it jumps if the larger is more than so many times the smaller and
they lie further apart than a floor (a 0 counts as 1). A cell that has its first number, in a new report or an old one:
it is beyond what is known if it is more than so many times the largest that any report of the older version had in
the same cell, and above a floor; where no report had any number there, above the floor is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from decimal import Decimal
from typing import NamedTuple

from build_scripts.packaging.resources import CELL_KEYS
from build_scripts.releasing.bundles import Bundle
from build_scripts.releasing.counts import Cell, iterate_records, read_number
from build_scripts.releasing.ledger import Change

CORRECTION = "correction"


class Bound(NamedTuple):
    """So many times, and a floor below which nothing is looked at."""

    times: Decimal
    least: Decimal


class Jump(NamedTuple):
    """A number beyond bounds: its report and cell, what could be expected, what stands there."""

    report: str
    cell: Cell
    expected: str
    found: str


def find_jumps(changes: Iterable[Change], is_corrected: bool, bound: Bound) -> Iterator[Jump]:
    """Cells whose number became another one beyond the bound: those corrected, or all others."""
    for one in changes:
        if one.subject == "cell" and (one.reason == CORRECTION) == is_corrected and has_number(one):
            before, after = (read_number(text, one.table) for text in (one.before, one.after))
            low, high = sorted((before, after))
            if high - low > bound.least and high > max(low, Decimal(1)) * bound.times:
                yield Jump(one.report_id, name_cell(one), one.before, one.after)


def find_newcomers(
    new: Bundle, shared: Set[str], changes: Iterable[Change], largest: Mapping[Cell, Decimal], bound: Bound
) -> Iterator[Jump]:
    """First numbers beyond the bound: of reports that are not `shared`, and of cells that had none before."""
    for report, cell, text in (*_list_filled(changes), *_list_new(new, shared)):
        value, known = read_number(text, cell[0]), largest.get(cell, Decimal(0))
        if value > bound.least and value > known * bound.times:
            yield Jump(report, cell, f"≤ {known:f} × {bound.times}", text)


def has_number(change: Change) -> bool:
    """Whether a cell held a number before and holds one after; one that is held back in the story is none."""
    return change.before_state == change.after_state == "reported" and bool(change.before and change.after)


def name_cell(change: Change) -> Cell:
    """The cell of a change."""
    return change.table, change.row, change.column


def _list_filled(changes: Iterable[Change]) -> Iterator[tuple[str, Cell, str]]:
    for one in changes:
        if one.subject == "cell" and one.after_state == "reported" and one.after and not has_number(one):
            yield one.report_id, name_cell(one), one.after


def _list_new(new: Bundle, shared: Set[str]) -> Iterator[tuple[str, Cell, str]]:
    for table, (row, column, value) in CELL_KEYS.items():
        for report, row_code, column_code, number in iterate_records(
            new.tables[table], "report_id", row, column, value
        ):
            if number and report not in shared:
                yield report, (table, row_code, column_code), number
