"""How wide a column and how high a row must be for their words to be seen.

Comes in: words. Goes out: characters and points. Refuses to know: workbooks. Programs differ in whether they fit rows
to wrapped text when they open a file, so every row that needs it is told its height.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from build_scripts.publishing.formats.frames import Places
from build_scripts.publishing.formats.sheet import Column, Sheet

LINE = 18.0
"""The height of a line, in points."""
MOST_LINES = 12
_WIDEST, _NARROWEST = 48, 11
_NUMBER = 16
"""Room for every number that a cell keeps, and for the marks."""
_LOOKED_AT = 1_000
"""Words of a column that are looked at for its width."""


def measure_columns(sheet: Sheet) -> list[int]:
    """A width for each column, in characters."""
    if sheet.kept:
        return [_fit(column, words) for column, words in zip(sheet.columns, sheet.kept.widths, strict=True)]
    return [measure_column(column) for column in sheet.columns]


def measure_column(column: Column) -> int:
    """A width for the words of a column, in characters."""
    return _fit(column, max((measure(text) for text in column.words.texts[:_LOOKED_AT]), default=0))


def measure_words(column: Column) -> Places:
    """The width of each of the words, as far as it counts. A number or a mark in its place is never asked: they all
    have the same room."""
    if column.field.kind != "string":
        return np.full(len(column.words.texts), _NUMBER, np.int32)
    return np.array([min(measure(text), _WIDEST) for text in column.words.texts], np.int32)


def _fit(column: Column, words: int) -> int:
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
    return _count_rows(sheet, [measure_column(column) for column in sheet.columns])


def count_kept_lines(sheet: Sheet) -> Places:
    """The same where the width of a column depends on other rows too: words for which it would be wider than it may be
    break at its greatest width, and all others stand on one line whatever it is."""
    return _count_rows(
        sheet, [_WIDEST if column.field.kind == "string" else _fit(column, _NUMBER) for column in sheet.columns]
    )


def _count_rows(sheet: Sheet, widths: Sequence[int]) -> Places:
    lines = np.ones(sheet.rows, np.int32)
    for column, width in zip(sheet.columns, widths, strict=True):
        of_words = np.array([count_lines(text, width) for text in column.words.texts], np.int32)
        np.maximum(lines, of_words[column.words.codes], out=lines)
    return lines


def _measure_line(line: str) -> int:
    """Letters of one byte in UTF-8 are narrow, those of three or four wide."""
    return (len(line) + len(line.encode())) // 2
