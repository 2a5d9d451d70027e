"""The search page in a real browser, below a path, from a plain web server; what it finds: test_search_queries."""

from __future__ import annotations

import functools
import itertools
import json
import re
import shutil
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from build_scripts.publishing.search.partition import SearchDocument
from build_scripts.publishing.search.text import normalise
from build_scripts.publishing.templates import render
from tests.search_samples import (
    ROOT,
    find_plainly,
    known_characters,
    plain,
    real_documents,
    write_index,
)

pytestmark = pytest.mark.browser
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'"

EMPTY_FILTERS = render("search/filters.html", provinces=(), years=(), levels=(), functions=(), sections=(), states=())
"""The choices of the form where a test makes none."""

TRICKY = [
    "２０２３ 年 1 月，Open  DATA 平台",
    "面积 30 ㎡ ﬁﬀ",
    "e\u0301\u0323 É ｶﾞﾊﾟ \u1112\u1161\u11ab 한",
    "葛\U000e0100 \U0002a6d6\U0002a6d6\u0301",
    "\u0301 公 \u200b 开\ufeff *a* * 1 \t\n\v\f\r\x1c\x85\u2028 b",
    "Straße ẞ ΟΔΟΣ. İ ı ŉ ´ ¨x",
    "①⑴㈠㊀½ ⼈ 龍 ℡ № ㏑",
    "a 1 1 a a a 1 1",
]


class QuietHandler(SimpleHTTPRequestHandler):
    """A plain server without range requests or compression, that counts what it sends and sets a strict policy."""

    asked: list[str]

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        super().do_GET()


@dataclass
class Site:
    """A served folder and what was asked of it."""

    url: str
    folder: Path
    asked: list[str] = field(default_factory=list)


def make_site(folder: Path, documents: Sequence[SearchDocument], filters: str = EMPTY_FILTERS) -> None:
    """The search page below `some/path/`, with its scripts and an index of these documents."""
    root = folder / "some/path"
    shutil.copytree(ROOT / "docs/assets/js", root / "assets/js")
    shutil.copytree(ROOT / "docs/assets/css", root / "assets/css")
    body = (ROOT / "docs/search/index.md").read_text(encoding="utf-8").split("---\n", 2)[2].replace("# 搜索", "")
    body = body.replace("@@slot:search_filters@@", filters)
    page = f"<!doctype html><html lang=zh-CN><meta charset=utf-8><title>搜索</title><body>{body}"
    (root / "search").mkdir()
    (root / "search/index.html").write_text(page, encoding="utf-8")
    write_index(documents, root / "search/index")
    for document in documents[:60]:
        target = root / document.address / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("<!doctype html><title>一页</title><p id=s1-p1>一段", encoding="utf-8")


