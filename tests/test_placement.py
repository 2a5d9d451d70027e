"""No placement ever gives a number to a column that the rule of the data contract does not give it."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from build_scripts.reading.tables.amounts import MarkKind, read_mark
from build_scripts.reading.tables.placement import FullRow, OwnSum, Rule, place_marks

SUMS = (OwnSum(6, (0, 1, 2, 3, 4, 5)),)
UNREADABLE = "unreadable"
CELLS = st.lists(st.sampled_from(["", "", "0", "0", "1", "2", "3", "—", "见附件"]), max_size=11)


def place(cells: list[str], full_rows: frozenset[FullRow] = frozenset(), columns: int = 7) -> list[str] | str:
    """For each column the cell it gets ('' for an empty one), or unreadable."""
    placement = place_marks([read_mark(cell) for cell in cells], columns, full_rows, SUMS if columns == 7 else ())
    if placement.rule is Rule.UNPLACED:
        assert placement.positions == ()
        return UNREADABLE
    assert len(placement.positions) == columns
    return [cells[position] if position is not None else "" for position in placement.positions]


def full(*rows: str) -> frozenset[FullRow]:
    """Full rows drawn as `x` for a mark and `.` for a blank."""
    return frozenset(FullRow(tuple(i for i, c in enumerate(row) if c == "x"), len(row)) for row in rows)


def cells(drawn: str) -> list[str]:
    return ["" if cell == "." else cell for cell in drawn.split()]


def allowed(row: list[str], full_rows: frozenset[FullRow]) -> list[str] | str:
    """The rule of the contract, told once more: what each column may get."""
    printed = [cell for cell in row if cell]
    numbers = [cell for cell in printed if cell.isdigit()]
    words = [cell for cell in printed if cell == "见附件"]
    here = tuple(i for i, cell in enumerate(row) if cell)
    if len(numbers) == 7 == len(printed) or (
        len(printed) == 7 and not words and all(one.places == here for one in full_rows)
    ):
        return printed
    if len(printed) > 7:
        if numbers != printed:
            return UNREADABLE
        if len(set(numbers)) == 1:
            return numbers[:7]
        choices = {
            tuple(numbers[i] for i in kept)
            for kept in combinations(range(len(numbers)), 7)
            if all(numbers[i] == "0" for i in range(len(numbers)) if i not in kept)
            and sum(int(numbers[i]) for i in kept[:6]) == int(numbers[kept[6]])
        }
        return list(choices.pop()) if len(choices) == 1 else UNREADABLE
    if not full_rows:
        return row if len(row) == 7 else UNREADABLE
    shapes = {one.places for one in full_rows}
    if len(shapes) > 1:
        return UNREADABLE
    (shape,) = shapes
    if any(cell and i not in shape for i, cell in enumerate(row)):
        return UNREADABLE
    widest = max(one.cells for one in full_rows)
    reaches = len(row) < widest and len(row) > shape[-1] and row[shape[-1]] != ""
    if not reaches and len(row) != widest:
        return UNREADABLE
    return [row[i] if i < len(row) else "" for i in shape]


def fits_better_moved(row: list[str]) -> bool:
    """Whether the row's own sum fails, and holds with all numbers moved together some columns to either side."""
    numbers = [int(cell) if cell.isdigit() else 0 for cell in row]
    first = next((i for i, cell in enumerate(row) if cell.isdigit()), 7)
    last = max((i for i, cell in enumerate(row) if cell.isdigit()), default=-1)
    moved = [[0] * by + numbers[: 7 - by] for by in range(1, 7 - last)] + [
        numbers[by:] + [0] * by for by in range(1, first + 1)
    ]
    return not _adds_up(numbers) and any(_adds_up(other) for other in moved)


def _adds_up(row: list[int]) -> bool:
    return row[6] > 0 and sum(row[:6]) == row[6]


@settings(max_examples=600, deadline=None)
@given(
    CELLS, st.sampled_from([full(), full("xxxxxxx"), full(".xxxxxxx"), full("xxxxxxx."), full("xxx.xxxx", "xxxxxxx.")])
)
@example(cells("见附件 1 0 0 . 0 0 1"), full(".xxxxxxx"))
@example(cells("0 0 0 0 0 0 0 1 1"), full())
def test_a_number_goes_only_where_the_rule_lets_it(row: list[str], full_rows: frozenset[FullRow]) -> None:
    found = place(row, full_rows)
    if not any(cell.isdigit() for cell in row):
        assert found == UNREADABLE or not any(cell.isdigit() for cell in found)
        return
    rule = allowed(row, full_rows)
    by_cells = (
        rule != UNREADABLE
        and sum(bool(cell) for cell in row) <= 7
        and (len(rule) != 7 or "" in rule or "见附件" in row)
    )
    assert found == (UNREADABLE if by_cells and fits_better_moved(list(rule)) else rule)


@settings(max_examples=200, deadline=None)
@given(CELLS, st.sampled_from([full(), full(".xxxxxxx"), full("xxxxxxx.")]))
def test_no_number_is_lost_but_a_surplus_zero(row: list[str], full_rows: frozenset[FullRow]) -> None:
    found = place(row, full_rows)
    if found != UNREADABLE:
        left = [cell for cell in row if cell.isdigit()]
        for cell in found:
            if cell.isdigit():
                left.remove(cell)
        assert set(left) <= {"0"} or len(set(row) - {""}) == 1


# (a) no number


def test_a_row_without_numbers_is_blank() -> None:
    assert place(["", "", ""]) == [""] * 7
    assert place([]) == [""] * 7


