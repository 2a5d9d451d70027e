"""PDFs with a text layer → lines and rows of cells; what cannot be read is refused by name."""

from __future__ import annotations

import os
import zlib
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page

from build_scripts.model import State
from build_scripts.reading import read_report
from build_scripts.reading.document import DecodeFailure, Document, TableRow
from build_scripts.reading.formats.pdf import read_pdf
from build_scripts.reading.tables.blanks import part_blanks
from build_scripts.reading.tables.grids import UNSURE
from tests.pdf_files import HIGH, WIDE, Sketch, make_pdf
from tests.printing.readback import known

XS, YS = [50.0, 150.0, 200.0, 250.0], [100.0, 120.0, 140.0, 160.0]
TEXTS = [["信息内容", "制发", "废止"], ["规章", "1", "20"], ["规范性文件", "", "3"]]
ROWS = ("信息内容\t制发\t废止", "规章\t1\t20", "规范性文件\t\t3")
BOOKS = tuple(known().books.values())
FILES = Path(__file__).parent / "pdf_samples"


def read(*pages: Sketch) -> Document:
    document = read_pdf(make_pdf(list(pages)))
    assert isinstance(document, Document)
    return document


def refused(data: bytes) -> tuple[str, str]:
    failure = read_pdf(data)
    assert isinstance(failure, DecodeFailure)
    return failure.code, dict(failure.details).get("found", "")


def table() -> Sketch:
    return Sketch().grid(XS, YS).fill_cells(XS, YS, TEXTS)


def prose(page: Sketch, lines: list[str], top: float = 60, left: float = 50, size: float = 10) -> Sketch:
    for number, text in enumerate(lines):
        page.write(left, top + 16 * number, text, size)
    return page


# — tables —


def test_a_ruled_table_is_parted_by_its_rules() -> None:
    document = read(table())
    assert (document.format, document.lines) == ("pdf", ROWS)
    assert document.rows[3] == TableRow(("规范性文件", "", "3"))


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_shown_turned_is_read_as_one_turns_the_paper(turned: int) -> None:
    page = table()
    page.turned = turned
    assert read(page).lines == ROWS


def test_rules_may_be_thin_areas_doubled_dashed_or_dotted() -> None:
    areas = Sketch().fill_cells(XS, YS, TEXTS)
    for y in YS:
        areas.fill(XS[0], y, XS[-1], y + 0.5)
    for x in XS:
        areas.fill(x, YS[0], x + 0.5, YS[-1])
    doubled = Sketch().grid(XS, YS).grid([x + 1.5 for x in XS], [y + 1.5 for y in YS]).fill_cells(XS, YS, TEXTS)
    dashed = Sketch().fill_cells(XS, YS, TEXTS)
    for y in YS:
        for x in range(50, 250, 4):
            dashed.line(x, y, x + 2, y)
    dotted_columns = dashed
    for x in XS:
        for y in range(100, 160, 2):
            dotted_columns.fill(x, y, x + 0.6, y + 0.6)
    single_cells = Sketch().fill_cells(XS, YS, TEXTS)
    for left, right in pairwise(XS):
        for top, bottom in pairwise(YS):
            single_cells.grid([left + 0.3, right - 0.3], [top + 0.3, bottom - 0.3])
    for page in (areas, doubled, dotted_columns, single_cells):
        assert read(page).lines == ROWS


def test_a_missing_inner_rule_makes_two_fields_one_cell() -> None:
    page = Sketch().fill_cells(XS, YS, [["办理结果", "予以公开", ""], ["", "不予公开", "2"], ["总计", "", "3"]])
    for y, left in ((100, 50), (120, 150), (140, 50), (160, 50)):
        page.line(left, y, 250, y)
    for x, top, bottom in ((50, 100, 160), (150, 100, 140), (200, 120, 160), (250, 100, 160)):
        page.line(x, top, x, bottom)
    assert read(page).rows == {
        1: TableRow(("办理结果", "予以公开", ""), frozenset({2}), frozenset({0})),
        2: TableRow(("", "不予公开", "2"), frozenset(), frozenset({0})),
        3: TableRow(("总计", "", "3"), frozenset({1})),
    }


