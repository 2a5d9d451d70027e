"""Lines of text → the places where an identity card's or a mobile phone's number of a person stands.

Comes in: lines, and which of them are rows of a table with their numbers. Goes out: `Place`s, which never hold the
number. Refuses to know: reports, what becomes of the text.

A number may be printed with full-width digits, with blanks, hyphens or dots between its groups, over the end of a line,
or in Chinese numerals. Never joined are: cells (parted by tabs, or by blanks in a row of a table), a row of several
numbers, lines of numbers alone. In doubt it is a person's: an office's own line is told by the words around it alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from build_scripts.reading.privacy.folding import Folding, find_likely, fold_line
from build_scripts.reading.privacy.numbers import has_right_digit, is_identity_card, is_mobile
from build_scripts.reading.privacy.surroundings import is_count, is_office_line, is_other_number
from build_scripts.reading.privacy.words import PrivacyWords

Kind = Literal["identity_card", "mobile_phone"]
NO_ROWS: Mapping[int, frozenset[str]] = {}


class Place(NamedTuple):
    """Where such a number stands: line from 1, the span of its characters. `is_rest`: what is left of a number that
    began on a line above."""

    line: int
    kind: Kind
    start: int
    end: int
    is_rest: bool = False


_SEP = r"(?:[^\w\t]|_){0,3}"
_NEXT = r"[ .·-]?"
_CARD = re.compile(
    rf"(?<![0-9])[1-9](?:{_SEP}[0-9]){{16}}{_SEP}[0-9X](?![0-9])|(?<![0-9])[1-9](?:{_SEP}[0-9]){{14}}(?![0-9])"
)
_PREFIX = rf"[(]?(?:[+] ?|00)86[)]?{_NEXT}|[(]?86[)]{_NEXT}|86{_NEXT}|0"
_PHONE = re.compile(rf"(?<![0-9])(?:{_PREFIX})?(?P<number>1{_SEP}[3-9](?:{_SEP}[0-9]){{9}})(?![0-9])")
_NARROW = frozenset(" .·-")
_WIDE = frozenset((*"/,、_~*.·-", " "))
_SHAPES = ((3, 4, 4), (6, 8, 4))
_MANY = 5
_NEAR = 60
_MOST_LINES = 3
_NUMBERS_ALONE = re.compile(r"[\s0-9X.·-]*")
_LIST_ALONE = re.compile(r"[\s0-9X.·|/,、_~*-]*")
_ALONE = re.compile(r"[^\w]*(?:[0-9_][^\w]*)*")


def find_places(
    lines: Sequence[str], words: PrivacyWords, rows: Mapping[int, frozenset[str]] = NO_ROWS
) -> tuple[Place, ...]:
    """Every place, in order. `rows`: for each line that is a row of a table, the amounts of money read in it (digits
    alone), which are no phone numbers however long they are."""
    wanted = sorted(find_likely(lines))
    if not wanted:
        return ()
    readings = {n: fold_line(lines[n - 1]) for n in wanted}
    places: list[Place] = []
    for n in wanted:
        above = lines[n - 2] if n > 1 else ""
        for reading in readings[n]:
            places += _find_in_line(n, reading, above, words, rows.get(n))
    for at in range(max(map(len, readings.values()))):
        folded = {n: found[min(at, len(found) - 1)] for n, found in readings.items()}
        for n in wanted:
            places += _find_broken(n, lines, folded, words, rows)
    return _unite(places)


def _unite(places: Iterable[Place]) -> tuple[Place, ...]:
    """The places in order, those that overlap as one."""
    united: list[Place] = []
    for place in sorted(set(places), key=lambda one: (one.line, one.start, one.end)):
        last = united[-1] if united else None
        if last and last.line == place.line and place.start < last.end:
            is_card = "identity_card" in (last.kind, place.kind)
            united[-1] = Place(
                last.line,
                "identity_card" if is_card else last.kind,
                last.start,
                max(last.end, place.end),
                last.is_rest and place.is_rest,
            )
        else:
            united.append(place)
    return tuple(united)


def _find_in_line(
    n: int, line: Folding, before: str, words: PrivacyWords, amounts: frozenset[str] | None
) -> Iterator[Place]:
    for kind, start, end in _find_numbers(line.text, before, words, amounts):
        yield Place(n, kind, line.starts[start], line.ends[end - 1])


def _find_broken(
    n: int,
    lines: Sequence[str],
    folded: Mapping[int, Folding],
    words: PrivacyWords,
    rows: Mapping[int, frozenset[str]],
) -> Iterator[Place]:
    """A number that begins on line `n` and ends on one of the next: words stand before it, there or right above."""
    parts = [_part(folded[n], 0)]
    above = lines[n - 2] if n > 1 else ""
    if _LIST_ALONE.fullmatch(parts[0].text) and not _is_named(fold_line(above)[0].text.rstrip(), words):
        return
    for m in range(n + 1, min(n + _MOST_LINES, len(lines) + 1)):
        if m not in folded or n in rows or m in rows or not _goes_on(parts[-1], folded[m]):
            return
        parts.append(_part(folded[m], len(folded[m].text) - len(folded[m].text.lstrip())))
        joined = "".join(part.text for part in parts)
        breaks = [sum(len(part.text) for part in parts[:i]) for i in range(1, len(parts))]
        for kind, start, end in _find_numbers(joined, above, words, None):
            if start < breaks[0] and breaks[-1] < end:
                yield from _cut(kind, start, end, n, parts)
                return
        if _NUMBERS_ALONE.fullmatch(folded[m].text) is None:
            return


class _Part(NamedTuple):
    """What of a line is joined with the next: its text, and where its characters stood in the line."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def _part(line: Folding, skipped: int) -> _Part:
    text = line.text[skipped:].rstrip()
    return _Part(text, line.starts[skipped : skipped + len(text)], line.ends[skipped : skipped + len(text)])


