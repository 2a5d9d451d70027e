"""The cells of one Word table → its rows on one grid, or lines where a row only serves the layout.

Comes in: `Cell`s row by row, the widths of the table's grid. Goes out: `Part`s. Refuses to know: how a cell's text came
about, labels.
A row's cells stand where its own spans put them. A row that ends before the grid does stands where its widths put it;
where these fit no column of the others, its cells are given without columns, as a line parted by tabs.
Source: ISO/IEC 29500-1, 17.4 (tables).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from build_scripts.reading.document import TableRow
from build_scripts.reading.formats.word.package import Element, W
from build_scripts.reading.formats.word.styles import read_int

Part = str | TableRow
_VAL = f"{W}val"
_SPAN, _WIDTH, _DOWN, _ACROSS = f"{W}gridSpan", f"{W}tcW", f"{W}vMerge", f"{W}hMerge"
_GOES_ON = "continue"
_MOST_COLUMNS = 200
_SLIVER = 200
"""Columns narrower than this (in twentieths of a point, 3.5 mm) show no text: edges that were meant to be one."""
_SENTENCE = re.compile(r"[。！？；]")
_LONG, _VERY_LONG = 60, 120
_HEADING = re.compile(r"[（(第]?[一二三四五六七八九十]+[、）)章节部]")
_NUMBER = re.compile(r"[0-9][0-9.,]*")
_TABLE = "〔表〕"
_FEW_CELLS = 6
"""A table of no more cells than this inside a cell is what is printed there; a larger one is read by itself."""


class Cell(NamedTuple):
    """A cell as read: its text as one, its properties, what stands in it for a row that only serves the layout, and how
    many cells the tables inside it have."""

    text: str
    properties: Element | None
    blocks: Sequence[Part]
    nested: int


class _Placed(NamedTuple):
    first: int
    end: int
    text: str
    goes_on: bool
    starts: bool
    beside: bool


class _Part(Enum):
    """Of a cell that reaches over several rows: its first row, one below it, one below of a cell that is blank."""

    TOP = 0
    BELOW = 1
    BLANK = 2


@dataclass(slots=True)
class _Row:
    cells: list[_Placed]
    end: int
    blocks: list[Part]
    widths: list[int]
    is_layout: bool
    inner: list[Part] = field(default_factory=list)
    is_short: bool = False


@dataclass(slots=True)
class Table:
    """The rows of a table as they come; `widths` are those of its grid."""

    widths: Sequence[int]
    rows: list[_Row] = field(default_factory=list)

    def add_row(self, properties: Element | None, cells: Sequence[Cell]) -> None:
        """One more row; its properties tell how many columns of the grid stand empty before and behind its cells."""
        first = min(_count(properties, "gridBefore", 0), _MOST_COLUMNS)
        placed: list[_Placed] = []
        widths: list[int] = []
        for cell in cells:
            columns, width, merge, is_beside = _read_place(cell.properties)
            end = min(first + columns, _MOST_COLUMNS)
            if end == first:
                raise OverflowError("more columns than are read")
            text = "" if is_beside else _text_of(cell)
            placed.append(_Placed(first, end, text, merge == _GOES_ON, merge == "restart", is_beside))
            widths.append(width)
            first = end
        first = min(first + _count(properties, "gridAfter", 0), _MOST_COLUMNS)
        blocks = [part for cell in cells for part in cell.blocks]
        inner = [part for cell in cells if cell.nested for part in cell.blocks] if _has_label(cells) else []
        self.rows.append(_Row(placed, first, blocks, widths, _is_layout(cells), inner))


def measure_table(element: Element) -> list[int]:
    """The widths of the grid's columns; none where one of them has none."""
    grid = element.find(f"{W}tblGrid")
    widths = [one.get(f"{W}w") for one in grid.findall(f"{W}gridCol")] if grid is not None else []
    return [max(0, read_int(width, 0)) for width in widths] if None not in widths else []


def build_rows(table: Table) -> list[Part]:
    """The rows from top to bottom."""
    width = max((row.end for row in table.rows), default=0)
    if width == 1:
        return [part for row in table.rows for part in row.blocks]
    _mark_short(table, width)
    columns = _drop_slivers(table, width)
    merged = _find_merged(table.rows)
    known: dict[frozenset[int], frozenset[int]] = {}
    has_numbers = any(_NUMBER.fullmatch(cell.text) for row in table.rows if not row.is_layout for cell in row.cells)
    parts: list[Part] = []
    for number, row in enumerate(table.rows):
        if row.is_layout and not (row.inner and has_numbers):
            parts += row.blocks
            continue
        if row.is_short:
            parts.append("\t".join(" ".join(cell.text.split()) for cell in row.cells if not cell.beside))
        else:
            parts.append(_build_row(row, columns, merged.get(number, {}), known))
        parts += row.inner if row.is_layout else ()
    return parts


def _build_row(
    row: _Row, columns: Sequence[int], merged: dict[int, _Part], known: dict[frozenset[int], frozenset[int]]
) -> TableRow:
    """The row on the grid's columns, `columns` being the new number of each."""
    texts = [""] * columns[-1]
    beside: set[int] = set()
    shared: set[int] = set()
    for cell in row.cells:
        first, end = columns[cell.first], columns[cell.end]
        if cell.beside:
            beside.update(range(first, end))
            continue
        part = merged.get(cell.first)
        texts[first] = cell.text if part in (None, _Part.TOP) else ""
        beside.update(range(first + 1, end))
        if part in (_Part.TOP, _Part.BELOW):
            shared.add(first)
    kept = [frozenset(one) for one in (beside, shared)]
    return TableRow(tuple(texts), *(known.setdefault(one, one) for one in kept))