def serve(folder: Path) -> Iterator[Site]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(QuietHandler, directory=str(folder)))
    site = Site(f"http://127.0.0.1:{server.server_port}/some/path/", folder)
    server.asked = site.asked  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("small")
    make_site(folder, real_documents())
    yield from serve(folder)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all tests of this module; it must never complain."""
    found = browser.new_page()
    complaints: list[str] = []
    found.on("pageerror", lambda error: complaints.append(str(error)))
    found.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
    yield found
    found.close()
    assert [text for text in complaints if "ERR_FAILED" not in text and "Failed to fetch" not in text] == []


def search(page: Page, site: Site, typed: str) -> None:
    """Open the search page with these words in the address, and wait for the answer."""
    page.goto(f"{site.url}search/?q={quote(typed)}")
    page.wait_for_selector("html[data-search=done]", state="attached")


def settle(page: Page) -> None:
    """Wait until what stands in the box is in the address and answered."""
    page.wait_for_function(
        """() => new URLSearchParams(location.search).get("q") === document.querySelector("#search-box").value
          && document.documentElement.dataset.search === "done" """
    )


def count_of(page: Page) -> str:
    """How many were found, as it is said; what is said instead where nothing was looked up."""
    text = page.locator("#search-count").inner_text()
    found = re.match(r"(?:找到|至少) [\d,]+ 条|没有找到", text)
    return found[0] if found else text


def said(number: int) -> str:
    return f"找到 {number:,} 条" if number else "没有找到"


# The text that is compared


def test_the_browser_normalises_as_the_index_does(small: Site, page: Page) -> None:
    search(page, small, "公开")
    assert in_browser(page, small, TRICKY) == [normalise(text) for text in TRICKY]
    texts = [document.heading + "\n" + document.text for document in real_documents()]
    assert in_browser(page, small, texts) == [normalise(text) for text in texts]


def test_every_character_of_unicode_is_normalised_alike(small: Site, page: Page) -> None:
    """Those that our Python knows: a newer browser may know more."""
    search(page, small, "公开")
    known = known_characters()
    strings = [f"{character}a{character}1 {character}" for character in known]
    answers = in_browser(page, small, strings)
    assert [
        hex(ord(c)) for c, text, answer in zip(known, strings, answers, strict=True) if normalise(text) != answer
    ] == []


def in_browser(page: Page, site: Site, texts: list[str]) -> list[str]:
    script = "async ([url, texts]) => { const m = await import(url); return texts.map((text) => m.normalise(text)); }"
    found = page.evaluate(script, [f"{site.url}assets/js/search/normalise.js", texts])
    return [str(text) for text in found]


# The page


def test_an_excerpt_is_the_printed_text_marked_and_leads_to_its_paragraph(small: Site, page: Page) -> None:
    search(page, small, "主动公开情况。我局在区政府网站")
    (excerpt,) = page.locator(".search-hit__excerpt").all()
    title = page.locator(".search-hit__title a").evaluate("a => a.href")
    assert title == excerpt.locator("a").evaluate("a => a.href"), "both links lead to the paragraph"
    assert excerpt.locator("mark").inner_text() == "主动公开情况。** 我局在区政府网站"
    anchor = "agencies/410303-chengshiguanliju/2020/#s1-p2"
    assert excerpt.locator("a").evaluate("a => a.href") == small.url + anchor
    text = next(found for found in real_documents() if found.section == "1" and "西工区" in found.text).text
    assert "主动公开情况。** 我局" in text.split("\n")[2 - 1]


def test_a_hit_in_a_heading_leads_to_the_section_and_one_in_a_title_to_the_top(small: Site, page: Page) -> None:
    search(page, small, "其他需要报告的事项")
    heading = page.locator(".search-hit[data-section='6'] .search-hit__excerpt a[href*='/2020/']")
    assert heading.evaluate("a => a.href").endswith("/2020/#s6")
    search(page, small, '"互助县城市管理综合行政执法局 2024 年度"')
    title = page.locator(".search-hit[data-kind=title] a")
    assert title.evaluate("a => a.href").endswith("/2024/")
    assert title.locator("mark").all_inner_texts() == ["互助县城市管理综合行政执法局 2024 年度"]


def test_a_hit_in_a_table_leads_to_its_line(small: Site, page: Page) -> None:
    search(page, small, '"行政许可 101"')
    (hit,) = page.locator(".search-hit[data-kind=table]").all()
    assert hit.locator(".search-hit__kind").inner_text() == "表格"
    for link in hit.locator("a").all():
        assert link.evaluate("a => a.href") == f"{small.url}agencies/410781-chengshiguanliju/2023/#L35"
    assert hit.locator("mark").inner_text() == "行政许可 101"


def test_single_characters_parted_by_spaces_are_offered_as_one_word(small: Site, page: Page) -> None:
    page.goto(f"{small.url}search/?q={quote('城 市 管 理')}")
    page.get_by_role("button", name="找“城市管理”").click()
    settle(page)
    assert page.get_by_role("searchbox").input_value() == "城市管理"
    assert count_of(page) == said(len(find_plainly(real_documents(), ["城市管理"])))


def test_excerpts_of_one_paragraph_do_not_overlap(small: Site, page: Page) -> None:
    search(page, small, "公开")
    while page.get_by_role("button", name="再看十条").count():
        page.get_by_role("button", name="再看十条").click()
        page.wait_for_selector("html[data-search=done]", state="attached")
    for hit in page.locator(".search-hit[data-kind=section]").all():
        shown = [text.strip("…") for text in hit.locator(".search-hit__excerpt").all_text_contents()]
        anchors = hit.locator(".search-hit__excerpt a").evaluate_all("links => links.map((link) => link.href)")
        for (one, at), (other, there) in itertools.pairwise(zip(shown, anchors, strict=True)):
            if at == there:
                assert not any(one.endswith(other[:size]) for size in range(6, len(other))), (one, other)


@pytest.mark.parametrize("typed", ["信息公开工作", "城市管理局 公开", "政府信息公开", "我局 公开 信息"])
def test_few_candidates_are_counted_at_once(small: Site, page: Page, typed: str) -> None:
    search(page, small, typed)
    assert count_of(page) == said(len(find_plainly(real_documents(), typed.split())))


def test_report_text_is_never_html(tmp_path: Path, page: Page) -> None:
    evil = '<img src=x onerror="document.title=1">公开<b>条例</b>'
    make_site(tmp_path, [SearchDocument("section", "agencies/a/2021/", evil, evil, evil, "1")])
    for site in serve(tmp_path):
        search(page, site, "公开<b>条例")
        assert page.locator("#search-hits img, #search-hits b").count() == 0
        assert page.locator("mark").first.inner_text() == "公开<b>条例"
        assert page.title() == "搜索"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("公", "请至少输入两个字：一个字几乎每份报告都有。"),
        ("公 开", "每个词只有一个字，查不了：一个字几乎每份报告都有。要找连在一起的字，字与字之间不要留空格。"),
        ("-公开", "只写了要排除的词；请再写一个要找的词。"),
        ("", ""),
        ("   ", ""),
        ("-", "没有可以找的字；请写至少两个字。"),
    ],
)
def test_too_little_is_told_kindly(small: Site, page: Page, typed: str, answer: str) -> None:
    page.goto(f"{small.url}search/?q={quote(typed)}")
    expect(page.locator("#search-count")).to_have_text(answer)
    assert page.locator(".search-hit").count() == 0


def test_typing_searches_and_writes_the_address_without_filling_the_history(small: Site, page: Page) -> None:
    page.goto(f"{small.url}search/")
    before = page.evaluate("history.length")
    page.get_by_role("searchbox").press_sequentially("三审三校", delay=20)
    settle(page)
    assert count_of(page) == said(len(find_plainly(real_documents(), ["三审三校"])))
    assert page.url == f"{small.url}search/?q={quote('三审三校')}"
    assert page.evaluate("history.length") == before


@pytest.mark.parametrize("is_answered_first", [False, True], ids=["entered-at-once", "entered-after-its-answer"])
def test_the_back_button_returns_to_the_query_before(small: Site, page: Page, is_answered_first: bool) -> None:
    search(page, small, "保密")
    before = page.evaluate("history.length")
    box = page.get_by_role("searchbox")
    box.fill("培训")
    if is_answered_first:
        settle(page)
    box.press("Enter")
    settle(page)
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    settle(page)
    assert box.input_value() == "保密"
    assert count_of(page) == said(len(find_plainly(real_documents(), ["保密"])))
    page.go_forward()
    settle(page)
    assert box.input_value() == "培训"
    page.locator(".search-hit a").first.click()
    page.go_back()
    settle(page)
    assert page.get_by_role("searchbox").input_value() == "培训"
    assert page.locator(".search-hit").count() > 0


def test_enter_on_a_question_that_is_answered_looks_nothing_up(small: Site, page: Page) -> None:
    search(page, small, "保密")
    script = "() => { document.querySelector('#search-form').requestSubmit(); return document.documentElement.dataset }"
    assert page.evaluate(script)["search"] == "done"


def test_who_comes_back_from_a_report_sees_as_many_hits_as_before(small: Site, page: Page) -> None:
    search(page, small, "公开")
    page.get_by_role("button", name="再看十条").click()
    expect(page.locator(".search-hit")).to_have_count(20)
    page.locator(".search-hit a").last.click()
    page.go_back()
    expect(page.locator(".search-hit")).to_have_count(20)


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("q=公开&year=20x3&section=99", "地址里的“year=20x3”看不懂；地址里的“section=99”看不懂，所以没有找。"),
        ("q=公开&mode=zz", "地址里的“mode=zz”看不懂，所以没有找。"),
        ("q=公开&level=constructor", "地址里的“level=constructor”看不懂，所以没有找。"),
        (f"q={'公开' * 101}", "要找的话太长（最多 200 字），所以没有找。"),
    ],
)
def test_an_address_that_cannot_be_meant_is_not_answered_as_another(
    small: Site, page: Page, query: str, answer: str
) -> None:
    page.goto(f"{small.url}search/?{quote(query, safe='=&')}")
    expect(page.locator("#search-count")).to_have_text(answer)
    assert page.locator(".search-hit").count() == 0
    page.locator("#search-actions button").click()
    expect(page.locator("#search-count")).to_have_text(re.compile("^(找到|没有找到)"))


def test_words_that_never_stand_together_are_told_each_with_its_count(small: Site, page: Page) -> None:
    search(page, small, "保密 美丽申城")
    expect(page.locator("#search-count")).to_have_text("没有哪一段同时有“保密”、“美丽申城”。")
    for word in ("保密", "美丽申城"):
        count = len(find_plainly(real_documents(), [word]))
        expect(page.get_by_role("button", name=f"只找“{word}”（{count} 条）")).to_be_visible()
    search(page, small, "保密 -保密")
    expect(page.locator("#search-count")).to_have_text("没有哪一段有“保密”而没有“保密”。")


def test_pasting_is_typing(small: Site, page: Page) -> None:
    page.goto(f"{small.url}search/")
    page.get_by_role("searchbox").focus()
    page.keyboard.insert_text("美丽申城")
    settle(page)
    assert count_of(page) == said(len(find_plainly(real_documents(), ["美丽申城"])))


def test_nothing_is_looked_up_while_a_word_is_being_composed(small: Site, page: Page) -> None:
    page.goto(f"{small.url}search/")
    page.get_by_role("searchbox").focus()
    session = page.context.new_cdp_session(page)
    small.asked.clear()
    for text in ("s", "shen", "shencheng"):
        session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    page.wait_for_timeout(350)  # longer than the page waits for the next key: there is nothing to wait for
    assert [path for path in small.asked if "/search/index/" in path] == []
    assert count_of(page) == ""
    session.send("Input.insertText", {"text": "申城"})
    settle(page)
    assert count_of(page) == said(len(find_plainly(real_documents(), ["申城"])))


def test_the_keyboard_is_enough_and_the_count_is_announced(small: Site, page: Page) -> None:
    page.goto(f"{small.url}search/")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("公开")
    page.keyboard.press("Enter")
    settle(page)
    status = page.locator("#search-count")
    assert (status.get_attribute("role"), status.get_attribute("aria-live")) == ("status", "polite")
    page.get_by_role("button", name="再看十条").press("Enter")
    expect(page.locator(".search-hit").nth(10).locator("a").first).to_be_focused()


def test_a_missing_file_is_told_and_the_next_try_works(small: Site, page: Page) -> None:
    page.route("**/shards/*", lambda route: route.abort())
    search(page, small, "公开")
    assert count_of(page) == "没有读到搜索用的文件，请检查网络后再试一次。"
    page.unroute("**/shards/*")
    page.get_by_role("button", name="搜索").click()
    settle(page)
    assert page.locator(".search-hit").count() == 10


# The whole site


def test_every_address_of_the_index_is_a_page_with_that_paragraph(site_folder: Path) -> None:
    """Of all documents of the built site: the page is there, and each paragraph has its anchor, saying its words."""
    pages: dict[str, str] = {}
    for block in sorted((site_folder / "search/index").glob("2*/text/*.json")):
        for kind, address, title, _, section, text, *lines in json.loads(block.read_text(encoding="utf-8")):
            html = pages.setdefault(address, (site_folder / address / "index.html").read_text(encoding="utf-8"))
            if kind == "table":
                numbered = re.findall(r'<li id="L(\d+)"><a [^>]*>\d+</a><span>(.*?)</span>', html, re.DOTALL)
                told = {int(number): plain(unescape(line)) for number, line in numbered}
                assert [told[number] for number in lines[0]] == [plain(line) for line in text.split("\n")], address
                continue
            if kind != "section":
                assert escape(title, quote=False) in html or title in unescape(html)
                continue
            assert f'id="s{section}"' in html, (address, section)
            for number, paragraph in enumerate(text.split("\n") if text else [], start=1):
                (found,) = re.findall(rf'<(\w+)[^>]* id="s{section}-p{number}"[^>]*>(.*?)</\1>', html, re.DOTALL) or [
                    ("", "")
                ]
                assert plain(paragraph) in plain(unescape(re.sub("<[^>]+>", "", found[1]))), (address, section, number)
    assert len(pages) >= 6


def test_on_the_built_site_a_hit_leads_to_the_paragraph(site_url: str, page: Page) -> None:
    typed = quote('"主动公开情况。我局在区政府网站"')
    page.goto(f"{site_url}search/?q={typed}")
    excerpt = page.locator(".search-hit__excerpt a").first
    excerpt.click()
    assert page.url.endswith("agencies/410303-chengshiguanliju/2020/#s1-p2")
    expect(page.locator("#s1-p2")).to_be_in_viewport()
    page.get_by_role("searchbox", name="搜索").first.fill("三审三校")
    page.keyboard.press("Enter")
    page.wait_for_selector(".search-hit")
    assert page.url.startswith(f"{site_url}search/?q=")
