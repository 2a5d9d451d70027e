"""What the pages of a partition take from outside it: all of it is listed, and it changes only with what is shown."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from build_scripts.packaging.load import iterate_reports, iterate_sections, load_package, read_source
from build_scripts.packaging.package import Package, ReportRecord
from build_scripts.packaging.partitions import name_partition
from build_scripts.publishing.agency.page import AgencyPages
from build_scripts.publishing.agency.years import collect_year
from build_scripts.publishing.context import Settings, SiteContext, build_context
from build_scripts.publishing.outside import Outside, Surroundings, find_outside, hash_outside
from build_scripts.publishing.pages import Page
from build_scripts.publishing.report.page import ReportPages
from build_scripts.publishing.report.shared_text import find_shared


@pytest.fixture(scope="module")
def package(country_package: Path) -> Package:
    return load_package(country_package)


@pytest.fixture(scope="module")
def context(package: Package) -> SiteContext:
    return build_context(package, Settings("站", "https://example.org/", "https://example.org/o/n"))


def make_pages(
    package: Package, records: list[ReportRecord], context: SiteContext, outside: Outside
) -> Iterator[tuple[Page, Mapping[str, bytes]]]:
    """Every page of these reports and their agencies, with its files."""
    reports, agencies = ReportPages(context, outside), AgencyPages(context, outside)
    by_id = {record.row["report_id"]: record for record in records}
    years: dict[str, list[ReportRecord]] = {}
    for record in records:
        before = by_id.get(f"{record.row['agency_id']}-{int(record.row['year']) - 1}")
        made = reports.make(record, before, read_source(package, record.row))
        yield made.page, made.files
        years.setdefault(record.row["agency_id"], []).append(record)
    for found in years.values():
        yield agencies.make(found[0].agency, [collect_year(record, context) for record in found])


def test_a_partition_that_knows_nothing_else_makes_the_very_pages_of_the_whole(
    package: Package, context: SiteContext
) -> None:
    shared, records = find_shared(iterate_sections(package)), list(iterate_reports(package))
    whole = {
        page.address: (page, files)
        for page, files in make_pages(package, records, context, find_outside(context, shared))
    }
    partitions = sorted({name_partition(record.row["report_id"]) for record in records})[:3]
    assert len(partitions) == 3
    for name in partitions:
        own = [record for record in records if name_partition(record.row["report_id"]) == name]
        outside = Surroundings(context).around({record.row["agency_id"] for record in own}, shared)
        handed_over: Outside = pickle.loads(pickle.dumps(outside))
        made = {
            page.address: (page, files)
            for page, files in make_pages(package, own, context.without_collection(), handed_over)
        }
        assert made == {address: whole[address] for address in made}
        assert len(made) > len(own)


def test_what_is_not_shown_changes_nothing_and_what_is_shown_does(context: SiteContext) -> None:
    surroundings = Surroundings(context)
    agency_id, peer_id = next(
        (agency_id, peers[0].agency_id)
        for agency_id in context.agencies
        for held in [context.reports_of[agency_id]]
        if (peers := surroundings.around([agency_id]).reports[held[0]["report_id"]])
    )
    peer = context.agencies[peer_id]

    def look(changed: SiteContext) -> str:
        return hash_outside(Surroundings(changed).around([agency_id]))

    def with_peer(**changes: str) -> SiteContext:
        return replace(context, agencies={**context.agencies, peer_id: {**peer, **changes}})

    now = look(context)
    assert look(with_peer(short_name="别的", last_year="2030")) == now
    assert look(with_peer(name="别的名称")) != now
    assert look(replace(context, newest_year=context.newest_year + 1)) != now
    names = context.names_of.get(agency_id, ())
    more = ({"name": "旧名", "agency_id": agency_id, "from_year": "", "to_year": "2018", "relation": "alias"},)
    assert look(replace(context, names_of={**context.names_of, agency_id: (*names, *more)})) != now
    assert look(replace(context, names_of={**context.names_of, peer_id: more})) == now


def test_the_order_in_which_shared_sentences_come_is_nothing(context: SiteContext) -> None:
    outside = find_outside(context)
    assert hash_outside(outside._replace(shared=[3, 1, 2])) == hash_outside(outside._replace(shared={1, 2, 3}))
    assert hash_outside(outside._replace(shared=[1, 2])) != hash_outside(outside._replace(shared=[1, 2, 3]))
