"""Rows of one printed table → rows with their codes, every line of the table accounted for.

Comes in: `GridRow`s and the table's `LabelBook`. Goes out: `LabelledRow`s, and `LooseRow`s whose label cannot be told.
Refuses to know: columns, numbers' meaning, editions.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from build_scripts.reading.labels import LabelBook, fold_label
from build_scripts.reading.tables.amounts import is_empty
from build_scripts.reading.tables.fragments import Fragment, Joined, join_fragments
from build_scripts.reading.tables.grids import GridRow, blank_numbers
from build_scripts.reading.tables.lines import Doubt, LineLabel, RowKind, label_line

ON_GRID = -2


class LabelledRow(NamedTuple):
    """A row whose label is known. `depth` is the index of its last label cell, -1 if the numbers stand on a line of
    their own; `values` are the cells behind it. `slip`: read with a slip. Where the format itself parts the cells,
    `places` and `widths` say where in the table's grid each value begins and how many columns it takes. `members` are
    the lines of a row that takes several."""

    code: str
    line: int
    label: str
    printed: str
    depth: int
    values: tuple[str, ...]
    slip: bool = False
    places: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()
    members: tuple[int, ...] = ()

    @property
    def layout(self) -> int:
        """What rows must have in common to be compared cell by cell: their depth; on a grid nothing but the grid."""
        return ON_GRID if self.places else self.depth


class LooseRow(NamedTuple):
    """A line whose label cannot be told: its numbers are not taken. `after`: labelled rows before it. A bare number
    on a line without cells (`is_bare`) may be that of a page and casts no doubt on the rows beside it."""

    line: int
    label: str
    printed: str
    has_numbers: bool
    after: int
    is_bare: bool = False


class LabelledTable(NamedTuple):
    """A table's lines, sorted out. `heads` are the lines that only hold heads."""

    rows: tuple[LabelledRow, ...]
    loose: tuple[LooseRow, ...]
    heads: tuple[GridRow, ...]


class _Line(NamedTuple):
    kind: RowKind
    texts: tuple[str, ...]
    first_value: int
    has_marks: bool
    code: str
    parted: bool
    cells: int


class _RowPlan(NamedTuple):
    """Which lines of a table make a row, which of them holds its numbers, and where on it the values begin."""

    code: str
    members: tuple[int, ...]
    holder: int
    first_value: int
    label: str
    slip: bool


class _LoosePlan(NamedTuple):
    """A line that makes no row, and how many rows stand above it."""

    at: int
    label: str
    has_numbers: bool
    after: int
    is_bare: bool


class _Plan(NamedTuple):
    rows: tuple[_RowPlan, ...]
    loose: tuple[_LoosePlan, ...]
    heads: tuple[int, ...]


_Skeleton = tuple[tuple[str, ...], bool, frozenset[int]]
"""Of a line: its cells, plain numbers all as `0`, whether they are parted, which belong to the one on their left."""


def label_rows(rows: Sequence[GridRow], book: LabelBook, orders: tuple[tuple[str, ...], ...]) -> LabelledTable:
    """Sort a table's lines into rows with codes, heads, and loose lines; `orders` holds the
    rows' printed order in each edition. Pieces of text above the first row count as torn heads.

    Which line is what does not depend on the numbers, and tables of one layout stand in thousands of reports: what was
    found out of a layout is kept.
    """
    plan = _plan_table(
        tuple([(row.skeleton or blank_numbers(row.cells), row.parted, row.beside) for row in rows]), book, orders
    )
    return LabelledTable(
        tuple([_labelled(one, rows) for one in plan.rows]),
        tuple([_loose(one, rows) for one in plan.loose]),
        tuple([rows[at] for at in plan.heads]),
    )


@lru_cache(maxsize=1024)
def _plan_table(lines: tuple[_Skeleton, ...], book: LabelBook, orders: tuple[tuple[str, ...], ...]) -> _Plan:
    found = _classify_lines(lines, book, orders)
    first = next((i for i, line in enumerate(found) if line.kind is RowKind.ROW), len(found))
    torn = {i for i, line in enumerate(found[:first]) if line.kind is RowKind.PIECE and not line.has_marks}
    heads = tuple(i for i, line in enumerate(found) if line.kind is RowKind.HEAD or i in torn)
    kept = [i for i, line in enumerate(found) if line.kind not in (RowKind.HEAD, RowKind.NOTHING)]
    joined = join_fragments([_fragment(found[i], book) for i in kept], book)
    labelled: list[_RowPlan] = []
    loose: list[_LoosePlan] = []
    misplaced = _misplaced(joined, book, orders)
    for index, piece in enumerate(joined):
        group = tuple(kept[member] for member in piece.members)
        if piece.code and index not in misplaced:
            labelled.append(_plan_row(group, found, piece.code, piece.slip))
        elif piece.code or (piece.loose and (labelled or any(found[at].has_marks for at in group))):
            loose += [_plan_loose(at, found[at], len(labelled)) for at in group]
    present = {row.code for row in labelled}
    rows = tuple(row for row in labelled if not _is_group_head(row, lines[row.holder][0], book, present))
    return _Plan(rows, tuple(loose), heads)


