"""The site in a real browser, below a path, from a plain web server: what a reader sees, and what is asked of whom."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.sites import HOSTILE, HOSTILE_ADDRESS

pytestmark = pytest.mark.browser

REPORT = "agencies/410781-chengshiguanliju/2023/"
OLD_FORM = "agencies/410303-chengshiguanliju/2020/"
BLANK = "agencies/630223-chengshiguanlizonghexingzhengzhifaju/2024/"


def test_every_link_and_anchor_inside_the_site_leads_somewhere(site_folder: Path) -> None:
    """All pages are walked as files: each link to a page, a file or an anchor has its target."""
    pages = {path: Links(path.read_text(encoding="utf-8")) for path in site_folder.rglob("index.html")}
    broken = []
    for path, found in pages.items():
        base = "https://site.invalid/" + path.parent.relative_to(site_folder).as_posix().removeprefix(".") + "/"
        for link in found.links:
            url, anchor = urldefrag(urljoin(base, link))
            if urlsplit(url).netloc != "site.invalid":
                continue
            target = site_folder / unquote(urlsplit(url).path).lstrip("/")
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file() or (anchor and target in pages and unquote(anchor) not in pages[target].ids):
                broken.append(f"{path.relative_to(site_folder)} → {link}")
    assert broken == []
    assert len(pages) > 25


def test_every_page_can_be_reached_from_the_home_page(site_folder: Path) -> None:
    seen: set[Path] = set()
    waiting = [site_folder / "index.html"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for link in Links(path.read_text(encoding="utf-8")).links:
            if not urlsplit(link).scheme:
                target = (path.parent / unquote(urlsplit(link).path)).resolve()
                target = target / "index.html" if target.is_dir() else target
                if target.name == "index.html" and target.is_file():
                    waiting.append(target)
    assert set(site_folder.rglob("index.html")) - seen == set()


def test_a_number_leads_to_its_line_and_the_line_back_to_its_cells(page: Page, site_url: str) -> None:
    page.goto(site_url + REPORT)
    cell = page.locator("#disclosures-licence-decisions")
    expect(cell).to_have_text("101")
    cell.locator("a").click()
    line = page.locator("li:target")
    expect(line).to_contain_text("行政许可")
    expect(line).to_be_in_viewport()
    expect(cell).to_have_class("lit")
    line.locator("em a").first.click()
    assert page.url.endswith("#disclosures-licence-decisions")
    expect(cell).to_be_in_viewport()


def test_all_cells_of_a_line_are_marked(page: Page, site_url: str) -> None:
    page.goto(site_url + REPORT)
    page.locator("#applications-received-total a").click()
    expect(page.locator("td.lit")).to_have_count(7)
    page.locator("#remedies-reconsideration-total a").click()
    expect(page.locator("td.lit")).to_have_count(15)


def test_the_report_reads_without_script(browser: Browser, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_url + OLD_FORM)
    expect(page.locator("h1")).to_have_text("西工区城市管理局2020年政府信息公开工作年度报告")
    expect(page.locator("#disclosures-licence-decisions")).to_be_visible()
    page.locator("#disclosures-licence-decisions a").click()
    expect(page.locator("li:target")).to_contain_text("436")
    expect(page.locator("li:target")).to_be_in_viewport()
    page.locator("summary", has_text="数字个数与列数不合").click()
    expect(page.get_by_text("“1.属于国家秘密”应有 7 个数，印有 5 个").first).to_be_visible()
    page.goto(f"{site_url}agencies/")
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator("table.agencies tbody tr")).to_have_count(5)
    context.close()


def test_hostile_text_does_nothing_and_stays_readable(page: Page, site_url: str) -> None:
    page.goto(site_url + HOSTILE_ADDRESS, wait_until="networkidle")
    assert page.evaluate("window.hacked") is None
    paragraphs = page.locator(".section-text p").all_text_contents()
    assert {f"¶{text}" for text in HOSTILE} <= set(paragraphs)
    lines = page.locator("ol.lines li span").all_text_contents()
    assert set(HOSTILE) <= set(lines)


@pytest.mark.parametrize(("path", "width"), [("search/", 390), ("query/", 390), ("query/", 794), ("query/", 1000)])
def test_the_switch_of_light_and_dark_has_no_row_of_its_own(page: Page, site_url: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{site_url}{path}")
    places: list[list[float]] = page.evaluate(
        """() => [".site-head [data-md-component=palette]", ".site-name", ".site-search", ".site-nav"].map((name) => {
          const { top, bottom, width } = document.querySelector(name).getBoundingClientRect();
          return [top, bottom, width];
        })"""
    )
    (top, bottom, _), *others = places
    assert any(wide and first < bottom and last > top for first, last, wide in others)
    assert max(last for _, last, wide in places if wide) <= 160
    if path == "query/":
        box = page.get_by_role("searchbox", name="搜索报告全文")
        assert box.evaluate("box => box.clientWidth") >= 210, "what may be typed is readable"


def test_the_list_of_agencies_is_filtered_and_the_address_keeps_the_choice(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}agencies/")
    shown = page.locator("table.agencies tbody tr:visible")
    expect(shown).to_have_count(5)
    page.get_by_label("名称").fill("卫辉 城市")
    expect(shown).to_have_count(1)
    expect(page.locator("#filters output")).to_have_text("1 个机关，共 5 个")
    page.get_by_label("名称").fill("")
    page.get_by_label("有这一年的报告").select_option("2021")
    expect(shown).to_have_count(3)
    page.get_by_label("级别").select_option("prefecture")
    expect(shown).to_have_count(1)
    assert page.url.endswith("agencies/?level=prefecture&years=2021")
    page.reload()
    expect(shown).to_have_count(1)
    expect(page.locator(".region-group:visible")).to_have_count(0)


def test_the_search_box_of_the_home_page_asks_the_search_page(page: Page, site_url: str) -> None:
    page.goto(site_url)
    page.locator(".big-search input").fill("城市管理")
    page.locator(".big-search button").click()
    expect(page).to_have_url(re.compile(r"/search/\?q=%E5%9F%8E"))


def test_dark_follows_the_system_and_the_choice_is_kept(browser: Browser, site_url: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(site_url + REPORT)
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    assert brightness(page, "body") < 0.1
    page.locator("label[for=__palette_1]:visible").click()
    page.wait_for_function("document.body.dataset.mdColorScheme === 'default'")
    for address in (REPORT, "quality/years/2023/held/", "query/sql/"):  # at whatever depth
        page.goto(site_url + address)
        assert page.evaluate("document.body.dataset.mdColorScheme") == "default", address
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser: Browser, site_url: str, scheme: Any) -> None:
    """At least 4.5 to 1 (WCAG 2.2, 1.4.3), worked out for every piece of text of the page."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    for address in ("", BLANK, OLD_FORM, "agencies/", "about/", "data/"):
        page.goto(site_url + address)
        assert page.evaluate(CONTRAST) == [], (scheme, address)
    context.close()


