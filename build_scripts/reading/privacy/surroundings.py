"""What stands around a number: whether it is the office's own line, a count, another number, or a person's.

Comes in: a folded line, the span of a number, words. Goes out: yes or no. Refuses to know: what the number is.
Strict on purpose: only words that say so excuse a number, and only where the sentence names nobody; in doubt it is a
person's.
"""

from __future__ import annotations

import re

from build_scripts.reading.privacy.words import PrivacyWords

_CLAUSE_END = re.compile(r"[。；;！!？?]")
_PIECE_END = re.compile(r"[\s、,，:：()（）/|<>\"'=]+")
_NEAR = 400
"""So many characters before and after are looked at: a page may be one line."""
_MONEY = re.compile(r"[¥￥$]\s*$")


def is_count(text: str, start: int, end: int, words: PrivacyWords) -> bool:
    """Whether a unit follows or a sign of money stands before, and neither a telephone nor a person is spoken of."""
    before = _before(text, start)
    money = _MONEY.search(before)
    if money is None and words.unit.match(text, end) is None:
        return False
    said = before[: money.start()] if money else before
    return words.phone_word.search(said) is None and not _speaks_of_person(said, words)


def is_other_number(text: str, start: int, words: PrivacyWords) -> bool:
    """Whether words right before say that it is another number, and no person is spoken of."""
    before = _before(text, start)
    return words.other.search(before) is not None and not _speaks_of_person(before, words)


def is_office_line(text: str, start: int, end: int, words: PrivacyWords) -> bool:
    """Whether the words right before a mobile number say that it is the office's own, and no person is named there."""
    before = _before(text, start)
    office = words.office.search(before)
    after = _CLAUSE_END.split(text[end : end + _NEAR])[0]
    return (
        office is not None
        and words.after_office.match(after) is not None
        and words.person.search(after) is None
        and not _speaks_of_person(before, words)
        and not _names_anybody(before[: office.start()] + before[office.start() : office.end()][:1], words)
    )


def _before(text: str, start: int) -> str:
    """What stands before in the sentence."""
    return _CLAUSE_END.split(text[max(start - _NEAR, 0) : start])[-1]


def _speaks_of_person(before: str, words: PrivacyWords) -> bool:
    """Whether a word says so, or what looks like a name stands right before the number."""
    if words.person.search(before) or words.contact.search(before):
        return True
    pieces = [piece for piece in _PIECE_END.split(before) if piece]
    return bool(pieces) and not before.endswith((":", "：")) and _is_name(pieces[-1], words)


def _names_anybody(before: str, words: PrivacyWords) -> bool:
    """Whether one of the pieces between marks looks like a name, or like a title after a surname (`张局`)."""
    return any(_is_name(piece, words) or _is_titled(piece, words) for piece in _PIECE_END.split(before))


def _is_name(piece: str, words: PrivacyWords) -> bool:
    return words.name.fullmatch(piece) is not None and words.no_name.fullmatch(piece) is None


def _is_titled(piece: str, words: PrivacyWords) -> bool:
    return words.titled.fullmatch(piece) is not None and words.no_name.fullmatch(piece) is None
