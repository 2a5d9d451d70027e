"""Numbers, years and marks in a sentence: how they are told, and what number is written.

Comes in: nothing, or the words of a number. Goes out: patterns with their signs; an `int`. Refuses to know: statements.
A number counts only if it is exact and has its unit at once behind it; 20余件, 约, 1.2万件, 3至5件 are none.
"""

from __future__ import annotations

import re

_HAN = "零〇一二两三四五六七八九十百千"
_UNIT = r"[件份宗起例个](?!百分点|工作日|月|部门|单位|科室|方面|环节|渠道|平台|网站|专栏|栏目|自然日)"
_WHOLE = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?![0-9.])"
_YEAR = r"(?:20[0-9]{2}|二[〇零○O0][〇零○O0一二三四五六七八九][〇零○O0一二三四五六七八九])年"
_SPAN = (
    '[一二三四五六七八九十]{1,2}五[”"’」]?(?:规划|计划|普法|时期|期间|以来|期内)'
    "|(?:过去|最近|近|前|这|后)(?:[0-9]{1,2}|[二两三四五六七八九十]{1,3})年"
    "|(?:[0-9]{1,2}|[二两三四五六七八九十]{1,3})(?:个多|多|余|个)?年多?(?:以?来|间|期间|里|内|时间|累计)"
)
_LOOSE_TAIL = r"(?:次|左右|以上|以下|以内|余|多|不等|中|里|内|之|[至到~-])"
_LOOSE_NUMBER = (
    rf"(?:[0-9][0-9,.]*[千百]?|[{_HAN}]+)(?:余|多|几|来|万|亿|%|‰|[至到~-][0-9{_HAN}])|[0-9]+[千百]"
    rf"|(?:{_WHOLE}|[{_HAN}]+){_UNIT}{_LOOSE_TAIL}|[0-9]+\.[0-9]+|[0-9]{{10,}}"
)

NUMBER_PATTERNS = {
    "work": ("?", r"《[^《》]{0,80}》"),
    "ordinal": (",", "[一二三四五六七八九十]是"),
    "period": ("y", rf"自?{_YEAR}度?1月1日起?[,、]?[至到~-]+(?:{_YEAR})?12月31日止?(?:期间)?"),
    "whole_year": ("t", r"1月1日起?[至到~-]+12月31日止?(?:期间)?"),
    "span": ("o", _SPAN),
    "years": ("o", rf"{_YEAR}?度?[至到~-]{_YEAR}度?"),
    "against": ("M", rf"(?:较|比|与|同){_YEAR}(?:度|同期)?(?:相比)?"),
    "until": ("y", rf"(?:截至|截止到?|到)?{_YEAR}(?:12月31日|12月底|年底|底|末)"),
    "year": ("y", rf"{_YEAR}(?:度|全年|以来|来)?(?:期间)?(?:累计)?"),
    "year_end": ("t", r"(?:截至|截止到?|到)?(?:12月31日|12月底|年底|年末)"),
    "month": ("m", r"[0-9]{1,2}月(?:[0-9]{1,2}日)?"),
    "on_behalf": ("F", r"以[^,;:，；：、]{1,12}名义"),
    "loose": ("~", _LOOSE_NUMBER),
    "number": ("#", rf"(?:{_WHOLE}|[{_HAN}]+){_UNIT}"),
    "zero": ("Z", r"[0零](?![0-9.%])"),
    "plain": ("n", _WHOLE),
    "stop": (";", "[;；]"),
    "comma": (",", "[,，]"),
    "list": ("/", "、"),
    "colon": (":", ":"),
    "opens": ("(", r"\("),
    "closes": (")", r"\)"),
    "full_stop": (".", "[。!?.]"),
}
"""Name → sign and expression, in the order in which they are tried."""
NUMBER_STARTS = f"0123456789○O{_HAN}自以截到较比与同过最近前这后《;；,，、:()。!?."
"""Every character that one of these can begin with."""

_PLACES = {"十": 10, "百": 100, "千": 1000}
_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "O": 0, "两": 2}


def read_number(text: str) -> int | None:
    """The number written in figures or Chinese numerals, its unit apart; None if it is not well written.

    >>> read_number("1,234件"), read_number("一百零五件"), read_number("零")
    (1234, 105, 0)
    >>> read_number("十百件"), read_number("1十件")
    (None, None)
    """
    written = re.sub(r"[^0-9零〇一二两三四五六七八九十百千]", "", text)
    return int(written) if written.isascii() and written else _read_han(written)


def read_year(text: str) -> int:
    """The year that begins the text, in figures or Chinese numerals.

    >>> read_year("二〇二三年度"), read_year("截至2022年底")
    (2023, 2022)
    """
    found = re.search(r"([0-9二〇零○O一三四五六七八九]{4})年", text)
    return int("".join(str(_DIGITS.get(sign, sign)) for sign in found.group(1))) if found else 0


def _read_han(written: str) -> int | None:
    total, digit, limit = 0, -1, 10_000
    for sign in written:
        if sign in _PLACES:
            place = _PLACES[sign]
            if place >= limit or digit == 0 or (digit < 0 and place != 10):
                return None
            total, digit, limit = total + max(digit, 1) * place, -1, place
        elif digit > 0 or sign not in _DIGITS:
            return None
        else:
            digit = _DIGITS[sign]
    return total + max(digit, 0) if written else None
