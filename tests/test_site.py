"""The site as files: every address of the contract, the same bytes by every way, nothing of the renderer left over."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from build_scripts.files import PROJECT, read_codelists, read_data_version
from build_scripts.packaging.load import load_package
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.home.page import fill_home
from build_scripts.publishing.machine.sitemap import write_sitemaps
from build_scripts.publishing.specimens import fill_hand_pages
from build_scripts.publishing.stamping import SpecimenError
from build_scripts.publishing.website import MARKER, finish_site
from build_scripts.reading.sidecar.sidecars import TEXT_RELEASES
from tests.packages import ROOT, hash_tree
from tests.same_bytes import SHUFFLED
from tests.sites import HOSTILE_ADDRESS

SIDECAR_KEYS = (
    *("agency", "region_code", "level", "function", "year", "scope", "source_url", "retrieved", "replaces"),
    *("text_release", "corrections"),
)
REPORT = "agencies/410781-chengshiguanliju/2023/"


@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            "agencies/",
            "years/",
            "regions/",
            "functions/",
            "search/",
            "compare/",
            "data/",
            "about/",
            "changes/",
            "en/",
        ),
        *("agencies/410781-chengshiguanliju/", REPORT, HOSTILE_ADDRESS, "years/2021/", "years/2022/"),
        *("regions/410000/", "regions/410781/", "functions/urban_management/"),
    ],
)
def test_every_kind_of_page_is_there(site_folder: Path, address: str) -> None:
    page = (site_folder / address / "index.html").read_text(encoding="utf-8")
    assert page.lstrip().startswith("<!doctype html>")
    assert '<html lang="zh"' in page
    assert len(re.findall("<h1", page)) == 1
    assert re.search(r'<meta name="description" content="[^"]{10,}">', page)


def test_the_files_of_a_report_stand_beside_its_page(site_folder: Path) -> None:
    names = {path.name for path in (site_folder / REPORT).iterdir()}
    assert names == {"index.html", "data.csv", "data.json", "metadata.json", "report.txt", "bundle.zip"}


def test_no_specimen_no_slot_and_nothing_of_the_renderer_is_left(site_folder: Path) -> None:
    files = list(hash_tree(site_folder))
    assert not [name for name in files if re.search(r"(^|/)_", name)]
    assert not {"sitemap.xml", "sitemap.xml.gz", "search/search_index.json"} & set(files)
    assert not [name for name in files if name.startswith("overrides/") or name.endswith((".md", ".py"))]
    hostile = f"{HOSTILE_ADDRESS}index.html"
    for name in files:
        if name.endswith(".html") and name != hostile:
            assert "@@slot:" not in (site_folder / name).read_text(encoding="utf-8"), name


def test_without_site_url_no_page_names_an_absolute_address_of_its_own(site_folder: Path) -> None:
    page = (site_folder / REPORT / "index.html").read_text(encoding="utf-8")
    assert "canonical" not in page
    assert '<p class="print-address">政府信息公开工作年度报告开放数据</p>' in page
    assert json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])["name"] == (
        "卫辉市城市管理局 2023 年政府信息公开工作年度报告"
    )


def test_mkdocs_alone_makes_a_missing_package_and_gives_the_same_bytes(
    real_package: Path, real_site: Path, tmp_path: Path
) -> None:
    """Both ways of the real project, in another time zone, locale, hash seed, umask, order of folders and at another
    time; and what is left out for want of an address is said in one line by both."""
    config = write_config(tmp_path, "made/here")
    given = {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "86400"}
    theirs = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", str(tmp_path / "theirs")],
        capture_output=True,
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONIOENCODING": "utf-8", **given, **SHUFFLED},
        umask=0o077,
        timeout=300,
    )
    said = (theirs.stdout + theirs.stderr).decode("utf-8")
    assert theirs.returncode == 0, said
    assert hash_tree(tmp_path / "made/here") == hash_tree(real_package)
    assert hash_tree(real_site / "site") == hash_tree(tmp_path / "theirs")
    for told in ((real_site / "said").read_text(encoding="utf-8"), said):
        (line,) = [line for line in told.splitlines() if "site_url" in line]
        assert line == (
            "mkdocs.yml：site_url 没有设置，不生成规范地址、网站地图和订阅源（canonical, sitemap, feeds）；"
            "extra.repository 没有设置，"
            "不生成预填的问题单和过去各版文件的链接（prefilled issues, links to files of past versions） / "
            "not set, so left out: site_url, extra.repository"
        )


def test_the_page_for_wrong_addresses_reads_without_anything_else_and_leads_on(site_folder: Path) -> None:
    """It is shown at any depth, so that no relative address would hold; its script only adds the nearest page."""
    page = (site_folder / "404.html").read_text(encoding="utf-8")
    assert re.findall(r"<(?:script|link|img)[^>]*>", page) == ['<script src="/assets/js/missing.js" defer>']
    assert 'href="../"' in page
    assert "未收录" in page
    assert '<form role="search" action="/search/" method="get">' in page
    assert '<input type="search" name="q"' in page
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', page)
    assert [address for address in addresses if not address.startswith("/")] == ["../"]


def test_many_addresses_are_split_into_parts(tmp_path: Path) -> None:
    base = "https://example.org/"
    write_sitemaps([f"{base}{number}/?a&b" for number in range(5)], base, tmp_path, most=2)
    assert [path.name for path in sorted(tmp_path.iterdir())] == [
        *("sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"),
    ]
    assert "<loc>https://example.org/sitemap-3.xml</loc>" in (tmp_path / "sitemap.xml").read_text(encoding="utf-8")
    assert "<loc>https://example.org/4/?a&amp;b</loc>" in (tmp_path / "sitemap-3.xml").read_text(encoding="utf-8")


def test_a_slot_that_nobody_fills_stops_the_build(package_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("@@slot:coverage@@", encoding="utf-8")
    package = load_package(package_folder)
    with pytest.raises(SpecimenError, match="unknown"):
        list(fill_hand_pages(package, build_context(package, Settings("站")), tmp_path, {"": fill_home}))
    (tmp_path / "index.html").unlink()
    (tmp_path / "about").mkdir()
    (tmp_path / "about/index.html").write_text("@@slot:anything@@", encoding="utf-8")
    with pytest.raises(SpecimenError, match="about/: a slot that nobody fills"):
        list(fill_hand_pages(package, build_context(package, Settings("站")), tmp_path, {"": fill_home}))


def test_a_missing_specimen_stops_the_build(package_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="_agency_/_year_"):
        finish_site(package_folder, tmp_path, Settings("站"))


def test_the_package_is_offered_whole_and_opens(site_folder: Path, package_folder: Path) -> None:
    offered = site_folder / "data" / "latest"
    for name in ("datapackage.json", "data/reports.csv", "data/applications.csv"):
        assert (offered / name).read_bytes() == (package_folder / name).read_bytes()
    with zipfile.ZipFile(site_folder / REPORT / "bundle.zip") as archive:
        assert archive.testzip() is None


def test_every_file_of_the_assets_is_asked_for_by_a_page_or_a_script(site_folder: Path) -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in site_folder.rglob("*.html"))
    ours = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs/assets").rglob("*") if path.is_file()}
    for path in sorted((site_folder / "assets").rglob("*")):
        name = path.relative_to(site_folder).as_posix()
        if path.is_file():
            assert name in ours or f'{name}"' in pages, name
            assert "sourceMappingURL" not in path.read_text(encoding="utf-8", errors="ignore"), name
        else:
            assert any(path.iterdir()), name


def test_no_page_has_an_id_twice(site_folder: Path) -> None:
    for path in sorted(site_folder.rglob("*.html")):
        ids = re.findall(r'<[a-z][^<>]*? id="([^"]+)"', path.read_text(encoding="utf-8"))
        assert [name for name, times in Counter(ids).items() if times > 1] == [], path


def test_a_year_without_a_report_has_its_page_and_says_what_is_missing(site_folder: Path) -> None:
    page = (site_folder / "years/2022/index.html").read_text(encoding="utf-8")
    assert "这一年还没有收录报告" in page
    assert page.split('id="missing"')[1].count('<span class="not-held">2022<span class="vh"> 未收录</span></span>') == 3
    for address in ("", "years/"):
        assert "years/2022/" in (site_folder / address / "index.html").read_text(encoding="utf-8")


def test_every_key_of_a_sidecar_and_its_choices_are_on_the_page_for_contributors(site_folder: Path) -> None:
    page = (site_folder / "contribute/index.html").read_text(encoding="utf-8")
    table = page.split('id="sidecar"')[1].split("</table>")[0]
    codes = read_codelists(PROJECT.codelists)
    choices = [row["code"] for name in ("levels", "scopes") for row in codes[name]]
    told = re.findall("<code>([a-z_]+)</code>", table)
    assert {*SIDECAR_KEYS, *choices, *TEXT_RELEASES} <= set(told)
    conventions = (site_folder / "contribute/conventions/index.html").read_text(encoding="utf-8")
    assert '#sidecar"' in conventions


def test_every_page_is_skipped_with_the_same_words(site_folder: Path) -> None:
    for address in ("", "about/", "data/", REPORT):
        page = (site_folder / address / "index.html").read_text(encoding="utf-8")
        assert re.findall(r'class="md-skip">\s*(\S+)\s*</a>', page) == ["跳到正文"], address


def test_the_folder_is_known_as_ours(site_folder: Path) -> None:
    assert (site_folder / MARKER).read_text(encoding="utf-8") == f"{read_data_version(PROJECT.changelog).name}\n"


def test_a_year_that_is_missing_is_not_held_and_never_unpublished(site_folder: Path) -> None:
    page = (site_folder / "agencies/410303-chengshiguanliju/index.html").read_text(encoding="utf-8")
    assert "2022 年 未收录" in page
    assert "2024 年 未收录" in page
    assert "2019 年" not in page.split("<h2", 2)[1]
    for path in site_folder.rglob("index.html"):
        if path.parent.parent.name != "contribute":
            assert "未公开" not in path.read_text(encoding="utf-8").replace("从未公开", ""), path


def test_the_first_page_of_a_reader_stays_light(site_folder: Path) -> None:
    """Under 200 KB transferred, compressed: the page, its styles and scripts."""
    import gzip

    page = (site_folder / REPORT / "index.html").read_text(encoding="utf-8")
    linked = re.findall(r'(?:href|src)="((?:\.\./)+assets/[^"]+\.(?:css|js))"', page)
    assert len(linked) >= 5
    files = [site_folder / REPORT / "index.html", *((site_folder / REPORT / name).resolve() for name in linked)]
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) < 200_000


def write_config(folder: Path, package: str) -> Path:
    """The project's mkdocs.yml, set in `folder`, with another package."""
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    hooks = ("- build_scripts/publishing/mkdocs_hook.py", "- build_scripts/cli/manual_hook.py")
    for line in ("docs_dir: docs", "custom_dir: docs/overrides", *hooks):
        key, place = line.rsplit(" ", 1)
        assert f"{line}\n" in config
        config = config.replace(f"{line}\n", f"{key} {ROOT / place}\n")
    for key, old, new in (
        ("package", "datapackage/build", package),
        ("releases", "datapackage/releases", ROOT / "datapackage" / "releases"),
        ("address_book", "datapackage/address_book.csv", ROOT / "datapackage" / "address_book.csv"),
    ):
        assert f"  {key}: {old} " in config
        config = config.replace(f"  {key}: {old} ", f"  {key}: {new} ")
    path = folder / "mkdocs.yml"
    path.write_text(config, encoding="utf-8")
    return path
