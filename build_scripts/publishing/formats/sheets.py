"""Which sheets a part's workbook has and which it leaves out; the tables of the package as sheets.

Comes in: frames of the package, the editions turned wide, a part. Goes out: sheets, their words those of the part's own
rows, and what the book leaves out. Refuses to know: how a grid becomes a wide sheet, XML, files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from build_scripts.files import FilesError
from build_scripts.packaging.package import Row
from build_scripts.packaging.resources import CELL_KEYS, CELL_TABLES
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.frames import Frame, Rows, take_words
from build_scripts.publishing.formats.marks import NOT_APPLICABLE, mark_states
from build_scripts.publishing.formats.parquet import Words
from build_scripts.publishing.formats.sheet import HEAD_ROWS, MARK, TABLE_NAMES, Column, Kept, Sheet
from build_scripts.publishing.formats.sheet_labels import list_labels
from build_scripts.publishing.formats.wide import Edition, list_places
from build_scripts.publishing.formats.wide_sheets import list_grids, make_wide_sheet, name_wide_sheet
from build_scripts.publishing.offers import Part

MOST_ROWS = 1_048_576
"""Rows that a sheet of a spreadsheet holds at most; nothing is left out for being slow."""
MOST_IN_WHOLE = 250_000
"""Rows of a sheet of the book of everything: more take a spreadsheet half a minute to open."""
LONG = ("checks", "sections", *CELL_TABLES)
"""The tables with many rows a report."""
KEPT = ("reports", *LONG)
"""The tables whose rows are kept by partition; all but these are small."""
NOT_IN_WHOLE = ("sections", *CELL_TABLES)
"""Those in the books of a year or a province alone."""
_NO_ROWS = np.empty(0, np.intp)


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
        yield from (LeftOut(TABLE_NAMES[name], name, "empty", 0) for name in ("agencies", "reports"))
    for edition, grid in list_grids(editions):
        name, table = name_wide_sheet(edition, grid)
        if table in kept:
            yield make_wide_sheet(edition, grid, _NO_ROWS, frames, context)._replace(kept=kept[table])
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
    for edition, grid in list_grids(editions):
        if len(grid.places) > len(list_places(edition.form, grid.table, context)):
            raise FilesError(f"{grid.table}: {grid.places[-1].name} is a cell of no edition of the form")
        rows = edition.find(wanted)
        if len(rows):
            yield make_wide_sheet(edition, grid, rows, frames, context)
    for name in KEPT:
        rows = frames[name].find_rows("report_id", wanted)
        if len(rows):
            yield _make_sheet(frames[name], rows, context)


def _name_sheet(table: str) -> str:
    return f"{TABLE_NAMES[table]}_逐格" if table in CELL_TABLES else TABLE_NAMES[table]


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
