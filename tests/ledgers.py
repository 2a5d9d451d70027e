"""Ledgers for the tests of versions: made of a package, as the command `release` would have written them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from build_scripts.packaging.package import Package
from build_scripts.releasing.ledger import Asset, Change, Release, write_changes

HOSTILE_NOTE = 'a <b>note</b> & "more" ]]> </summary> \x00\x1b @@slot:body@@ {{ 7*7 }}'


def make_change(subject: str, change: str, report: Mapping[str, str], **given: str) -> Change:
    """A change of this report; what is not given is empty."""
    named = {"agency_id": report["agency_id"], "report_id": report["report_id"]} | given
    return Change(**(dict.fromkeys(Change._fields, "") | {"subject": subject, "change": change} | named))


def make_ledger(package: Package) -> tuple[Release, ...]:
    """Three releases: all reports but the last; the last, a correction, one taken down; the package in hand."""
    first, *_, last = package.reports
    gone = {"agency_id": "650100-gonganju", "report_id": "650100-gonganju-2020"}
    cell = {"table": "applications", "row": "received", "column": "total", "reason": "correction"}
    earliest = [make_change("report", "added", row, reason="new_report") for row in (*package.reports[:-1], gone)]
    second = [
        make_change("report", "removed", gone, reason="removed_report", note="机关要求撤下"),
        make_change("report", "added", last, reason="new_report"),
        make_change(
            "cell",
            "changed",
            first,
            **cell,
            before_state="blank",
            after_state="reported",
            after="1200",
            note=HOSTILE_NOTE,
        ),
        make_change("field", "changed", first, table="reports", column="title", before="旧题", after="<i>新题</i>"),
        make_change("code", "added", {"agency_id": "", "report_id": ""}, table="scopes", row="x", reason="code_list"),
    ]
    digest = hashlib.sha256((package.folder / "datapackage.json").read_bytes()).hexdigest()
    counts = {"reports": len(package.reports), "agencies": len(package.agencies)}
    return (
        Release(package.version, package.date, "2026.10.2", digest, counts, (), ()),
        Release("2026.10.2", "2026-10-20", "2026.10.1", "b" * 64, counts, tuple(second), ASSETS),
        Release("2026.10.1", "2026-10-01", "", "a" * 64, counts, tuple(earliest), ()),
    )


ASSETS = (Asset("disclosure-reports.zip", "application/zip", "123456", "c" * 64),)


def write_ledger(ledger: Sequence[Release], folder: Path) -> Path:
    """The ledger as files."""
    for release in ledger:
        place = folder / release.version
        place.mkdir(parents=True)
        told = {name: getattr(release, name) for name in ("version", "date", "previous", "descriptor_sha256", "counts")}
        (place / "release.json").write_text(json.dumps(told), encoding="utf-8")
        (place / "changes.csv").write_text(write_changes(release.changes), encoding="utf-8")
        lines = [",".join(Asset._fields), *(",".join(asset) for asset in release.assets)]
        (place / "assets.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
