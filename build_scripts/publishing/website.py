"""A package folder → the site: MkDocs renders hand-written pages and specimens, then every data page is stamped.

Comes in: a package folder, an output folder. Goes out: the site's files. Refuses to know: reports files, how a page is
drawn. The only module that imports MkDocs. `mkdocs build`, `mkdocs serve` and `render_site` run the same code: MkDocs
calls `finish_site` through the hook, so the bytes are the same.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from build_scripts.files import PROJECT, read_rows, read_text, write_bytes, write_text
from build_scripts.packaging.load import iterate_reports, iterate_sections, load_package, read_source
from build_scripts.packaging.package import Package, ReportRecord, Row
from build_scripts.publishing.agency.page import AgencyPages
from build_scripts.publishing.agency.years import AgencyYear, collect_year
from build_scripts.publishing.api.agencies import write_agencies
from build_scripts.publishing.api.index import write_index
from build_scripts.publishing.api.reports import publish_reports
from build_scripts.publishing.api.schemas import write_schemas
from build_scripts.publishing.catalogue import Catalogue, build_catalogue
from build_scripts.publishing.compare.files import write_compare_files
from build_scripts.publishing.context import Settings, SiteContext, build_context
from build_scripts.publishing.data.dictionary import make_dictionary_pages
from build_scripts.publishing.data.page import make_data_fillers
from build_scripts.publishing.data.usage import count_usage
from build_scripts.publishing.descriptions.all_descriptions import write_descriptions
from build_scripts.publishing.english.pages import make_english_fillers
from build_scripts.publishing.formats.all_formats import write_formats
from build_scripts.publishing.formats.package_files import copy_package, pack_package
from build_scripts.publishing.formats.parquet_tables import write_tables
from build_scripts.publishing.hand_pages import FILLERS, Filler
from build_scripts.publishing.lists.directory import Directory, build_directory
from build_scripts.publishing.lists.hand_lists import make_list_fillers
from build_scripts.publishing.lists.pages import make_list_pages
from build_scripts.publishing.lists.partitions import FOLDER, make_partitions
from build_scripts.publishing.machine.sitemap import write_sitemaps
from build_scripts.publishing.moved import draw_moved, list_moved
from build_scripts.publishing.offers import Offer
from build_scripts.publishing.pages import Page, fill_slots
from build_scripts.publishing.quality.pages import make_quality_pages
from build_scripts.publishing.quality.tally import QualityTally
from build_scripts.publishing.query.files import write_query_files
from build_scripts.publishing.report.page import ReportPages
from build_scripts.publishing.report.shared_text import find_shared
from build_scripts.publishing.search.site_index import write_site_index
from build_scripts.publishing.stamping import MARKER_START, Specimen, SpecimenError, deepen, read_specimen, stamp
from build_scripts.publishing.versions.slots import join_fillers, make_version_fillers
from build_scripts.publishing.versions.standing import find_standing, tell_context
from build_scripts.publishing.versions.versions import Versions
from build_scripts.releasing.ledger import read_ledger

MARKER = ".disclosure-site"
"""The file by which a folder is known as a site of ours, so that a build may replace it."""

SPECIMENS = {
    "report": "agencies/_agency_/_year_",
    "agency": "agencies/_agency_",
    "year": "years/_year_",
    "region": "regions/_region_",
    "function": "functions/_function_",
    "dictionary": "data/dictionary/_table_",
    "version": "data/_version_",
    "quality": "quality/_list_",
    "quality_index": "quality",
}
"""Where MkDocs puts the specimen of each kind of page, the deepest first; none of them stays in the site."""

UNUSED = ("**/*.map", "javascripts/lunr/**/*.js", "javascripts/workers/*.js", "images/favicon.png")
"""Files of the theme, below `assets/`, that serve what is switched off here."""

_MAP_COMMENT = re.compile(r"\n?(?://# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")

_log = logging.getLogger(__name__)
"""Not one of MkDocs' loggers: it would swallow with -q what the build must say, and --strict is not about it."""


