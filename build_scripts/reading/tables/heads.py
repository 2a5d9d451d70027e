"""The heads of a printed table → which columns, in which order.

Comes in: the lines that hold heads. Goes out: column codes, or that the order is another than the form's. Refuses to
know: rows, numbers, files.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple

from build_scripts.reading.labels import fold_label, strip_space
from build_scripts.reading.tables.grids import GridRow

_UNIT = re.compile(r"(?:[亿千百十万]*(?:[美欧港日]|人民币)?元|(?<![0-9])角|(?<![0-9])分(?=[)/]))")
_SHORTEST_PIECE = 2
_WIDEST = 99
_UNIT_LINE = 40


@dataclass(frozen=True, slots=True, eq=False)
class HeadWords:
    """The words that stand above the columns of one table, folded: `columns` and `heads` map to codes, `groups` to the
    place of a group's first column. Compared by identity, so that what heads say can be kept by their words."""

    columns: Mapping[str, str]
    groups: Mapping[str, int]
    heads: Mapping[str, str]


class _Head(NamedTuple):
    """A head: its place in the form's order, the index of its cell, whether it stands for a group of columns."""

    place: int
    cell: int
    is_group: bool

    def repeats(self, later: _Head) -> bool:
        """Whether the next cell repeats this group, as converters do with merged cells."""
        return self.is_group and later.is_group and self.place == later.place


def find_columns(row: GridRow, columns: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    """The columns a line of heads names, in printed order: (code, index of the cell). `columns` maps folded heads to
    codes; a torn head counts where only one column's head holds it."""
    named = ((_name_column(fold_label(cell), columns), place) for place, cell in enumerate(row.cells) if cell)
    return tuple((code, place) for code, place in named if code)


@lru_cache(maxsize=4096)
def name_columns(cells: tuple[str, ...], words: HeadWords) -> tuple[str, ...]:
    """The codes of the columns that a line of heads names, in printed order; the same heads stand in every report."""
    return tuple(code for code, _ in find_columns(GridRow(0, cells, True), words.columns))


def _name_column(key: str, columns: Mapping[str, str]) -> str:
    if key in columns:
        return columns[key]
    if len(key) < _SHORTEST_PIECE:
        return ""
    codes = {code for label, code in columns.items() if key in label}
    return codes.pop() if len(codes) == 1 else ""


def find_units(text: str) -> tuple[str, ...]:
    """The distinct units of money that a text names, in printed order.

    >>> find_units("本年收费金额（单位：万元，保留4位小数）"), find_units("本年收费金额（元）"), find_units("万元、元")
    (('万元',), ('元',), ('万元', '元'))
    """
    return tuple(dict.fromkeys(unit.removeprefix("人民币") for unit in _UNIT.findall(strip_space(text))))


def find_outer_units(lines: Iterable[str]) -> tuple[str, ...]:
    """The units of money that short lines beside a table name, as in `单位：元`."""
    short = (text for text in lines if len(text) <= _UNIT_LINE and "\t" not in text and "|" not in text)
    return tuple(dict.fromkeys(unit for text in short if "单位" in text for unit in find_units(text)))


def list_unknown(row: GridRow, columns: Mapping[str, str], known: Collection[str]) -> tuple[int, ...]:
    """The cells of a line of heads, by index, whose text is no head of the table nor a torn piece of one."""
    return tuple(
        index
        for index, cell in enumerate(row.cells)
        if (key := fold_label(cell)) and key not in known and not any(key in label for label in (*columns, *known))
    )


def keeps_order(
    heads: Sequence[GridRow],
    columns: Mapping[str, str],
    groups: Mapping[str, int],
    order: Sequence[str],
    rounds: bool = False,
) -> bool:
    """Whether every line of heads names its columns in the form's order, none sooner than its cell can stand.

    `groups` maps group heads to the place of their first column; `rounds`: the columns may be named again and again
    (reviews and the two kinds of lawsuits each have the same five).
    """
    last = len(order) - 1
    lines = [_list_places(row, columns, groups, order) for row in heads]
    for line in lines:
        if rounds and line and line[0].place:
            return False
        for sooner, later in pairwise(line):
            restarts = rounds and (sooner.place, later.place) == (last, 0)
            reach = _WIDEST if sooner.is_group else later.cell - sooner.cell
            if not restarts and not 0 < later.place - sooner.place <= reach and not sooner.repeats(later):
                return False
    alone = [line[0].place for line, row in zip(lines, heads, strict=True) if len(line) == 1 and not row.parted]
    in_turn = rounds or all(sooner <= later for sooner, later in pairwise(alone))
    placed = [line for line, row in zip(lines, heads, strict=True) if row.parted]
    return in_turn and (rounds or _agrees_across(placed, last))


def _agrees_across(lines: Sequence[Sequence[_Head]], last: int) -> bool:
    """Whether no line puts a column to the right of one that another line, in the form's order, has behind it. The last
    column, the total, often stands on a line of heads of its own without the blank cells before it."""
    heads = sorted(
        {(head.cell, head.place) for line in lines for head in line if not head.is_group and head.place < last}
    )
    return all(earlier[1] <= later[1] for earlier, later in combinations(heads, 2) if earlier[0] < later[0])


def _list_places(
    row: GridRow, columns: Mapping[str, str], groups: Mapping[str, int], order: Sequence[str]
) -> list[_Head]:
    found: list[_Head] = []
    for index, cell in enumerate(row.cells):
        key = fold_label(cell)
        if key in groups:
            found.append(_Head(groups[key], index, is_group=True))
            continue
        piece_of_group = key not in columns and any(key in group for group in groups)
        code = "" if piece_of_group or not key else _name_column(key, columns)
        if code in order:
            found.append(_Head(order.index(code), index, is_group=False))
    return found
