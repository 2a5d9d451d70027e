"""The page of one agency and year: its parts in order, its head, what to know, its key numbers."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from pathlib import Path

import pytest

from build_scripts.packaging.package import CorrectionRow, ReportRecord
from build_scripts.publishing.agency.page import AgencyPages
from build_scripts.publishing.agency.years import collect_year
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.outside import find_outside
from build_scripts.publishing.report.page import ReportPages, describe_in_words
from build_scripts.publishing.report.peers import Peers
from build_scripts.publishing.report.terms import TERMS
from tests.report_pages import ALMOST_BLANK, FORM_2019, FORM_2021, body_of, part_of, text_of, view_of, with_cell
from tests.sites import HOSTILE_ID


def test_sections_of_the_page_stand_in_the_order_of_the_contract(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    body = body_of(report_pages.make(report_records[FORM_2021], None))
    order = [
        body.index(f'id="{anchor.anchor}"')
        for anchor in report_pages.make(report_records[FORM_2021], None).page.contents
    ]
    assert order == sorted(order)
    assert body.index("<h1>") < order[0]


def test_an_agency_without_requests_shows_first_what_it_decided(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    figures = [
        (figure.label, figure.number, figure.unit)
        for figure in view_of(report_pages, report_records[FORM_2021]).key_numbers
    ]
    assert figures[:4] == [
        ("行政许可处理决定", "101", "件"),
        ("行政处罚处理决定", "11", "件"),
        ("行政强制处理决定", "40", "件"),
        ("行政事业性收费", "580.5858", "万元"),
    ]


def test_requests_come_first_where_there_are_any(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    record = with_cell(report_records[FORM_2021], "applications", "received", "total", value="12")
    assert view_of(report_pages, record).key_numbers[0][:3] == ("新收公开申请", "12", "件")


def test_blank_is_not_stated_and_never_zero(report_pages: ReportPages, report_records: dict[str, ReportRecord]) -> None:
    view = view_of(report_pages, report_records[ALMOST_BLANK])
    stated = {figure.label: (figure.number, figure.reason) for figure in view.key_numbers}
    assert stated["新收公开申请"] == ("", "空白")
    assert stated["行政复议"] == ("", "未印")
    tables = "".join(drawn.html for drawn in view.tables)
    assert text_of(tables).count("▢空白") == 182
    assert text_of(tables).count("╳未印") == 15
    assert not re.findall(r"<td[^>]*><a[^>]*>0</a>", tables)


@pytest.mark.parametrize(
    ("state", "printed", "words"),
    [
        ("blank", "", "空白"),
        ("absent", "", "未印"),
        ("dash", "—", "横线（印作—）"),
        ("unreadable", "10.145件", "无法读取（印作10.145件）"),
        ("unreadable", "行政许可\t0\t0\t0", "无法读取"),
        ("unreadable", "此项由上级机关统一统计，本机关不单独列数", "无法读取"),
    ],
)
def test_a_number_that_is_not_there_is_told_by_the_state_of_its_cell_with_what_is_printed(
    state: str,
    printed: str,
    words: str,
    report_pages: ReportPages,
    site_context: SiteContext,
    report_records: dict[str, ReportRecord],
) -> None:
    record = with_cell(
        report_records[FORM_2021], "disclosures", "licence", "decisions", value="", state=state, printed=printed
    )
    agency = (
        AgencyPages(site_context, find_outside(site_context))
        .make(record.agency, [collect_year(record, site_context)])[0]
        .body
    )
    numbers = part_of(body_of(report_pages.make(record, None)), "numbers")
    for shown in (numbers, agency.split('id="numbers"', 1)[1].split("<h2", 1)[0]):
        (card,) = [card for card in re.findall(r"<div[^>]*><dt>.*?</div>", shown) if "行政许可处理决定" in card]
        assert re.sub(r"\s+", "", text_of(card)) == f"行政许可处理决定{words}"
        assert "未说明" not in shown


def test_each_table_and_the_source_can_be_skipped(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    body = body_of(report_pages.make(report_records[FORM_2021], None))
    skips = re.findall(r'<a class="skip" href="#([^"]+)">', body)
    assert skips == ["legend", "legend-applications", "legend-remedies", "downloads"]
    for target in skips:
        between = body.split(f'<a class="skip" href="#{target}">', 1)[1].split(f'id="{target}"', 1)[0]
        assert (between.count("<table"), between.count("<ol")) == ((0, 1) if target == "downloads" else (1, 0))


def test_rules_and_findings_lead_to_their_explanations(
    report_pages: ReportPages, report_records: dict[str, ReportRecord], site_folder: Path
) -> None:
    view = view_of(report_pages, report_records[FORM_2019])
    body = body_of(report_pages.make(report_records[FORM_2019], None))
    assert view.notes
    rules = [f"quality/rules/{block.code}/" for block in (*view.rules, *view.told)]
    findings = [f"quality/findings/{note.code}/" for note in view.notes]
    for address in (*rules, *findings):
        assert f'href="../../../{address}"' in body
        assert (site_folder / address / "index.html").is_file()


def test_no_id_stands_twice(report_pages: ReportPages, report_records: dict[str, ReportRecord]) -> None:
    for record in report_records.values():
        ids = re.findall(r'\sid="([^"]+)"', body_of(report_pages.make(record, None)))
        assert len(ids) == len(set(ids))


def test_a_year_and_an_amount_stay_on_one_line(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    body = body_of(report_pages.make(report_records[FORM_2021], None))
    assert '<h1>卫辉市城市管理局 <span class="whole">2023 年</span>政府信息公开工作年度报告</h1>' in body
    assert '<dd class="whole small"><a href="#disclosures-fee-amount">580.5858</a> <small>万元</small></dd>' in body


def test_a_corrected_number_is_marked_wherever_it_is_shown(
    report_pages: ReportPages, site_context: SiteContext, report_records: dict[str, ReportRecord]
) -> None:
    record = with_cell(
        report_records[FORM_2021], "disclosures", "licence", "decisions", value="99", correction="误作“101”"
    )
    view = view_of(report_pages, record)
    star = '99</a><abbr class="star" title="经更正：误作“101”">*</abbr>'
    assert star in body_of(report_pages.make(record, None)).split('id="numbers"')[1].split("</dl>")[0]
    assert "行政许可处理决定99件（经更正）" in describe_in_words(view)
    agency, _ = AgencyPages(site_context, find_outside(site_context)).make(
        record.agency, [collect_year(record, site_context)]
    )
    assert star in agency.body.split('id="numbers"')[1].split("</dl>")[0]
    cell = ("disclosures", "licence", "decisions")
    unread = with_cell(record, *cell, state="unreadable", value="", correction="看不清")
    star = '无法读取</a><abbr class="star" title="经更正：看不清">*</abbr><small>（印作 101）</small>'
    assert star in body_of(report_pages.make(unread, None)).split('id="numbers"')[1].split("</dl>")[0]
    agency, _ = AgencyPages(site_context, find_outside(site_context)).make(
        unread.agency, [collect_year(unread, site_context)]
    )
    assert star in agency.body.split('id="numbers"')[1].split("</dl>")[0]
    total = with_cell(report_records[FORM_2021], "remedies", "reconsideration", "total", value="3", correction="误作 0")
    assert ">3*</a>" in body_of(report_pages.make(total, None)).split('id="rules"')[1].split("</section>")[0]


def test_a_correction_is_told_in_the_words_of_the_form(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    fixed = CorrectionRow(
        "applications", "received", "natural_person", "1", "12", "漏了一位。", "https://example.org/a"
    )
    row = fixed._replace(row="granted", column="", value="", evidence="javascript:alert(1)")
    state = fixed._replace(column="total", value="unreadable")
    body = body_of(report_pages.make(replace(report_records[FORM_2021], corrections=(fixed, row, state)), None))
    told = text_of(body.split("经过更正")[1].split("</ul>")[0])
    assert "一、本年新收政府信息公开申请数量（自然人）：原印“1”，更正为 12。漏了一位；依据。" in told
    assert "（一）予以公开：原印“1”，更正为 不取。漏了一位。" in told
    assert "一、本年新收政府信息公开申请数量（总计）：原印“1”，更正为 无法读取。漏了一位；依据。" in told
    assert "natural_person" not in told


def test_a_report_without_a_form_says_so(report_pages: ReportPages, report_records: dict[str, ReportRecord]) -> None:
    record = report_records[FORM_2021]
    bare = replace(
        record,
        row={**record.row, "form": "none"},
        cells=dict.fromkeys(record.cells, ()),
        checks=(),
    )
    body = body_of(report_pages.make(bare, None))
    assert "没有印出可以辨认版本的表格" in body
    assert body.count("这份报告没有可以读取的这张表") == 3


def test_a_report_without_a_title_is_named_and_says_so(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    record = report_records[FORM_2021]
    body = body_of(report_pages.make(replace(record, row={**record.row, "title": ""}), None))
    assert "<h1>卫辉市城市管理局2023年政府信息公开工作年度报告（原文没有标题）</h1>" in re.sub(
        "</?span[^>]*>", "", body
    )


def test_the_scope_is_shown_with_the_sentence_that_says_it(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    record = report_records[FORM_2021]
    assert "未说明（报告没有说明，不可与其他报告相加）" in text_of(body_of(report_pages.make(record, None)))
    row = {**record.row, "scope": "subordinates", "scope_quote": "本报告数据含下属单位<b>。"}
    body = body_of(report_pages.make(replace(record, row=row), None))
    assert "含下属单位：“本报告数据含下属单位&lt;b&gt;。”" in body


def test_it_leads_to_the_years_beside_it_and_to_comparisons(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    head = body_of(report_pages.make(report_records[HOSTILE_ID], report_records[FORM_2019])).split("</header>")[0]
    links = re.findall(r'<a[^>]* ?href="([^"]+)"[^>]*>([^<]+)</a>', head.split('<nav class="turn"')[1])
    assert links == [
        ("../../../agencies/410303-chengshiguanliju/2020/", "← 2020 年"),
        (f"../../../compare/?r={FORM_2019}&amp;r={HOSTILE_ID}", "与 2020 年对照"),
    ]
    alone = body_of(report_pages.make(report_records[FORM_2021], None)).split("</header>")[0]
    assert 'class="turn"' not in alone


def test_peers_are_like_reports_of_the_nearest_places_of_the_same_year(
    site_context: SiteContext, report_records: dict[str, ReportRecord]
) -> None:
    template, base = report_records[FORM_2021].row, site_context.agencies["410781-chengshiguanliju"]
    codes = ("410102", "410700", "410781", "410782", "410783", "420101", "630223", "650101")
    agencies = {code: {**base, "agency_id": code, "region_code": code} for code in codes}
    agencies["410700"]["level"] = "prefecture"
    reports = tuple({**template, "report_id": f"{code}-2023", "agency_id": code} for code in codes)
    other = {**template, "report_id": "410784-2022", "agency_id": "410783", "year": "2022"}
    old_form = {**template, "report_id": "410783-2023x", "agency_id": "410783", "form": "2019"}
    context = replace(site_context, agencies=agencies, reports=(*reports, other, old_form))
    found = [row["agency_id"] for row in Peers(context).find(reports[2])]
    assert found == ["410102", "410782", "410783", "420101", "630223"]
    assert Peers(context).find(reports[1]) == ()
    untold = {code: {**row, "function": "other"} for code, row in agencies.items()}
    assert Peers(replace(context, agencies=untold)).find(reports[2]) == (), "a name that tells no function has no peers"


def test_every_term_that_is_linked_is_in_the_glossary(site_folder: Path) -> None:
    glossary = (site_folder / "about/glossary/index.html").read_text(encoding="utf-8")
    assert {anchor for anchor in TERMS.values() if f'id="{anchor}"' not in glossary} == set()


def test_a_page_stays_light(report_pages: ReportPages, report_records: dict[str, ReportRecord]) -> None:
    """At most 40 KB compressed, source lines and all."""
    sizes = {
        name: len(gzip.compress(body_of(report_pages.make(found, None)).encode()))
        for name, found in report_records.items()
    }
    assert max(sizes.values()) < 40_000, sizes


def test_the_text_says_beside_the_key_numbers_what_it_published(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    numbers = part_of(body_of(report_pages.make(report_records[FORM_2021], None)), "numbers")
    claims = numbers.split('<p class="claims">')[1]
    assert '<a href="#s1-p2"><q>主动公开政府信息 <b>5 条</b></q></a>' in claims
    assert "不并入表里的数" in claims
    assert "5 条" not in numbers.split('<p class="claims">')[0]
