"""From a labelled row to its cells: every state, by the words of the data contract, each with its finding."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from build_scripts.model import Finding, State
from build_scripts.reading.tables import cells as under_test
from build_scripts.reading.tables.cells import (
    Column,
    RowOutcome,
    absent_cells,
    judge_cell,
    read_plain_row,
    read_row,
    unreadable_cells,
)
from build_scripts.reading.tables.grids import UNSURE
from build_scripts.reading.tables.placement import FullRow, OwnSum
from build_scripts.reading.tables.rows import LabelledRow

COUNTS = tuple(Column(code, f"列{code}", "件") for code in "abc")
MONEY = (Column("amount", "金额", "万元"),)
SUM = (OwnSum(2, (0, 1)),)
PATH = "2023/x.txt"


def row(*values: str, depth: int = 0, places: Sequence[int] = (), widths: Sequence[int] = ()) -> LabelledRow:
    return LabelledRow(
        "granted", 9, "予以公开", "\t".join(values), depth, values, places=tuple(places), widths=tuple(widths)
    )


def on_grid(*values: str, begin: int = 1) -> LabelledRow:
    return row(*values, places=range(begin, begin + len(values)), widths=[1] * len(values))


def read(
    one: LabelledRow,
    columns: Sequence[Column] = COUNTS,
    full: frozenset[FullRow] = frozenset(),
    heads: Sequence[int | None] = (),
    width: int = 0,
    settled: frozenset[FullRow] = frozenset(),
    sums: Sequence[OwnSum] = SUM,
) -> RowOutcome:
    return read_row("applications", one, columns, full, sums, PATH, heads, width, settled)


def told(outcome: RowOutcome) -> list[object]:
    """Of each cell its number, or else its state."""
    return [cell.value if cell.state is State.REPORTED else cell.state.value for cell in outcome.cells]


def codes(outcome: RowOutcome) -> list[str]:
    return [finding.code for finding in outcome.findings]


UNREAD = ["unreadable"] * 3


@pytest.mark.parametrize(
    ("values", "expected", "said", "by_sum"),
    [
        (("", "", ""), ["blank"] * 3, [], False),
        (("",), ["blank"] * 3, [], False),
        (("0", "0", "0"), [0, 0, 0], [], False),
        (("1", "", "", "2", "3"), [1, 2, 3], [], False),
        (("—", "—", "—"), ["dash"] * 3, [], False),
        (("—", "", "—"), ["dash", "blank", "dash"], [], False),
        (("—", "—"), UNREAD, ["wrong-width"], False),
        (("1", "—", "1"), [1, "dash", 1], [], False),
        (("1", "", "1"), [1, "blank", 1], [], False),
        (("1", "见附件", "1"), [1, "unreadable", 1], ["number-unreadable"], False),
        (("1", "2件", "3"), [1, 2, 3], ["number-remark"], False),
        (("1", "2(其中1件)", "3"), [1, 2, 3], ["number-remark"], False),
        (("1", "2.0", "3"), [1, 2, 3], ["number-remark"], False),
        (("1", "2.5", "3"), [1, "unreadable", 3], ["number-unreadable"], False),
        (("1", "-2", "3"), [1, "unreadable", 3], ["number-unreadable"], False),
        (("1", "2万元", "3"), [1, "unreadable", 3], ["number-unreadable"], False),
        (("0", "0", "0", "0"), [0, 0, 0], ["wrong-width-equal"], False),
        (("1", "0", "0", "1"), [1, 0, 1], ["wrong-width-sum"], True),
        (("1", "1", "0", "1"), UNREAD, ["wrong-width"], False),
        (("1", "2"), UNREAD, ["wrong-width"], False),
        (("1", "2", "3" + UNSURE), UNREAD, ["numbers-not-parted"], False),
        (("1", "2", "3" * 19), [1, 2, "unreadable"], ["number-unreadable"], False),
        (("1", "2", "9" * 18), [1, 2, 10**18 - 1], [], False),
        (("1", "2", "٣"), [1, 2, "unreadable"], ["number-unreadable"], False),
    ],
)
def test_a_row_is_read_or_left_out_and_it_is_said(
    values: tuple[str, ...], expected: list[object], said: list[str], by_sum: bool
) -> None:
    found = read(row(*values))
    assert (told(found), codes(found), found.placed_by_sum) == (expected, said, by_sum)
    assert (found.code, found.line) == ("granted", 9)
    assert [(cell.table, cell.row, cell.column, cell.line) for cell in found.cells] == [
        ("applications", "granted", code, 9) for code in "abc"
    ]
    assert {type(cell.value) for cell in found.cells if cell.value is not None} <= {int}


def test_each_cell_keeps_its_own_print_and_an_unread_row_the_whole() -> None:
    assert [cell.printed for cell in read(row("1", "", "2 件", "3")).cells] == ["1", "2 件", "3"]
    assert [cell.printed for cell in read(row("1", "", "1")).cells] == ["1", "", "1"]
    assert [cell.printed for cell in read(row("", "")).cells] == ["", "", ""]
    assert [cell.printed for cell in read(row("1", "2")).cells] == ["1\t2"] * 3
    assert [cell.correction for cell in read(row("1", "1", "2")).cells] == ["", "", ""]


@pytest.mark.parametrize(
    ("values", "code", "details"),
    [
        (("5", "5", "", "5", "5"), "wrong-width-equal",
         {"expected": "3", "count": "4", "found": "5 5 5 5", "value": "5"}),
        (("5", "５", "5", "５"), "wrong-width-equal",
         {"expected": "3", "count": "4", "found": "5 ５ 5 ５", "value": "5"}),
        (("1", "0", "0", "1"), "wrong-width-sum", {"expected": "3", "count": "4", "found": "1 0 0 1"}),
        (("1", "—"), "wrong-width", {"expected": "3", "count": "2", "found": "1 —"}),
        (("1", "字", "", "2", "3"), "wrong-width", {"expected": "3", "count": "3", "found": "1 字 2 3"}),
        (("1", "0", "2" + UNSURE), "numbers-not-parted", {"found": "2"}),
    ],
)  # fmt: skip
def test_what_is_said_of_a_row_counts_what_is_printed(
    values: tuple[str, ...], code: str, details: dict[str, str]
) -> None:
    [finding] = read(row(*values)).findings
    assert finding == Finding(code, PATH, 9, (("row", "予以公开"), *details.items()))


def test_what_is_said_of_a_cell_names_column_print_and_value() -> None:
    [finding] = read(row("1", "2件", "3")).findings
    assert finding.details == (("row", "予以公开"), ("column", "列b"), ("found", "2件"), ("value", "2"))
    [finding] = read(row("1", "见附件", "3")).findings
    assert finding.details == (("row", "予以公开"), ("column", "列b"), ("found", "见附件"))
    [finding] = read(row("20000元"), MONEY, sums=()).findings
    assert finding.details == (
        ("row", "予以公开"), ("column", "金额"), ("found", "20000元"), ("value", "2"), ("unit", "万元"))  # fmt: skip


@pytest.mark.parametrize("length", [100, 101, 150])
def test_what_is_quoted_is_cut(length: int) -> None:
    [finding] = read(row("1", "字" * length, "3")).findings
    assert dict(finding.details)["found"] == "字" * 100
    [finding] = read(row(*["字" * 70] * 5)).findings
    assert len(dict(finding.details)["found"]) == 200
    [finding] = read(row("1", "2" * 250 + UNSURE)).findings
    assert dict(finding.details)["found"] == "2" * 200


@pytest.mark.parametrize(
    ("printed", "unit", "signed", "head_unit", "expected"),
    [
        ("", "件", False, "", ("blank", None, "")),
        ("　", "万元", False, "", ("blank", None, "")),
        ("—", "件", False, "", ("dash", None, "")),
        ("无", "万元", False, "", ("dash", None, "")),
        ("若干", "件", False, "", ("unreadable", None, "number-unreadable")),
        ("7", "件", False, "", ("reported", 7, "")),
        ("7件", "件", False, "", ("reported", 7, "number-remark")),
        ("7(新)", "件", False, "", ("reported", 7, "number-remark")),
        ("7.0", "件", False, "", ("reported", 7, "number-remark")),
        ("7.5", "件", False, "", ("unreadable", None, "number-unreadable")),
        ("-7", "件", False, "", ("unreadable", None, "number-unreadable")),
        ("-7", "项", True, "", ("reported", -7, "")),
        ("7", "件", False, "元", ("reported", 7, "")),
        ("7元", "件", False, "", ("unreadable", None, "number-unreadable")),
        ("7", "万元", False, "", ("reported", Decimal(7), "")),
        ("7.25", "万元", False, "", ("reported", Decimal("7.25"), "")),
        ("7万元", "万元", False, "", ("reported", Decimal(7), "")),
        ("7(约)", "万元", False, "", ("reported", Decimal(7), "number-remark")),
        ("70000元", "万元", False, "", ("reported", Decimal(7), "unit-converted")),
        ("70000", "万元", False, "元", ("reported", Decimal(7), "unit-converted")),
        ("7万元", "万元", False, "元", ("reported", Decimal(7), "")),
        ("7", "万元", False, "万元", ("reported", Decimal(7), "")),
        ("7", "万元", False, under_test.UNCLEAR_UNIT, ("unreadable", None, "number-unreadable")),
        ("7万元", "万元", False, under_test.UNCLEAR_UNIT, ("reported", Decimal(7), "")),
        ("-7", "万元", True, "", ("unreadable", None, "number-unreadable")),
        ("7件", "万元", False, "", ("unreadable", None, "number-unreadable")),
        ("7", "", False, "元", ("reported", 7, "")),
        ("7件", "", False, "", ("reported", 7, "number-remark")),
    ],
)
def test_a_cell_has_the_state_of_what_is_printed_in_it(
    printed: str, unit: str, signed: bool, head_unit: str, expected: tuple[str, object, str]
) -> None:
    state, value, code = judge_cell(printed, unit, signed, head_unit)
    assert (state.value, value, code) == expected
    assert type(value) is type(expected[1])


def test_money_is_read_by_the_unit_of_its_head_or_not_at_all() -> None:
    for head, expected in (("", Decimal(5)), ("万元", Decimal(5)), ("元", Decimal("0.0005")), ("?", "unreadable")):
        column = MONEY[0]._replace(head_unit=head)
        found = read(row("5"), (column,), sums=())
        assert told(found) == [expected]
        assert type(found.cells[0].value) is (Decimal if head != "?" else type(None))
    mixed = (COUNTS[0], MONEY[0]._replace(head_unit="元"))
    assert told(read(row("5", "5"), mixed, sums=())) == [5, Decimal("0.0005")]
    assert told(read(row("5", "6"), (MONEY[0], COUNTS[0]), sums=())) == [Decimal(5), 6]
    found = read(row("5", "6"), (COUNTS[0], MONEY[0]), sums=())
    assert [(type(cell.value), cell.value, cell.printed) for cell in found.cells] == [(int, 5, "5"), (Decimal, 6, "6")]


def test_rows_of_plain_numbers_need_no_thought_and_no_others_are_taken_for_such() -> None:
    def is_plain(one: LabelledRow, columns: Sequence[Column] = COUNTS) -> bool:
        return read_plain_row("applications", one, columns) is not None

    for values in (("", "", ""), ("1", "2", "3"), ("1", "", "2", "3")):
        assert is_plain(row(*values)), values
    for values in (("1", "2", "3"), ("", "", "", "")):
        assert is_plain(on_grid(*values)), values
    for values in (
        ("1", "2"),
        ("1", "2", "3", "4"),
        ("1", "2", "—"),
        ("1", "２", "3"),
        ("1", "2", "1" * 19),
        ("1", "²", "3"),
    ):
        assert not is_plain(row(*values)), values
    assert is_plain(row("1", "2", "9" * 18))
    assert not is_plain(on_grid("1", "", "2", "3")), "a blank on a grid may be a column's"
    assert not is_plain(row("5"), (MONEY[0]._replace(head_unit="元"),))
    assert is_plain(row("5"), MONEY)
    for unit in ("件", ""):
        columns = (MONEY[0], COUNTS[0]._replace(unit=unit, head_unit="元"))
        assert is_plain(row("5", "6"), columns)
        assert [type(cell.value) for cell in read(row("5", "6"), columns, sums=()).cells] == [Decimal, int]


# where the format parts the cells


def test_on_a_grid_a_blank_is_a_blank_only_where_its_column_is() -> None:
    heads = (1, 2, 3)
    assert told(read(on_grid("1", "", "2"), heads=heads, width=4)) == [1, "blank", 2]
    assert told(read(on_grid("1", "", "2", ""), heads=heads, width=4)) == UNREAD
    assert told(read(on_grid("1", "", "2"), heads=(1, None, 3), width=4)) == [1, "blank", 2]
    assert told(read(on_grid("1", "", "2"), heads=(1, 3, 2), width=4)) == [1, "blank", 2], (
        "heads out of order say nothing"
    )
    assert told(read(on_grid("1", "", "", "2"), heads=(1, 2, 4), width=5)) == [1, "blank", 2]
    assert told(read(on_grid("1", "", "", "2"), heads=(1, 3, 2), width=5)) == UNREAD
    assert told(read(on_grid("1", "", "", "2"), heads=(1, 4), width=5)) == UNREAD
    assert told(read(on_grid("1", "", "", "2"), heads=(1, 1, 4), width=5)) == UNREAD
    assert told(read(on_grid("", "", "", "2"), heads=(1, 1, 4), width=5)) == UNREAD


def test_on_a_grid_numbers_as_many_as_columns_beside_blanks_must_prove_their_place() -> None:
    heads = (1, 2, 4)
    adds_up, stray = on_grid("1", "1", "2", ""), on_grid("1", "1", "3", "")
    assert told(read(adds_up, heads=heads, width=5)) == [1, 1, 2]
    assert told(read(stray, heads=heads, width=5)) == UNREAD
    assert told(read(stray, heads=heads, width=5, settled=frozenset({FullRow((1, 2, 3), 5)}))) == [1, 1, 3]
    assert told(read(stray, heads=(1, 2, 3), width=5)) == [1, 1, 3]
    assert told(read(stray, settled=frozenset({FullRow((1, 2, 4), 5)}))) == UNREAD
    assert told(read(on_grid("1", "1", "3"), heads=heads, width=5)) == [1, 1, 3], "no blank stands beside them"
    assert told(read(on_grid("1", "1", "2", "2"), heads=heads, width=5)) == UNREAD
    assert told(read(on_grid("1", "0", "0", "1"), heads=heads, width=5)) == [1, 0, 1]
    assert told(read(on_grid("1", "字", "2", ""), heads=(1, 2, 3), width=5)) == [1, "unreadable", 2]
    assert told(read(on_grid("1", "字", "2"), heads=(1, 2, 4), width=4)) == UNREAD


def test_full_rows_of_a_grid_place_rows_that_have_fewer_numbers() -> None:
    full = frozenset({FullRow((1, 2, 4), 5)})
    assert told(read(on_grid("1", "", "", "2"), full=full)) == [1, "blank", 2]
    assert told(read(on_grid("", "1", "", "2"), full=full)) == ["blank", 1, 2]
    assert told(read(on_grid("1", "", "2", ""), full=full)) == UNREAD
    assert told(read(on_grid("1", "", "2"), full=full)) == UNREAD
    assert told(read(on_grid("1", "2", "", "4", begin=1), full=full)) == [1, 2, 4]


def test_what_is_settled_places_rows_by_itself_and_beside_full_rows() -> None:
    known = frozenset({FullRow((1, 2, 4), 5)})
    assert told(read(on_grid("1", "", "", "2"), settled=known)) == [1, "blank", 2]
    assert told(read(on_grid("1", "", "", "2"), settled=known, full=known)) == [1, "blank", 2]
    assert told(read(on_grid("1", "", "2", ""), settled=known, full=frozenset({FullRow((1, 2, 3), 4)}))) == UNREAD


def test_as_many_numbers_as_cells_need_no_heads_even_with_remarks() -> None:
    assert told(read(on_grid("1", "1", "3件"), heads=(1, 2, 4), width=5)) == [1, 1, 3]


def test_more_numbers_than_columns_beside_blanks_are_read_by_their_sum_or_not_at_all() -> None:
    assert told(read(on_grid("1", "0", "", "0", "1"), heads=(1, 2, 5), width=6)) == [1, 0, 1]
    assert told(read(on_grid("2", "2", "", "2", "2"), heads=(1, 2, 5), width=6)) == [2, 2, 2]


def test_heads_of_no_known_width_place_nothing() -> None:
    found = read_row("applications", on_grid("字", begin=0), COUNTS[:1], frozenset(), (), PATH, (0,))
    assert (told(found), codes(found)) == (["unreadable"], ["wrong-width"])


# where it does not


def test_without_a_grid_full_rows_and_heads_tell_where_columns_stand() -> None:
    full = frozenset({FullRow((1, 2, 3), 4)})
    assert told(read(row("", "1", "", "2"), full=full)) == [1, "blank", 2]
    assert told(read(row("1", "", "", "2"), full=full)) == UNREAD
    assert told(read(row("", "5", "", depth=0), heads=(2, 3, 4))) == UNREAD
    assert told(read(row("", "5", "", depth=0), heads=(1, 2, 3))) == ["blank", 5, "blank"]
    assert told(read(row("", "5", "", depth=1), heads=(2, 3, 4))) == ["blank", 5, "blank"]
    assert told(read(row("", "5", "5", depth=0), heads=(2, 3, 4))) == ["blank", 5, 5]
    assert told(read(row("", "5", "", depth=0), heads=(None, 2, None))) == ["blank", 5, "blank"]
    assert told(read(row("", "5", "", depth=0), heads=(None, 3, None))) == UNREAD


def test_cells_of_rows_that_are_not_printed_or_not_read() -> None:
    absent = absent_cells("remedies", "reconsideration", COUNTS)
    assert [tuple(cell) for cell in absent] == [
        ("remedies", "reconsideration", code, State.ABSENT, None, "", None, "") for code in "abc"
    ]
    unread = unreadable_cells("remedies", "reconsideration", COUNTS, "一 二", 4)
    assert [tuple(cell) for cell in unread] == [
        ("remedies", "reconsideration", code, State.UNREADABLE, None, "一 二", 4, "") for code in "abc"
    ]
