"""Layouts that once gave a wrong number, or a gap without a word: each is read rightly or left out, and said."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from build_scripts.findings import render_message
from build_scripts.model import Reading, State
from tests.printing.readback import known_codes
from tests.report_texts import (
    DISCLOSURES_2021,
    HEADS,
    REMEDIES,
    codes_of,
    contents,
    print_requests,
    print_text,
    read_text,
    read_whole,
    row_labels,
)

ROW = "（一）予以公开"
COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
TRUE_ROW = [5, 2, 6, 0, 1, 8, 22]


def print_heads(*heads: str, cells: str, row: str) -> str:
    """A table of requests under these lines of heads, all rows zeros but one."""
    body = print_requests(changes={"granted": f"{row}\t{cells}"}).split("\n")[1:]
    return print_text(requests="\n".join([*heads, *body]))


def read_row(text: str, row: str = "granted", table: str = "applications") -> tuple[list[object], Reading]:
    reading = read_text(text)
    assert reading.report is not None
    return contents(reading.report, table, row), reading


@pytest.mark.parametrize(
    "heads",
    [
        ("\t\t\t总计\t申请人情况", "\t\t\t\t自然人\t法人或其他组织", "\t\t\t\t\t" + "\t".join(COLUMNS[1:])),
        ("\t\t\t总计\t" + "\t".join(COLUMNS),),
    ],
)
def test_a_total_printed_first_is_read_by_the_heads(heads: tuple[str, ...]) -> None:
    found, reading = read_row(print_heads(*heads, cells="22\t5\t2\t6\t0\t1\t8", row="\t\t" + ROW))
    assert (found, codes_of(reading)) == (TRUE_ROW, [])


def test_organisations_before_natural_persons_are_read_by_the_heads() -> None:
    heads = ("\t\t\t法人或其他组织\t\t\t\t\t自然人\t总计", "\t\t\t" + "\t".join(COLUMNS[1:]))
    found, _ = read_row(print_heads(*heads, cells="2\t6\t0\t1\t8\t5\t22", row="\t\t" + ROW))
    assert found == TRUE_ROW


def test_a_blank_cell_stands_below_its_head_in_the_heads_order() -> None:
    heads = "\t\t\t总计\t" + "\t".join(COLUMNS)
    found, _ = read_row(print_heads(heads, cells="8\t\t2\t6\t0\t\t", row="\t\t" + ROW))
    assert found == ["blank", 2, 6, 0, "blank", "blank", 8]


@pytest.mark.parametrize(
    "heads",
    [
        ("项目\t总计\t申请人情况", "自然人\t法人或其他组织", "\t".join(COLUMNS[1:])),
        ("\t\t\t总计\t自然人\t法人或其他组织", "\t\t\t" + "\t".join(COLUMNS[1:])),
        ("总计", *COLUMNS),
        ("\t\t\t总计\t总计\t" + "\t".join(COLUMNS),),
    ],
)
def test_a_total_first_over_cells_that_tell_no_place_leaves_the_requests_unread(heads: tuple[str, ...]) -> None:
    found, reading = read_row(print_heads(*heads, cells="22\t5\t2\t6\t0\t1\t8", row="\t\t" + ROW))
    assert found == ["unreadable"] * 7
    assert "header-differs" in codes_of(reading)


def test_heads_in_another_order_than_their_numbers_leave_the_requests_unread() -> None:
    found, reading = read_row(
        print_heads("\t\t\t总计\t" + "\t".join(COLUMNS), cells="\t".join(map(str, TRUE_ROW)), row="\t\t" + ROW)
    )
    assert found == ["unreadable"] * 7
    assert "header-differs" in codes_of(reading)


def test_a_column_that_counts_the_rows_leaves_the_requests_unread() -> None:
    rows = {
        code: f"\t\t{label}\t{number}" + "\t0" * 6 + "\t"
        for number, (code, label) in enumerate(row_labels("2021").items(), 1)
    }
    found, reading = read_row(print_text(requests=print_requests(changes=rows)))
    assert found == ["unreadable"] * 7
    assert "header-differs" in codes_of(reading)


def test_natural_persons_on_a_later_line_of_heads_leave_the_requests_unread() -> None:
    heads = ("\t\t\t法人或其他组织", "\t\t\t" + "\t".join(COLUMNS[1:]), "\t\t\t\t\t\t\t\t自然人")
    found, _ = read_row(print_heads(*heads, cells="2\t6\t0\t1\t8\t5\t22", row="\t\t" + ROW))
    assert found == ["unreadable"] * 7


def test_a_further_column_leaves_the_requests_unread() -> None:
    heads = "\t\t\t" + "\t".join([*COLUMNS[:1], "个体工商户", *COLUMNS[1:], "总计"])
    found, _ = read_row(print_heads(heads, cells="\t3\t2\t6\t0\t1\t8\t20", row="\t\t" + ROW))
    assert found == ["unreadable"] * 7


def test_merged_heads_that_a_converter_repeats_are_the_same_heads() -> None:
    heads = (
        "\t\t\t" + "申请人情况\t" * 6 + "总计",
        "\t\t\t自然人\t" + "法人或其他组织\t" * 5 + "总计",
        "\t\t\t" + "\t".join([*COLUMNS, "总计"]),
    )
    found, _ = read_row(print_heads(*heads, cells="\t".join(map(str, TRUE_ROW)), row="\t\t" + ROW))
    assert found == TRUE_ROW


@pytest.mark.parametrize(
    ("channels", "results", "numbers", "expected"),
    [
        (
            "行政复议\t未经复议直接起诉\t复议后起诉",
            "总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t" * 3,
            "3 1 2 0 0" + " 0" * 10,
            [1, 2, 0, 0, 3],
        ),
        (
            "未经复议直接起诉\t复议后起诉\t行政复议",
            "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t" * 3,
            "0 " * 10 + "1 2 0 0 3",
            [1, 2, 0, 0, 3],
        ),
        (
            "行政诉讼\t\t\t\t\t\t\t\t\t\t行政复议\n未经复议直接起诉\t\t\t\t\t复议后起诉\t\t\t\t\t",
            "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t" * 3,
            "0 " * 10 + "1 2 0 0 3",
            [1, 2, 0, 0, 3],
        ),
    ],
)
def test_reviews_are_read_by_their_heads(channels: str, results: str, numbers: str, expected: list[object]) -> None:
    remedies = "\n".join([channels, results, "\t".join(numbers.split())])
    found, reading = read_row(print_text(remedies=remedies), "reconsideration", "remedies")
    assert (found, codes_of(reading)) == (expected, [])


@pytest.mark.parametrize(
    "heads",
    [
        "总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t" * 2 + "总计\t结果维持\t结果纠正\t其他结果\t",
        "序号\t" + "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t" * 3,
    ],
)
def test_results_that_are_not_all_named_leave_the_reviews_unread(heads: str) -> None:
    remedies = f"行政复议\t未经复议直接起诉\t复议后起诉\n{heads}\n" + "\t".join(map(str, range(15)))
    found, _ = read_row(print_text(remedies=remedies), "reconsideration", "remedies")
    assert found == ["unreadable"] * 5


@pytest.mark.parametrize(
    "head",
    ["行政诉讼\t" * 10 + "行政复议\t" * 5, "行政诉讼\t\t\t\t\t\t\t\t\t\t行政复议\t\t\t\t"],
)
def test_lawsuits_before_reviews_leave_the_table_unread(head: str) -> None:
    results = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t" * 3
    remedies = f"{head}\n{results}\n" + "\t".join(map(str, range(15)))
    found, _ = read_row(print_text(remedies=remedies), "reconsideration", "remedies")
    assert found == ["unreadable"] * 5


@pytest.mark.parametrize(
    "rows",
    [
        "行政复议\t1\t0\t0\t0\t1\n未经复议直接起诉\t0\t0\t0\t0\t0\n复议后起诉\t0\t2\t0\t0\t2",
        "1\t0\t0\t0\t1\n0\t0\t0\t0\t0\n0\t2\t0\t0\t2",
    ],
)
def test_reviews_in_three_lines_of_five_are_unreadable_and_not_absent(rows: str) -> None:
    remedies = f"\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n{rows}"
    found, reading = read_row(print_text(remedies=remedies), "reconsideration", "remedies")
    assert found == ["unreadable"] * 5
    assert "rows-missing" not in codes_of(reading)


@pytest.mark.parametrize(
    ("head", "cell", "amount"),
    [
        ("本年收费金额（元）", "585000", Decimal("58.5")),
        ("本年收费金额（人民币：元）", "585000", Decimal("58.5")),
        ("本年收费金额（亿元）", "1", Decimal(10000)),
        ("本年收费金额（单位：千元）", "585", Decimal("58.5")),
        ("本年收费金额（美元）", "585", "unreadable"),
        ("本年收费金额（万元、元）", "585000", "unreadable"),
        ("本年收费金额", "585000（元）", Decimal("58.5")),
        ("本年收费金额（单位：万元）", "58.5", Decimal("58.5")),
    ],
)
def test_the_unit_of_money_is_the_printed_one(head: str, cell: str, amount: object) -> None:
    disclosures = DISCLOSURES_2021.replace("本年收费金额（单位：万元）", head).replace("250.83", cell)
    found, _ = read_row(print_text(disclosures=disclosures), "fee", "disclosures")
    assert found == [amount]


def test_a_unit_above_the_table_that_is_another_is_no_unit_to_rely_on() -> None:
    found, reading = read_row(print_text(disclosures="单位：元\n" + DISCLOSURES_2021), "fee", "disclosures")
    assert found == ["unreadable"]
    assert "number-unreadable" in codes_of(reading)


@pytest.mark.parametrize(
    ("head", "row"),
    [("本年处理决定数量\t上年", "\t44"), ("上年\t本年处理决定数量", "99\t"), ("2022年处理决定数量", "99")],
)
def test_a_column_of_another_year_leaves_its_rows_unread(head: str, row: str) -> None:
    disclosures = DISCLOSURES_2021.replace(
        "信息内容\t本年处理决定数量\n行政许可\t44", f"信息内容\t{head}\n行政许可\t{row}"
    )
    found, reading = read_row(print_text(disclosures=disclosures), "licence", "disclosures")
    assert found == ["unreadable"]
    assert "header-differs" in codes_of(reading)


TURNS = ("\u202e", "\u202d", "\u202b", "\u2067", "\u2068", "\u061c")


@pytest.mark.parametrize("turn", TURNS)
def test_a_row_in_which_the_direction_of_writing_turns_gives_no_number(turn: str) -> None:
    """12 would be shown as 21, and the first column as the last."""
    text = print_text(
        disclosures=DISCLOSURES_2021.replace("行政许可\t44", f"{turn}行政许可\t12"),
        requests=print_requests(changes={"granted": f"\t\t{turn}{ROW}\t5\t2\t6\t0\t1\t8\t22"}),
    )
    for table, row, cells in (("disclosures", "licence", 1), ("applications", "granted", 7)):
        found, reading = read_row(text, row, table)
        assert found == ["unreadable"] * cells
    assert [one.line for one in reading.findings if one.code == "direction-turned"] == [9, 19]
    assert read_row(text, "penalty", "disclosures")[0] == [31]
    assert read_row(text, "received")[0] == [0] * 7


@pytest.mark.parametrize("turn", TURNS)
def test_heads_in_which_the_direction_of_writing_turns_leave_their_table_unread(turn: str) -> None:
    text = print_text(requests=turn + print_requests(), remedies=turn + REMEDIES)
    assert read_row(text)[0] == ["unreadable"] * 7
    assert read_row(text, "reconsideration", "remedies")[0] == ["unreadable"] * 5
    assert read_row(text, "licence", "disclosures")[0] == [44]


def test_a_page_number_is_no_number_of_a_row() -> None:
    disclosures = DISCLOSURES_2021.replace("行政许可\t44", "行政许可\n\n3\n")
    found, reading = read_row(print_text(disclosures=disclosures), "licence", "disclosures")
    assert found == ["blank"]
    assert "label-ambiguous" in codes_of(reading)


def test_a_remark_makes_another_row_of_a_label() -> None:
    disclosures = DISCLOSURES_2021.replace("行政许可\t44", "行政许可（不予许可）\t44")
    found, reading = read_row(print_text(disclosures=disclosures), "licence", "disclosures")
    assert found == ["unreadable"]
    assert "label-unknown" in codes_of(reading)


def test_a_short_label_is_not_read_with_a_slip() -> None:
    disclosures = DISCLOSURES_2021.replace("行政处罚\t31", "行政处分\t31")
    assert read_row(print_text(disclosures=disclosures), "penalty", "disclosures")[0] == ["unreadable"]


def test_a_subtotal_of_a_group_is_not_the_total() -> None:
    lines = print_requests(changes={"concluded_total": None}).split("\n")
    at = next(i for i, line in enumerate(lines) if "不掌握" in line)
    text = print_text(requests="\n".join([*lines[:at], "\t\t总计" + "\t9" * 7, *lines[at:]]))
    assert read_row(text, "concluded_total")[0] != [9] * 7


def test_another_table_with_words_of_the_form_gives_no_number() -> None:
    first = "行政执法情况：\n事项\t数量\n行政许可\t7\n行政处罚\t8\n行政强制\t9"
    text = print_text(first=first)
    assert [read_row(text, row, "disclosures")[0] for row in ("licence", "penalty", "enforcement")] == [[44], [31], [0]]


def test_an_empty_template_printed_too_contradicts_nothing() -> None:
    empty = print_requests().replace("\t0", "\t")
    found, reading = read_row(print_text(requests=print_requests() + "\n" + empty))
    assert found == [0] * 7
    said = [render_message(one, known_codes(), "zh") for one in reading.findings if one.code == "row-repeated-blank"]
    assert len(said) == 25
    assert said[0] == "“本年新收政府信息公开申请数量”在第 17 行已经印过，两次中有一次全是空白；取有数的一次。"


def test_a_single_row_that_stands_twice_once_blank_is_taken_for_neither() -> None:
    found, _ = read_row(print_text(requests=print_requests(extra=ROW + "\t" * 7)))
    assert found == ["unreadable"] * 7


def test_labels_above_as_many_lines_of_numbers_give_no_number() -> None:
    labels = ["5.属于三类内部事务信息", "6.属于四类过程性信息"]
    lines = print_requests().split("\n")
    at = next(i for i, line in enumerate(lines) if labels[0] in line)
    text = print_text(requests="\n".join([*lines[:at], *labels, "1" + "\t1" * 6, "2" + "\t2" * 6, *lines[at + 2 :]]))
    for row in ("refused_internal_affairs", "refused_process_information"):
        assert read_row(text, row)[0] == ["unreadable"] * 7


DISCLOSURES_2019 = """第二十条第（一）项
信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量
规章\t0\t0\t0
规范性文件\t2\t2\t12
第二十条第（五）项
信息内容\t上一年项目数量\t本年增/减\t处理决定数量
行政许可\t5\t-1\t44
其他对外管理服务事项\t5\t0\t4
第二十条第（六）项
信息内容\t上一年项目数量\t本年增/减\t处理决定数量
行政处罚\t5\t+1\t44
行政强制\t5\t0\t4
第二十条第（八）项
信息内容\t上一年项目数量\t本年增/减
行政事业性收费\t3\t0
第二十条第（九）项
信息内容\t采购项目数量\t采购总金额
政府集中采购\t2\t13.5"""


def _with_blanks(text: str) -> str:
    return "\n".join(line.strip("\t").replace("\t", "  ") for line in text.split("\n"))


def _one_a_line(text: str) -> str:
    return "\n".join(cell for line in text.split("\n") for cell in line.split("\t") if cell)


@pytest.mark.parametrize("part", [_with_blanks, _one_a_line])
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_table_that_only_blanks_or_line_ends_part_is_read(form: str, part: Callable[[str], str]) -> None:
    parts = {"disclosures": DISCLOSURES_2021 if form == "2021" else DISCLOSURES_2019, "requests": print_requests(form)}
    said = read_whole(print_text(**parts, remedies=REMEDIES))
    reading = read_text(print_text(**{name: part(table) for name, table in parts.items()}, remedies=part(REMEDIES)))
    assert reading.report is not None
    assert reading.report.form == form
    assert [(c.row, c.column, c.state, c.value) for c in reading.report.cells] == [
        (c.row, c.column, c.state, c.value) for c in said.cells
    ]
    assert codes_of(reading) == []


def test_a_table_parted_by_other_marks_is_unreadable_and_not_absent() -> None:
    reading = read_text(print_text(requests=print_requests().replace("\t", "、")))
    assert reading.report is not None
    states = {cell.state for cell in reading.report.cells if cell.table == "applications"}
    assert states == {State.UNREADABLE}
    assert "columns-not-parted" in codes_of(reading)


@pytest.mark.parametrize(
    "row",
    [
        "（一）予以公开 5 2 6 0 1 8",
        "（一）予以公开  1 036  0  0  0  0  0  1 036",
        "（一）予以公开 1 036 0 0 0 0 0",
        "（一）予以公开 见附件 0 0 0 0 0 0",
        "（一）予以公开\n5\n2\n6\n0\n1\n8",
        "（一）予以公开\n5\n2\n6\n0\n1\n8\n22\n4",
        "（一）予以公开\n5\n2\n6\n0\n1\n8\n4",
    ],
)
def test_a_row_that_lost_a_cell_or_holds_a_page_s_number_is_unread(row: str) -> None:
    found, reading = read_row(_with_blanks(print_text(requests=print_requests(changes={"granted": row}))))
    assert found == ["unreadable"] * 7
    assert {"wrong-width", "numbers-not-parted", "label-unknown"} & set(codes_of(reading))


def test_a_table_in_a_section_before_its_own_is_not_this_year_s() -> None:
    text = print_text(first="上年主动公开情况如下：\n" + DISCLOSURES_2021, disclosures="详见附件。")
    found, reading = read_row(text, "licence", "disclosures")
    assert found == ["absent"]
    assert "table-missing" in codes_of(reading)


def test_a_table_behind_all_sections_is_an_annex() -> None:
    found, _ = read_row(print_text(disclosures="详见附件。", end="附件\n" + DISCLOSURES_2021), "licence", "disclosures")
    assert found == [44]


def test_a_table_that_slipped_above_its_heading_is_read() -> None:
    found, _ = read_row(print_text(first=DISCLOSURES_2021, disclosures=""), "licence", "disclosures")
    assert found == [44]


def test_a_template_left_blank_beside_a_table_parted_by_blanks_hides_nothing() -> None:
    rows = {code: f"{label} 5 2 6 0 1 8 22" for code, label in row_labels("2021").items()}
    filled, empty = print_requests(changes=rows), print_requests().replace("\t0", "\t")
    found, reading = read_row(print_text(requests=filled + "\n" + empty))
    assert found == TRUE_ROW
    assert "row-repeated-blank" in codes_of(reading)


def test_numbers_in_a_text_beside_the_table_are_not_the_table_s() -> None:
    found, _ = read_row(
        print_text(first="行政许可 7 件\n行政处罚 8 件", requests=print_requests()), "licence", "disclosures"
    )
    assert found == [44]


def test_a_torn_label_above_numbers_that_are_not_certain_is_not_blank() -> None:
    label = "2.其\n15\n5\n26\n38\n5\n57\n147\n他法律行政法规禁止公开"
    text = _one_a_line(print_text(requests=print_requests(changes={"refused_prohibited_by_law": label})))
    assert read_row(text, "refused_prohibited_by_law")[0] == ["unreadable"] * 7


def test_labels_torn_over_lines_are_joined_above_their_stack() -> None:
    label = "（一）予以\n公开\n" + "\n".join(map(str, TRUE_ROW))
    found, _ = read_row(_one_a_line(print_text(requests=print_requests(changes={"granted": label}))))
    assert found == TRUE_ROW


def test_numbers_beside_a_label_with_blank_cells_are_not_a_blank_row() -> None:
    found, _ = read_row(
        print_text(requests=print_requests(changes={"granted": f"{ROW}{chr(9) * 7}\n\t5\t2\t6\t0\t1\t8\t22"}))
    )
    assert found == ["unreadable"] * 7


def test_a_sentence_indented_by_a_tab_is_text() -> None:
    report = read_whole(print_text(first="\t全年主动公开信息5条，未收到投诉。\n\t另编发简报3期，均已上网。"))
    assert report.sections[0].text == "全年主动公开信息5条，未收到投诉。\n另编发简报3期，均已上网。"


def test_a_note_inside_a_table_stays_in_the_text() -> None:
    lines = print_requests().split("\n")
    report = read_whole(print_text(requests="\n".join([*lines[:10], "另有电话受理12次", *lines[10:]])))
    assert [section.text for section in report.sections if section.code == "3"] == ["另有电话受理12次"]


@pytest.mark.parametrize(
    ("printed", "value", "code"),
    [("645.000", "unreadable", "number-unreadable"), ("645.0", 645, "number-remark"), ("645", 645, None)],
)
def test_a_point_of_thousands_is_no_fraction(printed: str, value: object, code: str | None) -> None:
    disclosures = DISCLOSURES_2021.replace("行政许可\t44", f"行政许可\t{printed}")
    found, reading = read_row(print_text(disclosures=disclosures), "licence", "disclosures")
    assert (found, codes_of(reading)) == ([value], [code] if code else [])


@pytest.mark.parametrize(
    ("row", "printed", "code"),
    [
        ("行政许可\t44", "行政许可\t15\n43", "licence"),
        ("行政许可\t44", "行政许可\t15\n - 3 -\n４３", "licence"),
        ("行政许可\t44", "行政许可\t1\n54\n3", "licence"),
        ("行政许可\t44", "行政许可\t15\n\t43", "licence"),
        ("行政许可\t44", "15\n行政许可\n43", "licence"),
        ("行政许可\t44", "15\n行政许可\t43", "licence"),
        ("行政许可\t44", "行政许可\t15\n43件", "licence"),
        ("250.83", "260.14\n09", "fee"),
        ("250.83", "0\n.5", "fee"),
        ("250.83", "251000\n元", "fee"),
    ],
)
def test_a_number_that_may_go_on_beside_its_line_is_unread(row: str, printed: str, code: str) -> None:
    found, reading = read_row(print_text(disclosures=DISCLOSURES_2021.replace(row, printed)), code, "disclosures")
    assert found == ["unreadable"]
    assert "number-wrapped" in codes_of(reading)


@pytest.mark.parametrize("below", ["\n43", "— 3 —", "\f\n3", "第3页", "2."])
def test_what_is_parted_from_a_row_or_is_no_number_is_none_of_its_digits(below: str) -> None:
    disclosures = DISCLOSURES_2021.replace("行政许可\t44", "行政许可\t44\n" + below)
    found, reading = read_row(print_text(disclosures=disclosures), "licence", "disclosures")
    assert found == [44]
    assert "number-wrapped" not in codes_of(reading)


def test_numbers_that_count_the_pages_of_a_report_are_none_of_a_row() -> None:
    disclosures = DISCLOSURES_2021.replace("行政许可\t44", "行政许可\t44\n2")
    text = print_text(first="本年度工作平稳。\n1", disclosures=disclosures, end="3")
    assert read_row(text, "licence", "disclosures")[0] == [44]
    assert read_row(text.replace("\n1\n", "\n12\n"), "licence", "disclosures")[0] == ["unreadable"]
    assert read_row(text + "\n43", "licence", "disclosures")[0] == ["unreadable"]


@pytest.mark.parametrize(
    ("cells", "below", "is_read"),
    [
        ("5\t2\t6\t0\t1\t8\t22", "3", True),
        ("5\t2\t6\t0\t1\t8\t2", "2", False),
        ("5\t2\t6\t0\t1\t8\t21", "3", False),
        ("0\t0\t0\t0\t0\t0\t0", "3", True),
        ("15\t0\t0\t0\t0\t0\t15", "43\t43", False),
        ("15\t0\t0\t0\t0\t0\t15", "43\n43", False),
        ("15\t0\t0\t0\t0\t0\t15", "43 43", False),
        ("\t\t\t\t\t\t", "3", False),
    ],
)
def test_a_row_of_requests_keeps_its_numbers_where_one_more_breaks_its_sum(
    cells: str, below: str, is_read: bool
) -> None:
    printed = f"\t\t{ROW}\t{cells}\n{below}"
    found, reading = read_row(print_text(requests=print_requests(changes={"granted": printed})))
    assert found == (list(map(int, cells.split("\t"))) if is_read else ["unreadable"] * 7)
    assert ("number-wrapped" in codes_of(reading)) != is_read


@pytest.mark.parametrize(
    ("above", "numbers", "is_read"),
    [("1 036", "5 2 6 0 1 8 22", True), ("1 036", "5 2 6 0 1 8 21", False), ("1 36", "5 2 6 0 1 8 22", False)],
)
def test_a_number_of_thousands_above_cells_on_lines_of_their_own_is_none_of_theirs(
    above: str, numbers: str, is_read: bool
) -> None:
    lines = ["一、本年新收政府信息公开申请数量", *"123456", above, ROW, *numbers.split()]
    found, reading = read_row(print_text(requests="\n".join([*HEADS.split(), *lines])))
    assert found == (list(map(int, numbers.split())) if is_read else ["unreadable"] * 7)
    assert codes_of(reading)


def test_a_wrapped_total_of_reviews_leaves_its_channel_unread() -> None:
    numbers = "2\t7\t10\t5\t24\t8\t13\t13\t16\t50\t3\t6\t15\t13\t3"
    text = print_text(remedies="\n".join([*REMEDIES.split("\n")[:2], numbers, "7"]))
    assert read_row(text, "reconsideration", "remedies")[0] == [2, 7, 10, 5, 24]
    found, reading = read_row(text, "litigation_after_reconsideration", "remedies")
    assert found == ["unreadable"] * 5
    assert "number-wrapped" in codes_of(reading)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("信息内容\t本年处理决定数量\n行政许可", "信息内容\t本年处理决定数量（单位：万件）\n行政许可"),
        ("信息内容\t本年处理决定数量\n行政许可", "信息内容\t本年处理决定数量（百件）\n行政许可"),
        ("信息内容\t本年制发件数", "单位：千件\n信息内容\t本年制发件数"),
        ("信息内容\t本年处理决定数量\n行政许可", "信息内容\t项目数量\n行政许可"),
    ],
)
def test_pieces_in_thousands_or_of_another_measure_are_not_the_form_s(old: str, new: str) -> None:
    disclosures = DISCLOSURES_2021.replace(old, new)
    found, reading = read_row(print_text(disclosures=disclosures), "licence", "disclosures")
    assert found == ["unreadable"]
    assert "header-differs" in codes_of(reading)


def test_requests_in_hundreds_of_pieces_are_unread() -> None:
    assert read_row(print_text(requests="单位：百件\n" + print_requests()))[0] == ["unreadable"] * 7
    assert read_row(print_text(requests="单位：件\n" + print_requests()))[0] == [0] * 7


def test_outcomes_across_and_applicants_down_are_unread_and_not_blank() -> None:
    labels = list(row_labels("2021").values())
    rows = ["\t".join([column, *["7"] * len(labels)]) for column in [*COLUMNS, "总计"]]
    text = print_text(requests="\n".join(["\t" + "\t".join(labels), *rows]))
    reading = read_text(text)
    assert reading.report is not None
    assert {cell.state for cell in reading.report.cells if cell.table == "applications"} == {State.UNREADABLE}
    assert "columns-not-parted" in codes_of(reading)


def test_a_blank_row_read_with_a_slip_beside_numbers_without_a_row_is_unread() -> None:
    cut = "\t\t1.倍\t39\t5\t8\t33\t27\t11\t123\n" + HEADS + "\n\t\t访举报投诉类申请" + "\t" * 7
    found, reading = read_row(
        print_text(requests=print_requests(changes={"not_processed_petition": cut})), "not_processed_petition"
    )
    assert found == ["unreadable"] * 7
    assert "label-unknown" in codes_of(reading)
