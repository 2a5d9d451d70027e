"""Which lines of a report stand in no title, heading or section text: the printed lines of its tables.

Comes in: the lines that were read, and the texts that are searched already. Goes out: numbered lines. Refuses to know:
cells, forms. Every text is followed line by line as it was joined, so that a table's line is not taken for text because
the same words stand somewhere in it; only a long line without cells may be found further on, past what was printed
otherwise. A line in doubt counts as a table's: it is found twice rather than never.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

LONG = 10
"""From so many characters on a line without cells is text wherever it comes next in a text."""


def find_table_lines(lines: Sequence[str], texts: Iterable[str], heads: Iterable[str]) -> tuple[tuple[int, str], ...]:
    """The lines that are not in `texts` (each a section's, in the order of the report), with their numbers from 1.

    A line that is one of `heads` (title, headings), or a part of one that was printed on several lines, is left out
    too. White space and the marks of Markdown do not count.

    >>> find_table_lines(["# 一、概况", "我局", "公开。", "规章\\t0", "公开。"], ["一、概况我局公开。"], ["一、概况"])
    ((4, '规章\\t0'), (5, '公开。'))
    """
    followed = _Texts([text for text in map(_squeeze, texts) if text], {_squeeze(head) for head in heads})
    take = followed.take
    return tuple([(number, line) for number, line in enumerate(lines, 1) if line.strip() and not take(line)])


class _Texts:
    """The texts, and how far each was met."""

    def __init__(self, texts: Sequence[str], heads: set[str]) -> None:
        self._texts = texts
        self._met = [0] * len(texts)
        self._heads = heads
        self._now = 0

    def take(self, line: str) -> bool:
        """Whether the line is a head or comes next in a text, which is then met so far."""
        wanted = _squeeze(line)
        return self._take_next(wanted) or wanted in self._heads or (_is_prose(line) and self._take_later(wanted))

    def _take_next(self, wanted: str) -> bool:
        now = self._now
        if self._texts and self._texts[now].startswith(wanted, self._met[now]):
            self._met[now] += len(wanted)
            return True
        for at, (text, met) in enumerate(zip(self._texts, self._met, strict=True)):
            if text.startswith(wanted, met):
                return self._go(at, met + len(wanted))
        return False

    def _take_later(self, wanted: str) -> bool:
        if len(wanted) < LONG:
            return False
        for at in range(self._now, len(self._texts)):
            place = self._texts[at].find(wanted, self._met[at])
            if place >= 0:
                return self._go(at, place + len(wanted))
        return False

    def _go(self, at: int, met: int) -> bool:
        self._now, self._met[at] = at, met
        return True


def _is_prose(line: str) -> bool:
    return "\t" not in line and "|" not in line


def _squeeze(text: str) -> str:
    return "".join(text.split()).replace("*", "").replace("#", "")
