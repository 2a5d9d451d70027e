"""A package → what a review needs of it: its reports that are asked for, without their texts.

Comes in: a bundle or a package, ids. Goes out: a `Package`, records. Refuses to know: who asks. The other reports are
passed over as bytes, so that fifty out of ten thousand are had at once. A package that an older or newer program made
may have other columns: what it lacks is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from build_scripts.files import iterate_csv, read_rows
from build_scripts.packaging.package import CellRow, CheckRow, CorrectionRow, FindingRow, Package, ReportRecord, Row
from build_scripts.packaging.resources import CELL_TABLES, COLUMNS, REGISTER, name_code_list
from build_scripts.releasing.blocks import iterate_blocks, parse_block
from build_scripts.releasing.bundles import Bundle

T = TypeVar("T")


def load_bundle(bundle: Bundle) -> Package:
    """The small tables of a package of any version; raises FilesError."""
    findings: dict[str, list[FindingRow]] = {}
    for row in _read(bundle, "findings"):
        one = FindingRow._make(_pick(row, COLUMNS["findings"]))
        findings.setdefault(one.report_id, []).append(one)
    lists = bundle.tables.keys() - {*COLUMNS, REGISTER}
    return Package(
        folder=bundle.folder,
        version=bundle.version,
        date=bundle.date,
        descriptor={},
        lists={name_code_list(name): tuple(_read(bundle, name)) for name in lists},
        register=tuple(_read(bundle, REGISTER)),
        agencies={row["agency_id"]: row for row in _complete(bundle, "agencies")},
        reports=tuple(_complete(bundle, "reports")),
        findings={report_id: tuple(found) for report_id, found in findings.items()},
    )


def read_records(package: Package, wanted: Collection[str]) -> dict[str, ReportRecord]:
    """These reports of the package, those it has, by id; `sections` and `lines` are empty. Raises FilesError."""
    rows = {row["report_id"]: row for row in package.reports if row["report_id"] in wanted}
    if not rows:
        return {}
    cells = {name: _take(package.folder, name, rows, CellRow._make) for name in CELL_TABLES}
    checks = _take(package.folder, "checks", rows, CheckRow._make)
    corrections = _take(package.folder, "corrections", rows, CorrectionRow._make)
    return {
        report_id: ReportRecord(
            row=row,
            agency=package.agencies[row["agency_id"]],
            sections=(),
            cells={name: found.get(report_id, ()) for name, found in cells.items()},
            checks=checks.get(report_id, ()),
            findings=package.findings.get(report_id, ()),
            corrections=corrections.get(report_id, ()),
            lines=(),
        )
        for report_id, row in rows.items()
    }


def _take(
    folder: Path, name: str, wanted: Mapping[str, object], make: Callable[[list[str]], T]
) -> dict[str, tuple[T, ...]]:
    """The rows of a table without their report, by report."""
    path = folder / "data" / f"{name}.csv"
    columns = next(iterate_csv(path), [])
    found: dict[str, tuple[T, ...]] = {}
    for key, block in iterate_blocks(path):
        if (report_id := key.decode("utf-8")) in wanted:
            rows = parse_block(block, columns)
            found[report_id] = tuple(make(_pick(row, COLUMNS[name][1:])) for row in rows)
    return found


def _read(bundle: Bundle, name: str) -> list[dict[str, str]]:
    return read_rows(bundle.tables[name].path) if name in bundle.tables else []


def _complete(bundle: Bundle, name: str) -> list[Row]:
    return [dict(zip(COLUMNS[name], _pick(row, COLUMNS[name]), strict=True)) for row in _read(bundle, name)]


def _pick(row: Row, columns: Sequence[str]) -> list[str]:
    return [row.get(column, "") for column in columns]
