"""The page of one agency and year in a real browser: picking numbers and lines, the source beside the tables."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

OLD_FORM = "agencies/410303-chengshiguanliju/2020/"
BLANK = "agencies/630223-chengshiguanlizonghexingzhengzhifaju/2024/"
CELL = "#disclosures-penalty-decisions"


def test_a_picked_number_is_told_in_words_with_its_line(page: Page, site_url: str) -> None:
    page.goto(site_url + OLD_FORM)
    bar = page.locator(".picked")
    expect(bar).to_be_hidden()
    page.locator(f"{CELL} a").click()
    expect(bar.get_by_role("status")).to_have_text(
        "表一 主动公开政府信息情况，第二十条第（六）项，行政处罚，处理决定数量：834（原文第 31 行）"
    )
    expect(page.locator("#L31")).to_be_in_viewport()
    expect(page.locator("td[data-picked]")).to_have_attribute("id", CELL[1:])
    bar.get_by_role("link", name="看格子").click()
    expect(page.locator(CELL)).to_be_in_viewport()
    expect(page.locator("td.lit")).to_have_count(3)
    bar.get_by_role("button", name="取消选中").click()
    expect(bar).to_be_hidden()
    expect(page.locator(".lit")).to_have_count(0)
    assert "#" not in page.url


def test_from_a_number_to_its_citation_is_one_tab_and_escape_leads_back(page: Page, site_url: str) -> None:
    page.goto(site_url + OLD_FORM)
    number = page.locator(f"{CELL} a")
    number.focus()
    page.keyboard.press("Enter")
    bar = page.get_by_role("group", name="选中的格子")
    expect(bar).to_be_focused()
    expect(page.locator("#L31")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="引用这个数")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="引用这个数")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="引用这个数")).to_be_focused()
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    expect(number).to_be_focused()
    expect(page.locator(CELL)).to_be_in_viewport()
    for _ in range(2):  # to the line, and again when its address is the page's already
        number.press("Enter")
        expect(bar).to_be_focused()


def test_beside_the_source_a_second_enter_leads_to_the_citation(page: Page, site_url: str) -> None:
    page.goto(site_url + OLD_FORM)
    page.get_by_role("button", name="并排看原文").first.click()
    number = page.locator(f"{CELL} a")
    number.press("Enter")
    expect(number).to_be_focused()
    number.press("Enter")
    page.keyboard.press("Tab")  # at once: who is quicker than the page still comes to the button
    expect(page.get_by_role("button", name="引用这个数")).to_be_focused()
    page.keyboard.press("Escape")
    expect(number).to_be_focused()
    expect(page.locator("body.docked")).to_have_count(1)


def test_a_table_is_skipped_by_a_link_that_the_keyboard_makes_visible(page: Page, site_url: str) -> None:
    page.goto(site_url + OLD_FORM)
    skip = page.locator("#disclosures + a.skip, #disclosures ~ a.skip")
    assert skip.evaluate("link => link.getBoundingClientRect().width") <= 1
    skip.focus()
    box = skip.bounding_box()
    assert box is not None
    assert box["width"] > 60
    assert box["height"] >= 24
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.compareDocumentPosition(document.querySelector('#legend')) & 2") == 2


def test_a_click_on_a_line_marks_its_cells(page: Page, site_url: str) -> None:
    page.goto(site_url + OLD_FORM)
    page.locator("#L31 span").click()
    expect(page.locator("td.lit")).to_have_count(3)
    expect(page.locator(".picked [role=status]")).to_have_text("原文第 31 行，读出 3 格")
    page.locator("#L29 > a").click()
    expect(page.locator("td.lit")).to_have_count(0)
    assert page.url.endswith("#L29")


@pytest.mark.parametrize("width", [1280, 390])
def test_table_and_source_are_seen_side_by_side_by_keyboard_alone(page: Page, site_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(site_url + OLD_FORM)
    button = page.locator("#legend .dock-button")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.locator(f"{CELL} a").focus()
    page.keyboard.press("Enter")
    for place in (CELL, "#L31"):
        expect(page.locator(place)).to_be_in_viewport()
    assert page.evaluate(f"document.activeElement.closest('td').id === {CELL[1:]!r}"), "focus stays at the number"
    page.locator("#L46 > a").focus()
    page.keyboard.press("Enter")
    expect(page.locator("td.lit")).to_have_count(7)
    expect(page.locator("#applications-carried_in-natural_person")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".docked")).to_have_count(0)


def test_the_prefilled_issue_forgets_a_cell_that_is_no_longer_picked(page: Page, site_url: str) -> None:
    """The tests' site has no repository, so the link is put into the page as the server sends it."""
    link = '<a id="issue" href="https://example.org/new?template=wrong-number.yml&amp;report=R">填</a>'

    def serve(route: Route) -> None:
        body = route.fetch().text()
        route.fulfill(
            body=body.replace('<p class="muted" id="picked-words"', f'{link}<p class="muted" id="picked-words"'),
            content_type="text/html",
        )

    def asked() -> dict[str, list[str]]:
        return parse_qs(urlsplit(page.locator("#issue").get_attribute("href") or "").query)

    page.route("**/2020/", serve)
    page.goto(f"{site_url}{OLD_FORM}{CELL}")
    assert asked()["here"] == ["834"]
    page.get_by_role("button", name="取消选中").click()
    assert asked() == {"template": ["wrong-number.yml"], "report": ["R"]}


