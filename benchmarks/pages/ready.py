"""Ready pages of reports: what is filled into the page's template, one file a page, and the template itself.

Comes in: a package. Goes out: a folder with `specimen.html`, as MkDocs and our theme make it, and for each report
`pages/<number>.html`, see `page_files`: the address and the value of every slot. Every generator gets just these.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from benchmarks.pages.page_files import Ready, write_page
from build_scripts.files import PROJECT
from build_scripts.packaging.load import iterate_reports, iterate_sections, load_package, read_source
from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.outside import find_outside
from build_scripts.publishing.pages import fill_slots
from build_scripts.publishing.report.page import ReportPages
from build_scripts.publishing.report.shared_text import find_shared
from build_scripts.publishing.specimens import SPECIMENS

SITE = "https://example.org/reports/"


def write_specimen(folder: Path) -> str:
    """The page of a report as the theme makes it, with its slots."""
    config = load_config(str(PROJECT.root / "mkdocs.yml"), site_dir=str(folder), hooks=[])
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()
    return (folder / SPECIMENS["report"] / "index.html").read_text("utf-8")


def write_ready(package_folder: Path, folder: Path, count: int) -> int:
    """Writes template and pages of the first `count` reports; how many there are."""
    (folder / "pages").mkdir(parents=True)
    (folder / "specimen.html").write_text(write_specimen(folder / "theme"), "utf-8")
    number = 0
    for number, ready in enumerate(islice(make_ready(package_folder), count), 1):
        (folder / "pages" / f"{number:06}.html").write_text(write_page(ready), "utf-8")
    return number


def make_ready(package_folder: Path) -> Iterator[Ready]:
    """The page of every report, as the site has it."""
    package = load_package(package_folder)
    context = build_context(package, Settings("开放数据", SITE))
    pages = ReportPages(context, find_outside(context, find_shared(iterate_sections(package))))
    before: ReportRecord | None = None
    for record in iterate_reports(package):
        page = pages.make(record, find_previous(before, record), read_source(package, record.row)).page
        yield Ready(page.address, fill_slots(page, context.absolute(page.address), context.settings.site_name))
        before = record


def find_previous(before: ReportRecord | None, record: ReportRecord) -> ReportRecord | None:
    """The report before this one, if it is the same agency's of the year before."""
    if before is None or before.row["agency_id"] != record.row["agency_id"]:
        return None
    return before if int(before.row["year"]) == int(record.row["year"]) - 1 else None
