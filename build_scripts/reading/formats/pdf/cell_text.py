"""The glyphs of one cell → its text, whichever way it is written.

Comes in: the glyphs of a cell. Goes out: text in one line. Refuses to know: tables, labels.
Labels stand upright in lines, one glyph below the other in a narrow cell, in several such columns from the right, or
turned by a quarter.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from build_scripts.reading.formats.pdf.content import Glyph
from build_scripts.reading.formats.pdf.lines import BLANKS, is_wide, join_lines, join_row, part_rows

_FEW_ROWS = 3


def read_cell(glyphs: Sequence[Glyph]) -> str:
    """The text of a cell; glyphs in the order they are drawn.

    >>> read_cell([Glyph(char, 0, 10, 10.0 * place, 10, 0) for place, char in enumerate("办理结果")])
    '办理结果'
    """
    shown = [glyph for glyph in glyphs if glyph.char not in BLANKS]
    if not shown:
        return ""
    turned = sum(glyph.angle != 0 for glyph in shown)
    if turned * 2 > len(shown):
        return _read_turned(glyphs)
    if _is_vertical(shown):
        return join_lines([_read_down(column) for column in _part_columns(shown)])
    return join_lines([text for row in part_rows(glyphs) if (text := join_row(row))])


def _is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Whether the glyphs stand in several columns of Chinese characters to be read downwards: drawn so one after the
    other, from the right, at least three in a column."""
    down = right = 0
    for one, other in pairwise(glyphs):
        step = max(one.size, other.size)
        moved_down, moved_right = other.y - one.y, other.x - one.x
        if abs(moved_right) < step / 2 and moved_down > step / 2:
            down += 1
        elif moved_right > step / 3 and abs(moved_down) < step / 2:
            right += 1
    columns = [column for column in _part_columns(glyphs) if is_wide(column[0].char)]
    longest = max((len(column) for column in columns), default=0)
    drawn = {id(glyph): place for place, glyph in enumerate(glyphs)}
    starts = [drawn[id(column[0])] for column in _part_columns(glyphs)]
    return len(columns) > 1 and longest >= _FEW_ROWS and down > 2 * right and starts == sorted(starts)


def _part_columns(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs by columns from right to left, each from the top down."""
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.x):
        if columns and columns[-1][0].x - glyph.x <= glyph.size / 2:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    return [sorted(column, key=lambda glyph: glyph.y) for column in columns]


def _read_down(column: Sequence[Glyph]) -> str:
    return join_lines([glyph.char for glyph in column])


def _read_turned(glyphs: Sequence[Glyph]) -> str:
    """Turned counter-clockwise a line runs upwards, clockwise downwards, by a half turn to the left."""
    upright = [turn_upright(glyph) for glyph in glyphs]
    return join_lines([text for row in part_rows(upright) if (text := join_row(row))])


def turn_upright(glyph: Glyph) -> Glyph:
    """The glyph where it would stand if the paper were turned so that it is upright."""
    half = glyph.size / 2
    if glyph.angle == 90:
        return glyph._replace(x0=-glyph.y - half, x1=-glyph.y + half, y=glyph.x, angle=0)
    if glyph.angle == 270:
        return glyph._replace(x0=glyph.y - half, x1=glyph.y + half, y=-glyph.x, angle=0)
    if glyph.angle == 180:
        return glyph._replace(x0=-glyph.x1, x1=-glyph.x0, y=-glyph.y, angle=0)
    return glyph
