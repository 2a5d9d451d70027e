"""The heads of a printed table → which columns, in which order.

Comes in: the lines that hold heads. Goes out: column codes, or that the order is another than the form's. Refuses to
know: rows, numbers, files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from build_scripts.reading.grids import GridRow
from build_scripts.reading.labels import fold_label, strip_space

_UNIT = re.compile(r"单位[:：]?(亿元|万元|元)")
_SHORTEST_PIECE = 2
_WIDEST = 99


class _Head(NamedTuple):
    """A head: its place in the form's order, the index of its cell, whether it stands for a group of columns."""

    place: int
    cell: int
    is_group: bool


def find_columns(row: GridRow, columns: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    """The columns a line of heads names, in printed order: (code, index of the cell). `columns` maps folded heads to
    codes; a torn head counts where only one column's head holds it."""
    named = ((_name_column(fold_label(cell), columns), place) for place, cell in enumerate(row.cells) if cell)
    return tuple((code, place) for code, place in named if code)


def _name_column(key: str, columns: Mapping[str, str]) -> str:
    if key in columns:
        return columns[key]
    if len(key) < _SHORTEST_PIECE:
        return ""
    codes = {code for label, code in columns.items() if key in label}
    return codes.pop() if len(codes) == 1 else ""


def find_unit(text: str) -> str:
    """The unit of money a head prints, '' if none.

    >>> find_unit("本年收费金额（单位：元）")
    '元'
    """
    match = _UNIT.search(strip_space(text))
    return match.group(1) if match else ""


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
    for row in heads:
        for sooner, later in pairwise(_list_places(row, columns, groups, order)):
            restarts = rounds and (sooner.place, later.place) == (last, 0)
            reach = _WIDEST if sooner.is_group else later.cell - sooner.cell
            if not restarts and not 0 < later.place - sooner.place <= reach:
                return False
    return True


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
