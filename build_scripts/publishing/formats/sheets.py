"""The sheets of a part's workbook, each a table of typed columns, their words those of the part's own rows.

Comes in: frames of the package, the editions turned wide, a part. Goes out: sheets, and what the book leaves out.
Refuses to know: XML, files. A text that begins with MARK is a mark and no value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from build_scripts.files import FilesError
from build_scripts.files.members import Member
from build_scripts.packaging.package import Row
from build_scripts.packaging.resources import CELL_KEYS, CELL_TABLES
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.frames import Field, Frame, Rows, take_words
from build_scripts.publishing.formats.marks import NOT_APPLICABLE, NUMBER, mark_states
from build_scripts.publishing.formats.parquet import Words
from build_scripts.publishing.formats.sheet_labels import label_field, list_labels
from build_scripts.publishing.formats.sheet_totals import list_totals
from build_scripts.publishing.formats.wide import Edition, Grid, Place, list_places, list_report_words, map_words
from build_scripts.publishing.offers import Part

MARK = "\x00"
"""How a mark begins among the words of a column: no text of the package can."""
MOST_ROWS = 1_048_576
"""Rows that a sheet of a spreadsheet holds at most; nothing is left out for being slow."""
MOST_IN_WHOLE = 250_000
"""Rows of a sheet of the book of everything: more take a spreadsheet half a minute to open."""
HEAD_ROWS = 4
"""Rows above the data of a sheet: title, what it holds in Chinese and in English, the head of the table."""
LONG = ("checks", "sections", *CELL_TABLES)
"""The tables with many rows a report."""
KEPT = ("reports", *LONG)
"""The tables whose rows are kept by partition; all but these are small."""
NOT_IN_WHOLE = ("sections", *CELL_TABLES)
"""Those in the books of a year or a province alone."""
_NO_ROWS = np.empty(0, np.intp)
_IDS = ("report_id", "name", "region_code", "year", "scope")
"""What tells the report on a wide sheet, before the names of its codes and what was corrected in its row; the rest is
on the sheet of reports."""
_NAMES = {
    "agencies": "机关",
    "reports": "报告",
    "corrections": "更正",
    "findings": "发现",
    "checks": "核对",
    "sections": "正文",
    "disclosures": "主动公开",
    "applications": "依申请公开",
    "remedies": "复议诉讼",
}


class Column(NamedTuple):
    """A column of a sheet: its field, the article of the Regulation it comes from, its words."""

    field: Field
    article: str
    words: Words


class Kept(NamedTuple):
    """The rows of a sheet that are rendered and deflated already: how many, the XML; of each column the width of the
    widest word; how many texts no cell can hold."""

    rows: int
    members: tuple[Member, ...]
    widths: tuple[int, ...]
    too_long: int


class Sheet(NamedTuple):
    """A sheet: its name, the name of its table, its title, what it holds, its columns, how many of them stay in view;
    `height` of its rows in points, 0 where each is as high as its text. With `kept` the columns have no words."""

    name: str
    table: str
    title: str
    about: str
    about_en: str
    columns: tuple[Column, ...]
    frozen: int = 1
    height: float = 0
    kept: Kept | None = None

    @property
    def rows(self) -> int:
        """Rows of data."""
        return self.kept.rows if self.kept else len(self.columns[0].words.codes)


class LeftOut(NamedTuple):
    """A table that the book does not have, and why: `empty`, `whole` (only books of a part have it), `too_many`."""

    name: str
    table: str
    reason: str
    rows: int


def list_sheets(
    part: Part,
    frames: Mapping[str, Frame],
    editions: Sequence[Edition],
    context: SiteContext,
    kept: Mapping[str, Kept],
) -> Iterator[Sheet | LeftOut]:
    """The sheets of a part's book in their order, and in their places what is left out; `kept` are the rows of the
    sheets of `list_kept`, by their tables."""
    held = frozenset(row["report_id"] for row in part.reports)
    agencies = {row["agency_id"] for row in part.reports}
    if held:
        yield _make_sheet(frames["agencies"], frames["agencies"].find_rows("agency_id", agencies), context)
        yield _make_sheet(frames["reports"], _NO_ROWS, context)._replace(kept=kept["reports"])
    else:
        yield from (LeftOut(_NAMES[name], name, "empty", 0) for name in ("agencies", "reports"))
    for edition, grid in _list_grids(editions):
        name, table = _name_wide(edition, grid)
        if table in kept:
            yield _make_wide(edition, grid, _NO_ROWS, frames, context)._replace(kept=kept[table])
        else:
            yield LeftOut(name, table, "empty", 0)
    for name in ("corrections", "findings", *LONG):
        frame, is_kept = frames[name], name in LONG
        rows = _NO_ROWS if is_kept else frame.find_rows("report_id", held | {""} if part.kind == "whole" else held)
        count = kept[name].rows if name in kept else len(rows)
        title = _name_sheet(name)
        if not count:
            yield LeftOut(title, name, "empty", 0)
        elif part.kind == "whole" and (name in NOT_IN_WHOLE or count > MOST_IN_WHOLE):
            yield LeftOut(title, name, "whole", count)
        elif count + HEAD_ROWS > MOST_ROWS:
            yield LeftOut(title, name, "too_many", count)
        else:
            yield _make_sheet(frame, rows, context)._replace(kept=kept.get(name))


def list_kept(
    held: Collection[str], frames: Mapping[str, Frame], editions: Sequence[Edition], context: SiteContext
) -> Iterator[Sheet]:
    """The sheets with many rows or cells a report, of these reports: in any book the rows of a report are the same.
    Raises FilesError for a cell that no edition has: every book has the same columns, and none is dropped."""
    wanted = frozenset(held)
    for edition, grid in _list_grids(editions):
        if len(grid.places) > len(list_places(edition.form, grid.table, context)):
            raise FilesError(f"{grid.table}: {grid.places[-1].name} is a cell of no edition of the form")
        rows = edition.find(wanted)
        if len(rows):
            yield _make_wide(edition, grid, rows, frames, context)
    for name in KEPT:
        rows = frames[name].find_rows("report_id", wanted)
        if len(rows):
            yield _make_sheet(frames[name], rows, context)


def _list_grids(editions: Sequence[Edition]) -> Iterator[tuple[Edition, Grid]]:
    return ((edition, grid) for edition in reversed(editions) for grid in edition.grids)


def _name_wide(edition: Edition, grid: Grid) -> tuple[str, str]:
    """The names of a wide sheet and of its table."""
    return f"{_NAMES[grid.table]}_{edition.label}", f"{grid.table}_{edition.form}"


def _name_sheet(table: str) -> str:
    return f"{_NAMES[table]}_逐格" if table in CELL_TABLES else _NAMES[table]


def _make_sheet(frame: Frame, rows: Rows, context: SiteContext) -> Sheet:
    columns = []
    for field in frame.fields:
        words = take_words(frame.columns[field.name], rows)
        if frame.name in CELL_TABLES and field.name == CELL_KEYS[frame.name][2]:
            words = _mark_numbers(words, take_words(frame.columns["state"], rows), mark_states(context))
        if frame.name == "checks" and field.name in ("left", "right", "difference"):
            status = take_words(frame.columns["status"], rows)
            words = _mark_numbers(words, status, {"not_applicable": NOT_APPLICABLE})
        columns.append(Column(field, "", words))
        columns += [Column(told, "", names) for told, names in list_labels(frame, field.name, rows, context)]
    tall = {"sections": 72.0, "checks": 18.0} | dict.fromkeys(CELL_TABLES, 18.0)
    return Sheet(
        _name_sheet(frame.name),
        frame.name,
        frame.title,
        frame.description,
        frame.description_en,
        tuple(columns),
        height=tall.get(frame.name, 0),
    )


def _make_wide(edition: Edition, grid: Grid, rows: Rows, frames: Mapping[str, Frame], context: SiteContext) -> Sheet:
    """A grid as a sheet, of some reports of the edition."""
    name, table = _name_wide(edition, grid)
    first = dict(list_report_words(frames, context, edition.rows[rows]))
    fields = {field.name: field for frame in ("agencies", "reports") for field in frames[frame].fields}
    states = mark_states(context)
    number = next(field for field in frames[grid.table].fields if field.name == CELL_KEYS[grid.table][2])
    scopes = {code: context.label("scopes", code) for code in first["scope"].texts}
    columns = [
        *(Column(fields[each], "", first[each]) for each in _IDS),
        Column(label_field(frames["reports"], "scope"), "", map_words(first["scope"], scopes)),
        Column(_ADDED_FIELDS["region_name"], "", first["region_name"]),
        *_tell_corrected(grid, edition.rows[rows], frames),
    ]
    size = len(grid.numbers)
    texts = (*grid.numbers, *(MARK + states.get(state, "") for state in grid.words), MARK + NOT_APPLICABLE)
    reported = grid.words.index(NUMBER) if NUMBER in grid.words else -2
    shared = frozenset.intersection(*(frozenset(place.cell.column_group) for place in grid.places))
    for at, place in enumerate(grid.places):
        values, found = grid.take(at, rows)
        codes = np.where(found == reported, values, np.where(found < 0, len(texts) - 1, size + found))
        words = take_words(Words(texts, codes.astype(np.int32)), np.arange(len(rows)))
        columns.append(Column(_field_of(place, number, shared), place.cell.article, words))
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


def _mark_numbers(words: Words, states: Words, marks: Mapping[str, str]) -> Words:
    """The words with a mark wherever they are empty and the state beside has one."""
    if "" not in words.texts:
        return words
    texts = (*words.texts, *(MARK + marks[state] for state in states.texts if state in marks))
    place = {text: code for code, text in enumerate(texts)}
    mark_of = np.array([place.get(MARK + marks.get(state, ""), -1) for state in states.texts], np.int32)
    marked = mark_of[states.codes]
    where = (words.codes == place[""]) & (marked >= 0)
    return take_words(Words(texts, np.where(where, marked, words.codes)), np.arange(len(words.codes)))


def list_codes(sheets: Sequence[Sheet], context: SiteContext) -> Iterator[tuple[str, Row]]:
    """The code lists that the sheets use, each row with its list; of the regions those that are met."""
    lists = context.codes.lists
    for name in _LISTS:
        for row in lists.get(name, ()):
            yield name, row
    for column in (column for sheet in sheets if sheet.table == "agencies" for column in sheet.columns):
        if column.field.name == "region_code":
            yield from (("regions", context.regions[code]) for code in column.words.texts if code in context.regions)


_LISTS = (
    *("forms", "scopes", "states", "levels", "functions", "disclosure_items", "disclosure_measures", "outcomes"),
    *("applicants", "channels", "results", "sections", "rules", "check_statuses", "severities", "finding_codes"),
)
