"""The table of requests: one row an outcome, one column an applicant.

Comes in: the labelled table, the form's view. Goes out: `RowOutcome`s. Refuses to know: other tables, files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from build_scripts.model import Finding
from build_scripts.reading.cells import RowOutcome, find_full_rows, read_row, unreadable_cells
from build_scripts.reading.forms import FormView
from build_scripts.reading.grids import GridRow
from build_scripts.reading.head_order import is_no_worse, order_columns
from build_scripts.reading.heads import find_columns, keeps_order, list_unknown
from build_scripts.reading.placement import OwnSum
from build_scripts.reading.rows import LabelledRow, LabelledTable

TABLE = "applications"
_SOME_ROWS, _LONG_NUMBER = 6, 4


def read_applications(
    table: LabelledTable,
    view: FormView,
    columns: Mapping[str, str],
    groups: Mapping[str, int],
    heads: Mapping[str, str],
    source_file: str,
) -> list[RowOutcome]:
    """Each printed row, its columns in the order of the heads; if that is not certain, or further columns are printed,
    none is read."""
    columns_of = view.columns(TABLE, view.rows[TABLE][0])
    order = [column.code for column in columns_of]
    labels = max((row.depth for row in table.rows), default=0)
    printed: Sequence[str] = order
    if _has_further_column(table.heads, columns, heads, labels) or has_serial_numbers(table.rows):
        return _refuse_table(table, view, source_file)
    if not keeps_order(table.heads, columns, groups, order):
        printed = _printed_order(table, view, columns, groups, order)
        if not printed:
            return _refuse_table(table, view, source_file)
    outcomes = _read_rows(table, view, printed, _head_places(table.heads, columns, printed), source_file)
    if outcomes and not any(find_columns(row, columns) for row in table.heads):
        details = (("table", view.table_labels[TABLE]),)
        note = Finding("header-missing", source_file, outcomes[0].line, details)
        outcomes[0] = replace(outcomes[0], findings=(note, *outcomes[0].findings))
    return outcomes


def _printed_order(
    table: LabelledTable, view: FormView, columns: Mapping[str, str], groups: Mapping[str, int], order: Sequence[str]
) -> tuple[str, ...]:
    """The columns in the order of the heads, if that is certain."""
    printed = order_columns(table.heads, columns, groups, order)
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
    table: LabelledTable, view: FormView, printed: Sequence[str], places: tuple[int | None, ...], source_file: str
) -> list[RowOutcome]:
    full = find_full_rows(table.rows, {row.code: len(view.columns(TABLE, row.code)) for row in table.rows})
    width = max((len(head.cells) for head in table.heads), default=0)
    outcomes: list[RowOutcome] = []
    for row in table.rows:
        columns, sums = view.columns(TABLE, row.code), view.sums[TABLE, row.code]
        codes = [column.code for column in columns]
        if codes != list(printed):
            at = [printed.index(code) for code in codes]
            columns = tuple(columns[codes.index(code)] for code in printed)
            sums = tuple(OwnSum(at[one.total], tuple(at[part] for part in one.parts)) for one in sums)
        full_rows = full.get(row.layout, frozenset())
        outcomes.append(read_row(TABLE, row, columns, full_rows, sums, source_file, places, width))
    return outcomes


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
