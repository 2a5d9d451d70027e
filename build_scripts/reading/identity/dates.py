"""Printed dates → ISO dates: date of publication, statistical period, year numbers.

Comes in: lines of text. Goes out: ISO strings, '' where nothing is printed. Refuses to know: the clock, files.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from build_scripts.reading.labels import strip_space

FIRST_YEAR, LAST_YEAR = 2008, 2099
"""Years a report can be about: the Regulations came into force in 2008."""

_ZERO = "〇○零◯OoОоΟο"  # also the letters O that stand for it: Latin, Cyrillic, Greek
_CHINESE_DIGITS = str.maketrans(f"{_ZERO}一二三四五六七八九", "0" * len(_ZERO) + "123456789")
_CHINESE_YEAR = rf"[一二][{_ZERO}0九][{_ZERO}0一二三四五六七八九]{{2}}"
_YEAR = re.compile(rf"(?<![0-9])((?:19|20)[0-9]{{2}})(?![0-9])|({_CHINESE_YEAR})(?=年|度)")
_YEAR_WORDS = re.compile(rf"[(\[【〔]?(?:{_YEAR.pattern})(?:年度?|度)?[)\]】〕]?")
_DATE = (
    r"([0-9]{4}|[〇○零一二三四五六七八九]{4})(?:年|[-./])([0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:月|[-./])"
    r"([0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:日|号)?"
)
_WHOLE_DATE = re.compile(rf"[(]?{_DATE}[)]?")
_LISTED_DATE = re.compile(rf"[(\[【〔〈<]{_DATE}[)\]】〕〉>]|[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}(?![0-9日至到~～—–-])")
_PRINTED_DATE = (
    r"([0-9]{4}|[〇○零一二三四五六七八九]{4})\s*(?:年|[-./])\s*([0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*(?:月|[-./])\s*"
    r"([0-9]{1,2}|[一二三四五六七八九十]{1,3})(?![0-9一二三四五六七八九十])"
)
_RUN_OF_DIGITS = r"([0-9]{4})([0-9]{2})([0-9]{2})(?![0-9])"
# Best first: what means publication, what means the day of writing, and words that say so only as the whole label.
_LABELS = (
    r"(?<!更新)(?<!修改)(?<!失效)(?:发\s*布|公\s*开|公\s*布|发\s*文|印\s*发)\s*(?:日\s*期|时\s*间)",
    r"(?:成\s*文|生\s*成)\s*(?:日\s*期|时\s*间)",
    r"(?<![^\s|])(?:日\s*期|时\s*间)",
)
_MARK = r"[\s:|)\]】>]*"
_LABEL_ALONE = tuple(re.compile(rf"[\s|*]*{label}{_MARK}") for label in _LABELS)
_LABELLED = tuple(re.compile(rf"{label}{_MARK}(?:{_PRINTED_DATE}|{_RUN_OF_DIGITS})") for label in _LABELS)
_ASKS_FOR_MORE = re.compile(r"[:：]$|(?:日期|时间|上一篇|下一篇|相关\S{0,4}|链接|报告|通知|公告)$")
_NAME_LINE = re.compile(r"[^，。；：！？,.;:!?0-9]{2,40}")
_LINES_UNDER_TITLE = 3
_YEARS_AFTER = 3
_MAX_DATE_LINE, _MAX_LINE = 80, 500
_PERIOD = re.compile(
    r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日(?:起|开始)?,?[至到—–―\-~]{1,3}(?:([0-9]{4})年)?([0-9]{1,2})月([0-9]{1,2})日"
)
_SENTENCE = re.compile(r"[。；;！]")
_OPENING_YEAR = re.compile(
    r"[\s(（一二三四五六七八九十0-9、.）)]{0,10}?(?<![0-9])((?:19|20)\s?[0-9]\s?[0-9]|"
    rf"{_CHINESE_YEAR})\s?年(?!\s?[0-9一二三四五六七八九十])"
)
_LINES_OF_OPENING, _MAX_OPENING = 8, 2000
_MONTHS = re.compile(
    r"([0-9]{4})年([0-9]{1,2})月份?[至到—–―\-~]{1,3}(?:([0-9]{4})年)?([0-9]{1,2})月(?![0-9])"  # from month to month
)
_PERIOD_WORDS = ("期限", "统计", "数据", "周期", "时限", "期间", "起止", "报告期")


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
    return _YEAR_WORDS.sub("", strip_space(text))


def drop_listed_date(text: str) -> str:
    """The text without the date, in brackets or with hyphens, that a list of articles prints before a title.

    >>> drop_listed_date("[2024-01-15]某局2023年政府信息公开"), drop_listed_date("[2023年]某局")
    ('某局2023年政府信息公开', '[2023年]某局')
    """
    return _LISTED_DATE.sub("", text, count=1) if _LISTED_DATE.match(text) else text


def read_date(text: str) -> str:
    """The ISO date of a text that is a date and nothing else, else ''.

    >>> read_date("2025年1月6日"), read_date("二〇二五年一月十六日")
    ('2025-01-06', '2025-01-16')
    """
    match = _WHOLE_DATE.fullmatch(strip_space(text)) if len(text) <= _MAX_DATE_LINE else None
    return _iso(*match.groups()) if match else ""


def find_published(
    opening: Sequence[str], under: Sequence[str], closing: Sequence[str], names: Sequence[str], year: int
) -> str:
    """The date of publication of a report on `year`, '' if none is printed as such.

    By the best label among the lines before the first heading (`opening`), alone `under` the title, or alone or behind
    one of the agency's `names` on the last lines (`closing`). Only days from the report's year to three years later.
    """
    found = [_find_labelled(opening, place) for place in range(len(_LABELS))]
    for dates in (*found, _find_under(under), _find_last(closing, names)):
        fitting = [day for day in dates if day and year <= int(day[:4]) <= year + _YEARS_AFTER]
        if fitting:
            return fitting[0]
    return ""


def _find_labelled(opening: Sequence[str], place: int) -> list[str]:
    """The dates behind one kind of label, on its line or alone on the next."""
    found: list[str] = []
    printed = [unicodedata.normalize("NFKC", text[:_MAX_LINE]).replace("*", "") for text in opening if text.strip()]
    for text, below in zip(printed, [*printed[1:], ""], strict=False):
        match = _LABELLED[place].search(text)
        if match:
            found.append(_iso(*[part for part in match.groups() if part]))
        elif _LABEL_ALONE[place].fullmatch(text):
            found.append(read_date(below))
    return found


def _find_under(under: Sequence[str]) -> list[str]:
    """The date alone on one of the first lines under the title, with nothing but names between."""
    for text in [text for text in under if text.strip()][:_LINES_UNDER_TITLE]:
        day = read_date(text)
        if day or not _NAME_LINE.fullmatch(text.strip()):
            return [day]
    return []


def _find_last(closing: Sequence[str], names: Sequence[str]) -> list[str]:
    """The date below or behind the agency's name, else the only date that stands alone; none where several do."""
    signed: list[str] = []
    alone: list[str] = []
    printed = [text for text in closing if text.strip()]
    for above, text in zip(["", *printed], printed, strict=False):
        plain = strip_space(text) if len(text) <= _MAX_DATE_LINE else ""
        name = next((name for name in names if name and plain.startswith(name)), "")
        day = read_date(plain[len(name) :])
        if day and (name or strip_space(above[:_MAX_DATE_LINE]) in names):
            signed.append(day)
        elif day and not _ASKS_FOR_MORE.search(strip_space(above[-_MAX_DATE_LINE:])):
            alone.append(day)
    return signed[-1:] or (alone if len(set(alone)) == 1 else [])