def test_labels_one_below_the_other_and_turned_ones_are_read_in_their_direction() -> None:
    page = Sketch().grid([50, 80, 110, 200], [100, 160, 220])
    for number, char in enumerate("办理结果"):
        page.write(60, 115 + 12 * number, char)
    for number, char in enumerate("本年度办"):
        page.write(96, 115 + 11 * number, char)
    for number, char in enumerate("理结果"):
        page.write(82, 115 + 11 * number, char)
    page.write(70, 215, "结转下年", turn="0 1 -1 0").write(90, 170, "继续办理", turn="0 -1 1 0")
    page.write(112, 130, "予以公开").write(112, 190, "不予公开")
    assert read(page).lines == ("办理结果\t本年度办理结果\t予以公开", "结转下年\t继续办理\t不予公开")


def test_a_font_for_vertical_writing_is_read_from_the_top_down() -> None:
    page = Sketch().grid([50, 80, 200], [100, 160, 220]).write(65, 105, "办理结果", 10, "F4").write(90, 130, "予以公开")
    assert read(page.write(90, 190, "不予公开")).lines[0] == "办理结果\t予以公开"


def test_two_numbers_and_a_number_broken_over_lines_never_run_together() -> None:
    page = Sketch().grid([50, 90, 130], [100, 140]).write(52, 115, "12").write(52, 130, "3").write(92, 115, "4 5")
    assert read(page).lines == ("12 3\t4 5",)


def test_a_number_that_reaches_over_a_rule_is_not_cut() -> None:
    narrow = [50.0, 60.0, 75.0, 200.0]
    page = Sketch().grid(narrow, [100, 120]).write(51, 115, "10", 10).write(66, 115, "2").write(80, 115, "表")
    assert read(page).lines == ("10\t2\t表",)
    over = Sketch().grid(narrow, [100, 120]).write(48, 115, "1234", 10).write(75, 115, "表")
    assert "\ufffd" in read(over).lines[0]


def test_a_small_or_raised_digit_behind_a_number_is_a_note() -> None:
    page = Sketch().grid([50, 100, 150], [100, 120]).write(52, 115, "29").write(62, 111, "2", 6)
    assert read(page.write(102, 115, "30").write(112, 111, "1", 10)).lines == ("29²\t30¹",)


def test_a_table_without_rules_at_its_sides_has_its_outer_columns() -> None:
    page = Sketch().fill_cells(XS, YS, TEXTS)
    for y in YS:
        page.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        page.line(x, YS[0], x, YS[-1])
    assert read(page).lines == ROWS


def test_a_box_around_text_is_no_table() -> None:
    page = prose(Sketch().grid([40, 560], [40, 700]), ["一、总体情况", "本年度没有收到申请。"])
    assert (read(page).lines, read(page).rows) == (("一、总体情况", "本年度没有收到申请。"), {})


def test_a_table_on_two_pages_is_one_with_its_open_cells_joined_and_repeated_heads_once() -> None:
    top = Sketch().write(55, 715, "一").write(55, 730, "三")
    for y, left in ((700, 50), (720, 80), (740, 80)):
        top.line(left, y, 200, y)
    for x in (50, 80, 160, 200):
        top.line(x, 700, x, 745)
    top.write(82, 716, "予以公开").write(165, 716, "1").write(82, 736, "部分公开").write(165, 736, "2")
    below = (
        Sketch()
        .write(55, 75, "结果")
        .write(82, 76, "总计")
        .write(165, 76, "3")
        .write(82, 96, "结转")
        .write(165, 96, "4")
    )
    for y, left in ((60, 80), (80, 80), (100, 50)):
        below.line(left, y, 200, y)
    for x in (50, 80, 160, 200):
        below.line(x, 60, x, 100)
    assert read(top, below).lines == ("一三结果\t予以公开\t1", "\t部分公开\t2", "\t总计\t3", "\t结转\t4")
    again = Sketch().grid(XS, YS).fill_cells(XS, YS, [TEXTS[0], ["行政许可", "7", "8"], ["行政处罚", "9", "0"]])
    assert read(table(), again).lines == (*ROWS, "行政许可\t7\t8", "行政处罚\t9\t0")


