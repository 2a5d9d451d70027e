"""The grid of provinces: each once, in a place of its own, with the counts of what is held; nothing held, no link."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from build_scripts.packaging.load import load_package
from build_scripts.publishing.charts.coverage import NATION, count_held, draw_coverage, pick_shade, read_tiles
from build_scripts.publishing.context import Settings, SiteContext, build_context
from tests.chart_samples import SVG, TableCells


@pytest.fixture(scope="module")
def context(package_folder: Path) -> SiteContext:
    return build_context(load_package(package_folder), Settings("开放数据"))


@pytest.fixture(scope="module")
def html(context: SiteContext) -> str:
    return str(draw_coverage(context))


def svg_of(html: str) -> ElementTree.Element:
    svg = html[html.index("<svg") : html.index("</svg>") + 6]
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def test_every_province_of_the_code_list_has_one_tile_in_a_place_of_its_own(context: SiteContext) -> None:
    tiles = read_tiles()
    provinces = {code for code, row in context.regions.items() if row["level"] == "province" and not row["to_year"]}
    assert {tile.code for tile in tiles} == provinces
    assert len(tiles) == 34
    assert len({(tile.column, tile.row) for tile in tiles}) == 34
    for tile in tiles:
        assert context.regions[tile.code]["label_zh"].startswith(tile.name)


def test_the_counts_are_those_of_the_package(context: SiteContext) -> None:
    held = count_held(context)
    assert sum(found.reports for found in held.values()) == len(context.reports)
    assert sum(found.agencies for found in held.values()) == len(context.agencies)
    assert (held["410000"].agencies, held["410000"].reports) == (4, 5)


def test_a_tile_leads_to_its_region_only_where_reports_are_held(html: str, context: SiteContext) -> None:
    held = count_held(context)
    links = {link.get("href"): link.get("aria-label") for link in svg_of(html).iter(f"{SVG}a")}
    assert set(links) == {f"./regions/{code}/" for code in held}
    assert links["./regions/410000/"] == "河南 5 4：5 份报告，4 个机关"
    empty = [box for box in svg_of(html).iter(f"{SVG}rect") if box.get("class") == "ch-tile ch-s0"]
    assert len(empty) == 31 - len(held)


def test_the_table_says_the_same_and_names_what_is_not_held(html: str) -> None:
    assert TableCells(html).rows == [
        ["地区", "报告（份）", "机关（个）"],
        ["河南省", "5", "4"],
        ["青海省", "1", "1"],
        *([place, "不适用《条例》", "不适用《条例》"] for place in ("台湾省", "香港特别行政区", "澳门特别行政区")),
    ]
    missing = re.search(r"<p>未收录：([^<]+)。</p>", html)
    assert missing is not None
    assert len(missing[1].split("、")) == 29
    assert "不是说那里的机关没有公布" in html


def test_places_without_the_regulation_are_named_but_not_missing(html: str) -> None:
    assert html.count('class="ch-tile ch-out"') == 3
    assert "31 个省级地区，2 个有报告收录；台湾、香港、澳门不适用《条例》，不计。" in html
    missing = re.search(r"<p>未收录：([^<]+)。</p>", html)
    assert missing is not None
    assert not {"台湾", "香港", "澳门"} & set(missing[1].split("、"))
    assert "未收录 29 个" in html


def test_national_bodies_have_a_tile_of_their_own_where_any_is_held(context: SiteContext) -> None:
    some = next(iter(context.agencies))
    national = {**context.agencies, some: {**context.agencies[some], "region_code": NATION}}
    html = str(draw_coverage(replace(context, agencies=national), "../"))
    assert f'<a href="../regions/{NATION}/" aria-label="中央 ' in html
    assert "中央国家机关" in [row[0] for row in TableCells(html).rows]


def test_more_reports_are_a_darker_shade() -> None:
    assert [pick_shade(reports) for reports in (0, 1, 9, 10, 99, 100, 999, 1000, 10**6)] == [0, 1, 1, 2, 2, 3, 3, 4, 4]
