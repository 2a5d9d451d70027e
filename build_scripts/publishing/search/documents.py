"""Package → what can be found in it.

Comes in: the loaded package's reports and agencies. Goes out: search documents. Refuses to know: the index, pages.
Text that is held back is held back here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from build_scripts.packaging.held_back import WITHHELD
from build_scripts.packaging.package import ReportRecord, Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import report_address
from build_scripts.publishing.lists.directory import Listed
from build_scripts.publishing.lists.rows import name_place
from build_scripts.publishing.lists.spelling import Spell, spell
from build_scripts.publishing.report.table_lines import find_table_lines
from build_scripts.publishing.search.agencies import AgencyDocument
from build_scripts.publishing.search.facets import list_agency_facets, list_state_facets, list_year_facets
from build_scripts.publishing.search.partition import SearchDocument
from build_scripts.publishing.search.terms import name_facet


class ReportDocuments(NamedTuple):
    """What can be found in one report; `table` is empty where nothing is printed outside the texts."""

    title: SearchDocument
    sections: tuple[SearchDocument, ...]
    table: tuple[SearchDocument, ...]


def describe_agency(one: Listed, context: SiteContext, spell: Spell = spell) -> AgencyDocument:
    """An agency with its short name, the names it had in print, its pinyin and its places."""
    agency = one.agency
    held = tuple(sorted(one.reports, reverse=True))
    names = dict.fromkeys([agency["name"], agency["short_name"], *one.former])
    return AgencyDocument(
        agency["agency_id"],
        tuple(name for name in names if name),
        spell(agency["name"], one.places),
        tuple(name_place(place) for place in one.places),
        held,
        agency["function"],
        (*list_agency_facets(agency, context), *list_year_facets(held)),
    )


def describe_report(record: ReportRecord, context: SiteContext) -> ReportDocuments:
    """The title, sections and table lines of a report; while its text is held back, the title alone."""
    facets = (*list_agency_facets(record.agency, context), *list_state_facets(record.row))
    title = describe_title(record.row, record.agency, facets)
    if record.row["text_release"] == WITHHELD:
        return ReportDocuments(title, (), ())
    return ReportDocuments(title, tuple(_describe_sections(record, title)), tuple(_describe_table(record, title)))


def describe_title(report: Row, agency: Row, facets: tuple[str, ...] = ()) -> SearchDocument:
    """A report's title as printed; where none is printed, the agency and the year, which head every hit of it."""
    name = f"{agency['name']} {report['year']} 年"
    address = report_address(report["agency_id"], report["year"])
    return SearchDocument("title", address, name, report["title"] or name, facets=facets)


def _describe_sections(record: ReportRecord, title: SearchDocument) -> Iterator[SearchDocument]:
    """The sections of a report that have a heading or text."""
    for found in record.sections:
        if found.heading or found.text:
            facets = (*title.facets, name_facet("s", found.section))
            yield SearchDocument(
                "section", title.address, title.title, found.text, found.heading, found.section, facets=facets
            )


def _describe_table(record: ReportRecord, title: SearchDocument) -> Iterator[SearchDocument]:
    """The printed lines that stand in no section's text, as one document."""
    headings = [found.heading for found in record.sections]
    texts = [found.heading + found.text for found in record.sections]
    found = find_table_lines(record.lines, texts, [record.row["title"], *headings])
    if found:
        text = "\n".join(line for _, line in found)
        lines = tuple(number for number, _ in found)
        yield SearchDocument("table", title.address, title.title, text, lines=lines, facets=title.facets)
