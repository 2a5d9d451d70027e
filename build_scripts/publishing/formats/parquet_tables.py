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
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import write_text
from build_scripts.packaging.package import Package
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.parquet import write_parquet
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.offers import LATEST, Offer, make_offer
from build_scripts.publishing.partitions import Partition, list_partitions

FORMAT = 1
PARQUET = LATEST + "parquet/"
REPORT = "report_id"
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


def write_tables(package: Package, context: SiteContext, site: Path) -> tuple[ParquetTable, ...]:
    """Write every table of the package and their index; returns what was written. Raises FilesError."""
    partitions = list_partitions(context)
    place = {row[REPORT]: partition.name for partition in partitions for row in partition.reports}
    tables = tuple(
        _write_table(package.folder, resource, partitions, place, site) for resource in list_resources(package)
    )
    text = json.dumps(describe_tables(tables, partitions, context), ensure_ascii=False, separators=(",", ":"))
    write_text(site / PARQUET / "index.json", text + "\n")
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


def _write_table(
    folder: Path,
    resource: Mapping[str, object],
    partitions: Sequence[Partition],
    place: Mapping[str, str],
    site: Path,
) -> ParquetTable:
    name = str(resource["name"])
    schema = resource["schema"]
    assert isinstance(schema, dict)
    columns = tuple(
        Column(field["name"], field["type"], field.get("title", field["name"])) for field in schema["fields"]
    )
    key = schema.get("primaryKey", ())
    partitioned = name in PARTED
    paths = {one.name: f"{name}/{one.name}.parquet" for one in partitions} if partitioned else {"": f"{name}.parquet"}
    rows = write_parquet(
        folder / str(resource["path"]),
        {column.name: column.type for column in columns},
        {partition: site / PARQUET / path for partition, path in paths.items()},
        place if partitioned else None,
    )
    title = str(resource.get("title", name))
    return ParquetTable(
        name=name,
        title=title,
        key=(key,) if isinstance(key, str) else tuple(key),
        columns=columns,
        partitioned=partitioned,
        files=tuple(
            make_offer(
                site,
                PARQUET + path,
                "parquet",
                (title, name.replace("_", " ")),
                "application/vnd.apache.parquet",
                part=partition,
                table=name,
                rows=rows[partition],
            )
            for partition, path in paths.items()
        ),
    )
