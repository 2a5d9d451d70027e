"""The records of some agencies, cut out of the package's tables; the hash of all that the package says of an agency.

Comes in: the package, the index of its tables, agencies. Goes out: records, hashes. Refuses to know: pages. Only the
stretches asked for are read, whole and once.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice, repeat
from operator import itemgetter
from typing import NamedTuple, TypeVar

from build_scripts.files import FilesError, read_bytes, read_part
from build_scripts.files.fingerprints import hash_parts
from build_scripts.packaging.load import check_head, read_lines
from build_scripts.packaging.package import (
    CellRow,
    CheckRow,
    CorrectionRow,
    Package,
    ReportRecord,
    Row,
    SectionRow,
)
from build_scripts.packaging.resources import CELL_TABLES
from build_scripts.packaging.sources import name_source
from build_scripts.publishing.formats.row_index import RowIndex

T = TypeVar("T", SectionRow, CellRow, CheckRow, CorrectionRow)
_ID, _FIELDS = itemgetter(0), itemgetter(slice(1, None))
STREAMED = ("sections", *CELL_TABLES, "checks", "corrections")
"""The tables whose rows are read by the stretch."""


class Stretch(NamedTuple):
    """Bytes of a table, and where they begin in its file."""

    offset: int
    data: bytes


class PartTables:
    """The tables of agencies whose reports follow one another; a stretch of each is read when it is asked for."""

    def __init__(self, package: Package, indexes: Mapping[str, RowIndex], reports: Sequence[Row]) -> None:
        """`reports` are the rows of all their reports, in the package's order."""
        self._package = package
        self._indexes = indexes
        self._reports = reports
        self._stretches: dict[str, Stretch] = {}

    def read_records(self, reports: Sequence[Row]) -> list[ReportRecord]:
        """The records of these reports of one agency, in their order; raises FilesError."""
        package = self._package
        cells = {name: self._read(name, reports, CellRow) for name in CELL_TABLES}
        sections = self._read("sections", reports, SectionRow)
        checks = self._read("checks", reports, CheckRow)
        corrections = self._read("corrections", reports, CorrectionRow)
        return [
            ReportRecord(
                row=row,
                agency=package.agencies[row["agency_id"]],
                sections=sections.get(report_id, ()),
                cells={name: found.get(report_id, ()) for name, found in cells.items()},
                checks=checks.get(report_id, ()),
                findings=package.findings.get(report_id, ()),
                corrections=corrections.get(report_id, ()),
                lines=read_lines(package, report_id),
            )
            for row in reports
            for report_id in [row["report_id"]]
        ]

    def read_sections(self, reports: Sequence[Row]) -> Iterator[tuple[Row, Sequence[SectionRow]]]:
        """Each report of an agency with its sections."""
        sections = self._read("sections", reports, SectionRow)
        for row in reports:
            yield row, sections.get(row["report_id"], ())

    def hash_agency(self, agency_id: str, reports: Sequence[Row]) -> str:
        """The hash of all that the package says of an agency, its texts included, and of which files it holds."""
        package = self._package
        return hash_parts(
            _tell_rows((package.agencies[agency_id], *reports)),
            repr([package.findings.get(row["report_id"], ()) for row in reports]),
            repr([_has_source(package, row) for row in reports]),
            *(self._cut(name, reports) for name in STREAMED),
            *(read_bytes(package.folder / "data" / "text" / f"{row['report_id']}.txt") for row in reports),
        )

    def hash_all(self) -> str:
        """The hash of all that the package says of all these agencies, which costs less than one for each."""
        package = self._package
        names = {row["agency_id"]: package.agencies[row["agency_id"]] for row in self._reports}
        return hash_parts(_tell_rows(tuple(names.values())), self.hash_agency(next(iter(names), ""), self._reports))

    def _read(self, name: str, reports: Sequence[Row], kind: type[T]) -> dict[str, tuple[T, ...]]:
        """The rows of a table by report, each without the report's id, as named tuples of this kind."""
        path = self._indexes[name].path
        found: dict[str, tuple[T, ...]] = {}
        try:
            rows = list(csv.reader(io.StringIO(self._cut(name, reports).decode(), newline=""), strict=True))
            _check_widths(rows, len(kind._fields) + 1)
        except (UnicodeDecodeError, csv.Error, ValueError) as error:
            first = reports[0]["report_id"] if reports else ""
            raise FilesError(f"{path}: rows of {first} and what follows: {error}") from error
        # as `_make` does, without a call for each row: two hundred thousand of a partition
        made = map(tuple.__new__, repeat(kind), map(_FIELDS, rows))
        for report_id, told in groupby(map(_ID, rows)):
            found[report_id] = found.get(report_id, ()) + tuple(islice(made, sum(1 for _ in told)))
        return found

    def _cut(self, name: str, reports: Sequence[Row]) -> bytes:
        """The bytes of the rows of these reports."""
        stretch = self._stretches.get(name)
        if stretch is None:
            runs = self._list_runs(name, self._reports)
            start, end = (runs[0][0], runs[-1][1]) if runs else (0, 0)
            data = read_part(self._indexes[name].path, start, end - start) if runs else b""
            stretch = self._stretches[name] = Stretch(start, data)
        runs = self._list_runs(name, reports)
        return stretch.data[runs[0][0] - stretch.offset : runs[-1][1] - stretch.offset] if runs else b""

    def _list_runs(self, name: str, reports: Iterable[Row]) -> list[tuple[int, int]]:
        """Where the rows of these reports begin and end; they follow one another."""
        index = self._indexes[name].runs
        return [(run.start, run.end) for row in reports for run in index.get(row["report_id"], ())]


def check_tables(package: Package, indexes: Mapping[str, RowIndex]) -> None:
    """Raise FilesError where a table has other columns than it should, or rows of a report that is not published."""
    published = {row["report_id"] for row in package.reports}
    for name in STREAMED:
        check_head(package.folder, name)
        for report_id in indexes[name].runs.keys() - published:
            raise FilesError(f"{indexes[name].path}: {report_id} is no published report or stands out of order")


def _check_widths(rows: Sequence[Sequence[str]], width: int) -> None:
    """Raise ValueError unless every row has so many fields."""
    others = set(map(len, rows)) - {width}
    if others:
        raise ValueError(f"a row of {min(others)} fields, not {width}")


def _tell_rows(rows: Sequence[Row]) -> str:
    """Rows as text that tells each value from the next, and the columns of the first and the last."""
    return repr((tuple(rows[0]), tuple(rows[-1]), [tuple(row.values()) for row in rows]))


def _has_source(package: Package, report: Row) -> bool:
    name = name_source(report["report_id"], report["source_format"], report["text_release"])
    return bool(name) and (package.folder / name).is_file()
