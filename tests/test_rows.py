"""Lines of a table → rows with their codes; every line is accounted for."""

from __future__ import annotations

from build_scripts.reading.tables.grids import split_row
from build_scripts.reading.tables.rows import LabelledTable, label_rows
from tests.printing.readback import known
from tests.report_texts import HEADS, print_requests, row_labels

GRANTED = "（一）予以公开\t0\t0\t0\t0\t0\t0\t0"


def label(text: str) -> LabelledTable:
    rows = [split_row(number, line) for number, line in enumerate(text.split("\n"), 1)]
    return label_rows(rows, known().books["applications"], known().row_orders["applications"])


def test_a_character_of_a_group_printed_downwards_is_no_dash() -> None:
    found = label("无\t2.没有现成信息需要另行制作\t" + "\t".join("1234560"))
    assert [(row.code, row.values) for row in found.rows] == [("unavailable_needs_creation", tuple("1234560"))]


def test_every_row_of_the_form_is_found_by_its_label() -> None:
    for form in ("2019", "2021"):
        assert [row.code for row in label(print_requests(form)).rows] == list(row_labels(form))


def test_the_values_are_the_cells_behind_the_label() -> None:
    (row,) = label("三、本年度办理结果\t（一）予以公开\t\t1\t2\t").rows
    assert (row.depth, row.values, row.line) == (1, ("", "1", "2", ""), 1)


def test_groups_before_the_label_are_no_rows() -> None:
    table = label("三、本年度办理结果\t（三）不予公开\t1.属于国家秘密\t0\t0")
    assert [row.code for row in table.rows] == ["refused_state_secret"]


def test_a_line_of_heads_is_no_row() -> None:
    table = label(f"{HEADS}\n{GRANTED}\n{HEADS}")
    assert ([row.code for row in table.rows], len(table.heads), table.loose) == (["granted"], 2, ())


def test_numbers_without_a_label_are_loose() -> None:
    table = label(f"{GRANTED}\n5\t5\t5")
    assert [(row.line, row.has_numbers, row.after) for row in table.loose] == [(2, True, 1)]


def test_an_unknown_label_keeps_its_line_loose() -> None:
    table = label(f"{GRANTED}\n不知所云之行\t5\t5")
    assert [(row.label, row.has_numbers) for row in table.loose] == [("不知所云之行", True)]


def test_a_word_behind_the_label_is_a_value() -> None:
    (row,) = label("（一）予以公开\t见附件\t0\t0").rows
    assert row.values == ("见附件", "0", "0")


def test_a_slip_is_marked() -> None:
    assert [(row.code, row.slip) for row in label("3.要求提供公开出版勿\t0\t0").rows] == [
        ("not_processed_publication", True)
    ]
