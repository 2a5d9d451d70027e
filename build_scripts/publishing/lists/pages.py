"""Every page that lists agencies by year, region or function, and the parts of those that are too long for one page.

Comes in: the context and the directory. Goes out: pages, planned or made, one after another. Refuses to know: the disk,
MkDocs.
"""

from __future__ import annotations

from collections.abc import Iterator

from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.lists.directory import Directory
from build_scripts.publishing.lists.follows import Follows
from build_scripts.publishing.lists.function_pages import plan_function_pages
from build_scripts.publishing.lists.region_pages import plan_region_page
from build_scripts.publishing.lists.year_pages import plan_year_pages
from build_scripts.publishing.pages import Page, Planned


def plan_list_pages(context: SiteContext, directory: Directory) -> Iterator[Planned]:
    """Every year's, region's and function's page; years without a report, between the first and the last, included."""
    follows = Follows(directory)
    for year in reversed(directory.years):
        yield from plan_year_pages(year, context, directory, follows)
    for code in sorted(directory.places):
        yield plan_region_page(context.regions[code], context, directory, follows)
    for function in sorted(directory.functions):
        yield from plan_function_pages(function, context, directory, follows)


def make_list_pages(context: SiteContext, directory: Directory) -> Iterator[Page]:
    """All of these pages, made."""
    return (plan.make() for plan in plan_list_pages(context, directory))
