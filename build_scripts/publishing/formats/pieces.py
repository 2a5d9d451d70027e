"""What the downloads have of one partition, made once, kept for the next run, and put together to many files.

Comes in: a partition of the package, the API's files of its reports. Goes out: pieces below the spool, each a name and
bytes. Refuses to know: what the bytes of a piece are (`piece_contents`), the files that are made of them.

    tables           every table's rows, deflated
    <year>           the same of one year; its texts, each as it lies in a zip; its reports as JSON, deflated apart
    sqlite[-<year>]  the pages of its rows in a database
    wide             its rows in the wide tables; how often each column is filled and each code used
    sheets           its rows in the workbooks

A piece follows from the bytes of its rows, texts and JSON, the code lists and the program, which are its key: nothing
else is asked, and no time of a file. What the cache has is read there when a file is made of it, and only then: what is
lost or broken by then is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from xxhash import xxh3_128, xxh3_128_hexdigest

from build_scripts.files import read_bytes
from build_scripts.files.fingerprints import hash_code, hash_parts
from build_scripts.files.members import Member
from build_scripts.packaging.held_back import WITHHELD
from build_scripts.packaging.package import Package, Row
from build_scripts.packaging.partitions import name_partition
from build_scripts.packaging.resources import COLUMNS
from build_scripts.publishing.data.usage import Usage
from build_scripts.publishing.formats.frames import read_frames
from build_scripts.publishing.formats.json_lines import read_record
from build_scripts.publishing.formats.piece_contents import (
    Table,
    Year,
    open_counts,
    open_lists,
    open_tables,
    open_wide,
    open_year,
    pack_lists,
    pack_tables,
    pack_wide,
    pack_year,
)
from build_scripts.publishing.formats.piece_spool import Recipe, fill, find_piece, make_again, read_told, write_told
from build_scripts.publishing.formats.report_rows import PARTED, list_years, read_rows
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.formats.row_index import find_cut
from build_scripts.publishing.formats.sheet_pieces import make_sheets
from build_scripts.publishing.formats.sqlite.files import list_tables, make_partition, prepare
from build_scripts.publishing.formats.wide import build_editions
from build_scripts.publishing.formats.wide_rows import WideRows
from build_scripts.publishing.site_tasks import IndexedWork, SiteTask

TABLES, YEARS, SQLITE, WIDE, SHEETS = KINDS = ("tables", "years", "sqlite", "wide", "sheets")
ROOMS = (
    "publishing/formats",
    "publishing/query",
    "publishing/api/json_files.py",
    "publishing/context.py",
    "publishing/data/usage.py",
    "publishing/json_text.py",
    "publishing/languages.py",
    "publishing/links.py",
    "publishing/machine",
    "publishing/notes.py",
    "publishing/offers.py",
    "publishing/quality/tally.py",
    "publishing/report/sum_plans.py",
    "publishing/table_titles.py",
    "publishing/templates.py",
    "checking",
    "limits.py",
    "files",
    "packaging",
    "codes.py",
    "model.py",
    "unseen.py",
)
"""What of the program a piece follows from."""
_LISTS = "lists"
"""What stands for a partition where pieces belong to none, and what they are called."""


class PartRows(NamedTuple):
    """A partition whose pieces are to be made: its name, its reports, the hash of the code lists (`hash_lists`)."""

    name: str
    reports: tuple[str, ...]
    lists: str


class YearKeys(NamedTuple):
    """From what a year of a partition follows, each as a hash: its rows but those of agencies, its texts, its JSON."""

    rows: str
    texts: str
    json: str


def plan_pieces(package: Package) -> list[SiteTask]:
    """A task for every partition; the API's reports have to be there when they are done. Raises FilesError."""
    lists = hash_lists(package)
    found: dict[str, list[str]] = {}
    for report in package.reports:
        found.setdefault(name_partition(report["report_id"]), []).append(report["report_id"])
    parts = [
        SiteTask(make_pieces, PartRows(name, tuple(reports), lists), len(reports) * 2e-3)
        for name, reports in found.items()
    ]
    return [SiteTask(make_lists, lists), *parts]


