"""Every page that is made from the package: reports, agencies, lists, dictionary, quality.

Comes in: the loaded package, its reports one after another, once. Goes out: pages, each with the files beside it.
Refuses to know: the disk, specimens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from build_scripts.packaging.load import iterate_reports, iterate_sections, read_source
from build_scripts.packaging.package import Package, ReportRecord
from build_scripts.publishing.agency.page import AgencyPages
from build_scripts.publishing.agency.years import AgencyYear, collect_year
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.data.dictionary import make_dictionary_pages
from build_scripts.publishing.data.usage import count_usage
from build_scripts.publishing.lists.directory import Directory
from build_scripts.publishing.lists.pages import make_list_pages
from build_scripts.publishing.outside import find_outside
from build_scripts.publishing.pages import Page
from build_scripts.publishing.quality.pages import make_quality_pages
from build_scripts.publishing.quality.tally import QualityTally
from build_scripts.publishing.report.page import ReportPages
from build_scripts.publishing.report.shared_text import find_shared


def make_pages(
    package: Package, context: SiteContext, directory: Directory, tally: QualityTally
) -> Iterator[tuple[Page, Mapping[str, bytes]]]:
    """Every data page with the files beside it, the reports counted in `tally` as they pass. An agency's page follows
    its last report."""
    outside = find_outside(context, find_shared(iterate_sections(package)))
    reports, agencies = ReportPages(context, outside), AgencyPages(context, outside)
    earlier: dict[str, ReportRecord] = {}
    years: dict[str, list[AgencyYear]] = {}
    for record in iterate_reports(package):
        agency_id = record.row["agency_id"]
        before = earlier.get(agency_id)
        is_last_year = before is not None and int(before.row["year"]) == int(record.row["year"]) - 1
        previous = before if is_last_year else None
        tally.add(record, previous)
        made = reports.make(record, previous, read_source(package, record.row))
        yield made.page, made.files
        found = years.setdefault(agency_id, [])
        found.append(collect_year(record, context))
        earlier[agency_id] = record
        if len(found) == len(context.reports_of[agency_id]):
            del earlier[agency_id]
            yield agencies.make(record.agency, years.pop(agency_id))
    usage = count_usage(tally, package, context)
    for page in chain(make_list_pages(context, directory), make_dictionary_pages(package, context, usage)):
        yield page, {}
    yield from make_quality_pages(tally, package, context)
