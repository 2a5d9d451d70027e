"""Agencies to report: region names of the published list × names of offices.

Comes in: the folder of code lists. Goes out: `Place`s, each name telling its region without doubt.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

SAMPLE_REGIONS = (
    ("630223", "互助县", "county"),
    ("410303", "西工区", "county"),
    ("410781", "卫辉市", "county"),
    ("411500", "信阳市", "prefecture"),
)
OFFICES = (
    "城市管理局", "教育局", "科学技术局", "工业和信息化局", "民族宗教事务局", "公安局", "民政局", "司法局", "财政局",
    "人力资源和社会保障局", "自然资源局", "生态环境局", "住房和城乡建设局", "交通运输局", "水利局", "农业农村局",
    "商务局", "文化和旅游局", "卫生健康委员会", "退役军人事务局", "应急管理局", "审计局", "市场监督管理局", "体育局",
    "统计局", "医疗保障局", "林业局", "政务服务和大数据管理局", "信访局", "外事办公室", "气象局", "粮食和物资储备局",
    "人民防空办公室", "住房公积金管理中心", "发展和改革委员会", "人民政府", "人民政府办公室",
    "城市管理综合行政执法局", "行政审批局", "金融工作局",
)  # fmt: skip
PROVINCIAL_OFFICES = (
    "教育厅", "科学技术厅", "公安厅", "民政厅", "司法厅", "财政厅", "自然资源厅", "生态环境厅", "水利厅", "商务厅",
    "农业农村厅", "人民政府", "人民政府办公厅", "交通运输厅", "审计厅", "体育局", "统计局",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """An agency as printed, its region's name as printed and code, and the level the region list gives it."""

    agency: str
    region: str
    region_code: str
    level: str


@cache
def list_places(codelists: Path, limit: int | None = None, seed: int = 0) -> tuple[Place, ...]:
    """Agencies in a random order that `seed` fixes, at most `limit`; of unambiguous region names alone."""
    places = [
        Place(name + office, name, code, level)
        for code, name, level in _regions(codelists)
        for office in (PROVINCIAL_OFFICES if level == "province" else OFFICES)
    ]
    Random(seed).shuffle(places)
    return tuple(places[:limit])


def _regions(codelists: Path) -> list[tuple[str, str, str]]:
    """Code, full name, level of every region whose full name no other region bears or bore in any spelling."""
    regions, names = _rows(codelists / "regions.csv"), _rows(codelists / "region_names.csv")
    if not regions:
        return list(SAMPLE_REGIONS)
    bearers: dict[str, set[str]] = {}
    for row in names:
        bearers.setdefault(row["name"], set()).add(row["region_code"])
    level = {row["code"]: row["level"] for row in regions if row["level"] in ("province", "prefecture", "county")}
    full = {row["region_code"]: row["name"] for row in names if row["kind"] == "full" and row["region_code"] in level}
    return [(code, name, level[code]) for code, name in full.items() if bearers[name] == {code}]


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
