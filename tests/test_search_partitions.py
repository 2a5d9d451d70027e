"""The index of a site: every document under each of its terms and filters; one report more touches one partition."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.index_rate import measure_index
from build_scripts.files.reuse import Earlier
from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.packaging.package import Package, ReportRecord
from build_scripts.packaging.partitions import name_partition
from build_scripts.publishing.context import Settings, SiteContext, build_context
from build_scripts.publishing.lists.directory import Directory, build_directory
from build_scripts.publishing.search.agencies import AgencyDocument
from build_scripts.publishing.search.index import write_search_index
from build_scripts.publishing.search.partition import PartitionName, SearchDocument
from build_scripts.publishing.search.site_index import FOLDER, finish_index, plan_index, spool_shares, write_site_index
from build_scripts.publishing.site_tasks import SiteWork, run_site_tasks
from build_scripts.reading.variants import list_variants
from tests.index_reader import Index

ADDED = "410303-chengshiguanliju-2021"
MARKS = "\u0001\u0002"


@pytest.fixture(scope="module")
def package(package_folder: Path) -> Package:
    return load_package(package_folder)


@pytest.fixture(scope="module")
def built(package: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the package, in a folder of its own."""
    site = tmp_path_factory.mktemp("built")
    write_site_index(iterate_reports(package), *look_up(package), site)
    return site


@pytest.fixture(scope="module")
def index(built: Path) -> Index:
    return Index(built / FOLDER)


def look_up(package: Package) -> tuple[SiteContext, Directory]:
    context = build_context(package, Settings("开放数据"))
    return context, build_directory(context, package.register)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def write_texts(folder: Path, *texts: str, variants: dict[int, str] | None = None) -> Index:
    """An index of one partition with a section for each text."""
    documents = [SearchDocument("section", f"agencies/a/{n}/", "题", text, "", "1") for n, text in enumerate(texts)]
    write_search_index([], [(PartitionName("2021", "2021"), documents)], folder, variants)
    return Index(folder)


# One report more


def index_by_tasks(
    package: Package, site: Path, earlier: Earlier | None = None, left_out: str = ""
) -> dict[str, bytes]:
    """The index of a package, but for a report, made in tasks; what it holds."""
    held = replace(package, reports=tuple(row for row in package.reports if row["report_id"] != left_out))
    context = build_context(held, Settings("开放数据"))
    work = SiteWork(held, context, site, site.with_name(f"{site.name}-spool"), earlier)
    told = spool_all([record for record in iterate_reports(package) if record.row["report_id"] != left_out], work)
    run_site_tasks(work, plan_index(told, context), 1)
    finish_index(context, site)
    shutil.rmtree(work.spool)
    return files_of(site)


def spool_all(records: Iterable[ReportRecord], work: SiteWork) -> dict[str, dict[str, str]]:
    """The shares of these reports, a partition of the package after the other."""
    parts: dict[str, list[ReportRecord]] = {}
    for record in records:
        parts.setdefault(name_partition(record.row["report_id"]), []).append(record)
    return {name: spool_shares(found, name, work) for name, found in parts.items()}


def test_an_index_made_in_tasks_is_the_index_made_in_one_go(package: Package, built: Path, tmp_path: Path) -> None:
    assert index_by_tasks(package, tmp_path / "site") == files_of(built)


