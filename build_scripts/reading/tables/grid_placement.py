"""Which number belongs to which column, where the format itself parts the cells: by the columns of the table's grid.

Comes in: the marks of one row with the grid columns they take, and where the heads and the full rows of the same table
stand. Goes out: `Placement`. Refuses to know: labels, codes, sums. A row with as many numbers as columns needs none
of this; here a blank cell is a blank cell only if it stands where its column does.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from build_scripts.reading.tables.amounts import Mark, MarkKind
from build_scripts.reading.tables.placement import UNPLACED, FullRow, Placement, Rule


def place_on_grid(
    marks: Sequence[Mark],
    places: Sequence[int],
    widths: Sequence[int],
    columns: int,
    patterns: Collection[FullRow],
) -> Placement:
    """Each printed mark in the column whose place it takes, or UNPLACED.

    `places`, `widths`: for each mark its grid column and how many it takes. `patterns`: where the columns begin, from
    the heads and from the full rows; `cells` of each is the width of its line. A mark that no pattern knows, that
    patterns disagree on, or that reaches over two columns leaves the whole row unread; so does a row wider or shorter
    than all of theirs. Without a pattern the row must have one cell for each column, each of the width of one.
    """
    printed = [at for at, mark in enumerate(marks) if mark.kind is not MarkKind.EMPTY]
    rule = Rule.BY_CELLS if any(marks[at].kind is MarkKind.NUMBER for at in printed) else Rule.NO_NUMBER
    if not patterns:
        is_whole = len(marks) == columns and all(widths[at] == 1 for at in printed)
        return Placement(rule, tuple(at if at in printed else None for at in range(columns))) if is_whole else UNPLACED
    end = places[-1] + widths[-1] if places else 0
    alike = [pattern for pattern in patterns if pattern.cells == end]  # another width is another piece of a torn table
    if not alike:
        return UNPLACED
    columns_at = _index_places(alike)
    found: list[int | None] = [None] * columns
    last = -1
    for at in printed:
        begins = columns_at.get(places[at], set())
        covers = {
            column for place in range(places[at], places[at] + widths[at]) for column in columns_at.get(place, ())
        }
        if len(begins) != 1 or covers != begins:
            return UNPLACED
        (column,) = begins
        if column <= last:
            return UNPLACED
        found[column], last = at, column
    return Placement(rule, tuple(found))


def _index_places(patterns: Collection[FullRow]) -> dict[int, set[int]]:
    """For each grid column, the columns of the table that begin there in some pattern."""
    found: dict[int, set[int]] = {}
    for pattern in patterns:
        for column, place in enumerate(pattern.places):
            found.setdefault(place, set()).add(column)
    return found
