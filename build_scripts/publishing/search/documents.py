"""Package → what can be found in it.

Comes in: the loaded package. Goes out: search documents, agencies first, then titles, then sections as they are read,
then the printed lines of the tables.
Refuses to know: the index, pages. Text that is held back is held back here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from build_scripts.packaging.held_back import WITHHELD
from build_scripts.packaging.package import Package, ReportRecord, Row
from build_scripts.publishing.links import agency_address, report_address
from build_scripts.publishing.report.table_lines import find_table_lines
from build_scripts.publishing.search.index import SearchDocument

NAMES_APART = "；"


def list_search_documents(
    package: Package, records: Iterable[ReportRecord], again: Iterable[ReportRecord]
) -> Iterator[SearchDocument]:
    """Every agency, every report's title, every section, every report's table lines.

    `records` are all reports of the package, in its order; `again` the same, read when `records` has ended.
    """
    names = _names_of(package.register)
    for agency_id, agency in package.agencies.items():
        yield describe_agency(agency, names.get(agency_id, ()))
    for report in package.reports:
        yield describe_title(report, package.agencies[report["agency_id"]])
    for record in records:
        yield from describe_sections(record)
    for record in again:
        yield from describe_tables(record)


def describe_agency(agency: Row, names: Iterable[str]) -> SearchDocument:
    """An agency with its short name, the names it had in print, and its id, which is its pinyin."""
    known = dict.fromkeys([agency["name"], agency["short_name"], *names, agency["agency_id"]])
    text = NAMES_APART.join(name for name in known if name)
    return SearchDocument("agency", agency_address(agency["agency_id"]), agency["name"], text)


def describe_title(report: Row, agency: Row) -> SearchDocument:
    """A report's title as printed; where none is printed, the agency and the year."""
    title = report["title"] or f"{agency['name']} {report['year']} 年"
    return SearchDocument("title", report_address(report["agency_id"], report["year"]), title, title)


def describe_sections(record: ReportRecord) -> Iterator[SearchDocument]:
    """The sections of a report that have a heading or text; none while its text is held back."""
    if record.row["text_release"] == WITHHELD:
        return
    title = describe_title(record.row, record.agency)
    for found in record.sections:
        if found.heading or found.text:
            yield SearchDocument("section", title.address, title.title, found.text, found.heading, found.section)


def describe_tables(record: ReportRecord) -> Iterator[SearchDocument]:
    """The printed lines that stand in no section's text, as one document; none while the text is held back."""
    if record.row["text_release"] == WITHHELD:
        return
    title = describe_title(record.row, record.agency)
    headings = [found.heading for found in record.sections]
    texts = [found.heading + found.text for found in record.sections]
    found = find_table_lines(record.lines, texts, [record.row["title"], *headings])
    if found:
        text = "\n".join(line for _, line in found)
        yield SearchDocument("table", title.address, title.title, text, lines=tuple(number for number, _ in found))


def _names_of(register: Iterable[Row]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for row in register:
        names.setdefault(row["agency_id"], []).append(row["name"])
    return names
