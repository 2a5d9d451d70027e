"""Glyphs → lines of text: who stands on one line, and where blanks belong.

Comes in: glyphs. Goes out: rows of glyphs from the top down, and their text. Refuses to know: tables, labels.
Blanks between Chinese characters come from justified print and are left out; two numbers never run together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from build_scripts.reading.document import THIN_BLANK
from build_scripts.reading.formats.pdf.content import UNMAPPED, Glyph

BLANKS = " \u00a0\u3000\u2002\u2003\u2009"
_SAME_LINE = 0.45
_LATIN_GAP, _DIGIT_GAP, _MIXED_GAP, _CJK_GAP = 0.2, 0.15, 0.9, 1.1
_COLUMN_GAP, WIDE_BLANKS = 1.6, "    "
_AS_SPACED = 0.12
_SPACED_CHARS = "0123456789.,"
_NOTE_SIZE, _RAISE = 0.92, 0.12
_RAISED = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))


class TextLine(NamedTuple):
    """A line of text with the box it takes and the size of most of its glyphs."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


def part_rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The glyphs by lines, each from left to right."""
    rows: list[list[Glyph]] = []
    place = size = 0.0
    for glyph in sorted(glyphs, key=attrgetter("y")):
        if rows and glyph.y - place <= _SAME_LINE * max(size, glyph.size):
            rows[-1].append(glyph)
            if glyph.size > size:
                place, size = glyph.y, glyph.size
        else:
            rows.append([glyph])
            place, size = glyph.y, glyph.size
    return [sorted(row, key=attrgetter("x")) for row in rows]


def join_row(row: Sequence[Glyph], wide_gaps: bool = False, letter_gap: float = 0.0) -> str:
    """The text of glyphs on one line, from left to right; `letter_gap` between the letters of the line, in ems.

    >>> join_row([Glyph("规", 0, 10, 5, 10, 0), Glyph("章", 15, 25, 5, 10, 0), Glyph("2", 60, 65, 5, 10, 1)], True)
    '规章    2'
    """
    parts: list[str] = []
    last: Glyph | None = None
    blank = False
    for glyph in row:
        if glyph.char in BLANKS:
            blank = True
            continue
        char = glyph.char
        if last is not None:
            small = _is_small(last, glyph)
            if small and char in _RAISED:
                char = _RAISED[char]
            elif small or _is_small(glyph, last):
                blank = True
            is_spaced = letter_gap >= _DIGIT_GAP and _is_spaced(last, glyph, letter_gap)
            parts.append(THIN_BLANK if is_spaced else _between(last, glyph, blank, wide_gaps))
        parts.append(char)
        last, blank = glyph if char == glyph.char else last, False
    return "".join(parts)


def _is_small(whole: Glyph, small: Glyph) -> bool:
    """Whether a digit stands behind another as the number of a note does, smaller or raised: it is no part of it."""
    if not (whole.char.isdigit() and small.char.isdigit()):
        return False
    return small.size < _NOTE_SIZE * whole.size or whole.y - small.y > _RAISE * whole.size


def _is_spaced(left: Glyph, right: Glyph, letter_gap: float) -> bool:
    if left.char not in _SPACED_CHARS or right.char not in _SPACED_CHARS:
        return False
    return abs((right.x0 - left.x1) / max(left.size, right.size, 0.1) - letter_gap) <= _AS_SPACED


def _between(left: Glyph, right: Glyph, blank: bool, wide_gaps: bool) -> str:
    size = max(left.size, right.size, 0.1)
    gap = (right.x0 - left.x1) / size
    if wide_gaps and gap >= _COLUMN_GAP:
        return WIDE_BLANKS
    one, other = is_wide(left.char), is_wide(right.char)
    if one and other:
        return "  " if wide_gaps and gap >= _CJK_GAP else ""
    if one or other:
        return "  " if wide_gaps and gap >= _MIXED_GAP else ""
    if left.char.isdigit() and right.char.isdigit():
        if left.pale != right.pale and gap < _DIGIT_GAP:
            return UNMAPPED  # a digit that the paper all but hides
        if wide_gaps and gap >= _MIXED_GAP:
            return "  "
        return " " if blank or gap >= _DIGIT_GAP else ""
    return " " if blank or gap >= _LATIN_GAP else ""


def join_lines(texts: Sequence[str]) -> str:
    """Lines of one cell or paragraph as one; two numbers or two words never run together.

    >>> join_lines(["结果", "维持"]), join_lines(["1", "2"])
    ('结果维持', '1 2')
    """
    joined = ""
    for text in texts:
        if joined and text and not is_wide(joined[-1]) and not is_wide(text[0]):
            joined += " "
        joined += text
    return joined


def is_wide(char: str) -> bool:
    """Whether a character is one of Chinese print: ideographs, their radicals, full-width forms and punctuation."""
    return char >= "\u2e80" or char in "—…“”‘’·"
