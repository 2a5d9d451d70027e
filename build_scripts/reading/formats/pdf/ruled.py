"""Ruled tables: lattices and the glyphs on them → rows of cells.

Comes in: `RuledTable`s. Goes out: `TableRow`s. Refuses to know: labels, what numbers mean, other pages.
A missing inner rule makes two fields one cell; a number that reaches over a rule is never cut.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter

from build_scripts.reading.document import TableRow
from build_scripts.reading.formats.pdf.cell_text import read_cell
from build_scripts.reading.formats.pdf.content import UNMAPPED, Glyph
from build_scripts.reading.formats.pdf.lattice import Lattice

_TIGHT, _LEVEL, _TOO_WIDE = 0.12, 0.3, 1.5
_GUTTER, _FEW_ROWS = 5.0, 2
_NUMBER_CHARS = "0123456789.,０１２３４５６７８９"


@dataclass(slots=True)
class RuledTable:
    """A lattice and the glyphs that stand on it, in the order they are drawn."""

    lattice: Lattice
    glyphs: list[Glyph] = field(default_factory=list)


@dataclass(slots=True)
class Cell:
    """A printed cell: the fields it takes. Fields that make no rectangle are cells of one row each, all `odd`."""

    row: int
    column: int
    rows: int
    columns: int
    odd: bool = False


def find_cells(lattice: Lattice) -> list[Cell]:
    """The cells of a lattice, row by row."""
    height, width = len(lattice.ys) - 1, len(lattice.xs) - 1
    parent = list(range(height * width))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for row in range(height):
        for column in range(width):
            here = row * width + column
            if column + 1 < width and not lattice.down[column + 1][row]:
                parent[root(here + 1)] = root(here)
            if row + 1 < height and not lattice.across[row + 1][column]:
                parent[root(here + width)] = root(here)
    fields: dict[int, list[tuple[int, int]]] = {}
    for index in range(height * width):
        fields.setdefault(root(index), []).append(divmod(index, width))
    cells = [cell for taken in fields.values() for cell in _shape(taken)]
    return sorted(cells, key=attrgetter("row", "column"))


def _shape(taken: Sequence[tuple[int, int]]) -> Iterator[Cell]:
    rows, columns = [row for row, _ in taken], [column for _, column in taken]
    top, left = min(rows), min(columns)
    high, wide = max(rows) - top + 1, max(columns) - left + 1
    if high * wide == len(taken):
        yield Cell(top, left, high, wide)
        return
    start = 0
    for place in range(1, len(taken) + 1):
        run_ends = place == len(taken) or taken[place] != (taken[place - 1][0], taken[place - 1][1] + 1)
        if run_ends:
            yield Cell(*taken[start], 1, place - start, odd=True)
            start = place


def trim(table: RuledTable) -> RuledTable:
    """The table without an outer row that no rule closes and nothing stands in."""
    lattice = table.lattice
    first, last = 0, len(lattice.ys) - 1
    if last > 1 and not any(lattice.across[0]) and not any(glyph.y < lattice.ys[1] for glyph in table.glyphs):
        first = 1
    if last > first + 1 and not any(lattice.across[-1]) and not any(g.y > lattice.ys[-2] for g in table.glyphs):
        last -= 1
    kept = Lattice(
        lattice.xs,
        lattice.ys[first : last + 1],
        lattice.across[first : last + 1],
        [row[first:last] for row in lattice.down],
    )
    _close_corners(kept)
    return RuledTable(kept, table.glyphs)


def _close_corners(lattice: Lattice) -> None:
    """A corner of the last row that no rule closes outside is no cell of its own: it belongs to the one above it, which
    the page has cut."""
    rows = len(lattice.ys) - 1
    for edge, column in ((0, 0), (-1, -1)):
        drawn = lattice.down[edge]
        if rows > _FEW_ROWS and all(drawn[:-1]) and not drawn[-1] and not lattice.across[-1][column]:
            lattice.across[-2][column] = False


def is_table(lattice: Lattice) -> bool:
    """Whether the rules part columns; a box around text, or a column of boxes, is no table."""
    return any(one.row == other.row for one, other in pairwise(find_cells(lattice)))


def read_rows(table: RuledTable) -> list[TableRow]:
    """The table's rows, each with one text for every column of its lattice."""
    lattice = drop_unused(close_gutters(table))
    cells = find_cells(lattice)
    height, width = len(lattice.ys) - 1, len(lattice.xs) - 1
    held = deal_out(table.glyphs, lattice, cells)
    texts = [[""] * width for _ in range(height)]
    beside: list[set[int]] = [set() for _ in range(height)]
    merged: list[set[int]] = [set() for _ in range(height)]
    for cell, glyphs in zip(cells, held, strict=True):
        text = read_cell(glyphs)
        texts[cell.row][cell.column] = text
        for row in range(cell.row, cell.row + cell.rows):
            beside[row].update(range(cell.column + 1, cell.column + cell.columns))
            if text and (cell.rows > 1 or cell.odd):
                merged[row].add(cell.column)
    return [
        TableRow(tuple(texts[row]), frozenset(beside[row]), frozenset(merged[row]))
        for row in range(height)
        if any(texts[row]) or len(beside[row]) < width - 1  # an empty strip across the table is no row
    ]


