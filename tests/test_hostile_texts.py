"""Hostile words, wherever words come from outside, stay words in every file of the site and on every page."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import feedparser
import openpyxl
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from build_scripts.unseen import STEERING
from tests.hostile_reports import EVIL, FORMULAS, NAME, TRICKS
from tests.hostile_sites import ALL, HOSTILE, MakeOnce, compare, list_differences, make_sites
from tests.kinds import find_kinds
from tests.sites import serve

REPORT = "410781-jiascriptwindowpwned1scriptju-2023"
OTHER = "410781-yisvgonloadx77a1ju-2023"
AGENCY = "agencies/410781-jiascriptwindowpwned1scriptju/"
ASKED = "SELECT substr(text, instr(text, 'override') - 1, 20) FROM sections WHERE instr(text, 'override') > 0"
FEW = (
    f"{AGENCY}2023/",
    "agencies/410781-yisvgonloadx77a1ju/2023/",
    f"compare/?r={REPORT}&r={OTHER}",
    f"search/?q={quote('override')}",
    f"query/sql/?sql={quote(ASKED)}",
)
"""Where words of reports are drawn: pages of a text and of a web page, and what scripts draw."""
MORE = (AGENCY, "quality/findings/label-unknown/", "quality/files/", "changes/")


@pytest.fixture(scope="module")
def sites(shared_folder: Path, make_once: MakeOnce, hand_made: Path) -> Path:
    return make_once(shared_folder / "hostile-sites", lambda folder: make_sites(folder, hand_made))


@pytest.fixture(scope="module")
def site(sites: Path) -> Path:
    return sites / HOSTILE / "site"


def test_every_file_differs_from_that_of_the_benign_twin_in_words_alone(sites: Path) -> None:
    assert list(list_differences(sites)) == []


def test_no_page_and_no_feed_holds_a_character_that_is_not_seen(site: Path) -> None:
    steering = re.compile(f"[{STEERING}]")
    for path in (*site.rglob("*.html"), *site.rglob("*.xml"), site / "llms.txt"):
        assert not steering.search(path.read_text(encoding="utf-8")), path
    page = (site / AGENCY / "2023/index.html").read_text(encoding="utf-8")
    assert "⟨U+202E⟩override⟨U+202C⟩" in page


def test_feeds_tell_hostile_words_as_words(site: Path) -> None:
    for path in (site / "feed.xml", site / AGENCY / "feed.xml"):
        told = feedparser.parse(path.read_bytes())
        assert not told.bozo
        assert any(f"{NAME}" in entry.title for entry in told.entries)
        assert {entry.title_detail.type for entry in told.entries} == {"text/plain"}


def test_the_data_is_exact(sites: Path) -> None:
    """CSV escapes nothing, as its documentation says; what was printed is there to the letter."""
    for name in ("package/data", "site/data/latest/data"):
        rows = list(csv.DictReader(io.StringIO((sites / HOSTILE / name / "disclosures.csv").read_bytes().decode())))
        assert FORMULAS[0] in {row["printed"] for row in rows}
        texts = (sites / HOSTILE / name / "sections.csv").read_bytes().decode()
        assert all(trick.replace('"', '""') in texts for trick in TRICKS if not re.search("[\x85\u2028]", trick))
    told = json.loads((sites / HOSTILE / f"site/api/v1/reports/{REPORT}.json").read_text(encoding="utf-8"))
    assert TRICKS[16] in "".join(section["text"] for section in told["sections"])


def test_no_cell_of_a_workbook_is_a_formula_of_a_report_or_leads_to_where_it_says(site: Path) -> None:
    name = "data/latest/years/2022/disclosure-reports-2022.xlsx"
    with zipfile.ZipFile(site / name) as book:
        assert not [one for one in book.namelist() if one.endswith(".rels") and EVIL in book.read(one).decode()]
    words, formulas = set(), set()
    for sheet in openpyxl.load_workbook(site / name):
        for row in sheet.iter_rows():
            for cell in row:
                (formulas if cell.data_type == "f" else words).add(str(cell.value))
    assert set(FORMULAS[:1]) <= words
    assert not [one for one in formulas if EVIL in one or "calc" in one or "1+1" in one]


@pytest.mark.parametrize(
    ("name", "harmless", "harmful"),
    [
        ("a.html", b"<p>x</p>", b"<p><b>x</b></p>"),
        ("a.html", b"<p title='a'>x</p>", b"<p title='a' onclick='b'>x</p>"),
        ("a.html", b"<a href='b'>x</a>", b"<a href='java\tscript:b'>x</a>"),
        ("a.html", b"<a href='b'>x</a>", b"<a href='//b'>x</a>"),
        ("a.html", b"<script>1</script>", b"<script>2</script>"),
        ("a.html", b"<!--x--><p>", b"<!--><i>x--><p>"),
        ("a.xml", b"<a>x</a>", b"<a><b/>x</a>"),
        ("a.xml", b"<a>x</a>", b"<a><?b c?>x</a>"),
        ("a.xml", b"<c><f>1</f></c>", b"<c><f>2</f></c>"),
        ("a.xml", b"<c t='s'>1</c>", b"<c t='str'>1</c>"),
        ("a.rels", b"<r Target='a'/>", b"<r Target='https://a'/>"),
        ("a.json", b'{"a": "x"}', b'{"a": "x", "b": "y"}'),
        ("a.json", b'{"a": "x"}', b'{"a": "javascript:x"}'),
        ("a.jsonl", b'{"a": "x"}\n', b'{"a": "x"}\n{"a": "y"}\n'),
        ("a.csv", b"a,b\n1,2\n", b"a,b\n1,2,3\n"),
        ("a.md", b"x", b"[x](y)"),
        ("a.txt", b"x\n", b"x\ny\n"),
        ("a.bib", b"@misc{a, title = {x}}", b"@misc{a, title = {x}} @misc{b, title = {y}}"),
        ("a.cff", b"title: x\n", b"title: x\nurl: y\n"),
        ("a.ttl", b"<a:a> <a:b> 'x' .", b"<a:a> <a:b> 'x' ; <a:c> 'y' ."),
    ],
)
def test_a_difference_of_more_than_words_is_found(name: str, harmless: bytes, harmful: bytes) -> None:
    assert list(compare(name, harmless, harmful)) != []
    assert list(compare(name, harmless, harmless)) == []


def test_a_format_that_nobody_reads_is_told() -> None:
    with pytest.raises(KeyError, match="exe"):
        list(compare("a.exe", b"", b""))


@pytest.mark.browser
def test_nothing_runs_and_nothing_is_asked_on_any_page(browser: Browser, site: Path) -> None:
    kinds = [*MORE, *(kind.address for kind in find_kinds(site))] if os.environ.get("HOSTILE_TEXTS") == ALL else []
    with serve(site) as address:
        noticed = list(visit(browser, address, [*FEW, *kinds]))
    assert noticed == []


def visit(browser: Browser, site: str, addresses: list[str]) -> Iterator[str]:
    """What pages did that no page may do, or that a page of this list did not show."""
    context = browser.new_context()
    page = context.new_page()
    noticed: list[str] = []
    page.on("dialog", lambda dialog: (noticed.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: noticed.append(f"error: {error}"))
    page.on("console", lambda said: noticed.append(f"console: {said.text}") if _complains(said) else None)
    page.on("request", lambda asked: None if _is_own(asked.url, site) else noticed.append(f"request: {asked.url}"))
    for address in addresses:
        page.goto(site + address, wait_until="networkidle")
        if "?" in address:
            page.get_by_text("⟨U+202E⟩").first.wait_for(state="attached")
        noticed += page.evaluate(_LOOK, EVIL)
        yield from (f"{address}: {one}" for one in noticed)
        noticed.clear()
    context.close()


def _complains(said: ConsoleMessage) -> bool:
    """Whether the page says that something is wrong; the browser itself asks for an icon where none is named."""
    return said.type == "error" and not said.location["url"].endswith("/favicon.ico")


def _is_own(url: str, site: str) -> bool:
    return url.startswith((site, "data:", "blob:"))


_LOOK = """async (evil) => {
  for (const each of document.querySelectorAll("details")) each.open = true;
  await new Promise((done) => setTimeout(done, 20));
  const found = "pwned" in window ? ["it ran"] : [];
  for (const each of document.querySelectorAll("*")) {
    for (const { name } of each.attributes) if (/^on|^srcdoc$/.test(name)) found.push(each.outerHTML.slice(0, 200));
    const address = each.href?.baseVal ?? each.href ?? each.src ?? "";
    const to = address && new URL(address, location.href);
    if (to && (!["http:", "https:", "mailto:", "blob:", "data:"].includes(to.protocol) || to.hostname === evil))
      found.push(String(to));
  }
  return found;
}"""


def test_the_browser_notices_what_would_run(page: Page, tmp_path: Path) -> None:
    """The watch itself: a page that does what the tricks want is noticed."""
    (tmp_path / "a.html").write_text(
        f"<script>window.pwned=1;alert(1)</script><a href='javascript:1'></a><img src='https://{EVIL}/a' onerror='x'>",
        encoding="utf-8",
    )
    assert page.context.browser is not None
    with serve(tmp_path) as address:
        told = " ".join(visit(page.context.browser, address, ["a.html"]))
    for sign in ("dialog: 1", "request: https://", "it ran", "javascript:1", "onerror"):
        assert sign in told
