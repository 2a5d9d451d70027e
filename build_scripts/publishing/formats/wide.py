"""The three tables turned wide: one row a report of a form edition, one column a cell of that edition.

Comes in: frames of the package, the code lists. Goes out: for each edition its columns, named and titled by the form,
and its reports' numbers and states as words. Refuses to know: files, CSV, workbooks.

A row of the other edition that a report prints all the same (（六）其他处理 as one row where this edition parts it) has
columns too, after those of the edition; reports that do not print it have neither number nor state there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from build_scripts.codes import FormCell
from build_scripts.packaging.package import Row
from build_scripts.packaging.resources import CELL_KEYS, CELL_TABLES
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.frames import Frame, Places, Rows, take_words
from build_scripts.publishing.formats.parquet import Words
from build_scripts.publishing.offers import Part

AGENCY_COLUMNS = ("name", "region_code", "level", "function")
FIRST = (
    *("report_id", "agency_id", "name", "region_code", "region_name", "level", "function", "year", "form", "scope"),
    *("published", "text_release", "findings", "corrections", "corrected_cells", "cells_reported", "cells_blank"),
    *("cells_dash", "cells_absent", "cells_unreadable"),
)
"""The columns that tell the report, before those of cells: as `reports` and `agencies` have them, and ADDED."""

ADDED: Mapping[str, Mapping[str, object]] = {
    "region_name": {
        "name": "region_name",
        "type": "string",
        "title": "行政区划名称",
        "description": "行政区划代码的名称。 / The name of the region, in Chinese.",
        "blank": "行政区划表里没有这个代码 / the list of regions lacks the code",
    },
    "corrections": {
        "name": "corrections",
        "type": "integer",
        "title": "更正格数",
        "description": "这份报告有几格不是照印的数，而是更正过的；原印的数、理由、依据在 corrections 表。"
        " / How many cells of this report are not as printed but corrected; see the table corrections.",
        "unit": "格 / cells",
        "constraints": {"required": True, "minimum": 0},
    },
    "corrected_cells": {
        "name": "corrected_cells",
        "type": "string",
        "title": "更正的格",
        "description": "更正过的格的列名，用空格分开；没有更正的空着。"
        " / The names of the columns whose number is corrected, parted by blanks; empty if there is none.",
        "blank": "没有更正的格 / no cell is corrected",
    },
}
"""The columns of FIRST that no table has, as their schema describes them."""

STATE = "_state"
"""What the name of a column of states ends with."""

STATE_TOLD = (
    "这一格印的是什么：reported 有数，blank 空白，dash 横线，absent 未印，unreadable 无法读取。",
    "What is printed in the cell.",
)
"""What a column of states tells."""

OTHER_ROW = (
    "别的版本才有的行；印了它的报告才有数和状态，别的报告两列都空着。",
    "A row of another edition: only reports that print it all the same have number and state, for others both are "
    "empty.",
)
"""What is told of a cell of another edition's row."""


class Place(NamedTuple):
    """A column of a wide table: the cell it holds, its name, the printed words of its table, of its row and column;
    `other` for a row of another edition."""

    cell: FormCell
    name: str
    table: str
    title: str
    other: bool


class Grid(NamedTuple):
    """One table of one edition: its places, and for each report of the edition and place the code of number and state.

    `numbers` are the distinct numbers as they stand in the CSV; `values` codes of them, `states` codes of `words`.
    -1: the report has no such row.
    """

    table: str
    places: tuple[Place, ...]
    numbers: tuple[str, ...]
    words: tuple[str, ...]
    values: Places
    states: Places

    def take(self, place: int, reports: Rows) -> tuple[Places, Places]:
        """The codes of numbers and states of a place, for these reports of the edition."""
        return self.values[reports, place], self.states[reports, place]


class Edition(NamedTuple):
    """A form edition: its code and label, its reports (rows of `reports` and their ids, in order), its three grids."""

    form: str
    label: str
    rows: Rows
    report_ids: tuple[str, ...]
    grids: tuple[Grid, ...]

    def find(self, report_ids: frozenset[str]) -> Rows:
        """The places of these reports among those of the edition."""
        return np.flatnonzero([report_id in report_ids for report_id in self.report_ids])


def build_editions(frames: Mapping[str, Frame], context: SiteContext) -> tuple[Edition, ...]:
    """Every edition that has a form, oldest first, with or without reports."""
    return tuple(_build_edition(form, frames, context) for form in context.codes.printed_forms)


def list_places(form: str, table: str, context: SiteContext) -> tuple[Place, ...]:
    """The columns of a table of an edition: its own cells in printed order, then the rows only other editions have."""
    tables = context.codes.tables
    own = tables[form, table]
    rows = set(own.rows)
    others: dict[tuple[str, str], FormCell] = {}
    for other in context.codes.printed_forms:
        if other != form and (other, table) in tables:
            for cell in tables[other, table].cells:
                if cell.row not in rows:
                    others.setdefault((cell.row, cell.column), cell)
    label = _name_table(table, context)
    return (
        *(_place(cell, label, "") for cell in own.cells),
        *(_place(cell, label, context.label("forms", cell.form)) for cell in others.values()),
    )


def _place(cell: FormCell, table: str, other: str) -> Place:
    """A place with the words of the form: the row and the column, each with what is printed above it; for a row of
    another edition, which."""
    words = (*cell.row_group, cell.row_label, *cell.column_group, cell.column_label)
    title = "｜".join(words) + (f"（{other}的行）" if other else "")
    return Place(cell, f"{cell.table}_{cell.row}_{cell.column}", table, title, bool(other))


