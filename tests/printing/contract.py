"""What the data contract promises for a printed row: rules (a), (b), (c), written anew, apart from the reader.

Comes in: the lines of a table on the sheet. Goes out: for each data line the cells as the contract reads them, or None
where it promises nothing but that no other number is given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from tests.printing.sheet import Line, Table

NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
UNIT = re.compile(r"\s*[件个项]?(（[^（）]*）)?$")
DASHES = frozenset("—-－/／–―")
SUMS = {"applications": ((0, 7),), "remedies": ((0, 5), (5, 10), (10, 15)), "disclosures": ()}
Numbers = tuple[Decimal, ...]


def contract_reading(table: Table, line: Line, width: int) -> list[str] | None:
    """The `width` cells of this line as printed, empty for blank; None where the contract leaves them unread.

    A row of which two readings fit (by count and by the place of the full rows) is left unread too. A row stands where
    the full rows have theirs if it goes as far as they do: of a shorter one nobody knows which cells it lost, of a
    longer one with a blank among them nobody knows which cell is spare.
    """
    cells = [to_plain(cell) for cell in line.cells_after_label()]
    numbers = [cell for cell in cells if _is_number(cell)]
    dashes = [cell for cell in cells if cell in DASHES]
    if any(cell and not _is_number(cell) and cell not in DASHES for cell in cells):
        return None
    if not numbers and not dashes:
        return [""] * width
    if not numbers and len(dashes) == width:
        return dashes
    if len(numbers) == width:
        return None if dashes else numbers
    if len(numbers) > width:
        return _choose(numbers, width, SUMS[table.name]) if not dashes else None
    placed = _place_by_cells(table, line, cells, width)
    return None if placed and _fits_better_moved(placed, SUMS[table.name]) else placed


def to_plain(cell: str) -> str:
    """Digits, signs and points half-width, without blanks around and without the commas of thousands."""
    plain = cell.translate(str.maketrans("０１２３４５６７８９．＋－", "0123456789.+-")).strip()
    return plain.replace(",", "") if THOUSANDS.fullmatch(plain) else plain


def _is_number(cell: str) -> bool:
    return NUMBER.fullmatch(cell) is not None


def _choose(numbers: list[str], width: int, sums: tuple[tuple[int, int], ...]) -> list[str] | None:
    values = [Decimal(number) for number in numbers]
    if len(set(values)) == 1:
        return numbers[:width]
    fitting: set[Numbers] = set()
    for chosen in combinations(range(len(values)), width):
        kept = tuple(values[at] for at in chosen)
        left = [value for at, value in enumerate(values) if at not in chosen]
        if not any(left) and sums and _meets(kept, sums):
            fitting.add(kept)
    return [str(value) for value in fitting.pop()] if len(fitting) == 1 else None


def _meets(kept: Sequence[Decimal], sums: tuple[tuple[int, int], ...]) -> bool:
    return all(sum(kept[first : end - 1]) == kept[end - 1] for first, end in sums)


def _place_by_cells(table: Table, line: Line, cells: list[str], width: int) -> list[str] | None:
    full = [other for other in table.data() if _is_full(other, width, line)]
    if not all(_stands_together(other, width) for other in full):
        return None
    starts = {_start(other) for other in full}
    if not starts:
        return cells if len(cells) == width else None
    start = starts.pop() - line.label_at - 1
    inside, outside = cells[start : start + width], [*cells[:start], *cells[start + width :]]
    ends = {other.label_at + len(other.cells_after_label()) for other in full}
    end = line.label_at + len(cells)
    as_far = end == max(ends) or (end < max(ends) and len(inside) == width and bool(inside[-1]))
    stands = not starts and len(inside) == width and not any(outside) and as_far
    return inside if stands and (len(cells) != width or start == 0) else None


def _fits_better_moved(cells: list[str], sums: tuple[tuple[int, int], ...]) -> bool:
    """Whether the row misses its own sum where it stands and meets it some columns further on or back (by chance, if
    it is rightly placed): the reader's rules leave such a row unread, for a spare cell may stand in it."""
    filled = [at for at, cell in enumerate(cells) if cell]
    row = [Decimal(cell) if _is_number(cell) else Decimal(0) for cell in cells]
    if not filled or not sums or _count_met(row, sums):
        return False
    room = range(-filled[0], len(cells) - filled[-1])
    moved = [[*[Decimal(0)] * step, *row, *[Decimal(0)] * -step][max(-step, 0) :][: len(row)] for step in room]
    return any(_count_met(one, sums) >= min(len(sums), 2) for one in moved)


def _count_met(row: list[Decimal], sums: tuple[tuple[int, int], ...]) -> int:
    """How many printed totals are met; none where one is not."""
    printed = [(first, end) for first, end in sums if row[end - 1]]
    return len(printed) if all(_meets(row, (one,)) for one in printed) else 0


def _is_full(other: Line, width: int, line: Line) -> bool:
    """A row of the same label depth and as many columns with a number or a dash in each, remarks and 无 let pass: what
    fills a column shows where it stands."""
    cells = (UNIT.sub("", to_plain(cell)) for cell in other.cells_after_label())
    filled = [cell for cell in cells if _is_number(to_plain(cell)) or cell in DASHES or cell == "无"]
    columns = len(set(filter(None, other.slots)))
    return other is not line and len(filled) == width == columns and other.label_at == line.label_at


def _start(line: Line) -> int:
    cells = line.cells_after_label()
    return line.label_at + 1 + next(at for at, cell in enumerate(cells) if cell)


def _stands_together(line: Line, width: int) -> bool:
    start = _start(line) - line.label_at - 1
    return all(line.cells_after_label()[start : start + width])
