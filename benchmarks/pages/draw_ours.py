"""`python -m benchmarks.pages.draw_ours PACKAGE SPECIMEN OUTPUT COUNT`: whole pages of reports from the package.

Everything of a page and nothing beside it: no downloads, no API, no search. On all processors, agencies in batches, as
the site does; the functions are the site's own. Reading the package is part of it, as are the sentences that many
agencies print, which need every text once.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from benchmarks.pages.ready import SITE, find_previous
from build_scripts.files import read_text, write_text
from build_scripts.packaging.load import iterate_sections, load_package
from build_scripts.packaging.package import Package, Row
from build_scripts.packaging.pool import count_processors, run_tasks
from build_scripts.publishing.context import Settings, SiteContext, build_context
from build_scripts.publishing.formats.row_index import RowIndex, index_tables
from build_scripts.publishing.outside import find_outside
from build_scripts.publishing.part_records import PartTables
from build_scripts.publishing.report.held_back import hold_back
from build_scripts.publishing.report.page import ReportPages
from build_scripts.publishing.report.shared_text import find_shared
from build_scripts.publishing.specimens import stamp_page
from build_scripts.publishing.stamping import Specimen, read_specimen

BATCH = 100


class Drawing(NamedTuple):
    """What all batches look up."""

    package: Package
    context: SiteContext
    indexes: dict[str, RowIndex]
    pages: ReportPages
    specimen: Specimen
    output: Path


def main() -> None:
    """Draw and write the pages of the first COUNT reports; say how many."""
    package = load_package(Path(sys.argv[1]))
    context = build_context(package, Settings("开放数据", SITE))
    pages = ReportPages(context, find_outside(context, find_shared(iterate_sections(package))))
    specimen = read_specimen(read_text(Path(sys.argv[2])))
    drawing = Drawing(package, context, index_tables(package), pages, specimen, Path(sys.argv[3]))
    batches = list(list_batches(package, int(sys.argv[4])))
    print(sum(run_tasks(draw_batch, drawing, batches, count_processors())))


def list_batches(package: Package, count: int) -> Iterator[list[list[Row]]]:
    """The first `count` reports by agency, some agencies at a time."""
    batch: list[list[Row]] = []
    for _, rows in groupby(package.reports[:count], lambda row: row["agency_id"]):
        batch.append(list(rows))
        if sum(map(len, batch)) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def draw_batch(drawing: Drawing, batch: list[list[Row]]) -> int:
    """Draw and write the pages of these reports; how many."""
    tables = PartTables(drawing.package, drawing.indexes, [row for rows in batch for row in rows])
    count = 0
    for rows in batch:
        before = None
        for record in tables.read_records(rows):
            shown = hold_back(record)
            page = drawing.pages.draw(shown, drawing.pages.view(shown, find_previous(before, record)), "")
            html = stamp_page(page, drawing.specimen, drawing.context)
            write_text(drawing.output / page.address / "index.html", html)
            before = record
            count += 1
    return count


if __name__ == "__main__":
    main()
