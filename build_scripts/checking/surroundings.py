"""What stands before a statement in its sentence: whether it speaks of the whole, of this year, of this body.

Comes in: a sentence as signs, the place of a statement, who speaks. Goes out: yes or no. Refuses to know: numbers.
In doubt the answer is no: what is left out is a hint less, what is wrongly let in accuses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from build_scripts.checking.numerals import NUMBER_PATTERNS, read_year
from build_scripts.reading.prose.wording import UNKNOWN, Wording

_YEAR = re.compile(NUMBER_PATTERNS["year"][1])
_YEARS_BACK = 300
_BREAK = re.compile(r"[,;:(]")
_ONE_OF_YEARS = re.compile(r"[yn][/&]$")
_REMARK = re.compile(r"\([^()]*\)")
_NO_PART = re.compile(r"[XmMcdeUTB~]")
_PASSED_OVER = "F&tyHWO"
_BODY = re.compile(
    r"(?:局|委|办|厅|院|所|中心|政府|镇|乡|街道|公司|学校|医院|部门|队|处|站|馆|会|社|室|部|大学|市|县|区|省|州|旗)$"
)
_WHOLE_SCOPES = ("subordinates", "government")
_TAIL = 3
_LEVELS = ("市", "县", "区", "省", "州", "旗", "镇", "乡")
_GOVERNMENT = re.compile(r"([省市县区州盟旗镇乡道])(?:人民)?政府(?:办公[室厅])?$")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the agency's names as printed, the year of the report, and what the report counts."""

    names: tuple[str, ...]
    year: int
    scope: str


def stands_alone(wording: Wording, start: int, before: str, speaker: Speaker) -> bool:
    """Whether nothing before the word number `start` makes the statement another year's, another body's or a part.

    `before` is the text above the sentence, asked for the year only where the sentence names none.
    """
    signs = wording.signs
    return (
        _speaks_of_whole(signs, start)
        and _is_own(signs[:start], speaker)
        and _is_this_year(wording, start, before, speaker)
        and not _is_of_another(wording, start, speaker)
    )


def follows_break(wording: Wording, start: int) -> bool:
    """Whether the statement opens a clause, but for years, fillers and the body itself."""
    at = start - 1
    while at >= 0 and wording.signs[at] in _PASSED_OVER:
        at -= 1
    return at < 0 or wording.signs[at] in ",;:/()." or (wording.signs[at] == UNKNOWN and names_body(wording, at))


def _speaks_of_whole(signs: str, start: int) -> bool:
    clause, above = _last_clauses(signs[:start])
    if _NO_PART.search(clause) or "J" in clause or ("J" in above and "#" not in above):
        return False
    last_part = signs[:start].rpartition(";")[2]
    return not re.search("[TB]", _REMARK.sub("", last_part))


def _last_clauses(signs: str) -> tuple[str, str]:
    """The signs of the clause so far, and of the clause before it."""
    pieces = _BREAK.split(signs)
    return pieces[-1], pieces[-2] if len(pieces) > 1 else ""


def _is_own(signs: str, speaker: Speaker) -> bool:
    """Whether the last word on whose numbers these are fits what the report counts."""
    said = next((sign for sign in reversed(signs) if sign in "WOH"), "")
    if said == "W":
        return speaker.scope in _WHOLE_SCOPES
    return said != "O" or speaker.scope == "organ"


def _is_this_year(wording: Wording, start: int, before: str, speaker: Speaker) -> bool:
    at = max(map(wording.signs[:start].rfind, "ytom"))
    if at >= 0:
        named = wording.words[at]
        if named.sign == "y" and not _ONE_OF_YEARS.search(wording.signs[:at]):
            return read_year(wording.text[named.start : named.end]) == speaker.year
        return named.sign == "t"
    above = _YEAR.findall(before[-_YEARS_BACK:].rpartition("\n")[2])
    return not above or read_year(above[-1]) == speaker.year


def _is_of_another(wording: Wording, start: int, speaker: Speaker) -> bool:
    """Whether the subject right before the statement is a body whose name is not the agency's, or a place."""
    at = start - 1
    while at >= 0 and wording.signs[at] in _PASSED_OVER and wording.signs[at] != "H":
        at -= 1
    if at < 0 or wording.signs[at] != UNKNOWN or not names_body(wording, at):
        return False
    word = wording.words[at]
    subject = wording.text[word.start : word.end]
    if subject[-1] in _LEVELS[:6]:
        return speaker.scope not in _WHOLE_SCOPES
    return not any(_is_short_for(subject, name) for name in speaker.names)


def names_body(wording: Wording, at: int) -> bool:
    """Whether an unknown word ends like the name of a body or of a place."""
    word = wording.words[at]
    return _BODY.search(wording.text[max(word.start, word.end - 4) : word.end]) is not None


def _is_short_for(subject: str, name: str) -> bool:
    """Whether the last characters of the subject, with the level before them, stand in the name in the same order.

    >>> _is_short_for("年内市城管局", "卫辉市城市管理局"), _is_short_for("市教育局", "卫辉市城市管理局")
    (True, False)
    """
    one, other = _GOVERNMENT.search(subject), _GOVERNMENT.search(name)
    if one and other and one.group(1) != other.group(1):
        return False
    rest = iter(name)
    return all(sign in rest for sign in subject[-_TAIL - (subject[-_TAIL - 1 : -_TAIL] in _LEVELS) :])
