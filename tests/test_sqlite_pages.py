"""Pages that are laid out here are a database to SQLite itself, however the rows fall into runs."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from build_scripts.files.members import inflate
from build_scripts.publishing.formats.sqlite.database import Frame, fit_roots
from build_scripts.publishing.formats.sqlite.records import PAGE, Cells, Column, Value, render_records
from build_scripts.publishing.formats.sqlite.runs import (
    Run,
    dump_runs,
    load_runs,
    make_index_run,
    make_table_run,
)
from build_scripts.publishing.formats.sqlite.trees import LOCK, Layout, lay_index, lay_table

LEVEL = 1
Row = tuple[str, Value]


def make_column(values: list[Value]) -> Column:
    return Column(values, np.arange(len(values), dtype=np.int32))


def render(rows: list[Row], rowids: list[int]) -> Cells:
    return render_records([make_column([row[0] for row in rows]), make_column([row[1] for row in rows])], rowids)


def write_database(rows: list[Row], sizes: list[int], has_rowid: bool, path: Path) -> None:
    """A database whose only table has the rows, kept in runs of these sizes and what is left."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(f"PRAGMA page_size = {PAGE}")
        rowid = "" if has_rowid else " WITHOUT ROWID"
        database.execute(f"CREATE TABLE t (k TEXT NOT NULL{'' if has_rowid else ' PRIMARY KEY'}, v){rowid}")
        root = database.execute("SELECT rootpage FROM sqlite_master").fetchone()[0]
        frame = Frame(database.serialize(), {"t": root})
    runs, start = [], 0
    for size in [*sizes, len(rows)]:
        part, rowids = rows[start : start + size], list(range(start + 1, start + size + 1))[: len(rows) - start]
        if part and has_rowid:
            runs.append(make_table_run(render(part, rowids), rowids, LEVEL))
        elif part:
            runs.append(make_index_run(render(part, []), LEVEL))
        start += size
    kept = [load_runs(dump_runs({"t": run}))["t"] for run in runs]
    layout = Layout(len(frame.data) // PAGE, LEVEL)
    page = (lay_table if has_rowid else lay_index)(kept, layout)
    pages = layout.close()
    data = fit_roots(frame, {"t": page} if page else {}, layout.count) + b"".join(map(inflate, pages))
    assert len(data) == layout.count * PAGE
    path.write_bytes(data)


def read_database(path: Path) -> tuple[str, list[Row]]:
    with closing(sqlite3.connect(path)) as database:
        (told,) = database.execute("PRAGMA integrity_check").fetchone()
        return told, database.execute("SELECT k, v FROM t ORDER BY k").fetchall()


VALUES: tuple[Value, ...] = (None, 0, 1, -1, 127, 128, -129, 2**23, 2**31, 2**47, -(2**62), 0.5, "", "字" * 3)


@pytest.mark.parametrize("has_rowid", [False, True])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 40, 3_000])
@pytest.mark.parametrize("sizes", [[], [1], [1, 1, 1], [1, 900, 1, 1], [700, 700, 700]])
def test_the_rows_come_back_whatever_runs_they_were_kept_in(
    has_rowid: bool, count: int, sizes: list[int], tmp_path: Path
) -> None:
    chance = random.Random(f"{count} {sizes}")
    rows = [(f"{number:07}", chance.choice([*VALUES, "x" * chance.randrange(300)])) for number in range(count)]
    write_database(rows, sizes, has_rowid, tmp_path / "a.sqlite")
    assert read_database(tmp_path / "a.sqlite") == ("ok", rows)


@pytest.mark.parametrize("has_rowid", [False, True])
def test_texts_longer_than_a_page_overflow_and_come_back(has_rowid: bool, tmp_path: Path) -> None:
    """Some stand between two leaves, and some in the first leaf of a run behind a run of one row."""
    edges = [1_000, 4_080, 4_090, 4_100, 8_000, PAGE - 40, PAGE - 35, PAGE - 30, PAGE, 2 * PAGE, 5 * PAGE + 7]
    rows: list[Row] = [(f"{number:05}", "长" * (edges[number % len(edges)] // 3)) for number in range(200)]
    for sizes in ([], [1, 60], [50, 1, 1, 90]):
        write_database(rows, sizes, has_rowid, tmp_path / "a.sqlite")
        assert read_database(tmp_path / "a.sqlite") == ("ok", rows)


def test_the_page_that_sqlite_locks_is_left_empty() -> None:
    """A file of more than 1 GB: pages are counted on, and the one at that place is none of ours."""
    run = make_index_run(render([(f"{number:05}", "x" * 900) for number in range(400)], []), LEVEL)
    layout = Layout(LOCK - 3, LEVEL)
    lay_index([run], layout)
    data = b"".join(map(inflate, layout.close()))
    pages = [data[start : start + PAGE] for start in range(0, len(data), PAGE)]
    assert pages[2] == bytes(PAGE)
    assert all(any(page) for number, page in enumerate(pages) if number != 2)
    assert layout.count == LOCK - 3 + len(pages)


def test_a_run_that_is_kept_is_the_same_run() -> None:
    run = make_index_run(render([(f"{number:05}", "x" * 5_000 * (number % 3)) for number in range(90)], []), LEVEL)
    again = load_runs(dump_runs({"t": run}))["t"]
    assert dump_runs({"t": again}) == dump_runs({"t": run})
    assert isinstance(again, Run)
    assert len(again.rest) == len(run.rest) > 1


@pytest.mark.parametrize("chosen", [[], [0], [39], [3, 4, 5, 9, 10, 38, 39], list(range(40))])
def test_chosen_cells_are_those_that_their_rows_alone_would_give(chosen: list[int]) -> None:
    rows: list[Row] = [(f"{number:05}", "x" * (9_000 * (number % 5 == 4) + number)) for number in range(40)]
    found, expected = render(rows, []).choose(np.array(chosen, np.int64)), render([rows[at] for at in chosen], [])
    assert (found.data, found.ends.tolist()) == (expected.data, expected.ends.tolist())
    assert found.overflow == expected.overflow
    assert bool(found.overflow) == any(at % 5 == 4 for at in chosen)