def deal_out(glyphs: Sequence[Glyph], lattice: Lattice, cells: Sequence[Cell]) -> list[list[Glyph]]:
    """The glyphs of each cell, by the middle of each. A number that reaches over a rule stays whole; where that leaves
    a doubt, the cells it touches are marked so that nobody reads them."""
    owner = {
        (row, column): number
        for number, cell in enumerate(cells)
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    held: list[list[Glyph]] = [[] for _ in cells]
    for run in _part_runs(glyphs):
        places = [owner[_field_of(glyph.x, glyph.y, lattice)] for glyph in run]
        if len(set(places)) == 1:
            held[places[0]] += run
            continue
        first, last = run[0], run[-1]
        middle = owner[_field_of((first.x0 + last.x1) / 2, first.y, lattice)]
        held[middle] += run
        cell = cells[middle]
        wide = lattice.xs[cell.column + cell.columns] - lattice.xs[cell.column]
        if last.x1 - first.x0 > _TOO_WIDE * wide or len({glyph.piece for glyph in run}) > 1:
            for place in set(places):
                held[place].append(first._replace(char=UNMAPPED))
    return held


def _part_runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs one by one, those of one number together."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and _continues(run[-1], glyph):
            run.append(glyph)
            continue
        if run:
            yield run
        run = [glyph]
    if run:
        yield run


def _continues(left: Glyph, right: Glyph) -> bool:
    if left.char not in _NUMBER_CHARS or right.char not in _NUMBER_CHARS or left.angle or right.angle:
        return False
    size = max(left.size, right.size)
    return abs(right.x0 - left.x1) < _TIGHT * size and abs(right.y - left.y) < _LEVEL * size


def _field_of(x: float, y: float, lattice: Lattice) -> tuple[int, int]:
    row = min(max(bisect_right(lattice.ys, y) - 1, 0), len(lattice.ys) - 2)
    column = min(max(bisect_right(lattice.xs, x) - 1, 0), len(lattice.xs) - 2)
    return row, column


def close_gutters(table: RuledTable) -> Lattice:
    """The lattice without the strips between two rules side by side, or rules that do not quite meet: too narrow for
    any text, and holding none."""
    lattice = table.lattice
    xs = _wide_steps(lattice.xs, [glyph.x for glyph in table.glyphs])
    ys = _wide_steps(lattice.ys, [glyph.y for glyph in table.glyphs])
    columns, rows = _first_of(xs), _first_of(ys)
    return Lattice(
        [lattice.xs[group[0]] for group in xs],
        [lattice.ys[group[0]] for group in ys],
        [[any(lattice.across[i][j] for i in group) for j in columns] for group in ys],
        [[any(lattice.down[j][i] for j in group) for i in rows] for group in xs],
    )


def _wide_steps(edges: Sequence[float], places: Sequence[float]) -> list[list[int]]:
    """The edges by index, those together between which nothing could stand."""
    ordered = sorted(places)
    groups = [[0]]
    for index in range(1, len(edges)):
        start = edges[groups[-1][0]]
        empty = bisect_right(ordered, edges[index]) == bisect_right(ordered, start)
        if empty and edges[index] - start <= _GUTTER and len(edges) - index + len(groups) > 2:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _first_of(groups: Sequence[Sequence[int]]) -> list[int]:
    """The step behind each group of edges but the last."""
    return [group[-1] for group in groups[:-1]]


def drop_unused(lattice: Lattice) -> Lattice:
    """The lattice without inner edges along which no rule is drawn."""
    ys = [i for i, row in enumerate(lattice.across) if any(row) or i in (0, len(lattice.ys) - 1)]
    xs = [j for j, row in enumerate(lattice.down) if any(row) or j in (0, len(lattice.xs) - 1)]
    return Lattice(
        [lattice.xs[j] for j in xs],
        [lattice.ys[i] for i in ys],
        [[lattice.across[i][j] for j in xs[:-1]] for i in ys],
        [[lattice.down[j][i] for i in ys[:-1]] for j in xs],
    )
