"""Where the numbers of a drawn table stand, and what that means for rows with fewer numbers than columns.

Comes in: a `Sheet` after its damage. Goes out: the same sheet, misleading rows printed afresh, and which rows nothing
is promised of. The contract of the text prints counts cells behind a label of the same depth; a drawn table shows one
grid of columns to all its rows, below heads that name them.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tests.printing.contract import DASHES, to_plain
from tests.printing.facts import Key
from tests.printing.generate import agrees, columns_of, print_afresh, truths_of
from tests.printing.sheet import Line, Sheet, Table

FIRST_HEADS = ("自然人", "结果维持", "本年制发件数", "本年新制作数量")


def mend_short_rows(sheet: Sheet) -> None:
    """Rows that lost numbers and yet stand in the columns are printed afresh: nobody could tell them from rows with
    blanks. The columns are those of the full rows and of the heads.
    """
    for table in sheet.tables():
        starts = {_begin(line) for line in table.data() if _is_full(line)} | set(_head_starts(table))
        for line in table.data():
            if line.values and not _is_full(line) and any(_misleads(sheet, table, line, one) for one in starts):
                print_afresh(sheet, table, line)


def unmeasured_cells(sheet: Sheet, own_columns: bool) -> Iterator[Key]:
    """The cells of rows with some numbers and some blanks, in tables whose full rows do not stand one below the other
    and below the heads: there nothing shows in which columns the numbers are. Where the parts of a torn table have
    `own_columns`, such rows of torn tables too, and all rows below torn heads.
    """
    for table in sheet.tables():
        if own_columns and (breaks := _breaks(table)):
            torn_heads = any(line.kind == "head" for line in table.lines[breaks[0] :]) and table.name != "disclosures"
            yield from (key for key in sheet.truths if torn_heads and key[0] == table.name)
            yield from partial_cells(table)
        yield from _doubtful_cells(table)
        places = {_places(line) for line in table.data() if len(_places(line)) == columns_of(line)}
        starts = {one[0] for one in places} | set(_head_starts(table))
        if len(starts) > 1 or len(places) > len({len(one) for one in places}):
            yield from partial_cells(table)


def _doubtful_cells(table: Table) -> Iterator[Key]:
    """The cells of rows that hold as many numbers as columns beside blank cells and do not meet their own sums: one of
    the numbers may be of no column, and a blank cell a column's.
    """
    group = {"applications": 7, "remedies": 5}.get(table.name, 0)
    for line in table.data() if group else ():
        numbers = [Decimal(text) for text in map(_to_number, line.values) if _is_number(text)]
        has_blanks = line.before or line.after or len(numbers) < len(line.values)
        groups = [numbers[at : at + group] for at in range(0, len(numbers), group)]
        if has_blanks and len(numbers) == columns_of(line) and any(sum(one[:-1]) != one[-1] for one in groups):
            yield from ((table.name, *slot) for slot in line.slots if slot)


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdigit()


def _breaks(table: Table) -> list[int]:
    """Where blank lines and page numbers part the table."""
    return [at for at, line in enumerate(table.lines) if line.kind == "other" and len(line.labels) == 1]


def partial_cells(table: Table) -> Iterator[Key]:
    """The cells of the rows that hold some numbers or dashes, but fewer numbers or fewer dashes than columns."""
    for line in table.data():
        numbers, marks = sum(map(_has_digit, line.values)), len(_places(line))
        if numbers < columns_of(line) and marks > 0 and not (numbers == 0 and marks == columns_of(line)):
            yield from ((table.name, *slot) for slot in line.slots if slot)


def _begin(line: Line) -> int:
    return len(line.labels) + line.before


def _places(line: Line) -> tuple[int, ...]:
    """The columns of the row's numbers and dashes."""
    marks = enumerate(map(to_plain, line.values), _begin(line))
    return tuple(at for at, value in marks if value in DASHES or _has_digit(value))


def _is_full(line: Line) -> bool:
    return len(line.values) == columns_of(line) and all(line.values)


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _to_number(text: str) -> str:
    return to_plain(text).replace(",", "")


def _head_starts(table: Table) -> Iterator[int]:
    """The column below which the first number of a row belongs, by the heads."""
    for line in table.lines:
        names = [label.replace(" ", "") for label in line.labels] if line.kind == "head" else []
        yield from (at for at, name in enumerate(names[:4]) if name in FIRST_HEADS)


def _misleads(sheet: Sheet, table: Table, line: Line, begin: int) -> bool:
    width = columns_of(line)
    cells = [*[""] * _begin(line), *map(_to_number, line.values), *[""] * (line.after + width)]
    inside, outside = cells[begin : begin + width], [*cells[:begin], *cells[begin + width :]]
    plain = all(not cell or cell in DASHES or cell.lstrip("+-").replace(".", "").isdigit() for cell in inside)
    return plain and any(inside) and not any(outside) and not agrees(inside, truths_of(sheet, table, line))
