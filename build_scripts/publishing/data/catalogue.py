"""Everything that can be taken away: the package's files and zip, and the static API.

Comes in: the loaded package, its reports as they pass. Goes out: files below the site. Refuses to know: pages.

    data/latest/datapackage.json, data/latest/data/*.csv    the package, byte for byte
    data/latest/parquet/                                    the same tables as Parquet files (written by `tables`)
    data/latest/disclosure-reports.zip                      the same with the texts, licence, citation and README
    api/v1/index.json                                       what there is, with size, hash and rows
    api/v1/agencies.json, api/v1/agencies/<agency_id>.json, api/v1/reports/<report_id>.json

Links in the API (`href`) are relative to the file they stand in. Numbers of cells are strings, exactly as in the CSV.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import FilesError, iterate_csv, measure_file, read_bytes, write_bytes, write_text
from build_scripts.files.archives import write_zip
from build_scripts.packaging.held_back import WITHHELD
from build_scripts.packaging.package import Package, ReportRecord, Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import agency_address, report_address, root_of
from build_scripts.publishing.machine.citations import cite_package
from build_scripts.publishing.offers import LATEST, Offer
from build_scripts.publishing.report.held_back import hold_back

PARQUET = LATEST + "parquet/"
ZIP_NAME = "disclosure-reports.zip"
API = "api/v1/"
_YEARS = ("first_year", "last_year", "report_count")
_LICENCE_FILE = "LICENCE.txt"


class DataFile(NamedTuple):
    """A CSV of the package: its resource's name and title, its path below LATEST, size, SHA-256, rows without head."""

    name: str
    title: str
    path: str
    size: int
    sha256: str
    rows: int


class ZipFile(NamedTuple):
    """The whole package in one file: its path below LATEST, size and SHA-256."""

    path: str
    size: int
    sha256: str


class Column(NamedTuple):
    """A column: its name, its type in the table schema, its Chinese title."""

    name: str
    type: str
    title: str


class ParquetFile(NamedTuple):
    """A file: its partition (empty if the table is one file), its path below PARQUET, rows, size, SHA-256."""

    partition: str
    path: str
    rows: int
    size: int
    sha256: str


class ParquetTable(NamedTuple):
    """A table of the package and its Parquet files, newest partition first."""

    name: str
    title: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    partitioned: bool
    files: tuple[ParquetFile, ...]

    @property
    def rows(self) -> int:
        """Rows of all its files."""
        return sum(file.rows for file in self.files)

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)


def list_offers(files: Iterable[DataFile], archive: ZipFile, tables: Iterable[ParquetTable]) -> tuple[Offer, ...]:
    """The package's own files, its zip and the Parquet files as offers."""
    return (
        Offer(
            LATEST + archive.path,
            "package",
            "全部数据：数据包",
            "everything: the data package",
            "application/zip",
            "zip",
            "",
            "",
            None,
            archive.size,
            archive.sha256,
        ),
        *(
            Offer(
                LATEST + file.path, "csv", file.title, file.name, "text/csv", "", "", file.name, file.rows, *file[3:5]
            )
            for file in files
        ),
        *(
            Offer(
                PARQUET + file.path,
                "parquet",
                table.title,
                table.name,
                "application/vnd.apache.parquet",
                "",
                file.partition,
                table.name,
                file.rows,
                file.size,
                file.sha256,
            )
            for table in tables
            for file in table.files
        ),
    )


def list_resources(package: Package) -> Sequence[Mapping[str, object]]:
    """The descriptor's resources; raises FilesError for a path that leads out of the package."""
    resources = package.descriptor.get("resources")
    found = [resource for resource in resources if isinstance(resource, dict)] if isinstance(resources, list) else []
    for resource in found:
        path = str(resource["path"])
        if ".." in path.split("/") or path.startswith("/"):
            raise FilesError(f"{package.folder / 'datapackage.json'}: path {path!r} leads out of the package")
    return found


