"""The database of the whole and of each year, zipped with its descriptions.

Comes in: the loaded package, the context, the parts, the runs of every partition. Goes out: `<stem>.sqlite.zip` for
each part and an offer of it. Refuses to know: SQL, pages, what a table is about.

    <stem>-<version>/<stem>.sqlite, metadata.json (for Datasette), datapackage.json, and the notes of every zip

A database is put together: SQLite makes its frame, with everything but the rows of the large tables; those come from
the partitions, most of them as they were deflated for another file or by an earlier run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from build_scripts.files.archives import Content, write_zip
from build_scripts.files.indented import write_indented
from build_scripts.files.members import Joined, deflate
from build_scripts.packaging.package import Package
from build_scripts.packaging.partitions import name_partition
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.formats.sqlite.about import list_statements
from build_scripts.publishing.formats.sqlite.database import fit_roots, make_base, make_frame
from build_scripts.publishing.formats.sqlite.datasette import describe_database
from build_scripts.publishing.formats.sqlite.large_tables import LARGE, SCATTER, make_runs
from build_scripts.publishing.formats.sqlite.records import PAGE
from build_scripts.publishing.formats.sqlite.runs import Run, dump_runs, load_runs
from build_scripts.publishing.formats.sqlite.schema import CLOSED, Table, make_table
from build_scripts.publishing.formats.sqlite.trees import Layout, lay_index, lay_table
from build_scripts.publishing.formats.sqlite.views import list_views
from build_scripts.publishing.notes import list_notes
from build_scripts.publishing.offers import Offer, Part, make_offer

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
    """What every part is made from: the tables, and the database that all parts begin with."""

    tables: tuple[Table, ...]
    base: bytes


GetRuns = Callable[[str, str], bytes]
"""Partition, year (empty: all of it) → its runs, as `make_partition` gave them."""


def prepare(package: Package) -> Work:
    """What the parts of a package have in common; raises FilesError."""
    tables = list_tables(package)
    return Work(tables, make_base(tables, LARGE, package.folder))


def list_tables(package: Package) -> tuple[Table, ...]:
    """The tables of the database, in the order of the package."""
    codes = {name: [row["code"] for row in package.lists.get(name, ())] for name in CLOSED}
    return tuple(make_table(resource, codes) for resource in list_resources(package))


def make_partition(
    tables: Sequence[Table], folder: Path, data: Mapping[str, bytes], years: Mapping[str, str], name: str
) -> dict[str, bytes]:
    """Year (empty: all) → the runs of a partition; `data` are its rows by table, each a CSV with its head, `years`
    those of its reports. Raises FilesError."""
    found: dict[str, dict[str, Run]] = {year: {} for year in sorted({"", *years.values()})}
    for table in tables:
        if table.name in LARGE and table.name in data:
            made = make_runs(table, folder / table.path, data[table.name], years, int(name), LEVEL)
            for year, runs in made.items():
                found[year] |= runs
    return {year: dump_runs(runs) for year, runs in found.items()}


def write_part(
    work: Work,
    package: Package,
    context: SiteContext,
    part: Part,
    get_runs: GetRuns,
    site: Path,
    rows: Mapping[str, bytes] | None = None,
) -> Offer:
    """Put the database of a part together and zip it; `rows` are those of its small tables, each a CSV with its head.
    Raises FilesError."""
    write_zip(site / _path(part), _list_entries(work, package, context, part, get_runs, rows), LEVEL)
    return _offer(part, site)


def describe_package(package: Package, part: Part, size: int) -> dict[str, object]:
    """The package's descriptor, each resource a table of the database (Table Dialect: `table`), a file of `size`. It
    tells no hash: the file is never in one piece while it is made, and the zip has a checksum of it."""
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
                "bytes": size,
                "dialect": {
                    "$schema": "https://datapackage.org/profiles/2.0/tabledialect.json",
                    "table": resource["name"],
                },
                "schema": resource["schema"],
            }
            for resource in list_resources(package)
        ],
    }


def _list_entries(
    work: Work,
    package: Package,
    context: SiteContext,
    part: Part,
    get_runs: GetRuns,
    rows: Mapping[str, bytes] | None,
) -> Iterator[tuple[str, Content]]:
    folder, views = f"{part.stem}-{context.version}", list_views(context)
    yield f"{folder}/metadata.json", _write_json(describe_database(package, context, part, views))
    for name, data in list_notes(context, f"{_title(part)[0]} / {_title(part)[1]}", _CONTENTS):
        yield f"{folder}/{name}", data
    held = None
    if part.code:
        held = {
            "report_id": {report["report_id"] for report in part.reports},
            "agency_id": {report["agency_id"] for report in part.reports},
        }
    statements = (*(view.statement for view in views), *list_statements(context, part))
    frame = make_frame(work.base, work.tables, LARGE, package.folder, held, statements, rows)
    partitions = sorted({name_partition(report["report_id"]) for report in part.reports})
    runs = [load_runs(get_runs(name, part.code)) for name in partitions]
    layout = Layout(len(frame.data) // PAGE, LEVEL)
    scattered = _list_scattered(runs)
    roots = {}
    for name in frame.roots:
        if root := _lay(name, runs, scattered.get(name, ()), work.tables, layout):
            roots[name] = root
    pages = layout.close()
    told = describe_package(package, part, layout.count * PAGE)
    yield f"{folder}/datapackage.json", _write_json(told)
    head = deflate([fit_roots(frame, roots, layout.count)], LEVEL)
    yield f"{folder}/{part.stem}.sqlite", Joined((head, *pages))


def _list_scattered(runs: Sequence[Mapping[str, Run]]) -> dict[str, list[str]]:
    """The indexes that sort by something before the report: the b-trees of each, in the order of what they sort by."""
    found: dict[str, list[str]] = {}
    trees = {tree for partition in runs for tree in partition if SCATTER in tree}
    for tree in sorted(trees, key=lambda tree: [value.encode() for value in tree.split(SCATTER)]):
        found.setdefault(tree.partition(SCATTER)[0], []).append(tree)
    return found


def _lay(
    name: str, runs: Sequence[Mapping[str, Run]], scattered: Sequence[str], tables: Sequence[Table], layout: Layout
) -> bytes | None:
    """Lay out a table or an index, if it is of a large table; a scattered index has the runs of all partitions for each
    of the values it sorts by before the report."""
    if found := [partition[name] for partition in runs if name in partition]:
        is_numbered = any(table.name == name and table.has_rowid for table in tables)
        return lay_table(found, layout) if is_numbered else lay_index(found, layout)
    return lay_index([partition[tree] for tree in scattered for partition in runs if tree in partition], layout)


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
    return (write_indented(data) + "\n").encode()
