"""The data package as frozen data, for those who publish it.

Comes in: nothing. Goes out: the types that `load` fills; every value is the string of the CSV, exactly. Refuses to
know: files, pandas, pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

Row = Mapping[str, str]


class SectionRow(NamedTuple):
    """A row of `sections` without its report."""

    section: str
    heading: str
    text: str
    line_start: str
    line_end: str


class CellRow(NamedTuple):
    """A row of one of the three tables of cells without its report; `value` is empty unless `state` is reported.

    `row` and `column` are the table's two keys: item and measure, outcome and applicant, channel and result.
    """

    row: str
    column: str
    value: str
    state: str
    printed: str
    line: str
    correction: str


class CheckRow(NamedTuple):
    """A row of `checks` without its report."""

    rule: str
    scope: str
    status: str
    left: str
    right: str
    difference: str
    left_text: str
    right_text: str


class FindingRow(NamedTuple):
    """A row of `findings`; `report_id` is empty where the file made no published report."""

    finding_id: str
    report_id: str
    source_file: str
    line: str
    code: str
    severity: str
    message_zh: str
    message_en: str


class CorrectionRow(NamedTuple):
    """A row of `corrections` without its report."""

    table: str
    row: str
    column: str
    printed: str
    value: str
    reason: str
    evidence: str


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """One published report with everything the package holds of it; tuples keep the order of the CSV.

    `row` is its row of `reports`, `agency` the row of `agencies`; `cells` has a key for each of the three tables.
    `lines` is the text that was read, line 1 first.
    """

    row: Row
    agency: Row
    sections: tuple[SectionRow, ...]
    cells: Mapping[str, tuple[CellRow, ...]]
    checks: tuple[CheckRow, ...]
    findings: tuple[FindingRow, ...]
    corrections: tuple[CorrectionRow, ...]
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The text that was read, exactly; of a file handed in as UTF-8 without BOM with LF, its very bytes."""
        return "\n".join(self.lines)

    @property
    def text_sha256(self) -> str:
        """SHA-256 of that text in UTF-8, in hex; the file's own `source_sha256` exactly if nothing was converted."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Package:
    """A loaded package: what is small is here, what is large is read by `load.iterate_reports`.

    `lists` holds the code lists under the names of `datapackage/codelists` (so `build_codes(package.lists)` works), in
    printed order; `register` the agency register, `agencies` the rows by id, `reports` the rows by report_id.
    `date` is the day of the version (ISO). `findings` holds all findings by report_id; under the empty id those of
    files that made no published report.
    """

    folder: Path
    version: str
    date: str
    descriptor: Mapping[str, object]
    lists: Mapping[str, tuple[Row, ...]]
    register: tuple[Row, ...]
    agencies: Mapping[str, Row]
    reports: tuple[Row, ...]
    findings: Mapping[str, tuple[FindingRow, ...]]
