"""What the filter of agencies reads: a file a province, everything in it, nothing twice, small."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from build_scripts.publishing.lists.directory import build_directory
from build_scripts.publishing.lists.partitions import make_partitions
from build_scripts.publishing.lists.spelling import spell
from tests.made_agencies import Made, make_context, make_many


def read_partitions(made: list[Made], register: list[dict[str, str]] | None = None) -> dict[str, Any]:
    context = make_context(made, register or [])
    return {name: json.loads(data) for name, data in make_partitions(context, build_directory(context, register or []))}


def test_a_file_says_all_that_the_filter_asks_for() -> None:
    register = [{"name": "卫辉市城管局", "agency_id": "410781-a0", "relation": "alias"}]
    made = [
        Made("卫辉市城市管理局", "410781", years=(2021, 2023)),
        Made("北京市审计局", "110000", "audit", level="province"),
    ]
    assert read_partitions(made, register) == {
        "110000.json": {
            "version": 1,
            "newest": 2023,
            "places": [["110000", "北京市", -1, ""]],
            "levels": [["province", "省级"]],
            "functions": [["audit", "审计"]],
            "agencies": [["110000-a1", "北京市审计局", "bei jing shi shen ji ju", 0, 0, 0, [2021]]],
        },
        "410000.json": {
            "version": 1,
            "newest": 2023,
            "places": [["410000", "河南省", -1, ""], ["410700", "新乡市", 0, ""], ["410781", "卫辉市", 1, ""]],
            "levels": [["county", "县级"]],
            "functions": [["urban_management", "城市管理"]],
            "agencies": [
                [
                    *("410781-a0", "卫辉市城市管理局", "wei hui shi cheng shi guan li ju"),
                    *(2, 0, 0, [2023, 2021], ["卫辉市城管局"]),
                ]
            ],
        },
    }


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("重庆市财政局", "chong qing shi cai zheng ju"),
        ("Ｘ１局", "x1 ju"),
        ("<script>局", "script ju"),
        ("", ""),
    ],
)
def test_names_are_spelled_by_syllables(name: str, spelled: str) -> None:
    assert spell(name) == spelled


def test_a_place_is_spelled_as_its_english_name_reads() -> None:
    made = [
        *(Made("长寿区财政局", "500115"), Made("六安市财政局", "341500"), Made("乌鲁木齐市财政局", "650100")),
        Made("互助县财政局", "630223"),
    ]
    spelled = {row[1]: row[2] for data in read_partitions(made).values() for row in data["agencies"]}
    assert spelled == {
        "长寿区财政局": "chang shou qu cai zheng ju",
        "六安市财政局": "lu an shi cai zheng ju",
        "乌鲁木齐市财政局": "wu lu mu qi shi cai zheng ju",
        "互助县财政局": "hu zhu xian cai zheng ju",
    }


def test_a_thousand_agencies_stay_small() -> None:
    """At 10,000 agencies all files together are about 170 KB compressed; none is needed but the one asked for."""
    context = make_context(make_many(1000))
    sizes = [len(gzip.compress(data)) for _, data in make_partitions(context, build_directory(context))]
    assert sum(sizes) < 25_000


def test_every_agency_is_in_one_file() -> None:
    found = [row[0] for data in read_partitions(list(make_many(400))).values() for row in data["agencies"]]
    assert len(found) == len(set(found)) == 400
