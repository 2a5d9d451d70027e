"""One package and one site for all tests of pages: made once, whatever the number of pytest's processes."""

from __future__ import annotations

import fcntl
import gc
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Page

from build_scripts.files import PROJECT
from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing.catalogue import Catalogue, build_catalogue
from build_scripts.publishing.context import Settings, SiteContext, build_context
from build_scripts.publishing.formats.package_files import copy_package
from build_scripts.publishing.outside import find_outside
from build_scripts.publishing.report.page import ReportPages
from tests.browser import open_browser, refused
from tests.commands import run
from tests.ledgers import make_ledger, write_ledger
from tests.packages import REAL, make_package
from tests.sites import serve, write_country_reports, write_reports

gc.disable()  # while tests are collected: hardly anything of it is garbage
settings.register_profile("suite", deadline=None)  # what is timed is the benchmarks' business
settings.load_profile("suite")
collect_ignore = ["fuzzing/engine.py"]  # needs what only `make audit` installs
os.environ["DISCLOSURE_NO_CACHE"] = (
    "1"  # no test sees what another run left in the repository; who wants a cache names one
)


def pytest_collection_finish() -> None:
    """What is collected stays to the end, and is not looked through for garbage again and again; the rest rarely, as in
    the commands."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


SUB_PATH = "some/where"
"""The site of the tests stands below a path, as on project pages."""


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all processes of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def make_once() -> Callable[[Path, Callable[[Path], None]], Path]:
    """Makes a folder by the function given, in the first process that asks for it."""
    return _make_once


@pytest.fixture(scope="session")
def package_folder(shared_folder: Path) -> Path:
    """The package of the five real reports and the hostile one."""
    return _make_once(
        shared_folder / "made-package",
        lambda folder: make_package(write_reports(folder.parent / "made-reports"), folder) and None,
    )


@pytest.fixture(scope="session")
def real_package(shared_folder: Path) -> Path:
    """The package of the five real reports alone, to be read; who changes it changes a copy."""
    return _make_once(shared_folder / "real-package", lambda folder: make_package(REAL, folder) and None)


@pytest.fixture(scope="session")
def real_site(shared_folder: Path, real_package: Path) -> Path:
    """A folder with the site of the real reports as the command makes it (`site`), what it kept (`cache`) and what it
    said (`said`); to be read, and copied by who goes on from it."""

    def make(folder: Path) -> None:
        answer = run("site", "--package", real_package, "--output", folder / "site", "--cache", folder / "cache")
        assert answer.returncode == 0, answer.stderr
        (folder / "said").write_text(answer.stdout + answer.stderr, encoding="utf-8")

    return _make_once(shared_folder / "real-site", make)


@pytest.fixture(scope="session")
def hand_made(shared_folder: Path, package_folder: Path) -> Path:
    """What MkDocs makes (`pages`), before a package is put in, with the settings (`settings.json`); to be copied."""
    from build_scripts.publishing.hand_made import write_hand_made

    def make(folder: Path) -> None:
        settings = write_hand_made(package_folder, folder / "pages", PROJECT.releases, None)
        (folder / "settings.json").write_text(json.dumps(asdict(settings)), encoding="utf-8")

    return _make_once(shared_folder / "hand-made", make)


@pytest.fixture(scope="session")
def site_root(shared_folder: Path, package_folder: Path, hand_made: Path) -> Path:
    """A folder to serve, with the site below SUB_PATH."""
    from build_scripts.publishing.website import finish_site

    def make(folder: Path) -> None:
        site = shutil.copytree(hand_made / "pages", folder / SUB_PATH)
        settings = Settings(**json.loads((hand_made / "settings.json").read_text(encoding="utf-8")))
        finish_site(package_folder, site, settings)

    return _make_once(shared_folder / "made-site", make)


@pytest.fixture(scope="session")
def site_folder(site_root: Path) -> Path:
    """The site's files."""
    return site_root / SUB_PATH


@pytest.fixture(scope="session")
def site_url(site_root: Path) -> Iterator[str]:
    """The address of the served site."""
    with serve(site_root) as address:
        yield f"{address}{SUB_PATH}/"


@pytest.fixture(scope="session")
def country_package(shared_folder: Path) -> Path:
    """The package of a collection as a portal holds it: bodies with a history, of the same functions in many places."""
    return _make_once(
        shared_folder / "country-package",
        lambda folder: make_package(write_country_reports(folder.parent / "country-reports"), folder) and None,
    )


@pytest.fixture(scope="session")
def country_root(shared_folder: Path, country_package: Path) -> Path:
    """A folder to serve, with that collection's site below SUB_PATH; its ledger holds three versions, the newest its
    own."""
    from build_scripts.publishing.website import render_site

    def make(folder: Path) -> None:
        ledger = write_ledger(make_ledger(load_package(country_package)), shared_folder / "country-ledger")
        render_site(country_package, folder / SUB_PATH, ledger)

    return _make_once(shared_folder / "country-site", make)


@pytest.fixture(scope="session")
def country_folder(country_root: Path) -> Path:
    """The files of the site of that collection."""
    return country_root / SUB_PATH


@pytest.fixture(scope="session")
def country_url(country_root: Path) -> Iterator[str]:
    """The address of that site, served."""
    with serve(country_root) as address:
        yield f"{address}{SUB_PATH}/"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser, one for each of pytest's processes; what a test opens in it, it closes."""
    with open_browser() as browser:
        yield browser


@pytest.fixture(autouse=True)
def _nothing_refused() -> Iterator[None]:
    """No page that a test opened wanted what its Content Security Policy refuses; who plants something takes note of it
    and clears the list."""
    yield
    if refused:
        told = list(refused)
        refused.clear()
        pytest.fail(f"refused by the policy: {told}")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A new reader: nothing kept, a window as on a desk."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page of that reader."""
    return context.new_page()


@pytest.fixture(scope="session")
def site_context(package_folder: Path) -> SiteContext:
    """What the pages of that package may look up; the site has no address yet."""
    return build_context(load_package(package_folder), Settings("开放数据"))


@pytest.fixture(scope="session")
def catalogue(package_folder: Path, site_context: SiteContext, tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """What the data of that package is, with the package's own files and no others."""
    package = load_package(package_folder)
    return build_catalogue(package, site_context, copy_package(package, tmp_path_factory.mktemp("offered")))


@pytest.fixture(scope="session")
def report_records(package_folder: Path) -> dict[str, ReportRecord]:
    """Its reports by id."""
    return {record.row["report_id"]: record for record in iterate_reports(load_package(package_folder))}


@pytest.fixture(scope="session")
def report_pages(site_context: SiteContext) -> ReportPages:
    """What makes the pages of its reports."""
    return ReportPages(site_context, find_outside(site_context))


def _make_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """The folder as `make` makes it, made by the first process that asks; the others wait for it."""
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder.parent / f"{folder.name}.done"
        if not done.exists():
            make(folder)
            done.touch()
    return folder
