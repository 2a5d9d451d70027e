"""The rules of a report worked out: sums left and right, what differs first; what the text says beside a table."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.report.key_numbers import name_doubt
from build_scripts.publishing.report.page import ReportPages
from build_scripts.publishing.report.sum_plans import Operand
from tests.report_pages import FORM_2019, FORM_2021, body_of, part_of, text_of, view_of, with_cell
from tests.sites import HOSTILE_ID


def test_a_rule_is_worked_out_with_its_numbers(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    blocks = {block.code: block for block in view_of(report_pages, report_records[FORM_2021]).rules}
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
    site_context: SiteContext, report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    view = report_pages.view(report_records[HOSTILE_ID], report_records[FORM_2019])
    (line, *_) = next(block.lines for block in view.rules if block.code == "carry_over")
    assert [term.label for term in (*line.left, *line.right)] == [
        "上年结转政府信息公开申请数量",
        "上年报告的结转下年度继续办理",
    ]
    assert line.left[0].link == "#applications-carried_in-natural_person"
    cells = {(cell.row, cell.column): cell for cell in report_records[FORM_2019].cells["applications"]}
    assert line.right[0].link == f"../2020/#L{cells['carried_out', 'natural_person'].line}"
    assert view.older is not None
    assert view.older.year == "2020"
    assert view.newer is None


def test_the_text_is_quoted_beside_the_cell_it_is_compared_with(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    record = report_records[FORM_2021]
    view = view_of(report_pages, record)
    blocks = {block.code: block for block in view.told}
    assert not blocks.keys() & {block.code for block in view.rules}
    (line,) = blocks["narrative_received"].lines
    assert (line.left, line.sign, line.status_label) == ((), "=", "相符")
    assert line.left_text.endswith("市城管局未收到公民、法人和其他组织需要本机关主动公开以外的政府信息的申请。")
    assert [(term.shown, term.link) for term in line.right] == [("0", "#applications-received-total")]
    assert {code for code, block in blocks.items() if block.unsaid} == {
        *("narrative_decided", "narrative_reviews", "narrative_litigation", "narrative_licences"),
        "narrative_documents",
    }
    said = part_of(body_of(report_pages.make(record, None)), "said")
    row = said.split('<tr id="rule-narrative_received-')[1].split("</tr>")[0]
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
    assert [text_of(cell) for cell in cells] == ["收到申请", "0", "0", "两处相同", f"“{line.left_text}”"]
    assert 'href="#applications-received-total"' in row
    assert "没有从正文读出可以与表相比的全年的数：办结申请、行政复议、行政诉讼、行政许可、规范性文件。" in text_of(said)


def test_text_and_table_that_differ_stand_side_by_side(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    record = report_records[FORM_2021]
    checks = tuple(
        check._replace(status="differs", left="17", right="95", difference="-78", left_text="收到申请17件。")
        if check.rule == "narrative_received"
        else check
        for check in record.checks
    )
    record = with_cell(replace(record, checks=checks), "applications", "received", "total", value="95")
    said = text_of(part_of(body_of(report_pages.make(record, None)), "said"))
    assert re.search(r"收到申请\s+17\s+95\s+≠ 两处不同\s+“收到申请17件。”", said)
    assert "两者并列，不判断哪一处对" in said


def test_rules_that_differ_come_first_and_open_the_others_are_one_line(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    record = differing(report_records[FORM_2021])
    blocks = view_of(report_pages, record).rules
    assert [block.code for block in blocks][:2] == ["remedies_result_sum", "applications_balance"]
    assert [line.scope for line in blocks[0].lines] == [
        "行政诉讼：复议后起诉",
        "行政复议",
        "行政诉讼：未经复议直接起诉",
    ]
    rules = part_of(body_of(report_pages.make(record, None)), "rules")
    opened = re.findall(r'<details class="more rule" id="rule-(\w+)" open>', rules)
    folded = re.findall(r'<details class="more rule" id="rule-(\w+)">', rules)
    assert opened == ["remedies_result_sum"]
    assert folded == ["applications_balance", "applications_concluded_sum", "applications_applicant_sum"]


def test_a_sum_that_holds_if_blank_is_zero_is_open_and_does_not_bear_the_sign_of_one_that_differs(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    record = differing(report_records[FORM_2021])
    checks = tuple(
        check._replace(status="holds_if_blank_is_zero") if check.rule == "applications_balance" else check
        for check in record.checks
    )
    rules = part_of(body_of(report_pages.make(replace(record, checks=checks), None)), "rules")
    opened = re.findall(r'<details class="more rule" id="rule-(\w+)" open>\n<summary>(.*?)<strong>', rules)
    assert opened == [("remedies_result_sum", '<b class="severity">≠</b>'), ("applications_balance", "")]


def test_a_key_number_in_a_sum_that_differs_says_what_it_does_not_agree_with(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    body = body_of(report_pages.make(differing(report_records[FORM_2021]), None))
    tiles = re.findall(r"<div[^>]*><dt>.*?</div>", part_of(body, "numbers"), re.DOTALL)
    marked = [tile for tile in tiles if "合不上" in tile]
    assert [re.sub(r"\s+", "", text_of(tile)) for tile in marked] == ["诉讼（复议后）0件与各项之和1合不上"]
    assert "核对不符" not in "".join(tiles)
    assert 'href="#rule-remedies_result_sum-litigation_after_reconsideration"' in marked[0]
    assert 'id="rule-remedies_result_sum-litigation_after_reconsideration"' in body


@pytest.mark.parametrize(
    ("side", "other", "words"),
    [
        (("#a",), ("#b", "#c"), "与各项之和 1 合不上"),
        (("#a",), ("../2022/#L3",), "与上年报告的 1 合不上"),
        (("#a",), ("../2022/#L3", "#b"), "与算出的 1 合不上：某式"),
        (("#a", "#b"), ("#c", "#d"), "某式：两边 0 与 1 合不上"),
    ],
)
def test_the_sum_is_named_by_what_stands_on_its_other_side(
    side: tuple[str, ...], other: tuple[str, ...], words: str
) -> None:
    left, right = (
        tuple(Operand("+" if at else "", "0", "", link) for at, link in enumerate(links)) for links in (side, other)
    )
    assert name_doubt("某式", (left, right), ("0", "1"), 0) == words


def differing(record: ReportRecord) -> ReportRecord:
    """The record with one sum of the remedies said to differ."""
    checks = tuple(
        check._replace(status="differs", right="1", difference="1")
        if (check.rule, check.scope) == ("remedies_result_sum", "litigation_after_reconsideration")
        else check
        for check in record.checks
    )
    return replace(record, checks=checks)
