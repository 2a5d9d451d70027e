"""Lines without tabs or pipes → the rows of tables among them, with their cells.

Comes in: numbered lines, the rows that the format parts itself, the headings' lines, the books of labels. Goes out:
rows by line number, for `grids`. Refuses to know: codes, editions, sections.
A row that another line prints with parted cells is text here: the parted one is the table's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from build_scripts.reading.document import TableRow
from build_scripts.reading.labels import fold_label
from build_scripts.reading.tables.amounts import MarkKind, read_mark
from build_scripts.reading.tables.blanks import LONGEST_ROW, Books, part_blanks
from build_scripts.reading.tables.grids import is_furniture, split_row
from build_scripts.reading.tables.stacks import part_stacks


def part_lines(
    lines: Sequence[str], known: Mapping[int, TableRow], breaks: Collection[int], books: Books
) -> dict[int, TableRow | tuple[str, ...]]:
    """The rows of the format, and the bare cells of those whose columns blanks part or whose cells stand on lines
    apart."""
    blank: dict[int, tuple[str, ...]] = {}
    for number, text in enumerate(lines, 1):
        if "\t" in text or "|" in text or not 1 < len(text) <= LONGEST_ROW or number in known or number in breaks:
            continue
        cells = part_blanks(text, books)
        if cells and not is_furniture(text):
            blank[number] = cells
    if blank:
        parted = _list_labels(lines, known)
        rows_of = {key for key in parted if any(book.row_of(key) for book in books)}
        blank = {number: cells for number, cells in blank.items() if fold_label(cells[0]) not in rows_of}
    return {**blank, **part_stacks(lines, breaks, {*known, *blank}, books), **known}


def _list_labels(lines: Sequence[str], known: Mapping[int, TableRow]) -> set[str]:
    """What the cells of parted lines with numbers say; a template left blank holds none."""
    rows = [row.cells for row in known.values()]
    rows += [split_row(0, text).cells for text in lines if "\t" in text or "|" in text]
    with_numbers = [cells for cells in rows if any(read_mark(cell).kind is MarkKind.NUMBER for cell in cells)]
    return {key for cells in with_numbers for cell in cells if len(cell) > 1 and (key := fold_label(cell))}
