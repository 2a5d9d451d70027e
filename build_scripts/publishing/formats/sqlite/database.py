"""Rows of the package → SQLite files, the same bytes for the same rows.

Comes in: the tables, the package's folder, which reports a part has. Goes out: files. Refuses to know: what a table is
about, zips. The only module of the site that imports sqlite3. The CSV files are read once, into the quarry: all tables
without index or view. Every part is then cut out of it inside SQLite, which is ten times as fast as reading again.

What would differ between machines is set: page size, encoding, auto_vacuum; free space is zeroed (secure_delete), the
order of rows is that of their keys, VACUUM lays the pages out anew. The header names the library that wrote last (bytes
96 to 99) and how often the file changed (24 to 27 and 92 to 95): both are set to constants, which no reader minds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from itertools import chain, islice
from pathlib import Path

from build_scripts.files import FilesError, iterate_csv
from build_scripts.publishing.formats.sqlite.schema import Table, quote

APPLICATION = int.from_bytes(b"ZFXG")
"""`application_id`: tells programs such as `file` whose database this is."""

WRITER = 3_008_002
"""What bytes 96 to 99 of the header say, whichever version of SQLite wrote the file: the oldest that reads it."""

_CHANGES, _VALID_FOR, _LIBRARY = 24, 92, 96
_PARAMETERS = 900
"""Fields bound at once: every SQLite takes 999."""

_SETTINGS = (
    "page_size = 4096",
    "encoding = 'UTF-8'",
    "auto_vacuum = 0",
    "secure_delete = ON",
    "journal_mode = OFF",
    "synchronous = OFF",
    "locking_mode = EXCLUSIVE",
    "cache_size = -32768",
    "ignore_check_constraints = ON",
)


def fill_quarry(tables: Sequence[Table], folder: Path, quarry: Path) -> None:
    """Write every row of the package to `quarry`; raises FilesError for a row that a CHECK or a key does not let in.

    The CHECKs are asked once a table instead of once a row, in a tenth of the time; what a foreign key leads to is not
    asked here: the package was validated when it was made.
    """
    with _open(quarry) as database:
        for table in tables:
            path = folder / table.path
            database.execute(table.create)
            database.execute("BEGIN")
            try:
                for number, fields in _list_blocks(path, len(table.values)):
                    database.execute(_write_insert(table, number), fields)
            except sqlite3.Error as error:
                raise FilesError(f"{path}: {error}") from error
            database.execute("COMMIT")
            wrong = " OR ".join(f"NOT ({check})" for check in table.checks)
            if wrong and database.execute(f"SELECT 1 FROM {quote(table.name)} WHERE {wrong} LIMIT 1").fetchone():
                raise FilesError(f"{path}: a row breaks a rule of the table; see its CHECKs")


def _list_blocks(path: Path, width: int) -> Iterator[tuple[int, list[str]]]:
    """How many rows, and their fields one after another: many rows a statement are bound in two thirds of the time."""
    records = iterate_csv(path)
    next(records, None)
    while block := list(islice(records, max(1, _PARAMETERS // width))):
        if any(len(record) != width for record in block):
            raise FilesError(f"{path}: a record has not {width} fields")
        yield len(block), list(chain.from_iterable(block))


@cache
def _write_insert(table: Table, rows: int) -> str:
    width = len(table.values)
    values = (
        f"({', '.join(value.format(f'?{row * width + column}') for column, value in enumerate(table.values, 1))})"
        for row in range(rows)
    )
    return f"INSERT INTO {quote(table.name)} VALUES {', '.join(values)}"


def cut_part(
    quarry: Path, tables: Sequence[Table], reports: Sequence[str] | None, statements: Sequence[str], target: Path
) -> None:
    """Write the rows of these reports (None: all) to `target`, then the indexes, then what `statements` make."""
    with _open(target) as database:
        database.execute("ATTACH ? AS quarry", (str(quarry),))
        if reports is not None:
            _choose(database, reports)
        database.execute("BEGIN")
        for table in tables:
            database.execute(table.create)
            database.execute(f"INSERT INTO main.{quote(table.name)} {_select(table, whole=reports is None)}")
        for statement in [index for table in tables for index in table.indexes] + list(statements):
            database.execute(statement)
        database.execute("COMMIT")
        database.execute("DETACH quarry")
        database.execute("VACUUM")
    _settle_header(target)


def _select(table: Table, whole: bool) -> str:
    """The rows of a part in the order of their key. All rows are asked for in the one form that SQLite copies as
    they lie; those of chosen reports by key where the key begins with the report, else by looking at each."""
    source = f"SELECT * FROM quarry.{quote(table.name)}"
    if whole or not table.by:
        return source
    chosen, by = f"temp.chosen_{table.by}", quote(table.by)
    if table.sorted_by_part:
        return f"SELECT t.* FROM {chosen} c CROSS JOIN quarry.{quote(table.name)} t ON t.{by} = c.id"
    return f"{source} WHERE {by} IN (SELECT id FROM {chosen})"


def _choose(database: sqlite3.Connection, reports: Sequence[str]) -> None:
    """What the rows of a part are joined with, in the order of the keys."""
    for name in ("report_id", "agency_id"):
        database.execute(f"CREATE TEMP TABLE chosen_{name} (id TEXT PRIMARY KEY) WITHOUT ROWID")
    database.executemany("INSERT INTO chosen_report_id VALUES (?)", ((report,) for report in reports))
    database.execute(
        "INSERT INTO chosen_agency_id SELECT DISTINCT r.agency_id FROM chosen_report_id c"
        " JOIN quarry.reports r ON r.report_id = c.id"
    )


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            for setting in _SETTINGS:
                database.execute(f"PRAGMA {setting}")
            yield database
    except sqlite3.Error as error:
        raise FilesError(f"{path}: {error}") from error


def _settle_header(path: Path) -> None:
    """Set what depends on the library and on how often it wrote."""
    with path.open("r+b") as stream:
        for offset, value in ((_CHANGES, 1), (_VALID_FOR, 1), (_LIBRARY, WRITER)):
            stream.seek(offset)
            stream.write(value.to_bytes(4, "big"))