def render_site(package: Path, output: Path, releases: Path = PROJECT.releases) -> None:
    """Render the package in `package` into `output`, which is empty or a site; `releases` is the ledger. Raises
    FilesError or SpecimenError."""
    config = load_config(str(PROJECT.root / "mkdocs.yml"), site_dir=str(output.resolve()))
    config.extra["package"] = str(package.resolve())
    config.extra["releases"] = str(releases.resolve())
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()


def finish_site(
    package_folder: Path,
    site: Path,
    settings: Settings,
    address_book: Path = PROJECT.address_book,
    releases: Path = PROJECT.releases,
) -> int:
    """Turn what MkDocs wrote into the whole site; returns how many data pages were stamped."""
    book = read_rows(address_book)
    package = load_package(package_folder)
    standing = find_standing(package_folder, package.version, read_ledger(releases))
    context = tell_context(build_context(package, settings), standing)
    directory = build_directory(context, package.register)
    drop_generated(site)
    drop_unused(site)
    specimens = Specimens(take_specimens(site))
    records = publish_reports(iterate_reports(package), context, site)
    write_site_index(records, context, directory, site)
    offers = write_offers(package, context, site)
    catalogue = describe(build_catalogue(package, context, offers, standing.ledger), site)
    write_schemas(catalogue, site)
    write_agencies(context, site)
    fillers = join_fillers(
        FILLERS,
        make_list_fillers(directory),
        make_data_fillers(catalogue),
        make_english_fillers(catalogue),
        make_version_fillers(standing),
    )
    write_compare_files(context, site)
    write_query_files(context, site)
    addresses = list(fill_hand_pages(package, context, site, fillers))
    count = 0
    tally = QualityTally(context)
    versions = Versions(standing, catalogue.offers, package, context)
    for page, files in chain(make_pages(package, context, directory, tally), versions.make_pages(tally)):
        write_page(page, specimens.at(page), context, site)
        for name, data in files.items():
            write_bytes(site / page.address / name, data)
        addresses.append(page.address)
        count += 1
    for address, data in versions.make_files(directory.places):
        write_bytes(site / address, data)
    write_index(catalogue, site)
    for name, data in make_partitions(context, directory):
        write_bytes(site / FOLDER / name, data)
    write_moved(book, addresses, context, site)
    if context.settings.site_url:
        write_sitemaps([context.absolute(address) for address in addresses], context.settings.site_url, site)
    if unset := list_unset(context.settings):
        _log.warning("%s", tell_unset(unset))
    write_text(site / MARKER, f"{context.version}\n")
    return count


def write_offers(package: Package, context: SiteContext, site: Path) -> tuple[Offer, ...]:
    """Write every file that is offered, in the order they are shown; raises FilesError."""
    copied = copy_package(package, site)
    parquet = [file for table in write_tables(package, context, site) for file in table.files]
    return (pack_package(package, context, site), *copied, *parquet, *write_formats(package, context, site))


def describe(catalogue: Catalogue, site: Path) -> Catalogue:
    """Write the descriptions of all that is offered; returns the catalogue with them. Raises FilesError."""
    return replace(catalogue, offers=(*catalogue.offers, *write_descriptions(catalogue, site)))


def make_pages(
    package: Package, context: SiteContext, directory: Directory, tally: QualityTally
) -> Iterator[tuple[Page, Mapping[str, bytes]]]:
    """Every data page with the files beside it, the reports counted in `tally` as they pass. An agency's page follows
    its last report."""
    shared = find_shared(iterate_sections(package))
    reports, agencies = ReportPages(context, shared), AgencyPages(context)
    earlier: dict[str, ReportRecord] = {}
    years: dict[str, list[AgencyYear]] = {}
    for record in iterate_reports(package):
        agency_id = record.row["agency_id"]
        before = earlier.get(agency_id)
        is_last_year = before is not None and int(before.row["year"]) == int(record.row["year"]) - 1
        previous = before if is_last_year else None
        tally.add(record, previous)
        made = reports.make(record, previous, read_source(package, record.row))
        yield made.page, made.files
        found = years.setdefault(agency_id, [])
        found.append(collect_year(record, context))
        earlier[agency_id] = record
        if len(found) == len(context.reports_of[agency_id]):
            del earlier[agency_id]
            yield agencies.make(record.agency, years.pop(agency_id))
    usage = count_usage(tally, package, context)
    for page in chain(make_list_pages(context, directory), make_dictionary_pages(package, context, usage)):
        yield page, {}
    yield from make_quality_pages(tally, package, context)


