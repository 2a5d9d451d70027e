"""The reports in the API: a file for each, written as its record passes.

Comes in: records of the package. Goes out: `api/v1/reports/<report_id>.json`, and the records on their way. Refuses to
know: pages, other reports. Numbers of cells are strings, exactly as in the CSV.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing.api.json_files import API, name_schema, write_json
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.json_text import write_rows, write_tables
from build_scripts.publishing.links import report_address, root_of
from build_scripts.publishing.report.held_back import hold_back


def publish_reports(records: Iterable[ReportRecord], context: SiteContext, site: Path) -> Iterator[ReportRecord]:
    """The records, each written to `api/v1/reports/<report_id>.json` as it passes."""
    for record in records:
        write_json(site / API / "reports" / f"{record.row['report_id']}.json", describe_report(record, context))
        yield record


def describe_report(record: ReportRecord, context: SiteContext) -> dict[str, object]:
    """A report with its agency, sections, cells, checks, findings and corrections, ready for `write_object`; a text
    that is held back is empty, as in the CSV."""
    record = hold_back(record)
    place = f"{API}reports/"
    root = root_of(place)
    page = root + report_address(record.row["agency_id"], record.row["year"])
    return {
        **name_schema("report", place),
        "version": context.version,
        "report": dict(record.row),
        "agency": dict(record.agency),
        "page": page,
        "sections": write_rows(record.sections),
        "tables": write_tables(record.cells),
        "checks": write_rows(record.checks),
        "findings": write_rows(record.findings),
        "corrections": write_rows(record.corrections),
    }
