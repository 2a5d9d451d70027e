"""The table of proactive disclosure: blocks of an article each, with heads of their own.

Comes in: the labelled table, the form's view. Goes out: `RowOutcome`s. Refuses to know: why this edition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from build_scripts.model import Finding
from build_scripts.reading.cells import Column, RowOutcome, find_full_rows, read_row, unreadable_cells
from build_scripts.reading.forms import FormView
from build_scripts.reading.grids import GridRow
from build_scripts.reading.heads import find_columns, find_unit
from build_scripts.reading.labels import fold_label
from build_scripts.reading.placement import FullRow
from build_scripts.reading.rows import LabelledRow, LabelledTable

TABLE = "disclosures"


@dataclass(frozen=True, slots=True)
class _Block:
    """The heads above a row: the columns they name, in printed order, the cell each is named in, and their texts."""

    columns: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    text: str = ""


def read_disclosures(
    table: LabelledTable, view: FormView, columns: Mapping[str, str], heads: Mapping[str, str], source_file: str
) -> list[RowOutcome]:
    """Each printed row; columns are matched by the heads above it, and where these name no edition's columns the row
    is unreadable."""
    blocks = _blocks(table, columns, heads)
    chosen = {row.line: _choose_columns(view.editions[TABLE, row.code], blocks[row.line]) for row in table.rows}
    full: dict[int, dict[int, frozenset[FullRow]]] = {}
    for width in {len(found) for found in chosen.values()}:
        rows = [row for row in table.rows if len(chosen[row.line]) == width]
        full[width] = find_full_rows(rows, {row.code: width for row in rows})
    outcomes: list[RowOutcome] = []
    for row in table.rows:
        block, found = blocks[row.line], chosen[row.line]
        if found:
            outcomes.append(read_row(TABLE, row, found, full[len(found)].get(row.depth, frozenset()), (), source_file))
        else:
            outcomes.append(_refuse_row(row, view, block, source_file))
    return outcomes


def _blocks(table: LabelledTable, columns: Mapping[str, str], heads: Mapping[str, str]) -> dict[int, _Block]:
    """By the line of each row, the heads above it: those since the row or the article before."""
    printed: list[GridRow | LabelledRow] = sorted([*table.heads, *table.rows], key=lambda row: row.line)
    blocks: dict[int, _Block] = {}
    block, after_row = _Block(), False
    for row in printed:
        if isinstance(row, LabelledRow):
            blocks[row.line], after_row = block, True
            continue
        named = [(code, place) for code, place in find_columns(row, columns) if after_row or code not in block.columns]
        if after_row or (not named and fold_label(row.cells[0]) in heads):
            block, after_row = _Block(), False
        block = _Block(
            block.columns + tuple(code for code, _ in named),
            block.places + tuple(place for _, place in named),
            block.text + "".join(row.cells),
        )
    return blocks


def _choose_columns(editions: Sequence[tuple[Column, ...]], block: _Block) -> tuple[Column, ...]:
    """The row's columns in printed order: those of the edition whose columns the heads name, all of them and no other.

    Heads that name only some of an edition's columns, each in its place behind the cell of the row labels, are taken
    for torn: the edition's order stands. Without any heads, a row of a single column needs none.
    """
    unit = find_unit(block.text)
    for columns in editions:
        codes = [column.code for column in columns]
        if sorted(codes) == sorted(block.columns):
            by_code = {column.code: column for column in columns}
            return tuple(replace(by_code[code], head_unit=unit) for code in block.columns)
    for columns in editions:
        codes = [column.code for column in columns]
        torn = bool(block.columns) and all(
            code in codes and codes.index(code) + 1 == place
            for code, place in zip(block.columns, block.places, strict=True)
        )
        if torn or (not block.columns and len(columns) == 1):
            return tuple(replace(column, head_unit=unit) for column in columns)
    return ()


def _refuse_row(row: LabelledRow, view: FormView, block: _Block, source_file: str) -> RowOutcome:
    columns = view.columns(TABLE, row.code)
    details = (("table", view.row_labels[TABLE, row.code]), ("found", block.text[:200]))
    cells = unreadable_cells(TABLE, row.code, columns, row.printed, row.line)
    return RowOutcome(row.code, row.line, cells, (Finding("header-differs", source_file, row.line, details),))
