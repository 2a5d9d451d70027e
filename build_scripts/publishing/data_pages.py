"""Every page that is made from the package as a whole: lists, dictionary, quality.

Comes in: the loaded package, and what its reports amount to. Goes out: pages, each with the files beside it. Refuses to
know: the disk, specimens, single reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from build_scripts.packaging.package import Package
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.data.dictionary import make_dictionary_pages
from build_scripts.publishing.data.usage import count_usage
from build_scripts.publishing.lists.directory import Directory
from build_scripts.publishing.lists.pages import make_list_pages
from build_scripts.publishing.pages import Page
from build_scripts.publishing.quality.pages import make_quality_pages
from build_scripts.publishing.quality.tally import QualityTally


def make_pages(
    package: Package, context: SiteContext, directory: Directory, tally: QualityTally
) -> Iterator[tuple[Page, Mapping[str, bytes]]]:
    """Every such page with the files beside it; `tally` has counted every report."""
    usage = count_usage(tally, package, context)
    for page in chain(make_list_pages(context, directory), make_dictionary_pages(package, context, usage)):
        yield page, {}
    yield from make_quality_pages(tally, package, context)
