"""The placement rule told once more, and held against the rule for every short row there can be, not for examples."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

import pytest

from build_scripts.reading.tables import placement
from build_scripts.reading.tables.amounts import read_mark
from build_scripts.reading.tables.grid_placement import place_on_grid
from build_scripts.reading.tables.placement import FullRow, OwnSum, Placement, Rule, meets_sums, place_marks

WORD, DASH = "字", "—"
THREE = (OwnSum(2, (0, 1)),)
FOUR = (OwnSum(1, (0,)), OwnSum(3, (2,)))
Row = tuple[str, ...]
Stands = frozenset[FullRow]
Values = list[int | None]
Told = tuple[Rule, Row]


def full(*rows: str) -> Stands:
    """Full rows drawn as `x` for a mark and `.` for a blank."""
    return frozenset(FullRow(tuple(i for i, c in enumerate(row) if c == "x"), len(row)) for row in rows)


def show(found: Placement, row: Row) -> Told:
    return found.rule, tuple(row[at] if at is not None else "" for at in found.positions)


def tell(row: Row, columns: int, stands: Stands, sums: Sequence[OwnSum], heads: Sequence[int | None]) -> Told:
    """What the data contract says of a row."""
    unread: Told = (Rule.UNPLACED, ())
    here = tuple(at for at, cell in enumerate(row) if cell)
    printed = tuple(row[at] for at in here)
    numbers = [cell for cell in printed if cell.isdigit()]
    if not numbers and WORD not in printed:
        if not printed or len(printed) >= columns:
            return Rule.NO_NUMBER, printed[:columns] if printed else ("",) * columns
        placed = tell_by_cells(row, here, columns, stands)
        return (Rule.NO_NUMBER, placed) if placed else unread
    stand_alike = all(one.places == here for one in stands)
    if len(printed) == columns and WORD not in printed and (len(numbers) == columns or stand_alike):
        return Rule.FITTING, printed
    if len(printed) > columns:
        return tell_surplus(printed, columns, sums) if len(numbers) == len(printed) else unread
    placed = tell_by_cells(row, here, columns, stands)
    if not placed:
        return unread
    values: Values = [int(cell) if cell.isdigit() else None for cell in placed]
    if not count_held(values, sums) and (
        (not stands and any(head is not None and head > at for at, head in enumerate(heads)))
        or would_hold_moved(values, sums)
    ):
        return unread
    return Rule.BY_CELLS, placed


def tell_surplus(printed: Row, columns: int, sums: Sequence[OwnSum]) -> Told:
    if len(set(printed)) == 1:
        return Rule.ALL_EQUAL, printed[:columns]
    rows = set()
    for kept in combinations(range(len(printed)), columns):
        left = [cell for at, cell in enumerate(printed) if at not in kept]
        chosen = tuple(printed[at] for at in kept)
        if sums and set(left) <= {"0"} and all(holds([int(cell) for cell in chosen], own) for own in sums):
            rows.add(chosen)
    return (Rule.OWN_SUM, rows.pop()) if len(rows) == 1 else (Rule.UNPLACED, ())


def tell_by_cells(row: Row, here: tuple[int, ...], columns: int, stands: Stands) -> Row:
    if not stands:
        return row if len(row) == columns else ()
    places = {one.places for one in stands}
    widest = max(one.cells for one in stands)
    [shape, *others] = places
    reaches = len(row) == widest or (len(row) < widest and here[-1] == shape[-1])
    if others or not set(here) <= set(shape) or not reaches:
        return ()
    return tuple(row[at] if at < len(row) else "" for at in shape)


def holds(values: Sequence[int | None], own: OwnSum) -> bool:
    return (values[own.total] or 0) == sum(values[part] or 0 for part in own.parts)


def count_held(values: Values, sums: Sequence[OwnSum]) -> int:
    """Sums of which the total is printed and no zero; none if one of them fails."""
    told = [own for own in sums if values[own.total]]
    return len(told) if all(holds(values, own) for own in told) else 0


def would_hold_moved(values: Values, sums: Sequence[OwnSum]) -> bool:
    here = [at for at, value in enumerate(values) if value is not None] or [len(values)]
    first, last = here[0], here[-1] if here[0] < len(values) else -1
    ways = [[*values[by:], *[None] * by] for by in range(1, first + 1)]
    ways += [[*[None] * by, *values[: len(values) - by]] for by in range(1, len(values) - last)]
    return bool(sums) and any(count_held(way, sums) >= min(2, len(sums)) for way in ways)


def every_row(alphabet: Row, most: int) -> list[Row]:
    return [row for length in range(most + 1) for row in product(alphabet, repeat=length)]


CASES: list[tuple[int, Sequence[OwnSum], Stands, tuple[int | None, ...], Row, int]] = [
    (3, THREE, full(), (), ("", "0", "1", "2", DASH, WORD), 4),
    (3, THREE, full(), (0, 1, 3), ("", "1", "2", DASH), 3),
    (3, THREE, full(), (0, None, 2), ("", "1", "2", DASH), 3),
    (3, (), full(), (), ("", "0", "1", DASH), 4),
    (3, THREE, full("xxx."), (0, 1, 9), ("", "0", "1", "2", WORD), 4),
    (3, THREE, full(".xxx"), (), ("", "1", "2", DASH), 5),
    (3, THREE, full("xxx.", "xxx"), (), ("", "1", "2"), 4),
    (3, THREE, full("xxx.", ".xxx"), (), ("", "1", DASH), 4),
    (3, THREE, full(".x.xx."), (), ("", "1", DASH), 6),
    (2, (OwnSum(1, (0,)),), full(), (), ("", "0", "1", "2"), 5),
    (4, FOUR, full(), (), ("", "0", "1", "2"), 5),
    (3, (OwnSum(1, (0,)),), full(), (), ("", "0", "1", "2"), 3),
    (3, THREE, full(), (0, 0, 1), ("", "1", "2", DASH), 3),
    (5, (OwnSum(1, (0,)),), full(), (), ("", "1", "5"), 5),
    (6, (OwnSum(5, (4,)),), full(), (), ("", "1", "5"), 6),
    (6, (OwnSum(1, (0,)), OwnSum(3, (2,)), OwnSum(5, (4,))), full(), (), ("", "1"), 6),
    (7, (OwnSum(1, (0,)), OwnSum(3, (2,)), OwnSum(5, (4,))), full(), (), ("", "1"), 7),
    (4, (OwnSum(3, (1, 2)), OwnSum(0, (1,))), full(), (), ("0", "1", "2"), 6),
]


@pytest.mark.parametrize(("columns", "sums", "stands", "heads", "alphabet", "most"), CASES)
def test_every_short_row_is_placed_as_the_contract_says(
    columns: int, sums: Sequence[OwnSum], stands: Stands, heads: tuple[int | None, ...], alphabet: Row, most: int
) -> None:
    marks = {cell: read_mark(cell) for cell in alphabet}
    wrong = {}
    for row in every_row(alphabet, most):
        found = show(place_marks([marks[cell] for cell in row], columns, stands, sums, heads), row)
        if found != (due := tell(row, columns, stands, sums, heads)):
            wrong[row] = (found, due)
    assert wrong == {}


def test_numbers_keep_the_places_they_have() -> None:
    """Not only what is read, but from which cell: its line and its print are published."""

    def places(drawn: str, stands: Stands = frozenset()) -> tuple[int | None, ...]:
        cells = ["" if cell == "." else cell for cell in drawn.split()]
        return place_marks([read_mark(cell) for cell in cells], 3, stands, THREE).positions

    assert places(". 1 . 1 2") == (1, 3, 4)
    assert places(". 7 7 . 7 7") == (1, 2, 4)
    assert places("1 0 0 1") == (0, 2, 3)
    assert places("— . — —  —") == (0, 2, 3)
    assert places(". 1 . 1 .", full(".xxx.")) == (1, None, 3)
    assert places(". 1 . 1", full(".xxx.")) == (1, None, 3)
    assert places(". . .") == (None, None, None)


def test_a_unit_among_surplus_numbers_leaves_them_unread() -> None:
    marks = [read_mark(cell) for cell in ("7", "7件", "7", "7")]
    assert place_marks(marks, 3, frozenset(), THREE) == placement.UNPLACED


def test_no_more_choices_are_tried_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = [read_mark(cell) for cell in ("0", "0", "0", "1", "1")]
    sums = (OwnSum(3, (2,)),)
    for most, rule in ((3, Rule.OWN_SUM), (2, Rule.UNPLACED)):
        monkeypatch.setattr(placement, "MAX_CHOICES", most)
        assert place_marks(marks, 4, frozenset(), sums).rule is rule


def test_only_a_zero_is_left_over() -> None:
    for surplus, rule in (("0", Rule.OWN_SUM), ("-1", Rule.UNPLACED)):
        marks = [read_mark(cell) for cell in ("1", surplus, "1", "2")]
        assert place_marks(marks, 3, frozenset(), THREE).rule is rule


@pytest.mark.parametrize(
    ("drawn", "is_met"),
    [("1 1 2", True), ("1 1 3", False), ("0 0 0", True), ("1 — 1", True), ("— — —", True), (". 1 . 1 2", True),
     ("2 2 1", False)],
)  # fmt: skip
def test_a_row_meets_its_sums_with_its_marks_in_order(drawn: str, is_met: bool) -> None:
    marks = [read_mark("" if cell == "." else cell) for cell in drawn.split()]
    assert meets_sums(marks, THREE) is is_met
    assert meets_sums(marks, ()) is True


# where the format parts the cells


def grid(drawn: str, *patterns: tuple[tuple[int, ...], int], columns: int = 3, begin: int = 0) -> str:
    """For each column the mark it gets, `.` for none, or the rule of an unread row. A cell that takes several columns
    of the grid is followed by `>`."""
    cells: list[str] = []
    places: list[int] = []
    widths: list[int] = []
    for at, cell in enumerate(drawn.split(), begin):
        if cell == ">":
            widths[-1] += 1
        else:
            cells.append("" if cell == "." else cell)
            places.append(at)
            widths.append(1)
    stands = [FullRow(*pattern) for pattern in patterns]
    found = place_on_grid([read_mark(cell) for cell in cells], places, widths, columns, stands)
    if found.rule is Rule.UNPLACED:
        assert found.positions == ()
        return "unread"
    assert found.rule is (Rule.BY_CELLS if any(cell.isdigit() for cell in cells) else Rule.NO_NUMBER)
    assert len(found.positions) == columns
    return " ".join(cells[at] if at is not None else "." for at in found.positions)


@pytest.mark.parametrize(
    ("drawn", "patterns", "placed"),
    [
        ("1 . 2", (), "1 . 2"),
        (". . .", (), ". . ."),
        ("— . —", (), "— . —"),
        ("1 2", (), "unread"),
        ("1 . 2 .", (), "unread"),
        ("1 > 2 3", (), "unread"),
        (". > 2 3", (), ". 2 3"),
        ("1 2 >  3", (), "unread"),
        ("1 . 2", (((0, 1, 2), 3),), "1 . 2"),
        (". 1 . 2", (((1, 2, 3), 4),), "1 . 2"),
        ("1 . . 2", (((1, 2, 3), 4),), "unread"),
        (". 1 . 2", (((1, 2, 3), 5),), "unread"),
        (". 1 . 2", (((1, 2, 3), 3),), "unread"),
        (". 1 . 2", (((1, 2, 3), 5), ((1, 2, 3), 4)), "1 . 2"),
        (". 1 . 2", (((1, 2, 3), 4), ((0, 1, 3), 5)), "1 . 2"),
        (". 1 . 2", (((1, 2, 3), 4), ((0, 1, 3), 4)), "unread"),
        (". . . 2", (((1, 2, 3), 4), ((0, 1, 3), 4)), ". . 2"),
        ("1 > . 2", (((0, 2, 3), 4),), "1 . 2"),
        ("1 > . 2", (((0, 1, 3), 4),), "unread"),
        ("1 > > 2", (((0, 2, 3), 4),), "unread"),
        ("1 > > 2", (((0, 3, 4), 4),), "1 2 ."),
        ("1 . 2 >", (((0, 1, 2), 4),), "1 . 2"),
        (". > 1 2", (((0, 1, 2), 4),), "unread"),
        (". > 1 2", (((0, 2, 3), 4),), ". 1 2"),
        ("1 2 .", (((1, 0, 2), 3),), "unread"),
        ("2 1 3", (((0, 1, 2), 3),), "2 1 3"),
        (". . .", (((0, 1, 2), 3),), ". . ."),
        ("— . .", (((0, 1, 2), 3),), "— . ."),
        ("字 . .", (((0, 1, 2), 3),), "字 . ."),
    ],
)
def test_on_a_grid_a_mark_goes_where_its_column_begins(
    drawn: str, patterns: tuple[tuple[tuple[int, ...], int], ...], placed: str
) -> None:
    assert grid(drawn, *patterns) == placed


def test_a_grid_may_begin_further_on_and_a_row_without_cells_has_no_end() -> None:
    assert grid("1 . 2", ((5, 6, 7), 8), begin=5) == "1 . 2"
    assert grid("1 . 2", ((5, 6, 7), 3), begin=5) == "unread"
    assert grid("", ((0, 1, 2), 3)) == "unread"
    assert grid("", ((0, 1, 2), 0)) == ". . ."
    assert grid("", columns=0) == ""


def test_a_mark_that_takes_no_column_is_of_none() -> None:
    found = place_on_grid([read_mark("1"), read_mark("2")], [0, 1], [0, 1], 2, [])
    assert found == placement.UNPLACED
    assert place_on_grid([read_mark("1")], [0], [0], 1, [FullRow((0,), 0)]) == placement.UNPLACED


def test_two_marks_of_one_column_leave_the_row_unread() -> None:
    found = place_on_grid([read_mark("1"), read_mark("2")], [0, 0], [1, 1], 2, [FullRow((0, 1), 1)])
    assert found == placement.UNPLACED
