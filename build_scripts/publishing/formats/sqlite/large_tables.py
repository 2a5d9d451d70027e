"""A table that grows with the reports → its b-trees: the rows, and the indexes that lead to them.

Comes in: a table, the CSV rows of a partition, what year each report is of. Goes out: runs of the whole partition and
of each year in it. Refuses to know: files of the site, what a table is about. A text is made a value of SQLite once,
however many rows have it; rows are rendered column by column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from build_scripts.files import FilesError
from build_scripts.publishing.formats.parquet import Words, read_words
from build_scripts.publishing.formats.sqlite.database import read_values
from build_scripts.publishing.formats.sqlite.records import Cells, Codes, Column, Value, render_records, show_values
from build_scripts.publishing.formats.sqlite.runs import Run, make_index_run, make_table_run
from build_scripts.publishing.formats.sqlite.schema import Index, Table

LARGE = ("sections", "disclosures", "applications", "remedies", "checks")
"""The tables whose rows are kept by partition."""
SCATTER = "\x1f"
"""What parts the name of an index from the values it sorts by before the report."""
_NUMBERS = 10**9
"""Rowids of a partition: its name, four digits, stands before them, so that no row elsewhere changes them."""
_REPORT = "report_id"
Rows = npt.NDArray[np.int64]


class Rendered(NamedTuple):
    """The cells of a b-tree, and for each the report it belongs to (its place among the reports of the partition)."""

    cells: Cells
    reports: Codes
    rowids: Sequence[int] = ()


def make_runs(
    table: Table, path: Path, data: bytes, years: Mapping[str, str], base: int, level: int
) -> dict[str, dict[str, Run]]:
    """Year (empty: all of the partition) → b-tree → its run, of the rows in `data`, a CSV with the head of `path`.

    `years` are those of the partition's reports; `base` tells the partition's rowids from those of others. The name of
    a b-tree is that of its table or index; of an index that is not sorted by the report there is one for each of the
    values it sorts by before, told after SCATTER. Raises FilesError for a row that the table does not let in.
    """
    names = [column.name for column in table.columns]
    words = read_words(path, names, data)
    columns = _read_columns(table, path, words)
    order = _rank(table, columns)
    if not (np.diff(order) > 0).all():
        raise FilesError(f"{path}: rows stand out of order, or twice")
    reports = words[_REPORT]
    trees = _render(table, columns, reports.codes, base)
    found: dict[str, dict[str, Run]] = {"": {name: _make_run(tree, level) for name, tree in trees.items()}}
    try:
        year_of = [years[report] for report in reports.texts]
    except KeyError as error:
        raise FilesError(f"{path}: {error.args[0]!r} is no published report") from error
    for year in sorted(set(year_of)):
        chosen = np.array([one == year for one in year_of], bool)
        if table.has_rowid:  # numbered anew, so that a year follows from its own rows alone
            rows = np.flatnonzero(chosen[reports.codes])
            own = {name: column._replace(codes=column.codes[rows]) for name, column in columns.items()}
            parts = _render(table, own, reports.codes[rows], base)
        else:
            parts = {name: _choose(tree, chosen) for name, tree in trees.items()}
        found[year] = {name: _make_run(tree, level) for name, tree in parts.items() if len(tree.cells)}
    return found


def _read_columns(table: Table, path: Path, words: Mapping[str, Words]) -> dict[str, Column]:
    values = read_values(((column, words[column.name].texts) for column in table.columns), path)
    columns = {
        column.name: Column(found, words[column.name].codes, show_values(found))
        for column, found in zip(table.columns, values, strict=True)
    }
    if table.pair:
        state, number = (columns[name] for name in table.pair)
        told = np.array([value == "reported" for value in state.values], bool)[state.codes]
        held = np.array([value is not None for value in number.values], bool)[number.codes]
        if (told != held).any():
            raise FilesError(f"{path}: a row breaks a rule of the table; see its CHECKs")
    return columns


def _rank(table: Table, columns: Mapping[str, Column]) -> Rows:
    """A number for each row by which rows are in the order of the key."""
    found: Rows = np.zeros(len(columns[_REPORT].codes), np.int64)
    for name in table.key:
        values = columns[name].values
        order = sorted(range(len(values)), key=lambda at: _by_value(values[at]))
        place = np.empty(len(values), np.int64)
        place[order] = np.arange(len(values))
        found = found * max(1, len(values)) + place[columns[name].codes]
    return found


def _by_value(value: Value) -> tuple[int, float, bytes]:
    """As SQLite compares: nothing, numbers, texts by their bytes."""
    if value is None:
        return 0, 0, b""
    return (2, 0, value.encode()) if isinstance(value, str) else (1, value, b"")


def _render(table: Table, columns: Mapping[str, Column], reports: Codes, base: int) -> dict[str, Rendered]:
    count = len(reports)
    rest = [column.name for column in table.columns if column.name not in table.key]
    if table.has_rowid:
        rowids = [base * _NUMBERS + number for number in range(1, count + 1)]
        cells = render_records([columns[column.name] for column in table.columns], rowids)
        number_of = Column(rowids, np.arange(count, dtype=np.int32))
        keys = render_records([*(columns[name] for name in table.key), number_of])
        trees = {
            table.name: Rendered(cells, reports, rowids),
            f"sqlite_autoindex_{table.name}_1": Rendered(keys, reports),
        }
    else:
        trees = {table.name: Rendered(render_records([columns[name] for name in (*table.key, *rest)]), reports)}
    for index in table.indexes:
        trees |= _render_index(table, index, columns, reports)
    return trees


def _render_index(table: Table, index: Index, columns: Mapping[str, Column], reports: Codes) -> dict[str, Rendered]:
    """An index of a table without rowid: its own columns, then those of the key that are not among them. Rows are apart
    by what it sorts by before the report; among those of one report they are in the order of the key."""
    assert not table.has_rowid, f"{table.name}: no index beside the key is made for tables with rowids"
    before = [name for name in index.columns if name != _REPORT]
    names = [*before, _REPORT, *(name for name in table.key if name not in (*before, _REPORT))]
    assert tuple(names[: len(index.columns)]) == index.columns, f"{index.name} sorts by the report first"
    assert {*names[: len(before)], _REPORT, *(index.only[:1])} >= set(table.key), f"{index.name} leaves the order open"
    wanted = np.ones(len(reports), bool)
    if index.only:
        column, value = index.only
        wanted = np.array([one == value for one in columns[column].values], bool)[columns[column].codes]
    rows = np.flatnonzero(wanted)
    groups: Rows = np.zeros(len(rows), np.int64)
    for name in before:
        groups = groups * len(columns[name].values) + columns[name].codes[rows]
    found = {}
    for group in np.unique(groups).tolist():
        chosen = rows[groups == group]
        first = int(chosen[0])
        told = [str(columns[name].values[columns[name].codes[first]]) for name in before]
        cells = render_records([columns[name]._replace(codes=columns[name].codes[chosen]) for name in names])
        found[SCATTER.join([index.name, *told])] = Rendered(cells, reports[chosen])
    return found


def _choose(tree: Rendered, chosen: npt.NDArray[np.bool_]) -> Rendered:
    """The cells of some reports."""
    kept = np.flatnonzero(chosen[tree.reports])
    return Rendered(tree.cells.choose(kept), tree.reports[kept])


def _make_run(tree: Rendered, level: int) -> Run:
    return make_table_run(tree.cells, tree.rowids, level) if tree.rowids else make_index_run(tree.cells, level)
