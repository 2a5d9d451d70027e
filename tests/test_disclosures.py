"""The table of proactive disclosure: columns by the heads above each row."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.report_texts import DISCLOSURES_2021, codes_of, contents, print_text, read_text, read_whole


def read_row(row: str, old: str, new: str) -> list[object]:
    return contents(read_whole(print_text(disclosures=DISCLOSURES_2021.replace(old, new))), "disclosures", row)


@pytest.mark.parametrize(
    ("printed", "amount"),
    [("0", "0"), ("251000元", "25.1"), ("1,250.5", "1250.5"), ("0.0001", "0.0001"), ("３００", "300")],
)
def test_fees_are_in_ten_thousand_yuan(printed: str, amount: str) -> None:
    assert read_row("fee", "250.83", printed) == [Decimal(amount)]


def test_the_unit_of_the_head_is_heeded() -> None:
    assert read_row("fee", "（单位：万元）\n行政事业性收费\t250.83", "（单位：元）\n行政事业性收费\t251000") == [
        Decimal("25.1")
    ]


@pytest.mark.parametrize(
    ("printed", "content"), [("", "blank"), ("—", "dash"), ("见附件", "unreadable"), ("-3", "unreadable")]
)
def test_what_is_no_number_is_a_state(printed: str, content: str) -> None:
    assert read_row("licence", "\t44", f"\t{printed}") == [content]


def test_heads_of_no_edition_leave_their_rows_unread() -> None:
    heads = "本年制发件数\t本年废止件数\t现行有效件数"
    reading = read_text(print_text(disclosures=DISCLOSURES_2021.replace(heads, "列甲\t列乙\t列丙")))
    assert reading.report is not None
    assert contents(reading.report, "disclosures", "regulation") == ["unreadable"] * 3
    assert contents(reading.report, "disclosures", "licence") == [44]
    assert codes_of(reading) == ["header-differs", "header-differs"]
