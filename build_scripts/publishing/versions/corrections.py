"""Every correction in force: what is printed, what is taken, why, on what evidence, since which version.

Comes in: the package, the ledger. Goes out: rows, a CSV file. Refuses to know: HTML. A text that is held back is held
back here too: the package holds neither its words nor the reason.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from build_scripts.files import iterate_csv
from build_scripts.packaging.package import CorrectionRow, Package
from build_scripts.packaging.resources import COLUMNS
from build_scripts.publishing.versions.changes import ADDED
from build_scripts.releasing.ledger import Change, Release

FILE = "changes/corrections.csv"
_BOM = b"\xef\xbb\xbf"
_Key = tuple[str, str, str, str]


class Correction(NamedTuple):
    """A correction of a report; `since` is the version from which on it holds, empty while none is released."""

    report_id: str
    correction: CorrectionRow
    since: str


def list_corrections(package: Package, ledger: Sequence[Release]) -> tuple[Correction, ...]:
    """Every correction of the package, in its order; raises FilesError."""
    cells, reports = _date_corrections(ledger)
    return tuple(
        Correction(report_id, fix, cells.get((report_id, *fix[:3])) or reports.get(report_id, ""))
        for report_id, fix in _read(package)
    )


def write_corrections(corrections: Sequence[Correction]) -> bytes:
    """The corrections as CSV, with a byte order mark for Excel; lines end in LF; exact."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*COLUMNS["corrections"], "since"))
    writer.writerows((one.report_id, *one.correction, one.since) for one in corrections)
    return _BOM + out.getvalue().encode()


def _read(package: Package) -> Iterator[tuple[str, CorrectionRow]]:
    records = iterate_csv(package.folder / "data" / "corrections.csv")
    next(records)
    for record in records:
        yield record[0], CorrectionRow(*record[1:])


def _date_corrections(ledger: Sequence[Release]) -> tuple[dict[_Key, str], dict[str, str]]:
    """By cell the newest version that changed it for a correction; by report the newest that took it in."""
    cells: dict[_Key, str] = {}
    reports: dict[str, str] = {}
    for release in ledger:
        for change in release.changes:
            if change.subject == "cell" and change.reason == "correction":
                for key in _keys(change):
                    cells.setdefault(key, release.version)
            elif (change.subject, change.change) == ("report", ADDED):
                reports.setdefault(change.report_id, release.version)
    return cells, reports


def _keys(change: Change) -> tuple[_Key, _Key]:
    """The cell, and its whole row, which a correction may name instead."""
    return (
        (change.report_id, change.table, change.row, change.column),
        (change.report_id, change.table, change.row, ""),
    )