def find_period(paragraphs: Sequence[str]) -> tuple[str, str]:
    """First and last day of the statistical period where a sentence states it as such, or states one whole calendar
    year; else two empty strings.

    >>> find_period(["现公布2022年1月1日至12月31日政府信息公开年度报告"])
    ('2022-01-01', '2022-12-31')
    """
    for paragraph in paragraphs:
        if paragraph.count("月") < 2:
            continue
        for sentence in _SENTENCE.split(paragraph):
            plain = strip_space(sentence) if sentence.count("月") > 1 else ""
            start, end = _read_period(plain)
            whole = start.endswith("-01-01") and end == f"{start[:4]}-12-31"
            if start and start <= end and (whole or any(word in plain for word in _PERIOD_WORDS)):
                return start, end
    return "", ""


def _read_period(plain: str) -> tuple[str, str]:
    """The first and the last day of a sentence's first period, by days or by whole months."""
    match = _PERIOD.search(plain)
    if match:
        first_year, month, day, last_year, last_month, last_day = match.groups()
        return _iso(first_year, month, day), _iso(last_year or first_year, last_month, last_day)
    match = _MONTHS.search(plain)
    if match is None or not 1 <= int(match.group(4)) <= 12:
        return "", ""
    year, month = match.group(3) or match.group(1), match.group(4)
    return _iso(match.group(1), match.group(2), "1"), _iso(year, month, str(monthrange(int(year), int(month))[1]))


def find_opening_years(section: Sequence[str]) -> tuple[int, ...]:
    """The distinct years that open a sentence on the first lines of a section (2023年，我局…), in printed order.

    >>> find_opening_years(["一、总体情况", "2023年，我局……。2024年1月发布。2024年，我们将……。"])
    (2023, 2024)
    """
    found: dict[int, None] = {}
    for text in [text for text in section if text.strip()][:_LINES_OF_OPENING]:
        if "年" not in text[:_MAX_OPENING]:
            continue
        for sentence in _SENTENCE.split(text[:_MAX_OPENING]):
            match = _OPENING_YEAR.match(sentence)
            if match:
                found[int(re.sub(r"\s", "", _digits(match.group(1))))] = None
    return tuple(found)


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
