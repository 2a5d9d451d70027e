"""The heads of a printed table → which columns, in which order.

Comes in: the lines that hold heads. Goes out: column codes, or that the order is another than the form's. Refuses to
know: rows, numbers, files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from build_scripts.reading.grids import GridRow
from build_scripts.reading.labels import fold_label, strip_space

_UNIT = re.compile(r"单位[:：]?(亿元|万元|元)")


def find_columns(row: GridRow, columns: Mapping[str, str]) -> tuple[str, ...]:
    """The column codes a line of heads names, in printed order; `columns` maps folded heads to codes."""
    return tuple(columns[key] for cell in row.cells if (key := fold_label(cell)) in columns)


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
    """Whether every line of heads names its columns in the form's order.

    `groups` maps group heads to the place of their first column; `rounds`: the columns may be named again and again
    (reviews and the two kinds of lawsuits each have the same five).
    """
    last = len(order) - 1
    for row in heads:
        places = [place for cell in row.cells if (place := _place(fold_label(cell), columns, groups, order)) >= 0]
        for sooner, later in pairwise(places):
            if later <= sooner and not (rounds and (sooner, later) == (last, 0)):
                return False
    return True


def _place(key: str, columns: Mapping[str, str], groups: Mapping[str, int], order: Sequence[str]) -> int:
    if key in groups:
        return groups[key]
    return order.index(columns[key]) if key in columns and columns[key] in order else -1
