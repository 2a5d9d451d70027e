"""Rows of one printed table → rows with their codes, every line of the table accounted for.

Comes in: `GridRow`s and the table's `LabelBook`. Goes out: `LabelledRow`s, and `LooseRow`s whose label cannot be told.
Refuses to know: columns, numbers' meaning, editions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from build_scripts.reading.amounts import MarkKind, read_mark
from build_scripts.reading.fragments import Fragment, join_fragments
from build_scripts.reading.grids import GridRow
from build_scripts.reading.labels import LabelBook, fold_label, strip_space

_ENUMERATED = re.compile(r"^\(?(?:[一二三四五六七八九十]{1,3}[)、.]|[0-9]{1,2}[.、)])")
_SHORT_LABEL = 4
_BLANKS_OF_A_ROW = 5


class RowKind(Enum):
    """What a line of a table is."""

    HEAD = "head"
    ROW = "row"
    GROUP = "group"
    PIECE = "piece"
    NUMBERS = "numbers"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A row whose label is known. `depth` is the index of its last label cell, -1 if the numbers stand on a line of
    their own; `values` are the cells behind it. `slip` is the label as printed if it was read with a slip."""

    code: str
    line: int
    label: str
    printed: str
    depth: int
    values: tuple[str, ...]
    slip: bool = False


@dataclass(frozen=True, slots=True)
class LooseRow:
    """A line whose label cannot be told: its numbers are not taken. `after`: the labelled rows before it."""

    line: int
    label: str
    printed: str
    has_numbers: bool
    after: int


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
    for piece in joined:
        group = [kept[index] for index in piece.members]
        if piece.code:
            labelled.append(_labelled(group, piece.code, piece.slip))
        elif piece.loose and (labelled or any(line.has_marks for line in group)):
            loose += [_loose(line, len(labelled)) for line in group]
    present = {row.code for row in labelled}
    return LabelledTable(tuple(row for row in labelled if not _is_group_head(row, book, present)), tuple(loose), heads)


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
        line = _classify(row, book, bool(last), _due_rows(last, orders))
        lines.append(line)
        last = line.code or last
    return lines


def _due_rows(last: str, orders: Sequence[Sequence[str]]) -> frozenset[str]:
    """The rows that are printed next after `last` in the editions."""
    found = (order[order.index(last) + 1 : order.index(last) + 2] for order in orders if last in order)
    return frozenset(code for following in found for code in following)


def _classify(row: GridRow, book: LabelBook, begun: bool, due: frozenset[str]) -> _Line:
    kinds = [read_mark(cell).kind for cell in row.cells]
    labels: list[int] = []
    for place, kind in enumerate(kinds):
        if kind is MarkKind.NUMBER or kind is MarkKind.DASH:
            break
        if kind is MarkKind.TEXT:
            labels.append(place)
    if len(labels) > 1:
        labels = _label_cells(row, labels, book)
    first_value = labels[-1] + 1 if labels else 0
    has_marks = any(kind is not MarkKind.EMPTY for kind in kinds[first_value:])
    if not labels:
        return _Line(RowKind.NUMBERS if has_marks else RowKind.NOTHING, row, (), first_value, has_marks)
    texts = tuple([row.cells[place] for place in labels])
    folded = [fold_label(text) for text in texts]
    code = _row_code(texts, folded, book)
    blanks = len(kinds) - first_value if len(labels) == 1 else 0
    if code and _stands_as_row(texts[-1], folded[-1], code, has_marks, blanks, begun, due, book):
        return _Line(RowKind.ROW, row, texts, first_value, has_marks, code)
    return _Line(_kind_without_code(has_marks, folded, book, begun), row, texts, first_value, has_marks)


def _label_cells(row: GridRow, texts: Sequence[int], book: LabelBook) -> list[int]:
    """The cells that make the label: text up to the last cell that is a row's label; what follows it is a value, if
    only words stand there instead of a number. Without such a cell all text counts as label."""
    last = next((i for i in reversed(texts) if book.row_of(fold_label(row.cells[i]))), None)
    if last is None or last == texts[-1]:
        return list(texts)
    label = fold_label(row.cells[last])
    behind = [fold_label(row.cells[i]) for i in texts if i > last]
    if label in book.groups and any(_may_be_label(row.cells[i], book) for i in texts if i > last):
        return list(texts)
    if label in book.heads and not _is_enumerated(row.cells[last]):
        return list(texts)
    if any(key in book.heads for key in behind):
        return list(texts)
    return [i for i in texts if i <= last]


def _may_be_label(text: str, book: LabelBook) -> bool:
    """Whether a text is a row's label, a torn piece of one, or a label with a slip."""
    folded = fold_label(text)
    is_piece = bool(folded) and any(folded in known for known in book.rows)
    return is_piece or _is_enumerated(text) or bool(book.nearest_row(folded))


def _kind_without_code(has_marks: bool, folded: Sequence[str], book: LabelBook, begun: bool) -> RowKind:
    if has_marks:
        return RowKind.PIECE
    if all(not key or key in book.heads for key in folded):
        return RowKind.HEAD if any(folded) or not begun else RowKind.NOTHING
    if all(key in book.groups for key in folded if key):
        return RowKind.GROUP
    names_head = any(key in book.heads and key not in book.rows for key in folded)
    return RowKind.HEAD if names_head else RowKind.PIECE


def _row_code(texts: Sequence[str], folded: Sequence[str], book: LabelBook) -> str:
    code = book.row_of(folded[-1])
    if code and (len(texts) == 1 or len(folded[-1]) >= _SHORT_LABEL):
        return code
    if code and all(not key or book.is_group_part(key) for key in folded[:-1]):
        return code
    return book.row_of(fold_label("".join(texts)))


def _stands_as_row(
    text: str, folded: str, code: str, has_marks: bool, blanks: int, begun: bool, due: frozenset[str], book: LabelBook
) -> bool:
    """A label that is also a head (其他, 总计) is a row only with numbers, an enumerator, a row's blank cells behind,
    or where it is due."""
    if folded not in book.heads:
        return True
    return begun and (has_marks or code in due or blanks >= _BLANKS_OF_A_ROW or _is_enumerated(text))


def _is_enumerated(text: str) -> bool:
    return _ENUMERATED.match(strip_space(text)) is not None


def _fragment(line: _Line, book: LabelBook) -> Fragment:
    return Fragment(
        text="".join(line.texts),
        code=line.code,
        has_marks=line.has_marks,
        is_group=line.kind is RowKind.GROUP or (not line.has_marks and fold_label("".join(line.texts)) in book.groups),
        has_cells=line.row.parted and line.first_value < len(line.row.cells),
    )


def _labelled(group: Sequence[_Line], code: str, slip: bool) -> LabelledRow:
    holder = next((line for line in group if line.has_marks), None)
    holder = holder or next((line for line in group if line.first_value < len(line.row.cells)), group[0])
    label = "".join(line.texts[-1] for line in group if line.texts)
    return LabelledRow(
        code,
        holder.row.line,
        label,
        "\n".join(line.row.printed for line in group),
        holder.first_value - 1,
        holder.row.cells[holder.first_value :],
        slip,
    )


def _loose(line: _Line, after: int) -> LooseRow:
    return LooseRow(line.row.line, "".join(line.texts), line.row.printed, line.has_marks, after)
