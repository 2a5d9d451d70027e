"""The search page in a real browser, below a path, from a plain web server: exactly what plain search finds."""

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
    many_documents,
    plain,
    real_documents,
    write_index,
)

pytestmark = pytest.mark.browser
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'"

# What a reader types; the words that must stand in a text; those that must not.
LABELLED: list[tuple[str, list[str], list[str]]] = [
    ("卫辉市城市管理局", ["卫辉市城市管理局"], []),
    ("互助县城市管理综合行政执法局", ["互助县城市管理综合行政执法局"], []),
    ("城市管理局", ["城市管理局"], []),
    ("大数据管理局", ["大数据管理局"], []),
    ("信阳", ["信阳"], []),
    ("chengshiguanliju", ["chengshiguanliju"], []),
    ("CHENGSHI", ["chengshi"], []),
    ("卫辉市城市管理局2023年政府信息公开工作年度报告", ["卫辉市城市管理局2023年政府信息公开工作年度报告"], []),
    ("中华人民共和国政府信息公开条例", ["中华人民共和国政府信息公开条例"], []),
    ("《中华人民共和国保密法》", ["《中华人民共和国保密法》"], []),
    ("国办公开办函〔2021〕30号", ["国办公开办函〔2021〕30号"], []),
    ("国务院令711号", ["国务院令711号"], []),
    ("依申请公开", ["依申请公开"], []),
    ("行政许可", ["行政许可"], []),
    ("城市管理 行政许可", ["城市管理", "行政许可"], []),
    ("行政许可\t101", ["行政许可", "101"], []),
    ('"行政许可 101"', ["行政许可101"], []),
    ("本年收费金额（单位：万元）", ["本年收费金额（单位：万元）"], []),
    ("社会公益组织 580.5858", ["社会公益组织", "580.5858"], []),
    ("保密审查", ["保密审查"], []),
    ("三审三校", ["三审三校"], []),
    ("息公开", ["息公开"], []),
    ("公开", ["公开"], []),
    ("我局", ["我局"], []),
    ("177 期", ["177期"], []),
    ("177期", ["177期"], []),
    ("答复12345政府热线877期", ["答复12345政府热线877期"], []),
    ("信息782篇", ["信息782篇"], []),
    ("18万件次", ["18万件次"], []),
    ("2023 年 1 月 1 日至", ["2023年", "1月", "日至"], []),
    ("2021年", ["2021年"], []),
    ("２０２１年", ["2021年"], []),
    ("及时、全面、有序", ["及时、全面、有序"], []),
    ("以公开为常态、不公开为例外", ["以公开为常态、不公开为例外"], []),
    ("手段相对单一,较少利用", ["手段相对单一，较少利用"], []),
    ("主动公开情况。我局在区政府网站", ["主动公开情况。我局在区政府网站"], []),
    ("主动公开情况。** 我局", ["主动公开情况。", "我局"], []),
    ('"主动公开情况。** 我局"', ["主动公开情况。我局"], []),
    ("一、总体情况2021年", ["一、总体情况2021年"], []),
    ("复议诉讼", ["复议诉讼"], []),
    ("行政复议 行政诉讼", ["行政复议", "行政诉讼"], []),
    ("微信 公众号 培训", ["微信", "公众号", "培训"], []),
    ("微信公众号 -培训", ["微信公众号"], ["培训"]),
    ("公开 -公开", ["公开"], ["公开"]),
    ('"政府网站" -"行政处罚"', ["政府网站"], ["行政处罚"]),
    ("城管“好声音”", ["城管“好声音”"], []),
    ("OA系统", ["oa系统"], []),
    ("oa", ["oa"], []),
    ("1234", ["1234"], []),
    ("12345政府热线", ["12345政府热线"], []),
    ("877", ["877"], []),
    ("guanli 城市", ["guanli", "城市"], []),
    ("互联网+政务服务", ["互联网+政务服务"], []),
    ("(国务院令711号)有关规定,现公布", ["（国务院令711号）有关规定，现公布"], []),
    ("美丽申城", ["美丽申城"], []),
    ("区块链", ["区块链"], []),
    ("卫辉市公安局", ["卫辉市公安局"], []),
    ("开公息信", ["开公息信"], []),
    ("公开\U0002a6d6", ["公开\U0002a6d6"], []),
]
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
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("large")
    make_site(folder, thousand())
    yield from serve(folder)


@functools.cache
def thousand() -> tuple[SearchDocument, ...]:
    return many_documents(1000)


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
    """Wait until what was typed has been answered."""
    page.wait_for_timeout(300)
    page.wait_for_selector("html[data-search=done]", state="attached")


def count_of(page: Page) -> str:
    """How many were found, as it is said; what is said instead where nothing was looked up."""
    text = page.locator("#search-count").inner_text()
    found = re.match(r"(?:找到|至少) [\d,]+ 条|没有找到", text)
    return found[0] if found else text


def kinds_of(page: Page) -> dict[str, int]:
    """How many of each kind were found; exactly, or the test fails."""
    told: dict[str, str] = page.locator("#search-count").evaluate("count => ({ ...count.dataset })")
    return {kind: int(number) for kind, number in told.items()}


