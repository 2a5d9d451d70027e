"""What SQLite itself makes of the files: the frame of a part, and the values that fields become.

Comes in: the tables, the package's folder, which reports a part has. Goes out: bytes of a database in which the large
tables are empty; values. Refuses to know: what a table is about, zips, how rows of large tables lie. The only module of
the site that imports sqlite3.

What would differ between machines is set: page size, encoding, auto_vacuum; free space is zeroed (secure_delete), the
order of rows is that of their keys, VACUUM lays the pages out anew. The header names the library that wrote last (bytes
96 to 99) and how often the file changed (24 to 27 and 92 to 95): both are set to constants, which no reader minds.
"""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import FilesError, iterate_csv
from build_scripts.publishing.formats.sqlite.records import PAGE, Value
from build_scripts.publishing.formats.sqlite.schema import Column, Table, quote, write_index

APPLICATION = int.from_bytes(b"ZFXG")
"""`application_id`: tells programs such as `file` whose database this is."""

WRITER = 3_008_002
"""What bytes 96 to 99 of the header say, whichever version of SQLite wrote the file: the oldest that reads it."""

_CHANGES, _PAGES, _VALID_FOR, _LIBRARY = 24, 28, 92, 96

_SETTINGS = (
    f"page_size = {PAGE}",
    "encoding = 'UTF-8'",
    "auto_vacuum = 0",
    "secure_delete = ON",
    "ignore_check_constraints = ON",
)


class Frame(NamedTuple):
    """A database as bytes, and the page of the root of each table and index."""

    data: bytes
    roots: Mapping[str, int]


def make_base(tables: Sequence[Table], large: Collection[str], folder: Path) -> bytes:
    """A database with all tables, those filled that every part has whole. Raises FilesError."""
    with _open() as database:
        for table in tables:
            database.execute(table.create)
        for table in tables:
            if not table.by and table.name not in large:
                _fill(database, table, folder, None)
        return database.serialize()


def make_frame(
    base: bytes,
    tables: Sequence[Table],
    large: Collection[str],
    folder: Path,
    held: Mapping[str, Collection[str]] | None,
    statements: Sequence[str],
    rows: Mapping[str, bytes] | None = None,
) -> Frame:
    """The base with the rows of a part in the tables that are not large, the indexes, and what `statements` make.

    `held` are the reports and agencies of the part by the column that names them, None for the whole; `rows` its rows
    by table, each a CSV with its head, where they need not be looked for in the whole table. Raises FilesError for a
    row that a CHECK or a key does not let in.
    """
    with _open(base) as database:
        for table in tables:
            if table.by and table.name not in large:
                _fill(database, table, folder, held, (rows or {}).get(table.name))
        database.execute("BEGIN")
        for statement in [write_index(index, table.name) for table in tables for index in table.indexes]:
            database.execute(statement)
        for statement in statements:
            database.execute(statement)
        database.execute("COMMIT")
        database.execute("VACUUM")
        roots = dict(database.execute("SELECT name, rootpage FROM sqlite_master WHERE rootpage"))
        return Frame(database.serialize(), roots)


def fit_roots(frame: Frame, roots: Mapping[str, bytes], pages: int) -> bytes:
    """The frame with other roots for some tables and indexes, as the beginning of a file of so many pages; what depends
    on the library and on how often it wrote is set."""
    data = bytearray(frame.data)
    for name, page in roots.items():
        start = (frame.roots[name] - 1) * PAGE
        data[start : start + PAGE] = page
    for offset, value in ((_CHANGES, 1), (_PAGES, pages), (_VALID_FOR, 1), (_LIBRARY, WRITER)):
        data[offset : offset + 4] = value.to_bytes(4, "big")
    return bytes(data)


def read_values(columns: Iterable[tuple[Column, Sequence[str]]], path: Path) -> Iterator[list[Value]]:
    """What the fields of each column become in the database, in their order; raises FilesError, naming the file, for
    one that a CHECK does not let in."""
    with _open() as database:
        for column, texts in columns:
            if (plain := _read_plain(column, texts, path)) is not None:
                yield plain
                continue
            name = quote(column.name)
            database.execute(f"CREATE TEMP TABLE fields ({name} {column.type})")
            database.executemany(
                f"INSERT INTO fields VALUES ({column.value.format('?1')})", ((text,) for text in texts)
            )
            wrong = [f"NOT ({check})" for check in column.checks]
            if column.is_needed:
                wrong.append(f"{name} IS NULL")
            if wrong and database.execute(f"SELECT 1 FROM fields WHERE {' OR '.join(wrong)} LIMIT 1").fetchone():
                raise _refuse(path)
            yield [value for (value,) in database.execute(f"SELECT {name} FROM fields ORDER BY rowid")]
            database.execute("DROP TABLE fields")


def _read_plain(column: Column, texts: Sequence[str], path: Path) -> list[Value] | None:
    """The values of a column of which only is asked whether it is empty; None for others."""
    name = quote(column.name)
    if column.type != "TEXT" or set(column.checks) - {f"{name} <> ''"} or column.value not in _PLAIN:
        return None
    if "" in texts and (column.is_needed or column.checks):
        raise _refuse(path)
    return [text or None for text in texts]


_PLAIN = ("{0}", "nullif({0}, '')")


def _fill(
    database: sqlite3.Connection,
    table: Table,
    folder: Path,
    held: Mapping[str, Collection[str]] | None,
    data: bytes | None = None,
) -> None:
    """The rows of a table that belong to a part. The CHECKs are asked once a table instead of once a row, in a tenth of
    the time; what a foreign key leads to is not asked here: the package was validated when it was made."""
    path = folder / table.path
    values = ", ".join(column.value.format(f"?{number}") for number, column in enumerate(table.columns, 1))
    try:
        database.execute("BEGIN")
        database.executemany(f"INSERT INTO {quote(table.name)} VALUES ({values})", _list_rows(table, path, held, data))
        database.execute("COMMIT")
        wrong = " OR ".join(f"NOT ({check})" for column in table.columns for check in column.checks)
        if wrong and database.execute(f"SELECT 1 FROM {quote(table.name)} WHERE {wrong} LIMIT 1").fetchone():
            raise _refuse(path)
    except sqlite3.Error as error:
        raise FilesError(f"{path}: {error}") from error


def _list_rows(
    table: Table, path: Path, held: Mapping[str, Collection[str]] | None, data: bytes | None
) -> Iterator[list[str]]:
    records = iterate_csv(path) if data is None else csv.reader(io.StringIO(data.decode(), newline=""), strict=True)
    next(records, None)
    names = [column.name for column in table.columns]
    at, kept = (names.index(table.by), held[table.by]) if table.by and held is not None else (0, None)
    for record in records:
        if len(record) != len(names):
            raise FilesError(f"{path}: a record has not {len(names)} fields")
        if kept is None or record[at] in kept:
            yield record


def _refuse(path: Path) -> FilesError:
    return FilesError(f"{path}: a row breaks a rule of the table; see its CHECKs")


@contextmanager
def _open(data: bytes = b"") -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
            if data:
                database.deserialize(data)
            for setting in _SETTINGS:
                database.execute(f"PRAGMA {setting}")
            yield database
    except sqlite3.Error as error:
        raise FilesError(f"SQLite: {error}") from error