class Specimens:
    """The specimens of all kinds, each for pages of any depth: made once for every depth that is met."""

    def __init__(self, specimens: Mapping[str, Specimen]) -> None:
        self._specimens = specimens
        self._deeper: dict[tuple[str, int], Specimen] = {}

    def at(self, page: Page) -> Specimen:
        """The specimen of a page, its relative addresses leading from where the page is."""
        steps = page.address.count("/") - SPECIMENS[page.specimen].count("/") - 1
        if not steps:
            return self._specimens[page.specimen]
        key = (page.specimen, steps)
        if key not in self._deeper:
            self._deeper[key] = deepen(self._specimens[page.specimen], steps)
        return self._deeper[key]


def write_page(page: Page, specimen: Specimen, context: SiteContext, site: Path) -> None:
    """Stamp a page and write it; raises SpecimenError naming the page."""
    try:
        html = stamp(specimen, fill_slots(page, context.absolute(page.address), context.settings.site_name))
    except SpecimenError as error:
        raise SpecimenError(f"{page.address}: {error}") from None
    write_text(site / page.address / "index.html", html)


def write_moved(book: Sequence[Row], standing: Sequence[str], context: SiteContext, site: Path) -> None:
    """Write a page at every address of the book that has moved or was taken away; raises FilesError."""
    for moved in list_moved(book, frozenset(standing)):
        canonical = context.absolute(moved.target) if moved.target else ""
        html = draw_moved(moved, context.settings.site_name, canonical)
        write_text(site / moved.address / "index.html", html)


def take_specimens(site: Path) -> dict[str, Specimen]:
    """Read every specimen and take it out of the site."""
    specimens = {}
    for kind, place in SPECIMENS.items():
        path = site / place / "index.html"
        specimens[kind] = read_specimen(read_text(path))
        path.unlink()
        path.parent.rmdir()
    return specimens


def fill_hand_pages(
    package: Package, context: SiteContext, site: Path, fillers: Mapping[str, Filler] = FILLERS
) -> Iterator[str]:
    """Fill the slots of the hand-written pages; yields the addresses of all of them."""
    for path in sorted(site.rglob("index.html")):
        address = path.parent.relative_to(site).as_posix() + "/" if path.parent != site else ""
        html = read_text(path)
        if address in fillers:
            write_text(path, stamp(read_specimen(html), fillers[address](package, context)))
        elif MARKER_START in html:
            raise SpecimenError(f"{address}: a slot that nobody fills; see hand_pages.FILLERS and data_page")
        yield address


def drop_generated(site: Path) -> None:
    """Take out what MkDocs writes of itself and what would carry the clock into the site: its sitemap."""
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        (site / name).unlink(missing_ok=True)


def drop_unused(site: Path) -> None:
    """Take out what the theme ships and no page of ours asks for: its search, its source maps, its icon."""
    for pattern in UNUSED:
        for path in sorted((site / "assets").glob(pattern)):
            path.unlink()
    for name in ("javascripts/lunr/min", "javascripts/lunr", "javascripts/workers", "images"):
        folder = site / "assets" / name
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    for path in sorted((site / "assets").rglob("*.min.*")):
        text = read_text(path)
        write_text(path, _MAP_COMMENT.sub("", text))


def tell_unset(unset: Iterable[tuple[str, str]]) -> str:
    """One line about what is left out, and why."""
    found = list(unset)
    zh = "；".join(f"{name} 没有设置，不生成{lost}" for name, lost in found)
    return f"mkdocs.yml：{zh} / not set, so left out: {', '.join(name for name, _ in found)}"


def list_unset(settings: Settings) -> list[tuple[str, str]]:
    """What mkdocs.yml does not set, and what is left out for it."""
    unset = []
    if not settings.site_url:
        unset.append(("site_url", "规范地址、网站地图和订阅源（canonical, sitemap, feeds）"))
    if not settings.repository:
        unset.append(
            (
                "extra.repository",
                "预填的问题单和过去各版文件的链接（prefilled issues, links to files of past versions）",
            )
        )
    return unset
