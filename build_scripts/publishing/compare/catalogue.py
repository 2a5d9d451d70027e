"""What reports may be chosen from, beside the lists of agencies that the filter of agencies reads.

Comes in: the context. Goes out: name → plain data of each file:

    catalogue.json                  provinces with how many agencies and reports: all that is loaded at first
    peers/<level>-<function>.json   agencies of the same level and function, for suggestions

Refuses to know: the disk, reports' contents, HTML. A peer is `[id, name, region, its label, years]`, a year
`[year, form, scope]`: short, for a file may hold hundreds of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
    for name, agencies in sorted(peers.items()):
        yield f"peers/{name}.json", {"agencies": [_describe_peer(agency, context) for agency in agencies]}


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
