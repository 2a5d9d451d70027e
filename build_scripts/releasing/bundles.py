"""A package of any version, as folder or zip, opened to be compared.

Comes in: a path. Goes out: a `Bundle`: version, day, and of every table its file, hash, columns and key. Refuses to
know: what the tables say, today's columns (packages of older versions have others).

Every table is hashed and must be the one its descriptor tells: a package that was tampered with is refused before
anything is compared. What is taken of a zip, `unpacking.py` decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from build_scripts.files import FilesError, iterate_csv, measure_file, parse_json, read_bytes, refuse_special
from build_scripts.releasing.unpacking import DESCRIPTOR, TABLE_NAME, unpack_package


class Table(NamedTuple):
    """A table of a package: its file, the hash of its bytes, its columns as they stand, its primary key."""

    path: Path
    sha256: str
    columns: tuple[str, ...]
    key: tuple[str, ...]


class Bundle(NamedTuple):
    """A package that was found whole: `name` is what it was asked for by, `tables` are by name."""

    name: str
    folder: Path
    version: str
    date: str
    descriptor_sha256: str
    tables: Mapping[str, Table]


NOTHING = Bundle("", Path(), "", "", "", {})
"""What stands before the first version."""


@contextmanager
def open_bundle(path: Path) -> Iterator[Bundle]:
    """The package at `path`, a folder or a zip; raises FilesError, naming what is missing or not as it says."""
    if path.is_dir():
        yield read_bundle(path, str(path))
        return
    refuse_special(path)
    with TemporaryDirectory(prefix="disclosure-package-") as folder:
        unpack_package(path, Path(folder))
        try:
            yield read_bundle(Path(folder), str(path))
        except FilesError as error:  # whoever gave the zip does not know the folder
            raise FilesError(str(error).replace(f"{folder}/", f"{path}: ")) from error


def read_bundle(folder: Path, name: str) -> Bundle:
    """The package in a folder; raises FilesError."""
    path = folder / DESCRIPTOR
    if not path.is_file():
        raise FilesError(f"{name}: 没有 {DESCRIPTOR}，不是数据包 / no {DESCRIPTOR}: no data package")
    told = parse_json(read_bytes(path), f"{name}: {DESCRIPTOR}")
    resources = told.get("resources")
    if not isinstance(resources, list) or not isinstance(told.get("version"), str):
        raise FilesError(f"{name}: {DESCRIPTOR}: version or resources missing")
    tables = dict(_read_table(folder, resource, name) for resource in resources if _is_table(resource))
    digest = hashlib.sha256(read_bytes(path)).hexdigest()
    return Bundle(name, folder, str(told["version"]), str(told.get("created", ""))[:10], digest, tables)


def _is_table(resource: object) -> bool:
    """Whether a resource is a table: what has no schema, as a text has not, is not compared."""
    return not isinstance(resource, dict) or "schema" in resource


def _read_table(folder: Path, resource: object, name: str) -> tuple[str, Table]:
    told = resource if isinstance(resource, dict) else {}
    table, schema = str(told.get("name", "")), told.get("schema")
    if not TABLE_NAME.fullmatch(table) or not isinstance(schema, dict) or told.get("path") != f"data/{table}.csv":
        raise FilesError(f"{name}: {DESCRIPTOR}: {table!r} is no table of ours")
    key = schema.get("primaryKey")
    path = folder / "data" / f"{table}.csv"
    refuse_special(path)
    _, digest = measure_file(path)
    if told.get("hash") != f"sha256:{digest}":
        raise FilesError(
            f"{name}: data/{table}.csv: SHA-256 与 {DESCRIPTOR} 所写的不同，数据包损坏或被改动，不采用 / "
            f"is not the file that {DESCRIPTOR} tells: damaged or tampered with, refused"
        )
    columns = tuple(next(iterate_csv(path), []))
    keys = tuple(key) if isinstance(key, list) else (str(key),)
    if not set(keys) <= set(columns):
        raise FilesError(f"{name}: data/{table}.csv: no column {', '.join(keys)}")
    return table, Table(path, digest, columns, keys)