def _misplaced(joined: Sequence[Joined], book: LabelBook, orders: Sequence[Sequence[str]]) -> set[int]:
    """Rows of a label that is also a head (其他, 总计) with rows below that the form prints above, and that are not
    printed above: a subtotal, or the 其他 of another group. One such row alone is a row out of its place."""
    doubtful = {code for label, code in book.rows.items() if label in book.heads}
    found: set[int] = set()
    for index, piece in enumerate(joined):
        if piece.code in doubtful:
            due = {code for order in orders if piece.code in order for code in order[: order.index(piece.code)]}
            below = {other.code for other in joined[index + 1 :]} & due
            if len(below - {other.code for other in joined[:index]}) > 1:
                found.add(index)
    return found


def _is_group_head(row: _RowPlan, cells: tuple[str, ...], book: LabelBook, present: set[str]) -> bool:
    """A label that is a row in one edition and a group in another is a group where a row of the group is printed."""
    folded = fold_label(row.label)
    if folded not in book.groups or any(not is_empty(cell) for cell in cells[row.first_value :]):
        return False
    return any(label.startswith(folded) and code != row.code and code in present for label, code in book.joined.items())


def _classify_lines(lines: Sequence[_Skeleton], book: LabelBook, orders: Sequence[Sequence[str]]) -> list[_Line]:
    found: list[_Line] = []
    last = ""
    for cells, parted, beside in lines:
        label = label_line(cells, book)
        kind, code, first = label.kind, label.code, label.first_value
        if label.doubt is not Doubt.NONE and not _is_met(label, last, orders):
            kind, code = label.otherwise, ""
        while first and first in beside:
            first += 1
        found.append(_Line(kind, label.texts, first, label.has_marks, code, parted, len(cells)))
        last = code or last
    return found


def _is_met(label: LineLabel, last: str, orders: Sequence[Sequence[str]]) -> bool:
    """Whether the line above, of the row `last`, settles the doubt about a label."""
    if not last or label.doubt is Doubt.BEGUN:
        return bool(last)
    return any(pair == (last, label.code) for order in orders for pair in pairwise(order))


def _fragment(line: _Line, book: LabelBook) -> Fragment:
    return Fragment(
        text="".join(line.texts),
        code=line.code,
        has_marks=line.has_marks,
        is_bare_number=line.kind is RowKind.NUMBERS and not line.parted,
        is_group=line.kind is RowKind.GROUP or (not line.has_marks and fold_label("".join(line.texts)) in book.groups),
        has_cells=line.parted and line.first_value < line.cells,
    )


def _plan_row(group: tuple[int, ...], lines: Sequence[_Line], code: str, slip: bool) -> _RowPlan:
    holder = next((at for at in group if lines[at].has_marks), None)
    if holder is None:
        holder = next((at for at in group if lines[at].first_value < lines[at].cells), group[0])
    label = "".join(lines[at].texts[-1] for at in group if lines[at].texts)
    return _RowPlan(code, group, holder, lines[holder].first_value, label, slip)


def _plan_loose(at: int, line: _Line, after: int) -> _LoosePlan:
    is_bare = line.kind is RowKind.NUMBERS and not line.parted
    return _LoosePlan(at, "".join(line.texts), line.has_marks, after, is_bare)


def _labelled(plan: _RowPlan, rows: Sequence[GridRow]) -> LabelledRow:
    code, members, at, first, label, slip = plan
    holder = rows[at]
    if not holder.on_grid:
        values = holder.cells[first:]
        if len(members) == 1:
            return LabelledRow(code, holder.line, label, holder.printed, first - 1, values, slip)
        lines = tuple([rows[member].line for member in members])
        printed = "\n".join([rows[member].printed for member in members])
        return LabelledRow(code, holder.line, label, printed, first - 1, values, slip, members=lines)
    printed = holder.printed if len(members) == 1 else "\n".join([rows[member].printed for member in members])
    return LabelledRow(code, holder.line, label, printed, first - 1, *_values_on_grid(holder, first, slip))


def _values_on_grid(
    row: GridRow, first: int, slip: bool
) -> tuple[tuple[str, ...], bool, tuple[int, ...], tuple[int, ...]]:
    values, places, widths = row.values_from(first)
    return values, slip, places, widths


def _loose(plan: _LoosePlan, rows: Sequence[GridRow]) -> LooseRow:
    row = rows[plan.at]
    return LooseRow(row.line, plan.label, row.printed, plan.has_numbers, plan.after, plan.is_bare)
