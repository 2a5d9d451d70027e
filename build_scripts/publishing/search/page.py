"""What the search page offers to choose from: places, years, levels, functions, sections, states of cells.

Comes in: the context. Goes out: slots as HTML. Refuses to know: the index, the page's own words. Codes and labels are
those of the code lists; of levels, functions and years only what some agency or report of the package has.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from build_scripts.packaging.package import Package
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.lists.rows import name_place
from build_scripts.publishing.search.facets import STATES
from build_scripts.publishing.templates import render

KINDS = (("agency", "机关名称"), ("title", "报告标题"), ("table", "三张表"))
"""What is not a section, and can be looked through alone."""

NUMERALS = "一二三四五六七八九"

Options = list[tuple[str, str]]


def fill_search(_: Package, context: SiteContext) -> Mapping[str, str]:
    """The slots of the search page."""
    agencies = context.agencies.values()
    paths = [context.region_path(code) for code in {agency["region_code"] for agency in agencies}]
    provinces = {path[0]["code"]: name_place(path[0]) for path in paths if path}
    html = render(
        "search/filters.html",
        provinces=sorted(provinces.items()),
        years=[(year, f"{year} 年") for year in sorted({row["year"] for row in context.reports}, reverse=True)],
        levels=list_options("levels", context, {agency["level"] for agency in agencies}),
        functions=list_options("functions", context, {agency["function"] for agency in agencies}),
        sections=[*list_sections(context), *KINDS],
        states=list_options("states", context, STATES),
    )
    return {"search_filters": html}


def list_options(name: str, context: SiteContext, used: Collection[str]) -> Options:
    """Those codes of a list that are used, in its order, with their labels; then what the list does not have."""
    known = [(code, label) for code, label in context.labels[name].items() if code in used]
    return [*known, *((code, code) for code in sorted(set(used) - {code for code, _ in known}))]


def list_sections(context: SiteContext) -> Options:
    """The sections of a report, numbered as they are printed.

    The first of the list, what stands before any heading, has no number.
    """
    return [
        (code, f"{NUMERALS[int(code) - 1]}、{label}" if code != "0" else label)
        for code, label in context.labels["sections"].items()
    ]
