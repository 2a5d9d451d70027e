"""Tables copied so that every cell stands on a line of its own."""

from __future__ import annotations

import pytest

from build_scripts.reading.tables.stacks import part_stacks
from tests.printing.readback import known

BOOKS = tuple(known().books.values())
RULES = ["规章", "0", "1", "6"]
GRANTED = ["（一）予以公开", "1", "0", "0", "0", "0", "0", "1"]


def stack(*lines: str) -> dict[int, tuple[str, ...]]:
    return {number: cells for number, cells in part_stacks(lines, (), (), BOOKS).items() if cells}


def test_a_label_and_its_numbers_are_a_row() -> None:
    assert stack(*RULES, *GRANTED) == {1: tuple(RULES), 5: tuple(GRANTED)}


def test_blank_lines_and_marked_page_numbers_do_not_count() -> None:
    lines = [*GRANTED[:4], "", "- 5 -", "", *GRANTED[4:]]
    assert stack(*lines) == {1: tuple(GRANTED)}


@pytest.mark.parametrize(
    ("numbers", "printed"),
    [
        (["1", "0", "0", "0", "0", "0", "5"], "1 0 0 0 0 0 5⁇"),
        (["1", "0", "0", "0", "0", "1", "0", "2"], "1 0 0 0 0 1 0 2⁇"),
    ],
)
def test_a_number_that_may_be_a_page_s_leaves_the_row_unread(numbers: list[str], printed: str) -> None:
    assert stack("（一）予以公开", *numbers) == {1: ("（一）予以公开", printed)}


def test_fewer_numbers_than_columns_stay_as_they_are() -> None:
    assert stack("（一）予以公开", *"000") == {1: ("（一）予以公开", "0", "0", "0")}


def test_short_rows_are_unread_where_a_line_may_be_a_page_s_number() -> None:
    assert stack(*RULES, "行政许可", "5") == {1: tuple(RULES), 5: ("行政许可", "5")}
    assert stack(*RULES, "行政许可", "5", "本年度工作。", "2") == {1: ("规章", "0 1 6⁇"), 5: ("行政许可", "5⁇")}


def test_a_word_for_nothing_below_a_heading_is_no_page_s_number() -> None:
    found = part_stacks([*RULES, "行政许可", "5", "六、其他", "无"], {7}, (), BOOKS)
    assert found[5] == ("行政许可", "5")


def test_full_width_amounts_are_numbers() -> None:
    assert stack(*RULES, "行政事业性收费", "１２．７９３２")[5] == ("行政事业性收费", "１２．７９３２")


def test_labels_above_all_their_numbers_are_unread() -> None:
    found = stack("（一）予以公开", "（二）部分公开", *"0" * 6, "1", *"0" * 6, "1")
    assert found == {
        1: ("（一）予以公开", "0 0 0 0 0 0 1 0 0 0 0 0 0 1⁇"),
        2: ("（二）部分公开", "0 0 0 0 0 0 1 0 0 0 0 0 0 1⁇"),
    }


def test_labels_without_numbers_of_lines_count_too() -> None:
    found = stack("总计", "结转下年度继续办理", *"0" * 6, "1", *"0" * 6, "1")
    assert {cells[0] for cells in found.values()} == {"总计", "结转下年度继续办理"}
    assert all(cells[-1].endswith("⁇") for cells in found.values())


def test_the_reviews_row_stands_by_itself() -> None:
    numbers = ["1", "0", "0", "0", "1", *"00000", *"02002"]
    assert stack("尚未审结", "总计", *numbers) == {1: ("尚未审结", "总计⁈"), 3: tuple(numbers)}


def test_heads_below_each_other_are_one_line_of_heads() -> None:
    heads = [
        "申请人情况",
        "自然人",
        "法人或其他组织",
        "总计",
        "商业企业",
        "科研机构",
        "社会公益",
        "组织",
        "法律服务机构",
        "其他",
    ]
    found = stack(*heads, "一、本年新收政府信息公开申请数量", *"0" * 7)
    assert [found[1], found[2], found[5]] == [
        ("申请人情况⁈",),
        ("自然人", "法人或其他组织", "总计⁈"),
        ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他⁈"),
    ]


def test_a_total_above_the_other_heads_stays_before_them() -> None:
    found = stack("总计", "自然人", "法人或其他组织", "商业企业", "规章", *"000")
    assert [found[1], found[4]] == [("总计", "自然人", "法人或其他组织⁈"), ("商业企业⁈",)]


def test_a_page_number_below_a_group_is_no_row_of_the_other_edition() -> None:
    row = ["1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", *"1000001"]
    assert stack("（六）其他处理", "7", *row) == {3: tuple(row)}
    assert stack("（六）其他处理", "7", *RULES) == {1: ("（六）其他处理", "7"), 3: tuple(RULES)}


def test_an_enumerator_on_a_line_of_its_own_does_not_make_a_row_of_a_group() -> None:
    label = "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
    found = stack("（六）其他处理", "1.", label, *"32437606")
    assert found.keys() == {2, 3}


def test_words_instead_of_numbers_leave_the_row_unread() -> None:
    found = stack(*GRANTED, "（二）部分公开", "零", *"000000")
    assert found[9] == ("（二）部分公开", "零⁇")


def test_single_numbers_in_a_text_are_no_rows() -> None:
    assert stack("全年公开信息", "5", "另有简报", "3", "规章", "2") == {}
