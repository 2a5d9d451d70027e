"""A single number is cited by where it stands in the form as printed; a blank is said, it is never 0."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from build_scripts.packaging.package import CellRow, ReportRecord
from build_scripts.publishing.context import Settings, SiteContext
from build_scripts.publishing.machine.cell_citations import cite_cell, find_form_cell, list_pieces, name_cell
from build_scripts.publishing.table_titles import TABLE_TITLES
from tests.axe import find_faults
from tests.report_pages import ALMOST_BLANK, FORM_2019, FORM_2021, with_cell

BLANK_PAGE = "agencies/630223-chengshiguanlizonghexingzhengzhifaju/2024/"
_READ_ALL = """async () => {
  const { nameCell } = await import(new URL('../../../assets/js/cite/cell.js', location.href));
  return Object.fromEntries([...document.querySelectorAll('table.form td')].filter((cell) => cell.textContent.trim())
    .map((cell) => [cell.id, nameCell(cell)]));
}"""


def words_of(record: ReportRecord, table: str, cell: CellRow, context: SiteContext) -> str:
    printed = find_form_cell(context.codes, record.row["form"], table, cell)
    return name_cell(TABLE_TITLES[table], printed, cell, context.labels["states"])


def cell_of(record: ReportRecord, table: str, row: str, column: str) -> CellRow:
    return next(cell for cell in record.cells[table] if (cell.row, cell.column) == (row, column))


def test_a_number_is_cited_with_its_place_version_day_and_address(
    site_context: SiteContext, report_records: dict[str, ReportRecord]
) -> None:
    context = replace(site_context, settings=Settings("开放数据", "https://example.org/"), version="2026.11.1")
    record, name = report_records[FORM_2021], report_records[FORM_2021].agency["name"]
    cell = cell_of(record, "disclosures", "licence", "decisions")
    words = words_of(record, "disclosures", cell, context)
    assert words == "表一 主动公开政府信息情况，第二十条第（五）项，行政许可，本年处理决定数量：101 件"
    pieces = list_pieces(record.row, record.agency, context)
    cited = cite_cell(record.row, record.agency, cell, "disclosures", words, pieces, context)
    address = f"https://example.org/agencies/{record.agency['agency_id']}/2023/#disclosures-licence-decisions"
    title = record.row["title"]
    day = context.date
    assert cited.inline == (
        f"{name}：《{title}》，报告年度 2023；{words}。数据取自“开放数据”2026.11.1 版（{day}），{address}"
    )
    assert cited.gbt7714 == (
        f"{name}. {title}: 报告年度 2023, [出版日期不详][R/OL]. 2026.11.1 版. 开放数据, 2026: {words}({day})."
        f" {address}."
    )
    assert f"@misc{{{FORM_2021}-disclosures-licence-decisions,\n  author = {{{{{name}}}}}," in cited.bibtex
    assert f"  note = {{{words}；报告年度 2023，" in cited.bibtex
    assert cited.bibtex.endswith(f"  url = {{{address}}}\n}}\n")


@pytest.mark.parametrize(
    ("state", "told"), [("blank", "空白"), ("dash", "横线"), ("absent", "未印"), ("unreadable", "无法读取")]
)
def test_a_cell_without_a_number_is_cited_by_its_state(
    state: str, told: str, site_context: SiteContext, report_records: dict[str, ReportRecord]
) -> None:
    record = with_cell(report_records[FORM_2021], "disclosures", "licence", "decisions", state=state, value="")
    cell = cell_of(record, "disclosures", "licence", "decisions")
    words = words_of(record, "disclosures", cell, site_context)
    pieces = list_pieces(record.row, record.agency, site_context)
    cited = cite_cell(record.row, record.agency, cell, "disclosures", words, pieces, site_context)
    assert words.endswith(f"本年处理决定数量：{told}")
    assert all(words in text for text in cited)
    assert cited.inline.endswith(f"报告编号 {FORM_2021}#disclosures-licence-decisions")
    assert "url" not in cited.bibtex


@pytest.mark.browser
@pytest.mark.parametrize("report_id", [FORM_2021, FORM_2019, ALMOST_BLANK])
def test_the_browser_names_every_cell_as_the_build_does(
    report_id: str, page: Page, site_url: str, site_context: SiteContext, report_records: dict[str, ReportRecord]
) -> None:
    record = report_records[report_id]
    page.goto(f"{site_url}agencies/{record.agency['agency_id']}/{record.row['year']}/")
    expected = {
        f"{table}-{cell.row}-{cell.column}": words_of(record, table, cell, site_context)
        for table, cells in record.cells.items()
        for cell in cells
    }
    assert page.evaluate(_READ_ALL) == expected


@pytest.mark.browser
def test_a_chosen_number_is_cited_by_keyboard_alone_and_copied(
    browser: Browser, site_url: str, site_context: SiteContext
) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site_url}{BLANK_PAGE}#applications-received-total")
    button = page.get_by_role("button", name="引用这个数")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="引用这个数")
    expect(dialog).to_be_visible()
    assert find_faults(page) == []
    texts = dialog.locator("pre").all_inner_texts()
    address = f"{site_url}{BLANK_PAGE}#applications-received-total"
    assert "，总计：空白。数据取自“" in texts[0]
    assert texts[0].endswith(f"”{site_context.version} 版（{site_context.date}，未发布的构建），{address}")
    today = page.evaluate("new Intl.DateTimeFormat('sv-SE').format(new Date())")
    assert texts[1].endswith(f"，总计：空白({site_context.date})[{today}]. {address}.")
    assert f"  url = {{{address}}}" in texts[2]
    dialog.get_by_role("button", name="复制：GB/T 7714").focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_have_text("已复制：GB/T 7714。")
    assert page.evaluate("navigator.clipboard.readText()") == texts[1]
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    expect(page.locator("td[data-picked]")).to_have_attribute("id", "applications-received-total")
    context.close()


@pytest.mark.browser
def test_tex_is_tamed_in_the_browser_as_in_the_build(page: Page, site_url: str) -> None:
    from build_scripts.publishing.machine.citation_files import tame_tex

    page.goto(f"{site_url}{BLANK_PAGE}")
    hostile = "a}}, url = {x} 50%\\input{/etc/passwd} ~^_#&$"
    tamed = page.evaluate(
        "async (text) => (await import(new URL('../../../assets/js/cite/cell.js', location.href))).tameTex(text)",
        hostile,
    )
    assert tamed == tame_tex(hostile)


@pytest.mark.browser
def test_without_script_the_page_explains_with_an_example_of_its_own(browser: Browser, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}agencies/410781-chengshiguanliju/2023/")
    section = page.locator(".report-cite")
    expect(section.get_by_role("heading", name="引用一个数")).to_be_visible()
    expect(section).to_contain_text("#disclosures-")
    expect(section.get_by_text("引用这个数")).to_be_hidden()
    expect(page.get_by_role("button", name="复制")).to_have_count(0)
    context.close()
