"""Pieces of a table on one page after the other → one table.

Comes in: `RuledTable`s that end a page and begin the next. Goes out: `TableRow`s. Refuses to know: labels.
A cell that is open below, continued by one that is open above, is one. Where both are ruled off, a row was cut in two
only if the upper half is full, the lower one begins no new item, and nothing but text of cells above stands there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from build_scripts.reading.document import TableRow
from build_scripts.reading.formats.pdf.cell_text import read_cell
from build_scripts.reading.formats.pdf.lattice import MOST_FIELDS, Lattice
from build_scripts.reading.formats.pdf.ruled import RuledTable, deal_out, find_cells, read_rows
from build_scripts.reading.formats.pdf.rules import NEAR, cluster_places

_NUMERALS = "一二三四五六七八九十"
_OPENS = re.compile(rf"[(（]?[{_NUMERALS}0-9０-９]{{1,3}}[)）、.．]|第[{_NUMERALS}]")
_NUMBER = re.compile(r"[0-9０-９]")
_MARK = re.compile(r"[\s0-9０-９.,，—－\-/]+")
_BROKEN = re.compile(r"[0-9]+ [0-9]+")
_CLOSERS = "）)」』》”’】，。、；：,.;:"
_PADDING, _FEW_CELLS = 12.0, 3


def continues(above: Lattice, below: Lattice) -> bool:
    """Whether a lattice at the top of a page has the width and most of the columns of the one that ended the last."""
    shift = below.xs[0] - above.xs[0]
    if abs((below.xs[-1] - below.xs[0]) - (above.xs[-1] - above.xs[0])) > 2 * NEAR:
        return False
    few, many = sorted((above.xs, [x - shift for x in below.xs]), key=len)
    shared = sum(any(abs(x - other) <= NEAR + 1 for other in many) for x in few)
    return shared * 2 >= len(few)


def read_pieces(pieces: Sequence[RuledTable]) -> list[TableRow]:
    """The rows of a table printed in these pieces, each on its own page; heads repeated on later pages once."""
    if len(pieces) == 1:
        return read_rows(pieces[0])
    left = pieces[0].lattice.xs[0]
    moved = [[x + left - piece.lattice.xs[0] for x in piece.lattice.xs] for piece in pieces]
    xs = moved[0]
    for edges in moved[1:]:
        xs = _unite(xs, edges)
    if len(xs) * sum(len(piece.lattice.ys) for piece in pieces) > 2 * MOST_FIELDS:
        return [row for piece in pieces for row in read_rows(piece)]
    heads = read_rows(pieces[0])
    shown = [pieces[0]]
    for piece in pieces[1:]:
        shown.append(_without_heads(piece, heads))
    return read_rows(_stack(shown, moved, xs))


def _without_heads(piece: RuledTable, first: Sequence[TableRow]) -> RuledTable:
    """The piece without the rows at its top that print the table's first rows again, none of them numbers."""
    rows = read_rows(piece)
    count = 0
    for row, head in zip(rows[:-1], first, strict=False):
        texts = [cell for cell in row.cells if cell]
        if [cell for cell in head.cells if cell] != texts or not texts or any(map(_MARK.fullmatch, texts)):
            break
        count += 1
    edge = count
    lattice = piece.lattice
    while edge and not all(lattice.across[edge]):  # a head's cell reaches further down
        edge -= 1
    if not edge:
        return piece
    cut = Lattice(lattice.xs, lattice.ys[edge:], lattice.across[edge:], [row[edge:] for row in lattice.down])
    return RuledTable(cut, [glyph for glyph in piece.glyphs if glyph.y > cut.ys[0]])


def _stack(pieces: Sequence[RuledTable], moved: Sequence[Sequence[float]], xs: list[float]) -> RuledTable:
    """All pieces as one table on the edges `xs`, each moved up to the lower edge of the one before."""
    spread = [_spread(piece, own[0] - piece.lattice.xs[0], own, xs) for piece, own in zip(pieces, moved, strict=True)]
    ys: list[float] = [0.0]
    across = [spread[0].lattice.across[0]]
    down: list[list[bool]] = [[] for _ in xs]
    glyphs = []
    for number, piece in enumerate(spread):
        lattice = piece.lattice
        if number:
            across[-1] = _find_seam(spread[number - 1], piece)
        base = ys[-1] - lattice.ys[0]
        ys += [y + base for y in lattice.ys[1:]]
        across += lattice.across[1:]
        for whole, part in zip(down, lattice.down, strict=True):
            whole += part
        # glyphs of different pages are never drawn by one text object
        glyphs += [glyph._replace(y=glyph.y + base, piece=glyph.piece * len(spread) + number) for glyph in piece.glyphs]
    return RuledTable(Lattice(xs, ys, across, down), glyphs)


def _find_seam(above: RuledTable, below: RuledTable) -> list[bool]:
    """Along which columns the edge between two pieces parts cells."""
    seam = [one or other for one, other in zip(above.lattice.across[-1], below.lattice.across[0], strict=True)]
    ends = _cells_of(above, len(above.lattice.ys) - 2)
    begins = _cells_of(below, 0)
    same_shape = [(one.column, one.columns) for one in ends] == [(one.column, one.columns) for one in begins]
    if not all(seam[one.column] for one in ends if one.rows == 1):
        return seam
    below_of = {(one.column, one.columns): one for one in begins}
    pairs = [(one, below_of[one.column, one.columns]) for one in ends if (one.column, one.columns) in below_of]
    if same_shape and _is_cut_row(pairs, len(seam), above):
        return [False] * len(seam)
    are_heads = not any(_MARK.fullmatch(one.text) for one in (*ends, *begins))
    for upper, lower in pairs:
        may_span = (upper.rows + lower.rows > 2 and same_shape) or (are_heads and not same_shape)
        if may_span and _goes_on(upper, lower):
            seam[upper.column : upper.column + upper.columns] = [False] * upper.columns
    return seam


