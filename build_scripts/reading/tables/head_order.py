"""The heads of a printed table in an order of their own → the columns in printed order, where that is certain.

Comes in: the lines that hold heads, the rows of numbers below. Goes out: column codes, or none. Refuses to know: labels
of rows, files. Every column is named exactly once, on one line, or on lines whose cells stand over each other; and
no more rows may fail their own sum in that order than in the form's, for a converter may have moved the heads alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from build_scripts.reading.labels import fold_label
from build_scripts.reading.tables.amounts import MarkKind, read_mark
from build_scripts.reading.tables.grids import ORDERLESS, GridRow

Sums = Sequence[tuple[str, Sequence[str]]]
"""Totals and their parts, by column code."""


def order_columns(
    heads: Sequence[GridRow], columns: Mapping[str, str], groups: Mapping[str, int], order: Sequence[str]
) -> tuple[str, ...]:
    """The columns as the heads name them, from left to right; () if that is not certain. `groups` maps the heads that
    stand above several columns to the place of the first in the form's `order`."""
    if any(cell.endswith(ORDERLESS) for row in heads for cell in row.cells):
        return ()
    named = [_name_cells(row, columns) for row in heads]
    alone = [line for line in named if len(line) == len(order)]
    every = [pair for line in named for pair in line]
    if sorted(code for _, code in every) != sorted(order) or any(
        not row.parted for row in heads if _names(row, columns)
    ):
        return ()
    if alone:
        return tuple(code for _, code in alone[0])
    every.sort()
    places = [place for place, _ in every]
    if places != list(range(places[0], places[0] + len(order))) or not _groups_fit(heads, groups, dict(every), order):
        return ()
    return tuple(code for _, code in every)


def order_blocks(
    heads: Sequence[GridRow],
    columns: Mapping[str, str],
    labels: Mapping[str, str],
    channels: Sequence[str],
    group: str,
    width: int,
) -> tuple[str, ...]:
    """The columns of channels side by side, as channel/result, from left to right; () if that is not certain. `labels`
    maps heads to codes; `group` is the folded head above the later channels; `width` columns has each channel."""
    if any(cell.endswith(ORDERLESS) for row in heads for cell in row.cells):
        return ()
    named = [line for row in heads if (line := _name_cells(row, columns)) and row.parted]
    every = sorted(pair for line in named for pair in line)
    places = [place for place, _ in every]
    side_by_side = _order_channels(heads, labels, channels, group)
    is_whole = len(named) == 1 or places == list(range(places[0], places[0] + len(places)) if places else ())
    if not is_whole or len(every) != width * len(channels) or len(side_by_side) != len(channels):
        return ()
    blocks = [[code for _, code in every[start : start + width]] for start in range(0, len(every), width)]
    if any(len(set(block)) < width for block in blocks):
        return ()
    return tuple(f"{channel}/{code}" for channel, block in zip(side_by_side, blocks, strict=True) for code in block)


def _order_channels(
    heads: Sequence[GridRow], labels: Mapping[str, str], channels: Sequence[str], group: str
) -> tuple[str, ...]:
    """The channels from left to right: all on one line, or those of the group on a line below it, with no cell that
    says otherwise; () if that is not certain."""
    lines = [
        [(place, labels.get(key) or key) for place, cell in enumerate(row.cells) if (key := fold_label(cell))]
        for row in heads
    ]
    named = [[pair for pair in line if pair[1] in channels or pair[1] == group] for line in lines]
    named = [line for line in named if line]
    codes = [[code for _, code in line] for line in named]
    if sorted(code for line in codes for code in line if code != group) != sorted(channels):
        return ()
    whole = next((line for line in codes if set(line) == set(channels)), None)
    if whole:
        return tuple(whole)
    above = next((line for line in codes if group in line and len(line) == 2), None)
    below = next((line for line in codes if group not in line and len(line) == len(channels) - 1), None)
    if len(codes) != 2 or above is None or below is None:
        return ()
    found = [code for one in above for code in (below if one == group else [one])]
    cells = {code: place for line in named for place, code in line}
    in_turn = all(cells[sooner] <= cells[later] for sooner, later in pairwise(found))
    return tuple(found) if in_turn else ()


def is_no_worse(rows: Iterable[Sequence[str]], printed: Sequence[str], order: Sequence[str], sums: Sums) -> bool:
    """Whether at least as many full rows of numbers meet their sums with the columns as `printed` as in the form's
    `order`."""
    full = [values for values in map(_numbers, rows) if len(values) == len(order)]
    return _count(full, printed, sums) >= _count(full, order, sums)


def _name_cells(row: GridRow, columns: Mapping[str, str]) -> list[tuple[int, str]]:
    return [(place, columns[key]) for place, cell in enumerate(row.cells) if (key := fold_label(cell)) in columns]


def _names(row: GridRow, columns: Mapping[str, str]) -> bool:
    return any(fold_label(cell) in columns for cell in row.cells)


def _groups_fit(
    heads: Sequence[GridRow], groups: Mapping[str, int], by_place: Mapping[int, str], order: Sequence[str]
) -> bool:
    """Whether each head of a group stands over a column of its own: the lower lines have kept their blank cells."""
    return all(
        place in by_place and order.index(by_place[place]) >= groups[key]
        for row in heads
        for place, cell in enumerate(row.cells)
        if (key := fold_label(cell)) in groups
    )


def _numbers(values: Sequence[str]) -> list[Decimal]:
    marks = map(read_mark, values)
    return [mark.value for mark in marks if mark.kind is MarkKind.NUMBER and mark.value is not None]


def _count(rows: Sequence[Sequence[Decimal]], printed: Sequence[str], sums: Sums) -> int:
    found = 0
    for values in rows:
        row = dict(zip(printed, values, strict=True))
        found += all(row[total] == sum((row[part] for part in parts), Decimal(0)) for total, parts in sums)
    return found