def test_a_row_cut_in_two_by_the_page_is_joined_only_where_its_label_had_no_more_room() -> None:
    def page(label: str, one: str, two: str) -> Sketch:
        return (
            Sketch()
            .grid([50, 100, 130, 160], [100, 120])
            .fill_cells([50, 100, 130, 160], [100, 120], [[label, one, two]], 9)
        )

    assert read(page("1.属于国家", "1", "2"), page("秘密", "", "")).lines == ("1.属于国家秘密\t1\t2",)
    assert read(page("1.秘密", "1", "2"), page("其他", "", "")).lines == ("1.秘密\t1\t2", "其他\t\t")
    assert read(page("1.属于国家", "1", "2"), page("2.其他", "", "")).lines == ("1.属于国家\t1\t2", "2.其他\t\t")
    assert read(page("1.属于国家", "1", "2"), page("秘密", "3", "4")).lines == ("1.属于国家\t1\t2", "秘密\t3\t4")


def test_a_number_cut_by_the_page_is_of_no_cell() -> None:
    xs = [50.0, 100.0, 122.0, 144.0]
    above = Sketch().grid(xs, [100, 120]).fill_cells(xs, [100, 120], [["1.属于国家", "33", "1"]], 9)
    below = Sketch().grid(xs, [100, 120]).fill_cells(xs, [100, 120], [["秘密", "5", ""]], 9)
    assert read(above, below).lines == ("1.属于国家秘密\t33 5\t1",)


# — text —


def test_the_lines_of_a_paragraph_are_joined_and_an_indent_begins_a_new_one() -> None:
    page = Sketch()
    page.write(70, 60, "本机关认真贯彻落实条例全年公开政府信").write(50, 76, "息十一条，办理申请两件，均按期答复办结")
    page.write(50, 92, "。").write(70, 108, "下一步继续加强业务培训，落实责任一").write(50, 124, "二")
    assert read(page).lines == (
        "本机关认真贯彻落实条例全年公开政府信息十一条，办理申请两件，均按期答复办结。",
        "下一步继续加强业务培训，落实责任一二",
    )


def test_a_heading_that_ends_far_from_the_papers_edge_is_not_joined_with_the_line_below() -> None:
    page = prose(Sketch(), ["五、存在的主要问题及改进情况", "存在问题是宣传不够。", "六、其他需要报告的事项", "无。"])
    assert read(page).lines == (
        "五、存在的主要问题及改进情况",
        "存在问题是宣传不够。",
        "六、其他需要报告的事项",
        "无。",
    )
    wide = "四、因政府信息公开工作被申请行政复议提起行政诉讼的有关情况"
    long = prose(Sketch(), [wide[:-1], wide[-1], "本机关全年没有被申请行政复议也没有被提起行政诉讼的有关情况"], size=18)
    assert read(long).lines[0] == wide


def test_columns_that_nothing_rules_are_kept_apart_by_blanks() -> None:
    page = Sketch().write(50, 100, "规章").write(200, 100, "0").write(260, 100, "12").write(320, 100, "3")
    assert read(page).lines == ("规章    0    12    3",)


def test_a_label_broken_over_lines_keeps_its_numbers_from_the_label_of_its_group() -> None:
    page = Sketch().write(50, 114, "（六）其他处理").write(150, 100, "1.申请人无正当").write(150, 114, "理由逾期不补")
    page.write(150, 128, "正")
    for number in range(7):
        page.write(250 + 40 * number, 114, str(number))
    numbers = "    ".join("0123456")
    assert read(page).lines[-3:] == ("1.申请人无正当", f"（六）其他处理    理由逾期不补    {numbers}", "正")
    even = Sketch().write(50, 107, "（六）其他处理").write(150, 100, "1.申请人无正当").write(150, 114, "理由逾期")
    high = Sketch().write(50, 100, "（六）其他处理").write(150, 107, "1.申请人无正当").write(150, 121, "理由逾期")
    for number in range(7):
        even.write(250 + 40 * number, 107, str(number))
        high.write(250 + 40 * number, 100, str(number))
    assert read(even).lines == ("（六）其他处理", f"1.申请人无正当理由逾期    {numbers}")
    assert read(high).lines == ("（六）其他处理", f"1.申请人无正当理由逾期\ufffd    {numbers}")


