"""The page of a region: its own agencies, the places in it with what is held of each, its functions.

Comes in: the region, the context, the directory. Goes out: a `Page`. Refuses to know: the disk, MkDocs. A large
region does not list what lies below it: it leads down. A small one lists all of it.
"""

from __future__ import annotations

from functools import partial

from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import FEED, root_of
from build_scripts.publishing.lists.collection import describe_list
from build_scripts.publishing.lists.cuts import group_by_place
from build_scripts.publishing.lists.directory import Directory
from build_scripts.publishing.lists.follows import Follows
from build_scripts.publishing.lists.rows import (
    count_places,
    figures_of,
    list_function_choices,
    name_place,
    tell_levels,
    years_of,
)
from build_scripts.publishing.pages import Anchor, Crumb, Page, Planned
from build_scripts.publishing.templates import render

MOST_BELOW = 60
"""Up to how many agencies below it a region lists them on its own page."""


def plan_region_page(region: Row, context: SiteContext, directory: Directory, follows: Follows) -> Planned:
    """The page of a region in which an agency is held, to be made if need be."""
    code = region["code"]
    return Planned(
        f"regions/{code}/",
        follows.hash(directory.below_place[code]),
        partial(make_region_page, region, context, directory),
    )


def make_region_page(region: Row, context: SiteContext, directory: Directory) -> Page:
    """The page of a region in which an agency is held."""
    code = region["code"]
    address = f"regions/{code}/"
    tally = directory.places[code]
    path = context.region_path(code)
    at_place = directory.at_place.get(code, ())
    everyone = directory.below_place[code]
    deeper = [one for one in everyone if len(one.places) > len(path)]
    below = group_by_place(deeper, len(path)) if len(deeper) <= MOST_BELOW else ()
    inside = count_places(tally.inside, directory, context)
    title = name_place(region)
    description = (
        f"{''.join(name_place(place) for place in path)}的机关，已收录 {tally.agencies} 个、报告 {tally.reports} 份。"
    )
    body = render(
        "lists/region.html",
        region=region,
        title=title,
        figures=figures_of(tally, *([("其中有报告的下级地区", str(len(inside)), "个")] if inside else [])),
        at_place=at_place,
        several_levels=len(tell_levels(at_place)) > 1,
        inside=inside,
        span=years_of(tally, directory),
        below=below,
        depth=len(path),
        functions=list_function_choices(tally, region, directory, context),
        up=path[-2] if len(path) > 1 else None,
        feed=FEED if context.settings.site_url else "",
        root=root_of(address),
    )
    contents = (
        *([Anchor("held", "本级的机关" if inside else "机关")] if at_place else []),
        *([Anchor("inside", "所辖地区")] if inside else []),
        *([Anchor("below", "所辖地区的机关")] if below else []),
        Anchor("functions", "按职能"),
    )
    crumbs = (
        Crumb("首页", ""),
        Crumb("地区", "regions/"),
        *(Crumb(name_place(place), f"regions/{place['code']}/") for place in path),
    )
    described = describe_list(title, description, address, everyone, context)
    feed = f"{address}{FEED}" if context.settings.site_url else ""
    return Page(address, "region", title, description, crumbs, contents, body, described, feed=feed)