def test_dashes_in_every_column_stay_dashes() -> None:
    assert place(["—"] * 7 + [""]) == ["—"] * 7


def test_a_few_dashes_are_placed_by_their_cells_or_not_at_all() -> None:
    assert place(["—", "", "", "", "", "", "—"]) == ["—", "", "", "", "", "", "—"]
    assert place(["—", "—", "—"]) == UNREADABLE


# (b) at least as many numbers as columns


@pytest.mark.parametrize("row", ["1 2 0 0 0 0 3", ". 1 . 2 0 0 . 0 0 3 . .", "1 2 0 . 0 0 0 3"])
def test_as_many_numbers_as_columns_need_no_cells(row: str) -> None:
    assert place(cells(row)) == ["1", "2", "0", "0", "0", "0", "3"]


@pytest.mark.parametrize("count", [8, 10, 11, 16])
def test_more_zeros_than_columns_are_zeros(count: int) -> None:
    assert place(["0"] * count) == ["0"] * 7


def test_eleven_ones_are_seven_ones_whatever_they_add_up_to() -> None:
    assert place(["1"] * 11) == ["1"] * 7


def test_eight_numbers_are_read_if_one_choice_alone_meets_the_sum() -> None:
    assert place(cells("1 0 0 0 0 0 0 1")) == cells("1 0 0 0 0 0 1")
    placed = place_marks([read_mark(cell) for cell in cells("1 0 0 0 0 0 0 1")], 7, full(), SUMS)
    assert placed.rule is Rule.OWN_SUM


def test_two_choices_that_meet_the_sum_leave_the_row_unreadable() -> None:
    assert place(cells("0 1 0 0 0 0 0 1")) == UNREADABLE


def test_a_number_other_than_zero_is_never_left_over() -> None:
    assert place(cells("1 1 0 0 0 0 0 1")) == UNREADABLE
    assert place(cells("5 1 0 0 0 0 0 1")) == UNREADABLE


def test_no_choice_meets_the_sum() -> None:
    assert place(cells("1 0 0 0 0 0 0 9")) == UNREADABLE


def test_without_a_sum_of_its_own_a_wide_row_is_not_read() -> None:
    assert place(["1", "0", "0", "0"], columns=3) == UNREADABLE


def test_a_unit_in_a_wide_row_leaves_it_unreadable() -> None:
    assert place(["0", "0", "0", "0", "0", "0", "0", "0件"]) == UNREADABLE


# (c) fewer numbers


def test_five_zeros_for_seven_columns_are_unreadable() -> None:
    assert place(["0"] * 5) == UNREADABLE
    assert place(["0"] * 5 + [""]) == UNREADABLE


def test_as_many_cells_as_columns_place_fewer_numbers() -> None:
    assert place(cells("1 . . . . . 1")) == ["1", "", "", "", "", "", "1"]


def test_the_places_of_full_rows_place_fewer_numbers() -> None:
    assert place(cells(". 1 . . . . . 1"), full(".xxxxxxx")) == ["1", "", "", "", "", "", "1"]


def test_a_number_beside_the_places_of_full_rows_is_unreadable() -> None:
    assert place(cells("1 . . . . . . 1"), full(".xxxxxxx")) == UNREADABLE


def test_full_rows_that_differ_place_nothing() -> None:
    assert place(cells("1 . . . . . 1 ."), full(".xxxxxxx", "xxxxxxx.")) == UNREADABLE


def test_a_row_that_lost_a_cell_is_not_read_shifted() -> None:
    """Full rows have a spare blank at their end; here one cell is lost, so that seven are left."""
    assert place(cells("1 . . . . 1 ."), full("xxxxxxx.")) == UNREADABLE
    assert place(cells("1 . . . . 2 . ."), full("xxxxxxx.")) == ["1", "", "", "", "", "2", ""]


def test_a_row_that_would_add_up_with_its_numbers_moved_is_left_out() -> None:
    """Nothing is placed by a sum; but where the numbers add up one column further on, a spare cell may stand first."""
    assert place(cells(". 5 2 6 0 1 14"), full()) == ["", "5", "2", "6", "0", "1", "14"]
    assert place(cells("1 . . . . 1 ."), full()) == UNREADABLE


def test_a_row_longer_than_the_full_rows_is_left_out() -> None:
    assert place(cells(". 1 5 9 0 8 3 ."), full("xxxxxxx")) == UNREADABLE


def test_a_shorter_row_that_fills_the_last_place_is_read() -> None:
    assert place(cells("1 . . . . . 1"), full("xxxxxxx.")) == ["1", "", "", "", "", "", "1"]


# words


def test_a_word_is_no_number() -> None:
    assert place(cells("见附件 0 0 0 0 0 0")) == ["见附件", "0", "0", "0", "0", "0", "0"]
    assert read_mark("见附件").kind is MarkKind.TEXT


def test_a_word_in_a_spare_cell_does_not_push_the_numbers() -> None:
    assert place(cells("其中 1 0 0 . 0 0 1"), full(".xxxxxxx")) == UNREADABLE
    assert place(cells("其中 1 0 0 . 0 0 1")) == UNREADABLE


def test_a_dash_in_a_spare_cell_does_not_push_the_numbers() -> None:
    assert place(cells("— 1 0 0 . 0 0 1"), full(".xxxxxxx")) == UNREADABLE
    assert place(cells(". — 1 0 0 0 0 1"), full(".xxxxxxx")) == ["—", "1", "0", "0", "0", "0", "1"]


def test_a_word_among_too_many_numbers_leaves_the_row_unreadable() -> None:
    assert place(cells("0 0 0 0 0 0 0 见附件")) == UNREADABLE
