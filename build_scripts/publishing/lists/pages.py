"""Every page that lists agencies by year, region or function, and the parts of those that are too long for one page.

Comes in: the context and the directory. Goes out: pages, one after another. Refuses to know: the disk, MkDocs.
"""

from __future__ import annotations

from collections.abc import Iterator

from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.lists.directory import Directory
from build_scripts.publishing.lists.function_pages import make_function_pages
from build_scripts.publishing.lists.region_pages import make_region_page
from build_scripts.publishing.lists.year_pages import make_year_pages
from build_scripts.publishing.pages import Page


def make_list_pages(context: SiteContext, directory: Directory) -> Iterator[Page]:
    """Every year's, region's and function's page; years without a report, between the first and the last, included."""
    for year in reversed(directory.years):
        yield from make_year_pages(year, context, directory)
    for code in sorted(directory.places):
        yield make_region_page(context.regions[code], context, directory)
    for function in sorted(directory.functions):
        yield from make_function_pages(function, context, directory)
