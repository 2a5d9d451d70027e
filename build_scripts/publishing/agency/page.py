"""The page of an agency over the years: who it is, what is held and what is not, its figures, its peers.

Comes in: the agency's row and the key numbers of its reports. Goes out: a `Page`. Refuses to know: the disk, MkDocs.
A year between the first held and the newest of the package that is missing is *not held*, never *not published*.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext, years_between
from build_scripts.publishing.links import agency_address, root_of
from build_scripts.publishing.machine.json_ld import describe_agency, write_json_ld
from build_scripts.publishing.pages import Anchor, Crumb, Page
from build_scripts.publishing.report.key_numbers import KeyNumber
from build_scripts.publishing.templates import render

MOST_PEERS = 12


class YearFigures(NamedTuple):
    """A report and its key numbers."""

    report: Row
    key_numbers: tuple[KeyNumber, ...]


class Trend(NamedTuple):
    """One measure over the years: a figure, or None where the form of that year does not have it."""

    label: str
    unit: str
    figures: tuple[KeyNumber | None, ...]


def make_agency_page(agency: Row, years: Sequence[YearFigures], context: SiteContext) -> Page:
    """The page of an agency; `years` are its reports, oldest first."""
    address = agency_address(agency["agency_id"])
    held = "、".join(year.report["year"] for year in years)
    description = f"{agency['name']}的政府信息公开工作年度报告：已收入 {held} 年，共 {len(years)} 份。"
    peers = find_peers(agency, context)
    contents = [
        Anchor("years", "年份"),
        Anchor("numbers", "最近一年"),
        *([Anchor("trend", "逐年对照")] if len(years) > 1 else []),
        Anchor("peers", "同级同类机关"),
        Anchor("downloads", "下载"),
    ]
    body = render(
        "agency/page.html",
        agency=agency,
        region=context.region_path(agency["region_code"]),
        level=context.label("levels", agency["level"]),
        function=context.label("functions", agency["function"]),
        years=list(reversed(years)),
        span=years_between(context.reports_of[agency["agency_id"]], context.newest_year),
        trends=align_trends(years),
        breaks=mark_breaks([year.report["form"] for year in years]),
        forms=context.labels["forms"],
        peers=peers[:MOST_PEERS],
        peer_count=len(peers),
        regions=context.regions,
        root=root_of(address),
    )
    region = context.regions.get(agency["region_code"])
    return Page(
        address=address,
        specimen="agency",
        title=agency["name"],
        description=description,
        crumbs=(
            Crumb("首页", ""),
            Crumb("机关", "agencies/"),
            *([Crumb(region["label_zh"], f"regions/{region['code']}/")] if region else []),
            Crumb(agency["name"], ""),
        ),
        contents=tuple(contents),
        body=body,
        json_ld=write_json_ld(describe_agency(agency, context, description)),
    )


def find_peers(agency: Row, context: SiteContext) -> list[Row]:
    """Agencies of the same function and level, those nearest by region code first."""
    here = agency["region_code"]

    def distance(other: Row) -> tuple[int, str]:
        shared = next((at for at in (6, 4, 2) if other["region_code"][:at] == here[:at]), 0)
        return -shared, other["agency_id"]

    return sorted(
        (
            other
            for other in context.agencies.values()
            if (other["function"], other["level"]) == (agency["function"], agency["level"])
            and other["agency_id"] != agency["agency_id"]
        ),
        key=distance,
    )


def align_trends(years: Sequence[YearFigures]) -> tuple[Trend, ...]:
    """The key numbers of all years by measure, in the order of the newest report's figures."""
    labels = {(figure.label, figure.unit): None for year in reversed(years) for figure in year.key_numbers}
    by_year = [{(figure.label, figure.unit): figure for figure in year.key_numbers} for year in years]
    return tuple(Trend(label, unit, tuple(found.get((label, unit)) for found in by_year)) for label, unit in labels)


def mark_breaks(forms: Sequence[str]) -> list[bool]:
    """For each year whether its form differs from the year's before; the first never does.

    >>> mark_breaks(["2019", "2019", "2021"])
    [False, False, True]
    """
    return [at > 0 and form != forms[at - 1] for at, form in enumerate(forms)]