def copy_package(package: Package, site: Path) -> tuple[DataFile, ...]:
    """Copy the package's descriptor and CSV files below LATEST; returns what was copied, measured there."""
    write_bytes(site / LATEST / "datapackage.json", read_bytes(package.folder / "datapackage.json"))
    files = []
    for resource in list_resources(package):
        path = str(resource["path"])
        target = site / LATEST / path
        write_bytes(target, read_bytes(package.folder / path))
        rows = sum(1 for _ in iterate_csv(target)) - 1
        files.append(DataFile(str(resource["name"]), str(resource.get("title", "")), path, *measure_file(target), rows))
    return tuple(files)


def pack_package(package: Package, context: SiteContext, site: Path) -> ZipFile:
    """Write the zip of the whole package below LATEST; texts that are held back are left out."""
    path = site / LATEST / ZIP_NAME
    folder = f"disclosure-reports-{package.version}"
    write_zip(path, ((f"{folder}/{name}", data) for name, data in _list_entries(package, context)))
    return ZipFile(ZIP_NAME, *measure_file(path))


def write_index(
    context: SiteContext,
    package: Package,
    files: Iterable[DataFile],
    archive: ZipFile,
    tables: Iterable[ParquetTable],
    site: Path,
) -> None:
    """Write `api/v1/index.json` and the list of agencies with a file for each."""
    _write_json(site / API / "index.json", describe_index(context, package, files, archive, tables))
    agencies = [describe_agency(agency, context, API) for agency in context.agencies.values()]
    _write_json(site / API / "agencies.json", {"version": context.version, "agencies": agencies})
    for agency in context.agencies.values():
        place = f"{API}agencies/"
        described = {"version": context.version, **describe_agency(agency, context, place)}
        _write_json(site / place / f"{agency['agency_id']}.json", described)


def publish_reports(records: Iterable[ReportRecord], context: SiteContext, site: Path) -> Iterator[ReportRecord]:
    """The records, each written to `api/v1/reports/<report_id>.json` as it passes."""
    for record in records:
        _write_json(site / API / "reports" / f"{record.row['report_id']}.json", describe_report(record, context))
        yield record


def describe_index(
    context: SiteContext,
    package: Package,
    files: Iterable[DataFile],
    archive: ZipFile,
    tables: Iterable[ParquetTable],
) -> dict[str, object]:
    """The catalogue: what the data is called, its version and licence, and every file with size, hash, type, rows."""
    latest = root_of(API) + LATEST
    return {
        **{name: package.descriptor[name] for name in ("name", "title", "description") if name in package.descriptor},
        "version": context.version,
        "licenses": package.descriptor.get("licenses", []),
        "datapackage": {"href": f"{latest}datapackage.json", "mediatype": "application/json"},
        "package": {
            "href": latest + archive.path,
            "mediatype": "application/zip",
            "bytes": archive.size,
            "hash": f"sha256:{archive.sha256}",
        },
        "resources": [
            {
                "name": file.name,
                "title": file.title,
                "href": latest + file.path,
                "mediatype": "text/csv",
                "bytes": file.size,
                "hash": f"sha256:{file.sha256}",
                "rows": file.rows,
            }
            for file in files
        ],
        "parquet": {
            "index": {"href": f"{root_of(API)}{PARQUET}index.json", "mediatype": "application/json"},
            "tables": [_describe_parquet(table, root_of(API) + PARQUET) for table in tables],
        },
        "agencies": {"href": "agencies.json", "mediatype": "application/json", "count": len(context.agencies)},
        "agency": {"template": "agencies/{agency_id}.json"},
        "report": {"template": "reports/{report_id}.json", "count": len(context.reports)},
    }


def _describe_parquet(table: ParquetTable, folder: str) -> dict[str, object]:
    """A table's Parquet files; `partition` is empty where the table is one file."""
    return {
        "name": table.name,
        "title": table.title,
        "rows": table.rows,
        "files": [
            {
                "partition": file.partition,
                "href": folder + file.path,
                "mediatype": "application/vnd.apache.parquet",
                "bytes": file.size,
                "hash": f"sha256:{file.sha256}",
                "rows": file.rows,
            }
            for file in table.files
        ],
    }


