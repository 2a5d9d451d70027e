"""Tables as printed → one cell for every cell of the edition that their labels tell."""

from __future__ import annotations

import pytest

from tests.report_texts import (
    DISCLOSURES_2021,
    HEADS,
    REMEDIES,
    TITLE,
    codes_of,
    contents,
    print_requests,
    print_text,
    read_text,
    read_whole,
    row_labels,
)

SIX = ("other_no_correction", "other_fee_unpaid", "other")
ONE_ROW = "（六）其他处理\t0\t0\t0\t0\t0\t3\t3"
DISCLOSURES_2019 = """信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量
规章\t1\t2\t3
规范性文件\t4\t5\t6
信息内容\t上一年项目数量\t本年增/减\t处理决定数量
行政许可\t7\t-8\t9
其他对外管理服务事项\t1\t0\t1
行政处罚\t1\t0\t1
行政强制\t1\t0\t1
信息内容\t上一年项目数量\t本年增/减
行政事业性收费\t1\t+2
信息内容\t采购项目数量\t采购总金额
政府集中采购\t3\t4.5"""
ABSENT, UNREADABLE = ["absent"] * 7, ["unreadable"] * 7


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2024])
def test_the_edition_is_told_by_the_labels_and_never_by_the_year(year: int) -> None:
    title = TITLE.replace("2023", str(year))
    assert read_whole(print_text(title=title)).form == "2021"
    older = read_whole(print_text(title=title, disclosures=DISCLOSURES_2019, requests=print_requests("2019")))
    assert (older.form, len(older.cells)) == ("2019", 198)
    assert contents(older, "disclosures", "licence") == [7, -8, 9]


def test_without_the_first_table_the_rows_of_six_tell_the_edition() -> None:
    for form in ("2019", "2021"):
        assert read_whole(print_text(disclosures="无。", requests=print_requests(form))).form == form


def test_new_labels_with_six_as_one_row_keep_that_row_and_lack_the_three() -> None:
    reading = read_text(print_text(requests=print_requests(changes=dict.fromkeys(SIX), extra=ONE_ROW)))
    report = reading.report
    assert report is not None
    assert report.form == "2021"
    assert contents(report, "applications", "other_processing") == [0, 0, 0, 0, 0, 3, 3]
    assert [contents(report, "applications", row) for row in SIX] == [ABSENT] * 3
    assert codes_of(reading) == ["row-of-other-form"]


def test_six_printed_both_ways_keeps_both() -> None:
    reading = read_text(print_text(requests=print_requests(extra=ONE_ROW)))
    report = reading.report
    assert report is not None
    assert contents(report, "applications", "other_processing") == [0, 0, 0, 0, 0, 3, 3]
    assert [contents(report, "applications", row) for row in SIX] == [[0] * 7] * 3
    assert codes_of(reading) == ["row-of-other-form-beside"]


def test_a_blank_line_of_six_above_its_parts_is_a_group() -> None:
    labels = row_labels("2021")
    first = "（六）其他处理" + "\t" * 9 + "\n\t\t" + labels[SIX[0]] + "\t0" * 7
    reading = read_text(print_text(requests=print_requests(changes={SIX[0]: first})))
    assert (reading.findings, len(reading.report.cells if reading.report else ())) == ((), 200)


def test_old_labels_with_six_in_parts_keep_the_parts() -> None:
    reading = read_text(print_text(disclosures=DISCLOSURES_2019, requests=print_requests("2021")))
    report = reading.report
    assert report is not None
    assert report.form == "2019"
    assert contents(report, "applications", "other_processing") == ABSENT
    assert [contents(report, "applications", row) for row in SIX] == [[0] * 7] * 3


@pytest.mark.parametrize("last", ["3.其他", "其他"])
def test_the_other_of_six_in_parts_is_kept_where_it_is_blank(last: str) -> None:
    changes = {row: "\t\t" + row_labels("2021")[row] + "\t" * 7 for row in SIX[:2]} | {SIX[2]: f"\t\t{last}" + "\t" * 7}
    reading = read_text(print_text(disclosures=DISCLOSURES_2019, requests=print_requests("2021", changes)))
    report = reading.report
    assert report is not None
    assert [contents(report, "applications", row) for row in SIX] == [["blank"] * 7] * 3
    assert codes_of(reading) == ["row-of-other-form"] * 3


def test_the_torn_head_of_an_applicant_is_no_row_of_the_other_edition() -> None:
    changes = {"other_processing": "\t\t（六）其他处理" + "\t0" * 7 + "\n\t\t其他" + "\t" * 7}
    requests = print_requests("2019", changes)
    report = read_whole(print_text(disclosures=DISCLOSURES_2019, requests=requests))
    assert len(report.cells) == 198


