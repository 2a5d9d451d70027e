"""The table of reviews and lawsuits: three channels side by side, five results each, one line of fifteen numbers.

Comes in: the table's lines, the form's view. Goes out: `RowOutcome`s, one a channel. Refuses to know: other tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations, permutations
from typing import NamedTuple

from build_scripts.model import Cell, Finding
from build_scripts.reading.labels import fold_label
from build_scripts.reading.tables.amounts import MarkKind, read_mark
from build_scripts.reading.tables.cells import Column, RowOutcome, read_plain_row, read_row, unreadable_cells
from build_scripts.reading.tables.forms import FormView
from build_scripts.reading.tables.grids import GridRow, blank_numbers
from build_scripts.reading.tables.head_order import is_no_worse, order_blocks
from build_scripts.reading.tables.heads import HeadWords, keeps_order, list_unknown
from build_scripts.reading.tables.placement import OwnSum
from build_scripts.reading.tables.rows import LabelledRow

TABLE = "remedies"


class _Plan(NamedTuple):
    """Which lines hold the heads and which the numbers, whether the heads are the form's in its order, whether a
    strange one is among them, and where those of the results stand."""

    heads: tuple[int, ...]
    numbers: tuple[int, ...]
    keeps_order: bool
    is_strange: bool
    places: tuple[int, ...]
    width: int


def read_remedies(printed: Sequence[GridRow], view: FormView, words: HeadWords, source_file: str) -> list[RowOutcome]:
    """The fifteen cells of the one line of numbers; several such lines, or heads in another order, cannot be told."""
    plan = _plan_lines(tuple([(row.skeleton or blank_numbers(row.cells), row.parted) for row in printed]), view, words)
    wide = _list_columns(view)
    numbers = [printed[at] for at in plan.numbers]
    head_lines = [printed[at] for at in plan.heads]
    if not numbers:
        return []
    if not head_lines:
        return _refuse_table(numbers, wide, view, source_file, "label-ambiguous")
    if not plan.keeps_order:
        codes = () if plan.is_strange else _printed_order(head_lines, numbers, words, view)
        if not codes:
            return _refuse_table(numbers, wide, view, source_file, "header-differs", head_lines)
        by_code = {column.code: column for column in wide}
        wide = tuple(by_code[code] for code in codes)
    if len(numbers) > 1 and len({tuple(filter(None, row.cells)) for row in numbers}) > 1:
        return _refuse_table(numbers, wide, view, source_file, "label-ambiguous")
    line, label = numbers[0], view.table_labels[TABLE]
    values, places, widths = line.values_from(0)
    row = LabelledRow("", line.line, label, line.printed, -1, values, False, places, widths)
    outcome = read_plain_row(TABLE, row, wide)
    if outcome is None:
        sums = _wide_sums(view, view.rows[TABLE], [column.code for column in wide])
        heads_at = plan.places if places else ()
        outcome = read_row(TABLE, row, wide, frozenset(), sums, source_file, heads_at, plan.width)
    return _split_channels(outcome, view)


@lru_cache(maxsize=1024)
def _plan_lines(lines: tuple[tuple[tuple[str, ...], bool], ...], view: FormView, words: HeadWords) -> _Plan:
    """The same lines, but for their numbers, stand in thousands of reports. `lines`: cells, and whether parted."""
    rows = [GridRow(at, cells, parted) for at, (cells, parted) in enumerate(lines)]
    channels, width = view.rows[TABLE], len(_list_columns(view))
    heads = [row for row in rows if _names_head(row, words.heads) and not _has_number(row)]
    first = heads[0].line if heads else -1
    numbers = [row for row in rows if row.line > first and row not in heads and _may_hold(row, width)]
    order = [column.code for column in view.columns(TABLE, channels[0])]
    strange = any(list_unknown(row, words.columns, words.heads) for row in heads)
    in_order = keeps_order(heads, words.columns, {}, order, rounds=True)
    return _Plan(
        tuple(row.line for row in heads),
        tuple(row.line for row in numbers),
        not strange and in_order and _channels_in_order(heads, words.heads, channels, _group_of(view, channels)),
        strange,
        _head_places(heads, words.columns, width),
        max((len(row.cells) for row in heads), default=0),
    )


@lru_cache(maxsize=8)
def _list_columns(view: FormView) -> tuple[Column, ...]:
    """The fifteen columns in the form's order; the code of each is channel/result."""
    return tuple(
        Column(f"{channel}/{column.code}", f"{view.row_labels[TABLE, channel]}{column.label}", column.unit)
        for channel in view.rows[TABLE]
        for column in view.columns(TABLE, channel)
    )


