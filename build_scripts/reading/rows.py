"""Rows of one printed table → rows with their codes, every line of the table accounted for.

Comes in: `GridRow`s and the table's `LabelBook`. Goes out: `LabelledRow`s, and `LooseRow`s whose label cannot be told.
Refuses to know: columns, numbers' meaning, editions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from build_scripts.reading.amounts import MarkKind, read_mark
from build_scripts.reading.fragments import Fragment, Joined, join_fragments
from build_scripts.reading.grids import GridRow
from build_scripts.reading.labels import LabelBook, fold_label
from build_scripts.reading.lines import Doubt, LineLabel, RowKind, label_line


ON_GRID = -2


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A row whose label is known. `depth` is the index of its last label cell, -1 if the numbers stand on a line of
    their own; `values` are the cells behind it. `slip`: read with a slip. Where the format itself parts the cells,
    `places` and `widths` say where in the table's grid each value begins and how many columns it takes."""

    code: str
    line: int
    label: str
    printed: str
    depth: int
    values: tuple[str, ...]
    slip: bool = False
    places: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()

    @property
    def layout(self) -> int:
        """What rows must have in common to be compared cell by cell: their depth; on a grid nothing but the grid."""
        return ON_GRID if self.places else self.depth


@dataclass(frozen=True, slots=True)
class LooseRow:
    """A line whose label cannot be told: its numbers are not taken. `after`: labelled rows before it. A bare number
    on a line without cells (`is_bare`) may be that of a page and casts no doubt on the rows beside it."""

    line: int
    label: str
    printed: str
    has_numbers: bool
    after: int
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class LabelledTable:
    """A table's lines, sorted out. `heads` are the lines that only hold heads."""

    rows: tuple[LabelledRow, ...]
    loose: tuple[LooseRow, ...]
    heads: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    kind: RowKind
    row: GridRow
    texts: tuple[str, ...]
    first_value: int
    has_marks: bool
    code: str = ""


def label_rows(rows: Sequence[GridRow], book: LabelBook, orders: Sequence[Sequence[str]]) -> LabelledTable:
    """Sort a table's lines into rows with codes, heads, and loose lines; `orders` holds the
    rows' printed order in each edition. Pieces of text above the first row count as torn heads."""
    lines = _classify_lines(rows, book, orders)
    first = next((i for i, line in enumerate(lines) if line.kind is RowKind.ROW), len(lines))
    torn = {i for i, line in enumerate(lines[:first]) if line.kind is RowKind.PIECE and not line.has_marks}
    heads = tuple(line.row for i, line in enumerate(lines) if line.kind is RowKind.HEAD or i in torn)
    kept = [line for line in lines if line.kind not in (RowKind.HEAD, RowKind.NOTHING)]
    joined = join_fragments([_fragment(line, book) for line in kept], book)
    labelled: list[LabelledRow] = []
    loose: list[LooseRow] = []
    misplaced = _misplaced(joined, book, orders)
    for index, piece in enumerate(joined):
        group = [kept[member] for member in piece.members]
        if piece.code and index not in misplaced:
            labelled.append(_labelled(group, piece.code, piece.slip))
        elif piece.code or (piece.loose and (labelled or any(line.has_marks for line in group))):
            loose += [_loose(line, len(labelled)) for line in group]
    present = {row.code for row in labelled}
    return LabelledTable(tuple(row for row in labelled if not _is_group_head(row, book, present)), tuple(loose), heads)


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


def _is_group_head(row: LabelledRow, book: LabelBook, present: set[str]) -> bool:
    """A label that is a row in one edition and a group in another is a group where a row of the group is printed."""
    folded = fold_label(row.label)
    if folded not in book.groups or any(read_mark(cell).kind is not MarkKind.EMPTY for cell in row.values):
        return False
    return any(label.startswith(folded) and code != row.code and code in present for label, code in book.joined.items())


def _classify_lines(rows: Sequence[GridRow], book: LabelBook, orders: Sequence[Sequence[str]]) -> list[_Line]:
    lines: list[_Line] = []
    last = ""
    for row in rows:
        label = label_line(row.cells, book)
        kind, code = label.kind, label.code
        if label.doubt is not Doubt.NONE and not _is_met(label, last, orders):
            kind, code = label.otherwise, ""
        first = row.skip_beside(label.first_value) if row.beside and label.first_value else label.first_value
        lines.append(_Line(kind, row, label.texts, first, label.has_marks, code))
        last = code or last
    return lines


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
        is_bare_number=line.kind is RowKind.NUMBERS and not line.row.parted,
        is_group=line.kind is RowKind.GROUP or (not line.has_marks and fold_label("".join(line.texts)) in book.groups),
        has_cells=line.row.parted and line.first_value < len(line.row.cells),
    )


def _labelled(group: Sequence[_Line], code: str, slip: bool) -> LabelledRow:
    holder = next((line for line in group if line.has_marks), None)
    holder = holder or next((line for line in group if line.first_value < len(line.row.cells)), group[0])
    label = "".join(line.texts[-1] for line in group if line.texts)
    values, places, widths = holder.row.values_from(holder.first_value)
    return LabelledRow(
        code,
        holder.row.line,
        label,
        "\n".join(line.row.printed for line in group),
        holder.first_value - 1,
        values,
        slip,
        places,
        widths,
    )


def _loose(line: _Line, after: int) -> LooseRow:
    is_bare = line.kind is RowKind.NUMBERS and not line.row.parted
    return LooseRow(line.row.line, "".join(line.texts), line.row.printed, line.has_marks, after, is_bare)
