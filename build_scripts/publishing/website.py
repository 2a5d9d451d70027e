"""A package folder → the site: MkDocs renders hand-written pages and specimens, then every data page is stamped.

Comes in: a package folder, an output folder. Goes out: the site's files. Refuses to know: reports files, how a page is
drawn, MkDocs. `mkdocs build`, `mkdocs serve` and `render_site` run the same code: MkDocs calls `finish_site` through
the hook, so the bytes are the same.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from build_scripts.files import PROJECT, begin_sync, read_rows, read_text, write_bytes, write_text
from build_scripts.packaging.load import load_package
from build_scripts.packaging.manifest import refuse_changed
from build_scripts.packaging.package import Package
from build_scripts.packaging.pool import FEW, choose_jobs
from build_scripts.publishing.api.index import write_index
from build_scripts.publishing.api.schemas import write_schemas
from build_scripts.publishing.catalogue import Catalogue, build_catalogue
from build_scripts.publishing.contact import make_contact_fillers
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.data.page import make_data_fillers
from build_scripts.publishing.descriptions.all_descriptions import write_descriptions
from build_scripts.publishing.english.pages import make_english_fillers
from build_scripts.publishing.formats.all_formats import plan_files, take_offers
from build_scripts.publishing.formats.pieces import plan_pieces
from build_scripts.publishing.formats.sizes import MOST, find_oversized, tell_oversized
from build_scripts.publishing.hand_made import write_hand_made
from build_scripts.publishing.hand_pages import FILLERS
from build_scripts.publishing.kept_templates import keep_templates
from build_scripts.publishing.lists.directory import build_directory
from build_scripts.publishing.lists.hand_lists import make_list_fillers
from build_scripts.publishing.machine.sitemap import write_sitemaps
from build_scripts.publishing.moved import write_moved
from build_scripts.publishing.parts import list_addresses, make_parts, prepare_work
from build_scripts.publishing.query.files import write_query_files
from build_scripts.publishing.search.site_index import finish_index, plan_index
from build_scripts.publishing.site_tasks import SiteRun, run_step, run_together
from build_scripts.publishing.specimens import (
    Specimens,
    fill_hand_pages,
    list_hand_pages,
    take_specimens,
    write_page,
)
from build_scripts.publishing.theme_files import drop_generated, drop_unused
from build_scripts.publishing.unset import list_unset, tell_unset
from build_scripts.publishing.versions.slots import join_fillers, make_version_fillers
from build_scripts.publishing.versions.standing import find_standing, tell_context
from build_scripts.publishing.versions.versions import Versions
from build_scripts.publishing.whole_pages import plan_whole
from build_scripts.publishing.whole_work import WholeWork
from build_scripts.releasing.ledger import read_ledger

MARKER = ".disclosure-site"
"""The file by which a folder is known as a site of ours, so that a build may replace it."""

HAND_MADE = "手写的页面 / hand-written pages"
LISTS = "名单、质量、搜索，下载文件的各块 / lists, quality, search, pieces of files to download"
OFFERS = "下载文件 / files to download"
WHOLE = "版本和其余 / versions, all else"

_log = logging.getLogger(__name__)
"""Not one of MkDocs' loggers: it would swallow with -q what the build must say, and --strict is not about it."""


def render_site(
    package: Path,
    output: Path,
    releases: Path = PROJECT.releases,
    address_book: Path = PROJECT.address_book,
    run: SiteRun | None = None,
) -> None:
    """Render the package in `package` into `output`, which is empty or a site; `releases` is the ledger. Raises
    FilesError, SpecimenError or WorkerDied."""
    refuse_changed(package, run.jobs if run else 1)
    if run:
        run.announce(HAND_MADE, 0, 1)
    settings = write_hand_made(package, output, releases, run.earlier if run else None)
    if run:
        run.announce(HAND_MADE, 1, 1)
    finish_site(package, output, settings, address_book, releases, run)


def finish_site(
    package_folder: Path,
    site: Path,
    settings: Settings,
    address_book: Path = PROJECT.address_book,
    releases: Path = PROJECT.releases,
    run: SiteRun | None = None,
) -> int:
    """Turn what MkDocs wrote into the whole site; returns how many data pages there are. Without `run` everything is
    made anew."""
    package = load_package(package_folder)
    if run:
        return _finish(package, site, settings, address_book, releases, run)
    with TemporaryDirectory(prefix="disclosure-site-") as spool:
        alone = SiteRun(choose_jobs(len(package.reports)), None, Path(spool))
        return _finish(package, site, settings, address_book, releases, alone)


def _finish(package: Package, site: Path, settings: Settings, address_book: Path, releases: Path, run: SiteRun) -> int:
    keep_templates()
    book = read_rows(address_book)
    standing = find_standing(package.folder, package.version, read_ledger(releases))
    context = tell_context(build_context(package, settings), standing)
    directory = build_directory(context, package.register)
    drop_generated(site)
    drop_unused(site)
    specimens, hand_pages = Specimens(take_specimens(site)), list_hand_pages(site)
    work = prepare_work(package, context, specimens, site, run)
    tally, questions, told = make_parts(work, run)
    whole = WholeWork(package, context, site, run.spool, run.earlier, specimens, work.basis, directory, tally.pack())
    plans = [(whole, [*plan_index(told, context), *plan_whole(whole)]), (work, plan_pieces(package))]
    made, _ = run_together(plans, run, LISTS)
    if len(package.reports) > FEW:
        begin_sync(site)
    finish_index(context, site)
    offers = take_offers(work, run_step(work, plan_files(work), run, OFFERS))
    run.announce(WHOLE, 0, 1)
    catalogue = describe(build_catalogue(package, context, offers, standing.ledger), site)
    warn_of_size(catalogue)
    write_schemas(catalogue, site)
    fillers = join_fillers(
        FILLERS,
        make_list_fillers(directory),
        make_data_fillers(catalogue, questions),
        make_english_fillers(catalogue),
        make_version_fillers(standing),
        make_contact_fillers(),
    )
    write_query_files(context, site)
    stamped = [*list_addresses(context), *chain.from_iterable(filter(None, made))]
    versions = Versions(standing, catalogue.offers, package, context, read_text(PROJECT.changelog))
    for page, files in versions.make_pages(tally):
        write_page(page, specimens.at(page), context, site)
        for name, data in files.items():
            write_bytes(site / page.address / name, data)
        stamped.append(page.address)
    addresses = [*stamped, *fill_hand_pages(package, context, site, fillers, hand_pages)]
    for address, data in versions.make_files(directory.places):
        write_bytes(site / address, data)
    write_index(catalogue, site)
    write_moved(book, addresses, context, site)
    if context.settings.site_url:
        write_sitemaps([context.absolute(address) for address in addresses], context.settings.site_url, site)
    if unset := list_unset(context.settings):
        _log.warning("%s", tell_unset(unset))
    write_text(site / MARKER, f"{context.version}\n")
    run.announce(WHOLE, 1, 1)
    return len(stamped)


def warn_of_size(catalogue: Catalogue, most: int = MOST) -> None:
    """Say aloud which files are larger than `most` and not offered compressed and by year; the build goes on."""
    if large := find_oversized(catalogue.offers, set(map(str, catalogue.years)), most):
        _log.warning("%s", tell_oversized(large))


def describe(catalogue: Catalogue, site: Path) -> Catalogue:
    """Write the descriptions of all that is offered; returns the catalogue with them. Raises FilesError."""
    return replace(catalogue, offers=(*catalogue.offers, *write_descriptions(catalogue, site)))