def test_blanks_of_justified_print_are_left_out() -> None:
    page = Sketch()
    for number, char in enumerate("信息公开"):
        page.write(50 + 14 * number, 100, char)
    assert read(page.write(110, 100, "2023 ").write(134, 100, "年")).lines == ("信息公开2023年",)


def test_page_numbers_and_running_heads_are_left_out_where_they_return() -> None:
    pages = []
    for number in range(1, 4):
        page = (
            Sketch()
            .write(250, 40, "卫辉市财政局")
            .write(50, 200 + number, f"正文第{number}段")
            .write(290, 780, str(number + 3))
        )
        pages.append(page)
    pages[0].write(50, 100, "卫辉市财政局2023年政府信息公开工作年度报告")
    assert read(*pages).lines == ("卫辉市财政局2023年政府信息公开工作年度报告", "正文第1段", "正文第2段", "正文第3段")


def test_a_number_at_the_margin_that_does_not_count_the_pages_stays() -> None:
    pages = [Sketch().write(50, 200, "正文").write(290, 780, number) for number in ("7", "3")]
    assert read(*pages).lines == ("正文", "7", "正文", "3")


def test_a_running_head_printed_nowhere_else_stays_once() -> None:
    pages = [Sketch().write(200, 40, "财政局2023年报告").write(50, 200, f"正文{n}") for n in "甲乙丙"]
    assert read(*pages).lines == ("财政局2023年报告", "正文甲", "正文乙", "正文丙")


def test_what_is_drawn_twice_counts_once_and_what_nobody_sees_is_left_out() -> None:
    page = Sketch().write(50, 100, "一、总体情况").write(50.3, 100, "一、总体情况").write(50, 120, "11")
    page.write(50, 140, "隐", before="3 Tr").write(50, 160, "白", before="1 g").write(50, 180, "清", before="/Clear gs")
    page.write(-50, 200, "外").write(300, 300, "水印", turn="0.7 0.7 -0.7 0.7")
    assert read(page).lines == ("一、总体情况", "11")


def test_white_text_on_a_dark_ground_is_seen() -> None:
    page = Sketch().fill(40, 90, 200, 110, 0.2).write(50, 104, "信息内容", before="1 g")
    assert read(page).lines == ("信息内容",)


def test_what_is_filled_into_a_form_field_is_read() -> None:
    page = table()
    page.fields.append((152, 158, "47"))
    assert read(page).lines[2] == "规范性文件\t47\t3"


def test_a_glyph_without_a_character_is_never_a_number() -> None:
    page = Sketch().grid(XS, YS).fill_cells(XS, YS, TEXTS).write(155, 156, "1", 10, "F3")
    assert read(page).lines[2] == "规范性文件\t\ufffd\t3"


def test_white_text_on_a_ground_as_light_as_the_paper_is_not_seen() -> None:
    page = Sketch().fill(40, 90, 200, 110, 0.95).write(50, 104, "645").write(65, 104, "9", before="1 g")
    assert read(page.write(50, 130, "3").write(55, 130, "9", before="0.96 g")).lines == ("645", "3")


def test_digits_as_pale_as_the_paper_among_others_leave_a_cell_unreadable() -> None:
    page = table().write(157, 136, "9", before="0.67 g").write(152, 156, "9", before="0.67 g")
    assert read(page).lines[1:] == ("规章\t1\ufffd\t20", "规范性文件\t\ufffd\t3")
    dark = Sketch().grid(XS, YS).fill(50.0, 100, 250, 120, 0.2)
    for left, text in zip(XS, ("信息内容", "1", "2"), strict=False):
        dark.write(left + 2, 116, text, before="0.9 g")
    assert read(dark.fill_cells(XS, YS, [["", "", ""], *TEXTS[1:]])).lines[0] == "信息内容\t1\t2"


