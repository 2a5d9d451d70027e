"""Which rows tell where the columns of their table stand, and on a grid which place is settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from build_scripts.reading.tables.full_rows import find_full_rows, find_settled, stand_of
from build_scripts.reading.tables.placement import FullRow, OwnSum
from build_scripts.reading.tables.rows import LabelledRow

COLUMNS = {"granted": 3, "denied": 2}
SUMS = {"granted": (OwnSum(2, (0, 1)),)}


def row(drawn: str, code: str = "granted", depth: int = 0) -> LabelledRow:
    values = cells_of(drawn)
    return LabelledRow(code, 9, "予以公开", "\t".join(values), depth, values)


def on_grid(drawn: str, code: str = "granted", depth: int = 0, begin: int = 1, wide: int = 1) -> LabelledRow:
    """A row whose cells stand side by side from `begin` on, each so `wide`."""
    values = cells_of(drawn)
    places = tuple(range(begin, begin + wide * len(values), wide))
    return LabelledRow(
        code, 9, "予以公开", "\t".join(values), depth, values, places=places, widths=(wide,) * len(values)
    )


def cells_of(drawn: str) -> tuple[str, ...]:
    """Cells parted by blanks, a point for one that prints nothing."""
    return tuple("" if cell == "." else cell for cell in drawn.split())


def settle(rows: Sequence[LabelledRow], columns: Mapping[str, int] = COLUMNS) -> dict[int, frozenset[FullRow]]:
    return find_settled(rows, columns, SUMS)


HERE = FullRow((1, 2, 3), 5)
"""Where three numbers stand on a grid behind one label, with a blank cell after them."""


def test_a_row_stands_where_its_marks_do() -> None:
    assert stand_of(row(". 1 . — 字")) == FullRow((1, 3, 4), 5)
    assert stand_of(row(". &nbsp; 1")) == FullRow((2,), 3)
    assert stand_of(on_grid("1 . 2", begin=2)) == FullRow((2, 4), 5)
    assert stand_of(on_grid("1 . 2 .", begin=1, wide=2)) == FullRow((1, 5), 9)
    assert stand_of(on_grid("1 . 2 .")._replace(widths=(1, 1, 1, 3))) == FullRow((1, 3), 7)


@pytest.mark.parametrize(
    ("drawn", "code", "full"),
    [
        ("1 2 3", "granted", (0, 1, 2)),
        (". 1 . 2 3", "granted", (1, 3, 4)),
        ("1 — 3", "granted", (0, 1, 2)),
        ("— — —", "granted", (0, 1, 2)),
        ("1 2件 3", "granted", (0, 1, 2)),
        ("1 字 3", "granted", ()),
        ("1 2", "granted", ()),
        ("1 2 3 4", "granted", ()),
        (". . .", "granted", ()),
        ("1 2", "denied", (0, 1)),
        ("1 2 3", "denied", ()),
        ("1 2 3", "unheard-of", ()),
    ],
)
def test_a_row_is_full_by_as_many_numbers_or_dashes_as_columns(drawn: str, code: str, full: tuple[int, ...]) -> None:
    found = find_full_rows([row(drawn, code)], COLUMNS)
    assert found == ({0: {FullRow(full, len(drawn.split()))}} if full else {})


def test_a_row_of_no_column_is_never_full() -> None:
    assert find_full_rows([row(". .")], {"granted": 0}) == {}


def test_full_rows_are_told_apart_by_their_layout_and_none_hides_the_next() -> None:
    rows = [row("字 2 3"), row("1 2 3"), row("1 2 3"), row(". 1 2 3"), row("1 2 3", depth=1), row("4 5", "denied")]
    assert find_full_rows(rows, COLUMNS) == {
        0: {FullRow((0, 1, 2), 3), FullRow((1, 2, 3), 4), FullRow((0, 1), 2)},
        1: {FullRow((0, 1, 2), 3)},
    }


def test_on_a_grid_a_row_with_a_blank_cell_is_not_full() -> None:
    """A blank cell among them may be a column's, and a number of none."""
    beside, whole = on_grid("1 2 3 ."), on_grid("1 2 3")
    assert find_full_rows([beside], COLUMNS) == {}
    assert find_full_rows([beside, whole], COLUMNS) == {whole.layout: {FullRow((1, 2, 3), 4)}}


def test_two_rows_that_meet_their_sums_settle_a_place() -> None:
    assert settle([on_grid("1 1 2 ."), on_grid("0 3 3 .")]) == {0: {HERE}}
    assert settle([on_grid("1 1 2 .", depth=2), on_grid("0 3 3 .", depth=2)]) == {2: {HERE}}
    assert settle([on_grid("1 1 2 .")]) == {}, "one alone may add up by chance"
    assert settle([on_grid("0 0 0 ."), on_grid("0 0 0 .")]) == {}, "zeros add up anywhere"
    assert settle([on_grid("0 0 0 ."), on_grid("1 0 1 .")]) == {0: {HERE}}
    assert settle([on_grid("1 0 1 ."), on_grid("0 0 0 .")]) == {0: {HERE}}
    assert settle([on_grid("1 1 2 .", depth=1), on_grid("0 3 3 .")]) == {}, "each depth for itself"


def test_those_that_fail_must_be_no_more_than_those_that_meet() -> None:
    met, fails = on_grid("1 1 2 ."), on_grid("1 1 3 .")
    assert settle([met, met, fails, fails]) == {0: {HERE}}
    assert settle([met, met, met, fails]) == {0: {HERE}}
    assert settle([fails, met, fails, met, fails]) == {}
    assert settle([met, met, met, fails, fails, fails]) == {0: {HERE}}
    assert settle([met, met, on_grid("1 1 3 .", depth=1), *[on_grid("1 1 3 .", depth=1)] * 3]) == {0: {HERE}}


def test_a_place_is_settled_where_all_agree_and_stand_side_by_side() -> None:
    met, elsewhere = on_grid("1 1 2 ."), on_grid(". 1 1 2")
    assert settle([met, met, elsewhere]) == {}
    assert settle([elsewhere, elsewhere]) == {0: {FullRow((2, 3, 4), 5)}}
    assert settle([on_grid("1 . 1 2"), on_grid("1 . 1 2")]) == {}, "a blank among them may be a column's"
    assert settle([on_grid("1 1 2 .", wide=2), on_grid("1 1 2 .", wide=2)]) == {}


def test_only_rows_on_a_grid_with_spare_cells_and_sums_settle_anything() -> None:
    met = on_grid("1 1 2 .")
    for other in (
        on_grid("1 1 2"),
        on_grid("1 2 .", "denied"),
        on_grid("1 字 2 ."),
        on_grid("1 2 . ."),
        row("1 1 2 ."),
    ):
        assert settle([met, other]) == {}
        assert settle([other, met, met]) == {0: {HERE}}, "it does not stop the others either"
    assert find_settled([met, met], COLUMNS, {}) == {}
    assert find_settled([met, met], COLUMNS, {"granted": ()}) == {}
