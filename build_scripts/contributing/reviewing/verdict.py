"""Two packages and the names of changed files → what became of each file, and whether anything stands against it.

Comes in: the package before (or none), the package after, changed files. Goes out: `FileRow`s, reasons that block.
Refuses to know: words, Markdown, what else changes in the data.

An error blocks where it is about a changed file, or was not there before: whatever the cause, a file is no longer
taken. Errors that stood before in files nobody touched do not. What an agency itself got wrong never blocks: it is a
warning or a note.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from build_scripts.contributing.reviewing.changed_files import ChangedFile
from build_scripts.contributing.reviewing.records import read_records
from build_scripts.contributing.understood import Understood, count_findings, understand_record, withhold
from build_scripts.packaging.package import FindingRow, Package, ReportRecord, Row

REPLACED = "replaced-report"
STRAY = frozenset(("sidecar-without-report", "sidecar-misnamed"))
"""Findings of a sidecar that no report is read with."""
RESULTS = ("withheld", "removed", "replaced", "gone", "added", "changed", "same", "moved", "left_out")
"""What may become of a file, in the order in which files are listed."""


class FileRow(NamedTuple):
    """A report file and what became of it; `result` is one of RESULTS.

    withheld: an error keeps it out. removed: its report is no longer held. replaced: another file's report stands in
    its place. gone: it was not taken before either. added, changed, same: of its report. moved: the same report under
    another name, told with that. left_out: a hidden file, a README. `before` is the name it had, `record` the report
    as it is published, `is_changed` whether the file or its sidecar is among those changed. A sidecar without a report
    has a row of its own, under its own name. `is_alone`: told as read without its sidecar, which is at fault.
    """

    source_file: str
    result: str
    understood: Understood
    findings: tuple[FindingRow, ...]
    record: ReportRecord | None = None
    before: str = ""
    is_changed: bool = True
    is_sidecar_changed: bool = False
    decision: str = ""
    is_alone: bool = False

    @property
    def folder_of_year(self) -> str:
        """The folder of its year if it is newly told and lies in that of none or of another, else nothing."""
        year = self.understood.year
        is_told = self.is_changed and self.result in ("added", "changed") and bool(year)
        return f"{year}/" if is_told and self.source_file.partition("/")[0] != year else ""

    @property
    def errors(self) -> tuple[FindingRow, ...]:
        """The findings that keep it out."""
        return tuple(one for one in self.findings if one.severity == "error")


class Verdict(NamedTuple):
    """Every file that changed or is newly withheld; the files that lie or are what they should not."""

    rows: tuple[FileRow, ...]
    strange: tuple[ChangedFile, ...]

    @property
    def blocks(self) -> bool:
        """Whether something stands against the change."""
        return bool(self.strange) or any(row.errors for row in self.rows)


class _Side(NamedTuple):
    """A package by files: their published rows, their findings (those of a sidecar under its report)."""

    by_file: Mapping[str, Row]
    by_report: Mapping[str, Row]
    findings: Mapping[str, tuple[FindingRow, ...]]


def judge_change(
    before: Package | None, after: Package, changed: Sequence[ChangedFile], altered: Collection[str]
) -> Verdict:
    """What became of every changed file, and of every file that is newly withheld; raises FilesError.

    `altered` are the reports of both packages in which anything differs.
    """
    old, new = _sort_package(before), _sort_package(after)
    present = {one.source_file for one in changed if one.source_file and one.is_there and not one.is_sidecar}
    touched = sorted({one.source_file for one in changed if one.source_file})
    stray = {one.source_file for one in changed if one.is_sidecar and one.source_file not in present}
    known = {finding.finding_id for found in old.findings.values() for finding in found}
    broken = [
        name
        for name, found in new.findings.items()
        if before and name not in touched and any(_is_new_error(one, known) for one in found)
    ]
    names = [*touched, *sorted(broken)]
    wanted = {row["report_id"] for name in names for row in _rows_of(name, old, new)}
    records = read_records(after, wanted), read_records(before, wanted) if before else {}
    is_there = {name: name in present or (name in stray and name in new.by_file) for name in names}
    rows = [
        _make_row(name, old, new, records, altered, is_there[name] or name in broken, name in touched) for name in names
    ]
    sidecars = {one.source_file for one in changed if one.is_sidecar}
    rows = [_name_stray(row._replace(is_sidecar_changed=row.source_file in sidecars)) for row in rows]
    return Verdict(
        tuple(sorted(rows, key=lambda row: (not row.errors, RESULTS.index(row.result), row.source_file))),
        tuple(one for one in changed if one.strange),
    )


def _make_row(
    name: str,
    old: _Side,
    new: _Side,
    records: tuple[Mapping[str, ReportRecord], Mapping[str, ReportRecord]],
    altered: Collection[str],
    is_there: bool,
    is_changed: bool,
) -> FileRow:
    findings = new.findings.get(name, ())
    published, was = new.by_file.get(name), old.by_file.get(name)
    if published:
        report_id = published["report_id"]
        former = old.by_report.get(report_id)
        result = "added" if former is None else "changed" if report_id in altered else "same"
        record = records[0][report_id]
        before = former["source_file"] if former and former["source_file"] != name else ""
        return FileRow(name, result, understand_record(record), findings, record, before, is_changed)
    if any(one.severity == "error" for one in findings):
        return FileRow(name, "withheld", withhold(name, count_findings(findings)), findings, is_changed=is_changed)
    if any(one.code == REPLACED for one in findings):
        return FileRow(name, "replaced", withhold(name, count_findings(findings)), findings, is_changed=is_changed)
    if was is None:
        result = "left_out" if is_there else "gone"
        return FileRow(name, result, withhold(name, {}), findings, is_changed=is_changed)
    result = "moved" if was["report_id"] in new.by_report else "removed"
    told = understand_record(records[1][was["report_id"]])._replace(findings={}, title="")
    return FileRow(name, result, told, findings, is_changed=is_changed)


def _name_stray(row: FileRow) -> FileRow:
    """The row under the name of the sidecar, if that is all there is."""
    if row.findings and {one.code for one in row.findings} <= STRAY:
        name = row.findings[0].source_file
        return row._replace(source_file=name, understood=row.understood._replace(source_file=name))
    return row


def _is_new_error(finding: FindingRow, known: Iterable[str]) -> bool:
    return finding.severity == "error" and finding.finding_id not in known


def _rows_of(name: str, old: _Side, new: _Side) -> list[Row]:
    return [side.by_file[name] for side in (old, new) if name in side.by_file]


def _sort_package(package: Package | None) -> _Side:
    if package is None:
        return _Side({}, {}, {})
    found: dict[str, list[FindingRow]] = {}
    for finding in (one for group in package.findings.values() for one in group):
        found.setdefault(finding.source_file.removesuffix(".yml"), []).append(finding)
    ordered = {
        name: tuple(sorted(group, key=lambda one: (one.source_file, int(one.line or 0), one.finding_id)))
        for name, group in found.items()
    }
    return _Side(
        {row["source_file"]: row for row in package.reports},
        {row["report_id"]: row for row in package.reports},
        ordered,
    )