def _is_cut_row(pairs: Sequence[tuple[_Side, _Side]], width: int, above: RuledTable) -> bool:
    """Whether the row below is the rest of the one above. Numbers in it may be: rests of numbers that found no room."""
    written = [(upper, lower) for upper, lower in pairs if lower.text]
    has_numbers = any(_MARK.fullmatch(upper.text) for upper, _ in pairs)
    if not written:
        return len(pairs) < width or has_numbers
    labels = [pair for pair in written if not _MARK.fullmatch(pair[1].text)]
    if not labels:
        return has_numbers
    if any(_OPENS.match(lower.text) for _, lower in labels):
        return False
    all_rest = all(_goes_on(upper, lower) for upper, lower in written)
    is_rest = all_rest or (has_numbers and all(upper.text for upper, _ in written))
    if len(labels) == len(written):
        may_be_own = (has_numbers or pairs[0][1].text) and _has_lone_labels(above)
        return is_rest and (_counts_items(labels, above) or (all_rest and not may_be_own))
    some_blank = any(_MARK.fullmatch(upper.text) and not lower.text for upper, lower in pairs)
    if some_blank:
        return is_rest and (all_rest or _counts_items(labels, above))
    return all_rest and _breaks_numbers(above)


def _goes_on(upper: _Side, lower: _Side) -> bool:
    """Whether the text below goes on the text above: that of a last line with no room for more, and begins no item."""
    if not upper.text or not lower.text or _OPENS.match(lower.text):
        return False
    is_number = _MARK.fullmatch(lower.text) is not None
    if is_number != (_MARK.fullmatch(upper.text) is not None) or (not is_number and _NUMBER.search(lower.text)):
        return False
    closers = next((i for i, char in enumerate(lower.text[1:]) if char not in _CLOSERS), len(lower.text) - 1)
    return upper.room - (0.5 if is_number else 1 + closers) * upper.size < _PADDING


def _counts_items(written: Sequence[tuple[_Side, _Side]], table: RuledTable) -> bool:
    """Whether the labels in the innermost column that goes on below are numbered: one without number is a rest."""
    width = written[-1][0].column + 1
    labels = [cell for row in read_rows(table) for cell in row.cells[:width] if cell]
    return len(labels) > 1 and sum(_OPENS.match(label) is not None for label in labels) * 2 > len(labels)


def _has_lone_labels(table: RuledTable) -> bool:
    """Whether rows of a label and blank cells are printed: then one at the top of a page is a row of its own."""
    rows = read_rows(table)[:-1]
    return any(sum(map(bool, row.cells)) == 1 and len(row.cells) - len(row.beside) > _FEW_CELLS for row in rows)


def _breaks_numbers(table: RuledTable) -> bool:
    """Whether a number of the table is broken over two lines."""
    return any(_BROKEN.fullmatch(cell) for row in read_rows(table) for cell in row.cells)


class _Side(NamedTuple):
    """A cell at the edge of a page: its columns, how many rows it takes, its text, the room left on its last line."""

    column: int
    columns: int
    rows: int
    text: str
    room: float
    size: float


def _cells_of(table: RuledTable, row: int) -> list[_Side]:
    """The cells that touch a row."""
    lattice = table.lattice
    cells = find_cells(lattice)
    found = []
    for cell, glyphs in zip(cells, deal_out(table.glyphs, lattice, cells), strict=True):
        if not cell.row <= row < cell.row + cell.rows:
            continue
        wide = lattice.xs[cell.column + cell.columns] - lattice.xs[cell.column]
        text, size = read_cell(glyphs), max((glyph.size for glyph in glyphs), default=0.0)
        lowest = max((glyph.y for glyph in glyphs), default=0.0)
        line = [glyph for glyph in glyphs if lowest - glyph.y < size / 2]
        if line:
            wide -= max(glyph.x1 for glyph in line) - min(glyph.x0 for glyph in line)
        found.append(_Side(cell.column, cell.columns, cell.rows, text, wide, size))
    return found


def _unite(one: Sequence[float], other: Sequence[float]) -> list[float]:
    """The edges of both; an edge of the second near one of the first is that one."""
    new = [x for x in other if all(abs(x - known) > NEAR + 1 for known in one)]
    return sorted([*one, *cluster_places(new)])


def _spread(piece: RuledTable, right: float, own: Sequence[float], xs: list[float]) -> RuledTable:
    """The piece moved to the right and on more edges; on those it does not have no rule is drawn."""
    lattice = piece.lattice
    columns = [min(max(bisect_right(own, (x + y) / 2) - 1, 0), len(own) - 2) for x, y in pairwise(xs)]
    across = [[row[column] for column in columns] for row in lattice.across]
    down = []
    for x in xs:
        nearest = min(range(len(own)), key=lambda index: abs(own[index] - x))
        near = abs(own[nearest] - x) <= NEAR + 1
        down.append(list(lattice.down[nearest]) if near else [False] * (len(lattice.ys) - 1))
    glyphs = [glyph._replace(x0=glyph.x0 + right, x1=glyph.x1 + right) for glyph in piece.glyphs]
    return RuledTable(Lattice(xs, lattice.ys, across, down), glyphs)
