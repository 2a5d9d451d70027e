"""What is found in one report, and what its maintainer decided → how its text is given out.

Comes in: the places, the report as read, `text_release` of the sidecar (empty if nobody decided). Goes out: the
release, findings that name file and line and never the number. Refuses to know: how numbers are found, outputs.

    decided     a number is there              none is there
    (nothing)   withheld, `personal-number`    full; masked, if one is in a part of the file that is not read
    masked      masked                         masked, `nothing-to-mask`
    full        full                           full
    withheld    withheld                       withheld
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from build_scripts.model import Finding, Report
from build_scripts.reading.privacy.finder import Kind, Place, find_places
from build_scripts.reading.privacy.masking import mask_text
from build_scripts.reading.privacy.words import PrivacyWords

FULL, MASKED, WITHHELD = "full", "masked", "withheld"
_NAMES: dict[Kind, tuple[str, str]] = {
    "identity_card": ("身份证号", "identity card number"),
    "mobile_phone": ("手机号", "mobile phone number"),
}
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Release:
    """How the text is given out, and what is to be said of it."""

    text_release: str
    findings: tuple[Finding, ...] = ()


def list_rows(report: Report | None) -> dict[int, frozenset[str]]:
    """For each line that is a row of one of the tables, the amounts of money read in it."""
    cells = report.cells if report else ()
    rows: dict[int, frozenset[str]] = dict.fromkeys([cell.line for cell in cells if cell.line is not None], frozenset())
    for cell in cells:
        if cell.line is not None and isinstance(cell.value, Decimal):
            rows[cell.line] |= frozenset(_NUMBER.findall(cell.printed))
    return rows


def settle_release(
    decided: str,
    places: Sequence[Place],
    in_sidecar: Sequence[tuple[int, Kind]],
    left: int | None,
    source_file: str,
    sidecar_file: str,
    is_unread: bool = False,
) -> Release:
    """The release of a text, given what was decided and found. `left`: the line of a number that came to light only
    when lines were joined, so that it cannot be masked. `is_unread`: one stands in the file where nothing is read."""
    if decided in (FULL, WITHHELD):
        return Release(decided)
    if decided == MASKED:
        if left is not None:
            return Release(WITHHELD, (Finding("masking-incomplete", source_file, left),))
        nothing = not places and not in_sidecar and not is_unread
        return Release(MASKED, (Finding("nothing-to-mask", source_file, None),) if nothing else ())
    found = (
        *_note_places(((place.line, place.kind) for place in places if not place.is_rest), source_file),
        *_note_places(in_sidecar, sidecar_file),
    )
    if left is not None:
        found = (*found, *_note_places([(left, "mobile_phone")], source_file))
    if not found and is_unread:
        return Release(MASKED, (Finding("personal-number-unread", source_file, None),))
    return Release(WITHHELD, found) if found else Release(FULL)


def _note_places(places: Iterable[tuple[int, Kind]], file: str) -> Iterator[Finding]:
    """One finding for each line and kind, with how many there are."""
    for (line, kind), count in sorted(Counter(places).items()):
        zh, en = _NAMES[kind]
        yield Finding("personal-number", file, line, (("kind_zh", zh), ("kind_en", en), ("count", str(count))))


def find_left(report: Report, words: PrivacyWords) -> int | None:
    """The line of the first part of a report in whose joined text a number of a person still stands."""
    for part in report.sections:
        if find_places(f"{part.heading}\n{part.text}".split("\n"), words):
            return part.line_start
    named = (report.title, report.document_number, report.index_number, report.scope_quote, report.agency.name)
    return 1 if any(find_places([text], words) for text in named) else None


def mask_named(report: Report, words: PrivacyWords) -> Report:
    """The report with a mark for each number of a person in what is told of every report, withheld ones too."""
    agency = report.agency
    return replace(
        report,
        agency=replace(agency, name=mask_text(agency.name, words), short_name=mask_text(agency.short_name, words)),
        title=mask_text(report.title, words),
        document_number=mask_text(report.document_number, words),
        index_number=mask_text(report.index_number, words),
        scope_quote=mask_text(report.scope_quote, words),
    )
