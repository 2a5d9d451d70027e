"""Rows that fill every column of their table → where the columns stand.

Comes in: `LabelledRow`s, how many columns each has, the sums each prints of itself. Goes out: `FullRow`s. Refuses to
know: heads, editions, files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from build_scripts.reading.tables.amounts import Mark, MarkKind, is_empty, read_mark
from build_scripts.reading.tables.placement import FullRow, OwnSum, meets_sums
from build_scripts.reading.tables.rows import LabelledRow

_SOME_ROWS = 2


def find_full_rows(rows: Sequence[LabelledRow], columns: Mapping[str, int]) -> dict[int, frozenset[FullRow]]:
    """By layout (depth, or the grid), the rows of as many numbers or dashes as they have columns, and no words."""
    found: dict[int, set[FullRow]] = {}
    for row in rows:
        if row.places and not all(map(_is_printed, row.values)):
            continue  # a blank cell among them may be a column's, and a number of none
        if _read_full(row, columns):
            found.setdefault(row.layout, set()).add(stand_of(row))
    return {layout: frozenset(stands) for layout, stands in found.items()}


def find_settled(
    rows: Sequence[LabelledRow], columns: Mapping[str, int], sums: Mapping[str, Sequence[OwnSum]]
) -> dict[int, frozenset[FullRow]]:
    """By depth, where rows on a grid have their numbers beside spare blank cells: one place, side by side, on which all
    agree that meet their own sums, several of them, one not of zeros alone, and no fewer than there fail.

    A number of no column that fills up a row for a blank one moves that row's numbers; it does not move those of all,
    and does not add up.
    """
    met: dict[int, list[tuple[FullRow, bool]]] = {}
    failed: dict[int, list[FullRow]] = {}
    for row in rows:
        marks = _read_full(row, columns) if row.places else ()
        if not marks or not sums.get(row.code) or len(marks) == len(row.values):
            continue
        if meets_sums(marks, sums[row.code]):
            met.setdefault(row.depth, []).append((stand_of(row), any(mark.value for mark in marks)))
        else:
            failed.setdefault(row.depth, []).append(stand_of(row))
    found: dict[int, frozenset[FullRow]] = {}
    for depth, stands in met.items():
        alike = {stand for stand, _ in stands}
        only, failing = next(iter(alike)), failed.get(depth, [])
        if (
            len(alike) == 1
            and len(stands) >= max(_SOME_ROWS, len(failing))
            and any(tells for _, tells in stands)
            and only.places == tuple(range(only.places[0], only.places[0] + len(only.places)))
        ):
            found[depth] = frozenset(alike)
    return found


def stand_of(row: LabelledRow) -> FullRow:
    """Where the marks of a row stand: among its values, or on the grid."""
    places = [place for place, cell in enumerate(row.values) if _is_printed(cell)]
    if row.places:
        return FullRow(tuple([row.places[place] for place in places]), row.places[-1] + row.widths[-1])
    return FullRow(tuple(places), len(row.values))


def _read_full(row: LabelledRow, columns: Mapping[str, int]) -> list[Mark]:
    """The row's marks if they are numbers or dashes, one for each of its columns."""
    printed = [cell for cell in row.values if _is_printed(cell)]
    if not printed or len(printed) != columns.get(row.code):
        return []
    marks = [read_mark(cell) for cell in printed]
    return [] if any(mark.kind is MarkKind.TEXT for mark in marks) else marks


def _is_printed(cell: str) -> bool:
    return bool(cell) and not is_empty(cell)
