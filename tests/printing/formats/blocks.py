"""A sheet as web pages and Word files hold it: headings, paragraphs and tables of boxes that span rows and columns.

Comes in: a `Sheet` after its damage. Goes out: `Block`s in reading order. A table is parted in one of two ways: as the
official form is drawn (labels merged over the columns and rows they stand for), or with every cell alone.
Refuses to know: which program writes the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from tests.printing.facts import Key
from tests.printing.sheet import Line, Sheet, Table

_HEADS = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one look: `plain`, `hidden`, `struck`, `raised` (superscript), `removed`, `added` (tracked), `break`."""

    text: str
    look: str = "plain"


@dataclass(eq=False)
class Box:
    """A printed cell: its pieces, how far it reaches, and the cell of the form whose value it holds.

    `kind`: head, label or value. `vertical`: '', `stacked` (a character a line) or `turned` (written downwards).
    """

    pieces: list[Piece]
    kind: str
    rows: int = 1
    columns: int = 1
    slot: Key | None = None
    vertical: str = ""

    @property
    def text(self) -> str:
        """What is printed, without hidden and removed pieces."""
        return "".join(piece.text for piece in self.pieces if piece.look not in ("hidden", "removed"))


@dataclass(eq=False)
class Row:
    """A row of boxes; of a table wholly drawn, so that boxes and their spans cover each column once."""

    boxes: list[Box]
    head: bool = False
    line: Line | None = None
    hidden: bool = False


@dataclass(eq=False)
class Block:
    """`kind`: title, heading, paragraph, signature or table."""

    kind: str
    text: str = ""
    rows: list[Row] = field(default_factory=list)
    table: str = ""

    @property
    def width(self) -> int:
        """Columns of the table's grid."""
        reach = [0] * (len(self.rows) + 1)
        for at, row in enumerate(self.rows):
            for box in row.boxes:
                for below in range(at, min(at + box.rows, len(self.rows))):
                    reach[below] += box.columns
        return max(reach, default=0)


def lay_blocks(sheet: Sheet, merged: bool) -> list[Block]:
    """The sheet's blocks in reading order; labels span what they stand for if `merged`."""
    blocks = [Block("title", title) for title in sheet.title]
    for part in sheet.parts:
        blocks += [Block("heading", part.heading)] if part.heading else []
        blocks += [Block("paragraph", text) for text in part.before]
        if part.table and part.table.printed:
            blocks += _lay_table(part.table, merged)
        blocks += [Block("paragraph", text) for text in part.after]
    return [*blocks, *(Block("signature", text) for text in sheet.ending)]


def _lay_table(table: Table, merged: bool) -> Iterator[Block]:
    """The table, parted where a page break or a page number stands between its rows; all parts have its columns."""
    width = max((len(cells) for line in table.lines for cells in line.printed()), default=0)
    for between, group in groupby(table.lines, key=_is_between):
        lines = list(group)
        if between:
            yield from (Block("paragraph", line.labels[0]) for line in lines if line.labels[0])
            continue
        rows = [row for line in lines for row in _lay_line(table, line)]
        for row in rows:
            row.boxes += [Box([Piece("")], "value") for _ in range(width - len(row.boxes))]
        if merged:
            if table.name == "disclosures":
                _merge_heads_by_row(rows)
            elif sum(row.head for row in rows) >= _HEADS:  # heads torn off by a page break stay as they stand
                _merge_heads(rows)
            _merge_labels(rows)
        yield Block("table", rows=rows, table=table.name)


def _is_between(line: Line) -> bool:
    """A blank line or a page number: no row of the table."""
    return line.kind == "other" and len(line.labels) == 1 and not line.after and _is_mark(line.labels[0])


def _is_mark(text: str) -> bool:
    return not text or text.isdigit() or text.startswith(("-", "—", "－"))


