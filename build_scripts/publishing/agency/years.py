"""What an agency's page keeps of each of its reports: cells, what was found, the lines of its CSV.

Comes in: a report's record. Goes out: `AgencyYear`, without the text, so that few are large at a time. Refuses to know:
HTML.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from build_scripts.packaging.package import CellRow, FindingRow, ReportRecord, Row
from build_scripts.publishing.charts.series import Key
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.report.held_back import hold_back
from build_scripts.publishing.report.sums import count_sums, count_told


class AgencyYear(NamedTuple):
    """A report as its agency's page shows it, nothing of it that its own page holds back.

    `statuses` counts its sums and `severities` its findings, by label, as its own page does; `told` where a number of
    the text stands beside a table; `states` its cells by label.
    """

    report: Row
    cells: Mapping[Key, CellRow]
    tables: Mapping[str, tuple[CellRow, ...]]
    states: tuple[tuple[str, int], ...]
    statuses: tuple[tuple[str, int], ...]
    told: int
    severities: tuple[tuple[str, int], ...]

    @property
    def year(self) -> int:
        """The year of the report."""
        return int(self.report["year"])


def collect_year(record: ReportRecord, context: SiteContext) -> AgencyYear:
    """What the agency's page shows of a report."""
    record = hold_back(record)
    return AgencyYear(
        record.row,
        {(table, cell.row, cell.column): cell for table, cells in record.cells.items() for cell in cells},
        record.cells,
        tuple(
            (label, count)
            for state, label in context.labels["states"].items()
            if (count := int(record.row[f"cells_{state}"] or 0))
        ),
        count_sums(record.checks, context),
        count_told(record.checks, context),
        _count_findings(record.findings, context),
    )


def _count_findings(findings: Sequence[FindingRow], context: SiteContext) -> tuple[tuple[str, int], ...]:
    return _name_counts(Counter(found.severity for found in findings), context.labels["severities"])


def _name_counts(counts: Mapping[str, int], labels: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    """Counts by label in the order of the code list, none of 0."""
    return tuple((label, counts[code]) for code, label in labels.items() if counts.get(code))
