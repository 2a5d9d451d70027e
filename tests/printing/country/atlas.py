"""Which bodies there are: provinces with their prefectures and counties × the same functions everywhere.

Comes in: the folder of code lists, how many reports are wanted. Goes out: `Body`s in an order the seed fixes, each
name telling its region without doubt. Refuses to know: years, numbers, texts.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

from tests.printing.places import Place

PROVINCES = ("410000", "110000", "330000", "510000", "650000")
FEW, MANY = 300, 1500
"""Reports up to which two provinces and five functions do, and from which on all regions are needed."""

ALL = 30_000
"""Reports from which on these provinces are too few, and all are taken."""

GOVERNMENT, TOWNSHIP = "general_office", "township"
NAMES: dict[str, tuple[str, str]] = {
    GOVERNMENT: ("人民政府", "人民政府"),
    "public_security": ("公安厅", "公安局"),
    "urban_management": ("", "城市管理局"),
    "market_regulation": ("市场监督管理局", "市场监督管理局"),
    "education": ("教育厅", "教育局"),
    "natural_resources": ("自然资源厅", "自然资源局"),
    "housing_construction": ("住房和城乡建设厅", "住房和城乡建设局"),
    "health": ("卫生健康委员会", "卫生健康委员会"),
    "human_resources": ("人力资源和社会保障厅", "人力资源和社会保障局"),
    "finance": ("财政厅", "财政局"),
    "transport": ("交通运输厅", "交通运输局"),
    "civil_affairs": ("民政厅", "民政局"),
}
"""For each function the office of a province and that of a prefecture or county; '' where provinces have none."""


@dataclass(frozen=True, slots=True)
class Body:
    """An agency of the collection: what it is called, where it is, what it does, and the province it belongs to."""

    place: Place
    function: str
    province: str


def list_bodies(codelists: Path, reports: int, seed: int = 0) -> tuple[Body, ...]:
    """All bodies of the collection, governments and police sooner than others, as it is in portals that grow."""
    rng = Random(f"{seed}/bodies")
    functions = list(NAMES)[: 5 if reports <= FEW else len(NAMES)]
    bodies = []
    for province in _list_provinces(codelists) if reports > ALL else PROVINCES[: 2 if reports <= FEW else None]:
        regions = _list_regions(codelists, province, reports > MANY)
        bodies += [
            Body(Place(name + office, name, code, level), function, province)
            for code, name, level in regions
            for function in functions
            if (office := NAMES[function][level != "province" or province == "110000"])
        ]
        towns = _rows(codelists / "township_names.csv")
        counties = {code: name for code, name, level in regions if level == "county"}
        for row in towns:
            named = [town for town in row["names"].split("|") if not town.endswith("地区")]
            for town in rng.sample(named, min(2, len(named))) if row["region_code"] in counties else ():
                bodies.append(_name_town(counties[row["region_code"]], row["region_code"], town, province))
    return tuple(sorted(bodies, key=lambda body: rng.random() * (0.5 if body.function == GOVERNMENT else 1)))


def _name_town(county: str, code: str, town: str, province: str) -> Body:
    office = "人民政府" if town[-1] in "镇乡" else "办事处"
    return Body(Place(county + town + office, county, code, "county"), TOWNSHIP, province)


def _list_regions(codelists: Path, province: str, everywhere: bool) -> list[tuple[str, str, str]]:
    """Code, full name and level of the province, of two prefectures, and of three counties each, or of all."""
    below, names = _known_regions(codelists)
    two, three = (99, 99) if everywhere else (2, 3)
    prefectures = [code for code in below[province] if names[code][1] == "prefecture"][:two]
    parents = prefectures or [province, province]
    counties = [code for parent in prefectures for code in below[parent][:three]]
    if not prefectures:  # a municipality: its districts stand right below it
        counties = below[province][: three * len(parents)]
    return [(code, *names[code]) for code in (province, *prefectures, *counties)]


def _list_provinces(codelists: Path) -> list[str]:
    """Every province whose name tells it: these first, so that a larger collection has what a smaller one has."""
    names = _known_regions(codelists)[1]
    return [*PROVINCES, *(code for code, (_, level) in names.items() if level == "province" and code not in PROVINCES)]


@lru_cache(maxsize=2)
def _known_regions(codelists: Path) -> tuple[dict[str, list[str]], dict[str, tuple[str, str]]]:
    """Codes below each region, and full name and level of each region whose name no other region bears or bore."""
    bearers: dict[str, set[str]] = defaultdict(set)
    rows = _rows(codelists / "region_names.csv")
    for row in rows:
        bearers[row["name"]].add(row["region_code"])
    full = {row["region_code"]: row["name"] for row in rows if row["kind"] == "full"}
    below: dict[str, list[str]] = defaultdict(list)
    names = {}
    for row in _rows(codelists / "regions.csv"):
        name = full.get(row["code"], "")
        if name and not row["to_year"] and bearers[name] == {row["code"]}:
            names[row["code"]] = (name, row["level"])
            below[row["parent"]].append(row["code"])
    return below, names


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
