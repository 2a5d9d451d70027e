"""Lines before the first heading → the report's title, and the agency and year it names.

Comes in: lines. Goes out: `Title`. Refuses to know: regions, registers, files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from build_scripts.reading.dates import drop_years, find_years
from build_scripts.reading.grids import is_furniture
from build_scripts.reading.labels import strip_space

_TITLE = re.compile(
    r"^(?P<before>.*?)(?P<topic>(?:政府信息|政务|信息)公开(?:工作)?)(?P<between>.{0,16}?)(?:年度)?(?:工作)?(?:总结)?报告(?P<after>[(].{0,30}[)])?$"
)
_EXPLAINS = re.compile(r"信息公开.*报告.*(?:解读|图解|一图读懂|问答)|(?:解读|图解|一图读懂|问答).*信息公开.*报告")
_STOP = re.compile(r"[。！？；]")
_EXPLANATION = re.compile(r"解读|图解|一图读懂|问答")
_NAME = re.compile(r"^[㐀-鿿豈-﫿·()、]{2,60}$")
_SENTENCE = re.compile(r"[。！？；，,:：]")
_BETWEEN = re.compile(r"^(?:的|年度|工作|年|度|[0-9]{4})*$")
_LINES_SEARCHED = 40
_LINES_JOINED = 3
_MAX_TITLE = 90


@dataclass(frozen=True, slots=True)
class Title:
    """A printed title: its lines (from 1), its text (lines joined by a blank), the agency and the years it names."""

    lines: tuple[int, ...]
    printed: str
    agency: str
    years: tuple[int, ...]

    @property
    def is_explanation(self) -> bool:
        """Whether this is the title of an explanation of a report and not of a report."""
        return _EXPLANATION.search(self.printed) is not None


def find_titles(lines: Sequence[str], before: int) -> tuple[Title, ...]:
    """The title among the lines above line number `before`, and any later line that is a whole title again."""
    printed = [(n, _plain(text)) for n, text in enumerate(lines[: before - 1], 1)]
    printed = [(n, text) for n, text in printed if text and not is_furniture(text)][:_LINES_SEARCHED]
    first = _first_title(printed)
    return (first,) if first else ()


def find_explanation(lines: Sequence[str], before: int) -> tuple[int, str] | None:
    """The line above line number `before` that announces an explanation of a report, with its number.

    >>> find_explanation(["", "关于《某局2023年政府信息公开工作年度报告》的解读"], 9)
    (2, '关于《某局2023年政府信息公开工作年度报告》的解读')
    """
    for number, text in enumerate(lines[: before - 1][:_LINES_SEARCHED], 1):
        plain = strip_space(text[: 2 * _MAX_TITLE])
        if len(plain) <= _MAX_TITLE and _EXPLAINS.search(plain) and not _STOP.search(plain):
            return number, text.strip()
    return None


def find_second_title(lines: Sequence[str], headings: Sequence[int], first: Title) -> int | None:
    """The line of a second report's title: one that names an agency and a year, after the first report's headings."""
    if not headings:
        return None
    for number in range(headings[0] + 1, len(lines) + 1):
        text = _plain(lines[number - 1])
        title = _read_title(((number, text),)) if 8 <= len(text) <= _MAX_TITLE else None
        if title and title.agency and title.years and (title.agency, title.years) != (first.agency, first.years):
            return number
    return None


def _first_title(printed: Sequence[tuple[int, str]]) -> Title | None:
    found: list[Title] = []
    for start in range(len(printed)):
        for span in range(1, _LINES_JOINED + 1):
            title = _read_title(tuple(printed[start : start + span])) if start + span <= len(printed) else None
            if title:
                found.append(title)
    if not found:
        return None
    complete = [title for title in found if title.agency and title.years]
    return min(
        complete or found, key=lambda title: (0 if complete else -_told(title), title.lines[-1], len(title.lines))
    )


def _told(title: Title) -> int:
    return bool(title.agency) + bool(title.years)


def _read_title(printed: tuple[tuple[int, str], ...]) -> Title | None:
    """The title that these lines make together, or None if they make none."""
    joined = "".join([text for _, text in printed])
    if "公开" not in joined or "报告" not in joined:
        return None
    if len(joined) > _MAX_TITLE or any(_SENTENCE.search(text) for _, text in printed[:-1]):
        return None
    plain = drop_years(joined)
    match = _TITLE.match(strip_space(joined))
    if match is None or "目录" in joined or "《" in joined:
        return None
    return Title(
        tuple(number for number, _ in printed),
        " ".join(text for _, text in printed),
        _agency_of(plain),
        find_years(joined),
    )


def _agency_of(title: str) -> str:
    """The agency a title without years names, '' if none.

    >>> _agency_of("卫辉市城市管理局政府信息公开工作年度报告")
    '卫辉市城市管理局'
    >>> _agency_of("杨林寨乡人民政府信息公开工作报告")
    '杨林寨乡人民政府'
    >>> _agency_of("政府信息公开工作年度报告")
    ''
    """
    match = _TITLE.match(title)
    if match is None:
        return ""
    name = match["before"]
    if name.endswith("人民") and match["topic"].startswith("政府"):
        name += "政府"
    name = re.sub(r"(?:关于|的|年度|本级)+$", "", name)
    return name if _NAME.match(name) and _BETWEEN.match(match["between"]) else ""


def _plain(text: str) -> str:
    return text.strip("\t \u3000\f#*《》")