def test_without_a_repository_the_picked_cell_is_told_in_words_to_copy(page: Page, site_url: str) -> None:
    page.goto(site_url + OLD_FORM + CELL)
    expect(page.locator("#picked-words")).to_contain_text("行政处罚，处理决定数量：834（原文第 31 行）")


def test_a_rule_that_is_linked_to_opens(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}{OLD_FORM}#rule-applications_balance-total")
    expect(page.locator("#rule-applications_balance-total")).to_be_visible()


def test_absent_cells_are_hatched_to_the_edge_in_rows_of_two_lines(page: Page, site_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(site_url + BLANK)
    cell = page.locator("td:has(> .s-absent)").first
    assert "gradient" in cell.evaluate("cell => getComputedStyle(cell).backgroundImage")
    assert "gradient" not in cell.locator("> *").evaluate("inner => getComputedStyle(inner).backgroundImage")


def test_shared_sentences_are_told_apart_by_more_than_colour(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}agencies/410303-chengshiguanliju/2021/")
    style = "mark => getComputedStyle(mark).textDecorationLine + getComputedStyle(mark).textDecorationStyle"
    marks = [page.locator(f".shared .again.{name}").evaluate(style) for name in "yfm"]
    assert marks == ["underlinedotted", "underlinedashed", "underlinesolid"]
    ground = "mark => getComputedStyle(mark).backgroundColor"
    assert page.locator(".shared .again.m").evaluate(ground) != page.locator(".shared .again.y").evaluate(ground)


def test_on_a_phone_large_numbers_scroll_under_a_fixed_head_and_first_column(page: Page, site_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(site_url + OLD_FORM)
    page.evaluate(
        "document.querySelectorAll('table.matrix td > a').forEach(link => { link.textContent = '1,234,567'; });"
        "dispatchEvent(new Event('resize'))"
    )
    cell = page.locator("#applications-not_processed_duplicate-total")
    one_line = page.locator("#applications-received-total").evaluate("cell => cell.clientHeight")
    assert one_line < 45, "a number is never broken"
    cell.evaluate("cell => cell.scrollIntoView({ block: 'center', inline: 'end' })")
    expect(cell).to_be_in_viewport()
    for name in ("总计", "法人或其他组织"):
        expect(page.locator("table.matrix thead th", has_text=name).last).to_be_in_viewport()
    expect(page.locator("th.leaf", has_text="重复申请")).to_be_in_viewport(ratio=0.9)
