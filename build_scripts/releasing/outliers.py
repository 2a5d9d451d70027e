"""Single numbers that are far from what stood before: in the same cell of the same report, or in that cell of any.

Comes in: two bundles with their changes, how many times is far. Goes out: outliers in a fixed order. Refuses to know:
notes, what is to be done. A sum over thousands of reports does not move for a slip in one; this looks at each number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from decimal import Decimal
from typing import NamedTuple

from build_scripts.packaging.resources import CELL_KEYS
from build_scripts.releasing.bundles import Bundle
from build_scripts.releasing.counts import iterate_records
from build_scripts.releasing.ledger import Change

Cell = tuple[str, str, str]


class Outlier(NamedTuple):
    """A number: its report and cell, what it is measured by, what it is."""

    report_id: str
    cell: Cell
    known: Decimal
    found: Decimal


def find_jumps(changes: Sequence[Change], times: Decimal, least: Decimal) -> Iterator[Outlier]:
    """Numbers more than so many times what they were, or less than that part of it, by at least so much."""
    for one in changes:
        if one.subject == "cell" and one.before and one.after:
            before, after = Decimal(one.before), Decimal(one.after)
            small, large = sorted((abs(before), abs(after)))
            if large > times * small and abs(after - before) >= least:
                yield Outlier(one.report_id, (one.table, one.row, one.column), before, after)


def find_newcomers(
    previous: Bundle, new: Bundle, held: Set[str], changes: Sequence[Change], times: Decimal, least: Decimal
) -> Iterator[Outlier]:
    """Numbers of reports that are not among `held`, and numbers where none stood, more than so many times the largest
    that the same cell held in any report of the version before; of at least so much."""
    largest: dict[Cell, Decimal] = {}
    for _, cell, text in _iterate_numbers(previous):
        if (number := Decimal(text)) > largest.get(cell, Decimal(0)):
            largest[cell] = number
    filled = {(c.report_id, (c.table, c.row, c.column)) for c in changes if c.subject == "cell" and not c.before}
    for report_id, cell, text in _iterate_numbers(new):
        if report_id not in held or (report_id, cell) in filled:
            known = largest.get(cell, Decimal(0))
            if (number := Decimal(text)) >= least and number > times * known:
                yield Outlier(report_id, cell, known, number)


def _iterate_numbers(bundle: Bundle) -> Iterator[tuple[str, Cell, str]]:
    for table, (row, column, value) in CELL_KEYS.items():
        if table in bundle.tables:
            for report, row_code, column_code, text in iterate_records(
                bundle.tables[table], "report_id", row, column, value
            ):
                if text:
                    yield report, (table, row_code, column_code), text
