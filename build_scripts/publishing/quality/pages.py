"""The pages of the data's quality, after all reports have passed: the statement, its lists, what they mean, the matrix.

Comes in: the tally, the package, the context. Goes out: pages with the files beside them. Refuses to know: the disk,
MkDocs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from build_scripts.packaging.package import Package
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import root_of
from build_scripts.publishing.pages import Page
from build_scripts.publishing.quality.coverage import count_coverage, make_matrix_pages
from build_scripts.publishing.quality.data_files import write_files
from build_scripts.publishing.quality.explanations import explain_finding, make_explanations
from build_scripts.publishing.quality.listing import make_list_pages
from build_scripts.publishing.quality.lists import list_figures
from build_scripts.publishing.quality.statement import DATA, make_statement
from build_scripts.publishing.quality.tally import QualityTally


def make_quality_pages(
    tally: QualityTally, package: Package, context: SiteContext
) -> Iterator[tuple[Page, Mapping[str, bytes]]]:
    """Every page of the data's quality; the data files stand beside the statement."""
    coverage = count_coverage(context)
    figures = list_figures(tally, package, coverage, context)
    files = write_files(tally, coverage, figures, package, context)
    yield (
        make_statement(figures, coverage, files, context),
        {f"{DATA}{name}": data for name, data in files.items()},
    )
    for listing in figures.values():
        if listing.key[0] == "findings":
            listing = replace(listing, intro=explain_finding(listing.key[2], root_of(listing.address), context))
        for page in make_list_pages(listing):
            yield page, {}
    for page in (*make_explanations(tally, figures, context), *make_matrix_pages(coverage)):
        yield page, {}
