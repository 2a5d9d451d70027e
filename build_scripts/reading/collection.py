"""All files together → which of them may be published: equal bytes, two reports for one agency and year, equal ids.

Comes in: a light `Entry` for each file. Goes out: findings; a file with an error or `replaced-report` is not published.
Refuses to know: cells, text, files. The order of the entries does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from build_scripts.model import Finding
from build_scripts.reading.identity.dates import LAST_YEAR


@dataclass(frozen=True, slots=True)
class Entry:
    """What tells one file from another; `report_id` is empty where the file gave no report."""

    source_file: str
    source_sha256: str
    report_id: str
    agency_name: str
    year: int | None
    replaces: str = ""
    agency_is_pinned: bool = False


def settle_collection(entries: Sequence[Entry], last_year: int = LAST_YEAR) -> tuple[Finding, ...]:
    """The findings that only all files together can give, in order of path; no year is later than `last_year`."""
    ordered = sorted(entries, key=lambda entry: entry.source_file)
    ahead = [
        found
        for entry in ordered
        if entry.report_id
        for found in find_year_ahead(entry.source_file, entry.year, last_year)
    ]
    duplicates = _find_duplicates(ordered)
    dropped = {finding.source_file for finding in (*ahead, *duplicates)}
    reports = [entry for entry in ordered if entry.report_id and entry.source_file not in dropped]
    mistaken = _find_mistaken(reports, {entry.source_file: entry for entry in ordered})
    replaced = _find_replaced(reports)
    dropped = {finding.source_file for finding in replaced}
    reports = [entry for entry in reports if entry.source_file not in dropped]
    taken = _find_taken_ids(reports)
    rivals = _find_rivals(reports)
    found = [*ahead, *duplicates, *mistaken, *replaced, *taken, *rivals]
    return tuple(sorted(found, key=lambda f: (f.source_file, f.code)))


def find_year_ahead(source_file: str, year: int | None, last_year: int) -> Iterator[Finding]:
    """An error where a report is about a year that had not begun on the day of the data version."""
    if year and year > last_year:
        details = (("found", str(year)), ("expected", str(last_year)))
        yield Finding("year-ahead", source_file, None, details)


def _find_duplicates(entries: Iterable[Entry]) -> list[Finding]:
    first: dict[str, str] = {}
    findings: list[Finding] = []
    for entry in entries:
        other = first.setdefault(entry.source_sha256, entry.source_file)
        if other != entry.source_file:
            findings.append(Finding("duplicate-bytes", entry.source_file, None, (("other", other),)))
    return findings


def _find_replaced(reports: Sequence[Entry]) -> list[Finding]:
    """A file named in the `replaces` of another report of the same agency and year gives way to it."""
    by_path = {entry.source_file: entry for entry in reports}
    findings: list[Finding] = []
    for entry in reports:
        old = by_path.get(entry.replaces)
        if old and old.report_id == entry.report_id and old.replaces != entry.source_file and old is not entry:
            details = (("other", entry.source_file),)
            findings.append(Finding("replaced-report", old.source_file, None, details, old.report_id))
    return findings


def _find_mistaken(reports: Iterable[Entry], by_path: Mapping[str, Entry]) -> Iterator[Finding]:
    """A `replaces` that names no file, or a report that is no other one of the same agency and year. A file that gave
    no report may well be what is replaced: then nothing is said."""
    for entry in (one for one in reports if one.replaces):
        old = by_path.get(entry.replaces)
        if old is None:
            yield Finding("replaces-missing", entry.source_file, None, (("found", entry.replaces),), entry.report_id)
        elif old is entry or old.report_id not in ("", entry.report_id):
            details = (("found", entry.replaces), ("agency", entry.agency_name), ("year", str(entry.year)))
            yield Finding("replaces-other", entry.source_file, None, details, entry.report_id)


def _find_taken_ids(reports: Sequence[Entry]) -> list[Finding]:
    """Two names that come to the same id: neither is published until the register tells them apart."""
    names: dict[str, dict[str, None]] = {}
    for entry in reports:
        names.setdefault(_agency_id(entry), {})[entry.agency_name] = None
    findings: list[Finding] = []
    for entry in reports:
        agency_id = _agency_id(entry)
        others = [name for name in names[agency_id] if name != entry.agency_name]
        if others and not entry.agency_is_pinned:
            details = (("found", entry.agency_name), ("other", "、".join(others)), ("expected", agency_id))
            findings.append(Finding("agency-id-taken", entry.source_file, None, details, entry.report_id))
    return findings


def _find_rivals(reports: Sequence[Entry]) -> list[Finding]:
    by_id: dict[str, list[Entry]] = {}
    for entry in reports:
        by_id.setdefault(entry.report_id, []).append(entry)
    findings: list[Finding] = []
    for report_id, rivals in by_id.items():
        for entry in rivals if len(rivals) > 1 else ():
            if len({rival.agency_name for rival in rivals if not rival.agency_is_pinned}) > 1:
                continue
            others = "、".join(rival.source_file for rival in rivals if rival is not entry)
            details = (("agency", entry.agency_name), ("year", str(entry.year)), ("other", others))
            findings.append(Finding("two-reports-one-year", entry.source_file, None, details, report_id))
    return findings


def _agency_id(entry: Entry) -> str:
    return entry.report_id.rpartition("-")[0]
