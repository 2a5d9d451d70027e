"""The page of one agency and year: what it says of the real reports; a report’s text is never anything but text."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.packaging.package import CellRow, CorrectionRow, ReportRecord
from build_scripts.publishing.agency.page import AgencyPages
from build_scripts.publishing.agency.years import collect_year
from build_scripts.publishing.context import Settings, SiteContext, build_context
from build_scripts.publishing.report.page import ReportPage, ReportPages, ReportView, describe_in_words
from tests.sites import HOSTILE, HOSTILE_ID

FORM_2021 = "410781-chengshiguanliju-2023"
FORM_2019 = "410303-chengshiguanliju-2020"
ALMOST_BLANK = "630223-chengshiguanlizonghexingzhengzhifaju-2024"


@pytest.fixture(scope="module")
def context(package_folder: Path) -> SiteContext:
    return build_context(load_package(package_folder), Settings("开放数据"))


@pytest.fixture(scope="module")
def records(package_folder: Path) -> dict[str, ReportRecord]:
    return {record.row["report_id"]: record for record in iterate_reports(load_package(package_folder))}


@pytest.fixture(scope="module")
def pages(context: SiteContext) -> ReportPages:
    return ReportPages(context)


def body_of(made: ReportPage) -> str:
    return made.page.body


def view_of(pages: ReportPages, record: ReportRecord) -> ReportView:
    return pages.view(record, None)


def text_of(fragment: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", fragment))


def test_sections_of_the_page_stand_in_the_order_of_the_contract(
    pages: ReportPages, records: dict[str, ReportRecord]
) -> None:
    body = body_of(pages.make(records[FORM_2021], None))
    order = [body.index(f'id="{anchor.anchor}"') for anchor in pages.make(records[FORM_2021], None).page.contents]
    assert order == sorted(order)
    assert body.index("<h1>") < order[0]


def test_an_agency_without_requests_shows_first_what_it_decided(
    pages: ReportPages, records: dict[str, ReportRecord]
) -> None:
    figures = [(figure.label, figure.number, figure.unit) for figure in view_of(pages, records[FORM_2021]).key_numbers]
    assert figures[:4] == [
        ("行政许可处理决定", "101", "件"),
        ("行政处罚处理决定", "11", "件"),
        ("行政强制处理决定", "40", "件"),
        ("行政事业性收费", "580.5858", "万元"),
    ]


def test_requests_come_first_where_there_are_any(pages: ReportPages, records: dict[str, ReportRecord]) -> None:
    record = with_cell(records[FORM_2021], "applications", "received", "total", value="12")
    assert view_of(pages, record).key_numbers[0][:3] == ("新收公开申请", "12", "件")


def test_blank_is_not_stated_and_never_zero(pages: ReportPages, records: dict[str, ReportRecord]) -> None:
    view = view_of(pages, records[ALMOST_BLANK])
    stated = {figure.label: (figure.number, figure.reason) for figure in view.key_numbers}
    assert stated["新收公开申请"] == ("", "空白")
    assert stated["行政复议"] == ("", "未印")
    tables = "".join(drawn.html for drawn in view.tables)
    assert text_of(tables).count("▢空白") == 182
    assert text_of(tables).count("╳未印") == 15
    assert not re.findall(r"<td[^>]*><a[^>]*>0</a>", tables)


def test_every_cell_of_the_form_stands_once_and_leads_to_its_line(
    pages: ReportPages, records: dict[str, ReportRecord]
) -> None:
    record = records[FORM_2019]
    tables = "".join(drawn.html for drawn in view_of(pages, record).tables)
    drawn = re.findall(r'<td id="([^"]+)"[^>]*><a href="#L(\d+)"', tables)
    wanted = [
        (f"{table}-{cell.row}-{cell.column}", cell.line) for table, cells in record.cells.items() for cell in cells
    ]
    assert sorted(drawn) == sorted(wanted)
    assert len(drawn) == 198


def test_every_line_leads_back_to_all_its_cells(pages: ReportPages, records: dict[str, ReportRecord]) -> None:
    record = records[FORM_2019]
    view = view_of(pages, record)
    for line in view.lines:
        cells = [cell for found in record.cells.values() for cell in found if cell.line == str(line.number)]
        assert sum(link.cell_count for link in line.links) == len(cells)
    assert view.lines[2].text == "西工区城市管理局2020年政府信息公开工作年度报告"


def test_an_unreadable_row_is_shown_as_printed(pages: ReportPages, records: dict[str, ReportRecord]) -> None:
    tables = "".join(drawn.html for drawn in view_of(pages, records[FORM_2019]).tables)
    assert text_of(tables).count("？无法读取") == 70
    assert 'title="印作：' in tables


def test_a_corrected_cell_is_marked_with_its_reason(pages: ReportPages, records: dict[str, ReportRecord]) -> None:
    record = with_cell(records[FORM_2021], "applications", "received", "total", value="3", correction="扫描“件”误作 0")
    tables = "".join(drawn.html for drawn in view_of(pages, record).tables)
    assert re.search(r'<a href="#L\d+" class="fixed" title="经更正：扫描“件”误作 0">3\*</a>', tables)


def test_a_rule_is_worked_out_with_its_numbers(pages: ReportPages, records: dict[str, ReportRecord]) -> None:
    blocks = {block.code: block for block in view_of(pages, records[FORM_2021]).rules}
    line = blocks["applications_balance"].lines[0]
    assert [term.sign + term.shown for term in line.left] == ["0", "+0"]
    assert [term.sign + term.shown for term in line.right] == ["0", "+0"]
    assert (line.sign, line.status_label) == ("=", "相符")
    assert [line.scope for line in blocks["applications_balance"].lines] == [
        *("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"),
    ]
    assert [len(line.right) for line in blocks["applications_concluded_sum"].lines] == [21] * 7
    assert [len(line.right) for line in blocks["remedies_result_sum"].lines] == [4] * 3


def test_the_year_before_stands_in_the_sums_of_the_next(
    context: SiteContext, pages: ReportPages, records: dict[str, ReportRecord]
) -> None:
    view = pages.view(records[HOSTILE_ID], records[FORM_2019])
    (line, *_) = next(block.lines for block in view.rules if block.code == "carry_over")
    assert [term.label for term in (*line.left, *line.right)] == [
        "上年结转政府信息公开申请数量",
        "上年报告的结转下年度继续办理",
    ]
    assert line.left[0].link == "#applications-carried_in-natural_person"
    cells = {(cell.row, cell.column): cell for cell in records[FORM_2019].cells["applications"]}
    assert line.right[0].link == f"../2020/#L{cells['carried_out', 'natural_person'].line}"
    assert (view.older or {})["year"] == "2020"
    assert view.newer is None


def test_the_text_is_quoted_beside_the_cell_it_is_compared_with(
    pages: ReportPages, records: dict[str, ReportRecord]
) -> None:
    record = records[FORM_2021]
    blocks = {block.code: block for block in view_of(pages, record).rules}
    (line,) = blocks["narrative_received"].lines
    assert (line.left, line.sign, line.status_label) == ((), "=", "相符")
    assert line.left_text.endswith("市城管局未收到公民、法人和其他组织需要本机关主动公开以外的政府信息的申请。")
    assert [(term.shown, term.link) for term in line.right] == [("0", "#applications-received-total")]
    assert {code for code, block in blocks.items() if block.unsaid} == {
        *("narrative_decided", "narrative_reviews", "narrative_litigation", "narrative_licences"),
        "narrative_documents",
    }
    body = text_of(body_of(pages.make(record, None)).split('id="rules"')[1].split("</section>")[0])
    assert "的政府信息的申请。” = 表：0" in body
    assert "文字与表：行政诉讼：正文里没有读出可以相比的全年的数，无法核对" in body


def test_the_scope_is_shown_with_the_sentence_that_says_it(
    pages: ReportPages, records: dict[str, ReportRecord]
) -> None:
    record = records[FORM_2021]
    assert "未说明（报告没有说明，不可与其他报告相加）" in text_of(body_of(pages.make(record, None)))
    row = {**record.row, "scope": "subordinates", "scope_quote": "本报告数据含下属单位<b>。"}
    body = body_of(pages.make(replace(record, row=row), None))
    assert "含下属单位：“本报告数据含下属单位&lt;b&gt;。”" in body


def test_what_repeats_last_year_is_no_sum_and_bears_no_colour(
    pages: ReportPages, records: dict[str, ReportRecord]
) -> None:
    record = records[FORM_2021]
    statuses = {"section_1": "holds", "section_5": "differs", "remedies": "not_assessable", "disclosures": "holds"}
    checks = [
        check._replace(status=statuses.get(check.scope, "not_applicable"))
        if check.rule == "same_as_last_year"
        else check
        for check in record.checks
    ]
    alone = view_of(pages, replace(record, checks=tuple(c for c in checks if c.rule != "same_as_last_year")))
    view = view_of(pages, replace(record, checks=tuple(checks)))
    assert (view.rules, view.tally) == (alone.rules, alone.tally)
    assert view.repeats == (
        ("总体情况", "s1", "与上年相同"),
        ("存在的主要问题及改进情况", "s5", "与上年不同"),
        ("主动公开表", "disclosures", "与上年相同"),
        ("复议诉讼表", "remedies", "无法比较"),
    )
    body = body_of(pages.make(replace(record, checks=tuple(checks)), None))
    part = body.split('<section aria-labelledby="repeats">')[1].split("</section>")[0]
    assert text_of(part).count("与上年相同") == 2
    assert not re.search("status-|相符|不符|算式", part)
    assert 'id="repeats"' not in body_of(pages.make(record, None))


def test_a_corrected_number_is_marked_wherever_it_is_shown(
    pages: ReportPages, context: SiteContext, records: dict[str, ReportRecord]
) -> None:
    record = with_cell(records[FORM_2021], "disclosures", "licence", "decisions", value="99", correction="误作“101”")
    view = view_of(pages, record)
    star = '99</a><abbr class="star" title="经更正：误作“101”">*</abbr>'
    assert star in body_of(pages.make(record, None)).split('id="numbers"')[1].split("</dl>")[0]
    assert "行政许可处理决定99件（经更正）" in describe_in_words(view)
    agency, _ = AgencyPages(context).make(record.agency, [collect_year(record, context)])
    assert star in agency.body.split('id="numbers"')[1].split("</dl>")[0]
    total = with_cell(records[FORM_2021], "remedies", "reconsideration", "total", value="3", correction="误作 0")
    assert ">3*</a>" in body_of(pages.make(total, None)).split('id="rules"')[1].split("</section>")[0]


def test_a_correction_is_told_in_the_words_of_the_form(pages: ReportPages, records: dict[str, ReportRecord]) -> None:
    fixed = CorrectionRow(
        "applications", "received", "natural_person", "1", "12", "漏了一位。", "https://example.org/a"
    )
    row = fixed._replace(row="granted", column="", value="", evidence="javascript:alert(1)")
    body = body_of(pages.make(replace(records[FORM_2021], corrections=(fixed, row)), None))
    told = text_of(body.split("经过更正")[1].split("</ul>")[0])
    assert "一、本年新收政府信息公开申请数量（自然人）：原印“1”，更正为 12。漏了一位；依据。" in told
    assert "（一）予以公开：原印“1”，更正为 不取。漏了一位。" in told
    assert "natural_person" not in told


def test_marks_left_by_conversion_are_kept_and_said_once(pages: ReportPages, records: dict[str, ReportRecord]) -> None:
    told = {name: body_of(pages.make(record, None)).count("是文件转换时留下的记号") for name, record in records.items()}
    stars = {
        name: int(any("**" in found.heading + found.text for found in record.sections))
        for name, record in records.items()
    }
    assert told == stars
    assert (told[FORM_2019], told[FORM_2021]) == (1, 0)
    assert "**" in text_of(body_of(pages.make(records[FORM_2019], None)).split('id="text"')[1].split("</section>")[0])


def test_a_row_printed_for_the_other_edition_stands_beside_and_in_the_sum(
    pages: ReportPages, records: dict[str, ReportRecord]
) -> None:
    record = records[FORM_2021]
    parts = ("other_no_correction", "other_fee_unpaid", "other")
    cells = [
        cell._replace(state="absent", value="", line="") if cell.row in parts else cell
        for cell in record.cells["applications"]
    ]
    extra = [
        cell._replace(row="other_processing", value="7")
        for cell in record.cells["applications"]
        if cell.row == "granted"
    ]
    record = replace(record, cells={**record.cells, "applications": (*cells, *extra)})
    view = view_of(pages, record)
    table = view.tables[1].html
    assert '<span class="tag">另一版的行，照印</span>' in table
    assert table.count('id="applications-other_processing-') == 7
    concluded = next(block for block in view.rules if block.code == "applications_concluded_sum")
    assert [term.shown for term in concluded.lines[0].right].count("7") == 1
    assert "未印" not in [term.shown for term in concluded.lines[0].right]


def test_a_report_without_a_form_says_so(pages: ReportPages, records: dict[str, ReportRecord]) -> None:
    record = records[FORM_2021]
    bare = replace(
        record,
        row={**record.row, "form": "none"},
        cells=dict.fromkeys(record.cells, ()),
        checks=(),
    )
    body = body_of(pages.make(bare, None))
    assert "没有印出可以辨认版本的表格" in body
    assert body.count("这份报告没有可以读取的这张表") == 3


def test_a_report_without_a_title_is_named_and_says_so(pages: ReportPages, records: dict[str, ReportRecord]) -> None:
    record = records[FORM_2021]
    body = body_of(pages.make(replace(record, row={**record.row, "title": ""}), None))
    assert "<h1>卫辉市城市管理局2023年政府信息公开工作年度报告（原文没有标题）</h1>" in body


def test_a_text_that_is_held_back_is_not_on_the_page(pages: ReportPages, records: dict[str, ReportRecord]) -> None:
    record = records[FORM_2021]
    body = body_of(pages.make(replace(record, row={**record.row, "text_release": "withheld"}), None))
    assert "认识不到位" not in body
    assert 'id="L75"' in body


def test_the_prefilled_issue_is_there_only_with_a_repository(
    package_folder: Path, pages: ReportPages, records: dict[str, ReportRecord]
) -> None:
    assert view_of(pages, records[FORM_2021]).issue == ""
    settings = Settings("开放数据", "", "https://example.org/repo/")
    with_repository = ReportPages(build_context(load_package(package_folder), settings))
    issue = view_of(with_repository, records[FORM_2021]).issue
    assert issue.startswith("https://example.org/repo/issues/new?title=%E8%AF%BB%E9%94%99")
    assert "2023%2F410781-chengshiguanliju.txt" in issue


# Hostile text.


class Elements(HTMLParser):
    """Every element with its attributes, and the text of each paragraph of a section."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def test_hostile_text_stays_text(pages: ReportPages, records: dict[str, ReportRecord]) -> None:
    view = view_of(pages, records[HOSTILE_ID])
    assert set(HOSTILE) <= {paragraph.text for section in view.sections for paragraph in section.paragraphs}
    made = pages.make(records[HOSTILE_ID], None)
    paragraphs = [html.unescape(text) for text in re.findall(r"¶</a>(.*?)</p>", made.page.body)]
    assert set(HOSTILE) <= set(paragraphs)
    elements = Elements(made.page.body).elements
    assert not {tag for tag, _ in elements} & {"script", "img", "svg", "style", "textarea", "iframe"}
    attributes = [(name, value or "") for _, found in elements for name, value in found.items()]
    assert not [name for name, _ in attributes if name.startswith("on")]
    assert not [value for name, value in attributes if name in {"href", "src"} and value.startswith("javascript:")]


