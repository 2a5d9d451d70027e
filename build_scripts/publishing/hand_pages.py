"""What the hand-written pages take from the package: for each page, the slots it holds.

Comes in: the context and the descriptor. Goes out: address → slots as HTML. Refuses to know:
the pages' own words, MkDocs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from build_scripts.packaging.package import Package, Row
from build_scripts.publishing.charts.coverage import draw_coverage
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import root_of
from build_scripts.publishing.lists.pages import draw_agency_list, draw_year_list
from build_scripts.publishing.machine.citations import name_report
from build_scripts.publishing.machine.json_ld import LICENCE, write_json_ld
from build_scripts.publishing.templates import render

NEWEST = 8
Filler = Callable[[Package, SiteContext], Mapping[str, str]]


def fill_home(package: Package, context: SiteContext) -> Mapping[str, str]:
    """The home page: coverage, newest reports, years, description for machines."""
    ordered = sorted(context.reports, key=lambda row: (row["year"], row["published"], row["report_id"]), reverse=True)
    years = [int(row["year"]) for row in context.reports]
    span = f"{min(years)}–{max(years)}" if years else "—"
    newest = [
        (row, agency, name_report(row, agency))
        for row in ordered[:NEWEST]
        if (agency := context.agencies[row["agency_id"]])
    ]
    cells = {
        state: sum(int(row[f"cells_{state}"] or 0) for row in context.reports) for state in context.labels["states"]
    }
    places = {context.region_path(row["region_code"])[0]["code"] for row in context.agencies.values()}
    return {
        "coverage": render(
            "home/coverage.html",
            reports=len(context.reports),
            agencies=len(context.agencies),
            provinces=len(places),
            span=span,
            cells=cells,
            states=context.labels["states"],
            total=sum(cells.values()),
            version=context.version,
        ),
        "coverage_map": draw_coverage(context, root_of("")),
        "newest": render("home/newest.html", newest=newest, regions=context.regions, root=root_of("")),
        "years": draw_year_list(context, root_of("")),
        "ways": render("home/ways.html", regions=count_regions(context), functions=count_functions(context)),
        "json_ld": write_json_ld(describe_catalog(context)),
    }


def fill_agencies(package: Package, context: SiteContext) -> Mapping[str, str]:
    """The list of agencies."""
    return {"agencies": draw_agency_list(context)}


def fill_years(package: Package, context: SiteContext) -> Mapping[str, str]:
    """The list of years."""
    return {"years": draw_year_list(context, root_of("years/"))}


FILLERS: Mapping[str, Filler] = {
    "": fill_home,
    "agencies/": fill_agencies,
    "years/": fill_years,
}


def count_regions(context: SiteContext) -> list[tuple[Row, int]]:
    """Provinces with the number of their agencies, by code."""
    counts = Counter(context.region_path(row["region_code"])[0]["code"] for row in context.agencies.values())
    return [(context.regions[code], counts[code]) for code in sorted(counts)]


def count_functions(context: SiteContext) -> list[tuple[str, str, int]]:
    """Functions, by code and label, with the number of their agencies, in the order of the code list."""
    counts = Counter(row["function"] for row in context.agencies.values())
    return [(code, label, counts[code]) for code, label in context.labels["functions"].items() if code in counts]


def describe_catalog(context: SiteContext) -> dict[str, object]:
    """The whole site as a schema.org DataCatalog."""
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "name": context.settings.site_name,
        "inLanguage": "zh-Hans",
        "version": context.version,
        "license": LICENCE,
        "isAccessibleForFree": True,
        **({"url": context.settings.site_url} if context.settings.site_url else {}),
    }
