"""What a visitor loads does not grow with the collection, and what the build holds grows no faster than it."""

from __future__ import annotations

import json
import pickle
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.packaging.package import Package
from build_scripts.publishing.compare.catalogue import list_catalogues
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.lists.directory import Directory, build_directory
from build_scripts.publishing.lists.hand_lists import make_list_fillers
from build_scripts.publishing.lists.pages import make_list_pages
from build_scripts.publishing.quality.pages import make_quality_pages
from build_scripts.publishing.quality.tally import QualityTally
from tests.made_agencies import make_context, make_many, make_package_of

FEW, MANY = 300, 1_200
"""Agencies, of about four reports each."""
LARGEST_PAGE = 400_000
"""Bytes of HTML, of which about a tenth is sent: three hundred agencies with five years each."""


class Collection(NamedTuple):
    package: Package
    context: SiteContext
    directory: Directory


@pytest.fixture(scope="module")
def collections() -> tuple[Collection, Collection]:
    """The same country with few agencies and with four times as many."""
    return collect(FEW), collect(MANY)


def collect(count: int) -> Collection:
    made = list(make_many(count))
    context = make_context(made)
    return Collection(make_package_of(made), context, build_directory(context))


def tally_of(collection: Collection, like: Path) -> QualityTally:
    """A tally of the collection, each report of which counts like one of a package."""
    records = list(iterate_reports(load_package(like)))
    parts = []
    for record in records:
        alone = QualityTally(collection.context)
        alone.add(record, None)
        parts.append(alone.pack())
    tally = QualityTally(collection.context)
    for at in range(len(collection.context.reports)):
        tally.merge(parts[at % len(parts)])
    return tally


def measure_pages(collection: Collection, tally: QualityTally) -> Iterator[tuple[str, int]]:
    """Kind and size of every page that is made of the collection as a whole, and of what such pages load."""
    package, context, directory = collection
    for page in make_list_pages(context, directory):
        yield page.address.split("/")[0], len(page.body.encode())
    for page, _ in make_quality_pages(tally, package, context):
        yield page.specimen, len(page.body.encode())
    for address, fill in make_list_fillers(directory).items():
        yield f"all {address}", sum(len(html.encode()) for html in fill(package, context).values())
    for name, data in list_catalogues(context):
        yield name.split("/")[0], len(json.dumps(data, ensure_ascii=False).encode())


def test_no_page_grows_with_the_collection(collections: tuple[Collection, Collection], package_folder: Path) -> None:
    largest: list[dict[str, int]] = []
    for one in collections:
        found: dict[str, int] = {}
        for kind, size in measure_pages(one, tally_of(one, package_folder)):
            found[kind] = max(found.get(kind, 0), size)
        largest.append(found)
    few, many = largest
    assert few.keys() == many.keys() >= {"years", "regions", "functions", "quality", "quality_index", "all agencies/"}
    assert {kind: size for kind, size in many.items() if size > LARGEST_PAGE} == {}
    steady = ("quality_index", "all years/", "all functions/")
    assert {kind: (few[kind], many[kind]) for kind in steady if many[kind] > 1.3 * few[kind]} == {}


def test_what_is_held_of_a_report_is_little_and_stays_so(
    collections: tuple[Collection, Collection], package_folder: Path
) -> None:
    """Bytes for each report: of what travels between processes, and at the height of making the pages of quality."""
    travels, peaks = [], []
    for one in collections:
        tally, reports = tally_of(one, package_folder), len(one.context.reports)
        travels.append(len(pickle.dumps(tally.pack())) / reports)
        tracemalloc.start()
        for _ in make_quality_pages(tally, one.package, one.context):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1] / reports)
        tracemalloc.stop()
    assert travels[1] <= 1.1 * travels[0] < 1_000
    assert peaks[1] <= 1.2 * peaks[0] < 10_000
