"""The table of requests: one row an outcome, one column an applicant."""

from __future__ import annotations

import pytest

from tests.report_texts import HEADS, codes_of, contents, print_requests, print_text, read_text, row_labels


def read_granted(values: str) -> tuple[list[object], list[str]]:
    line = "\t\t（一）予以公开\t" + values.replace(" ", "\t").replace(".", "")
    reading = read_text(print_text(requests=print_requests(changes={"granted": line})))
    assert reading.report is not None
    return contents(reading.report, "applications", "granted"), codes_of(reading)


@pytest.mark.parametrize(
    ("values", "expected", "codes"),
    [
        ("1 2 3 4 5 6 21", [1, 2, 3, 4, 5, 6, 21], []),
        (". 1 2 3 . 4 5 6 21", [1, 2, 3, 4, 5, 6, 21], []),
        ("1 . . . . . 1", [1, *["blank"] * 5, 1], []),
        (". . . . . . .", ["blank"] * 7, []),
        ("— — — — — — —", ["dash"] * 7, []),
        ("0 0 0 0 0", ["unreadable"] * 7, ["wrong-width"]),
        ("0 0 0 0 0 0 0 0 0 0 0", [0] * 7, ["wrong-width-equal"]),
        ("2 0 0 0 0 0 0 2", [2, 0, 0, 0, 0, 0, 2], ["wrong-width-sum"]),
        ("0 2 0 0 0 0 0 2", ["unreadable"] * 7, ["wrong-width"]),
        ("1 2 0 0 0 0 0 2", ["unreadable"] * 7, ["wrong-width"]),
        ("其中 1 0 0 . 0 0 1", ["unreadable"] * 7, ["wrong-width"]),
        ("1 0 0 0 0 0 9", [1, 0, 0, 0, 0, 0, 9], []),
    ],
)
def test_a_row_is_placed_by_the_rule(values: str, expected: list[object], codes: list[str]) -> None:
    assert read_granted(values) == (expected, codes)


def test_a_row_that_lost_a_cell_is_not_read_shifted() -> None:
    spare = {code: "\t\t" + label + "\t0" * 7 + "\t" for code, label in row_labels("2021").items()}
    spare["granted"] = "\t\t（一）予以公开\t1\t\t\t\t\t1\t"
    reading = read_text(print_text(requests=print_requests(changes=spare)))
    assert reading.report is not None
    assert contents(reading.report, "applications", "granted") == ["unreadable"] * 7
    assert codes_of(reading) == ["wrong-width"]


def test_without_heads_the_order_of_the_form_stands() -> None:
    reading = read_text(print_text(requests=print_requests().removeprefix(HEADS + "\n")))
    assert reading.report is not None
    assert contents(reading.report, "applications", "granted") == [0] * 7
