"""Which lines of a report stand in no title, heading or section text: the printed lines of its tables.

Comes in: the lines that were read, and the texts that are searched already. Goes out: numbered lines. Refuses to know:
cells, forms. A text is followed line by line as it was joined, so that a table's line is not taken for text because the
same words stand somewhere in it. A line in doubt counts as a table's: it is found twice rather than never.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def find_table_lines(lines: Sequence[str], texts: Iterable[str], heads: Iterable[str]) -> tuple[tuple[int, str], ...]:
    """The lines that are not in `texts` (each a section's, in the order of the report), with their numbers from 1.

    A line that is one of `heads` (title, headings), or a part of one that was printed on several lines, is left out
    too. White space does not count.

    >>> find_table_lines(["一、概况", "我局", "公开。", "规章\\t0", "公开。"], ["我局公开。"], ["一、概况"])
    ((4, '规章\\t0'), (5, '公开。'))
    """
    left = [text for text in map(_squeeze, texts) if text]
    known = {_squeeze(head) for head in heads}
    return tuple((number, line) for number, line in _number(lines) if not _take(_squeeze(line), left, known))


def _number(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def _take(line: str, left: list[str], known: set[str]) -> bool:
    """Whether the line is known or comes next in a text, which is then shorter by it."""
    at = next((at for at, text in enumerate(left) if text.startswith(line)), None)
    if at is not None:
        left[at] = left[at].removeprefix(line)
        return True
    return line in known


def _squeeze(text: str) -> str:
    return "".join(text.split())
