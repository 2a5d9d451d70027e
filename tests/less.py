"""A package without one of its reports, as if that had never been handed in."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection
from pathlib import Path

TABLES_OF_REPORTS = (
    "reports",
    "sections",
    "disclosures",
    "applications",
    "remedies",
    "checks",
    "corrections",
    "findings",
)


def leave_out(package: Path, folder: Path, gone: Collection[str]) -> Path:
    """A copy of `package` without these reports, the counts of their agencies set right, agencies without any left out;
    texts and files as handed in are links."""
    (folder / "data").mkdir(parents=True)
    (folder / "datapackage.json").write_bytes((package / "datapackage.json").read_bytes())
    for name in ("text", "source"):
        if (package / "data" / name).is_dir():
            (folder / "data" / name).symlink_to(package / "data" / name)
    years: dict[str, list[int]] = {}
    for path in sorted((package / "data").glob("*.csv"), key=lambda one: one.stem != "reports"):
        keep: Callable[[dict[str, str]], bool] = lambda _: True  # noqa: E731
        if path.stem in TABLES_OF_REPORTS:
            keep = lambda row: row["report_id"] not in gone  # noqa: E731
        with path.open(encoding="utf-8", newline="") as source:
            reader = csv.DictReader(source)
            rows = [row for row in reader if keep(row)]
            head = list(reader.fieldnames or ())
        if path.stem == "reports":
            for row in rows:
                years.setdefault(row["agency_id"], []).append(int(row["year"]))
        if path.stem == "agencies":
            rows = [{**row, **_count(years[row["agency_id"]])} for row in rows if row["agency_id"] in years]
        with (folder / "data" / path.name).open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, head, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def _count(years: list[int]) -> dict[str, str]:
    return {"first_year": str(min(years)), "last_year": str(max(years)), "report_count": str(len(years))}
