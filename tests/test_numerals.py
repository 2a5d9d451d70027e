"""Numbers as sentences write them: every number below ten thousand, and what is not well written."""

from __future__ import annotations

import pytest

from build_scripts.checking.numerals import read_number

DIGITS = "零一二三四五六七八九"
PLACES = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))


def write(number: int) -> str:
    """The number in Chinese numerals: a zero where places are passed over, ten without its one at the beginning."""
    written, passed = "", False
    for place, sign in PLACES:
        digit = number // place % 10
        if digit:
            written += ("零" if passed and written else "") + DIGITS[digit] + sign
        passed = not digit
    return (written.removeprefix("一") if written.startswith("一十") else written) or "零"


def test_every_number_below_ten_thousand_is_read() -> None:
    assert {number: read_number(f"{write(number)}件") for number in range(10_000)} == {n: n for n in range(10_000)}


@pytest.mark.parametrize(
    ("written", "number"),
    [("一百十", 110), ("一百十五", 115), ("两千两百", 2200), ("一千〇五", 1005), ("二十 件", 20), ("1,234 件", 1234),
     ("0", 0), ("〇", 0), ("一十", 10)],
)  # fmt: skip
def test_other_ways_to_write_it_are_read(written: str, number: int) -> None:
    assert read_number(written) == number


@pytest.mark.parametrize(
    "written", ["", "件", "一二", "十百", "百", "千五", "零十", "五百百", "一百五百", "二百千", "1十", "十1"]
)
def test_what_is_not_well_written_is_no_number(written: str) -> None:
    assert read_number(written) is None
