"""The ledger of releases: a folder for each version of the data, kept in git, written by the command `release`.

Comes in: `datapackage/releases`. Goes out: frozen releases, newest first. Refuses to know: pages, how changes are
found.

    <version>/release.json   version, date, the version before, the package's hash, counts
    <version>/changes.csv    every report, cell, section, agency and code that was added, changed or removed, and why
    <version>/assets.csv     the files of the release with size and hash (its own site shows these from itself)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date as day
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import FilesError, iterate_csv, read_json, read_text
from build_scripts.packaging.tables import quote

_SHA256 = re.compile("[0-9a-f]{64}")
_CHANGE_VALUES = {
    "subject": re.compile("report|field|section|cell|agency|code"),
    "change": re.compile("added|changed|removed"),
    "reason": re.compile("(?:[a-z][a-z0-9_]*)?"),
}
_ASSET_VALUES = {
    "name": re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*"),
    "media_type": re.compile(r"[a-z]+/[a-z0-9.+-]+(?:; ?[a-z]+=[a-z0-9-]+)*"),
    "size": re.compile("0|[1-9][0-9]*"),
    "sha256": _SHA256,
}
"""What is asked of the columns of changes and of assets."""
VERSION = re.compile(r"\d{4}\.(?:[1-9]|1[0-2])\.[1-9]\d*")


class Change(NamedTuple):
    """One thing that is not as it was in the version before.

    `subject` is report, field, section, cell, agency or code; `change` is added, changed or removed. Of a report,
    field, section or cell `agency_id` and `report_id` are filled, of an agency `agency_id` alone. A cell has `table`,
    `row` and `column` of its table of cells, a state and a value before and after. A field has the table (reports or
    agencies) and its name in `column`; a section its code in `row` and no text; a code the list in `table` and the code
    in `row`. The cells of a report that was added or removed are not listed one by one. `reason` is a code of
    `change_reasons.csv`; `note` is what the maintainers wrote.
    """

    subject: str
    change: str
    agency_id: str
    report_id: str
    table: str
    row: str
    column: str
    before_state: str
    before: str
    after_state: str
    after: str
    reason: str
    note: str


class Asset(NamedTuple):
    """A file of the release: name, media type, bytes, SHA-256 in hex."""

    name: str
    media_type: str
    size: str
    sha256: str


class Release(NamedTuple):
    """A version that was released. `previous` is empty for the first; `descriptor_sha256` is the hash of its
    `datapackage.json`, which holds those of all tables; `counts` are whole numbers by name. `commit` is filled of a
    version that was only registered: built from that commit, never given out as files."""

    version: str
    date: str
    previous: str
    descriptor_sha256: str
    counts: Mapping[str, int]
    changes: tuple[Change, ...]
    assets: tuple[Asset, ...]
    commit: str = ""

    @property
    def published(self) -> bool:
        """Whether its files were given out, so that it can be had and cited."""
        return not self.commit


def read_ledger(folder: Path) -> tuple[Release, ...]:
    """Every release of the ledger, newest first; none if there is no folder. Raises FilesError naming the file.

    `release.json` is written last: a folder without it is of a release that was broken off, and no release.
    """
    names = [path.name for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []
    strange = [name for name in names if not VERSION.fullmatch(name)]
    if strange:
        raise FilesError(f"{folder / strange[0]}: 不是版本号 / is no version (year.month.count)")
    whole = [name for name in names if (folder / name / "release.json").is_file()]
    found = tuple(_read_release(folder / name) for name in sorted(whole, key=order_version, reverse=True))
    for release, before in zip(found, (*(one.version for one in found[1:]), ""), strict=False):
        if release.previous != before:
            raise FilesError(
                f"{folder / release.version / 'release.json'}: previous: 写的是 {release.previous!r}，账册里的上一版是 "
                f"{before!r} / is {release.previous!r}, the version before in the ledger is {before!r}"
            )
    return found


def order_version(version: str) -> tuple[int, ...]:
    """What versions are sorted by.

    >>> sorted(["2026.11.10", "2026.2.1", "2026.11.9"], key=order_version)
    ['2026.2.1', '2026.11.9', '2026.11.10']
    """
    return tuple(map(int, version.split(".")))


def write_changes(changes: Sequence[Change]) -> str:
    """The changes as CSV with a head, lines ended by LF, in the order given."""
    return write_records(Change._fields, changes)


def write_assets(assets: Sequence[Asset]) -> str:
    """The assets as CSV, as `write_changes` writes changes."""
    return write_records(Asset._fields, assets)


def write_records(head: Sequence[str], records: Iterable[Sequence[str]]) -> str:
    """Records as CSV with a head; a lone carriage return is quoted too, which `csv` would not do."""
    return "".join(",".join(map(quote, record)) + "\n" for record in (head, *records))


def _read_release(folder: Path) -> Release:
    path = folder / "release.json"
    told = read_json(path)
    counts = told.get("counts")
    fields = ("version", "date", "previous", "descriptor_sha256")
    if any(not isinstance(told.get(name), str) for name in fields) or not isinstance(counts, dict):
        raise FilesError(f"{path}: {', '.join(fields)} 应是字符串，counts 应是对象 / must be strings, counts an object")
    if told["version"] != folder.name:
        raise FilesError(
            f"{path}: 版本与文件夹的名称不同 / the version is {told['version']!r}, the folder {folder.name!r}"
        )
    if wrong := [name for name, value in counts.items() if type(value) is not int or value < 0]:
        raise FilesError(f"{path}: counts.{wrong[0]}: 不是 0 或正整数 / is no whole number of 0 or more")
    version, date, previous, digest = (str(told[name]) for name in fields)
    if not _is_day(date):
        raise FilesError(f"{path}: date: {date!r} 不是日期 / is no day (YYYY-MM-DD)")
    if not _SHA256.fullmatch(digest):
        raise FilesError(f"{path}: descriptor_sha256: 应是 64 位十六进制 / should be 64 hexadecimal digits")
    return Release(
        version,
        date,
        previous,
        digest,
        counts=counts,
        changes=tuple(Change(*one) for one in _read_records(folder / "changes.csv", Change._fields, _CHANGE_VALUES)),
        assets=tuple(Asset(*one) for one in _read_records(folder / "assets.csv", Asset._fields, _ASSET_VALUES)),
        commit=str(told.get("commit", "")),
    )


def _is_day(text: str) -> bool:
    try:
        return day.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _read_records(path: Path, columns: tuple[str, ...], asked: Mapping[str, re.Pattern[str]]) -> list[list[str]]:
    """The records of a CSV file with just these columns, written as the ledger writes them; none if there is no
    file."""
    if not path.is_file():
        return []
    head, *records = [*iterate_csv(path)] or [[]]
    if tuple(head) != columns:
        told = f"{','.join(head)!r}, not {','.join(columns)!r}"
        raise FilesError(f"{path}:1: 表头应为 {','.join(columns)} / the columns are {told}")
    for number, record in enumerate(records, 2):
        if len(record) != len(columns):
            told = f"record {number} has {len(record)} fields, not {len(columns)}"
            raise FilesError(f"{path}: 第 {number} 个记录有 {len(record)} 列，应有 {len(columns)} 列 / {told}")
        for name, value in zip(columns, record, strict=True):
            if name in asked and not asked[name].fullmatch(value):
                told = f"{name}: {value[:80]!r} 不合 {asked[name].pattern} / does not fit {asked[name].pattern}"
                raise FilesError(f"{path}: 第 {number} 个记录 / record {number}: {told}")
    if write_records(head, records) != read_text(path):
        raise FilesError(f"{path}: 行尾、引号不是账册的写法 / line ends or quotes are not as the ledger writes them")
    return records
