"""Rows of numbers that nothing rules → lines in which each row's own label stands before its numbers.

Comes in: rows of glyphs outside ruled tables. Goes out: `TextLine`s. Refuses to know: labels, what numbers mean.
A label broken over lines stands above and below the line of its numbers; on that line itself stands then, farther left,
the label of its group, and nothing else tells which of the two the numbers belong to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from build_scripts.reading.formats.pdf.content import UNMAPPED, Glyph
from build_scripts.reading.formats.pdf.lines import (
    BLANKS,
    WIDE_BLANKS,
    TextLine,
    is_wide,
    join_lines,
    join_row,
    part_rows,
)

_MARK = re.compile(r"[-+－]?[0-9０-９.,]+|[—－\-/]+")
_FEW_NUMBERS = 4
_GAP, _PITCH, _CENTRED = 0.45, 2.0, 0.7
_WIDEST_SPACING = 1.6


class _Chunk(NamedTuple):
    """Glyphs of a row that stand together."""

    text: str
    x0: float
    x1: float


class _Row(NamedTuple):
    """A row: its glyphs, its chunks, how many of them at its end are numbers or marks in place of numbers."""

    glyphs: list[Glyph]
    chunks: list[_Chunk]
    numbers: int
    y: float
    size: float
    letter_gap: float


def build_lines(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """The lines of upright glyphs, from the top down; what stands far apart is kept so by runs of blanks."""
    rows = _space_rows([row for line in part_rows(glyphs) if (row := _measure(line))])
    blocks = {index: _find_block(rows, index) for index, row in enumerate(rows) if _may_mislead(row)}
    taken = {place for block in blocks.values() for place in block}
    lines: list[TextLine] = []
    for index, row in enumerate(rows):
        if index in taken:
            continue
        if blocks.get(index):
            lines += _write_repaired(rows, index, blocks[index])
        else:
            lines.append(_line(row, _join(row, row.glyphs)))
    return lines


def _measure(line: list[Glyph]) -> _Row | None:
    shown = [glyph for glyph in line if glyph.char not in BLANKS]
    if not shown:
        return None
    chunks: list[list[Glyph]] = []
    for glyph in shown:
        if chunks and glyph.x0 - chunks[-1][-1].x1 < _GAP * glyph.size:
            chunks[-1].append(glyph)
        else:
            chunks.append([glyph])
    parts = [_Chunk(join_row(chunk), chunk[0].x0, chunk[-1].x1) for chunk in chunks]
    numbers = next((i for i, part in enumerate(reversed(parts)) if not _MARK.fullmatch(part.text)), len(parts))
    middle = sorted(shown, key=lambda glyph: glyph.size)[len(shown) // 2]
    gaps = [
        (right.x0 - left.x1) / max(left.size, 0.1)
        for left, right in pairwise(shown)
        if is_wide(left.char) and is_wide(right.char)
    ]
    near = [gap for gap in gaps if gap < _WIDEST_SPACING]
    return _Row(line, parts, numbers, middle.y, middle.size, median(near) if near else -1.0)


def _space_rows(rows: list[_Row]) -> list[_Row]:
    """Rows without two letters side by side have the spacing of the others."""
    known = [row.letter_gap for row in rows if row.letter_gap >= 0]
    usual = median(known) if known else 0.0
    return [row if row.letter_gap >= 0 else row._replace(letter_gap=usual) for row in rows]


def _join(row: _Row, glyphs: list[Glyph]) -> str:
    """The text of a row, or of a part of it; in a sentence spaced digits are a number like any other."""
    return join_row(glyphs, True, row.letter_gap if row.numbers else 0.0)


def _line(row: _Row, text: str) -> TextLine:
    return TextLine(text, row.chunks[0].x0, row.chunks[-1].x1, row.y, row.size)


def _may_mislead(row: _Row) -> bool:
    """Whether a row of many numbers has words before them."""
    return row.numbers >= _FEW_NUMBERS and len(row.chunks) > row.numbers


def _find_block(rows: Sequence[_Row], index: int) -> list[int]:
    """The rows above and below that hold nothing but text between this row's label and its numbers."""
    row = rows[index]
    left, right = row.chunks[-row.numbers - 1].x1, row.chunks[-row.numbers].x0
    found: list[int] = []
    for step in (-1, 1):
        last, place = row, index + step
        while 0 <= place < len(rows) and abs(rows[place].y - last.y) <= _PITCH * row.size:
            other = rows[place]
            if other.numbers >= _FEW_NUMBERS or other.chunks[0].x0 < left or other.chunks[-1].x1 > right:
                break
            found.append(place)
            last, place = other, place + step
    return sorted(found)


def _write_repaired(rows: Sequence[_Row], index: int, block: Sequence[int]) -> Iterable[TextLine]:
    """The group's label by itself, then the label of the block before the numbers: if it is centred on them, or else
    one that nobody reads."""
    row = rows[index]
    middle = (rows[block[0]].y + rows[block[-1]].y) / 2
    centred = abs(middle - row.y) <= _CENTRED * row.size
    label = join_lines([join_row(rows[place].glyphs) for place in block])
    edge = row.chunks[-row.numbers].x0
    numbers = _join(row, [glyph for glyph in row.glyphs if glyph.x0 >= edge])
    before = _join(row, [glyph for glyph in row.glyphs if glyph.x0 < edge])
    yield _line(row, before)
    yield _line(row, f"{label if centred else label + UNMAPPED}{WIDE_BLANKS}{numbers}")
