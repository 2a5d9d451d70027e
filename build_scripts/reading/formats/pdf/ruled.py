"""Ruled tables: lattices and the glyphs on them → rows of cells; pieces on following pages become one table.

Comes in: `RuledTable`s. Goes out: `TableRow`s. Refuses to know: labels, what numbers mean.
A missing inner rule makes two fields one cell. A cell that is open below, continued by one that is open above, is one.
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
from build_scripts.reading.formats.pdf.rules import NEAR, cluster_places

_TIGHT, _LEVEL, _TOO_WIDE = 0.12, 0.3, 1.5
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


def is_table(lattice: Lattice) -> bool:
    """Whether the rules part columns; a box around text, or a column of boxes, is no table."""
    return any(one.row == other.row for one, other in pairwise(find_cells(lattice)))


def read_rows(table: RuledTable) -> list[TableRow]:
    """The table's rows, each with one text for every column of its lattice."""
    lattice = drop_unused(table.lattice)
    cells = find_cells(lattice)
    height, width = len(lattice.ys) - 1, len(lattice.xs) - 1
    owner: dict[tuple[int, int], int] = {}
    for number, cell in enumerate(cells):
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                owner[row, column] = number
    held = _deal_out(table.glyphs, lattice, cells, owner)
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
    return [TableRow(tuple(texts[row]), frozenset(beside[row]), frozenset(merged[row])) for row in range(height)]


def _deal_out(
    glyphs: Sequence[Glyph], lattice: Lattice, cells: Sequence[Cell], owner: dict[tuple[int, int], int]
) -> list[list[Glyph]]:
    """The glyphs of each cell, by the middle of each. A number that reaches over a rule stays whole; where that leaves
    a doubt, the cells it touches are marked so that nobody reads them."""
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


def continues(above: Lattice, below: Lattice) -> bool:
    """Whether a lattice at the top of a page has the width and most of the columns of the one that ended the last."""
    shift = below.xs[0] - above.xs[0]
    if abs((below.xs[-1] - below.xs[0]) - (above.xs[-1] - above.xs[0])) > 2 * NEAR:
        return False
    few, many = sorted((above.xs, [x - shift for x in below.xs]), key=len)
    shared = sum(any(abs(x - other) <= NEAR + 1 for other in many) for x in few)
    return shared * 2 >= len(few)


def stack(above: RuledTable, below: RuledTable) -> RuledTable:
    """Two pieces of a table as one, the lower moved up to the edge of the upper. Between them a rule is missing only
    where both are open."""
    one, other = above.lattice, below.lattice
    right, down = one.xs[0] - other.xs[0], one.ys[-1] - other.ys[0]
    moved = [x + right for x in other.xs]
    xs = _unite(one.xs, moved)
    upper, lower = _spread(one, one.xs, xs), _spread(other, moved, xs)
    seam = [drawn or known for drawn, known in zip(upper.across[-1], lower.across[0], strict=True)]
    lattice = Lattice(
        xs,
        [*one.ys, *(y + down for y in other.ys[1:])],
        [*upper.across[:-1], seam, *lower.across[1:]],
        [a + b for a, b in zip(upper.down, lower.down, strict=True)],
    )
    glyphs = [
        glyph._replace(x0=glyph.x0 + right, x1=glyph.x1 + right, y=glyph.y + down, piece=-glyph.piece - 1)
        for glyph in below.glyphs
    ]
    return RuledTable(lattice, [*above.glyphs, *glyphs])


def _unite(one: Sequence[float], other: Sequence[float]) -> list[float]:
    """The edges of both; an edge of the second near one of the first is that one."""
    new = [x for x in other if all(abs(x - known) > NEAR + 1 for known in one)]
    return sorted([*one, *cluster_places(new)])


def _spread(lattice: Lattice, own: Sequence[float], xs: Sequence[float]) -> Lattice:
    """The lattice on more edges; on those it does not have no rule is drawn."""
    columns = [min(max(bisect_right(own, (left + right) / 2) - 1, 0), len(own) - 2) for left, right in pairwise(xs)]
    across = [[row[column] for column in columns] for row in lattice.across]
    none = [False] * (len(lattice.ys) - 1)
    down = []
    for x in xs:
        nearest = min(range(len(own)), key=lambda index: abs(own[index] - x))
        down.append(list(lattice.down[nearest]) if abs(own[nearest] - x) <= NEAR + 1 else none)
    return Lattice(list(xs), lattice.ys, across, down)
