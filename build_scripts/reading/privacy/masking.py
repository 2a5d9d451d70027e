"""A text without the numbers of persons: each replaced whole, lines and cells kept.

Comes in: lines and the places in them. Goes out: the same with `［身份证号］` or `［手机号］` there. Refuses to know:
how places are found. The mark is not as long as the number and shows no digit of it: with a few digits and a name a
person would be found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from build_scripts.reading.document import Document
from build_scripts.reading.privacy.finder import Kind, Place, find_places
from build_scripts.reading.privacy.words import PrivacyWords

MARKS: dict[Kind, str] = {"identity_card": "［身份证号］", "mobile_phone": "［手机号］"}


def mask_lines(lines: Sequence[str], places: Iterable[Place]) -> tuple[str, ...]:
    """The lines with a mark for each place; what is left of a number on the next line goes without one."""
    masked = list(lines)
    for place in sorted(places, reverse=True):
        line = masked[place.line - 1]
        mark = "" if place.is_rest else MARKS[place.kind]
        masked[place.line - 1] = line[: place.start] + mark + line[place.end :]
    return tuple(masked)


def mask_text(text: str, words: PrivacyWords) -> str:
    """The text with a mark for each number of a person that is found in it."""
    lines = text.split("\n")
    places = find_places(lines, words)
    return "\n".join(mask_lines(lines, places)) if places else text


def mask_document(document: Document, places: Iterable[Place]) -> Document:
    """The document with a mark for each place, in its lines and in the cells of its rows."""
    lines = mask_lines(document.lines, places)
    rows = {number: row if lines[number - 1] == document.lines[number - 1]
            else row._replace(cells=tuple(lines[number - 1].split("\t")))
            for number, row in document.rows.items()}  # fmt: skip
    return replace(document, lines=lines, rows=rows)
