"""The site's search index, made in tasks: shares of every partition of the package, then partitions of the index.

Comes in: what every task of the site may look up, records of a partition of the package. Goes out: shares, then files.
Refuses to know: pages. A partition of the index whose shares are those of an earlier run is taken over; of one that is
made anew, only the shares of what changed are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import write_bytes
from build_scripts.files.fingerprints import hash_code, hash_parts
from build_scripts.files.reuse import keep_keyed, take_keyed
from build_scripts.packaging.load import load_package
from build_scripts.packaging.package import ReportRecord
from build_scripts.packaging.partitions import name_partition
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.row_index import RowIndex, index_tables
from build_scripts.publishing.lists.directory import Directory, build_directory
from build_scripts.publishing.lists.spelling import Spellings
from build_scripts.publishing.part_records import PartTables
from build_scripts.publishing.partitions import list_partitions
from build_scripts.publishing.search.agencies import AGENCIES, write_agencies
from build_scripts.publishing.search.documents import describe_agency
from build_scripts.publishing.search.index import write_manifest, write_variants
from build_scripts.publishing.search.partition import PartitionName, SearchStats
from build_scripts.publishing.search.shares import make_shares, write_shares
from build_scripts.publishing.site_tasks import SiteTask, SiteWork
from build_scripts.reading.variants import list_variants

FOLDER = "search/index"
"""Where the index stands below the site."""

ROOMS = (
    "publishing/search",
    "publishing/lists",
    "publishing/report/table_lines.py",
    "files",
    "reading/scripts.py",
    "reading/variants.py",
)
"""The rooms of the program from which an index follows."""

_COST = 0.7e-3
"""Seconds that a report costs here."""

Told = Mapping[str, Mapping[str, str]]
"""Partition of the package → year → the hash of its share."""


class IndexPart(NamedTuple):
    """A partition of the index and the shares it is made of: partition of the package and hash, in order."""

    name: PartitionName
    shares: tuple[tuple[str, str], ...]


def spool_shares(records: Iterable[ReportRecord], partition: str, work: SiteWork) -> dict[str, str]:
    """Make the shares of all reports of a partition of the package and leave them for the tasks of `plan_index`;
    returns the hash of each by year. Raises SearchIndexError or FilesError."""
    told = {}
    for year, data in make_shares(records, work.context).items():
        told[year] = hashlib.sha256(data).hexdigest()
        write_bytes(_place(partition, year, work), data)
        if work.earlier:
            work.earlier.put(told[year], data)
    return told


def plan_index(told: Told, context: SiteContext) -> list[SiteTask]:
    """The tasks that write the index of all reports, and of all agencies, once every partition has told its shares;
    when they are done, `finish_index`."""
    tasks = [SiteTask(index_agencies, None, len(context.agencies) * 0.2e-3)]
    for part in list_partitions(context):
        sources = dict.fromkeys(name_partition(row["report_id"]) for row in part.reports)
        shares = tuple((name, told[name][part.year]) for name in sources)
        about = IndexPart(PartitionName(part.name, part.year, part.province), shares)
        tasks.append(SiteTask(index_reports, about, len(part.reports) * _COST))
    return tasks


def index_reports(work: SiteWork, part: IndexPart) -> None:
    """Write a partition of the index, or take it over; raises FilesError."""
    key = hash_parts("search", hash_code(*ROOMS), *part.name, *(sha256 for _, sha256 in part.shares))
    if not take_keyed(work.earlier, key, work.site, f"{FOLDER}/{part.name.name}"):
        shares = (_read_share(name, part.name.year, sha256, work) for name, sha256 in part.shares)
        write_shares(part.name, shares, work.site / FOLDER, list_variants())
        keep_keyed(work.earlier, key, work.site, _list_files(part.name, work.site))


def index_agencies(work: SiteWork, _: object) -> None:
    """Write the partition of agencies, or take it over; raises FilesError."""
    directory, spellings = build_directory(work.context, work.package.register), Spellings(work.earlier)
    documents = [describe_agency(one, work.context, spellings.spell) for one in directory.everyone]
    spellings.keep()
    key = hash_parts("search", hash_code(*ROOMS), AGENCIES.name, *map(repr, documents))
    if not take_keyed(work.earlier, key, work.site):
        write_agencies(documents, work.site / FOLDER, list_variants())
        keep_keyed(work.earlier, key, work.site, _list_files(AGENCIES, work.site))


def finish_index(context: SiteContext, site: Path) -> int:
    """Write what the partitions have in common, when all of them stand; returns its bytes."""
    output = site / FOLDER
    return write_variants(list_variants(), output) + write_manifest(
        (part.name for part in list_partitions(context)), output
    )


def write_site_index(
    records: Iterable[ReportRecord], context: SiteContext, directory: Directory, site: Path
) -> SearchStats:
    """Write the index of all reports, read once, and all agencies, in one go; raises SearchIndexError."""
    output, variants = site / FOLDER, list_variants()
    total = write_agencies((describe_agency(one, context) for one in directory.everyone), output, variants)
    shares = make_shares(records, context)
    for part in list_partitions(context):
        name = PartitionName(part.name, part.year, part.province)
        total = total.plus(write_shares(name, [shares[part.year]], output, variants))
    return total.plus(SearchStats(0, 0, 0, 0, finish_index(context, site)))


def _read_share(partition: str, year: str, sha256: str, work: SiteWork) -> bytes:
    """A share that this run or an earlier one made; where it was lost since, it is made again."""
    place = _place(partition, year, work)
    if place.is_file():
        return place.read_bytes()
    kept = work.earlier.get(sha256) if work.earlier else None
    return make_shares(_read_reports(work, partition, year), work.context)[year] if kept is None else kept


def _read_reports(work: SiteWork, partition: str, year: str) -> Sequence[ReportRecord]:
    reports = [
        row for row in work.context.reports if row["year"] == year and name_partition(row["report_id"]) == partition
    ]
    return PartTables(work.package, _index_tables(work.package.folder), reports).read_records(reports)


@lru_cache(1)
def _index_tables(folder: Path) -> Mapping[str, RowIndex]:
    """Where the rows of each report are; only asked for where shares were lost."""
    return index_tables(load_package(folder))


def _place(partition: str, year: str, work: SiteWork) -> Path:
    return work.spool / "search" / year / partition


def _list_files(name: PartitionName, site: Path) -> Iterator[str]:
    """The files of a partition of the index, below the site."""
    found = sorted(path for path in (site / FOLDER / name.name).rglob("*") if path.is_file())
    return (path.relative_to(site).as_posix() for path in found)