def _find_merged(rows: Sequence[_Row]) -> dict[int, dict[int, _Part]]:
    """By row, the first columns of cells that reach over several rows, and which part of them stands there. A cell that
    goes on none above it is one of its own."""
    found: dict[int, dict[int, _Part]] = {}
    above: dict[int, _Placed] = {}
    tops: dict[int, int] = {}
    for number, row in enumerate(rows):
        begun: dict[int, _Placed] = {}
        for cell in row.cells:
            top = above.get(cell.first) if cell.goes_on else None
            if top is not None:
                is_shared = bool(top.text.strip())
                found.setdefault(number, {})[cell.first] = _Part.BELOW if is_shared else _Part.BLANK
                if is_shared:
                    found.setdefault(tops[cell.first], {})[cell.first] = _Part.TOP
                begun[cell.first] = top
            elif cell.starts or cell.goes_on:
                begun[cell.first], tops[cell.first] = cell, number
        above = begun
    return found


def _mark_short(table: Table, width: int) -> None:
    """Put the rows that end before the grid does where their widths say, or mark them as fitting nowhere."""
    edges = _edges(table.widths) if len(table.widths) == width else []
    for row in table.rows:
        if row.end == width or not row.cells:
            continue
        places = list(_find_places(row, edges))
        if len(places) == len(row.cells) + 1:
            row.cells = [cell._replace(first=places[i], end=places[i + 1]) for i, cell in enumerate(row.cells)]
        else:
            row.is_short = True


def _find_places(row: _Row, edges: Sequence[int]) -> Iterator[int]:
    """The columns at which the cells of a row begin and end by their widths, as far as they meet edges of the grid."""
    if not edges or not all(row.widths):
        return
    at, place = edges[row.cells[0].first], row.cells[0].first
    yield place
    for width in row.widths:
        at += width
        nearest = min(bisect_left(edges, at), len(edges) - 1)
        if nearest and at - edges[nearest - 1] < edges[nearest] - at:
            nearest -= 1
        if abs(edges[nearest] - at) >= _SLIVER or nearest <= place:
            return
        place = nearest
        yield place


def _edges(widths: Sequence[int]) -> list[int]:
    edges = [0]
    for width in widths:
        edges.append(edges[-1] + width)
    return edges


def _drop_slivers(table: Table, width: int) -> list[int]:
    """For every edge of the grid its number; edges closer than a sliver are one, unless a cell would be lost by it."""
    if len(table.widths) != width or sum(table.widths) < _SLIVER:
        return list(range(width + 1))
    edges = _edges(table.widths)
    columns = _number_edges(edges, frozenset())
    placed = [cell for row in table.rows if not row.is_short for cell in row.cells]
    narrow = frozenset(cell.end for cell in placed if columns[cell.first] == columns[cell.end])
    return _number_edges(edges, narrow) if narrow else columns


def _number_edges(edges: Sequence[int], kept: frozenset[int]) -> list[int]:
    """The number of every edge; one closer than a sliver to the last that counted has its number, unless it is kept."""
    numbers, last = [0], 0
    for place in range(1, len(edges)):
        counts = edges[place] - edges[last] >= _SLIVER or place in kept
        numbers.append(numbers[-1] + counts)
        last = place if counts else last
    return numbers


def _is_layout(cells: Sequence[Cell]) -> bool:
    """Whether a row only arranges text: it holds whole tables, a paragraph over its whole width, or prose."""
    if any(cell.nested for cell in cells):
        is_small = all(cell.nested <= _FEW_CELLS for cell in cells)
        return not is_small or not any(cell.text and not cell.nested for cell in cells)
    printed = [cell.text for cell in cells if cell.text]
    if len(cells) == 1:
        return bool(printed) and (len(printed[0]) > _LONG or _SENTENCE.search(printed[0]) is not None)
    return len(printed) < 3 and any(len(text) > _VERY_LONG and "。" in text for text in printed)


def _has_label(cells: Sequence[Cell]) -> bool:
    """Whether a cell with a table stands beside one that may be a row's label; a heading is none."""
    labels = [cell.text for cell in cells if cell.text and not cell.nested]
    return len(labels) < len(cells) and bool(labels) and not any(_HEADING.match(one) for one in labels)


def _text_of(cell: Cell) -> str:
    """A cell's text; that of a table inside it between brackets, so that it is no number, and no blank."""
    if not cell.nested or not cell.text:
        return cell.text
    return f"〔{cell.text}〕" if cell.nested <= _FEW_CELLS else _TABLE


def _count(properties: Element | None, tag: str, otherwise: int) -> int:
    element = properties.find(f"{W}{tag}") if properties is not None else None
    return max(0, read_int(element.get(_VAL), otherwise)) if element is not None else otherwise


def _read_place(properties: Element | None) -> tuple[int, int, str, bool]:
    """Of a cell: its columns, its width (0 if none is given), how it is merged with the cell above (`restart`,
    `continue` or '') and whether it belongs to the one on its left."""
    columns, width, merge, is_beside = 1, 0, "", False
    for child in properties if properties is not None else ():
        tag = child.tag
        if tag == _SPAN:
            columns = max(1, read_int(child.get(_VAL), 1))
        elif tag == _WIDTH:
            width = read_int(child.get(f"{W}w"), 0) if child.get(f"{W}type") == "dxa" else 0
        elif tag == _DOWN:
            merge = child.get(_VAL, _GOES_ON)
        elif tag == _ACROSS:
            is_beside = child.get(_VAL, _GOES_ON) == _GOES_ON
    return columns, width, merge, is_beside
