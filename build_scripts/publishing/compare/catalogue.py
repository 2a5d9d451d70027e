"""What reports may be chosen from, beside the lists of agencies that the filter of agencies reads.

Comes in: the context. Goes out: name → plain data of each file:

    catalogue.json                  provinces with how many agencies and reports, and which peers are parted: all that
                                    is loaded at first
    peers/<level>-<function>.json   agencies of the same level and function, for suggestions; where they are many, those
                                    of each province, its first two digits at the end of the name

Refuses to know: the disk, reports' contents, HTML. A peer is `[id, name, region, its label, years]`, a year
`[year, form, scope]`: short, for a file may hold hundreds of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext

MOST_PEERS = 500
"""Agencies of a level and function that stand in one file; of more, each province has a file of its own."""


def list_catalogues(context: SiteContext, most: int = MOST_PEERS) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every file with its name."""
    provinces: dict[str, list[Row]] = {}
    peers: dict[str, list[Row]] = {}
    for agency in sorted(context.agencies.values(), key=lambda row: (row["region_code"], row["agency_id"])):
        provinces.setdefault(_province_of(agency, context), []).append(agency)
        peers.setdefault(f"{agency['level']}-{agency['function']}", []).append(agency)
    parted = sorted(name for name, agencies in peers.items() if len(agencies) > most)
    yield (
        "catalogue.json",
        {
            "provinces": [_describe_province(*found, context) for found in sorted(provinces.items())],
            "parted": parted,
        },
    )
    for name, agencies in sorted(peers.items()):
        for suffix, found in _part(agencies) if name in parted else [("", agencies)]:
            yield f"peers/{name}{suffix}.json", {"agencies": [_describe_peer(agency, context) for agency in found]}


def _part(agencies: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Agencies in the order of their regions, by province, each with what its file is called by."""
    for code, found in groupby(agencies, key=lambda row: row["region_code"][:2]):
        yield f"-{code}", list(found)


def _describe_province(code: str, agencies: list[Row], context: SiteContext) -> Mapping[str, object]:
    reports = sum(len(context.reports_of.get(agency["agency_id"], ())) for agency in agencies)
    return {"code": code, "label": _label(code, context), "agencies": len(agencies), "reports": reports}


def _describe_peer(agency: Row, context: SiteContext) -> list[object]:
    region = agency["region_code"]
    return [
        agency["agency_id"],
        agency["name"],
        region,
        _label(region, context),
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