def _goes_on(part: _Part, line: Folding) -> bool:
    """Whether a number at the end of a part may go on in the line: digits (or a hyphen behind one) meet digits."""
    return (
        re.search(r"[0-9][-]?$", part.text) is not None
        and re.match(r"\s*[0-9X]", line.text) is not None
        and "\t" not in part.text[-12:]
        and "\t" not in line.text[:20]
    )


def _cut(kind: Kind, start: int, end: int, n: int, parts: Sequence[_Part]) -> Iterator[Place]:
    """The places of a number that stands on several lines."""
    offset = 0
    for number, part in enumerate(parts):
        first, last = max(start - offset, 0), min(end - offset, len(part.text))
        if first < last:
            yield Place(n + number, kind, part.starts[first], part.ends[last - 1], number > 0)
        offset += len(part.text)


def _find_numbers(
    text: str, above: str, words: PrivacyWords, amounts: frozenset[str] | None
) -> Iterator[tuple[Kind, int, int]]:
    """Kind and span of each number of a person in a folded line; `amounts` is None where it is no row of a table."""
    taken = [False] * (len(text) + 1)
    for found in _search(_CARD, text):
        if _is_card(text, found, above, words, amounts):
            taken[found.start() : found.end()] = [True] * (found.end() - found.start())
            yield "identity_card", found.start(), found.end()
    for found in _search(_PHONE, text):
        if not taken[found.start()] and _is_phone(text, found, above, words, amounts):
            yield "mobile_phone", found.start(), found.end()


