"""The statement as data: CSV files from which every figure of it can be counted again.

Comes in: the tally, the coverage, the listings, the package. Goes out: file name → bytes, the same bytes always.
Refuses to know: the disk, pages. UTF-8 with a byte order mark, so that Excel reads it, as a report has it; lines end in
LF; exact, nothing escaped for spreadsheets. Words of reports are not in them, so nothing held back can be.
"""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Iterable, Iterator, Mapping

from build_scripts.packaging.package import Package
from build_scripts.packaging.resources import CELL_TABLES
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.quality.coverage import Coverage
from build_scripts.publishing.quality.file_list import describe_files
from build_scripts.publishing.quality.listing import Key, Listing
from build_scripts.publishing.quality.members import Counts
from build_scripts.publishing.quality.rows import sort_reports
from build_scripts.publishing.quality.tally import QualityTally
from build_scripts.publishing.quality.words import tell_source

_BOM = b"\xef\xbb\xbf"
Record = tuple[object, ...]


def write_files(
    tally: QualityTally,
    coverage: Coverage,
    figures: Mapping[Key, Listing],
    package: Package,
    context: SiteContext,
) -> dict[str, bytes]:
    """Every data file by name."""
    lines: dict[str, Iterable[str]] = {
        "figures.csv": _print(list_figure_rows(figures, coverage)),
        "coverage.csv": _print(_list_coverage(coverage, context)),
        "reports.csv": _print(_list_reports(tally, context)),
        "states.csv": _print_states(tally, context),
        "rules.csv": _print_rules(tally, context),
        "findings.csv": _print(_list_findings(package)),
    }
    return {
        file.name: _BOM
        + "".join(
            f"{line}\n" for line in (",".join(column.name for column in file.columns), *lines[file.name])
        ).encode()
        for file in describe_files(context)
    }


def list_figure_rows(figures: Mapping[Key, Listing], coverage: Coverage) -> Iterator[Record]:
    """Every figure with its list; those of a province and year lead to the province's matrix."""
    for key, listing in figures.items():
        subject, group, item, form = _spread(key)
        yield subject, group, item, form, listing.count, listing.unit, len(listing.items), listing.address
    for province in coverage.provinces:
        code = province.region["code"]
        yield "agencies", code, "", "", len(province.rows), "个机关", len(province.rows), province.address
        for at, year in enumerate(province.years):
            for subject, unit, marks in (
                ("province_held", "份报告", ("held", "numberless")),
                ("province_not_held", "个机关", ("not_held",)),
            ):
                if count := province.count(at, *marks):
                    yield subject, code, str(year), "", count, unit, count, province.address


def _spread(key: Key) -> tuple[str, str, str, str]:
    """Subject, group, item and form of a key."""
    subject, *codes = key
    if len(codes) == 3:
        return subject, codes[0], codes[1], codes[2]
    if len(codes) == 2:
        return subject, codes[0], codes[1], ""
    return subject, "", codes[0] if codes else "", ""


def _list_coverage(coverage: Coverage, context: SiteContext) -> Iterator[Record]:
    held = {(row["agency_id"], row["year"]): row["report_id"] for row in context.reports}
    for province in coverage.provinces:
        for row in province.rows:
            agency_id = row.agency["agency_id"]
            for year, mark in zip(province.years, row.marks, strict=True):
                if mark:
                    yield agency_id, province.region["code"], year, mark, held.get((agency_id, str(year)), "")


def _list_reports(tally: QualityTally, context: SiteContext) -> Iterator[Record]:
    corrections: dict[int, int] = {}
    for fix in tally.corrections:
        corrections[fix.report] = corrections.get(fix.report, 0) + 1
    for at in sort_reports(context):
        row = context.reports[at]
        yield (
            row["report_id"],
            row["form"],
            row["scope"],
            row["source_format"],
            row["text_release"],
            tell_source(row["source_url"]),
            corrections.get(at, 0),
        )


def _print_states(tally: QualityTally, context: SiteContext) -> Iterator[str]:
    printed = {table: _print_counts(tally.tabulate_cells(table)) for table in CELL_TABLES}
    for at in sort_reports(context):
        start = f"{_quote(context.reports[at]['report_id'])},{_quote(context.reports[at]['form'])}"
        yield from (f"{start},{table},{counts[at]}" for table, counts in printed.items() if counts[at])


def _print_rules(tally: QualityTally, context: SiteContext) -> Iterator[str]:
    counts, width = _print_counts(tally.tabulate_checks()), len(tally.rules)
    for at in sort_reports(context):
        start = _quote(context.reports[at]["report_id"])
        told = zip(tally.rules, counts[at * width : (at + 1) * width], strict=True)
        yield from (f"{start},{rule},{numbers}" for rule, numbers in told if numbers)


def _print_counts(counts: Counts) -> list[str]:
    """Each row of numbers as it stands in a file; empty where all are 0. Few of them differ, so each is made once."""
    width = counts.shape[-1] * counts.itemsize
    data, printed = counts.tobytes(), dict[bytes, str]()
    rows = [data[start : start + width] for start in range(0, len(data), width)]
    for row in set(rows):
        numbers = array("H", row)
        printed[row] = ",".join(map(str, numbers)) if any(numbers) else ""
    return [printed[row] for row in rows]


def _quote(value: str) -> str:
    """A value as the writer of CSV has it."""
    return '"' + value.replace('"', '""') + '"' if any(mark in value for mark in ',"\r\n') else value


def _list_findings(package: Package) -> Iterator[Record]:
    for report_id in sorted(package.findings):
        for found in package.findings[report_id]:
            yield found.finding_id, found.report_id, found.source_file, found.line, found.code, found.severity


def _print(rows: Iterable[Record]) -> Iterator[str]:
    """Each row as a line, without its end."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="")
    for row in rows:
        writer.writerow(row)
        yield out.getvalue()
        out.seek(0)
        out.truncate()
