"""The same list of agencies cut by year, region and function: what is held, and what is not.

Comes in: the context. Goes out: pages, and the lists that hand-written pages show. Refuses to know: the disk, MkDocs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext, years_between
from build_scripts.publishing.links import root_of
from build_scripts.publishing.machine.json_ld import write_json_ld
from build_scripts.publishing.pages import Anchor, Crumb, Page
from build_scripts.publishing.templates import render


class Listed(NamedTuple):
    """An agency in a list; `years` run from its first held to the newest, `places` are its regions."""

    agency: Row
    places: tuple[Row, ...]
    level: str
    function: str
    years: tuple[tuple[int, bool], ...]


class Group(NamedTuple):
    """Agencies of one province, or of the country itself."""

    region: Row
    agencies: tuple[Listed, ...]


def list_agencies(context: SiteContext, agencies: Iterable[Row] | None = None) -> tuple[Group, ...]:
    """Agencies by province and within it by region code, name."""
    rows = context.agencies.values() if agencies is None else agencies
    listed = sorted(
        (_list(row, context) for row in rows), key=lambda one: (one.agency["region_code"], one.agency["name"])
    )
    return tuple(
        Group(group[0].places[0], tuple(group))
        for _, found in groupby(listed, key=lambda one: one.places[0]["code"])
        if (group := list(found))
    )


def make_list_pages(context: SiteContext) -> Iterator[Page]:
    """Every year's, region's and function's page; years without a report, between the first and the last, included."""
    years = [int(row["year"]) for row in context.reports]
    for year in range(min(years, default=0), max(years, default=-1) + 1):
        yield make_year_page(year, context)
    for code in sorted({place["code"] for one in context.agencies.values() for place in _places(one, context)}):
        yield make_region_page(context.regions[code], context)
    for function in sorted({agency["function"] for agency in context.agencies.values()}):
        yield make_function_page(function, context)


def make_year_page(year: int, context: SiteContext) -> Page:
    """Which reports of a year are held, and which agencies held earlier or later have none here."""
    everything = [_list(row, context) for row in context.agencies.values()]
    held = [one.agency for one in everything if (year, True) in one.years]
    missing = [one.agency for one in everything if (year, False) in one.years]
    return _make_page(
        "year",
        f"years/{year}/",
        f"{year} 年的报告",
        f"{year} 年度的政府信息公开工作年度报告：已收入 {len(held)} 份，另有 {len(missing)} 个机关这一年未收入。",
        (Crumb("首页", ""), Crumb("年份", "years/"), Crumb(f"{year} 年", "")),
        context,
        list_agencies(context, held),
        list_agencies(context, missing),
        year=year,
    )


def make_region_page(region: Row, context: SiteContext) -> Page:
    """The agencies of a region and of the regions in it."""
    found = [row for row in context.agencies.values() if region in _places(row, context)]
    codes = {place["code"] for row in found for place in _places(row, context)}
    inside = [context.regions[code] for code in sorted(codes) if context.regions[code]["parent"] == region["code"]]
    path = context.region_path(region["code"])
    return _make_page(
        "region",
        f"regions/{region['code']}/",
        region["label_zh"],
        f"{''.join(place['label_zh'] for place in path)}的机关，已收入 {len(found)} 个。",
        (
            Crumb("首页", ""),
            Crumb("机关", "agencies/"),
            *(Crumb(place["label_zh"], f"regions/{place['code']}/") for place in path),
        ),
        context,
        list_agencies(context, found),
        inside=inside,
    )


def make_function_page(function: str, context: SiteContext) -> Page:
    """The agencies of a function."""
    found = [row for row in context.agencies.values() if row["function"] == function]
    label = context.label("functions", function)
    return _make_page(
        "function",
        f"functions/{function}/",
        label,
        f"职能为“{label}”的机关，已收入 {len(found)} 个。",
        (Crumb("首页", ""), Crumb("机关", "agencies/"), Crumb(label, "")),
        context,
        list_agencies(context, found),
    )


def draw_agency_list(context: SiteContext) -> str:
    """The whole list with its filters, for the hand-written page of agencies."""
    groups = list_agencies(context)
    everyone = [one for group in groups for one in group.agencies]
    return render(
        "lists/agency_list.html",
        groups=groups,
        root=root_of("agencies/"),
        places={place["code"]: place["label_zh"] for one in everyone for place in one.places},
        levels=_choices(context, "levels", {one.agency["level"] for one in everyone}),
        functions=_choices(context, "functions", {one.agency["function"] for one in everyone}),
        years=sorted({year for one in everyone for year, held in one.years if held}, reverse=True),
        total=len(everyone),
    )


def draw_year_list(context: SiteContext, root: str) -> str:
    """Years with how many reports are held and how many are not, newest first."""
    counts: dict[int, list[int]] = {}
    for row in context.agencies.values():
        for year, held in _list(row, context).years:
            counts.setdefault(year, [0, 0])[0 if held else 1] += 1
    rows = [(year, held, missing) for year, (held, missing) in sorted(counts.items(), reverse=True)]
    return render("lists/year_list.html", rows=rows, root=root)


def _make_page(
    specimen: str,
    address: str,
    title: str,
    description: str,
    crumbs: tuple[Crumb, ...],
    context: SiteContext,
    held: tuple[Group, ...],
    missing: tuple[Group, ...] = (),
    inside: Iterable[Row] = (),
    year: int = 0,
) -> Page:
    body = render(
        "lists/list.html",
        title=title,
        description=description,
        held=held,
        missing=missing,
        inside=list(inside),
        year=year,
        root=root_of(address),
    )
    contents = [Anchor("held", "已收入"), *([Anchor("missing", "未收入")] if missing else [])]
    json_ld = {"@context": "https://schema.org", "@type": "CollectionPage", "name": title, "description": description}
    return Page(address, specimen, title, description, crumbs, tuple(contents), body, write_json_ld(json_ld))


def _list(row: Row, context: SiteContext) -> Listed:
    return Listed(
        row,
        _places(row, context),
        context.label("levels", row["level"]),
        context.label("functions", row["function"]),
        years_between(context.reports_of.get(row["agency_id"], ()), context.newest_year),
    )


def _places(row: Row, context: SiteContext) -> tuple[Row, ...]:
    return context.region_path(row["region_code"])


def _choices(context: SiteContext, list_name: str, used: set[str]) -> list[tuple[str, str]]:
    return [(code, label) for code, label in context.labels[list_name].items() if code in used]
