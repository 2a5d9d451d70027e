"""One file as it was understood, in few words: the row that stands for it wherever many are listed.

Comes in: a reading with its checks, or a report of a package. Goes out: `Understood`, in codes and counts. Refuses to
know: labels, languages, where it is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from build_scripts.codes import TABLES, Codes
from build_scripts.findings import severity
from build_scripts.model import Check, Reading
from build_scripts.packaging.package import FindingRow, ReportRecord

SEVERITIES = ("error", "warning", "note")


class Understood(NamedTuple):
    """A file and what was understood of it; of a withheld one all after `source_file` is empty but its findings.

    `states` counts the cells of each table by state, `sums` the checks that are sums by status (a section that is
    unlike last year's is no sum), `findings` the findings by severity.
    """

    source_file: str
    report_id: str
    agency_id: str
    agency: str
    title: str
    year: str
    form: str
    text_release: str
    states: Mapping[str, Mapping[str, int]]
    sums: Mapping[str, int]
    findings: Mapping[str, int]

    @property
    def is_taken(self) -> bool:
        """Whether a report came of it."""
        return bool(self.report_id)


def understand_reading(reading: Reading, checks: Sequence[Check], codes: Codes) -> Understood:
    """A file that was read alone."""
    found = Counter(severity(finding, codes) for finding in reading.findings)
    report = reading.report
    if report is None:
        return withhold(reading.source_file, found)
    cells = ((cell.table, cell.state.value) for cell in report.cells)
    return Understood(
        source_file=reading.source_file,
        report_id=report.report_id,
        agency_id=report.agency.agency_id,
        agency=report.agency.name,
        title=report.title,
        year=str(report.year),
        form=report.form,
        text_release=report.text_release,
        states=_count_states(cells),
        sums=_count_sums((check.rule, check.status.value) for check in checks),
        findings=found,
    )


def understand_record(record: ReportRecord) -> Understood:
    """A report of a package, as it stands there among the others."""
    row = record.row
    cells = ((table, cell.state) for table, found in record.cells.items() for cell in found)
    return Understood(
        source_file=row["source_file"],
        report_id=row["report_id"],
        agency_id=row["agency_id"],
        agency=record.agency["name"],
        title=row["title"],
        year=row["year"],
        form=row["form"],
        text_release=row["text_release"],
        states=_count_states(cells),
        sums=_count_sums((check.rule, check.status) for check in record.checks),
        findings=count_findings(record.findings),
    )


def withhold(source_file: str, findings: Mapping[str, int]) -> Understood:
    """A file no report came of."""
    return Understood(source_file, "", "", "", "", "", "", "", {}, {}, findings)


def count_findings(findings: Iterable[FindingRow]) -> Mapping[str, int]:
    """The findings of a package by severity."""
    return Counter(finding.severity for finding in findings)


def _count_states(cells: Iterable[tuple[str, str]]) -> Mapping[str, Mapping[str, int]]:
    counts: dict[str, Counter[str]] = {table: Counter() for table in TABLES}
    for table, state in cells:
        counts[table][state] += 1
    return counts


def _count_sums(checks: Iterable[tuple[str, str]]) -> Mapping[str, int]:
    return Counter(status for rule, status in checks if rule != "same_as_last_year")