def test_print_repeats_heads_and_shows_everything(page: Page, site_url: str) -> None:
    page.goto(site_url + REPORT)
    page.emulate_media(media="print")
    expect(page.locator(".md-header")).to_be_hidden()
    expect(page.locator(".page-contents")).to_be_hidden()
    style = page.evaluate(
        "[getComputedStyle(document.querySelector('table.matrix thead')).display,"
        " getComputedStyle(document.querySelector('table.matrix').parentElement).overflow,"
        " getComputedStyle(document.querySelector('table.matrix tbody tr')).breakInside]"
    )
    assert style == ["table-header-group", "visible", "avoid"]
    expect(page.locator(".legend .onscreen")).to_be_hidden()
    expect(page.locator(".print-address")).to_be_visible()
    expect(page.locator("tr:has(> th.group)").first).to_have_css("break-inside", "auto")


@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_the_form_fits_with_its_groups_told_and_its_head_in_place(
    page: Page, site_url: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site_url + REPORT)
    boxes = page.locator(".scroll:has(table.form)")
    for box in boxes.all():
        assert box.evaluate("box => box.scrollHeight <= box.clientHeight + 1"), "no box scrolls up and down"
        assert box.evaluate("box => box.scrollWidth <= box.clientWidth + 1"), "small numbers need no sideways scroll"
    label = page.locator("th.leaf", has_text="重复申请")
    expect(label.locator(".of-group")).to_have_text("（五）不予处理")
    expect(label.locator(".of-group")).to_be_visible()
    room = label.bounding_box()
    assert room is not None
    assert room["width"] < width * 0.4
    page.locator("#applications-not_processed_duplicate-total").evaluate(
        "cell => cell.scrollIntoView({block: 'center'})"
    )
    expect(page.locator("table.matrix thead th", has_text="自然人")).to_be_in_viewport(ratio=1)
    clipped = page.evaluate(
        "[...document.querySelectorAll('table.form th:not(.group), table.form caption')]"
        ".filter(e => e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().right > innerWidth)"
        ".map(e => e.textContent)"
    )
    assert clipped == []