def test_a_hostile_title_ends_no_script_and_no_attribute(pages: ReportPages, records: dict[str, ReportRecord]) -> None:
    record = records[FORM_2021]
    title = '</script><script>alert(1)</script>" onclick="x'
    made = pages.make(replace(record, row={**record.row, "title": title}), None)
    assert "<script" not in made.page.body
    assert "<" not in made.page.json_ld


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "ftp://example.org/"])
def test_only_web_addresses_become_links(pages: ReportPages, records: dict[str, ReportRecord], address: str) -> None:
    record = records[FORM_2021]
    body = body_of(pages.make(replace(record, row={**record.row, "source_url": address}), None))
    assert f'href="{address}' not in body


def with_cell(record: ReportRecord, table: str, row: str, column: str, **changes: str) -> ReportRecord:
    def change(cell: CellRow) -> CellRow:
        return cell._replace(**changes) if (cell.row, cell.column) == (row, column) else cell

    return replace(record, cells={**record.cells, table: tuple(map(change, record.cells[table]))})


def test_a_text_that_was_converted_is_told_with_both_hashes(
    pages: ReportPages, records: dict[str, ReportRecord]
) -> None:
    record = records[FORM_2021]
    assert "下面是收到的文件，行号从 1 起；" in text_of(body_of(pages.make(record, None)))
    converted = replace(record, row={**record.row, "source_sha256": "0" * 64})
    said = text_of(body_of(pages.make(converted, None)))
    assert "下面是收到的文件转换为 UTF-8 的文字，行号从 1 起；" in said
    assert f"文件的 SHA-256：{'0' * 64}；文字的 SHA-256：{record.text_sha256}" in said
