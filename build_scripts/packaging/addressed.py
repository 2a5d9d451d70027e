"""What of a package becomes a path or an address: it is one plain name, whoever made the package.

Comes in: a package as its tables say. Goes out: nothing, or which file says what is no name. Refuses to know: what
pages there are. Ids and codes name folders of the site and texts of the package; `../` in one of them would lead out of
both, whatever hashes the package has. A text is read from a regular file of the package, never through a link.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from build_scripts.files import FilesError, read_rows, refuse_special
from build_scripts.packaging.package import Package

LONGEST = 100
"""Characters of a name: a file's may have 255 bytes, and ours add endings."""
NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*")
VERSION = re.compile(r"[0-9A-Za-z]+(?:[.+_-][0-9A-Za-z]+)*")
_CODES = ("code", "parent", "region_code", "level", "function")
"""Columns of code lists that are codes."""


def read_regular(path: Path) -> list[dict[str, str]]:
    """The rows of a table that lies in a regular file, for a pipe would keep its reader waiting; raises FilesError."""
    refuse_special(path)
    return read_rows(path)


def check_names(package: Package) -> None:
    """Raise FilesError for the first value that would be a path and is no name, or text that is no regular file."""
    descriptor = package.folder / "datapackage.json"
    _refuse(descriptor, "version", [package.version] if package.version else [], VERSION)
    for table, column, values in _list_values(package):
        _refuse(package.folder / "data" / f"{table}.csv", column, values, NAME)
    for row in package.reports:
        _refuse_link(package.folder / "data" / "text" / f"{row['report_id']}.txt")


def _list_values(package: Package) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Table, column and what stands in it, of everything that may become part of a path."""
    for table, rows in (("agencies", tuple(package.agencies.values())), ("reports", package.reports)):
        for column in ("agency_id", "report_id", "year", "form", "scope", *_CODES):
            if rows and column in rows[0]:
                yield table, column, _take(rows, column)
    for table, rows in package.lists.items():
        for column in _CODES:
            if rows and column in rows[0]:
                yield table, column, _take(rows, column)
    yield "findings", "report_id", filter(None, package.findings)


def _take(rows: Iterable[Mapping[str, str]], column: str) -> Iterator[str]:
    return (row[column] for row in rows if row[column])


def _refuse(path: Path, key: str, values: Iterable[str], pattern: re.Pattern[str]) -> None:
    for value in values:
        if len(value) > LONGEST or not pattern.fullmatch(value):
            raise FilesError(f"{path}: {key}: {value[:LONGEST]!r} 不能用作名称，不采用 / is no name of ours: refused")


def _refuse_link(path: Path) -> None:
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:  # who reads it says so
        return
    except OSError as error:
        raise FilesError(f"{path}: 不能用 / cannot be used: {error.strerror}") from error
    if not stat.S_ISREG(mode):
        raise FilesError(f"{path}: 不是普通文件，不采用 / not a regular file: refused")