def test_a_line_through_digits_strikes_them_and_one_below_them_does_not() -> None:
    page = Sketch().grid(XS, YS).fill_cells(XS, YS, [TEXTS[0], ["规章", "5645", "20"], ["规范性文件", "12", "3"]])
    page.line(152, 133, 157, 133).fill(202, 137, 212, 137.6).fill(152, 152.5, 162, 153.1)
    assert read(page).lines[1:] == ("规章\t~~5~~645\t20", "规范性文件\t~~1~~~~2~~\t3")
    whole = Sketch().grid(XS, YS).fill_cells(XS, YS, TEXTS).line(150, 133, 250, 133)
    assert read(whole).lines == (ROWS[0], "规章\t~~1~~\t~~2~~~~0~~", ROWS[2])
    free = Sketch().write(50, 100, "规章").write(200, 100, "5645").line(200, 97, 205, 97)
    assert read(free).lines == ("规章    ~~5~~645",)


def test_lines_under_or_through_text_are_no_rules_of_a_table() -> None:
    xs = [50.0, 120.0, 150.0]
    page = Sketch().grid(xs, YS).fill_cells(xs, YS, [["信息内容", "件数"], ["1.规章", "12"], ["规范性文件", "36"]], 9)
    page.line(52, 137.4, 88, 137.4).line(122, 137.4, 131, 137.4)  # under the second row
    page.line(52, 153, 97, 153).line(122, 153, 131, 153)  # through the third
    page.line(52, 113, 88, 113).line(122, 113, 140, 113)  # through the heads
    assert read(page).lines == ("信息内容\t件数", "1.规章\t12", "规范性文件\t~~3~~~~6~~")
    assert read(page.line(52, 133, 79, 133)).lines[1] == "1.规章\t12"


ONE = "158 647 m 160 647 l 160 655 l 158 655 l f"  # as a short upright bar
SEVEN = "158 647 m 162 655 l 157 655 l S"
ROUND = "158 647 m 162 647 162 655 158 655 c 154 655 154 647 158 647 c f"


@pytest.mark.parametrize("drawn", [ONE, SEVEN, ROUND, "5 0 0 8 157 647 cm /Im Do", "157 646 5 9 re f"])
def test_a_picture_in_a_cell_of_numbers_or_of_nothing_is_marked(drawn: str) -> None:
    assert read(table().draw(drawn)).lines[2] == "规范性文件\t〔图〕\t3"
    beside = table().write(152, 156, "4")
    assert read(beside.draw(drawn)).lines[2] == "规范性文件\t4〔图〕\t3"
    words = Sketch().grid(XS, YS).fill_cells(XS, YS, [*TEXTS[:2], ["规范性文件", "见附件", "3"]])
    assert read(words.draw(drawn)).lines[2] == "规范性文件\t见附件\t3"


def test_grounds_borders_and_pictures_elsewhere_are_no_pictures_in_cells() -> None:
    page = table().fill(150, 140, 200, 160, 0.9).fill(200, 120, 250, 140, 0.9).picture(260, 100, 300, 140)
    page.fill(201, 146, 209, 158, 0.9)  # behind the 3
    page.draw("0.9 g 0 0 600 800 re f").picture(0, 0, WIDE, HIGH * 0.3)
    assert read(page).lines == ROWS


def test_a_picture_beside_digits_that_nothing_rules_is_marked() -> None:
    page = Sketch().write(50, 154, "规章").write(147, 154, "64").draw(ONE)
    assert read(page).lines == ("规章    64〔图〕",)


def test_a_picture_where_a_table_is_due_is_told() -> None:
    page = prose(
        Sketch(), ["卫辉市财政局2023年政府信息公开工作年度报告", "一、总体情况", "2023年，我局依法公开政府信息。"]
    )
    prose(page, ["二、主动公开政府信息情况"], 120).picture(50, 130, 550, 300)
    prose(page, ["五、存在的主要问题及改进情况", "无。", "六、其他需要报告的事项", "无。"], 320)
    page.picture(400, 330, 500, 430)  # a seal
    reading = read_report("2023/a.pdf", make_pdf([page]), None, known())
    assert reading.lines[3:6] == ("二、主动公开政府信息情况", "〔图〕", "五、存在的主要问题及改进情况")
    assert [one.line for one in reading.findings if one.code == "picture-unread"] == [5]
    assert reading.lines.count("〔图〕") == 1