def _search(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Every match, overlapping ones too."""
    found = pattern.search(text)
    while found:
        yield found
        found = pattern.search(text, found.start() + 1)


def _is_card(text: str, found: re.Match[str], above: str, words: PrivacyWords, amounts: frozenset[str] | None) -> bool:
    written = found.group()
    number = re.sub(r"[^0-9X]", "", written)
    if len(number) not in (15, 18) or (len(number) == 15 and not number.isdigit()):
        return False
    named = _names(words.identity, text, found.start(), above)
    if not is_identity_card(number, named):
        return False
    certain = named or (len(number) == 18 and has_right_digit(number))
    if not _is_grouped(text, found.start(), found.end(), certain, amounts is not None):
        return False
    if _is_in_longer(text, found.start(), found.end()) and not named:
        return False
    return certain or not is_other_number(text, found.start(), words)


def _is_phone(text: str, found: re.Match[str], above: str, words: PrivacyWords, amounts: frozenset[str] | None) -> bool:
    written = found.group("number")
    number = re.sub(r"[^0-9]", "", written)
    named = _names(words.phone, text, found.start(), above)
    first, start, end = found.start("number"), found.start(), found.end()
    if not _is_grouped(text, first, end, named, amounts is not None) or not is_mobile(number):
        return False
    if _is_in_longer(text, start, end) and not named:
        return False
    if written != number and not named and _stands_in_row(text, start, end):
        return False
    if is_count(text, start, end, words) or (amounts and number in amounts):
        return False
    return not is_other_number(text, start, words) and not is_office_line(text, start, end, words)


def _names(pattern: re.Pattern[str], text: str, start: int, above: str) -> bool:
    """Whether words right before the number name it, or those at the end of the line above if it begins its line."""
    before = text[max(start - _NEAR, 0) : start]
    return pattern.search(before) is not None or (not before.strip(" \t(+:：") and _is_at_end(pattern, above))


def _is_at_end(pattern: re.Pattern[str], above: str) -> bool:
    return pattern.search(above.rstrip()) is not None and not re.search(r"\d", above[-14:])


def _is_named(above: str, words: PrivacyWords) -> bool:
    return _is_at_end(words.identity, above) or _is_at_end(words.phone, above)


def _is_grouped(text: str, start: int, end: int, named: bool, in_row: bool) -> bool:
    """Whether the blanks and marks in a number are those of one number: few, and groups of two digits or more; where
    words name it also digits set apart one by one. In a row of a table a blank parts cells. Other marks than blank,
    dot and hyphen, or more than one, only where words name it or in the shape in which such a number is printed."""
    written = text[start:end]
    marks = re.findall(r"[^0-9X]+", written)
    groups = tuple(len(group) for group in re.split(r"[^0-9X]+", written))
    if not marks:
        return True
    if in_row and (not named or any(" " in mark for mark in marks)) and not set(marks) <= _NARROW - {" "}:
        return False
    if set(groups) == {1}:
        return named and len({mark.strip() for mark in marks}) == 1
    if named and not set(marks) <= _NARROW and groups not in _SHAPES and _goes_on_with(text, start, end, marks[0]):
        return False
    if named:
        return ("." not in marks or len(marks) > 1) and len(marks) <= _MANY and min(groups[:-1]) >= 2
    if not set(marks) <= _NARROW:
        return groups in _SHAPES and _is_printed(text, start, end, marks)
    if len(set(marks)) > 1 or ("." in marks and len(marks) < 2):
        return False
    return len(marks) <= _MANY and min(groups[:-1]) >= 2


def _is_printed(text: str, start: int, end: int, marks: Sequence[str]) -> bool:
    """Whether the marks are the same one, and what they part is no list of numbers: a line of nothing else, or one that
    goes on with that mark."""
    found = {mark.strip() or " " for mark in marks}
    if len(found) > 1 or not found <= _WIDE or _ALONE.fullmatch(text) is not None:
        return False
    return not _goes_on_with(text, start, end, found.pop())


def _goes_on_with(text: str, start: int, end: int, mark: str) -> bool:
    """Whether other numbers stand beside it, parted by that mark: a list of numbers."""
    mark = re.escape(mark.strip() or " ")
    return (
        re.search(rf"[0-9] ?{mark} *$", text[max(start - 9, 0) : start]) is not None
        or re.match(rf" *{mark} ?[0-9]", text[end : end + 9]) is not None
    )


def _is_in_longer(text: str, start: int, end: int) -> bool:
    """Whether hyphens, dots or slashes with other digits make it a part of a longer number that is no telephone's."""
    before = re.search(r"([0-9A-Za-z]+)[-.·_]$", text[max(start - _NEAR, 0) : start])
    after = re.match(r"[-.·_]([0-9A-Za-z]+)", text[end : end + _NEAR])
    return (
        any(
            found is not None and not _is_telephone(found.group(1)) and re.search("[0-9]", found.group(1)) is not None
            for found in (before, after)
        )
        or re.match(r"[.][0-9]", text[end : end + 2]) is not None
    )


def _is_telephone(digits: str) -> bool:
    """Whether digits may be an area code, a number of a landline or of a mobile phone."""
    return re.fullmatch(r"0[0-9]{2,3}|(?:0[0-9]{2,3})?[2-9][0-9]{6,7}|1[3-9][0-9]{9}|86", digits) is not None


def _stands_in_row(text: str, start: int, end: int) -> bool:
    """Whether other numbers stand beside it, parted by a blank alone: a row of numbers."""
    return (
        re.search(r"[0-9] $", text[max(start - 2, 0) : start]) is not None
        or re.match(r" [0-9]", text[end : end + 2]) is not None
    )
