"""The table of requests: one row an outcome, one column an applicant.

Comes in: the labelled table, the form's view. Goes out: `RowOutcome`s. Refuses to know: other tables, files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from build_scripts.model import Finding
from build_scripts.reading.tables.cells import Column, RowOutcome, read_plain_row, read_row, unreadable_cells
from build_scripts.reading.tables.forms import FormView
from build_scripts.reading.tables.full_rows import find_full_rows, find_settled
from build_scripts.reading.tables.grids import GridRow
from build_scripts.reading.tables.head_order import is_no_worse, order_columns
from build_scripts.reading.tables.heads import HeadWords, find_columns, keeps_order, list_unknown
from build_scripts.reading.tables.placement import FullRow, OwnSum
from build_scripts.reading.tables.rows import LabelledRow, LabelledTable

TABLE = "applications"
_SOME_ROWS, _LONG_NUMBER = 6, 4


class _Heads(NamedTuple):
    """What the heads say: whether further columns are printed, whether they keep the form's order, whether any column
    is named at all, the cell in which each column's head stands, and the width of the lines."""

    is_strange: bool
    keeps_order: bool
    are_printed: bool
    places: tuple[int | None, ...]
    width: int


def read_applications(table: LabelledTable, view: FormView, words: HeadWords, source_file: str) -> list[RowOutcome]:
    """Each printed row, its columns in the order of the heads; if that is not certain, or further columns are printed,
    none is read."""
    labels = max((row.depth for row in table.rows), default=0)
    heads = _judge_heads(tuple([(head.cells, head.parted) for head in table.heads]), labels, view, words)
    if heads.is_strange or has_serial_numbers(table.rows):
        return _refuse_table(table, view, source_file)
    printed: Sequence[str] = _form_order(view)
    places = heads.places
    if not heads.keeps_order:
        printed = _printed_order(table, view, words)
        if not printed:
            return _refuse_table(table, view, source_file)
        places = _head_places(table.heads, words.columns, printed)
    outcomes = _read_rows(table, view, printed, places, heads.width, source_file)
    if outcomes and not heads.are_printed:
        details = (("table", view.table_labels[TABLE]),)
        note = Finding("header-missing", source_file, outcomes[0].line, details)
        outcomes[0] = outcomes[0]._replace(findings=(note, *outcomes[0].findings))
    return outcomes


@lru_cache(maxsize=1024)
def _judge_heads(
    lines: tuple[tuple[tuple[str, ...], bool], ...], labels: int, view: FormView, words: HeadWords
) -> _Heads:
    """The same heads stand above thousands of tables. `labels`: the last cell that holds a row's label."""
    heads = [GridRow(at, cells, parted) for at, (cells, parted) in enumerate(lines)]
    order = _form_order(view)
    return _Heads(
        _has_further_column(heads, words.columns, words.heads, labels),
        keeps_order(heads, words.columns, words.groups, order),
        any(find_columns(row, words.columns) for row in heads),
        _head_places(heads, words.columns, order),
        max((len(cells) for cells, _ in lines), default=0),
    )


@lru_cache(maxsize=8)
def _form_order(view: FormView) -> tuple[str, ...]:
    return tuple(column.code for column in view.columns(TABLE, view.rows[TABLE][0]))


def _printed_order(table: LabelledTable, view: FormView, words: HeadWords) -> tuple[str, ...]:
    """The columns in the order of the heads, if that is certain."""
    order = _form_order(view)
    printed = order_columns(table.heads, words.columns, words.groups, order)
    sums = [(order[own.total], [order[part] for part in own.parts]) for own in view.sums[TABLE, view.rows[TABLE][0]]]
    return printed if printed and is_no_worse((row.values for row in table.rows), printed, order, sums) else ()


def has_serial_numbers(rows: Sequence[LabelledRow]) -> bool:
    """Whether the first numbers of the rows count them, one more each time: a column without a head that is no column
    of the form."""
    first = [next((cell for cell in row.values if cell), "") for row in rows]
    counts = [int(cell) if cell.isascii() and cell.isdigit() and len(cell) < _LONG_NUMBER else -1 for cell in first]
    rising = sum(later == sooner + 1 for sooner, later in pairwise(counts) if later > 0)
    return rising >= max(_SOME_ROWS, len(rows) // 2)


def _read_rows(
    table: LabelledTable,
    view: FormView,
    printed: Sequence[str],
    places: tuple[int | None, ...],
    width: int,
    source_file: str,
) -> list[RowOutcome]:
    full: dict[int, frozenset[FullRow]] | None = None
    settled: dict[int, frozenset[FullRow]] = {}
    outcomes: list[RowOutcome] = []
    for row in table.rows:
        columns, sums = _order_row(row.code, view, printed)
        outcome = read_plain_row(TABLE, row, columns)
        if outcome is None:
            if full is None:
                width_of = {one.code: len(view.columns(TABLE, one.code)) for one in table.rows}
                full = find_full_rows(table.rows, width_of)
                sums_of = {code: _order_row(code, view, printed)[1] for code in width_of}
                settled = find_settled(table.rows, width_of, sums_of)
            full_rows, alike = full.get(row.layout, frozenset()), settled.get(row.depth, frozenset())
            outcome = read_row(TABLE, row, columns, full_rows, sums, source_file, places, width, alike)
        outcomes.append(outcome)
    return outcomes


def _order_row(code: str, view: FormView, printed: Sequence[str]) -> tuple[Sequence[Column], Sequence[OwnSum]]:
    """A row's columns and sums in the `printed` order."""
    columns, sums = view.columns(TABLE, code), view.sums[TABLE, code]
    if tuple(printed) == _form_order(view):
        return columns, sums
    codes = [column.code for column in columns]
    at = [printed.index(code) for code in codes]
    moved = tuple(OwnSum(at[one.total], tuple(at[part] for part in one.parts)) for one in sums)
    return tuple(columns[codes.index(code)] for code in printed), moved


def _has_further_column(
    heads: Sequence[GridRow], columns: Mapping[str, str], known: Mapping[str, str], labels: int
) -> bool:
    """Whether a head that the form does not have stands in a column of its own, behind those of the labels; `labels` is
    the last cell that holds any."""
    named = {place for row in heads for _, place in find_columns(row, columns)}
    return any(
        place not in named and (place > min(named) or place > labels)
        for row in heads
        if find_columns(row, columns)
        for place in list_unknown(row, columns, known)
    )


def _head_places(heads: Sequence[GridRow], columns: Mapping[str, str], order: Sequence[str]) -> tuple[int | None, ...]:
    """The cell in which each column's head stands, if all stand over different cells in the form's order."""
    found = {code: place for row in heads for code, place in find_columns(row, columns)}
    places = [found[code] for code in order if code in found]
    return tuple(found.get(code) for code in order) if places == sorted(set(places)) else ()


def _refuse_table(table: LabelledTable, view: FormView, source_file: str) -> list[RowOutcome]:
    printed = " ".join(head.printed for head in table.heads)[:200]
    finding = Finding(
        "header-differs",
        source_file,
        table.heads[0].line if table.heads else None,
        (("table", view.table_labels[TABLE]), ("found", printed)),
    )
    return [
        RowOutcome(
            row.code,
            row.line,
            unreadable_cells(TABLE, row.code, view.columns(TABLE, row.code), row.printed, row.line),
            (finding,) if place == 0 else (),
        )
        for place, row in enumerate(table.rows)
    ]