def test_a_table_that_is_not_printed_is_absent() -> None:
    reading = read_text(print_text(remedies="无。"))
    assert reading.report is not None
    assert contents(reading.report, "remedies", "reconsideration") == ["absent"] * 5
    assert codes_of(reading) == ["table-missing"]


def test_a_row_that_is_not_printed_is_absent() -> None:
    reading = read_text(print_text(requests=print_requests(changes={"granted": None})))
    assert reading.report is not None
    assert contents(reading.report, "applications", "granted") == ABSENT
    assert codes_of(reading) == ["row-missing"]


@pytest.mark.parametrize(
    ("again", "expected", "code"),
    [("\t0" * 7, [0] * 7, "row-repeated-equal"), ("\t1" * 7, UNREADABLE, "row-repeated")],
)
def test_a_row_printed_twice(again: str, expected: list[object], code: str) -> None:
    reading = read_text(print_text(requests=print_requests(extra="（一）予以公开" + again)))
    assert reading.report is not None
    assert contents(reading.report, "applications", "granted") == expected
    assert codes_of(reading) == [code]


def test_a_row_whose_label_is_unknown_leaves_its_own_row_unreadable() -> None:
    reading = read_text(print_text(requests=print_requests(changes={"granted": "\t\t不知所云之行" + "\t5" * 7})))
    assert reading.report is not None
    assert contents(reading.report, "applications", "granted") == UNREADABLE
    assert codes_of(reading) == ["label-unknown"]


def test_blank_rows_are_blank_and_not_zero() -> None:
    reading = read_text(print_text(requests=print_requests(changes={"granted": "\t\t（一）予以公开" + "\t" * 7})))
    assert reading.report is not None
    assert contents(reading.report, "applications", "granted") == ["blank"] * 7
    assert reading.findings == ()


def test_applicants_in_another_order_are_matched_by_their_heads() -> None:
    row = "\t\t（一）予以公开\t1\t2\t3\t4\t5\t6\t21"
    requests = print_requests(changes={"granted": row}).replace("自然人\t商业企业", "商业企业\t自然人")
    reading = read_text(print_text(requests=requests))
    assert reading.report is not None
    assert contents(reading.report, "applications", "granted") == [2, 1, 3, 4, 5, 6, 21]
    assert codes_of(reading) == []


def test_measures_in_another_order_are_matched_by_their_heads() -> None:
    swapped = DISCLOSURES_2021.replace(
        "本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0",
        "现行有效件数\t本年制发件数\t本年废止件数\n规章\t3\t1\t2",
    )
    report = read_whole(print_text(disclosures=swapped))
    found = {cell.column: cell.value for cell in report.cells if cell.row == "regulation"}
    assert found == {"issued": 1, "repealed": 2, "in_force": 3}


def test_fifteen_numbers_go_to_three_channels() -> None:
    report = read_whole(print_text())
    rows = [contents(report, "remedies", row) for row in
            ("reconsideration", "litigation_direct", "litigation_after_reconsideration")]  # fmt: skip
    assert rows == [[1, 0, 0, 0, 1], [0, 0, 0, 0, 0], [0, 2, 0, 0, 2]]


def test_two_lines_of_reviews_that_differ_are_not_read() -> None:
    again = REMEDIES + "\n" + "\t".join("2" * 15)
    reading = read_text(print_text(remedies=again))
    assert reading.report is not None
    assert contents(reading.report, "remedies", "reconsideration") == ["unreadable"] * 5
    assert codes_of(reading) == ["label-ambiguous"]


def test_the_word_other_is_a_head_among_applicants_and_a_row_below_six() -> None:
    report = read_whole(print_text(requests=print_requests(changes={"other": "\t\t3.其他\t1\t0\t0\t0\t0\t0\t1"})))
    assert contents(report, "applications", "other") == [1, 0, 0, 0, 0, 0, 1]


def test_a_page_break_inside_the_table_repeats_heads_and_harms_nothing() -> None:
    lines = print_requests().split("\n")
    broken = "\n".join([*lines[:9], "", "- 4 -", "\f", HEADS, *lines[9:]])
    reading = read_text(print_text(requests=broken))
    assert reading.findings == ()
    assert reading.report is not None
    assert {cell.value for cell in reading.report.cells if cell.table == "applications"} == {0}


def test_markdown_reads_as_tabs_do() -> None:
    def pipes(table: str) -> str:
        return "\n".join("| " + line.replace("\t", " | ") + " |" for line in table.split("\n"))

    text = print_text(disclosures=pipes(DISCLOSURES_2021), requests=pipes(print_requests()), remedies=pipes(REMEDIES))
    report = read_whole(text)
    assert report.source_format == "md"
    assert [cell.value for cell in report.cells] == [cell.value for cell in read_whole(print_text()).cells]
