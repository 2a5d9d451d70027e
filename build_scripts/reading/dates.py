"""Printed dates → ISO dates: date of publication, statistical period, year numbers.

Comes in: lines of text. Goes out: ISO strings, '' where nothing is printed. Refuses to know: the clock, files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from build_scripts.reading.labels import strip_space

_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])|([一二][〇○零九][〇○零一二三四五六七八九]{2})(?=年|度)")
_DATE = (
    r"([0-9]{4}|[〇○零一二三四五六七八九]{4})(?:年|[-./])([0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:月|[-./])"
    r"([0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:日|号)?"
)
_WHOLE_DATE = re.compile(rf"[(]?{_DATE}[)]?")
_PUBLISHED = re.compile(rf"(?:发布日期|发布时间|公开日期|公开时间|发文日期|成文日期|生成日期|日期|时间):?{_DATE}")
_PERIOD = re.compile(
    r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日(?:起)?[至到—\-~－]+(?:([0-9]{4})年)?([0-9]{1,2})月([0-9]{1,2})日"
)
_PERIOD_WORDS = ("期限", "统计", "数据", "周期", "时限", "期间", "起止")


def find_years(text: str) -> tuple[int, ...]:
    """The distinct year numbers of a title, in printed order.

    >>> find_years("卫辉市城市管理局 2023 年政府信息公开工作年度报告")
    (2023,)
    >>> find_years("某局二〇一三年度报告")
    (2013,)
    """
    return tuple(dict.fromkeys(int(_digits(m.group(1) or m.group(2))) for m in _YEAR.finditer(strip_space(text))))


def drop_years(text: str) -> str:
    """The text without white space and without its year expressions, `年` and `年度` behind them included.

    >>> drop_years("2023年度某局政府信息公开")
    '某局政府信息公开'
    """
    return re.sub(rf"[(]?(?:{_YEAR.pattern})(?:年度?|度)?[)]?", "", strip_space(text))


def read_date(text: str) -> str:
    """The ISO date of a text that is a date and nothing else, else ''.

    >>> read_date("2025年1月6日"), read_date("二〇二五年一月十六日")
    ('2025-01-06', '2025-01-16')
    """
    match = _WHOLE_DATE.fullmatch(strip_space(text))
    return _iso(*match.groups()) if match else ""


def find_published(opening: Sequence[str], closing: Sequence[str]) -> str:
    """The date of publication: labelled so before the first heading, or standing alone as the last lines' date."""
    for text in opening:
        match = _PUBLISHED.search(strip_space(text))
        if match:
            return _iso(*match.groups())
    for text in reversed(closing):
        found = read_date(text)
        if found:
            return found
    return ""


def find_period(paragraphs: Sequence[str]) -> tuple[str, str]:
    """First and last day of the statistical period where a sentence states it as such, else two empty strings."""
    for paragraph in paragraphs:
        for sentence in re.split(r"[。；;]", paragraph):
            plain = strip_space(sentence)
            match = _PERIOD.search(plain)
            if match and any(word in plain for word in _PERIOD_WORDS):
                first_year, month, day, last_year, last_month, last_day = match.groups()
                start, end = _iso(first_year, month, day), _iso(last_year or first_year, last_month, last_day)
                if start and end and start <= end:
                    return start, end
    return "", ""


def _iso(year: str, month: str, day: str) -> str:
    try:
        return date(int(_digits(year)), int(_day_number(month)), int(_day_number(day))).isoformat()
    except ValueError:
        return ""


def _digits(text: str) -> str:
    return text.translate(_CHINESE_DIGITS)


def _day_number(text: str) -> str:
    """Day and month numbers up to 31, in digits or as 二十一.

    >>> _day_number("二十一"), _day_number("十"), _day_number("7")
    ('21', '10', '7')
    """
    if text.isdigit() and text.isascii():
        return text
    tens, mark, ones = text.partition("十")
    if not mark:
        return _digits(text)
    return str(int(_digits(tens) or "1") * 10 + int(_digits(ones) or "0"))
