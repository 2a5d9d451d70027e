"""Formats written of a package without a site around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from build_scripts.files.reuse import Earlier
from build_scripts.packaging.load import iterate_reports
from build_scripts.packaging.package import Package
from build_scripts.publishing.api.reports import publish_reports
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.pieces import KINDS, YEARS, make_lists, make_pieces, plan_pieces
from build_scripts.publishing.formats.row_index import index_tables
from build_scripts.publishing.offers import Offer, Part
from build_scripts.publishing.site_tasks import IndexedWork

Write = Callable[[IndexedWork, Part], tuple[Offer, ...]]


def make_work(
    package: Package,
    context: SiteContext,
    site: Path,
    kinds: Sequence[str] = KINDS,
    earlier: Earlier | None = None,
    has_api: bool = False,
) -> IndexedWork:
    """The work of a site, its pieces of these kinds made, and the API's reports if they are wanted and not there."""
    work = IndexedWork(package, context, site, site.with_name(f"{site.name}-spool"), earlier, index_tables(package))
    if YEARS in kinds and not has_api:
        for _ in publish_reports(iterate_reports(package), context, site):
            pass
    for task in plan_pieces(package):
        if task.run is make_lists:
            task.run(work, task.about)
        else:
            make_pieces(work, task.about, kinds)  # type: ignore[arg-type]
    return work


def write_parts(write: Write, work: IndexedWork, parts: Sequence[Part]) -> tuple[Offer, ...]:
    """What a task writes of these parts."""
    return tuple(offer for part in parts for offer in write(work, part))
