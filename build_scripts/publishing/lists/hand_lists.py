"""The lists that hand-written pages hold: all agencies, years, regions, functions.

Comes in: the context and the directory. Goes out: address → slots as HTML. Refuses to know: the pages' own words, the
disk. The page of agencies lists everyone while they are few; afterwards provinces and prefectures with counts, so that
it stops growing. Its filter reads `partitions`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from build_scripts.packaging.package import Package
from build_scripts.publishing.charts.coverage import OUTSIDE
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import root_of
from build_scripts.publishing.lists.cuts import MOST_LISTED, group_by_place
from build_scripts.publishing.lists.directory import Directory, Tally
from build_scripts.publishing.lists.rows import Counted, count_functions, count_places, count_years
from build_scripts.publishing.templates import render


class Province(NamedTuple):
    """A province on the page of agencies: its own agencies counted, the places in it."""

    code: str
    label: str
    address: str
    tally: Tally
    own: int
    inside: tuple[Counted, ...]


Filler = Callable[[Package, SiteContext], Mapping[str, str]]


def make_list_fillers(directory: Directory) -> Mapping[str, Filler]:
    """The fillers of the hand-written pages that show a list."""
    return {
        "agencies/": lambda _, context: {"agencies": draw_agencies(context, directory)},
        "years/": lambda _, context: {"years": draw_years(context, directory, root_of("years/"))},
        "regions/": lambda _, context: {"regions": draw_regions(context, directory)},
        "functions/": lambda _, context: {"functions": draw_functions(context, directory)},
    }


def draw_agencies(context: SiteContext, directory: Directory, most: int = MOST_LISTED) -> str:
    """The filter of agencies, and below it everyone, or the places in which they are found."""
    whole = directory.whole
    return render(
        "lists/agencies.html",
        groups=group_by_place(directory.everyone) if whole.agencies <= most else (),
        provinces=list_provinces(context, directory),
        levels=[(code, label) for code, label in context.labels["levels"].items() if whole.levels[code]],
        functions=[(code, label) for code, label in context.labels["functions"].items() if whole.functions[code]],
        years=[year for year in directory.years if whole.held[year]],
        total=whole.agencies,
        root=root_of("agencies/"),
    )


def list_provinces(context: SiteContext, directory: Directory) -> list[Province]:
    """Every province with an agency, the country's central bodies first."""
    codes = {one.places[0]["code"] for one in directory.everyone if one.places}
    return [
        Province(
            counted.address.split("/")[1],
            counted.label,
            counted.address,
            counted.tally,
            len(directory.at_place.get(counted.address.split("/")[1], ())),
            count_places(counted.tally.inside, directory, context),
        )
        for counted in count_places(codes, directory, context)
    ]


def draw_years(context: SiteContext, directory: Directory, root: str) -> str:
    """Years with how many reports are held and of which form, and how many are not, newest first."""
    rows = count_years(directory)
    used = {form for row in rows for form in row.forms}
    forms = [(code, label) for code, label in context.labels["forms"].items() if code in used]
    return render("lists/years.html", rows=rows, forms=forms, root=root)


def draw_regions(context: SiteContext, directory: Directory) -> str:
    """Provinces by year, and those of which nothing is held."""
    held = {one.places[0]["code"] for one in directory.everyone if one.places}
    absent = [
        row for row in context.regions.values() if row["level"] == "province" and row["code"] not in {*held, *OUTSIDE}
    ]
    return render(
        "lists/regions.html",
        rows=count_places(held, directory, context),
        span=directory.years,
        absent=absent,
        outside="、".join(context.regions[code]["label_zh"] for code in sorted(OUTSIDE) if code not in held),
        root=root_of("regions/"),
    )


def draw_functions(context: SiteContext, directory: Directory) -> str:
    """Functions by year."""
    return render(
        "lists/functions.html",
        rows=count_functions(directory, context),
        span=directory.years,
        root=root_of("functions/"),
    )
