"""A line as the patterns of numbers see it: plain digits, plain marks, nothing invisible.

Comes in: a line. Goes out: its `Folding`s, each with where every character stood; and which lines may hold such a
number at all. Refuses to know: what a number of a person is.

Two readings of a line, for one alone would hide a number. In the first only digits of a script are digits, full-width
ones too. In the second everything is one that Unicode (NFKC, digit, numeric) or Chinese takes for one, percent codes
and character references too. `①13812345678` is a number in the first, `138①②③④⑤⑥⑦⑧` in the second.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

_CHINESE = "零〇○洞一壹幺二贰貳弍两三叁參参弎四肆五伍六陆陸七柒拐八捌九玖勾"
_CHINESE_DIGITS = "00001112222233333445566677788999"
_SPOKEN = str.maketrans(_CHINESE, _CHINESE_DIGITS)
_HYPHENS = "−﹣－ー"
_FILLERS = "\u115f\u1160\u3164\uffa0"
_UNSEEN = frozenset(("Cf", "Mn", "Me"))
_CODED = re.compile(r"(?:%(?:25)*[0-9A-Fa-f]{2})+|&#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6});")
_PERCENT = re.compile(r"%(?:25)*([0-9A-Fa-f]{2})")
_PLANE = 0x10000
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_MIXED = re.compile(rf"[0-9{_CHINESE}](?:[^\w\t]{{0,3}}[0-9{_CHINESE}]){{10,}}")


class Folding(NamedTuple):
    """The folded line; where each of its characters began in the line, and where it ended."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def fold_line(line: str) -> tuple[Folding, ...]:
    """The line in its one or two readings.

    >>> [one.text for one in fold_line("１３８\u200b－１2")], [one.text for one in fold_line("1²")]
    (['138-12'], ['1²', '12'])
    """
    if line.isascii() and _CODED.search(line) is None:
        return (Folding(line.replace("x", "X"), range(len(line)), range(1, len(line) + 1)),)
    plain = _build((char, at, at + 1) for at, char in enumerate(line) for char in _fold_char(char))
    every = _build((char, start, end) for coded, start, end in _decode(line) for char in _fold_any(coded))
    every = every._replace(text=_MIXED.sub(lambda found: found.group().translate(_SPOKEN), every.text))
    return (plain,) if plain.text == every.text else (plain, every)


def find_likely(lines: Sequence[str]) -> frozenset[int]:
    """The numbers of the lines, from 1, in which eleven digits stand with no word or cell between them."""
    text = "\n".join(lines)
    likely: set[int] = set()
    number, counted = 1, 0
    text = _ASTRAL.sub(lambda found: _stand_in(found.group()), text)
    for found in _likely().finditer(text):
        number += text.count("\n", counted, found.start())
        last = number + text.count("\n", found.start(), found.end())
        likely.update(range(number, last + 1))
        number, counted = last, found.end()
    return frozenset(likely)


@cache
def _likely() -> re.Pattern[str]:
    """Sees whatever the foldings see: the same digits, told by asking for each character of the first plane."""
    asked = [char for char in map(chr, range(_PLANE)) if not _is_plain_letter(char)]
    digits = "".join(char for char in asked if char.isdecimal() or _is_digit(char))
    digit, mark = f"[{digits}]", rf"(?:[^\w\t]|[_{_FILLERS}])"
    doubled = "".join(char for char in asked if not char.isascii() and len(_fold_any(char)) > 1)
    coded = r"%(?:25)*3[0-9]|%(?:25)*[eE][fF]%(?:25)*[bB][cC]|&#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6});"
    return re.compile(rf"{digit}(?:{mark}{{0,16}}{digit}){{10,}}|[{doubled}]|{coded}")


def _is_plain_letter(char: str) -> bool:
    """Whether it is a letter that no folding takes for a digit or for several characters, as four in five are: asking
    this is cheaper than folding it."""
    is_letter = char.isalpha() and not char.isnumeric() and char not in _CHINESE
    return is_letter and unicodedata.is_normalized("NFKC", char)


@lru_cache(4096)
def _stand_in(char: str) -> str:
    """A character of the first plane that is as much of a digit, word or mark as this one of another plane."""
    folded = _fold_any(char)
    if _is_digit(char):
        return "⑩" if len(folded) > 1 else "1"
    return "a" if folded and char.isalnum() else "."


def _is_digit(char: str) -> bool:
    return any((one.isdigit() and one.isascii()) or one in _CHINESE for one in _fold_any(char))


def _build(chars: Iterator[tuple[str, int, int]]) -> Folding:
    found = list(chars)
    text = "".join(char for char, _, _ in found).replace("x", "X")
    return Folding(text, tuple(start for _, start, _ in found), tuple(end for _, _, end in found))


def _decode(line: str) -> Iterator[tuple[str, int, int]]:
    """The characters of a line, codes as what they stand for, each with its place."""
    done = 0
    for found in _CODED.finditer(line):
        yield from ((line[at], at, at + 1) for at in range(done, found.start()))
        yield from _decode_one(found.group(), found.start())
        done = found.end()
    yield from ((line[at], at, at + 1) for at in range(done, len(line)))


def _decode_one(coded: str, start: int) -> Iterator[tuple[str, int, int]]:
    if coded.startswith("&"):
        code = int(coded[3:-1], 16) if coded[2] in "xX" else int(coded[2:-1])
        yield (chr(code) if code <= sys.maxunicode else " ", start, start + len(coded))
        return
    pieces = list(_PERCENT.finditer(coded))
    data = bytes(int(piece.group(1), 16) for piece in pieces)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    at = 0
    for char in text:
        size = len(char.encode("utf-8")) if len(text) < len(data) else 1
        yield char, start + pieces[at].start(), start + pieces[at + size - 1].end()
        at += size


@lru_cache(4096)
def _fold_char(char: str) -> str:
    """A character with no digit but those of a script."""
    if char.isascii():
        return char
    category = unicodedata.category(char)
    if category in _UNSEEN or char in _FILLERS:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category == "Zs":
        return " "
    if category == "Pd" or char in _HYPHENS:
        return "-"
    if char in "～〜∼":
        return "~"
    if char in "×ＸｘХх":
        return "X"
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 and not plain.isdigit() else char


@lru_cache(4096)
def _fold_any(char: str) -> str:
    """A character with every digit it may be taken for."""
    folded = _fold_char(char)
    if char.isascii() or folded != char:
        return folded
    plain = unicodedata.normalize("NFKC", char)
    if plain.isascii() and plain.isdigit():
        return plain
    number: float | None = unicodedata.digit(char, None)
    if number is None and unicodedata.category(char) in ("No", "Nl"):
        number = unicodedata.numeric(char, None)
    return str(int(number)) if number is not None and number in range(10) else folded