def test_a_picture_behind_words_is_a_ground() -> None:
    texts = ["全年召开专题会议三次，研究部署政府信息公开工作。"] * 3
    assert read(prose(Sketch(), texts, 300).picture(0, 280, WIDE, 400)).lines == tuple(texts)


def test_a_banner_that_returns_at_the_head_of_every_page_is_told_at_most_once() -> None:
    pages = [prose(Sketch().picture(0, 20, WIDE, 60), [text], 200) for text in ("一、总体情况", "无。", "完。")]
    assert read(*pages).lines.count("〔图〕") <= 1


def test_digits_set_as_far_apart_as_the_letters_of_their_line_are_no_columns() -> None:
    def spaced(page: Sketch, x: float, y: float, text: str) -> Sketch:
        for char in text:
            page.write(x, y, char)
            x += 6 + (10 if char >= "\u2e80" else 5)
        return page

    page = spaced(spaced(spaced(Sketch(), 50, 100, "规章"), 200, 100, "203"), 50, 120, "规范性文件")
    spaced(spaced(page, 200, 120, "25"), 260, 120, "7")
    assert read(page).lines == ("规章    2\u20090\u20093", "规范性文件    2\u20095    7")
    close = Sketch().write(50, 100, "规章").write(200, 100, "2").write(211, 100, "0").write(222, 100, "3")
    assert read(close).lines == ("规章    2 0 3",)
    assert part_blanks("规章    2\u20090\u20093", BOOKS) == ("规章", f"2 0 3{UNSURE}")


# — refusals —


def test_a_scan_is_refused_with_its_pages_even_with_a_layer_of_recognised_text() -> None:
    scan = Sketch().picture(0, 0, WIDE, HIGH)
    recognised = prose(Sketch().picture(0, 0, WIDE, HIGH), [], 60)
    for line in range(20):
        recognised.write(50, 60 + 20 * line, "二、主动公开政府信息情况", before="3 Tr")
    assert refused(make_pdf([scan])) == ("pdf-scanned", "1")
    assert refused(make_pdf([prose(table(), ["正文"]), recognised, scan])) == ("pdf-scanned", "2、3")


def test_an_empty_page_and_a_picture_beside_text_are_no_scans() -> None:
    page = prose(Sketch().picture(50, 400, 250, 600), ["全年召开专题会议三次，研究部署政府信息公开工作。"] * 3)
    assert len(read(page, Sketch()).lines) == 4


def test_text_of_a_font_without_characters_is_refused() -> None:
    page = prose(Sketch(), ["正文"])
    for line in range(10):
        page.write(50, 100 + 20 * line, "abcdefgh", 10, "F3")
    assert refused(make_pdf([prose(Sketch(), ["正文"]), page])) == ("pdf-unmapped", "2")


