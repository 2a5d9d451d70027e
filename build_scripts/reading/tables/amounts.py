"""One printed table cell → what kind of mark it is, and its number.

Comes in: the text of a cell. Goes out: `Mark`. Refuses to know: rows, columns, forms.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from build_scripts.reading.privacy.folding import fold_line
from build_scripts.reading.privacy.masking import MARKS

_NUMBER = re.compile(
    r"(?P<sign>[+\-−])?(?P<digits>[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,18})(?P<fraction>\.[0-9]{1,8})?"
    r"(?P<unit>[件个项次宗条起例份人户篇]|元|千元|万元|百万元|千万元|亿元)?(?P<remark>\([^()]*\))?"
)
_DASH = re.compile(r"[-‐‑‒–—―─━－﹣/\\／＼]{1,6}|无")
_LONGEST_MARK = 200
_PLACES_OF_A_COUNT = 2
_MONEY = {
    "元": Decimal("0.0001"),
    "千元": Decimal("0.1"),
    "万元": Decimal(1),
    "百万元": Decimal(100),
    "千万元": Decimal(1000),
    "亿元": Decimal(10000),
}
_UNIT_IN_BRACKETS = re.compile(r"\((?:单位:?)?(元|千元|万元|百万元|千万元|亿元)\)")
_EMPHASIS = re.compile(r"^\*\*([^*]*)\*\*$")
_NUMBER_IN_BRACKETS = re.compile(r"\([0-9.,]*\)")
_PERSONAL_MARK = re.compile("|".join(re.escape(unicodedata.normalize("NFKC", mark)) for mark in MARKS.values()))
_MASKED = "13000000000"
_PERSONAL = re.compile(r"(?:(?:0|(?:00)?86)?1[3-9][0-9]{9}|[1-9][0-9]{16}[0-9X]|[1-9][0-9]{14})+")
_DOWNWARDS = re.compile(r"[减降少低跌撤↓▼\-−–—]|上年")
_INVISIBLE = re.compile(r"[\u200b-\u200d\u2060\ufeff\u00ad]")


class MarkKind(Enum):
    """What stands in a cell: nothing, a number, a mark instead of a number, or any other text."""

    EMPTY = 0
    NUMBER = 1
    DASH = 2
    TEXT = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell's content: `value` is the number as printed (None unless NUMBER), `unit` the unit printed behind it."""

    kind: MarkKind
    value: Decimal | None = None
    unit: str = ""
    remark: str = ""


_EMPTY = Mark(MarkKind.EMPTY)
_DASH_MARK = Mark(MarkKind.DASH)
_TEXT_MARK = Mark(MarkKind.TEXT)


@lru_cache(maxsize=65536)
def read_mark(text: str) -> Mark:
    """The mark a cell holds; full-width digits, thousands commas, sign, unit and bracketed remark are understood.

    Raised and circled digits are marks of notes: with one, the cell is text.

    >>> read_mark("１，０３６").value
    Decimal('1036')
    >>> read_mark("22（其中修订16件）").remark
    '(其中修订16件)'
    >>> read_mark("——").kind
    <MarkKind.DASH: 2>
    >>> read_mark("1 036").kind, read_mark("44①").kind
    (<MarkKind.TEXT: 3>, <MarkKind.TEXT: 3>)
    """
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text.replace("&nbsp;", " "))).strip()
    plain = _EMPHASIS.sub(r"\1", plain)
    if not plain:
        return _EMPTY
    if _DASH.fullmatch(plain):
        return _DASH_MARK
    if len(plain) > _LONGEST_MARK or any(unicodedata.category(char) == "No" for char in text):
        return _TEXT_MARK
    match = _NUMBER.fullmatch(re.sub(r"\s+(?=\(|[件个项次宗条起例份人户篇元万亿])", "", plain))
    if match is None:
        return _TEXT_MARK
    digits = match["digits"].replace(",", "") + (match["fraction"] or "")
    sign = -1 if match["sign"] in ("-", "−") else 1
    unit, remark = match["unit"] or "", match["remark"] or ""
    if remark and _holds_number_alone(remark):
        return _TEXT_MARK
    bracketed = _UNIT_IN_BRACKETS.fullmatch(remark)
    if bracketed and not unit:
        unit, remark = bracketed.group(1), ""
    return Mark(MarkKind.NUMBER, sign * Decimal(digits), unit, remark)


def _holds_number_alone(remark: str) -> bool:
    """Whether the brackets hold another number and no word, so that nobody can tell which of the two is the cell's.

    The number of a person is one however it is printed, and so is the mark that stands for it: what is read may not
    hang on whether a text is masked.

    >>> [_holds_number_alone(text) for text in ("(16)", "(138 0000 0000)", "([手机号])", "(其中[手机号])", "(2项)")]
    [True, True, True, False, False]
    """
    shown = _PERSONAL_MARK.sub(_MASKED, remark)
    if _NUMBER_IN_BRACKETS.fullmatch(shown):
        return True
    return any(_PERSONAL.fullmatch(re.sub(r"[\W_]", "", one.text)) for one in fold_line(shown))


def is_empty(text: str) -> bool:
    """Whether a cell prints nothing; plain digits are told without a look at their number.

    >>> is_empty("&nbsp;"), is_empty("0")
    (True, False)
    """
    return not text.isdigit() and read_mark(text).kind is MarkKind.EMPTY


def take_count(mark: Mark, negative_allowed: bool) -> int | None:
    """The number as a count, or None: not whole, money, or negative where that cannot be. Where it can, a remark that
    speaks of less (减少) leaves the sign open.

    One or two zeros behind the point are those of a spreadsheet; more may stand behind a point of thousands.

    >>> take_count(read_mark("3件"), False), take_count(read_mark("645.0"), False)
    (3, 645)
    >>> take_count(read_mark("2.5"), False), take_count(read_mark("645.000"), False)
    (None, None)
    """
    if mark.value is None or mark.unit in _MONEY or mark.value != mark.value.to_integral_value():
        return None
    if count_places(mark.value) > _PLACES_OF_A_COUNT or (negative_allowed and _DOWNWARDS.search(mark.remark)):
        return None
    count = int(mark.value)
    return count if count >= 0 or negative_allowed else None


def count_places(value: Decimal) -> int:
    """How many digits are printed behind the point.

    >>> count_places(Decimal("645.00"))
    2
    """
    return -int(value.as_tuple().exponent)


def take_money(mark: Mark, head_unit: str = "万元") -> Decimal | None:
    """The amount in 万元 (10,000 yuan): by the unit printed in the cell, else by the head's; None if it is no money.

    >>> take_money(read_mark("251000元"))
    Decimal('25.1')
    >>> take_money(read_mark("250.83"))
    Decimal('250.83')
    """
    unit = mark.unit or head_unit
    if mark.value is None or mark.value < 0 or unit not in _MONEY:
        return None
    factor = _MONEY[unit]
    return mark.value if factor == 1 else _trim(mark.value * factor)


def _trim(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent."""
    trimmed = value.normalize()
    return trimmed if int(trimmed.as_tuple().exponent) <= 0 else trimmed.quantize(Decimal(1))
