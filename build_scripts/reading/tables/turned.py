"""Rows of a table in which a character turns the direction of writing → the same rows, unreadable.

Comes in: `RowOutcome`s, the lines that make each row, the lines that turn. Goes out: `RowOutcome`s. Refuses to know:
labels, numbers, editions. Behind such a character 12 is shown as 21 and the last column as the first: what people see
is not what the file holds in its order, and nobody can tell which of the two was meant.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from build_scripts.model import Finding
from build_scripts.reading.tables.cells import RowOutcome, unreadable_cells
from build_scripts.reading.tables.forms import FormView
from build_scripts.reading.tables.grids import GridRow
from build_scripts.reading.tables.rows import LabelledRow
from build_scripts.unseen import find_turning, name_point

_LONGEST = 200


def doubt_turned(
    table: str,
    outcomes: Sequence[RowOutcome],
    printed: Sequence[GridRow],
    labelled: Sequence[LabelledRow],
    turned: Mapping[int, str],
    view: FormView,
    source_file: str,
) -> list[RowOutcome]:
    """The rows of a table, unreadable where one of their lines is among `turned` (line number → its text); all of them
    if such a line is of no one row, as that of the heads is. `labelled`: the rows whose lines are known."""
    if not turned or not outcomes:
        return list(outcomes)
    lines_of = {row.line: {row.line, *row.members} for row in labelled}
    there = {row.line for row in printed} & turned.keys()
    shared = there - {line for lines in lines_of.values() for line in lines}
    found: list[RowOutcome] = []
    told: set[int] = set()
    for one in outcomes:
        doubtful = shared | (lines_of.get(one.line, set()) & there)
        found.append(_refuse(table, one, min(doubtful), turned, told, view, source_file) if doubtful else one)
        told |= doubtful
    return found


def _refuse(
    table: str,
    one: RowOutcome,
    line: int,
    turned: Mapping[int, str],
    told: Collection[int],
    view: FormView,
    source_file: str,
) -> RowOutcome:
    """The row with nothing read; the line is told of once."""
    details = (("row", turned[line].strip()[:_LONGEST]), ("found", name_point(find_turning(turned[line]))))
    finding = Finding("direction-turned", source_file, line, details)
    printed = "\t".join([cell.printed for cell in one.cells])
    cells = unreadable_cells(table, one.code, view.columns(table, one.code), printed, one.line)
    return RowOutcome(one.code, one.line, cells, () if line in told else (finding,))
