"""How wide a column and how high a row must be for their words to be seen.

Comes in: words. Goes out: characters and points. Refuses to know: workbooks. Programs differ in whether they fit rows
to wrapped text when they open a file, so every row that needs it is told its height.
"""

from __future__ import annotations

import numpy as np

from build_scripts.publishing.formats.frames import Places
from build_scripts.publishing.formats.sheets import Column, Sheet

LINE = 18.0
"""The height of a line, in points."""
MOST_LINES = 12
_WIDEST, _NARROWEST = 48, 11
_LOOKED_AT = 1_000
"""Words of a column that are looked at for its width."""


def measure_column(column: Column) -> int:
    """A width for the words of a column, in characters."""
    words = max((measure(text) for text in column.words.texts[:_LOOKED_AT]), default=0)
    head = min(measure(column.field.title) + 5, 22)
    return min(max(words + 2, head, _NARROWEST), _WIDEST)


def measure(text: str) -> int:
    """The width of a text's longest line, in characters, Chinese ones counted twice.

    >>> measure("abc"), measure("机关\\nabc")
    (3, 4)
    """
    return max(map(_measure_line, text[:2_000].split("\n")))


def count_lines(text: str, width: int) -> int:
    """How many lines the text takes in a column of this width, at most MOST_LINES.

    >>> count_lines("机关名称", 5), count_lines("a\\nb", 9), count_lines("", 9)
    (2, 2, 1)
    """
    if len(text) * 2 < width and "\n" not in text:
        return 1
    lines = sum(max(1, -(-_measure_line(line) // max(1, width - 1))) for line in text[:2_000].split("\n"))
    return min(lines, MOST_LINES)


def count_row_lines(sheet: Sheet) -> Places:
    """How many lines each row of a sheet takes."""
    lines = np.ones(sheet.rows, np.int32)
    for column in sheet.columns:
        width = measure_column(column)
        of_words = np.array([count_lines(text, width) for text in column.words.texts], np.int32)
        np.maximum(lines, of_words[column.words.codes], out=lines)
    return lines


def _measure_line(line: str) -> int:
    """Letters of one byte in UTF-8 are narrow, those of three or four wide."""
    return (len(line) + len(line.encode())) // 2
