"""One sum by itself: every state, sign and kind of number, against the words of the data contract."""

from __future__ import annotations

from decimal import Decimal

import pytest

from build_scripts.checking.sums import Content, compare_numbers, compare_whole_numbers, index_cells, judge_sum
from build_scripts.model import Cell, CheckStatus, State

BLANK, DASH, ABSENT, UNREADABLE = State.BLANK, State.DASH, State.ABSENT, State.UNREADABLE
Told = tuple[str, object, object, object]


def judge(left: list[Content], right: list[Content], signs: tuple[int, ...] = ()) -> Told:
    """The outcome; `signs` are those of the right side, all added if not given."""
    found = judge_sum([(1, one) for one in left], list(zip(signs or (1,) * len(right), right, strict=True)))
    return (found.status.value, found.left, found.right, found.difference)


NOTHING = (None, None, None)


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ([5], [2, 3], ("holds", 5, 5, 0)),
        ([5], [2, 2], ("differs", 5, 4, 1)),
        ([4], [2, 3], ("differs", 4, 5, -1)),
        ([7, 1], [4, 4], ("holds", 8, 8, 0)),
        ([0], [0, 0], ("holds", 0, 0, 0)),
        ([-1], [2, -3], ("holds", -1, -1, 0)),
        ([10**18], [10**18 - 1], ("differs", 10**18, 10**18 - 1, 1)),
    ],
)
def test_numbers_on_both_sides_hold_or_differ(left: list[Content], right: list[Content], told: Told) -> None:
    assert judge(left, right) == told


@pytest.mark.parametrize("state", [DASH, ABSENT, UNREADABLE])
@pytest.mark.parametrize("beside", [0, 5, BLANK])
def test_a_cell_that_says_no_number_leaves_nothing_to_say(state: State, beside: Content) -> None:
    assert judge([state], [beside, beside]) == ("not_assessable", *NOTHING)
    assert judge([beside], [state, beside]) == ("not_assessable", *NOTHING)
    assert judge([beside], [beside, state]) == ("not_assessable", *NOTHING)


def test_blanks_are_only_tried_as_zeros() -> None:
    assert judge([5], [5, BLANK]) == ("holds_if_blank_is_zero", *NOTHING)
    assert judge([BLANK], [0, 0]) == ("holds_if_blank_is_zero", *NOTHING)
    assert judge([BLANK], [3, -3]) == ("holds_if_blank_is_zero", *NOTHING)
    assert judge([5], [BLANK, 5, BLANK]) == ("holds_if_blank_is_zero", *NOTHING)
    assert judge([10**6, 10**6], [2 * 10**6, BLANK]) == ("holds_if_blank_is_zero", *NOTHING)
    assert judge([5], [BLANK, 4]) == ("not_assessable", *NOTHING)
    assert judge([5], [4, BLANK]) == ("not_assessable", *NOTHING)
    assert judge([BLANK], [1, 0]) == ("not_assessable", *NOTHING)


def test_all_blank_says_nothing_however_many() -> None:
    for count in (1, 2, 3, 300):
        assert judge([BLANK], [BLANK] * count) == ("not_assessable", *NOTHING)
    assert judge([0], [BLANK, BLANK]) == ("holds_if_blank_is_zero", *NOTHING)


def test_signs_add_and_take_off() -> None:
    assert judge([6], [4, 5, 3], (1, 1, -1)) == ("holds", 6, 6, 0)
    assert judge([-3], [3], (-1,)) == ("holds", -3, -3, 0)
    assert judge([9], [4, 5, BLANK], (1, 1, -1)) == ("holds_if_blank_is_zero", *NOTHING)


def test_money_stays_exact_and_keeps_its_kind() -> None:
    big, small = Decimal("123456789012345678901234567890.12345678"), Decimal("0.00000001")
    told = judge([big], [big, small])
    assert told == ("differs", big, Decimal("123456789012345678901234567890.12345679"), -small)
    assert judge([Decimal("9" * 30 + ".5")], [10**30, Decimal("-0.5")])[0] == "holds"
    assert judge([Decimal("9" * 30 + ".5")], [Decimal("-0.5"), 10**30])[0] == "holds"
    assert judge([Decimal("0.3")], [Decimal("0.1"), Decimal("0.2")]) == ("holds", Decimal("0.3"), Decimal("0.3"), 0)
    assert judge([Decimal("2.5")], [1, Decimal("1.5")]) == ("holds", Decimal("2.5"), Decimal("2.5"), 0)
    assert judge([Decimal("1.5")], [4, Decimal("2.5")], (1, -1)) == ("holds", Decimal("1.5"), Decimal("1.5"), 0)
    assert judge([3], [Decimal("4.5"), 1], (1, -1)) == ("differs", 3, Decimal("3.5"), Decimal("-0.5"))
    assert judge([3], [1, Decimal("2")]) == ("holds", 3, 3, 0)


def test_whole_numbers_stay_whole() -> None:
    found = judge_sum([(1, 3)], [(1, 1), (-1, -2)])
    assert [type(number) for number in (found.left, found.right, found.difference)] == [int, int, int]
    assert compare_numbers(4, 1) == compare_whole_numbers(4, 1) == (CheckStatus.DIFFERS, 4, 1, 3)
    assert compare_numbers(4, 4) == compare_whole_numbers(4, 4) == (CheckStatus.HOLDS, 4, 4, 0)
    million = int("1" + "0" * 6)
    assert compare_whole_numbers(million, int(str(million))) == (CheckStatus.HOLDS, million, million, 0)
    assert compare_whole_numbers(1, 4) == (CheckStatus.DIFFERS, 1, 4, -3)
    assert type(compare_numbers(4, 1).difference) is int


@pytest.mark.parametrize(
    ("left", "right", "difference"),
    [
        (Decimal("1.25"), 1, Decimal("0.25")),
        (2, Decimal("1.25"), Decimal("0.75")),
        (10**30, Decimal("0.5"), Decimal("9" * 30 + ".5")),
        (Decimal("0.5"), 10**30, Decimal("-" + "9" * 30 + ".5")),
        (Decimal("1e20"), Decimal("1e-20"), Decimal("99999999999999999999.99999999999999999999")),
    ],
)
def test_differences_are_exact_where_one_side_is_money(
    left: int | Decimal, right: int | Decimal, difference: Decimal
) -> None:
    found = compare_numbers(left, right)
    assert (found.status, found.difference) == (CheckStatus.DIFFERS, difference)
    assert isinstance(found.difference, Decimal)


def test_what_stands_in_a_cell_is_its_number_or_its_state() -> None:
    def cell(state: State, value: int | None, column: str) -> Cell:
        return Cell("remedies", "reconsideration", column, state, value, "", 3)

    cells = [
        cell(State.REPORTED, 0, "a"),
        cell(BLANK, None, "b"),
        cell(State.REPORTED, None, "c"),
        cell(DASH, 7, "d"),
        cell(UNREADABLE, 7, "e"),
    ]
    assert index_cells(cells) == {
        ("remedies", "reconsideration", "a"): 0,
        ("remedies", "reconsideration", "b"): BLANK,
        ("remedies", "reconsideration", "c"): State.REPORTED,
        ("remedies", "reconsideration", "d"): DASH,
        ("remedies", "reconsideration", "e"): UNREADABLE,
    }
