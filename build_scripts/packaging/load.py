"""A package folder → frozen data.

Comes in: the folder of a published package. Goes out: `Package`, and its reports one after another. Refuses to know:
pandas, pages. The large tables are sorted by report_id, so they are read side by side, once, a report at a time:
memory does not grow with the cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Generic, TypeVar

from build_scripts.files import FilesError, iterate_csv, read_json, read_text, refuse_special
from build_scripts.packaging.addressed import check_names, read_regular
from build_scripts.packaging.package import (
    CellRow,
    CheckRow,
    CorrectionRow,
    FindingRow,
    Package,
    ReportRecord,
    Row,
    SectionRow,
)
from build_scripts.packaging.resources import CELL_TABLES, COLUMNS, REGISTER, name_code_list
from build_scripts.packaging.sources import name_source, read_unchanged

T = TypeVar("T")


def load_package(folder: Path) -> Package:
    """The package in `folder`; raises FilesError naming the file that cannot be read, or holds what no package of ours
    does where it would be a path."""
    refuse_special(folder / "datapackage.json")
    descriptor = read_json(folder / "datapackage.json")
    names = _resource_names(folder, descriptor)
    package = Package(
        folder=folder,
        version=str(descriptor.get("version", "")),
        date=str(descriptor.get("created", ""))[:10],
        descriptor=descriptor,
        lists={name_code_list(name): _list_rows(folder, name) for name in names if name not in {*COLUMNS, REGISTER}},
        register=_rows(folder, REGISTER),
        agencies={row["agency_id"]: row for row in _rows(folder, "agencies")},
        reports=_rows(folder, "reports"),
        findings=_group_findings(folder),
    )
    check_names(package)
    return package


def iterate_reports(package: Package) -> Iterator[ReportRecord]:
    """Every report of the package in the order of report_id, read as it is asked for; raises FilesError."""
    streams = {name: _Stream(package.folder, name, CellRow._make) for name in CELL_TABLES}
    sections = _Stream(package.folder, "sections", SectionRow._make)
    checks = _Stream(package.folder, "checks", CheckRow._make)
    corrections = _Stream(package.folder, "corrections", CorrectionRow._make)
    for row in package.reports:
        report_id = row["report_id"]
        yield ReportRecord(
            row=row,
            agency=package.agencies[row["agency_id"]],
            sections=sections.take(report_id),
            cells={name: stream.take(report_id) for name, stream in streams.items()},
            checks=checks.take(report_id),
            findings=package.findings.get(report_id, ()),
            corrections=corrections.take(report_id),
            lines=read_lines(package, report_id),
        )


def iterate_sections(package: Package) -> Iterator[tuple[Row, tuple[SectionRow, ...]]]:
    """Every report's row with its sections, in the order of report_id, for who needs no more; raises FilesError."""
    sections = _Stream(package.folder, "sections", SectionRow._make)
    for row in package.reports:
        yield row, sections.take(row["report_id"])


def read_lines(package: Package, report_id: str) -> tuple[str, ...]:
    """The text of a report as it was read, line 1 first, as many as its line breaks and one; raises FilesError."""
    return tuple(read_text(package.folder / "data" / "text" / f"{report_id}.txt").split("\n"))


def read_source(package: Package, report: Row) -> bytes | None:
    """The file of a report as it was handed in; None if it is not in the package: held back, or a package made before.

    Raises FilesError if its bytes are not those of `source_sha256`.
    """
    name = name_source(report["report_id"], report["source_format"], report["text_release"])
    path = package.folder / name
    if not name or not path.is_file():
        return None
    return read_unchanged(path, report["source_sha256"])


class _Stream(Generic[T]):
    """The rows of one table, handed out a report at a time, in the order of report_id."""

    def __init__(self, folder: Path, name: str, make: Callable[[list[str]], T]) -> None:
        self._path = _path_of(folder, name)
        refuse_special(self._path)
        self._records = iterate_csv(self._path)
        self._make = make
        _check_head(self._path, name, next(self._records, []))
        self._next = next(self._records, None)

    def take(self, report_id: str) -> tuple[T, ...]:
        """The rows of this report, without its id."""
        found = []
        record = self._next
        while record is not None and record[0] == report_id:
            found.append(self._read(record))
            record = next(self._records, None)
        if record is not None and record[0] < report_id:
            raise FilesError(f"{self._path}: {record[0]} is no published report or stands out of order")
        self._next = record
        return tuple(found)

    def _read(self, record: list[str]) -> T:
        try:
            return self._make(record[1:])
        except TypeError as error:
            raise FilesError(f"{self._path}: a record of {record[0]} has {len(record)} fields") from error


def _group_findings(folder: Path) -> dict[str, tuple[FindingRow, ...]]:
    path = _path_of(folder, "findings")
    refuse_special(path)
    records = iterate_csv(path)
    _check_head(path, "findings", next(records, []))
    groups: dict[str, list[FindingRow]] = {}
    for record in records:
        finding = FindingRow._make(record)
        groups.setdefault(finding.report_id, []).append(finding)
    return {report_id: tuple(sorted(found, key=_by_place)) for report_id, found in groups.items()}


def _by_place(finding: FindingRow) -> tuple[str, int, str]:
    """Findings of a report in the order of its lines."""
    return finding.source_file, int(finding.line or 0), finding.finding_id


def check_head(folder: Path, name: str) -> None:
    """Raise FilesError unless a table of the package has its columns."""
    path = _path_of(folder, name)
    _check_head(path, name, next(iterate_csv(path), []))


def _rows(folder: Path, name: str) -> tuple[Row, ...]:
    return tuple(read_regular(_path_of(folder, name)))


def _list_rows(folder: Path, name: str) -> tuple[Row, ...]:
    """The rows of a code list in the order it gives itself: in print or in explanation; else as they stand."""
    return tuple(sorted(_rows(folder, name), key=_by_order))


def _by_order(row: Row) -> tuple[str, str, int, int]:
    """The place of a row by the columns of order its list has; cells of a form by form and table first."""
    if "row_order" in row:
        return row["form"], row["table"], int(row["row_order"]), int(row["column_order"])
    return "", "", int(row.get("order", 0)), 0


def _path_of(folder: Path, name: str) -> Path:
    return folder / "data" / f"{name}.csv"


def _check_head(path: Path, name: str, head: list[str]) -> None:
    if tuple(head) != COLUMNS[name]:
        raise FilesError(f"{path}: the head is {','.join(head)!r}, not {','.join(COLUMNS[name])!r}")


def _resource_names(folder: Path, descriptor: dict[str, object]) -> list[str]:
    resources = descriptor.get("resources")
    if not isinstance(resources, list):
        raise FilesError(f"{folder / 'datapackage.json'}: no resources")
    names = [str(resource.get("name")) for resource in resources if isinstance(resource, dict)]
    strange = [name for name in names if not re.fullmatch(r"[a-z][a-z0-9_]*", name)]
    if strange:
        raise FilesError(f"{folder / 'datapackage.json'}: {strange[0]!r} is no name of a resource")
    return names