def _head_places(heads: Sequence[GridRow], columns: Mapping[str, str], count: int) -> tuple[int, ...]:
    """The cells in which the heads of the results stand, from left to right, if there is one for each column."""
    found = {place for row in heads for place, cell in enumerate(row.cells) if fold_label(cell) in columns}
    return tuple(sorted(found)) if len(found) == count else ()


def _names_head(row: GridRow, heads: Mapping[str, str]) -> bool:
    return any(fold_label(cell) in heads for cell in row.cells if cell)


def _has_number(row: GridRow) -> bool:
    """Whether a line holds numbers: with a channel's name before them the table is laid out otherwise."""
    return any(read_mark(cell).kind is MarkKind.NUMBER for cell in row.cells)


def _may_hold(row: GridRow, width: int) -> bool:
    """A line of numbers or marks, or a blank line of at least as many cells as the table has columns."""
    return any(read_mark(cell).kind is not MarkKind.EMPTY for cell in row.cells) or len(row.cells) >= width


def _group_of(view: FormView, channels: Sequence[str]) -> str:
    """The folded head printed above the later channels (行政诉讼)."""
    return next((fold_label(group) for channel in channels for group in view.row_groups[TABLE, channel]), "")


def _channels_in_order(
    heads: Sequence[GridRow], labels: Mapping[str, str], channels: Sequence[str], group: str
) -> bool:
    """Whether no line of heads, nor two lines compared by their cells, name the channels in another order; `group` is
    the head above the two kinds of lawsuits."""
    found: list[tuple[int, int, int]] = []
    for line, row in enumerate(heads):
        for cell, text in enumerate(row.cells):
            key = fold_label(text)
            code = labels.get(key, "")
            if code in channels or (key and key == group):
                found.append((line, cell, channels.index(code) if code in channels else 1))
    same_line = all(one[2] <= other[2] for one, other in combinations(found, 2) if one[0] == other[0])
    return same_line and all(one[2] <= other[2] for one, other in permutations(found, 2) if one[1] < other[1])


def _printed_order(
    head_lines: Sequence[GridRow], numbers: Sequence[GridRow], words: HeadWords, view: FormView
) -> tuple[str, ...]:
    """The fifteen columns in the order of the heads, as channel/result; () if that is not certain."""
    channels = view.rows[TABLE]
    order = [column.code for column in _list_columns(view)]
    printed = order_blocks(
        head_lines, words.columns, words.heads, channels, _group_of(view, channels), len(order) // len(channels)
    )
    if sorted(printed) != sorted(order):
        return ()
    sums = [(order[own.total], [order[part] for part in own.parts]) for own in _wide_sums(view, channels, order)]
    return printed if is_no_worse((row.cells for row in numbers), printed, order, sums) else ()


def _wide_sums(view: FormView, channels: Sequence[str], printed: Sequence[str]) -> tuple[OwnSum, ...]:
    """The sums of each channel, by the places of its columns in the one wide row as `printed`."""
    at = {code: place for place, code in enumerate(printed)}
    sums: list[OwnSum] = []
    for channel in channels:
        own_columns = [at[f"{channel}/{column.code}"] for column in view.columns(TABLE, channel)]
        for own in view.sums[TABLE, channel]:
            sums.append(OwnSum(own_columns[own.total], tuple(own_columns[part] for part in own.parts)))
    return tuple(sums)


def _split_channels(wide: RowOutcome, view: FormView) -> list[RowOutcome]:
    """The one wide row as a row a channel; findings are said once."""
    cells: dict[str, list[Cell]] = {channel: [] for channel in view.rows[TABLE]}
    for table, _, code, *content in wide.cells:
        channel, _, result = code.partition("/")
        cells[channel].append(tuple.__new__(Cell, (table, channel, result, *content)))
    return [
        RowOutcome(channel, wide.line, tuple(own), () if place else wide.findings, wide.placed_by_sum)
        for place, (channel, own) in enumerate(cells.items())
    ]


def _refuse_table(
    numbers: Sequence[GridRow],
    wide: Sequence[Column],
    view: FormView,
    source_file: str,
    code: str,
    quoted: Sequence[GridRow] = (),
) -> list[RowOutcome]:
    """The channels unreadable, each cell with all that is printed; `quoted` are the lines the finding speaks of."""
    printed = "\n".join(row.printed for row in numbers)
    found = " ".join(row.printed for row in quoted or numbers)
    details = (("table", view.table_labels[TABLE]), ("found", found[:200]))
    finding = Finding(code, source_file, (quoted or numbers)[0].line, details)
    cells = unreadable_cells(TABLE, "", wide, printed, numbers[0].line)
    return _split_channels(RowOutcome("", numbers[0].line, cells, (finding,)), view)
