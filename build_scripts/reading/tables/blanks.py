"""A line whose columns only blanks part, or nothing at all → its cells.

Comes in: one line of text and the books of labels. Goes out: cells, or none where the line is no row of a table.
Refuses to know: other lines, codes, sections. Blank cells cannot be seen in such a line, so its numbers are as many as
are printed, and a blank between two of them that may stand for the comma of thousands leaves the row unread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from build_scripts.reading.document import THIN_BLANK
from build_scripts.reading.labels import LabelBook, fold_label, strip_space
from build_scripts.reading.tables.amounts import MarkKind, read_mark
from build_scripts.reading.tables.grids import UNSURE

LONGEST_ROW = 150
_MAX_HEADS, _LONG_REMARK = 120, 6
_FEW_NUMBERS, _A_ROW = 3, 7
_WIDE = re.compile(r"[ \xa0]{2,}|[ \xa0]*[\u3000\u2003]\s*")
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_BEFORE_UNIT = re.compile(r"(?<=[0-9０-９])\s+(?=[件个项次宗条起例份人户篇元万亿])")
_BEFORE_REMARK = re.compile(r"(\s[0-9０-９]+)\s+(?=[(（])")
_THOUSANDS = re.compile(r"(?<![^\s])[1-9][0-9]{0,2}(?:[ \xa0][0-9]{3})+(?![^\s])|(?<![^\s])0[0-9]")
_DIGITS_BEHIND = re.compile(r"[0-9]{1,6}$")
_LEADING_NUMBER = re.compile(r"[0-9]{1,2}\s+(?=\S)")
_SENTENCE = re.compile(r"[。！？；]")
_SUMS = {7: ((0, 7),), 15: ((0, 5), (5, 10), (10, 15))}
Books = tuple[LabelBook, ...]


@lru_cache(maxsize=65536)
def part_blanks(text: str, books: Books) -> tuple[str, ...]:
    """The cells of a row of numbers with its label before them, of numbers alone, or of heads; () if it is none.

    Few numbers need a label that is known; what stands before many is taken for one, or for a piece of one.
    """
    if _SENTENCE.search(text):
        return ()
    plain = _BEFORE_UNIT.sub("", text).strip()
    if ("(" in plain or "（" in plain) and " " in plain:
        plain = _BEFORE_REMARK.sub(r"\1", _IN_BRACKETS.sub(lambda found: "".join(found.group().split()), plain))
    label, numbers = _cut_numbers(plain)
    if not numbers:
        return _part_heads(plain, books)
    cells = numbers if len(numbers) > 1 and not is_doubtful(plain[len(label) :], numbers) else _unsure(numbers)
    if not label:
        digits = sum(number[-1].isdigit() for number in numbers)
        return cells if digits >= _FEW_NUMBERS or len(numbers) >= _A_ROW else ()
    known = _known_label(label, books)
    if known:
        return (known, *(numbers if len(numbers) == 1 else cells))
    found = "" if THIN_BLANK in plain else _cut_glued(label, numbers, books)
    if found:
        return (found, label[len(found) :], *numbers)
    group, found = _cut_groups(label, books)
    if found:
        return (*group, found, *cells)
    found = _find_words(label, books)
    if found:
        return (found, *_unsure((label[len(found) :].strip(), *numbers)))
    return (*_WIDE.split(label), *cells) if len(numbers) >= _FEW_NUMBERS else ()


def is_doubtful(printed: str, numbers: Sequence[str]) -> bool:
    """Whether a blank between these numbers may stand for a comma of thousands, and no sum of theirs says otherwise.

    >>> is_doubtful("1 036 0 3", ["1", "036", "0", "3"]), is_doubtful("13  100  655", ["13", "100", "655"])
    (True, False)
    """
    if THIN_BLANK in printed:
        return True
    return _THOUSANDS.search(strip_ends(printed)) is not None and not meets_sums(numbers)


def strip_ends(printed: str) -> str:
    """Numbers in half width, blanks between them kept."""
    return printed.translate(_HALF).strip()


_HALF = str.maketrans("０１２３４５６７８９，", "0123456789,")


def meets_sums(numbers: Sequence[str]) -> bool:
    """Whether the numbers are as many as a row of requests or of reviews has, and meet the sums such a row prints."""
    values = [read_mark(number).value for number in numbers]
    sums = _SUMS.get(len(values), ())
    return bool(sums) and all(
        values[end - 1] == sum((value or Decimal(0) for value in values[start : end - 1]), Decimal(0))
        for start, end in sums
    )


def join_unsure(numbers: Sequence[str]) -> str:
    """One cell of all the numbers, marked so that none is taken."""
    return " ".join(numbers) + UNSURE


def _unsure(numbers: Sequence[str]) -> tuple[str, ...]:
    return (join_unsure(numbers),)


def _cut_numbers(plain: str) -> tuple[str, tuple[str, ...]]:
    """What stands before the numbers and marks at the end of a line, and those."""
    end = len(plain)
    found: list[str] = []
    while end:
        start = end
        while start and not plain[start - 1].isspace():
            start -= 1
        token = plain[start:end]
        if read_mark(token).kind not in (MarkKind.NUMBER, MarkKind.DASH):
            break
        found.append(token)
        end = start
        while end and plain[end - 1].isspace():
            end -= 1
    return plain[:end], tuple(reversed(found))


def _known_label(label: str, books: Books) -> str:
    """The label if it is a row's, with its groups or the number of its line before it; '' if it is none."""
    for text in (label, _LEADING_NUMBER.sub("", label, count=1)):
        if any(book.row_of(fold_label(text)) and not book.has_strange_remark(text) for book in books):
            return text
    return ""


