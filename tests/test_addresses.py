"""An address once published stands for ever: the book of addresses, the pages that stay where something moved."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Page, expect

from build_scripts.files import PROJECT, FilesError, read_rows
from build_scripts.packaging.load import load_package
from build_scripts.publishing.address_book import Entry, keep_book, list_standing
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.moved import Moved, draw_moved, list_moved, write_moved
from tests.conftest import SUB_PATH
from tests.packages import make_package
from tests.sites import serve

HERE = "agencies/410781-chengshiguanliju/"


def row(address: str, moved_to: str = "", note: str = "", years: str = "", name: str = "某局") -> dict[str, str]:
    return Entry(address, name, years, "2026.11.1", moved_to, note)._asdict()


def test_every_address_of_the_book_still_has_a_page(site_folder: Path) -> None:
    missing = [
        entry["address"] + tail
        for entry in read_rows(PROJECT.address_book)
        for tail in ("", *(f"{year}/" for year in entry["years"].split()))
        if not (site_folder / entry["address"] / tail / "index.html").is_file()
    ]
    assert missing == []


def test_the_book_holds_every_agency_year_region_and_function_of_the_package(tmp_path: Path) -> None:
    """Made from the reports of the repository: who adds one runs keep_addresses before the next release."""
    make_package(PROJECT.reports, tmp_path / "package")
    book = [Entry(**each) for each in read_rows(PROJECT.address_book)]
    kept, lost = keep_book(book, load_package(tmp_path / "package"))
    assert lost == []
    assert {entry.address for entry in book} <= {entry.address for entry in kept}
    assert [entry.address for entry in book] == sorted(entry.address for entry in book)


def test_a_new_page_enters_the_book_in_the_version_of_the_data(package_folder: Path) -> None:
    package = load_package(package_folder)
    kept, lost = keep_book([], package)
    assert lost == []
    assert Entry(HERE, "卫辉市城市管理局", "2023", package.version) in kept
    assert {entry.address for entry in list_standing(package)} <= {entry.address for entry in kept}


def test_an_agency_that_has_gone_leads_to_the_one_that_bears_its_name_in_the_register(package_folder: Path) -> None:
    package = load_package(package_folder)
    old = Entry("agencies/410781-jiuju/", "卫辉市城市管理局", "2022 2023", "2026.1.1")
    kept, lost = keep_book([old], package)
    assert lost == []
    assert old._replace(moved_to=HERE, note="机关改了名称或编号。") in kept


def test_an_agency_nobody_bears_the_name_of_is_told_and_stays_in_the_book(package_folder: Path) -> None:
    old = Entry("agencies/999999-wuren/", "无人知道的局", "2022", "2026.1.1")
    kept, lost = keep_book([old], load_package(package_folder))
    assert lost == [old]
    assert old in kept
    assert keep_book([old._replace(note="应机关要求撤下。")], load_package(package_folder))[1] == []


def test_a_year_that_is_gone_is_told_unless_its_own_row_says_why(package_folder: Path) -> None:
    package = load_package(package_folder)
    book = [Entry(HERE, "卫辉市城市管理局", "2020 2023", "2026.1.1")]
    assert [entry.years for entry in keep_book(book, package)[1]] == ["2020"]
    book.append(Entry(f"{HERE}2020/", "卫辉市城市管理局", "", "2026.1.1", "", "原件有误，已撤下。"))
    assert keep_book(book, package)[1] == []


def test_a_moved_agency_leads_on_year_by_year() -> None:
    standing = {HERE, f"{HERE}2023/"}
    assert list(list_moved([row("agencies/old/", HERE, years="2022 2023")], standing)) == [
        Moved("agencies/old/", HERE, "某局", ""),
        Moved("agencies/old/2022/", HERE, "某局", ""),
        Moved("agencies/old/2023/", f"{HERE}2023/", "某局", ""),
    ]


def test_what_stands_is_never_overwritten_and_nothing_leads_into_the_void() -> None:
    book = [row(HERE, "agencies/new/"), row("agencies/old/", "agencies/nowhere/"), row("agencies/as-ever/")]
    assert list(list_moved(book, {HERE, "agencies/new/"})) == []


def test_a_page_taken_down_says_so() -> None:
    (moved,) = list_moved([row("agencies/old/2020/", note="原件有误，已撤下。")], set())
    html = draw_moved(moved, "数据", "")
    assert "这一页已撤下" in html
    assert "原件有误，已撤下。" in html
    assert 'http-equiv="refresh"' not in html


@pytest.mark.parametrize("address", ["/etc/", "a/../../b/", "agencies/x", "a//b/", "a\\b/", "./"])
def test_an_address_outside_the_site_is_refused(address: str) -> None:
    with pytest.raises(FilesError, match=re.escape("address_book.csv")):
        list(list_moved([row(address, HERE)], {HERE}))
    with pytest.raises(FilesError, match=re.escape("address_book.csv")):
        list(list_moved([row("agencies/old/", address)], {HERE}))


def test_names_and_notes_are_text() -> None:
    html = draw_moved(Moved("agencies/old/", HERE, "<script>x</script>", '"><b>'), "数据", "")
    assert "<script>" not in html
    assert "<b>" not in html


@pytest.mark.browser
def test_an_old_address_brings_the_reader_to_the_page(
    page: Page, site_root: Path, package_folder: Path, tmp_path: Path
) -> None:
    book = tmp_path / "book.csv"
    book.write_text(
        "address,name,years,since,moved_to,note\n"
        f"agencies/410781-jiu/,卫辉市城市管理局,2023,2026.1.1,{HERE},机关改了名称。\n"
        "agencies/000000-che/,某局,,2026.1.1,,应机关要求撤下。\n",
        encoding="utf-8",
    )
    site = tmp_path / "site"
    copytree(site_root, site)
    below = site / "some/where"
    standing = [path.parent.relative_to(below).as_posix() + "/" for path in below.rglob("index.html")]
    write_moved(read_rows(book), standing, build_context(load_package(package_folder), Settings("数据")), below)
    with serve(site) as address:
        page.goto(f"{address}some/where/agencies/410781-jiu/2023/")
        page.wait_for_url(f"{address}some/where/{HERE}2023/")
        expect(page.locator("h1")).to_contain_text("卫辉市城市管理局")
        page.goto(f"{address}some/where/agencies/000000-che/")
        expect(page.locator("main")).to_contain_text("应机关要求撤下。")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("asked", "words", "leads_to"),
    [
        (f"{HERE}2011/", "卫辉市城市管理局的 2011 年报告没有收录；已收录 2023 年：卫辉市城市管理局。", HERE),
        ("agencies/410781-jiaoyuju/2023/", "这个地方已收录的机关：看这个地区。", "regions/410781/"),
        ("agencies/419999-jiaoyuju/", "这个地方已收录的机关：看这个地区。", "regions/410000/"),
        ("agencies/<b>x/", "", ""),
        ("nothing/", "", ""),
    ],
)
def test_a_missing_page_leads_to_the_nearest_one(
    page: Page, site_url: str, site_folder: Path, asked: str, words: str, leads_to: str
) -> None:
    html = (site_folder / "404.html").read_text(encoding="utf-8").replace('="/', f'="/{SUB_PATH}/')
    page.route(
        re.compile("2011|jiaoyuju|nothing|%3Cb"),
        lambda route: route.fulfill(status=404, body=html, content_type="text/html"),
    )
    page.goto(site_url + asked, wait_until="networkidle")
    nearest = page.locator("#nearest")
    if words:
        expect(nearest).to_have_text(words)
        nearest.locator("a").click()
        page.wait_for_url(site_url + leads_to)
    else:
        expect(page.locator("h1")).to_have_text("没有这一页")
        expect(nearest).to_be_hidden()


def test_a_released_version_keeps_its_address_and_fixed_lists_stay_where_they_are(real_package: Path) -> None:
    package = load_package(real_package)
    first, lost = keep_book([], package, ["2026.11.1"])
    assert [entry.name for entry in first if entry.address == "data/2026.11.1/"] == ["数据 2026.11.1 版"]
    assert (keep_book(first, package), lost) == ((first, []), []), "once released, it stands whoever asks"
