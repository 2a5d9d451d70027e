"""Lines of text → paragraphs: sentences that a page break or a hard line break tore apart are joined again.

Comes in: lines outside tables. Goes out: paragraphs. Refuses to know: headings, sections, files.
Where every line was broken at one width, only a line that reaches that width goes on below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from build_scripts.reading.tables.grids import is_furniture

_NUMERALS = "一二三四五六七八九十"
OPENS_PARAGRAPH = re.compile(
    rf"^(?:[(（][{_NUMERALS}0-9]|[{_NUMERALS}]{{1,2}}[、是]|[0-9]{{1,2}}[.、)）](?![0-9])|[-•·*#>]|第[{_NUMERALS}]|附件|注[:：])"
)
_ENDS_WRAPPED = "。！？!?；;：:…"
_ENDS_SENTENCE = _ENDS_WRAPPED + "”』」）)"
_INNER_STOP = re.compile(r"[。；;！？]")
_INNER_MARK = re.compile(r"[。；;！？，,：:、]")
_SOME_LINE, _LONG_LINE, _ENDLESS = 16, 40, 20_000
_PAIRS = (("《", "》"), ("（", "）"), ("(", ")"), ("“", "”"), ("〔", "〕"))
_WIDE = "\u2e80"
_WIDEST_WRAP, _SHORTEST_WRAP, _SLACK = 110, 40, 7
_SOME_WRAPPED = 6


def find_wrap(lines: Sequence[str]) -> int:
    """The width, in half-width columns, at which every line was broken; 0 if the lines are not broken at a width."""
    if any(len(text) > _WIDEST_WRAP for text in lines):
        return 0
    widths = sorted(width for text in lines if (width := _measure(text.strip())) >= _SHORTEST_WRAP)
    if not widths or widths[-1] > _WIDEST_WRAP:
        return 0
    full = sum(width > widths[-1] - _SLACK for width in widths)
    return widths[-1] if full >= _SOME_WRAPPED and 2 * full > len(widths) else 0


def join_paragraphs(lines: Sequence[str], wrap: int = 0) -> list[str]:
    """Paragraphs without blank lines and page numbers; `wrap` is the width at which lines were broken, 0 if at none.

    >>> join_paragraphs(["依据《上海市政府", "信息公开规定》的要求。", "二、其他"])
    ['依据《上海市政府信息公开规定》的要求。', '二、其他']
    """
    paragraphs: list[str] = []
    above = ""
    for text in lines:
        plain = text.strip("\t \u3000\f")
        if not plain or is_furniture(plain):
            continue
        if paragraphs and _is_torn(paragraphs[-1], above, plain, wrap):
            paragraphs[-1] = _join_torn(paragraphs[-1], plain)
        else:
            paragraphs.append(plain)
        above = plain
    return paragraphs


def _is_torn(paragraph: str, above: str, below: str, wrap: int) -> bool:
    """Whether a paragraph broke off inside a sentence: inside brackets, or long, or with punctuation inside, and with
    none at its end; a line with an enumerator and no whole sentence is a heading of its own. Text without end is not
    joined further."""
    if len(paragraph) > _ENDLESS or OPENS_PARAGRAPH.match(below):
        return False
    if any(above.rfind(one) > above.rfind(other) and other in below for one, other in _PAIRS):
        return True
    if wrap:
        return paragraph[-1] not in _ENDS_WRAPPED and _measure(above) > wrap - _SLACK
    if paragraph[-1] in _ENDS_SENTENCE:
        return False
    if OPENS_PARAGRAPH.match(paragraph) and len(paragraph) < _LONG_LINE and not _INNER_STOP.search(paragraph):
        return False
    return len(paragraph) >= (_SOME_LINE if _INNER_MARK.search(paragraph) else _LONG_LINE)


def _measure(text: str) -> int:
    """The width of a line in half-width columns."""
    return len(text) + sum(char >= _WIDE for char in text)


def _join_torn(above: str, below: str) -> str:
    latin = above[-1].isascii() and above[-1].isalnum() and below[0].isascii() and below[0].isalnum()
    return f"{above} {below}" if latin else above + below
