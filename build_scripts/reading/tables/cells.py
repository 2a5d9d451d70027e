"""A labelled row → its cells: numbers placed by the placement rule, each mark turned into a state.

Comes in: `LabelledRow`s, the columns a row has. Goes out: `Cell`s and findings. Refuses to know: how labels were found,
which edition, files.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from build_scripts.model import Cell, Finding, State
from build_scripts.reading.tables.amounts import Mark, MarkKind, count_places, read_mark, take_count, take_money
from build_scripts.reading.tables.full_rows import stand_of
from build_scripts.reading.tables.grid_placement import place_on_grid
from build_scripts.reading.tables.grids import UNSURE
from build_scripts.reading.tables.placement import FullRow, OwnSum, Placement, Rule, meets_sums, place_marks
from build_scripts.reading.tables.rows import LabelledRow

MONEY = "万元"
_LONGEST_COUNT = 18
_REPORTED, _BLANK = State.REPORTED, State.BLANK
_new_cell = tuple.__new__  # a third of the time of Cell(…), for two hundred cells a report
UNCLEAR_UNIT = "?"
_WIDTH_CODES = {Rule.ALL_EQUAL: "wrong-width-equal", Rule.OWN_SUM: "wrong-width-sum", Rule.UNPLACED: "wrong-width"}


class Column(NamedTuple):
    """A column of a row: its code, its printed label, the unit of the form, whether it may be negative, and the unit
    that the head prints for it."""

    code: str
    label: str
    unit: str
    signed: bool = False
    head_unit: str = ""


class RowOutcome(NamedTuple):
    """A row's cells in the order of its columns, what is to be said of it, and whether its own sum placed it."""

    code: str
    line: int
    cells: tuple[Cell, ...]
    findings: tuple[Finding, ...]
    placed_by_sum: bool = False


def read_row(
    table: str,
    row: LabelledRow,
    columns: Sequence[Column],
    full_rows: frozenset[FullRow],
    sums: Sequence[OwnSum],
    source_file: str,
    head_places: Sequence[int | None] = (),
    head_width: int = 0,
    settled: frozenset[FullRow] = frozenset(),
) -> RowOutcome:
    """The row's cells; a row that cannot be taken apart is unreadable as a whole, with a finding.

    `head_places`: the cell of the line in which each column's head stands, None where it is not known; `head_width`:
    how many cells the lines of heads have; `settled`: where rows like it have their numbers for sure, on a grid.
    """
    plain = read_plain_row(table, row, columns)
    if plain is not None:
        return plain
    if row.values[-1].endswith(UNSURE):
        details = (("row", row.label), ("found", row.values[-1].removesuffix(UNSURE)[:200]))
        unread = unreadable_cells(table, row.code, columns, row.printed, row.line)
        return RowOutcome(row.code, row.line, unread, (Finding("numbers-not-parted", source_file, row.line, details),))
    marks = tuple([read_mark(cell) for cell in row.values])
    placement = _place(row, marks, len(columns), full_rows, sums, head_places, head_width, settled)
    findings = list(_width_findings(row, marks, placement, len(columns), source_file))
    if placement.rule is Rule.UNPLACED:
        return RowOutcome(row.code, row.line, unreadable_cells(table, row.code, columns, row.printed, row.line),
                          tuple(findings))  # fmt: skip
    found: list[Cell] = []
    for column, position in zip(columns, placement.positions, strict=True):
        printed = row.values[position] if position is not None else ""
        state, value, code = judge_cell(printed, column.unit, column.signed, column.head_unit)
        found.append(Cell(table, row.code, column.code, state, value, printed, row.line))
        if code:
            findings.append(_cell_finding(code, row, column, printed, value, source_file))
    return RowOutcome(row.code, row.line, tuple(found), tuple(findings), placement.rule is Rule.OWN_SUM)


def _place(
    row: LabelledRow,
    marks: Sequence[Mark],
    columns: int,
    full_rows: frozenset[FullRow],
    sums: Sequence[OwnSum],
    head_places: Sequence[int | None],
    head_width: int,
    settled: frozenset[FullRow],
) -> Placement:
    """By the order of its cells, as rule (b) has it; by the grid where there is one and the row has fewer numbers than
    columns, or has as many beside blank cells, stands where no other does and does not meet its own sums: a number of
    no column may stand for one that is blank."""
    printed = [mark.kind for mark in marks if mark.kind is not MarkKind.EMPTY]
    known = tuple(place for place in head_places if place is not None)
    has_heads = len(known) == columns and list(known) == sorted(set(known))
    is_full = len(printed) >= columns and MarkKind.TEXT not in printed
    is_certain = len(printed) != columns or len(printed) == len(marks) or meets_sums(marks, sums)
    is_certain = is_certain or (bool(settled) and stand_of(row) in settled)
    if not row.places or (is_full and is_certain):
        heads = tuple(place - row.depth - 1 if place is not None else None for place in head_places)
        return place_marks(marks, columns, frozenset() if row.places else full_rows, sums, () if row.places else heads)
    if has_heads:
        full_rows |= {FullRow(known, head_width)}
    return place_on_grid(marks, row.places, row.widths, columns, full_rows | settled)


