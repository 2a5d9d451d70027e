"""One sum worked out: the operands of both sides → status, left, right, difference.

Comes in: what stands in each operand's cell. Goes out: how the rule came out there.
Refuses to know: rules, forms, reports.
The arithmetic is exact: whole numbers stay `int`, money stays `Decimal` and is never rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from typing import NamedTuple

from build_scripts.model import Cell, CheckStatus, State

Number = int | Decimal
Key = tuple[str, str, str]
# What stands in a cell: its number if one is reported, else its state.
Content = Number | State
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)


class Outcome(NamedTuple):
    """How a rule came out in one place; the three numbers are None unless every operand is a number."""

    status: CheckStatus
    left: Number | None = None
    right: Number | None = None
    difference: Number | None = None


_HOLDS, _DIFFERS = CheckStatus.HOLDS, CheckStatus.DIFFERS
NOT_APPLICABLE = Outcome(CheckStatus.NOT_APPLICABLE)
NOT_ASSESSABLE = Outcome(CheckStatus.NOT_ASSESSABLE)


def index_cells(cells: Iterable[Cell]) -> dict[Key, Content]:
    """What stands in each cell, by (table, row, column): the number where one is reported, else the state."""
    reported = State.REPORTED
    return {
        (table, row, column): value if state is reported and value is not None else state
        for table, row, column, state, value, _, _, _ in cells
    }


def judge_sum(left: Sequence[tuple[int, Content]], right: Sequence[tuple[int, Content]]) -> Outcome:
    """The outcome of left = right, each operand given as (sign, content).

    Blank is not zero: blanks are tried as zeros, and all that is told is whether the sides are then equal. A cell
    that is absent, a dash or unreadable leaves nothing to say, and so do operands that are all blank.
    """
    contents = [content for _, content in (*left, *right)]
    blanks = sum(content is State.BLANK for content in contents)
    if any(isinstance(content, State) and content is not State.BLANK for content in contents):
        return NOT_ASSESSABLE
    if blanks == len(contents):
        return NOT_ASSESSABLE
    left_sum, right_sum = _add_up(left), _add_up(right)
    if blanks:
        return Outcome(CheckStatus.HOLDS_IF_BLANK_IS_ZERO) if left_sum == right_sum else NOT_ASSESSABLE
    return compare_numbers(left_sum, right_sum)


def compare_numbers(left: Number, right: Number) -> Outcome:
    """The outcome of two sides that are both known."""
    status = CheckStatus.HOLDS if left == right else CheckStatus.DIFFERS
    return Outcome(status, left, right, _subtract(left, right))


def compare_whole_numbers(left: int, right: int) -> Outcome:
    """The same for whole numbers alone, which most are."""
    return Outcome(_HOLDS if left == right else _DIFFERS, left, right, left - right)


def _add_up(operands: Sequence[tuple[int, Content]]) -> Number:
    total: Number = 0
    for sign, content in operands:
        if isinstance(content, State):
            continue
        total = _subtract(total, content) if sign < 0 else _add(total, content)
    return total


def _subtract(left: Number, right: Number) -> Number:
    if isinstance(left, int) and isinstance(right, int):
        return left - right
    return _EXACT.subtract(left, right)


def _add(left: Number, right: Number) -> Number:
    if isinstance(left, int) and isinstance(right, int):
        return left + right
    return _EXACT.add(left, right)
