"""The compare page in a real browser: what it promises, said of real and of made reports."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import find_faults
from tests.sites import HOSTILE, HOSTILE_ID

pytestmark = pytest.mark.browser

NEW = "410781-chengshiguanliju-2023"
OLD = "410303-chengshiguanliju-2020"
BLANK = "630223-chengshiguanlizonghexingzhengzhifaju-2024"


def reports_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "data/latest/data/reports.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def pair(folder: Path, *forms: str) -> list[str]:
    """Reports of one agency with these forms and their text, oldest first."""
    agencies: dict[str, list[dict[str, str]]] = {}
    for row in reports_of(folder):
        if row["text_release"] == "full":
            agencies.setdefault(row["agency_id"], []).append(row)
    for rows in agencies.values():
        kinds = [row["form"] for row in rows]
        for at in range(len(kinds) - len(forms) + 1):
            if tuple(kinds[at : at + len(forms)]) == forms:
                return [row["report_id"] for row in rows[at : at + len(forms)]]
    raise LookupError(forms)


def show(page: Page, site: str, *ids: str, more: str = "") -> None:
    page.goto(f"{site}compare/?" + "&".join([f"r={quote(one)}" for one in ids]) + more)
    settle(page)


def settle(page: Page) -> None:
    page.wait_for_function("document.documentElement.dataset.compare === 'done'")


def status(page: Page) -> str:
    return page.locator("#compare-count").inner_text()


def row_of(page: Page, table: str, label: str) -> list[str]:
    """The cells of a row as a screen reader has them: text, marks spelled out."""
    row = page.locator(f"#compare-{table} + .scroll tbody tr", has=page.locator("th", has_text=label)).last
    script = """row => [...row.cells].map((cell) => {
      const copy = cell.cloneNode(true);
      copy.querySelectorAll("[aria-hidden]").forEach((mark) => mark.remove());
      return copy.textContent.trim();
    })"""
    found: list[str] = row.evaluate(script)
    return found


def test_two_reports_stand_side_by_side_with_what_must_be_known(page: Page, site_url: str) -> None:
    show(page, site_url, NEW, BLANK)
    assert status(page) == "并排 2 份。表一 10 行，表二 25 行，表三 15 行。"
    head = page.locator("#compare-disclosures + .scroll thead th").nth(1).inner_text()
    for word in ("卫辉市城市管理局", "2023 年", "县级", "2021年版", "统计范围：", "基准"):
        assert word in head
    assert "不能相加" in page.locator("#compare-cautions").inner_text()
    assert row_of(page, "disclosures", "行政许可")[1:] == ["101", "44比基准−57"]


def test_a_blank_is_told_as_blank_and_not_subtracted(page: Page, site_url: str) -> None:
    show(page, site_url, BLANK, NEW)
    cells = json.loads(page.evaluate(f"fetch('../api/v1/reports/{BLANK}.json').then(a => a.text())"))["tables"]
    received = next(c for c in cells["applications"] if (c["row"], c["column"]) == ("received", "total"))
    words = {"blank": "空白", "absent": "未印", "dash": "横线", "unreadable": "无法读取"}
    assert received["state"] in words
    _, base, other = row_of(page, "applications", "一、本年新收")
    assert base == words[received["state"]]
    assert other.endswith("不可减")


def test_every_number_leads_to_its_cell(page: Page, site_url: str) -> None:
    show(page, site_url, NEW, HOSTILE_ID)
    page.locator("a[href$='#disclosures-licence-decisions'][href*='410781']").click()
    expect(page.locator("td:target")).to_have_text("101")


def test_every_link_of_a_cell_leads_to_an_anchor(page: Page, site_url: str, site_folder: Path) -> None:
    show(page, site_url, NEW, OLD, more="&edition=all&who=all")
    links: list[str] = page.locator("#compare-tables td a").evaluate_all("all => all.map(a => a.href)")
    assert len(links) > 300
    for link in links:
        path, anchor = link.removeprefix(site_url).split("#")
        assert f'id="{anchor}"' in (site_folder / path / "index.html").read_text(encoding="utf-8")


def test_the_view_stands_in_the_address_and_back_leads_back(page: Page, site_url: str) -> None:
    show(page, site_url, NEW, HOSTILE_ID)
    page.get_by_role("checkbox", name="表一 主动公开").uncheck()
    page.get_by_label("表二列出各类申请人").check()
    page.get_by_label("只列不同").check()
    page.get_by_label("作基准").nth(1).check()
    settle(page)
    wanted = f"?r={NEW}&r={HOSTILE_ID}&base={HOSTILE_ID}&table=applications&table=remedies&who=all&only=1"
    assert page.evaluate("location.search") == wanted
    shown = page.locator("#compare-tables").inner_text()
    page.go_back()
    settle(page)
    assert page.evaluate("location.search") == wanted.replace(f"&base={HOSTILE_ID}", "")
    assert page.get_by_label("作基准").nth(0).is_checked()
    page.go_forward()
    page.reload()
    settle(page)
    assert page.locator("#compare-tables").inner_text() == shown


def test_editions_are_not_mixed_unless_asked(page: Page, country_url: str, country_folder: Path) -> None:
    ids = pair(country_folder, "2019", "2021", "2021")
    show(page, country_url, *ids)
    assert page.get_by_role("group", name="所选报告用了不同版本的表格").is_visible()
    assert page.locator("#compare-disclosures + .scroll thead th").count() == 3, "the two of one edition"
    page.get_by_label("各版一起看").check()
    settle(page)
    assert "edition=all" in page.url
    assert "没有对齐的行" in page.locator("#compare-tables").inner_text()
    assert "不对齐" not in row_of(page, "disclosures", "2019年版印作“处理决定数量”")
    fees = row_of(page, "disclosures", "本年收费金额")
    assert fees[1] == "不对齐"
    assert not any("比基准" in cell for cell in fees), "the baseline has no such row"


def test_one_report_of_each_edition_is_shown_with_both_at_once(
    page: Page, country_url: str, country_folder: Path
) -> None:
    old, new = pair(country_folder, "2019", "2021")
    agency, year = new.rsplit("-", 1)
    page.goto(f"{country_url}agencies/{agency}/{year}/")
    page.get_by_role("link", name=f"与 {old[-4:]} 年对照").click()
    settle(page)
    assert page.evaluate("location.search") == f"?r={old}&r={new}"
    assert page.get_by_label("各版一起看").is_checked()
    assert "其余按版本分列，不相减" in page.locator("#compare-editions").inner_text()
    assert page.locator("#compare-disclosures + .scroll thead th").count() == 3, "both reports"
    assert status(page).startswith("并排 2 份。表一 ")
    assert not any("比基准" in cell for cell in row_of(page, "disclosures", "行政许可"))
    decisions = row_of(page, "disclosures", "2019年版印作“处理决定数量”")
    assert "比基准" in decisions[2] or "不可减" in decisions[2]


def test_the_status_tells_how_many_are_shown_and_why(page: Page, country_url: str, country_folder: Path) -> None:
    show(page, country_url, *pair(country_folder, "2019", "2021", "2021"))
    assert status(page).startswith(
        "选了 3 份，表格并排其中 2 份（2021年版）；另 1 份用的是2019年版，"
        "口径不同（可选“各版一起看”），没有列进表格。表一 "
    )
    page.get_by_label("各版一起看").check()
    settle(page)
    assert status(page).startswith("并排 3 份。")


def test_an_older_year_that_is_added_becomes_the_base(page: Page, country_url: str, country_folder: Path) -> None:
    first, second = pair(country_folder, "2021", "2021")
    show(page, country_url, second)
    page.locator(f"#compare-suggestions #year-{first}").click()
    settle(page)
    assert page.evaluate("location.search") == f"?r={first}&r={second}"


def test_text_is_marked_by_words(page: Page, country_url: str, country_folder: Path) -> None:
    show(page, country_url, *pair(country_folder, "2021", "2021"))
    tags = set(page.locator(".compare-texts .t .tag").all_inner_texts())
    assert {"只见于此", "名称、年份不同"} <= tags
    page.get_by_label("只列不同").check()
    settle(page)
    expect(page.locator(".t-cut").first).to_contain_text("未列")
    page.get_by_label("正文", exact=True).uncheck()
    settle(page)
    assert page.locator(".compare-texts").count() == 0


def test_text_that_is_held_back_is_not_shown(page: Page, country_url: str, country_folder: Path) -> None:
    held = next(row["report_id"] for row in reports_of(country_folder) if row["text_release"] == "withheld")
    show(page, country_url, held, *pair(country_folder, "2021", "2021"))
    note = page.locator("#compare-texts .compare-note").first
    expect(note).to_contain_text("正文暂不公布")
    assert page.locator(".compare-texts > div").count() % 2 == 0, "the two others alone"


def test_reports_are_found_by_initials_and_added(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}compare/")
    page.get_by_label("省份").select_option("410000")
    page.get_by_label("机关名称或拼音首字母").fill("whscsglj")
    expect(page.locator("#pick-list > li")).to_have_count(1)
    page.get_by_role("button", name="加入 卫辉市城市管理局 2023 年").press("Enter")
    settle(page)
    assert page.evaluate("location.search") == f"?r={NEW}"
    assert status(page).startswith("已加入卫辉市城市管理局 2023 年。选了一份")
    assert page.evaluate("document.activeElement.id") == f"pick-{NEW}", "the focus stays"


def test_a_hundred_reports_are_not_loaded_to_choose_from(page: Page, country_url: str, country_folder: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    report = next(row for row in reports_of(country_folder) if row["form"] == "2021")
    show(page, country_url, report["report_id"])
    data = sorted(path.rsplit("/some/where/")[1] for path in asked if path.endswith(".json"))
    agency = json.loads((country_folder / f"api/v1/agencies/{report['agency_id']}.json").read_text(encoding="utf-8"))
    assert data == [
        f"api/v1/reports/{report['report_id']}.json",
        "compare/data/catalogue.json",
        "compare/data/forms.json",
        f"compare/data/peers/{agency['level']}-{agency['function']}.json",
    ]


def test_other_years_and_peers_are_offered(page: Page, country_url: str, country_folder: Path) -> None:
    first, second = pair(country_folder, "2021", "2021")
    show(page, country_url, first)
    page.locator(f"#compare-suggestions #year-{second}").click()
    settle(page)
    assert page.evaluate("location.search") == f"?r={first}&r={second}"
    assert page.get_by_role("heading", name="同为").is_visible()


def test_peers_of_a_kind_that_is_parted_are_those_of_the_province(
    page: Page, country_url: str, country_folder: Path
) -> None:
    report = next(row for row in reports_of(country_folder) if row["form"] == "2021")
    agency = json.loads((country_folder / f"api/v1/agencies/{report['agency_id']}.json").read_text(encoding="utf-8"))
    kind = f"{agency['level']}-{agency['function']}"
    peers = (country_folder / f"compare/data/peers/{kind}.json").read_text(encoding="utf-8")
    page.route("**/catalogue.json", lambda route: route.fulfill(json={"provinces": [], "parted": [kind]}))
    page.route(f"**/{kind}-{agency['region_code'][:2]}.json", lambda route: route.fulfill(body=peers))
    show(page, country_url, report["report_id"])
    assert page.get_by_role("heading", name="（同省）").is_visible()


def test_what_is_shown_can_be_taken_away(page: Page, site_url: str) -> None:
    show(page, site_url, NEW, HOSTILE_ID, more="&table=disclosures")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载 CSV（10 行 × 2 份）").click()
    written = waiting.value.path().read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    assert len(rows) == 20
    licence = next(row for row in rows if (row["report_id"], row["row"]) == (NEW, "licence"))
    assert (licence["value"], licence["state"], licence["row_label"]) == ("101", "reported", "行政许可")
    assert licence["source"] == f"{site_url}agencies/410781-chengshiguanliju/2023/#disclosures-licence-decisions"


def test_whatever_the_address_says_the_page_answers_in_words(page: Page, site_url: str) -> None:
    hostile = '"><img src=x onerror="window.hacked = 1">'
    show(page, site_url, hostile, "410781-chengshiguanliju-1999", NEW, more="&base=%3Cscript%3E&edition=%3Cb%3E")
    told = page.locator("#compare-troubles").inner_text()
    assert hostile in told
    assert "没有编号为 410781-chengshiguanliju-1999 的报告" in told
    assert "<script>" in told
    assert status(page).startswith("选了一份：卫辉市城市管理局 2023 年。再选一份")
    assert page.evaluate("window.hacked") is None
    assert page.locator("#content img").count() == 0


def test_who_goes_on_from_an_unknown_report_leaves_it_behind(page: Page, site_url: str) -> None:
    show(page, site_url, "410781-chengshiguanliju-1999", NEW)
    page.get_by_label("省份").select_option("410000")
    page.locator(f"#pick-{HOSTILE_ID}").click()
    settle(page)
    assert page.evaluate("location.search") == f"?r={NEW}&r={HOSTILE_ID}"
    assert page.locator("#compare-troubles li").count() == 0
    page.go_back()
    settle(page)
    assert page.locator("#compare-troubles li").count() == 1


def test_a_hostile_report_stays_text(page: Page, site_url: str) -> None:
    show(page, site_url, HOSTILE_ID, NEW)
    expect(page.locator("#compare-texts")).to_contain_text(HOSTILE[0].split(";")[0])
    assert page.evaluate("window.hacked") is None
    assert page.locator("#content :is(img, svg[onload], script:not([type=module]))").count() == 0


def test_more_than_six_and_none_are_told(page: Page, site_url: str) -> None:
    show(page, site_url, *[f"100000-x-{year}" for year in range(2010, 2017)])
    assert "至多对照 6 份，100000-x-2016 没有列入" in page.locator("#compare-troubles").inner_text()
    assert status(page) == "还没有选报告。至少选两份，至多六份。"


def test_a_failing_network_is_told_and_can_be_tried_again(page: Page, site_url: str) -> None:
    page.route("**/api/v1/reports/*", lambda route: route.abort())
    show(page, site_url, NEW, HOSTILE_ID)
    assert f"没有读到 {NEW}，请检查网络后再试。" in page.locator("#compare-troubles").inner_text()
    page.unroute("**/api/v1/reports/*")
    page.get_by_role("button", name="再试一次").click()
    settle(page)
    assert status(page).startswith("并排 2 份")


def test_at_320_pixels_only_the_table_scrolls_and_its_first_column_stays(
    page: Page, country_url: str, country_folder: Path
) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    show(page, country_url, *pair(country_folder, "2021", "2021", "2021"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    box = page.locator("#compare-applications + .scroll")
    head = box.locator("tbody th[scope=row]").first
    before = head.bounding_box()
    box.evaluate("box => { box.scrollLeft = 100; }")
    after = head.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["x"] - after["x"]) < 2


def test_the_print_leaves_the_choices_out_and_names_its_address(page: Page, site_url: str) -> None:
    show(page, site_url, NEW, HOSTILE_ID)
    page.emulate_media(media="print")
    for name in ("#compare-options", "#compare-pick", "#compare-take", ".compare-tools"):
        expect(page.locator(name).first).to_be_hidden()
    thead = page.locator("#compare-tables thead").first
    assert thead.evaluate("head => getComputedStyle(head).display") == "table-header-group", "repeated on each page"
    expect(page.locator(".print-address")).to_have_text(page.url)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_full_comparison(
    browser: Browser, country_url: str, country_folder: Path, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page(color_scheme=scheme)
    show(page, country_url, *pair(country_folder, "2019", "2021", "2021"), more="&edition=all&text=1")
    page.locator("#compare-more > summary").click()
    page.get_by_label("机关名称或拼音首字母").fill("局")
    page.get_by_role("button", name="找", exact=True).click()
    expect(page.locator("#pick-list > li").first).to_be_visible()
    assert find_faults(page, colours_alone=scheme == "dark") == []
    page.close()


def test_without_script_the_page_says_where_to_go(browser: Browser, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}compare/?r={NEW}")
    expect(page.get_by_text("需要 JavaScript。没有它")).to_be_visible()
    expect(page.locator(".compare-app")).to_be_hidden()
    context.close()
