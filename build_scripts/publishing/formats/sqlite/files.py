"""The database of the whole and of each year, zipped with its descriptions.

Comes in: the loaded package, the context, the parts, the site's folder. Goes out: `<stem>.sqlite.zip` for each part
and an offer of it. Refuses to know: SQL, what a table is about.

    <stem>-<version>/<stem>.sqlite, metadata.json (for Datasette), datapackage.json, and the notes of every zip

All rows are read once; the parts are then cut out of them, each in a process of its own where there are many reports.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import measure_file
from build_scripts.files.archives import Content, write_zip
from build_scripts.files.slices import slice_whole
from build_scripts.packaging.package import Package
from build_scripts.packaging.pool import choose_jobs, run_tasks
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.formats.sqlite.about import list_statements
from build_scripts.publishing.formats.sqlite.database import cut_part, fill_quarry
from build_scripts.publishing.formats.sqlite.datasette import describe_database
from build_scripts.publishing.formats.sqlite.schema import CLOSED, Table, make_table
from build_scripts.publishing.formats.sqlite.views import View, list_views
from build_scripts.publishing.notes import list_notes
from build_scripts.publishing.offers import LATEST, Offer, Part, make_offer

LEVEL = 4
"""How hard the zip is compressed: 6 takes two thirds longer for a tenth less."""

MEDIA_TYPE = "application/vnd.sqlite3"
_CONTENTS = (
    ("*.sqlite", "数据库：全部的表，和视图 report_list、cells、received_decided、checks_differ、wide_2019、wide_2021",
     "the database: all tables, and views"),
    ("metadata.json", "给 Datasette 的说明：datasette *.sqlite --metadata metadata.json", "what Datasette is told"),
    ("datapackage.json", "每张表、每一列的名称、类型、单位、约束（Data Package 2.0）", "every table and column"),
)  # fmt: skip


class Work(NamedTuple):
    """What every part is made from; `reports` of a task are None for the whole."""

    quarry: Path
    tables: tuple[Table, ...]


class Task(NamedTuple):
    """A part to be made: its reports (None: all), what is written after its rows, its zip and what that holds."""

    reports: tuple[str, ...] | None
    statements: tuple[str, ...]
    name: str
    folder: str
    target: Path
    descriptor: Mapping[str, object]
    notes: tuple[tuple[str, bytes], ...]


def write_sqlite(
    package: Package, context: SiteContext, parts: Sequence[Part], site: Path, jobs: int = 0
) -> tuple[Offer, ...]:
    """Write the databases of the whole and the years; raises FilesError. `jobs` are processes, 0: as many as pay."""
    chosen = [part for part in parts if part.kind in {"whole", "year"}]
    codes = {name: [row["code"] for row in package.lists.get(name, ())] for name in CLOSED}
    tables = tuple(make_table(resource, codes) for resource in list_resources(package))
    quarry = site / LATEST / ".sqlite" / "quarry"
    try:
        fill_quarry(tables, package.folder, quarry)
        views = list_views(context)
        tasks = [_plan(part, package, context, views, site) for part in chosen]
        for _ in run_tasks(make_part, Work(quarry, tables), tasks, jobs or choose_jobs(len(package.reports))):
            pass
    finally:
        shutil.rmtree(quarry.parent, ignore_errors=True)
    return tuple(_offer(part, site) for part in chosen)


def make_part(work: Work, task: Task) -> None:
    """Cut one part out of the quarry and zip it."""
    database = work.quarry.parent / task.name
    cut_part(work.quarry, work.tables, task.reports, task.statements, database)
    try:
        write_zip(task.target, _list_entries(task, database), LEVEL)
    finally:
        database.unlink()


def describe_package(package: Package, part: Part) -> dict[str, object]:
    """The package's descriptor, each resource a table of the database (Table Dialect: `table`)."""
    kept = {name: value for name, value in package.descriptor.items() if name != "resources"}
    return {
        **kept,
        "name": part.stem,
        "resources": [
            {
                **{name: resource[name] for name in ("name", "type", "title", "description") if name in resource},
                "path": f"{part.stem}.sqlite",
                "format": "sqlite",
                "mediatype": MEDIA_TYPE,
                "dialect": {
                    "$schema": "https://datapackage.org/profiles/2.0/tabledialect.json",
                    "table": resource["name"],
                },
                "schema": resource["schema"],
            }
            for resource in list_resources(package)
        ],
    }


def _plan(part: Part, package: Package, context: SiteContext, views: Sequence[View], site: Path) -> Task:
    notes = (
        ("metadata.json", _write_json(describe_database(package, context, part, views))),
        *list_notes(context, f"{_title(part)[0]} / {_title(part)[1]}", _CONTENTS),
    )
    return Task(
        reports=tuple(report["report_id"] for report in part.reports) if part.code else None,
        statements=(*(view.statement for view in views), *list_statements(context, part)),
        name=f"{part.stem}.sqlite",
        folder=f"{part.stem}-{context.version}",
        target=site / _path(part),
        descriptor=describe_package(package, part),
        notes=notes,
    )


def _list_entries(task: Task, database: Path) -> Iterator[tuple[str, Content]]:
    size, sha256 = measure_file(database)
    resources = task.descriptor["resources"]
    assert isinstance(resources, list)
    measured = [{**resource, "bytes": size, "hash": f"sha256:{sha256}"} for resource in resources]
    for name, data in task.notes:
        yield f"{task.folder}/{name}", data
    yield f"{task.folder}/datapackage.json", _write_json({**task.descriptor, "resources": measured})
    yield f"{task.folder}/{task.name}", slice_whole(database)


def _offer(part: Part, site: Path) -> Offer:
    return make_offer(
        site, _path(part), "sqlite", _title(part), "application/zip", compression="zip", part=part.code
    )  # fmt: skip


def _path(part: Part) -> str:
    return f"{part.folder}{part.stem}.sqlite.zip"


def _title(part: Part) -> tuple[str, str]:
    return (
        f"{part.title}：SQLite 数据库，附给 Datasette 的说明",
        f"{part.title_en}: SQLite database, described for Datasette",
    )


def _write_json(data: Mapping[str, object]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
