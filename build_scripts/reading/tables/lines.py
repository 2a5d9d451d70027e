"""One line of a table → what it is: heads, a group, a row with its label, a piece of a label, numbers alone.

Comes in: the cells of a line and the table's `LabelBook`. Goes out: `LineLabel`. Refuses to know: other lines, columns.
The same line stands in thousands of reports, so what was found is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from build_scripts.reading.labels import LabelBook, fold_label, strip_space
from build_scripts.reading.tables.amounts import MarkKind, read_mark
from build_scripts.reading.tables.grids import UNSURE

_ENUMERATED = re.compile(r"^\(?(?:[一二三四五六七八九十]{1,3}[)、.]|[0-9]{1,2}[.、)])")
_SHORT_LABEL, _MANY_ROWS = 4, 3
_BLANKS_OF_A_ROW = 5
_FIRST_OF_A_GROUP = "无"


class RowKind(Enum):
    """What a line of a table is."""

    HEAD = "head"
    ROW = "row"
    GROUP = "group"
    PIECE = "piece"
    NUMBERS = "numbers"
    NOTHING = "nothing"


class Doubt(Enum):
    """What a label that is also a head (其他, 总计) needs before it counts as a row's."""

    NONE = "nothing"
    BEGUN = "a row above it"
    DUE = "the row above it in the form, right above it"


class LineLabel(NamedTuple):
    """What a line is. `texts` are its label cells, `first_value` the index of the first cell behind them.

    With a `doubt` that is not met, the line is of the kind `otherwise` and has no code.
    """

    kind: RowKind
    texts: tuple[str, ...]
    first_value: int
    has_marks: bool
    code: str = ""
    doubt: Doubt = Doubt.NONE
    otherwise: RowKind = RowKind.PIECE


@lru_cache(maxsize=65536)
def label_line(cells: tuple[str, ...], book: LabelBook) -> LineLabel:
    """What a line of cells is, by itself."""
    kinds = [read_mark(cell).kind for cell in cells]
    labels: list[int] = []
    for place, kind in enumerate(kinds):
        if kind is MarkKind.DASH and not labels and _is_torn_group(cells, kinds, place):
            continue
        if kind is MarkKind.NUMBER or kind is MarkKind.DASH or cells[place].endswith(UNSURE):
            break
        if kind is MarkKind.TEXT:
            labels.append(place)
    if len(labels) > 1:
        labels = _label_cells(cells, labels, book)
    first_value = labels[-1] + 1 if labels else 0
    has_marks = any(kind is not MarkKind.EMPTY for kind in kinds[first_value:])
    if not labels:
        return LineLabel(RowKind.NUMBERS if has_marks else RowKind.NOTHING, (), first_value, has_marks)
    texts = tuple([cells[place] for place in labels])
    folded = [fold_label(text) for text in texts]
    code = "" if book.has_strange_remark("".join(texts)) else _row_code(texts, folded, book)
    otherwise = _kind_without_code(has_marks, folded, book)
    if not code:
        return LineLabel(otherwise, texts, first_value, has_marks)
    blanks = len(kinds) - first_value if len(labels) == 1 else 0
    doubt = _doubt_label(texts[-1], folded[-1], has_marks or blanks >= _BLANKS_OF_A_ROW, book)
    return LineLabel(RowKind.ROW, texts, first_value, has_marks, code, doubt, otherwise)


def _is_torn_group(cells: Sequence[str], kinds: Sequence[MarkKind], place: int) -> bool:
    """Whether the mark is a character of 无法提供, printed downwards beside the labels of its rows."""
    below = next((kind for kind in kinds[place + 1 :] if kind is not MarkKind.EMPTY), MarkKind.EMPTY)
    return cells[place].strip() == _FIRST_OF_A_GROUP and below is MarkKind.TEXT


def _label_cells(cells: tuple[str, ...], texts: Sequence[int], book: LabelBook) -> list[int]:
    """The cells that make the label: text up to the last cell that is a row's label; what follows it is a value, if
    only words stand there instead of a number. Without such a cell all text counts as label."""
    last = next((i for i in reversed(texts) if book.row_of(fold_label(cells[i]))), None)
    if last is None or last == texts[-1]:
        return list(texts)
    label = fold_label(cells[last])
    behind = [fold_label(cells[i]) for i in texts if i > last]
    if label in book.groups and any(_may_be_label(cells[i], book) for i in texts if i > last):
        return list(texts)
    if label in book.heads and not is_enumerated(cells[last]):
        return list(texts)
    if any(key in book.heads for key in behind):
        return list(texts)
    return [i for i in texts if i <= last]


def _may_be_label(text: str, book: LabelBook) -> bool:
    """Whether a text is a row's label, a torn piece of one, or a label with a slip."""
    folded = fold_label(text)
    is_piece = bool(folded) and any(folded in known for known in book.rows)
    return is_piece or is_enumerated(text) or bool(book.nearest_row(folded))


def _kind_without_code(has_marks: bool, folded: Sequence[str], book: LabelBook) -> RowKind:
    if has_marks:
        return RowKind.PIECE
    if all(not key or key in book.heads for key in folded):
        return RowKind.HEAD
    if all(key in book.groups for key in folded if key):
        return RowKind.GROUP
    names_head = any(key in book.heads and key not in book.rows for key in folded)
    return RowKind.HEAD if names_head else RowKind.PIECE


def _row_code(texts: Sequence[str], folded: Sequence[str], book: LabelBook) -> str:
    """The row that the label cells name together; '' if they are the labels of many rows, printed across."""
    if len(texts) >= _MANY_ROWS:
        rows = {book.row_of(key) for key in folded if key not in book.groups} - {""}
        if len(rows) >= _MANY_ROWS:
            return ""
    code = book.row_of(folded[-1])
    if code and (len(texts) == 1 or len(folded[-1]) >= _SHORT_LABEL):
        return code
    if code and all(not key or book.is_group_part(key) for key in folded[:-1]):
        return code
    return book.row_of(fold_label("".join(texts)))


def _doubt_label(text: str, folded: str, has_shape: bool, book: LabelBook) -> Doubt:
    """A label that is also a head is a row's only below the first row, and there with numbers, an enumerator, a row's
    blank cells behind it, or where it is due."""
    if folded not in book.heads:
        return Doubt.NONE
    return Doubt.BEGUN if has_shape or is_enumerated(text) else Doubt.DUE


def is_enumerated(text: str) -> bool:
    """Whether a text begins with an enumerator: 3. or （六）."""
    return _ENUMERATED.match(strip_space(text)) is not None
