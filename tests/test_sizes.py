"""Nothing large is offered that is not to be had compressed and year by year."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from build_scripts.packaging.load import load_package
from build_scripts.packaging.resources import CELL_TABLES
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.context import Settings, SiteContext, build_context
from build_scripts.publishing.data.downloads import draw_downloads
from build_scripts.publishing.formats.all_formats import plan_files, write_database
from build_scripts.publishing.formats.json_files import write_json
from build_scripts.publishing.formats.sizes import MOST, MOST_IN_ONE, find_oversized
from build_scripts.publishing.formats.workbooks import write_part_book
from build_scripts.publishing.offers import LATEST, Offer, Part
from build_scripts.publishing.site_tasks import IndexedWork
from build_scripts.publishing.website import warn_of_size

YEARS = ("2022", "2023")


def offer(kind: str, size: int = 1, part: str = "", table: str = "", compression: str = "") -> Offer:
    return Offer(f"{LATEST}{kind}", kind, "", "", "", compression, part, table, None, size, "")


GROWING = (*CELL_TABLES, "reports", "sections", "checks")
PACKED = offer("csv_gz", 90, table="checks", compression="gzip")
BY_YEAR = tuple(offer("package", part=year, compression="zip") for year in YEARS)


def is_growing(table: str) -> bool:
    """Whether a file of this table grows with the reports; empty: of all tables."""
    return not table or table in GROWING or table.startswith("wide_")


def list_site_offers(site: Path) -> list[Offer]:
    """Every file that the index of the API offers."""
    index = json.loads((site / "api/v1/index.json").read_text(encoding="utf-8"))
    tables = [dict(file, table=table["name"], part=file["partition"], kind="parquet")
              for table in index["parquet"]["tables"] for file in table["files"]]  # fmt: skip
    plain = [dict(file, table=file["name"], kind="csv") for file in index["resources"]]
    grouped = [file for group in index["downloads"] for file in group["files"]]
    return [_read_offer(file) for file in (*tables, *plain, *grouped)]


def _read_offer(file: dict[str, Any]) -> Offer:
    told = [str(file.get(name, "")) for name in ("compression", "part", "table")]
    return Offer(file["href"].removeprefix("../../"), file["kind"], "", "", "", *told, None, file["bytes"], "")


def test_nothing_that_the_site_offers_is_large(country_folder: Path) -> None:
    offers = list_site_offers(country_folder)
    assert find_oversized(offers, {one.part for one in offers if len(one.part) == 4}) == ()
    assert MOST <= 25 * 1024 * 1024


@pytest.mark.parametrize("part", [0, 1, 2, 4])
def test_on_a_grown_site_all_that_is_large_is_compressed_and_by_year(country_folder: Path, part: int) -> None:
    """The site of 120 reports, looked at through a threshold as far below its sizes as theirs will be above ours."""
    offers = list_site_offers(country_folder)
    years = {path.name for path in (country_folder / "data/latest/years").iterdir()}
    grow = [one for one in offers if one.kind != "description" and is_growing(one.table)]
    most = sorted(one.size for one in grow)[len(grow) * part // 5]
    assert [one.path for one in grow if one.size > most], "the threshold finds something"
    assert [one.path for one in find_oversized(grow, years, most) if len(one.part) < 6] == []


def test_a_large_table_alone_breaks_the_rule() -> None:
    table = offer("csv", 100, table="checks")
    assert find_oversized([table], YEARS, 50) == (table,)
    assert find_oversized([table, PACKED], YEARS, 50) == (table, PACKED), "not by year"
    assert find_oversized([table, *BY_YEAR], YEARS, 50) == (table,), "not compressed"
    assert find_oversized([table, PACKED, *BY_YEAR[:1]], YEARS, 50) == (table, PACKED), "a year is lacking"
    assert find_oversized([table, PACKED, *BY_YEAR], YEARS, 50) == ()


def test_another_table_or_kind_does_not_stand_for_it() -> None:
    table = offer("csv", 100, table="sections")
    assert find_oversized([table, PACKED, *BY_YEAR], YEARS, 95) == (table,)
    sqlite = offer("sqlite", 100, compression="zip")
    assert find_oversized([sqlite, PACKED, *BY_YEAR], YEARS, 95) == (sqlite,)


def test_what_is_of_one_year_need_only_be_compressed() -> None:
    assert find_oversized([offer("package", 100, part="2023", compression="zip")], YEARS, 50) == ()
    parted = offer("parquet", 100, part="2023-41", table="checks", compression="snappy")
    assert find_oversized([parted], YEARS, 50) == ()


def test_a_wide_table_is_offered_compressed(country_folder: Path) -> None:
    """Without its workbook too: pandas and R read the very same rows from the smaller file."""
    offers = [one for one in list_site_offers(country_folder) if one.kind in {"wide", "wide_gz"}]
    years = {one.part for one in offers if len(one.part) == 4}
    whole = [one for one in offers if not one.part]
    assert [one.kind for one in whole] == ["wide", "wide", "wide_gz", "wide_gz"]
    for plain, packed in zip(whole[:2], whole[2:], strict=True):
        path = country_folder / packed.path
        assert path.name == f"{plain.path.rpartition('/')[2]}.gz"
        assert gzip.decompress(path.read_bytes()) == (country_folder / plain.path).read_bytes()
        of_years = [one for one in offers if one.part and one.table == plain.table]
        assert find_oversized([plain, packed], (), 0) == ()
        assert find_oversized([plain], (), 0) == (plain,)
        assert find_oversized([plain, packed, *of_years], {one.part for one in of_years} & years, plain.size - 1) == ()


def test_the_build_says_aloud_which_file_is_large_and_goes_on(
    catalogue: Catalogue, caplog: pytest.LogCaptureFixture
) -> None:
    warn_of_size(catalogue)
    assert caplog.messages == []
    table = offer("csv", 100_000_000, table="checks")
    warn_of_size(replace(catalogue, offers=(*catalogue.offers, table)))
    [said] = caplog.messages
    assert said == (
        "大于 25 MB 的文件要另有压缩的和分年的，这几个没有：data/latest/csv（100 MB）"
        " / 1 files above 25 MB are not offered compressed and by year"
    )


@pytest.mark.parametrize(("kind", "run"), [("xlsx", write_part_book), ("sqlite", write_database), ("json", write_json)])
def test_of_too_many_reports_the_years_have_files_and_the_whole_has_none(
    kind: str, run: object, country_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = load_package(country_package)
    context = build_context(package, Settings("站"))
    work = IndexedWork(package, context, tmp_path, tmp_path, None, {})

    def list_codes() -> set[str]:
        return {task.about.code for task in plan_files(work) if task.run is run and isinstance(task.about, Part)}

    years = {report["year"] for report in package.reports}
    assert list_codes() >= {"", *years}
    monkeypatch.setitem(MOST_IN_ONE, kind, len(package.reports) - 1)
    assert "" not in list_codes() >= years


@pytest.mark.parametrize(("lang", "told"), [("zh", "请取各年度的：Excel"), ("en", "see the years: Excel")])
def test_the_page_says_what_is_no_longer_one_file(
    lang: str, told: str, catalogue: Catalogue, site_context: SiteContext
) -> None:
    few = draw_downloads(catalogue, site_context, lang, "../")["whole"]
    many = draw_downloads(replace(catalogue, reports=30_001), site_context, lang, "../")["whole"]
    assert told in many
    assert told not in few


def test_what_is_small_is_let_be() -> None:
    assert find_oversized([offer("csv", 50, table="checks")], YEARS, 50) == ()
