"""The package's tables as Parquet files, for programs and for the pages that ask: what is written, and its index.

Comes in: the loaded package, the site's folder. Goes out: files below `data/latest/parquet/`. Refuses to know: Parquet
itself, what a table is about.

    <table>/<partition>.parquet     tables of reports, a file for each partition
    <table>.parquet                 the others: agencies, findings, corrections, registers, code lists
    index.json                      every table with its key and columns, every file with rows, bytes and hash
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from build_scripts.files import read_bytes, write_text
from build_scripts.files.fingerprints import hash_code, hash_parts
from build_scripts.files.reuse import keep_keyed, take_keyed
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.parquet import write_parquet
from build_scripts.publishing.formats.report_rows import read_rows
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.offers import LATEST, Offer, make_offer
from build_scripts.publishing.partitions import Partition, list_partitions
from build_scripts.publishing.site_tasks import IndexedWork, SiteTask

FORMAT = 1
PARQUET = LATEST + "parquet/"
PARTED = ("reports", "sections", "disclosures", "applications", "remedies", "checks")
"""The tables that grow with the reports and have their rows parted as the reports are."""


class Column(NamedTuple):
    """A column: its name, its type in the table schema, its Chinese title."""

    name: str
    type: str
    title: str


class ParquetTable(NamedTuple):
    """A table of the package and its Parquet files, newest partition first; `part` of a file is its partition, empty
    if the table is one file."""

    name: str
    title: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    partitioned: bool
    files: tuple[Offer, ...]


def plan_parquet(work: IndexedWork) -> list[SiteTask]:
    """A task for every partition, and one for the tables that have none; `join_tables` takes what they return."""
    partitions = [SiteTask(write_partition, one, 0.001 * len(one.reports)) for one in list_partitions(work.context)]
    return [*partitions, SiteTask(write_others, None, 0.5)]


def write_partition(work: IndexedWork, partition: Partition) -> dict[str, Offer]:
    """Write the rows of a partition, a file for each table, or take over those of an earlier run. Raises FilesError."""
    offers = {}
    for resource in list_resources(work.package):
        name = str(resource["name"])
        if name in PARTED:
            path = f"{PARQUET}{name}/{partition.name}.parquet"
            data = read_rows(work, name, partition.reports)
            offers[name] = _write_file(work, resource, path, data, partition.name)
    return offers


def write_others(work: IndexedWork, _: None) -> dict[str, Offer]:
    """Write every table that is one file; raises FilesError."""
    return {
        str(one["name"]): _write_file(work, one, f"{PARQUET}{one['name']}.parquet")
        for one in list_resources(work.package)
        if one["name"] not in PARTED
    }


def join_tables(work: IndexedWork, made: Sequence[Mapping[str, Offer]]) -> tuple[ParquetTable, ...]:
    """What the tasks wrote as tables, in the order of the package, and their index beside them; raises FilesError."""
    tables = tuple(_join_table(one, made) for one in list_resources(work.package))
    partitions = list_partitions(work.context)
    text = json.dumps(describe_tables(tables, partitions, work.context), ensure_ascii=False, separators=(",", ":"))
    write_text(work.site / PARQUET / "index.json", text + "\n")
    return tables


def describe_tables(
    tables: Sequence[ParquetTable], partitions: Sequence[Partition], context: SiteContext
) -> Mapping[str, object]:
    """The index as it is written: who reads it knows every file, its columns and its hash."""
    return {
        "format": FORMAT,
        "version": context.version,
        "date": context.date,
        "partitions": [
            {"name": one.name, "year": int(one.year), "province": one.province, "reports": len(one.reports)}
            for one in partitions
        ],
        "tables": [
            {
                "name": table.name,
                "title": table.title,
                "key": list(table.key),
                "columns": [column._asdict() for column in table.columns],
                "partitioned": table.partitioned,
                "files": [
                    {
                        "partition": file.part,
                        "path": file.path.removeprefix(PARQUET),
                        "rows": file.rows,
                        "bytes": file.size,
                        "sha256": file.sha256,
                    }
                    for file in table.files
                ],
            }
            for table in tables
        ],
    }


def _list_columns(resource: Mapping[str, object]) -> tuple[Column, ...]:
    schema = resource["schema"]
    assert isinstance(schema, dict)
    return tuple(Column(field["name"], field["type"], field.get("title", field["name"])) for field in schema["fields"])


def _write_file(
    work: IndexedWork, resource: Mapping[str, object], path: str, data: bytes | None = None, part: str = ""
) -> Offer:
    """Write a file of a table, all its rows or those of `data`."""
    name, source = str(resource["name"]), work.package.folder / str(resource["path"])
    types = {column.name: column.type for column in _list_columns(resource)}
    rows = read_bytes(source) if data is None and work.earlier else data
    key = hash_parts("parquet", hash_code("publishing/formats"), path, repr(types), rows or b"")
    reused = take_keyed(work.earlier, key, work.site)
    if reused:
        count = int(reused.told)
    else:
        count = write_parquet(source, types, {part: work.site / path}, data=data)[part]
        keep_keyed(work.earlier, key, work.site, [path], b"%d" % count)
    titles = (str(resource.get("title", name)), name.replace("_", " "))
    kind = "application/vnd.apache.parquet"
    return make_offer(work.site, path, "parquet", titles, kind, part=part, table=name, rows=count)


def _join_table(resource: Mapping[str, object], made: Sequence[Mapping[str, Offer]]) -> ParquetTable:
    name, schema = str(resource["name"]), resource["schema"]
    assert isinstance(schema, dict)
    key = schema.get("primaryKey", ())
    return ParquetTable(
        name=name,
        title=str(resource.get("title", name)),
        key=(key,) if isinstance(key, str) else tuple(key),
        columns=_list_columns(resource),
        partitioned=name in PARTED,
        files=tuple(found[name] for found in made if name in found),
    )
