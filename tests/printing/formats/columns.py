"""Rows of a drawn table that lost numbers and yet stand in its columns: nobody could tell them from rows with blanks.

Comes in: a `Sheet` after its damage. Goes out: the same sheet, such rows printed afresh. The contract counts cells
behind a label of the same depth; where labels are merged, a table shows its columns to all rows alike.
"""

from __future__ import annotations

from tests.printing.contract import DASHES, to_plain
from tests.printing.generate import agrees, columns_of, print_afresh, truths_of
from tests.printing.sheet import Line, Sheet, Table


def mend_short_rows(sheet: Sheet) -> None:
    """Rows with fewer marks than columns that would be read, by the columns of the full rows, as other numbers."""
    for table in sheet.tables():
        starts = {(_begin(line), columns_of(line)) for line in table.data() if _is_full(line)}
        for line in table.data():
            if line.values and not _is_full(line) and any(_misleads(sheet, table, line, *one) for one in starts):
                print_afresh(sheet, table, line)


def _begin(line: Line) -> int:
    return len(line.labels) + line.before


def _is_full(line: Line) -> bool:
    return len(line.values) == columns_of(line) and all(line.values)


def _misleads(sheet: Sheet, table: Table, line: Line, begin: int, width: int) -> bool:
    if width != columns_of(line):
        return False
    cells = [*[""] * _begin(line), *map(to_plain, line.values), *[""] * (line.after + width)]
    inside, outside = cells[begin : begin + width], [*cells[:begin], *cells[begin + width :]]
    plain = all(not cell or cell in DASHES or cell.lstrip("-").replace(".", "").isdigit() for cell in inside)
    return plain and any(inside) and not any(outside) and not agrees(inside, truths_of(sheet, table, line))