def make_lists(work: IndexedWork, lists: str) -> None:
    """Put what no partition has into the spool: the other tables deflated, the code lists as JSON, the database that
    all databases begin with. Raises FilesError."""
    fill(work, _LISTS, _plan_lists(work, lists))
    write_told(work, _LISTS, "hash", lists)


def _plan_lists(work: IndexedWork, lists: str) -> Recipe:
    package = work.package

    found = [
        read_bytes(package.folder / str(one["path"])) for one in list_resources(package) if one["name"] == "findings"
    ]
    key = hash_parts(lists, hash_code(*ROOMS), *found)
    return Recipe((_LISTS, SQLITE), key, lambda: [pack_lists(package), prepare(package).base])


def read_lists(work: IndexedWork) -> tuple[Mapping[str, Member], Member]:
    """The tables that no partition has, by name; the code lists as JSON, up to where the reports begin. Raises
    FilesError."""
    return open_lists(read_piece(work, _LISTS, _LISTS))


def read_hash(work: IndexedWork) -> str:
    """What `hash_lists` gave for this run; raises FilesError."""
    return read_told(work, _LISTS, "hash")


def hash_lists(package: Package) -> str:
    """The hash of all code lists and of what the descriptor says of tables."""
    paths = {str(resource["name"]): package.folder / str(resource["path"]) for resource in list_resources(package)}
    schemas = repr([(resource["name"], resource["schema"]) for resource in list_resources(package)])
    return hash_parts(schemas, *(read_bytes(path) for name, path in sorted(paths.items()) if name not in COLUMNS))


def make_pieces(work: IndexedWork, about: PartRows, kinds: Sequence[str] = KINDS) -> None:
    """Put the pieces of a partition into the spool, all or those of some kinds (YEARS: every year); raises
    FilesError."""
    for recipe in _plan_partition(work, about, kinds):
        fill(work, about.name, recipe)


def _plan_partition(work: IndexedWork, about: PartRows, kinds: Sequence[str]) -> Iterator[Recipe]:
    held = frozenset(about.reports)
    reports = [report for report in work.context.reports if report["report_id"] in held]
    data = {table: read_rows(work, table, reports) for table in PARTED if table in work.indexes}
    key = _hash_rows(about, {name: xxh3_128_hexdigest(rows) for name, rows in data.items()})
    years = {year: several for found in list_years(reports).values() for year, several in found.items()}
    if TABLES in kinds:
        yield Recipe((TABLES,), key, lambda: [pack_tables(work, data, reports)])
    if YEARS in kinds:
        hashes = _hash_years(work, data, reports)
        yield from (_plan_year(work, about, year, several, hashes[year]) for year, several in years.items())
    if SQLITE in kinds:
        names = tuple(name_sqlite(year) for year in ("", *years))
        yield Recipe(names, key, lambda: _make_databases(work, data, years))
    if wanted := tuple(kind for kind in (WIDE, SHEETS) if kind in kinds):
        yield Recipe(wanted, key, lambda: _make_framed(work, data, reports, wanted))


def _hash_rows(about: PartRows, hashes: Mapping[str, str]) -> str:
    rows = [part for one in sorted(hashes.items()) for part in one]
    return hash_parts(about.lists, hash_code(*ROOMS), about.name, *rows)


def _hash_years(work: IndexedWork, data: Mapping[str, bytes], reports: Sequence[Row]) -> dict[str, dict[str, str]]:
    """Year → table → the hash of its rows, of all tables but agencies."""
    year_of = {report["report_id"]: report["year"] for report in reports}
    found: dict[str, dict[str, str]] = {year: {} for year in year_of.values()}
    for name, rows in data.items():
        if name != "agencies":
            head, view = work.indexes[name].head, memoryview(rows)
            digests = {year: xxh3_128(view[:head]) for year in found}
            for report, start, end in find_cut(work.indexes[name], year_of):
                digests[year_of[report]].update(view[start:end])
            for year, digest in digests.items():
                found[year][name] = digest.hexdigest()
    return found


