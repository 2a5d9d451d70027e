"""A printed cell → what kind of mark it is, and its number."""

from __future__ import annotations

from decimal import Decimal

import pytest

from build_scripts.reading.tables.amounts import MarkKind, is_empty, read_mark, take_count, take_money
from tests.report_texts import print_text, read_text, read_whole, row_of


@pytest.mark.parametrize(
    ("printed", "count"),
    [
        ("0", 0),
        ("１，０３６", 1036),
        ("1,036", 1036),
        ("+1036", 1036),
        ("3 件", 3),
        ("22（其中修订 16 件）", 22),
        ("007", 7),
        ("645.0", 645),
        ("1,036.00", 1036),
    ],
)
def test_a_count_is_read(printed: str, count: int) -> None:
    assert take_count(read_mark(printed), negative_allowed=False) == count


@pytest.mark.parametrize(("printed", "count"), [("-3", -3), ("−3", -3), ("－3", -3), ("-1", -1)])
def test_a_count_is_negative_only_where_that_can_be(printed: str, count: int) -> None:
    assert take_count(read_mark(printed), negative_allowed=True) == count
    assert take_count(read_mark(printed), negative_allowed=False) is None


@pytest.mark.parametrize("remark", ["减少", "减", "-", "减少2项", "↓", "比上年"])
def test_a_remark_of_less_leaves_the_sign_open(remark: str) -> None:
    assert take_count(read_mark(f"2（{remark}）"), negative_allowed=True) is None
    assert take_count(read_mark("2（新增）"), negative_allowed=True) == 2
    assert take_count(read_mark(f"2（{remark}）"), negative_allowed=False) == 2


@pytest.mark.parametrize(
    "printed", ["0.5", "1.5", "2.7", "3万元", "251000元", "645.000", "1,036.000", "1.0000", "645．000件"]
)
def test_money_and_fractions_are_no_counts(printed: str) -> None:
    assert take_count(read_mark(printed), negative_allowed=False) is None


@pytest.mark.parametrize(
    "printed",
    ["1,03", "10,36", "12345,678", "1 036", "1e3", "٣", "①", "44①", "44²", "½", "三", "1.", "0x1", "约3件", "3%", "(3)",
     "不适用", "N/A", "=1+1", "1" * 19, "0.000000001", "1" + " " * 100_000 + "2"],
)  # fmt: skip
def test_these_are_no_numbers(printed: str) -> None:
    assert read_mark(printed).kind is MarkKind.TEXT


@pytest.mark.parametrize("printed", ["-", "—", "——", "－", "/", "／", "无"])
def test_these_stand_instead_of_a_number(printed: str) -> None:
    assert read_mark(printed).kind is MarkKind.DASH


@pytest.mark.parametrize("printed", ["", " ", "　", "\u00a0"])
def test_blank_is_blank_and_not_zero(printed: str) -> None:
    assert read_mark(printed).kind is MarkKind.EMPTY
    assert take_count(read_mark(printed), negative_allowed=False) is None


@pytest.mark.parametrize(
    ("printed", "head_unit", "amount"),
    [("250.83", "万元", "250.83"), ("251000元", "万元", "25.1"), ("251000", "元", "25.1"), ("3亿元", "元", "30000"),
     ("0", "元", "0"), ("0.0001", "万元", "0.0001"), ("1.500", "万元", "1.500"), ("7元", "万元", "0.0007"),
     ("7千元", "万元", "0.7"), ("7万元", "元", "7"), ("7百万元", "元", "700"), ("7千万元", "元", "7000"),
     ("7亿元", "元", "70000"), ("250（元）", "万元", "0.025"), ("250（单位：千元）", "万元", "25"),
     ("250元（万元）", "万元", "0.025"),
     ("300千元", "元", "30")],
)  # fmt: skip
def test_money_is_in_ten_thousand_yuan_exactly(printed: str, head_unit: str, amount: str) -> None:
    found = take_money(read_mark(printed), head_unit)
    assert found == Decimal(amount)
    assert str(found) == amount


def test_a_unit_in_brackets_is_the_unit_and_no_remark_unless_another_stands_before_it() -> None:
    assert (read_mark("250（单位：元）").unit, read_mark("250（单位：元）").remark) == ("元", "")
    assert (read_mark("250件（元）").unit, read_mark("250件（元）").remark) == ("件", "(元)")
    assert take_count(read_mark("250（元）"), negative_allowed=False) is None


@pytest.mark.parametrize(
    ("printed", "empty"), [("", True), ("　", True), ("0", False), ("—", False), ("见附件", False)]
)
def test_only_a_cell_without_a_mark_is_empty(printed: str, empty: bool) -> None:
    assert is_empty(printed) is empty


def test_a_mark_is_two_hundred_characters_at_most() -> None:
    assert read_mark(f"5({'字' * 197})").value == 5
    assert read_mark(f"5({'字' * 198})").kind is MarkKind.TEXT


def test_no_money_below_zero_and_none_in_pieces() -> None:
    assert take_money(read_mark("-1")) is None
    assert take_money(read_mark("3件")) is None


@pytest.mark.parametrize("printed", ["1" * 19, "1" + ",000" * 6, "0.123456789"])
def test_digits_run_together_are_no_number(printed: str) -> None:
    """Beyond 18 digits, commas or not, and eight places: two cells in one, and more than a column of numbers holds."""
    assert read_mark(printed).kind is MarkKind.TEXT
    assert read_mark("999,999,999,999,999,999").value == 10**18 - 1


@pytest.mark.parametrize(
    "remark",
    ["13812345678", "+86-138-1234-5678", "１３８１２３４５６７８", "一三八一二三四五六七八",
     "13812345678、13912345678", "13812345678,13912345678", "410781196003071719", "41078119600307171X",
     "联系13812345678", "13812345678转2"],
)  # fmt: skip
def test_a_cell_is_read_the_same_however_its_text_is_given_out(remark: str) -> None:
    """A number beside the cell's own, which a person's may be: masked, it must not leave the other to be read."""
    text = print_text().replace("行政处罚\t31", f"行政处罚\t436（{remark}）")
    read = {
        way: read_text(text, f"text_release: {way}\n" if way else None) for way in ("", "masked", "withheld", "full")
    }
    cells = [[(cell.state, cell.value) for cell in reading.report.cells] for reading in read.values() if reading.report]
    assert len(cells) == len(read)
    assert cells == [cells[0]] * len(read)
    assert any("［" in line for line in read["masked"].lines), "the number was found"
    (penalty,) = row_of(read_whole(text), "disclosures", "penalty")
    is_word = any(char in "联系转" for char in remark)
    assert penalty.value == (436 if is_word else None)


@pytest.mark.parametrize("printed", ["5（2020.01.01-2020.12.31）", "5（其中16件）", "5（-3）", "5（第12345678901号）"])
def test_a_remark_that_is_no_number_of_a_person_leaves_the_number(printed: str) -> None:
    assert read_mark(printed).value == 5