def test_a_table_too_wide_for_the_window_shows_that_there_is_more(page: Page, site_url: str) -> None:
    page.set_viewport_size({"width": 760, "height": 800})
    page.goto(f"{site_url}data/dictionary/rules/")
    box = page.locator(".scroll:has(table.dictionary)").first
    expect(box).to_have_class(re.compile(r"\bmore-right\b"))
    assert "gradient" in box.evaluate("box => getComputedStyle(box).maskImage")
    box.evaluate("box => box.scrollTo(9999, 0)")
    expect(box).not_to_have_class(re.compile(r"\bmore-right\b"))
    expect(box).to_have_class(re.compile(r"\bmore-left\b"))


@pytest.mark.parametrize("name", ["reports", "rules", "outcomes", ""])
def test_on_a_phone_the_dictionary_is_read_without_scrolling_sideways(page: Page, site_url: str, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{site_url}data/dictionary/{name}{'/' if name else ''}")
    boxes = page.locator(".scroll:has(table.dictionary)")
    assert boxes.count() > 0
    for box in boxes.all():
        assert box.evaluate("box => box.scrollWidth <= box.clientWidth + 1")


@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_years_and_files_are_seen_without_scrolling(page: Page, site_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address, inner in (("agencies/", "table.agencies td.num a"), ("data/", "table.files td.n")):
        page.goto(site_url + address)
        for found in page.locator(inner).all():
            place = found.bounding_box()
            assert place is not None
            assert place["x"] + place["width"] <= width
        assert page.locator("table.stacked").first.get_attribute("role") == "table"


def test_a_line_under_the_pointer_does_not_look_like_the_one_that_was_jumped_to(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}{REPORT}#L35")
    ground = "line => getComputedStyle(line).backgroundColor"
    other = page.locator("#L37")
    plain = other.evaluate(ground)
    other.hover()
    assert other.evaluate(ground) == plain != page.locator("#L35").evaluate(ground)


def test_what_a_search_led_to_is_marked(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}search/?q=%E8%BF%9D%E5%81%9C%E6%95%B4%E6%B2%BB")
    page.locator(".search-hit__title a").first.click()
    target = page.locator(":target")
    expect(target).to_contain_text("违停整治")
    expect(target).to_be_in_viewport()
    assert page.url.rpartition("#")[2].startswith("s1-p")
    plain = page.locator("#s1-p1").evaluate("p => getComputedStyle(p).backgroundColor")
    assert target.evaluate("p => getComputedStyle(p).backgroundColor") != plain


def test_by_keyboard_the_first_stop_leads_to_the_content(page: Page, site_url: str) -> None:
    page.goto(site_url + REPORT)
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.textContent.trim()")
    assert focused == "跳到正文"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'content'")


def test_the_page_of_a_report_is_marked_up_for_machines(page: Page, site_url: str) -> None:
    page.goto(site_url + HOSTILE_ADDRESS)
    described = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert described["@type"] == "Dataset"
    assert described["creator"] == {"@type": "GovernmentOrganization", "name": "西工区城市管理局"}
    assert described["spatialCoverage"] == {"@type": "Place", "name": "河南省洛阳市西工区", "identifier": "410303"}


class Links(HTMLParser):
    """What a page links to, and the anchors it has."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: set[str] = set()
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if identity := found.get("id"):
            self.ids.add(identity)
        for name in ("href", "src", "action"):
            if link := found.get(name):
                self.links.add(link)


def brightness(page: Page, selector: str) -> float:
    """How bright the ground of an element is, from 0 to 1."""
    colour = page.evaluate(f"getComputedStyle(document.querySelector('{selector}')).backgroundColor")
    red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
    return (red + green + blue) / 765


CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const read = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const over = (top, below) => top.slice(0, 3).map((v, at) => v * top[3] / 255 + below[at] * (1 - top[3] / 255));
  const ground = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) layers.unshift(read(getComputedStyle(at).backgroundColor));
    return layers.reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const weak = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim()) continue;
    if (node.closest("script, .vh, .pin, .md-skip, .headerlink, svg")) continue;
    if (!node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const style = getComputedStyle(node), below = ground(node);
    const [a, b] = [light(over(read(style.color), below)), light(below)].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) weak.add(`${node.tagName}.${node.className} ${ratio.toFixed(2)}`);
  }
  return [...weak];
}"""
