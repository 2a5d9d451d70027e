"""Which number belongs to which column: the placement rule of the data contract.

Comes in: the value cells of one row, the number of columns, where the full rows of the same label depth have theirs,
and the sums the row prints of itself. Goes out: `Placement`. Refuses to know: labels, codes, files.
No number is ever inferred from a sum; what cannot be told is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from itertools import combinations
from math import comb

from build_scripts.reading.tables.amounts import Mark, MarkKind

MAX_CHOICES = 20_000


class Rule(Enum):
    """Why the numbers stand where they stand."""

    NO_NUMBER = "no number"
    FITTING = "as many marks as columns"
    ALL_EQUAL = "more numbers than columns, all equal"
    OWN_SUM = "more numbers than columns, one choice meets the row's sum"
    BY_CELLS = "fewer numbers, placed by their cells"
    UNPLACED = "cannot be told"


@dataclass(frozen=True, slots=True)
class Placement:
    """For each column the position of its value cell, or None for an empty one; no columns at all if UNPLACED."""

    rule: Rule
    positions: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class FullRow:
    """A row, or the line of heads, that fills every column: where its marks stand, and how many cells it has."""

    places: tuple[int, ...]
    cells: int


@dataclass(frozen=True, slots=True)
class OwnSum:
    """A sum the row prints of itself: the column of the total and the columns of its parts."""

    total: int
    parts: tuple[int, ...]


UNPLACED = Placement(Rule.UNPLACED)


def place_marks(
    marks: Sequence[Mark],
    columns: int,
    full_rows: frozenset[FullRow],
    sums: Sequence[OwnSum],
    heads: Sequence[int | None] = (),
) -> Placement:
    """Where each column's mark stands among `marks`, or UNPLACED.

    (a) no number: every cell empty or a dash; (b) at least as many numbers as columns, a dash counting as a number
    where no full row has its marks elsewhere;
    (c) fewer numbers, or words among them, read only by their cells. `full_rows` are the full rows of the same label
    depth; without any, a row whose sums do not hold is
    not read where its columns' heads stand further on than its cells (`heads`).
    """
    printed = [position for position, mark in enumerate(marks) if mark.kind is not MarkKind.EMPTY]
    numbers = [position for position in printed if marks[position].kind is MarkKind.NUMBER]
    if not printed or (not numbers and all(marks[position].kind is MarkKind.DASH for position in printed)):
        return _place_without_numbers(marks, printed, columns, full_rows)
    has_words = any(marks[position].kind is MarkKind.TEXT for position in printed)
    others_differ = len(numbers) < columns and any(row.places != tuple(printed) for row in full_rows)
    if len(printed) == columns and not has_words and not others_differ:
        return Placement(Rule.FITTING, tuple(printed))
    if len(printed) > columns:
        return _choose_numbers(marks, printed, numbers, columns, sums)
    placement = _place_by_cells(marks, printed, columns, full_rows)
    row = [marks[position].value if position is not None else None for position in placement.positions]
    if not row or _count_met(row, sums):
        return placement
    heads_further_on = not full_rows and any(head is not None and head > place for place, head in enumerate(heads))
    return UNPLACED if heads_further_on or _fits_better_moved(row, sums) else placement


def meets_sums(marks: Sequence[Mark], sums: Sequence[OwnSum]) -> bool:
    """Whether the numbers of a row, one for each column, meet every sum the row prints of itself."""
    values = [mark.value or Decimal(0) for mark in marks if mark.kind is not MarkKind.EMPTY]
    return all(values[own.total] == sum(values[part] for part in own.parts) for own in sums)


def _fits_better_moved(row: Sequence[Decimal | None], sums: Sequence[OwnSum]) -> bool:
    """Whether the row's own sum (two, where it has several) holds with all its numbers some columns further on or back:
    then a spare cell may have been taken for a blank one. Nothing is placed by this."""
    if not sums:
        return False
    ahead = next((i for i, value in enumerate(row) if value is not None), len(row))
    behind = next((i for i, value in enumerate(reversed(row)) if value is not None), len(row))
    blank: list[Decimal | None] = [None]
    moved = [[*row[step:], *blank * step] for step in range(1, ahead + 1)]
    moved += [[*blank * step, *row] for step in range(1, behind + 1)]
    return any(_count_met(other, sums) >= min(len(sums), 2) for other in moved)


def _count_met(row: Sequence[Decimal | None], sums: Sequence[OwnSum]) -> int:
    """How many sums hold, blanks taken for zeros, those of zeros alone not counted; none if a printed total fails."""
    printed = [own for own in sums if row[own.total]]
    met = [own for own in printed if row[own.total] == sum(row[part] or 0 for part in own.parts)]
    return len(met) if len(met) == len(printed) else 0


def _place_without_numbers(
    marks: Sequence[Mark], printed: Sequence[int], columns: int, full_rows: frozenset[FullRow]
) -> Placement:
    if not printed:
        return Placement(Rule.NO_NUMBER, (None,) * columns)
    if len(printed) >= columns:
        return Placement(Rule.NO_NUMBER, tuple(printed[:columns]))
    by_cells = _place_by_cells(marks, printed, columns, full_rows)
    return Placement(Rule.NO_NUMBER, by_cells.positions) if by_cells.positions else UNPLACED


def _choose_numbers(
    marks: Sequence[Mark], printed: Sequence[int], numbers: Sequence[int], columns: int, sums: Sequence[OwnSum]
) -> Placement:
    if len(numbers) != len(printed) or any(marks[position].unit for position in numbers):
        return UNPLACED
    values = [marks[position].value or Decimal(0) for position in numbers]
    if len(set(values)) == 1:
        return Placement(Rule.ALL_EQUAL, tuple(numbers[:columns]))
    chosen = _choose_by_sum(values, columns, sums)
    return Placement(Rule.OWN_SUM, tuple(numbers[index] for index in chosen)) if chosen else UNPLACED


def _choose_by_sum(values: Sequence[Decimal], columns: int, sums: Sequence[OwnSum]) -> tuple[int, ...]:
    """The one choice that leaves only zeros over and meets every sum; () if there is none or several differ."""
    zeros = [index for index, value in enumerate(values) if value == 0]
    surplus = len(values) - columns
    if not sums or len(zeros) < surplus or comb(len(zeros), surplus) > MAX_CHOICES:
        return ()
    found: dict[tuple[Decimal, ...], tuple[int, ...]] = {}
    for left_over in combinations(zeros, surplus):
        dropped = set(left_over)
        chosen = tuple(index for index in range(len(values)) if index not in dropped)
        row = tuple(values[index] for index in chosen)
        if row not in found and all(row[own.total] == sum(row[part] for part in own.parts) for own in sums):
            found[row] = chosen
        if len(found) > 1:
            return ()
    return next(iter(found.values()), ())


def _place_by_cells(
    marks: Sequence[Mark], printed: Sequence[int], columns: int, full_rows: frozenset[FullRow]
) -> Placement:
    """By the places of the full rows, else by having as many value cells as columns.

    A row that neither fills the last place nor has as many cells as the full rows may have lost some, and nothing says
    which: it cannot be told, even where the cells left happen to be as many as the columns. The same holds where full
    rows differ in their places.
    """
    if not full_rows:
        every = tuple(range(columns))
        return Placement(Rule.BY_CELLS, _keep_printed(every, printed)) if len(marks) == columns else UNPLACED
    places = {row.places for row in full_rows}
    widest = max(row.cells for row in full_rows)
    only = places.pop()
    reaches = len(marks) == widest or (len(marks) < widest and printed[-1] == only[-1])
    if places or not set(printed) <= set(only) or not reaches:
        return UNPLACED
    return Placement(Rule.BY_CELLS, _keep_printed(only, printed))


def _keep_printed(places: Sequence[int], printed: Sequence[int]) -> tuple[int | None, ...]:
    return tuple(place if place in printed else None for place in places)