def describe_agency(agency: Row, context: SiteContext, place: str) -> dict[str, object]:
    """An agency and its reports; links lead from a file in the folder `place`."""
    described: dict[str, object] = {
        name: int(value) if name in _YEARS and value else value for name, value in agency.items()
    }
    root = root_of(place)
    return {
        **described,
        "page": root + agency_address(agency["agency_id"]),
        "reports": [
            {
                "report_id": report["report_id"],
                "year": int(report["year"]),
                "title": report["title"],
                "form": report["form"],
                "href": f"{root}{API}reports/{report['report_id']}.json",
                "page": root + report_address(report["agency_id"], report["year"]),
            }
            for report in context.reports_of.get(agency["agency_id"], ())
        ],
    }


def describe_report(record: ReportRecord, context: SiteContext) -> dict[str, object]:
    """A report with its agency, sections, cells, checks, findings and corrections; text held back is left out."""
    record = hold_back(record)
    root = root_of(f"{API}reports/")
    page = root + report_address(record.row["agency_id"], record.row["year"])
    withheld = {"text", "heading"} if record.row["text_release"] == WITHHELD else set()
    return {
        "version": context.version,
        "report": dict(record.row),
        "agency": dict(record.agency),
        "page": page,
        "sections": [
            {name: value for name, value in section._asdict().items() if name not in withheld}
            for section in record.sections
        ],
        "tables": {table: [cell._asdict() for cell in cells] for table, cells in record.cells.items()},
        "checks": [check._asdict() for check in record.checks],
        "findings": [finding._asdict() for finding in record.findings],
        "corrections": [correction._asdict() for correction in record.corrections],
    }


def _list_entries(package: Package, context: SiteContext) -> Iterator[tuple[str, bytes]]:
    """The files of the zip: notes first, then the descriptor, the tables and the texts."""
    citations = cite_package(context.settings.site_name, context.version, context.absolute(""))
    yield "README.txt", _write_readme(package, context).encode()
    yield _LICENCE_FILE, LICENCE_TEXT.encode()
    yield "CITATION.txt", f"{citations.inline}\n\n{citations.gbt7714}\n\n{citations.bibtex}".encode()
    yield "datapackage.json", read_bytes(package.folder / "datapackage.json")
    for resource in list_resources(package):
        path = str(resource["path"])
        yield path, read_bytes(package.folder / path)
    for report in package.reports:
        if report["text_release"] != WITHHELD:
            path = f"data/text/{report['report_id']}.txt"
            yield path, read_bytes(package.folder / path)


LICENCE_TEXT = """编成的数据：CC0 1.0，https://creativecommons.org/publicdomain/zero/1.0/
报告原文（data/text，以及 sections 等表里逐字引用的部分）是行政机关公布的文件，不由本项目许可。

Compiled data: CC0 1.0. The reports themselves (data/text, and verbatim quotes in tables such as sections) are public
authorities' documents, which this project does not license.
"""


def _write_readme(package: Package, context: SiteContext) -> str:
    """One screen about the package, for who opens the zip in a year."""
    title = str(package.descriptor.get("title", ""))
    return (
        f"{title}，{context.version} 版：{len(context.agencies)} 个机关，{len(context.reports)} 份报告。\n\n"
        "datapackage.json  每张表、每一列的名称、类型、单位、约束（Data Package 2.0）\n"
        "data/*.csv        各表（UTF-8，逗号分隔，LF 换行）\n"
        "data/text/*.txt   读取的原文，行号从 1 起\n"
        "状态：reported 有数；blank 空白；dash 横线；absent 未印；unreadable 无法读取。空白不等于 0。\n"
        "统计范围（reports 的 scope）不明的报告，不要相加。\n\n"
        f"Version {context.version}: {len(context.agencies)} agencies, {len(context.reports)} reports. "
        "datapackage.json describes every table and column.\n"
        "Blank is never zero; never add up reports of unknown scope.\n"
    )


def _write_json(path: Path, data: Mapping[str, object]) -> None:
    write_text(path, json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n")