def list_report_words(frames: Mapping[str, Frame], context: SiteContext, rows: Rows) -> Iterator[tuple[str, Words]]:
    """The columns of FIRST for these rows of `reports`, by name."""
    reports, agencies = frames["reports"], context.agencies
    of_agency = take_words(reports.columns["agency_id"], rows)
    for name in FIRST:
        if name in AGENCY_COLUMNS:
            yield name, map_words(of_agency, {key: agencies[key][name] for key in of_agency.texts})
        elif name == "region_name":
            yield name, map_words(of_agency, {key: name_region(agencies[key], context) for key in of_agency.texts})
        elif name in ADDED:
            of_report, found = take_words(reports.columns["report_id"], rows), list_corrected(frames)
            cells = {key: found.get(key, ()) for key in of_report.texts}
            told = {key: str(len(names)) if name == "corrections" else " ".join(names) for key, names in cells.items()}
            yield name, map_words(of_report, told)
        else:
            yield name, take_words(reports.columns[name], rows)


def list_corrected(frames: Mapping[str, Frame]) -> Mapping[str, tuple[str, ...]]:
    """Report → the names of the columns of its corrected cells, sorted by table, row and column."""
    frame = frames["corrections"]
    found: dict[str, list[tuple[str, ...]]] = {}
    columns = [frame.column(name) for name in ("report_id", "table", "row", "column")]
    for report_id, *place in zip(*columns, strict=True):
        found.setdefault(report_id, []).append(tuple(place))
    return {report_id: tuple(map("_".join, sorted(places))) for report_id, places in found.items()}


def tell_missing(part: Part, context: SiteContext) -> tuple[str, str]:
    """How many reports of a part stand in no wide table, for they print no table of any edition; empty if none."""
    count = sum(row["form"] not in context.codes.printed_forms for row in part.reports)
    if not count:
        return "", ""
    are = "report prints no table and is" if count == 1 else "reports print no table and are"
    return f"另有 {count} 份报告没有表格，不在宽表里", f"{count} {are} not in the wide tables"


def name_region(agency: Row, context: SiteContext) -> str:
    """The name of an agency's region; empty where the list of regions lacks it."""
    return context.regions.get(agency["region_code"], {}).get("label_zh", "")


def map_words(words: Words, told: Mapping[str, str]) -> Words:
    """Other texts in the place of these; equal ones become one, sorted."""
    texts = [told[text] for text in words.texts]
    places = {text: place for place, text in enumerate(sorted(set(texts)))}
    return Words(tuple(places), np.array([places[text] for text in texts], np.int32)[words.codes])


def _build_edition(form: str, frames: Mapping[str, Frame], context: SiteContext) -> Edition:
    reports = frames["reports"]
    rows = reports.find_rows("form", [form])
    report_ids = tuple(reports.column("report_id", rows))
    grids = tuple(_build_grid(frames[table], form, report_ids, context) for table in CELL_TABLES)
    return Edition(form, context.label("forms", form), rows, report_ids, grids)


def _build_grid(frame: Frame, form: str, report_ids: Sequence[str], context: SiteContext) -> Grid:
    """The rows of a long table put where they belong: no row of these reports may be without a place."""
    row_key, column_key, number = CELL_KEYS[frame.name]
    found = list_places(form, frame.name, context)
    table_rows, table_columns = frame.columns[row_key], frame.columns[column_key]
    known = {(place.cell.row, place.cell.column) for place in found}
    ids = frame.columns["report_id"]
    order = {report_id: at for at, report_id in enumerate(report_ids)}
    report = np.array([order.get(text, -1) for text in ids.texts], np.int32)
    which = report[ids.codes] if len(ids.codes) else np.empty(0, np.int32)
    ours = np.flatnonzero(which >= 0)
    pairs = table_rows.codes[ours].astype(np.int64) * max(1, len(table_columns.texts)) + table_columns.codes[ours]
    met = [
        (table_rows.texts[pair // len(table_columns.texts)], table_columns.texts[pair % len(table_columns.texts)])
        for pair in np.unique(pairs).tolist()
    ]
    places = (*found, *_list_strays(sorted(set(met) - known), frame.name, context))
    at = {(place.cell.row, place.cell.column): number for number, place in enumerate(places)}
    lookup = np.full(len(table_rows.texts) * max(1, len(table_columns.texts)), -1, np.int64)
    for pair, key in zip(np.unique(pairs).tolist(), met, strict=True):
        lookup[pair] = at[key]
    values = np.full((len(report_ids), len(places)), -1, np.int32)
    states = np.full((len(report_ids), len(places)), -1, np.int32)
    values[which[ours], lookup[pairs]] = frame.columns[number].codes[ours]
    states[which[ours], lookup[pairs]] = frame.columns["state"].codes[ours]
    return Grid(frame.name, places, frame.columns[number].texts, frame.columns["state"].texts, values, states)


def _list_strays(keys: Sequence[tuple[str, str]], table: str, context: SiteContext) -> Iterator[Place]:
    """Places for cells that no edition's form has: none is expected, and none is ever dropped."""
    for row, column in keys:
        cell = FormCell("", table, row, column, row, column, (), (), "", "", "", "")
        yield _place(cell, _name_table(table, context), "其他表格")


def _name_table(table: str, context: SiteContext) -> str:
    """What the form calls a table: the heading of its section, without number."""
    for row in context.codes.lists["sections"]:
        if row["table"] == table:
            return row["label_zh"]
    return table
