"""Corrections → corrected cells, each with what was printed and why."""

from __future__ import annotations

import pytest

from build_scripts.model import Cell, State
from build_scripts.reading.sidecar.corrections import Corrected, apply_corrections
from build_scripts.reading.sidecar.sidecars import CorrectionRequest
from tests.printing.readback import known

COLUMNS = ("issued", "repealed", "in_force")
CELLS = tuple(Cell("disclosures", "regulation", column, State.UNREADABLE, None, "0 0", 5) for column in COLUMNS)
FEE = Cell("disclosures", "fee", "amount", State.REPORTED, None, "250.83", 9)


def correct(value: str, column: str = "issued", row: str = "regulation") -> Corrected:
    request = CorrectionRequest(3, "disclosures", row, column, value, "核对原件", "https://a.example/b")
    return apply_corrections((*CELLS, FEE), [request], known().views["2021"], "a.yml")


def test_one_cell_is_corrected() -> None:
    done = correct("7")
    assert done.cells[0] == Cell("disclosures", "regulation", "issued", State.REPORTED, 7, "0 0", 5, "核对原件")
    assert done.cells[1:] == (*CELLS[1:], FEE)
    assert [(one.column, one.printed, one.value) for one in done.corrections] == [("issued", "0 0", "7")]


def test_a_row_of_which_some_cells_stay_is_no_correction_without_effect() -> None:
    done = correct("unreadable 2 unreadable", "")
    assert ([one.code for one in done.findings], [one.column for one in done.corrections]) == ([], ["repealed"])
    without = correct("unreadable unreadable unreadable", "").findings
    assert [one.details for one in without] == [(("cell", "disclosures/regulation"),)]


def test_a_whole_row_is_corrected_at_once() -> None:
    done = correct("1 2 blank", "")
    assert [(cell.state.value, cell.value) for cell in done.cells[:3]] == [
        ("reported", 1),
        ("reported", 2),
        ("blank", None),
    ]


def test_money_keeps_the_places_written() -> None:
    assert [one.value for one in correct("12.50", "amount", "fee").corrections] == ["12.50"]


@pytest.mark.parametrize(
    "value", ["x", "-1", "1.5", "1e3", "1e999999", "NaN", "Infinity", "1_000", "٣", "", "reported"]
)
def test_a_value_that_fits_no_cell_is_refused(value: str) -> None:
    done = correct(value)
    assert (done.cells, done.corrections) == ((*CELLS, FEE), ())
    assert [(one.code, one.line) for one in done.findings] == [("sidecar-bad-value", 3)]


@pytest.mark.parametrize(
    ("value", "column", "row"), [("1", "nothing", "regulation"), ("1 2", "", "regulation"), ("1", "", "none")]
)
def test_a_correction_of_no_such_cell_is_refused(value: str, column: str, row: str) -> None:
    assert [one.code for one in correct(value, column, row).findings] == ["sidecar-bad-value"]


def test_what_changes_nothing_is_said() -> None:
    done = correct("unreadable")
    assert ([one.code for one in done.findings], done.corrections) == (["correction-without-effect"], ())


ONE = "blank | dash | absent | unreadable"


@pytest.mark.parametrize(
    ("wrong", "key", "found", "zh", "en"),
    [
        ({"table": "remedies"}, "table", "remedies",
         "有数的表；这份报告没有可更正的表格", "a table; this report has none"),
        ({"row": "x"}, "row", "x", "regulation、fee 之一", "one of regulation, fee"),
        ({"column": "x"}, "column", "x", "issued、repealed、in_force 之一", "one of issued, repealed, in_force"),
        ({"value": "x"}, "value", "x", f"合于这一格的数，或 {ONE}", f"a number that fits the cell, or {ONE}"),
        (
            {"column": "", "value": "1 2"}, "value", "1 2",
            f"以空格分开的 3 个值，依次为 issued repealed in_force；每个值是数，或 {ONE}",
            f"3 values parted by blanks, in the order issued repealed in_force; each a number, or {ONE}",
        ),
    ],
)  # fmt: skip
def test_the_key_at_fault_is_named_on_its_line_with_what_would_fit(
    wrong: dict[str, str], key: str, found: str, zh: str, en: str
) -> None:
    said = {
        "table": "disclosures",
        "row": "regulation",
        "column": "issued",
        "value": "1",
        "reason": "a",
        "evidence": "b",
    }
    lines = {name: number for number, name in enumerate(said, 3)}
    request = CorrectionRequest(3, **{**said, **wrong}, lines=lines)
    (finding,) = apply_corrections((*CELLS, FEE), [request], known().views["2021"], "a.yml").findings
    assert finding.line == lines[key]
    assert dict(finding.details) == {"key": key, "found": found, "expected_zh": zh, "expected_en": en}