def _lay_line(table: Table, line: Line) -> list[Row]:
    if line.kind == "head":
        boxes = [Box([Piece(label)], "head") for label in line.labels] + _blanks(line.after)
        return [Row(boxes, head=True, line=line)]
    labels = [Box([Piece(label)], "label") for label in line.labels]
    if line.wraps:
        pieces = [part for text in line.wraps for part in (Piece("", "break"), Piece(text))][1:]
        labels[line.label_at] = Box(pieces, "label")
    slots = [*line.slots, *[None] * (len(line.values) - len(line.slots))]
    values = [
        Box([Piece(value)], "value", slot=(table.name, *slot) if slot else None)
        for value, slot in zip(line.values, slots, strict=False)
    ]
    return [Row([*labels, *_blanks(line.before), *values, *_blanks(line.after)], line=line)]


def _blanks(count: int) -> list[Box]:
    return [Box([Piece("")], "value") for _ in range(count)]


def _merge_heads(rows: list[Row]) -> None:
    """Each head spans the blank heads on its right, else those below it."""
    heads = rows[: next((at for at, row in enumerate(rows) if not row.head), len(rows))]
    taken: set[int] = set()
    for at, row in enumerate(heads):
        for column, box in enumerate(row.boxes):
            if id(box) in taken or not box.text:
                continue
            right = _reach_right(row, column, taken)
            down = _reach_down(heads, at, range(column, right), taken)
            spanned = [heads[below].boxes[across] for below in range(at, down) for across in range(column, right)]
            taken |= {id(one) for one in spanned if one is not box}
            box.rows, box.columns = down - at, right - column
    _drop(heads, taken)


def _merge_heads_by_row(rows: list[Row]) -> None:
    """第二十条第（五）项 spans the table; so does the head of an only column what is left of its row."""
    for row in rows:
        filled = [at for at, box in enumerate(row.boxes) if box.text] if row.head else []
        if filled in ([0], [0, 1]):
            last = row.boxes[filled[-1]]
            last.columns = len(row.boxes) - filled[-1]
            del row.boxes[filled[-1] + 1 :]


def _reach_right(row: Row, column: int, taken: set[int]) -> int:
    end = column + 1
    while end < len(row.boxes) and row.boxes[end].kind == "head" and not row.boxes[end].text:
        if id(row.boxes[end]) in taken:
            break
        end += 1
    return end


def _reach_down(heads: list[Row], at: int, columns: range, taken: set[int]) -> int:
    end = at + 1
    while end < len(heads):
        below = [heads[end].boxes[column] for column in columns if column < len(heads[end].boxes)]
        if len(below) < len(columns) or any(box.text or id(box) in taken or box.kind != "head" for box in below):
            break
        end += 1
    return end


def _merge_labels(rows: list[Row]) -> None:
    """A group label spans the rows of its group; the last label of a row spans the spare cells before the values; the
    one value of a row spans what is left of it."""
    taken: set[int] = set()
    for at, row in enumerate(rows):
        if row.head or row.line is None:
            continue
        last = row.line.label_at
        for column, box in enumerate(row.boxes[:last]):
            if box.text and row.line.kind == "data":
                end = at + 1
                while end < len(rows) and _is_below_group(rows[end], column):
                    taken.add(id(rows[end].boxes[column]))
                    end += 1
                box.rows = end - at
        _span_spares(row, taken)
    _drop(rows, taken)


def _is_below_group(row: Row, column: int) -> bool:
    line = row.line
    return line is not None and line.kind == "data" and line.label_at > column and not row.boxes[column].text


def _span_spares(row: Row, taken: set[int]) -> None:
    line = row.line
    assert line is not None
    if line.kind != "data":
        if not any(box.text for box in row.boxes[line.label_at + 1 :]) and line.label_at >= 0:
            row.boxes[line.label_at].columns = len(row.boxes) - line.label_at
            taken |= {id(box) for box in row.boxes[line.label_at + 1 :]}
        return
    begin = len(line.labels) + line.before
    if line.label_at >= 0:
        taken |= {id(box) for box in row.boxes[line.label_at + 1 : begin]}
        row.boxes[line.label_at].columns = begin - line.label_at
    if len(line.values) == 1 and len(row.boxes) > begin + 1:
        taken |= {id(box) for box in row.boxes[begin + 1 :]}
        row.boxes[begin].columns = len(row.boxes) - begin


def _drop(rows: list[Row], taken: set[int]) -> None:
    for row in rows:
        row.boxes = [box for box in row.boxes if id(box) not in taken]