def test_broken_files_are_refused() -> None:
    whole = make_pdf([table()])
    assert refused(b"%PDF-1.7\nnothing of the kind") == ("file-damaged", "pdf")
    assert refused(whole[: len(whole) // 2]) == ("file-damaged", "pdf")
    assert refused(b"%PDF-1.7\nstartxref\n0\n%%EOF\n" + whole[: whole.index(b"xref\n0")]) == ("file-damaged", "pdf")
    packed = zlib.compress(b"BT /F2 10 Tf 50 700 Td (1) Tj ET " * 50)
    empty = b"<</Length 0>>\nstream\n\nendstream"

    def holding(stream: bytes) -> bytes:
        return make_pdf([Sketch()]).replace(
            empty, b"<</Length %d /Filter /FlateDecode>>\nstream\n%s\nendstream" % (len(stream), stream)
        )

    assert isinstance(read_pdf(holding(packed)), Document)
    assert isinstance(read_pdf(holding(packed[:-4])), Document)  # without its checksum: whole all the same
    assert refused(holding(packed[:-12])) == ("file-damaged", "pdf")
    spoilt = bytes(byte ^ (0x55 if place == len(packed) // 2 else 0) for place, byte in enumerate(packed))
    assert refused(holding(spoilt)) == ("file-damaged", "pdf")
    vast = zlib.compress(b"q Q " * (8 * 1024 * 1024))
    assert refused(holding(vast))[0] == "pdf-too-complex"


def test_more_pages_rules_or_characters_than_any_report_has_are_refused() -> None:
    assert refused(make_pdf([Sketch()] * 301)) == ("pdf-too-complex", "301 页 / pages")
    many = Sketch()
    many.drawn.append("10 10 m 300 10 l " * 80_000 + "S")
    assert refused(make_pdf([many]))[0] == "pdf-too-complex"


# — files of other programs —

OFFICE_ROWS = (
    "\t信息内容\t自然人\t总计",
    "办理结果\t（一）予以公开\t21\t21",
    "\t（二）部分公开\t4\t4",
    "\t（三）不予公开\t\t0",
    "\t（四）无法提供\t10\t13",
    "\t（五）不予处理\t1\t1",
    "\t（六）其他处理\t0\t0",
    "\t（七）总计\t36\t39",
)


@pytest.mark.parametrize("name", ["office", "owner"])
def test_a_table_over_the_page_by_libreoffice_is_read_without_a_password(name: str) -> None:
    document = read_pdf((FILES / f"{name}.pdf").read_bytes())
    assert isinstance(document, Document)
    assert document.lines == (
        "三、收到和处理政府信息公开申请情况", *OFFICE_ROWS, "本机关2023年度没有收费，也没有减免。",
    )  # fmt: skip
    assert {row.merged for line, row in document.rows.items() if line > 2} == {frozenset({0})}


def test_a_file_locked_by_a_password_is_refused() -> None:
    assert refused((FILES / "locked.pdf").read_bytes()) == ("file-encrypted", "pdf")


STYLES = {
    "solid": "td{border:1px solid #000}",
    "dashed": "td{border:1px dashed #333}",
    "dotted": "td{border:1px dotted #000}",
    "double": "td{border:3px double #000}",
    "apart": "table{border-collapse:separate;border-spacing:2px}td{border:1px solid #000}",
    "open sides": "td{border:solid #000;border-width:1px 0 1px 1px}td.v{border-left-width:0}",
    "background": "td{border:1px solid #000}tr{background:#ccd}",
}


@pytest.mark.browser
def test_a_browsers_borders_part_cells_whatever_their_style(page: Page) -> None:
    table = "<tr><td rowspan=2 class=v>办理结果<td>规章<td>1<td></tr><tr><td>规范性文件<td>20<td class=n>1036</tr>"
    made = {}
    for name, style in STYLES.items():
        page.set_content(
            f"<style>table{{border-collapse:collapse}}td{{height:30px}}.v{{writing-mode:vertical-rl}}.n{{width:9px}}{style}</style>"
            f"<p>表</p><table>{table}</table>"
        )
        made[name] = page.pdf()
    for name, data in made.items():
        document = read_pdf(data)
        assert isinstance(document, Document)
        assert (name, document.lines) == (name, ("表", "办理结果\t规章\t1\t", "\t规范性文件\t20\t1036"))


# — whole reports —


@pytest.mark.skipif("REPORT_CORPUS" not in os.environ, reason="REPORT_CORPUS names no folder of real reports")
def test_a_real_report_is_read_as_printed() -> None:
    path = Path(os.environ["REPORT_CORPUS"]) / "hongze-district-gov-2023.pdf"
    reading = read_report("2023/a.pdf", path.read_bytes(), None, known())
    assert reading.report is not None
    form = [cell for cell in reading.report.cells if cell.row != "other_processing"]
    assert len(form) == 200
    assert sum(cell.state is State.REPORTED for cell in form) == 179
    absent = {cell.row for cell in form if cell.state is State.ABSENT}
    assert absent == {"other_no_correction", "other_fee_unpaid", "other"}
    values = {(cell.row, cell.column): cell.value for cell in reading.report.cells}
    assert values["fee", "amount"] is not None
    assert f"{values['fee', 'amount']}" == "7730.28"
    assert [values["reconsideration", column] for column in ("upheld", "corrected", "total")] == [10, 1, 0]
    assert [values["litigation_after_reconsideration", column] for column in ("upheld", "total")] == [5, 0]
