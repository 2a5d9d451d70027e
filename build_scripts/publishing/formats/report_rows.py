"""The rows of some reports, as they stand in the package's tables: in which year and partition, and which bytes.

Comes in: reports, where each report's rows lie in the files of the tables. Goes out: their rows as bytes or as
stretches of a file. Refuses to know: what is made of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from build_scripts.files.slices import FileSlices
from build_scripts.packaging.package import Row
from build_scripts.packaging.partitions import name_partition
from build_scripts.packaging.resources import COLUMNS
from build_scripts.publishing.site_tasks import IndexedWork

PARTED = tuple(name for name in COLUMNS if name != "findings")
"""The tables whose rows stand in the order of partitions; findings stand in the order of their own ids."""


def list_years(reports: Iterable[Row]) -> dict[str, dict[str, list[Row]]]:
    """Partition → year → those of the reports, in their order."""
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for report in reports:
        found[name_partition(report["report_id"])][report["year"]].append(report)
    return {partition: dict(years) for partition, years in sorted(found.items())}


def read_rows(work: IndexedWork, table: str, reports: Iterable[Row]) -> bytes:
    """The rows of these reports in a table (of agencies: theirs) under its head; raises FilesError."""
    return b"".join(cut_rows(work, table, reports)[0])


def cut_rows(work: IndexedWork, table: str, reports: Iterable[Row]) -> tuple[FileSlices, int]:
    """The same as stretches of the file, and how many rows they are."""
    column = "agency_id" if table == "agencies" else "report_id"
    return work.indexes[table].cut({report[column] for report in reports})