def read_hits(page: Page, site: Site) -> list[tuple[str, str, str]]:
    """Kind, address and section of the hits shown, after paging to the end and counting exactly."""
    for name in ("数出准确条数", "再看十条"):
        while page.get_by_role("button", name=name).count():
            page.get_by_role("button", name=name).click()
            page.wait_for_selector("html[data-search=done]", state="attached")
    hits = page.eval_on_selector_all(
        ".search-hit",
        "items => items.map(li => [li.dataset.kind, li.querySelector('a').href, li.dataset.section ?? ''])",
    )
    return [(kind, re.sub(r"#.*", "", href.removeprefix(site.url)), section) for kind, href, section in hits]


def of_reports(hits: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return [hit for hit in hits if hit[0] != "agency"]


def of_agencies(hits: Sequence[tuple[str, str, str]]) -> set[str]:
    return {address for kind, address, _ in hits if kind == "agency"}


def fits_loosely(address: str, words: Sequence[str]) -> bool:
    """Whether the characters of each word stand in this order in the agency's text, as in a short name."""
    (document,) = [each for each in real_documents() if each.kind == "agency" and each.address == address]
    return all(re.search(".*".join(map(re.escape, plain(word))), plain(document.text)) for word in words)


def said(number: int) -> str:
    return f"找到 {number:,} 条" if number else "没有找到"


@pytest.mark.parametrize(("typed", "words", "excluded"), LABELLED, ids=[typed for typed, _, _ in LABELLED])
def test_the_hits_are_those_of_plain_search(
    small: Site, page: Page, typed: str, words: list[str], excluded: list[str]
) -> None:
    truth = find_plainly(real_documents(), words, excluded)
    search(page, small, typed)
    found = read_hits(page, small)
    assert of_reports(found) == of_reports(truth)
    assert of_agencies(truth) <= of_agencies(found), "every agency whose names hold the words"
    assert [address for address in of_agencies(found) - of_agencies(truth) if not fits_loosely(address, words)] == []
    assert count_of(page) == said(len(found))
    for kind in {kind for kind, _, _ in found}:
        assert kinds_of(page)[kind] == len([hit for hit in found if hit[0] == kind])


def test_the_labelled_set_is_worth_its_name() -> None:
    none = [typed for typed, words, excluded in LABELLED if not find_plainly(real_documents(), words, excluded)]
    assert len(LABELLED) >= 40
    assert 3 <= len(none) <= len(LABELLED) / 4


@pytest.mark.parametrize(
    "typed",
    [
        "市民政局",
        "水利局",
        "息公开",
        "公开",
        "政府信息公开条例 培训",
        "城管 -微信",
        "三审三校",
        "局7号",
        "7320",
        "732",
        "732 12345",
    ],
)
def test_a_thousand_reports_give_the_same_as_plain_search(large: Site, page: Page, typed: str) -> None:
    words = [word for word in typed.split() if not word.startswith("-")]
    excluded = [word[1:] for word in typed.split() if word.startswith("-")]
    truth = of_reports(find_plainly(thousand(), words, excluded))
    search(page, large, typed)
    told = [int(number.replace(",", "")) for number in re.findall(r"[\d,]+", count_of(page))]
    assert told[0] >= min(10, len(truth)), "no false zero"
    if len(truth) > 300:  # count, and read the first screens
        for _ in range(3):
            page.get_by_role("button", name="再看十条").click()
            page.wait_for_selector("html[data-search=done]", state="attached")
        shown = page.eval_on_selector_all(
            "#search-hits .search-hit", "all => all.map((li) => li.querySelector('a').href)"
        )
        assert [re.sub("#.*", "", href.removeprefix(large.url)) for href in shown] == [hit[1] for hit in truth[:40]]
        exact = page.get_by_role("button", name="数出准确条数")
        if exact.count():
            exact.click()
            page.wait_for_selector("html[data-search=done]", state="attached", timeout=60_000)
    else:
        assert of_reports(read_hits(page, large)) == truth
    told_kinds = kinds_of(page)
    assert sum(told_kinds[kind] for kind in ("title", "section", "table")) == len(truth)
    plain_agencies = [hit for hit in find_plainly(thousand(), words, excluded) if hit[0] == "agency"]
    assert told_kinds["agency"] >= len(plain_agencies)


def test_a_first_query_over_a_thousand_reports_asks_for_little(large: Site, page: Page) -> None:
    sizes = []
    for typed in ["市民政局", "水利局", "息公开", "公开", "三审三校", "政府信息公开条例 培训", "城管 -微信", "区块链"]:
        large.asked.clear()
        search(page, large, typed)
        paths = [large.folder / path.partition("?")[0].lstrip("/") for path in large.asked if "/search/index/" in path]
        sizes.append(sum(path.stat().st_size for path in paths))
    print(f"\nKB fetched of the index, first query: {[size // 1000 for size in sorted(sizes)]}")
    assert sorted(sizes)[len(sizes) // 2] < 300_000
    assert max(sizes) < 1_000_000


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
        ("-", "请至少输入两个字：一个字几乎每份报告都有。"),
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


def test_the_back_button_returns_to_the_query_before(small: Site, page: Page) -> None:
    search(page, small, "保密")
    box = page.get_by_role("searchbox")
    box.fill("培训")
    box.press("Enter")
    settle(page)
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
        page.wait_for_timeout(350)
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
