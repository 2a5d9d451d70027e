"""Nothing large is offered that is not to be had compressed and year by year."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from build_scripts.packaging.resources import CELL_TABLES
from build_scripts.publishing.formats.sizes import MOST, find_oversized
from build_scripts.publishing.offers import LATEST, Offer

YEARS = ("2022", "2023")


def offer(kind: str, size: int = 1, part: str = "", table: str = "", compression: str = "") -> Offer:
    return Offer(f"{LATEST}{kind}", kind, "", "", "", compression, part, table, None, size, "")


GROWING = (*CELL_TABLES, "reports", "sections", "checks")
PACKED = offer("csv_gz", 90, table="checks", compression="gzip")
BY_YEAR = tuple(offer("package", part=year, compression="zip") for year in YEARS)


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
    grow = [one for one in offers if one.kind != "description" and (one.table in GROWING or not one.table)]
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


def test_what_is_small_is_let_be() -> None:
    assert find_oversized([offer("csv", 50, table="checks")], YEARS, 50) == ()
