"""The table of requests: one row an outcome, one column an applicant.

Comes in: the labelled table, the form's view. Goes out: `RowOutcome`s. Refuses to know: other tables, files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from build_scripts.model import Finding
from build_scripts.reading.cells import RowOutcome, find_full_rows, read_row, unreadable_cells
from build_scripts.reading.forms import FormView
from build_scripts.reading.grids import GridRow
from build_scripts.reading.heads import find_columns, keeps_order, list_unknown
from build_scripts.reading.rows import LabelledTable

TABLE = "applications"


def read_applications(
    table: LabelledTable,
    view: FormView,
    columns: Mapping[str, str],
    groups: Mapping[str, int],
    heads: Mapping[str, str],
    source_file: str,
) -> list[RowOutcome]:
    """Each printed row; if the heads stand in another order than the form's, or name further columns, none is read."""
    order = [column.code for column in view.columns(TABLE, view.rows[TABLE][0])]
    labels = max((row.depth for row in table.rows), default=0)
    if not keeps_order(table.heads, columns, groups, order) or _has_further_column(table.heads, columns, heads, labels):
        return _refuse_table(table, view, source_file)
    places = _head_places(table.heads, columns, order)
    outcomes = _read_rows(table, view, places, source_file)
    if outcomes and not any(find_columns(row, columns) for row in table.heads):
        details = (("table", view.table_labels[TABLE]),)
        note = Finding("header-missing", source_file, outcomes[0].line, details)
        outcomes[0] = replace(outcomes[0], findings=(note, *outcomes[0].findings))
    return outcomes


def _read_rows(
    table: LabelledTable, view: FormView, places: tuple[int | None, ...], source_file: str
) -> list[RowOutcome]:
    full = find_full_rows(table.rows, {row.code: len(view.columns(TABLE, row.code)) for row in table.rows})
    return [
        read_row(
            TABLE,
            row,
            view.columns(TABLE, row.code),
            full.get(row.depth, frozenset()),
            view.sums[TABLE, row.code],
            source_file,
            places,
        )
        for row in table.rows
    ]


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
