"""Agencies and their years in small files, so that reports are chosen without loading all of them.

Comes in: the context. Goes out: name → plain data of each file:

    catalogue.json              provinces with how many agencies and reports: all that is loaded at first
    agencies/<province>.json    the agencies of a province, to be found by name, short name or pinyin initials
    peers/<level>-<function>.json   those of the same level and function, for suggestions

Refuses to know: the disk, reports' contents, HTML. An agency is `[id, name, short name, initials, region, its label,
level, function, years]`, a year `[year, form, scope]`: short, for a file may hold hundreds of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext


def list_catalogues(context: SiteContext) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every file with its name."""
    provinces: dict[str, list[Row]] = {}
    peers: dict[str, list[Row]] = {}
    for agency in sorted(context.agencies.values(), key=lambda row: (row["region_code"], row["agency_id"])):
        provinces.setdefault(_province_of(agency, context), []).append(agency)
        peers.setdefault(f"{agency['level']}-{agency['function']}", []).append(agency)
    yield "catalogue.json", {"provinces": [_describe_province(*found, context) for found in sorted(provinces.items())]}
    for folder, groups in (("agencies", provinces), ("peers", peers)):
        for name, agencies in sorted(groups.items()):
            yield f"{folder}/{name}.json", {"agencies": [_describe(agency, context) for agency in agencies]}


@lru_cache(maxsize=1 << 15)
def spell_initials(name: str) -> str:
    """The first letter of each syllable's pinyin, letters and digits of the name as they are.

    >>> spell_initials("郑州市民政局")
    'zzsmzj'
    """
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER)
    return "".join(char for part in letters for char in part.lower() if char.isascii() and char.isalnum())


def _describe_province(code: str, agencies: list[Row], context: SiteContext) -> Mapping[str, object]:
    reports = sum(len(context.reports_of.get(agency["agency_id"], ())) for agency in agencies)
    return {"code": code, "label": _label(code, context), "agencies": len(agencies), "reports": reports}


def _describe(agency: Row, context: SiteContext) -> list[object]:
    region = agency["region_code"]
    return [
        agency["agency_id"],
        agency["name"],
        agency["short_name"],
        spell_initials(agency["name"]),
        region,
        _label(region, context),
        agency["level"],
        agency["function"],
        [
            [int(report["year"]), report["form"], report["scope"]]
            for report in context.reports_of.get(agency["agency_id"], ())
        ],
    ]


def _province_of(agency: Row, context: SiteContext) -> str:
    path = context.region_path(agency["region_code"])
    return path[0]["code"] if path else agency["region_code"]


def _label(code: str, context: SiteContext) -> str:
    return context.regions[code]["label_zh"] if code in context.regions else code