def _plan_year(
    work: IndexedWork, about: PartRows, year: str, reports: Sequence[Row], hashes: Mapping[str, str]
) -> Recipe:
    folder = f"{work.package.folder}/data/text"
    texts = {
        report["report_id"]: read_bytes(Path(f"{folder}/{report['report_id']}.txt"))
        for report in reports
        if report["text_release"] != WITHHELD
    }
    records = {report["report_id"]: read_record(report, work.site) for report in reports}
    agencies = [work.package.agencies[agency] for agency in dict.fromkeys(row["agency_id"] for row in reports)]
    keys = YearKeys(_hash_rows(about, hashes), _hash_files(texts), _hash_files(records))
    write_told(work, about.name, f"{year}.keys", " ".join(keys))
    whole = hash_parts(*keys, repr(agencies), year, repr(work.context.settings))
    return Recipe((year,), whole, lambda: [pack_year(work, reports, texts, records)])


def _hash_files(files: Mapping[str, bytes]) -> str:
    return hash_parts(*(part for name, data in files.items() for part in (name, xxh3_128_hexdigest(data))))


def _make_databases(
    work: IndexedWork, data: Mapping[str, bytes], years: Mapping[str, Sequence[Row]]
) -> Sequence[bytes]:
    package = work.package
    year_of = {report["report_id"]: year for year, several in years.items() for report in several}
    name = name_partition(next(iter(year_of)))
    made = make_partition(list_tables(package), package.folder, data, year_of, name)
    return [made[year] for year in ("", *years)]


def name_sqlite(year: str) -> str:
    """The piece of a database: of a year, or of all (an empty one)."""
    return f"{SQLITE}-{year}" if year else SQLITE


def _make_framed(
    work: IndexedWork, data: Mapping[str, bytes], reports: Sequence[Row], kinds: Sequence[str]
) -> Sequence[bytes]:
    """What is made of rows held column by column."""
    frames = read_frames(work.package, PARTED, data)
    editions, context = build_editions(frames, work.context), work.context
    made: dict[str, Callable[[], bytes]] = {
        WIDE: lambda: pack_wide(work.package, context, frames, editions),
        SHEETS: lambda: make_sheets(frames, editions, context, {one["report_id"]: one["year"] for one in reports}),
    }
    return [made[kind]() for kind in kinds]


def read_piece(work: IndexedWork, partition: str, kind: str) -> bytes:
    """A piece of a partition, made in this run or kept by an earlier one; raises FilesError."""
    found = find_piece(work, partition, kind)
    return make_again(work, _find_recipe(work, partition, kind), kind) if found is None else found


def _find_recipe(work: IndexedWork, partition: str, kind: str) -> Recipe:
    """How a piece is made."""
    lists = read_hash(work)
    if partition == _LISTS:
        return _plan_lists(work, lists)
    reports = tuple(
        report["report_id"] for report in work.context.reports if name_partition(report["report_id"]) == partition
    )
    group = YEARS if kind.isdigit() else kind.partition("-")[0]
    recipes = _plan_partition(work, PartRows(partition, reports, lists), [group])
    return next(recipe for recipe in recipes if kind in recipe.kinds)


def read_keys(work: IndexedWork, partition: str, year: str) -> YearKeys:
    """From what a year of a partition was made in this run; raises FilesError."""
    return YearKeys(*read_told(work, partition, f"{year}.keys").split())


def read_tables(work: IndexedWork, partition: str) -> dict[str, Table]:
    """Table → the rows of a partition, a table without any left out; raises FilesError."""
    return open_tables(read_piece(work, partition, TABLES))


def read_year(work: IndexedWork, partition: str, year: str) -> Year:
    """A year of a partition; raises FilesError."""
    return open_year(read_piece(work, partition, year))


def read_wide(work: IndexedWork, partition: str) -> Mapping[str, tuple[Sequence[str], WideRows]]:
    """Edition → its reports in a partition and their rows; raises FilesError."""
    return open_wide(read_piece(work, partition, WIDE))


def read_counts(work: IndexedWork, partition: str) -> Usage:
    """How often everything is filled and used in a partition; raises FilesError."""
    return open_counts(read_piece(work, partition, WIDE))
