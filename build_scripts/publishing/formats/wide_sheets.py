"""A grid of the form as a wide sheet: a report a row, a cell a column, headed by the words of the form.

Comes in: an edition turned wide, the corrections of its reports. Goes out: a sheet. Refuses to know: books, the tables
that are cell by cell, XML, files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from build_scripts.packaging.resources import CELL_KEYS
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.frames import Field, Frame, Rows, take_words
from build_scripts.publishing.formats.marks import NOT_APPLICABLE, NUMBER, mark_states
from build_scripts.publishing.formats.parquet import Words
from build_scripts.publishing.formats.sheet import MARK, TABLE_NAMES, Column, Sheet
from build_scripts.publishing.formats.sheet_labels import label_field
from build_scripts.publishing.formats.sheet_totals import list_totals
from build_scripts.publishing.formats.wide import Edition, Grid, Place, list_report_words, map_words

_IDS = ("report_id", "name", "region_code", "year", "scope")
"""What tells the report on a wide sheet, before the names of its codes and what was corrected in its row; the rest is
on the sheet of reports."""


def list_grids(editions: Sequence[Edition]) -> Iterator[tuple[Edition, Grid]]:
    """The grids of all editions in the order of their sheets, the newest edition first."""
    return ((edition, grid) for edition in reversed(editions) for grid in edition.grids)


def name_wide_sheet(edition: Edition, grid: Grid) -> tuple[str, str]:
    """The names of a wide sheet and of its table."""
    return f"{TABLE_NAMES[grid.table]}_{edition.label}", f"{grid.table}_{edition.form}"


def make_wide_sheet(
    edition: Edition, grid: Grid, rows: Rows, frames: Mapping[str, Frame], context: SiteContext
) -> Sheet:
    """A grid as a sheet, of some reports of the edition."""
    name, table = name_wide_sheet(edition, grid)
    first = dict(list_report_words(frames, context, edition.rows[rows]))
    fields = {field.name: field for frame in ("agencies", "reports") for field in frames[frame].fields}
    number = next(field for field in frames[grid.table].fields if field.name == CELL_KEYS[grid.table][2])
    scopes = {code: context.label("scopes", code) for code in first["scope"].texts}
    columns = [
        *(Column(fields[each], "", first[each]) for each in _IDS),
        Column(label_field(frames["reports"], "scope"), "", map_words(first["scope"], scopes)),
        Column(_ADDED_FIELDS["region_name"], "", first["region_name"]),
        *_tell_corrected(grid, edition.rows[rows], frames),
        *_list_cells(grid, rows, number, mark_states(context)),
    ]
    totals = [Column(field, "", words) for field, words in list_totals(edition, grid, rows, context, MARK)]
    added = f"最后 {len(totals)} 列是本册算出的合计，不是报告印的。" if totals else ""
    added_en = f" The last {len(totals)} columns are totals computed here, not printed." if totals else ""
    label = grid.places[0].table
    return Sheet(
        name,
        table,
        f"{label}，{edition.label}",
        f"每份报告一行，每格一列，列名是表格上印的文字；更正过的写在“更正的格”。{added}",
        f"{grid.table}, {edition.form} edition: one row a report, one column a cell, headed by the words of the form; "
        f"corrected cells are named in a column.{added_en}",
        (*columns, *totals),
        frozen=2,
    )


def _list_cells(grid: Grid, rows: Rows, number: Field, states: Mapping[str, str]) -> Iterator[Column]:
    """A column for each cell of the grid: its number, or the mark of its state; of a report without that table, the
    mark of what does not apply. `number` is the field of a number in the table, `states` the mark of each state."""
    size = len(grid.numbers)
    texts = (*grid.numbers, *(MARK + states.get(state, "") for state in grid.words), MARK + NOT_APPLICABLE)
    reported = grid.words.index(NUMBER) if NUMBER in grid.words else -2
    shared = frozenset.intersection(*(frozenset(place.cell.column_group) for place in grid.places))
    for at, place in enumerate(grid.places):
        values, found = grid.take(at, rows)
        codes = np.where(found == reported, values, np.where(found < 0, len(texts) - 1, size + found))
        words = take_words(Words(texts, codes.astype(np.int32)), np.arange(len(rows)))
        yield Column(_field_of(place, number, shared), place.cell.article, words)


def _tell_corrected(grid: Grid, rows: Rows, frames: Mapping[str, Frame]) -> Iterator[Column]:
    """How many cells of a row are corrected, and which: title, what was printed, what it was set to."""
    frame = frames["corrections"]
    titles = {(place.cell.row, place.cell.column): place.title for place in grid.places}
    told: dict[str, list[str]] = {}
    names = ("report_id", "row", "column", "printed", "value")
    found = frame.find_rows("table", [grid.table])
    for report_id, row, column, printed, value in zip(*(frame.column(name, found) for name in names), strict=True):
        print_ = f"原印“{printed}”，" if printed else ""
        told.setdefault(report_id, []).append(f"{titles.get((row, column), f'{row} {column}')}：{print_}更正为 {value}")
    of_report = take_words(frames["reports"].columns["report_id"], rows)
    for name, texts in (
        ("corrections", {key: str(len(told.get(key, ()))) for key in of_report.texts}),
        ("corrected_cells", {key: "；".join(told.get(key, ())) for key in of_report.texts}),
    ):
        yield Column(_ADDED_FIELDS[name], "", map_words(of_report, texts))


_ADDED_FIELDS = {
    "region_name": Field(
        "region_name", "string", "行政区划名称", "行政区划代码的名称。", "The name of the region, in Chinese.", ""
    ),
    "corrections": Field(
        "corrections",
        "integer",
        "更正格数",
        "这一行有几格不是照印的数，而是更正过的。",
        "How many cells of this row are not as printed but corrected.",
        "",
    ),
    "corrected_cells": Field(
        "corrected_cells",
        "string",
        "更正的格",
        "更正过的是哪几格，原来印的是什么；没有更正的是 [无内容]。理由和依据在“更正”。",
        "Which cells were corrected, and what was printed; reasons and evidence are on the sheet 更正.",
        "",
    ),
}


def _field_of(place: Place, number: Field, shared: frozenset[str]) -> Field:
    """The field of a place; its title leaves out words that stand above every column of the table."""
    title = place.title
    for words in shared:
        title = title.replace(f"{words}｜", "")
    return Field(
        place.name,
        number.kind,
        title,
        "表格的一格；没有数时是记号，不等于 0。",
        "A cell of the form; where it has no number, a mark, which is not zero.",
        place.cell.unit,
    )
