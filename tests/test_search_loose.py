"""Words with slips, filters and chips of the search page: as an independent count has it, and as the page says."""

from __future__ import annotations

import random
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import find_faults

pytestmark = pytest.mark.browser
NEVER = 99


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    found = browser.new_page()
    yield found
    found.close()


def open_search(page: Page, site: str, query: str) -> None:
    page.goto(f"{site}search/?{quote(query, safe='=&')}")
    page.wait_for_selector("html[data-search=done]", state="attached")


def told(page: Page) -> str:
    return page.locator("#search-count").inner_text()


def price(word: str, text: str) -> int:
    """Slips between two words: wrong, missing, further, swapped; a digit is never a slip."""
    rows = [[0] * (len(text) + 1) for _ in range(len(word) + 1)]
    for i in range(len(word) + 1):
        for j in range(len(text) + 1):
            ways = [0] if i == j == 0 else []
            digits = (word[i - 1 : i] + text[j - 1 : j]).strip("甲乙丙丁a")
            if i:
                ways.append(rows[i - 1][j] + (NEVER if word[i - 1].isdigit() else 1))
            if j:
                ways.append(rows[i][j - 1] + (NEVER if text[j - 1].isdigit() else 1))
            if i and j:
                same = word[i - 1] == text[j - 1]
                ways.append(rows[i - 1][j - 1] + (0 if same else NEVER if digits else 1))
            if i > 1 and j > 1 and word[i - 2 : i] == text[j - 2 : j][::-1] and word[i - 1] != word[i - 2]:
                ways.append(rows[i - 2][j - 2] + (NEVER if any(c.isdigit() for c in word[i - 2 : i]) else 1))
            rows[i][j] = min(ways)
    return rows[-1][-1]


def count_plainly(text: str, word: str, most: int) -> int | None:
    """The fewest slips of the word in any piece of the text."""
    pieces = {text[i:j] for i in range(len(text)) for j in range(i + 1, min(len(text), i + len(word) + most) + 1)}
    fewest = min((price(word, piece) for piece in pieces), default=NEVER)
    return fewest if fewest <= most else None


def test_slips_are_counted_as_by_comparing_every_piece_and_no_text_is_missed(page: Page, site_url: str) -> None:
    dice = random.Random(5)
    pairs = []
    for _ in range(150):
        word = "".join(dice.choices("甲乙丙丁1a", k=dice.randrange(2, 10)))
        spoilt = list(word)
        for _ in range(dice.randrange(3)):
            at = dice.randrange(len(spoilt))
            spoilt[at : at + 2] = dice.choice(
                [spoilt[at : at + 2][::-1], spoilt[at : at + 1], [*spoilt[at : at + 2], "甲"]]
            )
        pairs.append(("".join(dice.choices("甲乙丙丁1a", k=4)) + "".join(spoilt) + "丁", word))
    page.goto(f"{site_url}search/")
    script = """async ([url, pairs]) => {
      const { countSlips, cutWord, slipsAllowed } = await import(url);
      return pairs.map(([text, word]) => {
        const most = slipsAllowed(word), slips = countSlips(text, word, most);
        const { pieces, bridges } = cutWord(word, most, (piece) => piece.length);
        return [most, slips === Infinity ? null : slips, [...pieces, ...bridges].some((each) => text.includes(each))];
      });
    }"""
    answers = page.evaluate(script, [f"{site_url}assets/js/search/loose.js", pairs])
    truth = [count_plainly(text, word, most) for (text, word), (most, _, _) in zip(pairs, answers, strict=True)]
    assert [slips for _, slips, _ in answers] == truth
    assert len([slips for slips in truth if slips]) > 20
    assert all(listed for _, slips, listed in answers if slips is not None), (
        "a piece or a bridge leads to every such text"
    )


