"""Free lines in reading order → paragraphs, where the page's geometry makes certain that a line goes on in the next.

Comes in: lines with their places. Goes out: texts. Refuses to know: tables, labels, headings.
A line that reaches the right margin goes on in a line of the same size that begins at the left margin without indent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from build_scripts.reading.formats.pdf.lines import TextLine, join_lines

_NUMERALS = "一二三四五六七八九十"
_OPENS = re.compile(rf"[(（]?[{_NUMERALS}0-9]{{1,3}}[)）、.．]|第[{_NUMERALS}]{{1,2}}(?:条|部分|章)|附件")
_HEADING = re.compile(rf"[{_NUMERALS}]{{1,2}}、[^。！？!?；;：:，,]{{2,40}}")
_ENDS = "。！？!?；;：:"
_WIDE_SHARE = 0.6
_REACHES, _AT_MARGIN, _SAME_SIZE, _INDENT = 1.6, 0.6, 0.12, 1.2
_LINES_APART = 2.6
_WIDE_BLANKS = "  "


class Margins(NamedTuple):
    """Where the lines of a page begin and end."""

    left: float
    right: float


def find_margins(lines: Sequence[TextLine]) -> Margins | None:
    """The margins of a page's text, told from its long lines; None without two such lines."""
    widest = max((line.x1 - line.x0 for line in lines), default=0)
    long_lines = [line for line in lines if line.x1 - line.x0 >= _WIDE_SHARE * widest]
    if len(long_lines) < 2:
        return None
    return Margins(min(line.x0 for line in long_lines), max(line.x1 for line in long_lines))


class ParagraphJoiner:
    """Tells of each line whether it goes on the one before; knows whether the document indents its paragraphs."""

    def __init__(self, pages: Sequence[Sequence[TextLine]], widths: Sequence[float]) -> None:
        self._widths = widths
        self._margins = [find_margins(lines) for lines in pages]
        self._indents = self._count_indents(pages)

    def _count_indents(self, pages: Sequence[Sequence[TextLine]]) -> bool:
        indented = flush = 0
        for margins, lines in zip(self._margins, pages, strict=True):
            for line in lines if margins else ():
                if margins and line.x1 >= margins.right - _REACHES * line.size:
                    lead = line.x0 - margins.left
                    if _INDENT * line.size <= lead <= 4 * line.size:
                        indented += 1
                    elif lead < _AT_MARGIN * line.size and _OPENS.match(line.text):
                        flush += 1
        return indented > flush

    def goes_on(self, above: TextLine, page_above: int, below: TextLine, page: int) -> bool:
        """Whether `below` is the next line of the paragraph that `above` belongs to."""
        upper, lower = self._margins[page_above], self._margins[page]
        if upper is None:
            return False
        lower = lower or upper
        size = max(above.size, below.size)
        if abs(above.size - below.size) > _SAME_SIZE * size or _WIDE_BLANKS in above.text + below.text:
            return False
        reaches = above.x1 >= upper.right - _REACHES * size
        begins = abs(below.x0 - lower.left) <= _AT_MARGIN * size
        apart = page == page_above and not 0 < below.y - above.y <= _LINES_APART * size
        if not reaches or not begins or apart:
            return False
        if _HEADING.fullmatch(above.text) and above.x1 < _WIDE_SHARE * self._widths[page_above]:
            return False  # the longest line of a page of short ones
        if self._indents:
            return not (_OPENS.match(below.text) and above.text[-1] in _ENDS)
        return above.text[-1] not in _ENDS and not _OPENS.match(below.text)


def join_paragraph(lines: Iterable[TextLine]) -> str:
    """The lines of one paragraph as one."""
    return join_lines([line.text for line in lines])