def _cut_glued(label: str, numbers: Sequence[str], books: Books) -> str:
    """The label of a row whose first number follows without a blank: told where the row meets its own sum with it."""
    found = _DIGITS_BEHIND.search(label)
    if not found or not meets_sums((found.group(), *numbers)):
        return ""
    return _known_label(label[: found.start()], books)


def _cut_groups(label: str, books: Books) -> tuple[tuple[str, ...], str]:
    """The label of a row and what stands before it: a group's label, or a torn piece of one."""
    tokens = label.split()
    for cut in range(1, len(tokens)):
        known = _known_label(" ".join(tokens[cut:]), books)
        if known:
            return tuple(tokens[:cut]), known
    return (), ""


def _find_words(label: str, books: Books) -> str:
    """The label of a row that has words among its numbers (见附件)."""
    for blank in _WIDE.finditer(label):
        before = label[: blank.start()]
        if _known_label(before, books) and not any(fold_label(before) in book.groups for book in books):
            return before
    return ""


def _part_heads(plain: str, books: Books) -> tuple[str, ...]:
    if len(plain) > _MAX_HEADS:
        return ()
    for book in books:
        for parts in (_WIDE.split(plain), plain.split()):
            named = [part for part in parts if fold_label(part)]
            remarks = all(len(part) >= _LONG_REMARK for part in parts if part not in named)
            if len(parts) > 1 and named and remarks and all(fold_label(part) in book.heads for part in named):
                return _spread_heads(parts, book) if len(named) == len(parts) else tuple(parts)
        found = _split_glued(strip_space(plain), book)
        if len(found) > 1:
            return _spread_heads(found, book)
    return ()


def _spread_heads(heads: Sequence[str], book: LabelBook) -> tuple[str, ...]:
    """Heads in the form's order with others of it left out between them, each in the cell of its place; all other heads
    just as they stand."""
    order = [code for code in dict.fromkeys(book.heads.values()) if code]
    codes = [book.heads[fold_label(head)] for head in heads]
    places = [order.index(code) for code in codes if code]
    is_whole = bool(places) and places == list(range(places[0], places[-1] + 1))
    if is_whole or len(places) < len(codes) or places != sorted(set(places)):
        return tuple(heads)
    by_place = dict(zip(places, heads, strict=True))
    return tuple(by_place.get(place, "") for place in range(places[-1] + 1))


def _split_glued(text: str, book: LabelBook) -> tuple[str, ...]:
    """Heads printed without anything between, if they can be told in one way alone."""
    if fold_label(text)[:1] not in _first_characters(book):
        return ()
    ways: dict[int, list[tuple[str, ...]]] = {0: [()]}
    for end in range(1, len(text) + 1):
        found = [
            (*before, text[start:end])
            for start in range(max(0, end - _LONGEST_HEAD), end)
            for before in ways.get(start, [])
            if fold_label(text[start:end]) in book.heads
        ]
        if found:
            ways[end] = found[:2]
        elif end >= _LONGEST_HEAD and not any(start in ways for start in range(end - _LONGEST_HEAD, end)):
            return ()
    last = ways.get(len(text), [])
    return last[0] if len(last) == 1 else ()


@lru_cache(maxsize=8)
def _first_characters(book: LabelBook) -> frozenset[str]:
    return frozenset(head[:1] for head in book.heads)


_LONGEST_HEAD = 24