def read_plain_row(table: str, row: LabelledRow, columns: Sequence[Column]) -> RowOutcome | None:
    """The cells of a row that needs no thought: all blank, or as many plain whole numbers as columns and no other mark.

    Most rows are of this kind; rules (a) and (b) of the placement say the same of them. None for any other row.
    """
    printed = [cell for cell in row.values if cell]
    code, line = row.code, row.line
    if not printed:
        blank = tuple([_new_cell(Cell, (table, code, c.code, _BLANK, None, "", line, "")) for c in columns])
        return RowOutcome(code, line, blank, ())
    if row.places and len(printed) < len(row.values):
        return None
    if len(printed) != len(columns) or not _is_plain("".join(printed)) or max(map(len, printed)) > _LONGEST_COUNT:
        return None
    if columns[0].unit != MONEY:
        cells = [
            _new_cell(Cell, (table, code, column.code, _REPORTED, int(text), text, line, ""))
            for column, text in zip(columns, printed, strict=True)
            if column.unit != MONEY
        ]
        if len(cells) == len(columns):
            return RowOutcome(code, line, tuple(cells), ())
    found: list[Cell] = []
    for column, text in zip(columns, printed, strict=True):
        if column.unit == MONEY and column.head_unit not in ("", MONEY):
            return None
        value = Decimal(text) if column.unit == MONEY else int(text)
        found.append(_new_cell(Cell, (table, code, column.code, _REPORTED, value, text, line, "")))
    return RowOutcome(code, line, tuple(found), ())


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isdigit()


@lru_cache(maxsize=65536)
def judge_cell(printed: str, unit: str, signed: bool, head_unit: str = "") -> tuple[State, int | Decimal | None, str]:
    """What a cell that belongs to a column of this unit says: its state, its value, and the code of a finding or ''.

    >>> judge_cell("251000元", "万元", False)
    (<State.REPORTED: 'reported'>, Decimal('25.1'), 'unit-converted')
    """
    mark = read_mark(printed)
    if mark.kind is MarkKind.EMPTY:
        return State.BLANK, None, ""
    if mark.kind is MarkKind.DASH:
        return State.DASH, None, ""
    if mark.kind is MarkKind.TEXT:
        return State.UNREADABLE, None, "number-unreadable"
    value = take_money(mark, head_unit or MONEY) if unit == MONEY else take_count(mark, signed)
    if value is None:
        return State.UNREADABLE, None, "number-unreadable"
    if unit == MONEY and (mark.unit or head_unit or MONEY) != MONEY:
        return State.REPORTED, value, "unit-converted"
    has_point = isinstance(value, int) and mark.value is not None and count_places(mark.value) > 0
    remarked = mark.remark or (mark.unit and unit != MONEY) or has_point
    return State.REPORTED, value, "number-remark" if remarked else ""


def _cell_finding(
    code: str, row: LabelledRow, column: Column, printed: str, value: int | Decimal | None, source_file: str
) -> Finding:
    details = [("row", row.label), ("column", column.label), ("found", printed[:100])]
    if value is not None:
        details.append(("value", f"{value:f}" if isinstance(value, Decimal) else str(value)))
    if code == "unit-converted":
        details.append(("unit", column.unit))
    return Finding(code, source_file, row.line, tuple(details))


def unreadable_cells(table: str, code: str, columns: Sequence[Column], printed: str, line: int) -> tuple[Cell, ...]:
    """The whole row unreadable, each cell with all that is printed."""
    return tuple(Cell(table, code, column.code, State.UNREADABLE, None, printed, line) for column in columns)


def absent_cells(table: str, code: str, columns: Sequence[Column]) -> tuple[Cell, ...]:
    """A row that is not printed."""
    return tuple(Cell(table, code, column.code, State.ABSENT, None, "", None) for column in columns)


def _width_findings(
    row: LabelledRow, marks: Sequence[Mark], placement: Placement, columns: int, source_file: str
) -> tuple[Finding, ...]:
    code = _WIDTH_CODES.get(placement.rule, "")
    if not code:
        return ()
    printed = [cell for cell, mark in zip(row.values, marks, strict=True) if mark.kind is not MarkKind.EMPTY]
    details = [
        ("row", row.label),
        ("expected", str(columns)),
        ("count", str(sum(mark.kind in (MarkKind.NUMBER, MarkKind.DASH) for mark in marks))),
        ("found", " ".join(printed)[:200]),
    ]
    if placement.rule is Rule.ALL_EQUAL:
        details.append(("value", printed[0]))
    return (Finding(code, source_file, row.line, tuple(details)),)
