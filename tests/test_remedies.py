"""The table of reviews and lawsuits: three channels side by side, five results each."""

from __future__ import annotations

import pytest

from tests.report_texts import REMEDIES, codes_of, contents, print_text, read_text

HEADS = REMEDIES.rpartition("\n")[0]
CHANNELS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")


def read_numbers(numbers: str, heads: str = HEADS) -> tuple[list[list[object]], list[str]]:
    reading = read_text(print_text(remedies=f"{heads}\n{numbers}"))
    assert reading.report is not None
    return [contents(reading.report, "remedies", channel) for channel in CHANNELS], codes_of(reading)


def test_fifteen_numbers_fill_the_channels_in_order() -> None:
    found, codes = read_numbers("\t".join(str(number) for number in range(1, 16)))
    assert (found, codes) == ([[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], [11, 12, 13, 14, 15]], [])


def test_sixteen_zeros_are_fifteen() -> None:
    assert read_numbers("\t".join("0" * 16)) == ([[0] * 5] * 3, ["wrong-width-equal"])


def test_fourteen_zeros_are_unreadable() -> None:
    assert read_numbers("\t".join("0" * 14)) == ([["unreadable"] * 5] * 3, ["wrong-width"])


def test_a_blank_line_of_fifteen_cells_is_blank() -> None:
    assert read_numbers("\t" * 14) == ([["blank"] * 5] * 3, [])


def test_heads_alone_leave_the_table_absent() -> None:
    assert read_numbers("") == ([["absent"] * 5] * 3, ["rows-missing"])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("结果维持\t结果纠正", "结果纠正\t结果维持", [[2, 1, 3, 4, 10], [0] * 5, [0] * 5]),
        ("行政复议\t未经复议直接起诉", "未经复议直接起诉\t行政复议", [[0] * 5, [1, 2, 3, 4, 10], [0] * 5]),
    ],
)
def test_heads_in_another_order_are_followed(old: str, new: str, expected: list[list[object]]) -> None:
    assert read_numbers("1\t2\t3\t4\t10" + "\t0" * 10, HEADS.replace(old, new, 1)) == (expected, [])


@pytest.mark.parametrize(
    ("old", "new"),
    [("结果维持\t结果纠正", "结果维持\t结果维持"), ("尚未审结\t总计", "总计\t尚未审结")],
)  # fmt: skip
def test_heads_that_do_not_fit_leave_the_table_unread(old: str, new: str) -> None:
    found, codes = read_numbers("1\t2\t3\t4\t10" + "\t0" * 10, HEADS.replace(old, new, 1))
    assert (found, codes) == ([["unreadable"] * 5] * 3, ["header-differs"])
