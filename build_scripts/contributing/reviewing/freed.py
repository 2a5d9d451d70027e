"""Two packages → the reports whose text is given out more freely than before.

Comes in: the package before, the package after. Goes out: `Freed`; rows and changes that quote nothing of them, for
nobody has decided yet. Refuses to know: why. A sidecar that was deleted or moved, a file that takes another's place,
another code list: whatever the way, a text that was held back is no longer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from build_scripts.contributing.reviewing.verdict import FileRow
from build_scripts.packaging.held_back import FULL, HIDDEN, MASKED, QUOTELESS, UNQUOTED, UNSAID, WITHHELD
from build_scripts.packaging.package import FindingRow, Package, ReportRecord, Row
from build_scripts.releasing.ledger import Change

STRICTNESS = (FULL, MASKED, WITHHELD)
SAME_BY = ("report_id", "source_file")
"""A report is that of before where one of these is the same: it may have another name, year or agency now. The hash of
a file whose text is not given out in full is told nowhere."""


class Freed(NamedTuple):
    """A report as it is held now, how its text was given out before and is now."""

    report_id: str
    source_file: str
    before: str
    now: str


def find_freed(before: Package | None, after: Package) -> tuple[Freed, ...]:
    """The reports given out more freely, in the order of their ids; none without an older package."""
    strictest: dict[tuple[str, str], int] = {}
    for row in before.reports if before else ():
        for key in _list_keys(row):
            strictest[key] = max(strictest.get(key, 0), _tell_strictness(row))
    found = []
    for row in after.reports:
        was = max(strictest.get(key, 0) for key in _list_keys(row))
        if was > _tell_strictness(row):
            found.append(Freed(row["report_id"], row["source_file"], STRICTNESS[was], row["text_release"]))
    return tuple(sorted(found))


def hush_row(row: FileRow, freed: Collection[str]) -> FileRow:
    """The row of such a report without title, quotes and reasons; its numbers and states stay."""
    if row.understood.report_id not in freed:
        return row
    findings = tuple(map(_hush_finding, row.findings))
    record = _hush_record(row.record, findings) if row.record else None
    return row._replace(understood=row.understood._replace(title=""), findings=findings, record=record)


def hush_changes(changes: Iterable[Change], freed: Collection[str]) -> tuple[Change, ...]:
    """The changes, of such reports without what fields say."""
    return tuple(
        one._replace(after=HIDDEN)
        if one.subject == "field" and one.report_id in freed and one.column != "text_release"
        else one
        for one in changes
    )


def _hush_finding(finding: FindingRow) -> FindingRow:
    if finding.code in QUOTELESS:
        return finding
    return finding._replace(message_zh=UNQUOTED["zh"], message_en=UNQUOTED["en"])


def _hush_record(record: ReportRecord, findings: tuple[FindingRow, ...]) -> ReportRecord:
    corrections = tuple(one._replace(printed=HIDDEN, reason=UNSAID) for one in record.corrections)
    return replace(record, findings=findings, corrections=corrections)


def _list_keys(row: Row) -> Iterator[tuple[str, str]]:
    return ((name, row[name]) for name in SAME_BY)


def _tell_strictness(row: Row) -> int:
    return STRICTNESS.index(row["text_release"]) if row["text_release"] in STRICTNESS else 0
