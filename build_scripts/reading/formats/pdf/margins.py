"""Page numbers and running heads → out of the text.

Comes in: the free lines of every page. Goes out: the same without what stands at the margin of one page after another.
Refuses to know: tables, labels. A line is left out only where its place at the margin and its return on other pages
prove it; a running head that is printed nowhere else stays once, on the first page that has it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from build_scripts.reading.formats.pdf.lines import TextLine

_MARGIN = 0.12
_SAME_HEIGHT = 4.0
_OUTERMOST = 2
_LONGEST = 60
"""Characters of a line that may be a page number; the expression tries many ways to split a long one."""
_NUMBER = re.compile(r"[0-9０-９]+")
_PAGE_NUMBER = re.compile(
    r"[-—–－―~～·•|\s]*(?:第|page|p\.?)?\s*([0-9０-９]{1,4})\s*页?\s*"
    r"(?:(?:/|／|of|,|，|共|\s)*\s*[0-9０-９]{1,4}\s*页?)?[-—–－―~～·•|\s]*",
    re.IGNORECASE,
)
_DECORATED = re.compile(r"[-—–－―~～·•]\s*[0-9０-９]{1,4}\s*[-—–－―~～·•]|第\s*[0-9]{1,4}\s*页.*", re.DOTALL)


def drop_furniture(pages: Sequence[Sequence[TextLine]], heights: Sequence[float]) -> list[list[TextLine]]:
    """The lines of each page without page numbers and running heads; `heights` of the pages."""
    dropped: set[tuple[int, int]] = set()
    repeats: dict[str, list[tuple[int, int]]] = defaultdict(list)
    numbers: list[tuple[int, int, int]] = []
    for page, lines in enumerate(pages):
        for index in _at_margin(lines, heights[page]):
            text = "".join(lines[index].text.split())
            plain = " ".join(lines[index].text.split())
            match = _PAGE_NUMBER.fullmatch(plain) if len(plain) <= _LONGEST else None
            if match:
                numbers.append((page, index, int(match.group(1))))
                if _DECORATED.fullmatch(text):
                    dropped.add((page, index))
            else:
                repeats[_NUMBER.sub("#", text)].append((page, index))
    dropped |= _counting_up(numbers)
    for places in repeats.values():
        dropped |= _returning(places, pages)
    return [
        [line for index, line in enumerate(lines) if (page, index) not in dropped] for page, lines in enumerate(pages)
    ]


def _at_margin(lines: Sequence[TextLine], height: float) -> list[int]:
    """The outermost lines of a page, by index, that stand in its margins."""
    order = sorted(range(len(lines)), key=lambda index: lines[index].y)
    top = [index for index in order[:_OUTERMOST] if lines[index].y < _MARGIN * height]
    bottom = [index for index in order[-_OUTERMOST:] if lines[index].y > (1 - _MARGIN) * height]
    return list(dict.fromkeys([*top, *bottom]))


def _counting_up(numbers: Sequence[tuple[int, int, int]]) -> set[tuple[int, int]]:
    """Bare numbers that go up by one from page to page."""
    by_offset: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for page, index, number in numbers:
        by_offset[number - page].append((page, index))
    return {place for places in by_offset.values() if len({page for page, _ in places}) > 1 for place in places}


def _returning(places: Sequence[tuple[int, int]], pages: Sequence[Sequence[TextLine]]) -> set[tuple[int, int]]:
    """The places of a text that returns at the same height on other pages, with all its numbers the same or counting
    the pages; the first stays if the text stands nowhere else."""
    by_height: list[list[tuple[int, int]]] = []
    for page, index in sorted(places, key=lambda place: pages[place[0]][place[1]].y):
        y = pages[page][index].y
        last = by_height[-1][-1] if by_height else None
        if last is not None and abs(pages[last[0]][last[1]].y - y) <= _SAME_HEIGHT:
            by_height[-1].append((page, index))
        else:
            by_height.append([(page, index)])
    found: set[tuple[int, int]] = set()
    for group in by_height:
        group.sort()
        if len({page for page, _ in group}) < 2 or not _numbers_agree(group, pages):
            continue
        text = pages[group[0][0]][group[0][1]].text
        elsewhere = any(
            text in line.text and (page, index) not in group
            for page, lines in enumerate(pages)
            for index, line in enumerate(lines)
        )
        counts = _numbers_of(text) != _numbers_of(pages[group[1][0]][group[1][1]].text)
        found.update(group if elsewhere or counts or not _has_chinese(text) else group[1:])
    return found


def _numbers_agree(group: Sequence[tuple[int, int]], pages: Sequence[Sequence[TextLine]]) -> bool:
    """Whether each number of the text is the same everywhere or goes up with the pages; a row of numbers is no head."""
    first_page, first_index = group[0]
    base = _numbers_of(pages[first_page][first_index].text)
    if len(base) > 4 and not _has_chinese(pages[first_page][first_index].text):
        return False
    for page, index in group[1:]:
        for number, before in zip(_numbers_of(pages[page][index].text), base, strict=False):
            if number not in (before, before + page - first_page):
                return False
    return True


def _numbers_of(text: str) -> list[int]:
    return [int(number[:9]) for number in _NUMBER.findall(text)]


def _has_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)
