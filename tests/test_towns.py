"""Names of towns → counties, and the list they come from, made again from packages without a network."""

from __future__ import annotations

import csv
import io
import json
import socket
import tarfile
from pathlib import Path

import pytest

from build_scripts.reading.identity.places import locate_agency, locate_town, needs_county
from build_scripts.reading.identity.towns import build_towns, find_counties, name_town
from build_scripts.upkeep import update_townships
from tests.printing.codelists import DATAPACKAGE
from tests.printing.readback import known

REGIONS = [
    {"code": "430624", "label_zh": "湘阴县"},
    {"code": "500000", "label_zh": "重庆市"},
    {"code": "500151", "label_zh": "铜梁区"},
    {"code": "130100", "label_zh": "石家庄市"},
]
NAMES = [
    {"region_code": "500151", "name": "铜梁区", "kind": "full"},
    {"region_code": "500151", "name": "铜梁县", "kind": "former"},
    {"region_code": "500151", "name": "铜梁", "kind": "stem"},
]


@pytest.mark.parametrize(
    ("rest", "town"),
    [
        ("龙归镇人民政府", "龙归镇"),
        ("前进街道", "前进街道"),
        ("前进街道办", "前进街道"),
        ("东小口地区办事处", "东小口地区"),
        ("桑根达来苏木人民政府", "桑根达来苏木"),
        ("小关乡", "小关乡"),
        ("乡村振兴局", ""),
        ("城镇管理局", ""),
    ],
)
def test_the_town_is_cut_from_the_name_of_its_body(rest: str, town: str) -> None:
    assert name_town(rest) == town


def test_only_whole_names_of_towns_are_found() -> None:
    towns = build_towns([("430624", "六塘乡|杨林寨乡"), ("430626", "六塘乡"), ("430681", "大六塘乡")])
    assert find_counties("六塘乡", towns) == ("430624", "430626")
    assert [find_counties(town, towns) for town in ("塘乡", "六塘", "", "|", "六塘乡|杨林寨乡", "\n430624")] == [()] * 6


@pytest.mark.parametrize(
    ("name", "year", "codes", "by_town"),
    [
        ("杨林寨乡人民政府", 2022, ("430624",), True),
        ("岳阳市杨林寨乡人民政府", 2022, ("430624",), True),
        ("湘阴县杨林寨乡人民政府", 2022, ("430624",), False),
        ("衡阳市杨林寨乡人民政府", 2022, ("430400",), False),
        ("中山市小榄镇人民政府", 2022, ("442000",), False),
        ("龙溪街道办事处", 2022, ("330502", "441322", "500112"), True),
        ("龙溪街道办事处", 2026, ("330502", "441322"), True),
        ("湘阴县教育局", 2022, ("430624",), False),
        ("教育局", 2022, (), False),
    ],
)
def test_a_town_tells_its_county_where_the_name_does_not(
    name: str, year: int, codes: tuple[str, ...], by_town: bool
) -> None:
    gazetteer = known().gazetteer
    match = locate_agency(name, gazetteer, year)
    assert locate_town(match.codes, match.rest, gazetteer, year) == (codes, by_town)


def test_a_prefecture_is_too_wide_for_a_town_unless_it_has_no_counties() -> None:
    gazetteer = known().gazetteer
    assert needs_county("430400", "杨林寨乡人民政府", gazetteer)
    assert not needs_county("430400", "教育局", gazetteer)
    assert not needs_county("442000", "小榄镇人民政府", gazetteer)


def test_the_published_list_is_sound() -> None:
    with (DATAPACKAGE / "codelists" / "township_names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = [row["region_code"] for row in rows]
    assert codes == sorted(set(codes))
    assert set(codes) <= set(known().region_labels)
    assert sum(len(row["names"].split("|")) for row in rows) > 40_000
    for row in rows:
        names = row["names"].split("|")
        assert names == sorted(set(names))
        assert all(name.endswith(("街道", "镇", "乡", "苏木", "地区")) for name in names), row["region_code"]
    assert (DATAPACKAGE / "codelists" / "township_names.csv").stat().st_size < 1_000_000


def pack(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(f"package/dist/{name}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return buffer.getvalue()


OLD = pack({
    "cities.json": json.dumps([{"code": "430600000000", "name": "岳阳市"}]),
    "areas.json": json.dumps([{"code": "430624000000", "name": "湘阴县"}, {"code": "500224000000", "name": "铜梁县"}]),
    "streets.json": json.dumps([
        {"code": "430624001000", "name": "杨林寨乡", "parent_code": "430624"},
        {"code": "430624400000", "name": "某农场", "parent_code": "430624"},
        {"code": "500224001000", "name": "巴川街道办事处", "parent_code": "500224"},
    ]),
})  # fmt: skip
NEW = pack({
    "cities.csv": "code,name,provinceCode\n4301,石家庄市,43\n",
    "areas.csv": "code,name,cityCode\n430624,湘阴县,4306\n130171,石家庄高新技术产业开发区,1301\n",
    "streets.csv": "code,name,areaCode\n430624001,静河镇,430624\n130171001,长江街道,130171\n990101001,无名镇,990101\n",
})  # fmt: skip


def test_towns_of_all_lists_stand_under_the_present_code_or_the_prefecture() -> None:
    text = update_townships.make_table([OLD, NEW], REGIONS, NAMES)
    assert [line.rsplit(",", 1)[0] for line in text.splitlines()] == [
        "region_code,names",
        "130100,长江街道",
        "430624,杨林寨乡|静河镇",
        "500151,巴川街道",
    ]


def test_the_list_is_written_once_and_a_difference_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("a test asked for the network")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(update_townships, "fetch_package", lambda pin, folder: OLD)
    monkeypatch.setattr(update_townships, "CODELISTS", tmp_path)
    monkeypatch.setattr(update_townships, "read_list", lambda name: REGIONS if name == "regions.csv" else NAMES)
    assert update_townships.main(["--check"]) == 1
    assert list(tmp_path.iterdir()) == []
    assert update_townships.main([]) == 0
    assert update_townships.main(["--check"]) == 0
