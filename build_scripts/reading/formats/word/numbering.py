"""The numbering part → the number Word prints before a paragraph: 一、 or （二） or 1.1.

Comes in: the root of the numbering part, then each numbered paragraph's list and level in reading order. Goes out: the
printed number. Refuses to know: text, tables.
Source: ISO/IEC 29500-1, 17.9 (numbering) and 17.18.59 (number formats).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from build_scripts.reading.formats.word.package import Element, W
from build_scripts.reading.formats.word.styles import is_on, read_int

_VAL = f"{W}val"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEVELS = 9
_HIGHEST = 99_999
_PLACE = re.compile(r"%([1-9])")
_BULLET = "•"
_CJK_END = re.compile(r"[\u3000-\u303f\uff00-\uff65]$")
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_CHINESE = frozenset({
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "koreanCounting",
})  # fmt: skip
_LEGALS = frozenset({"chineseLegalSimplified", "chineseLegalTraditional", "ideographLegalTraditional", "japaneseLegal"})
_ONE_BY_ONE = frozenset({"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2"})
_ENCLOSED = {
    "decimalEnclosedCircle": 0x2460,
    "decimalEnclosedCircleChinese": 0x2460,
    "ideographEnclosedCircle": 0x3280,
    "decimalEnclosedParen": 0x2474,
    "decimalEnclosedFullstop": 0x2488,
}
_ENCLOSED_MOST = {"ideographEnclosedCircle": 10}


class Level(NamedTuple):
    """One level of a list: its first number, its format, its text with %1 to %9, what follows it, whether all its
    numbers are decimal, and the level whose numbers begin it anew (None: every one above it)."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    follow: str = "tab"
    is_legal: bool = False
    restart: int | None = None


class _List(NamedTuple):
    counter: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(self, root: Element | None) -> None:
        self._abstract = _by_id(root, "abstractNum", "abstractNumId")
        self._numbers = _by_id(root, "num", "numId")
        self._style_links: dict[str, str] = {}
        for key, element in self._abstract.items():
            link = element.find(f"{W}styleLink")
            if link is not None:
                self._style_links[link.get(_VAL, "")] = key
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._by_style = _levels_by_style(self._abstract)

    def level_of_style(self, number: str, style: str) -> int | None:
        """The level of this list that the paragraphs of a style stand on, if the list names the style."""
        found = self._list(number)
        return self._by_style.get((found.counter, style)) if found else None

    def print_next(self, number: str, level: int) -> str:
        """The number of the next paragraph of this list and level, with the blank behind it; '' if it has none."""
        found = self._list(number)
        if found is None or not 0 <= level < _LEVELS:
            return ""
        self._count(number, found, level)
        own = found.levels.get(level, Level())
        if own.format == "bullet":
            return f"{_BULLET} " if own.text.strip() else ""
        counts = self._counts[found.counter]

        def show(match: re.Match[str]) -> str:
            place = int(match.group(1)) - 1
            other = found.levels.get(place, Level())
            return show_number(counts.get(place, other.start), "decimal" if own.is_legal else other.format)

        printed = _PLACE.sub(show, own.text) if own.format != "none" else _PLACE.sub("", own.text)
        blank = "" if own.follow == "nothing" or not printed or _CJK_END.search(printed) else " "
        return printed + blank

    def _count(self, number: str, found: _List, level: int) -> None:
        counts = self._counts.setdefault(found.counter, {})
        if level in found.starts and (number, level) not in self._begun:
            counts[level] = found.starts[level]
        else:
            start = found.levels.get(level, Level()).start
            counts[level] = counts[level] + 1 if level in counts else start
        self._begun.add((number, level))
        for below in [one for one in counts if one > level]:
            restart = found.levels.get(below, Level()).restart
            if restart is None or level < restart:
                del counts[below]

    def _list(self, number: str) -> _List | None:
        if number not in self._lists:
            self._lists[number] = self._read_list(number)
        return self._lists[number]

    def _read_list(self, number: str) -> _List | None:
        element = self._numbers.get(number)
        abstract = element.find(f"{W}abstractNumId") if element is not None else None
        key = abstract.get(_VAL, "") if abstract is not None else ""
        if element is None or key not in self._abstract:
            return None
        link = self._abstract[key].find(f"{W}numStyleLink")
        if link is not None:
            key = self._style_links.get(link.get(_VAL, ""), key)
        levels = _read_levels(self._abstract[key])
        starts: dict[int, int] = {}
        for override in element.findall(f"{W}lvlOverride"):
            place = read_int(override.get(f"{W}ilvl"), 0)
            levels |= _read_levels(override)
            start = override.find(f"{W}startOverride")
            if start is not None:
                starts[place] = read_int(start.get(_VAL), 1)
        return _List(key, levels, starts)


