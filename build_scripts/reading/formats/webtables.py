"""A table of a web page → its rows, or what its cells hold where it only lays out the page.

Comes in: a `table` element. Goes out: `Piece`s. Refuses to know: labels, which tables are a report's.
Pages were, and are, laid out by tables: a table of one column, and a row with a cell that holds a further table or
several paragraphs, give their lines in reading order; every other row is a row of cells. A small table pasted into a
cell of a larger one is the cell's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from build_scripts.reading.document import SpanCell, resolve_spans
from build_scripts.reading.formats.looks import Look, look_at
from build_scripts.reading.formats.markup import Piece, Place, Walk
from build_scripts.reading.formats.stylesheets import Styles
from build_scripts.reading.formats.webtexts import cell_text

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_SPAN = re.compile(r"\s*\+?([0-9]{1,9})")
_GROUPS = ("thead", "tbody", "tfoot")
_MANY_LINES, _LONG_CELL, _SENTENCE = 3, 200, 40
_FEW_ROWS = 3
_MOST_ROWS, _MOST_COLUMNS = 5000, 60
_MOST_SPANNED = 20_000


class _Child(NamedTuple):
    """A part of a table: its element, the attributes, whether text in it is seen."""

    node: LexborNode
    attributes: Mapping[str, str | None]
    look: Look


class _Cell(NamedTuple):
    """A cell: what it holds, how many pictures, how many rows and columns it takes."""

    pieces: list[Piece]
    images: int
    rows: int
    columns: int

    @property
    def text(self) -> str:
        """All that it shows, in one line."""
        texts = [piece.text.replace("\t", " ") for piece in self.pieces]
        numbers = sum(bool(text) for piece in self.pieces if piece.row for text in piece.row.cells)
        return cell_text(texts, self.images + max(0, numbers - 1))

    @property
    def is_blocks(self) -> bool:
        """Whether it holds a further table, or paragraphs, and not the text of one cell."""
        if any(piece.row for piece in self.pieces):
            return True
        return len(self.pieces) >= _MANY_LINES and sum(len(piece.text) for piece in self.pieces) > _LONG_CELL

    @property
    def is_pasted(self) -> bool:
        """Whether the further table that it holds is no larger than what is pasted into a cell."""
        return len(self.pieces) <= _MANY_LINES and sum(len(piece.text) for piece in self.pieces) <= _SENTENCE

    @property
    def is_prose(self) -> bool:
        """Whether it holds sentences: alone in its row they are a paragraph, as in a report that is one table."""
        return sum(len(piece.text) for piece in self.pieces if "。" in piece.text) > _SENTENCE


def read_table(table: LexborNode, place: Place, styles: Styles, look: Look) -> tuple[list[Piece], int]:
    """The pieces of a table in document order, its caption before it, and how many pictures it showed if its rows are
    no rows of cells."""
    pieces: list[Piece] = []
    for caption in _children(table, ("caption",), styles, look):
        pieces += Walk(place, styles, look=caption.look).read(caption.node)
    rows = [_read_row(row, left, place, styles) for row, left in _list_rows(table, styles, look)]
    if all(len(row) <= 1 for row in rows):
        cells = [cell for row in rows for cell in row]
        return [*pieces, *(piece for cell in cells for piece in cell.pieces)], sum(cell.images for cell in cells)
    grid: list[list[_Cell]] = []
    plain = sum(len(row) > 1 and not any(cell.is_blocks for cell in row) for row in rows)
    for row in rows:
        blocks = [cell for cell in row if cell.is_blocks]
        if plain >= _FEW_ROWS and all(cell.is_pasted for cell in blocks):
            blocks = []
        if blocks or (len(row) == 1 and row[0].is_prose):
            pieces += _read_grid(grid, place)
            grid = []
            pieces += [piece for cell in row for piece in _mark_last(cell)]
        else:
            grid.append(row)
    return pieces + _read_grid(grid, place), 0


def _mark_last(cell: _Cell) -> list[Piece]:
    """The pieces of a cell as lines; where it shows a picture beside a number, the last says so."""
    if not cell.images or not cell.pieces or cell.pieces[-1].row:
        return cell.pieces
    *others, last = cell.pieces
    return [*others, last._replace(text=cell_text([last.text], cell.images))]


def _children(node: LexborNode, tags: Sequence[str], styles: Styles, around: Look) -> Iterator[_Child]:
    """The children that take their place in the table, whether they show what they hold or not."""
    child = node.first_child
    while child is not None:
        if child.is_element_node and child.tag in tags:
            attributes = child.attributes
            look = look_at(child.tag or "", attributes, styles.declared(child, attributes), around)
            if not look.gone:
                yield _Child(child, attributes, look)
        child = child.next


def _list_rows(table: LexborNode, styles: Styles, look: Look) -> Iterator[tuple[_Child, int]]:
    """The rows that take a place, each with the number of rows from it to the end of its group: no cell reaches
    beyond."""
    for group in _children(table, (*_GROUPS, "tr"), styles, look):
        rows = [group] if group.node.tag == "tr" else list(_children(group.node, ("tr",), styles, group.look))
        for place, row in enumerate(rows):
            yield row, len(rows) - place


def _read_row(row: _Child, left: int, place: Place, styles: Styles) -> list[_Cell]:
    cells: list[_Cell] = []
    for node, attributes, look in _children(row.node, ("td", "th"), styles, row.look):
        walk = Walk(Place("td", place), styles, in_cell=True, look=look)
        pieces = walk.read(node)
        rows = _read_span(attributes.get("rowspan"), left, left)
        cells.append(_Cell(pieces, walk.images, rows, _read_span(attributes.get("colspan"), 1, _MOST_COLUMNS)))
    return cells


def _read_span(printed: str | None, zero: int, most: int) -> int:
    """A span as browsers take it: 1 if there is none, `zero` for 0, never more than `most`."""
    match = _SPAN.match(printed or "")
    if match is None:
        return 1
    return min(int(match.group(1)) or zero, most)


def _read_grid(grid: Sequence[Sequence[_Cell]], place: Place) -> list[Piece]:
    """The rows of a run of rows; those without a cell of their own are not shown."""
    rows = [[SpanCell(cell.text, cell.rows, cell.columns) for cell in row] for row in grid]
    if len(rows) > _MOST_ROWS or sum(cell.rows * cell.columns for row in rows for cell in row) > _MOST_SPANNED:
        rows = [[cell._replace(rows=1, columns=min(cell.columns, 8)) for cell in row] for row in rows]
    linked = [sum(piece.linked for cell in row for piece in cell.pieces) for row in grid]
    found: list[Piece] = []
    for start in range(0, len(rows), _MOST_ROWS):
        part = resolve_spans(_bound_wide_cells(rows[start : start + _MOST_ROWS]))
        found += [
            Piece("\t".join(row.cells).strip(), place, linked[start + number], row)
            for number, row in enumerate(part)
            if grid[start + number]
        ]
    return found


def _bound_wide_cells(rows: list[list[SpanCell]]) -> list[list[SpanCell]]:
    """The rows with no cell that stands alone in its row reaching further than all other rows: a title over eight
    columns may say that it takes twelve, and browsers show none of the four."""
    alone = [len(row) == 1 and row[0].columns > 1 for row in rows]
    if not any(alone):
        return rows
    plain = [[row[0]._replace(columns=1)] if one else row for row, one in zip(rows, alone, strict=True)]
    width = max((len(row.cells) for row in resolve_spans(plain)), default=1)
    bounded: list[list[SpanCell]] = []
    for row, one in zip(rows, alone, strict=True):
        bounded.append([row[0]._replace(columns=min(row[0].columns, width))] if one else row)
    return bounded