def test_one_report_more_writes_its_year_and_the_agencies_and_takes_the_rest_over(
    package: Package, built: Path, tmp_path: Path
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    earlier = Earlier(tmp_path / "cache", old)
    index_by_tasks(package, old, earlier, ADDED)
    assert index_by_tasks(package, new, earlier) == files_of(built)
    fresh = {
        path.relative_to(new / FOLDER).parts[0]
        for path in new.rglob("*.*")
        if (path.is_file() and not (old / path.relative_to(new)).exists())
        or not path.samefile(old / path.relative_to(new))
    }
    assert fresh == {"2021", "agencies", "index.json", "variants.json"}


@pytest.mark.parametrize("wipe", [True, False])
def test_shares_that_were_lost_or_broken_are_made_again(
    package: Package, built: Path, tmp_path: Path, wipe: bool
) -> None:
    context, earlier = build_context(package, Settings("开放数据")), Earlier(tmp_path / "cache", tmp_path / "none")
    first = SiteWork(package, context, tmp_path / "first", tmp_path / "spool", earlier)
    told = spool_all(iterate_reports(package), first)
    for path in earlier.cache.rglob("*"):
        if path.is_file():
            path.unlink() if wipe else path.write_bytes(path.read_bytes()[:-2])
    second = replace(first, site=tmp_path / "second", spool=tmp_path / "another")
    run_site_tasks(second, plan_index(told, context), 1)
    finish_index(context, second.site)
    assert files_of(second.site) == files_of(built)


def test_the_same_package_gives_the_same_bytes(package: Package, built: Path, tmp_path: Path) -> None:
    write_site_index(iterate_reports(package), *look_up(package), tmp_path)
    assert files_of(tmp_path) == files_of(built)


def test_partitions_stand_newest_year_first_and_hold_the_reports_of_their_year(index: Index, package: Package) -> None:
    assert [part.told["year"] for part in index.parts] == ["2024", "2023", "2021", "2020"]
    for part in index.parts:
        assert {row[1].split("/")[2] for row in part.rows} == {part.told["year"]}
        kinds = [row[0] for row in part.rows]
        assert kinds == sorted(kinds, key=["title", "section", "table"].index)
    assert sum(part.told["documents"]["title"] for part in index.parts) == len(package.reports)


# Filters


def facets_of(package: Package) -> Iterator[tuple[str, str, set[str]]]:
    """Address and section of every document, and its filters, from the rows of the package alone."""
    regions = {row["code"]: row for row in package.lists["regions"]}
    for record in iterate_reports(package):
        agency = record.agency
        held = {f"\u0001l{agency['level']}", f"\u0001f{agency['function']}", f"\u0001a{agency['agency_id']}"}
        code = agency["region_code"]
        while code in regions and regions[code]["parent"]:
            held.add(f"\u0001r{code}")
            code = regions[code]["parent"]
        cells = [cell.state for cells in record.cells.values() for cell in cells]
        held |= {f"\u0001t{state}" for state in cells if state != "reported"}
        address = f"agencies/{agency['agency_id']}/{record.row['year']}/"
        yield address, "", held
        for found in record.sections:
            yield address, found.section, held | {f"\u0001s{found.section}"}


def test_every_document_is_listed_under_its_filters_and_under_no_other(index: Index, package: Package) -> None:
    truth = {(address, section): held for address, section, held in facets_of(package)}
    for part in index.parts:
        listed: list[set[str]] = [set() for _ in part.rows]
        for term, numbers in part.lists.items():
            if term.startswith("\u0001") and len(term) > 2:
                for number in numbers:
                    listed[number].add(term)
        assert listed == [truth[row[1], row[4]] for row in part.rows]
    states = {term for _, _, held in facets_of(package) for term in held if term.startswith("\u0001t")}
    assert len(states) >= 2, "the reports show more than one state"


@pytest.mark.parametrize("text", [f"{MARKS}r410000公开", "\u0001s1\u0001", f"公{MARKS}开{MARKS}", "\u0002公开\u0002"])
def test_marks_in_a_text_are_listed_under_no_filter(tmp_path: Path, text: str) -> None:
    (part,) = write_texts(tmp_path, text, "公开", variants=list_variants()).parts
    assert [term for term in part.lists if len(term) > 2 and term[0] in MARKS] == []
    assert part.rows[0][5] == text
    bigrams = {text[at : at + 2] for at in range(len(text) - 1)}
    assert {term for term, numbers in part.lists.items() if 0 in numbers and len(term) == 2} == bigrams


def test_half_a_character_does_not_break_the_build(tmp_path: Path) -> None:
    (part,) = write_texts(tmp_path, "公开\ud800条例\udc00").parts
    assert part.rows[0][5] == "公开\ufffd条例\ufffd"
    assert {"公开", "条例"} <= set(part.lists)


# Traditional characters


def test_a_text_in_traditional_characters_is_listed_as_printed_and_simplified(tmp_path: Path) -> None:
    (part,) = write_texts(tmp_path, "政府信息公開條例", "政府信息公开条例", variants=list_variants()).parts
    assert (part.lists["公開"], part.lists["公开"]) == ([0], [1])
    assert {term: numbers for term, numbers in part.lists.items() if term.startswith("\u0002")} == {
        f"\u0002{term}": [0] for term in ("公开", "开条", "条例")
    }


def test_the_table_of_characters_makes_simplified_ones_of_traditional_ones(built: Path) -> None:
    variants = list_variants()
    text = "開啓衞生規範報表總條結機關"
    assert text.translate(variants) == "开启卫生规范报表总条结机关"
    chained = {plain for plain in variants.values() if ord(plain) in variants}
    assert chained == set(), "what is simplified stays as it is"
    table = Index(built / FOLDER).variants
    assert table == {chr(code): plain for code, plain in variants.items()}


# Agencies


def test_an_agency_is_listed_under_what_a_reader_may_type_of_it(index: Index, package: Package) -> None:
    for number, (agency_id, name, pinyin, places, held, others) in enumerate(index.agencies.rows):
        agency = package.agencies[agency_id]
        assert (name, sorted(held)) == (
            agency["name"],
            sorted(int(row["year"]) for row in package.reports if row["agency_id"] == agency_id),
        )
        if agency["short_name"] != name:
            assert agency["short_name"] in others
        for row in package.register:
            assert row["agency_id"] != agency_id or row["name"] in [name, *others]
        typed = [*name, *"".join(others), *"".join(places), *(syllable[0] for syllable in pinyin.split())]
        whole = pinyin.replace(" ", "")
        typed += [piece[at : at + 2] for piece in (name, whole, agency_id) for at in range(len(piece) - 1)]
        typed += [f"\u0001y{year}" for year in held] + [f"\u0001r{agency['region_code']}"]
        assert [term for term in typed if number not in index.agencies.lists[term]] == []


def test_agencies_of_one_kind_stand_side_by_side(tmp_path: Path) -> None:
    def make(name: str, place: str, function: str) -> AgencyDocument:
        return AgencyDocument(f"{place}-{name}", (place + name,), "x", (place,), (2021,), function)

    kinds = [("民政局", "civil"), ("财政局", "finance"), ("民政办", "civil")]
    agencies = [make(name, place, function) for place in ("甲市", "乙县") for name, function in kinds]
    write_search_index(agencies, [], tmp_path)
    names = [row[1][2:] for row in Index(tmp_path).agencies.rows]
    assert names == ["民政办", "民政办", "民政局", "民政局", "财政局", "财政局"]


# Measuring


def test_the_index_is_measured_as_it_is_made(package_folder: Path, built: Path, tmp_path: Path) -> None:
    run = measure_index(package_folder, tmp_path)
    made = files_of(tmp_path)
    assert made == files_of(built)
    assert (run.reports, run.files, run.size) == (6, len(made), sum(map(len, made.values())))
    assert run.seconds > 0
    assert run.reading > 0
