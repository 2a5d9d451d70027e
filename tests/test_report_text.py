"""The text of a report’s page: sections, sentences that stand elsewhere too, figures in the text."""

from __future__ import annotations

import re
from dataclasses import replace

from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing.report.page import ReportPages
from tests.report_pages import ALMOST_BLANK, FORM_2019, FORM_2021, body_of, part_of, text_of, view_of


def test_what_repeats_last_year_is_no_sum_and_bears_no_colour(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    record = report_records[FORM_2021]
    statuses = {"section_1": "holds", "section_5": "differs", "remedies": "not_assessable", "disclosures": "holds"}
    checks = [
        check._replace(status=statuses.get(check.scope, "not_applicable"))
        if check.rule == "same_as_last_year"
        else check
        for check in record.checks
    ]
    alone = view_of(report_pages, replace(record, checks=tuple(c for c in checks if c.rule != "same_as_last_year")))
    view = view_of(report_pages, replace(record, checks=tuple(checks)))
    assert (view.rules, view.tally) == (alone.rules, alone.tally)
    assert view.repeats == (
        ("总体情况", "s1", "与上年相同"),
        ("存在的主要问题及改进情况", "s5", "与上年不同"),
        ("主动公开表", "disclosures", "与上年相同"),
        ("复议诉讼表", "remedies", "无法比较"),
    )
    body = body_of(report_pages.make(replace(record, checks=tuple(checks)), None))
    part = body.split('<section aria-labelledby="repeats">')[1].split("</section>")[0]
    assert text_of(part.split("<tbody>")[1]).count("与上年相同") == 2
    assert not re.search("status-|相符|不符|算式", part)
    assert 'id="repeats"' not in body_of(report_pages.make(record, None))


def test_marks_left_by_conversion_are_kept_and_said_once(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    told = {
        name: body_of(report_pages.make(record, None)).count("是文件转换时留下的记号")
        for name, record in report_records.items()
    }
    stars = {
        name: int(any("**" in found.heading + found.text for found in record.sections))
        for name, record in report_records.items()
    }
    assert told == stars
    assert (told[FORM_2019], told[FORM_2021]) == (1, 0)
    assert "**" in text_of(
        body_of(report_pages.make(report_records[FORM_2019], None)).split('id="text"')[1].split("</section>")[0]
    )


def test_a_section_without_text_names_its_table_only_where_one_is_printed(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    record = report_records[ALMOST_BLANK]
    text = part_of(body_of(report_pages.make(record, None)), "text")
    said = [text_of(part.split("</p>")[0].split('<p class="muted">')[-1]) for part in text.split("<h3 ")[2:]]
    assert [words for words in said if words.startswith("这一部分")] == [
        "这一部分没有文字，只有表格。",
        "这一部分没有文字，只有表格。",
        "这一部分没有文字。",
    ]