def _by_id(root: Element | None, tag: str, key: str) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for element in root.findall(f"{W}{tag}") if root is not None else ():
        found.setdefault(element.get(f"{W}{key}", ""), element)
    return found


def _levels_by_style(abstract: dict[str, Element]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for key, element in abstract.items():
        for level in element.findall(f"{W}lvl"):
            style = level.find(f"{W}pStyle")
            if style is not None:
                found[key, style.get(_VAL, "")] = read_int(level.get(f"{W}ilvl"), 0)
    return found


def _read_levels(parent: Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in parent.findall(f"{W}lvl"):
        legal, restart = element.find(f"{W}isLgl"), _value(element, "lvlRestart")
        levels[read_int(element.get(f"{W}ilvl"), 0)] = Level(
            start=read_int(_value(element, "start"), 1),
            format=_read_format(element),
            text=(_value(element, "lvlText") or "")[:100],
            follow=_value(element, "suff") or "tab",
            is_legal=legal is not None and is_on(legal.get(_VAL)),
            restart=read_int(restart, 0) if restart is not None else None,
        )
    return levels


def _read_format(level: Element) -> str:
    """The number format; newer ones stand in an alternative, whose fallback every reader knows."""
    found = level.find(f"{W}numFmt")
    if found is None:
        found = next((one for choice in level.iter(_CHOICE) for one in choice.findall(f"{W}numFmt")), None)
    return found.get(_VAL, "decimal") if found is not None else "decimal"


def _value(parent: Element, tag: str) -> str | None:
    element = parent.find(f"{W}{tag}")
    return element.get(_VAL) if element is not None else None


def show_number(number: int, form: str) -> str:
    """A number in a format of Word's; decimal where the format is not known or has no such number.

    >>> [show_number(12, form) for form in ("chineseCounting", "ideographDigital", "upperRoman", "decimalZero")]
    ['十二', '一二', 'XII', '12']
    """
    if form == "none" or not 0 <= number <= _HIGHEST:
        return "" if form == "none" else str(number)
    if form in _CHINESE:
        return _count_chinese(number, _DIGITS, "十百千万") if number else "〇"
    if form in _LEGALS:
        return _count_chinese(number, _LEGAL, "拾佰仟万")
    if form in _ONE_BY_ONE:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if form in _ENCLOSED and 1 <= number <= _ENCLOSED_MOST.get(form, 20):
        return chr(_ENCLOSED[form] + number - 1)
    return _show_latin(number, form)


def _show_latin(number: int, form: str) -> str:
    if form == "decimalZero":
        return f"{number:02}"
    if form.startswith("decimalFullWidth"):
        return "".join(chr(0xFF10 + int(digit)) for digit in str(number))
    if form in ("upperLetter", "lowerLetter") and 1 <= number <= 26 * 20:
        letters = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if form == "upperLetter" else letters.lower()
    if form in ("upperRoman", "lowerRoman") and 1 <= number < 4000:
        roman, rest = "", number
        for value, sign in _ROMAN:
            roman += sign * (rest // value)
            rest %= value
        return roman.upper() if form == "upperRoman" else roman
    if form == "ideographTraditional" and 1 <= number <= len(_STEMS):
        return _STEMS[number - 1]
    if form == "ideographZodiac" and 1 <= number <= len(_BRANCHES):
        return _BRANCHES[number - 1]
    return str(number)


def _count_chinese(number: int, digits: str, units: str) -> str:
    """A number in words: 十一, 一百零一, 二十."""
    zero = "零"
    if number >= 10_000:
        rest = number % 10_000
        head = _count_chinese(number // 10_000, digits, units) + units[3]
        return head + ((zero if rest < 1000 else "") + _count_chinese(rest, digits, units) if rest else "")
    printed, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if not digit:
            gap = bool(printed)
            continue
        printed += (zero if gap else "") + digits[digit] + (units[power - 1] if power else "")
        gap = False
    short = digits[1] + units[0]
    is_word = digits == _DIGITS
    return printed.removeprefix(digits[1]) if is_word and printed.startswith(short) and number < 20 else printed or zero