def test_a_slip_is_found_in_loose_mode_marked_and_said(page: Page, site_url: str) -> None:
    open_search(page, site_url, "q=政府信息工开条例")
    assert told(page).startswith("没有找到“政府信息工开条例”")
    page.get_by_role("button", name="用宽松方式再找").click()
    expect(page.locator("mark.near").first).to_contain_text("公开条例")
    assert "按“政府信息工开条例”也算（差 1 处）" in page.locator(".search-hit__near").first.inner_text()
    assert page.url.endswith("&mode=loose")
    open_search(page, site_url, "q=政府信息公開條例&mode=loose")
    expect(page.locator(".search-hit__near").first).to_contain_text("繁简不同")


def test_a_filter_narrows_stands_in_the_address_and_is_taken_off_by_its_chip(page: Page, site_url: str) -> None:
    open_search(page, site_url, "q=公开&region=410781&section=1")
    kinds = page.eval_on_selector_all(".search-hit", "all => all.map((li) => [li.dataset.kind, li.dataset.section])")
    links = page.eval_on_selector_all(".search-hit__title a", "all => all.map((a) => a.pathname)")
    assert kinds
    assert all(kind == ["section", "1"] for kind in kinds)
    assert all("/410781-" in link for link in links)
    chips = page.locator("#search-chips button").all_inner_texts()
    assert [chip.removesuffix(" ×") for chip in chips] == ["地区：卫辉市", "部分：一、总体情况", "全部去掉"]
    page.locator("#search-chip-region").press("Enter")
    page.wait_for_url("**/search/?q=*&section=1")
    expect(page.locator("#search-chip-section")).to_be_focused()
    page.go_back()
    expect(page.locator("[name=county]")).to_have_value("410781")


def test_filters_alone_list_the_reports(page: Page, site_url: str) -> None:
    open_search(page, site_url, "year=2021")
    assert told(page).endswith("份报告。")
    years = page.eval_on_selector_all(".search-hit__title a", "all => all.map((a) => a.pathname.split('/').at(-2))")
    assert set(years) == {"2021"}


def test_nothing_found_says_what_was_asked_and_what_another_question_would_give(page: Page, site_url: str) -> None:
    open_search(page, site_url, "q=三审三校&section=table")
    assert told(page) == "没有找到“三审三校”（部分：三张表）。"
    fewer = page.get_by_role("button", name="去掉“部分：三张表”")
    expect(fewer).to_contain_text("条）")
    fewer.click()
    expect(page.locator("#search-count")).to_contain_text("正文")


def test_agencies_are_those_of_the_filter_of_agencies(page: Page, site_url: str) -> None:
    for words in ("csgl", "城管局", "wcgj"):
        open_search(page, site_url, f"q={words}")
        found = set(page.locator(".search-agency .search-hit__title a").all_inner_texts())
        page.goto(f"{site_url}agencies/?name={quote(words)}")
        page.wait_for_selector("#hits tbody tr")
        listed = page.eval_on_selector_all("#hits tbody th a", "all => all.map((a) => a.textContent)")
        assert found == set(listed[:5]), words


def test_all_agencies_stand_on_the_page_of_agencies_where_more_fit_than_are_shown(page: Page, country_url: str) -> None:
    open_search(page, country_url, "q=人民政府&section=agency")
    number = int(page.locator("#search-count").get_attribute("data-agency") or 0)
    assert number > page.locator(".search-agency").count() == 5
    page.get_by_role("link", name=f"看全部 {number} 个").click()
    page.wait_for_selector("#hits tbody tr")
    assert page.locator("#hits tbody tr").count() == number


def test_an_agency_whose_name_is_written_with_a_slip_is_found_and_said_to_differ(page: Page, site_url: str) -> None:
    open_search(page, site_url, "q=城市管里局&mode=loose")
    expect(page.locator(".search-agency").first).to_contain_text("城市管理局")
    expect(page.locator(".search-agency").first).to_contain_text("差 1 个字")


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_axe_finds_nothing_where_something_is_found_or_nothing(
    browser: Browser, site_url: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        viewport={"width": width, "height": 900},
    )
    page, faults = context.new_page(), []
    for query in ("q=城管局&region=410000&year=2023", "q=政府信息工开条例&mode=loose", "q=区块链&section=2"):
        open_search(page, site_url, query)
        faults += [f"{query}: {fault}" for fault in find_faults(page)]
    context.close()
    assert faults == []
