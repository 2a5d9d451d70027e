"""The words around a number that tell whose it is, from the code list `sentence_words` (use `privacy`).

Comes in: code lists. Goes out: `PrivacyWords`. Refuses to know: numbers, reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from build_scripts.codes import CodeListError, Row

USE = "privacy"
KINDS = (
    *("office_line", "office_before", "office_after", "hours", "person", "contact", "surname", "no_name"),
    *("identity", "phone", "other_number", "unit"),
)


@dataclass(frozen=True, slots=True)
class PrivacyWords:
    """Patterns of the words.

    `office`: a text that ends with the name of an office's line, so that the number behind it is the office's.
    `after_office`: what may follow that number. `person`: names a person. `contact`: sends the reader to somebody;
    before a number, somebody may be named there. `name`: a surname and one to three characters; `titled`: a surname
    and the end of an office's name; `no_name`: words that look so and are none. `identity`, `phone`: name such a
    number; `phone_word`: anywhere.
    `other`: a text that ends with the name of another number. `unit`: a unit, so that a count stands before it.
    """

    office: re.Pattern[str]
    after_office: re.Pattern[str]
    person: re.Pattern[str]
    contact: re.Pattern[str]
    name: re.Pattern[str]
    titled: re.Pattern[str]
    no_name: re.Pattern[str]
    identity: re.Pattern[str]
    phone: re.Pattern[str]
    phone_word: re.Pattern[str]
    other: re.Pattern[str]
    unit: re.Pattern[str]


def build_privacy_words(rows: Iterable[Row]) -> PrivacyWords:
    """The patterns of the words of this use; raises CodeListError for an unknown kind."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for row in rows:
        if row["use"] == USE:
            if row["kind"] not in found:
                raise CodeListError(f"sentence_words: {USE}: unknown kind {row['kind']!r}")
            found[row["kind"]].append(row["word"])
    any_of = {kind: "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
              for kind, words in found.items()}  # fmt: skip
    any_of["office_after"] += "|" + any_of["hours"] + "|" + any_of["contact"]
    any_of["phone"] += "|" + any_of["contact"]
    any_of["office_before"] += "|" + any_of["hours"]
    not_office = "".join(f"(?<!{re.escape(word)})" for word in found["office_before"])
    numbers = r"[\s:：为是]*(?:[0-9(（)）+－—-]{7,}+[\s、/／,，和或及;；]*+)*+"
    return PrivacyWords(
        office=re.compile(
            rf"(?:^|[\s、,，:：(（和及或]|{any_of['office_before']})(?:{any_of['office_line']})[)）]?{numbers}$"
        ),
        after_office=re.compile(
            rf"[\s)）]*(?:$|[。；;、,，/／(（]\s*(?:$|[0-9]|[)）]|{any_of['office_after']}|{any_of['office_line']})"
            rf"|[0-9]|{any_of['office_after']}|{any_of['office_line']})"
        ),
        person=re.compile(any_of["person"]),
        contact=re.compile(any_of["contact"]),
        name=re.compile(rf"(?:{any_of['surname']})[\u4e00-\u9fff]{{1,3}}{not_office}"),
        titled=re.compile(rf"(?:{any_of['surname']})(?:{any_of['office_before']})"),
        no_name=re.compile(any_of["no_name"]),
        identity=re.compile(rf"(?:{any_of['identity']})[^0-9。；;\t]{{0,12}}$"),
        phone=re.compile(rf"(?:{any_of['phone']})[^0-9。；;]{{0,8}}$"),
        phone_word=re.compile(any_of["phone"]),
        other=re.compile(rf"(?:{any_of['other_number']})[\s:：为是]*$"),
        unit=re.compile(rf"\s*(?:{any_of['unit']})"),
    )
