"""Figures that stand in the text of a report, each in its clause: hints, never a cell of a table, never added up.

Comes in: paragraphs with their anchors. Goes out: clauses parted into words and figures. Refuses to know: tables,
what a figure counts. A figure is a number in digits before a measure word; dates, numbers of articles, documents and
telephone lines have none, so they are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

LONGEST = 40
"""Of a longer stretch of words before or behind a figure only so many characters are shown."""

_CLAUSE = re.compile(r"(?:[^，,。；;！？!?：:\n]|(?<=\d)[,，](?=\d{3}(?!\d)))+")
_UNITS = (
    "(?:人次|件次|万件次|万人次|条次|余条|余件|余次|余篇|"
    "条|件|项|次|篇|期|场|份|起|宗|例|户|人|家|部|册|批|幅|类|处|封|名|则|本|万元|亿元|元|个(?!工作日|月|小时|自然日))"
)
_FIGURE = re.compile(rf"(?<![\d.第〔\[#－-])(\d[\d,，]*(?:\.\d+)?\s?[多余]?\s?[万亿]?\s?{_UNITS})(?!法|款)")
_TELLING = ("公开", "发布")


class Clause(NamedTuple):
    """A clause with figures: words and figures by turns, words first, and the paragraph it stands in."""

    anchor: str
    parts: tuple[str, ...]

    @property
    def is_telling(self) -> bool:
        """Whether it speaks of publishing: what such a report is for."""
        return any(word in part for word in _TELLING for part in self.parts[::2])

    @property
    def is_shortened(self) -> bool:
        """Whether words of it were left out."""
        return any(len(part) > LONGEST for part in self.parts[::2])


def find_figures(paragraphs: Iterable[tuple[str, str]]) -> tuple[Clause, ...]:
    """The clauses of the paragraphs (anchor, text) in which figures stand, in their order.

    >>> [clause.parts for clause in find_figures([("s1-p1", "2023年第12次会议，主动公开信息 1,234 条，其中规章5件。")])]
    [('主动公开信息 ', '1,234 条', ''), ('其中规章', '5件', '')]
    """
    return tuple(
        Clause(anchor, _shorten(_FIGURE.split(clause.strip(" \u3000*"))))
        for anchor, text in paragraphs
        if any(map(str.isdecimal, text))
        for clause in _CLAUSE.findall(text)
        if _FIGURE.search(clause)
    )


def _shorten(parts: list[str]) -> tuple[str, ...]:
    """The parts, words far from any figure left out."""
    last = len(parts) - 1
    return tuple(_cut(part, at, last) if at % 2 == 0 and len(part) > LONGEST else part for at, part in enumerate(parts))


def _cut(words: str, at: int, last: int) -> str:
    if at == 0:
        return f"…{words[-LONGEST:]}"
    return f"{words[:LONGEST]}…" if at == last else f"{words[: LONGEST // 2]}…{words[-LONGEST // 2 :]}"
