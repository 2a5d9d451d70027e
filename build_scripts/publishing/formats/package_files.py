"""The package as it is: its descriptor, its CSV files, and everything in one zip.

Comes in: the loaded package, the context, the site's folder. Goes out: files below LATEST, and an offer of each.
Refuses to know: pages, what a table is about.

    datapackage.json, data/*.csv     the package, byte for byte
    data/<table>.csv.gz              each table that grows with the reports, compressed
    disclosure-reports.zip           the same with the texts, licence, citation and README
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from build_scripts.files import read_bytes, write_bytes, write_pieces
from build_scripts.files.archives import Content, write_zip
from build_scripts.files.gzips import write_gzip
from build_scripts.files.members import Joined, Member, deflate
from build_scripts.files.slices import FileSlices, slice_whole
from build_scripts.files.streams import Stream
from build_scripts.packaging.package import Package, Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.pieces import read_lists, read_tables, read_year
from build_scripts.publishing.formats.report_rows import PARTED, list_years
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.formats.row_index import count_rows
from build_scripts.publishing.notes import list_notes
from build_scripts.publishing.offers import LATEST, NAME, Offer, make_offer
from build_scripts.publishing.site_tasks import IndexedWork

DESCRIPTOR = "datapackage.json"
ZIP_NAME = f"{NAME}.zip"


def copy_package(package: Package, site: Path, rows: Mapping[str, int] | None = None) -> tuple[Offer, ...]:
    """Copy the package's descriptor and CSV files below LATEST; returns what was copied, measured there. `rows` are
    those of tables whose rows are counted already."""
    write_bytes(site / LATEST / DESCRIPTOR, read_bytes(package.folder / DESCRIPTOR))
    titles = ("描述文件：每张表、每一列", "descriptor: every table and column")
    offers = [make_offer(site, LATEST + DESCRIPTOR, "description", titles, "application/json")]
    for resource in list_resources(package):
        name, path = str(resource["name"]), str(resource["path"])
        target = site / LATEST / path
        write_pieces(target, slice_whole(package.folder / path))
        count = (rows or {}).get(name)
        count = count_rows(target) if count is None else count
        titles = (str(resource.get("title", name)), name.replace("_", " "))
        offers.append(make_offer(site, LATEST + path, "csv", titles, "text/csv", table=name, rows=count))
    return tuple(offers)


def copy_tables(work: IndexedWork, _: None) -> tuple[Offer, ...]:
    """The same as a task."""
    return copy_package(work.package, work.site, {name: index.rows for name, index in work.indexes.items()})


def pack_package(work: IndexedWork, _: None) -> tuple[Offer, ...]:
    """Write the zip of the whole package, and each table that grows with the reports as a gzip file; texts that are
    held back are left out. Raises FilesError."""
    package, context, site = work.package, work.context, work.site
    path, folder = LATEST + ZIP_NAME, f"{NAME}-{package.version}"
    tables = join_tables(work)
    entries = _list_entries(package, context, tables, read_texts(work, package.reports))
    write_zip(site / path, ((f"{folder}/{name}", content) for name, content in entries))
    titles = ("全部数据：数据包", "everything: the data package")
    offers = [make_offer(site, path, "package", titles, "application/zip", compression="zip")]
    for resource in list_resources(package):
        name = str(resource["name"])
        if name in work.indexes:
            offers.append(_pack_table(work, resource, tables[name]))
    return tuple(offers)


def join_tables(work: IndexedWork) -> dict[str, Joined]:
    """Every table of the package, deflated."""
    package = work.package
    partitions = [read_tables(work, name) for name in list_years(package.reports)]
    lists, _ = read_lists(work)
    return {
        **{name: Joined((member,)) for name, member in lists.items()},
        **{
            name: Joined((deflate_head(work, name), *(found[name].member for found in partitions if name in found)))
            for name in PARTED
            if name in work.indexes
        },
    }


def deflate_head(work: IndexedWork, table: str) -> Member:
    """The first row of a table."""
    index = work.indexes[table]
    return deflate(FileSlices(index.path, ((0, index.head),)))


def read_texts(work: IndexedWork, reports: Iterable[Row]) -> dict[str, Stream]:
    """The texts of these reports by their names in the package, in the order of the reports."""
    found: dict[str, Stream] = {}
    for partition, years in list_years(reports).items():
        texts: dict[str, Stream] = {}
        for year in years:
            texts |= read_year(work, partition, year).texts
        wanted = sorted(report["report_id"] for several in years.values() for report in several)
        found |= {f"data/text/{report}.txt": texts[report] for report in wanted if report in texts}
    return found


def _pack_table(work: IndexedWork, resource: Mapping[str, object], table: Joined) -> Offer:
    name, path = str(resource["name"]), f"{LATEST}{resource['path']}.gz"
    write_gzip(work.site / path, table.members)
    titles = (str(resource.get("title", name)), name.replace("_", " "))
    rows = work.indexes[name].rows
    return make_offer(work.site, path, "csv_gz", titles, "text/csv", compression="gzip", table=name, rows=rows)


def _list_entries(
    package: Package, context: SiteContext, tables: Mapping[str, Joined], texts: Mapping[str, Stream]
) -> Iterator[tuple[str, Content]]:
    """The files of the zip: notes first, then the descriptor, the tables and the texts."""
    agencies, reports = len(context.agencies), len(context.reports)
    counts = f"{agencies} 个机关，{reports} 份报告 / {agencies} agencies, {reports} reports"
    yield from list_notes(context, f"{context.settings.site_name}：{counts}", CONTENTS)
    yield DESCRIPTOR, read_bytes(package.folder / DESCRIPTOR)
    for resource in list_resources(package):
        yield str(resource["path"]), tables[str(resource["name"])]
    yield from texts.items()


CONTENTS = (
    (
        DESCRIPTOR,
        "每张表、每一列的名称、类型、单位、约束（Data Package 2.0）",
        "every table and column: name, type, unit, constraints (Data Package 2.0)",
    ),
    ("data/*.csv", "各表（UTF-8，逗号分隔，LF 换行）", "the tables (UTF-8, commas, LF)"),
    ("data/text/*.txt", "读取的原文，行号从 1 起", "the texts that were read, lines from 1"),
)
