"""The site's search index: what is found in the package, in the partitions that all of the site is parted in.

Comes in: the context, the directory of agencies, the reports as they pass. Goes out: files. Refuses to know: pages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.lists.directory import Directory
from build_scripts.publishing.partitions import list_partitions
from build_scripts.publishing.search.agencies import write_agencies
from build_scripts.publishing.search.documents import ReportDocuments, describe_agency, describe_report, in_order
from build_scripts.publishing.search.index import write_manifest, write_search_index
from build_scripts.publishing.search.partition import PartitionName, SearchDocument, SearchStats, write_partition
from build_scripts.reading.variants import list_variants

FOLDER = "search/index"
"""Where the index stands below the site."""


def write_site_index(
    records: Iterable[ReportRecord], context: SiteContext, directory: Directory, site: Path
) -> SearchStats:
    """Write the index of all reports, read once, and all agencies; raises SearchIndexError."""
    agencies = (describe_agency(one, context) for one in directory.everyone)
    return write_search_index(agencies, part_documents(records, context), site / FOLDER, list_variants())


def part_documents(
    records: Iterable[ReportRecord], context: SiteContext
) -> Iterator[tuple[PartitionName, Iterator[SearchDocument]]]:
    """The documents of every partition, newest year first; those of each are let go when the next is asked for."""
    partitions = list_partitions(context)
    place = {row["report_id"]: part.name for part in partitions for row in part.reports}
    held: dict[str, list[ReportDocuments]] = {part.name: [] for part in partitions}
    for record in records:
        held[place[record.row["report_id"]]].append(describe_report(record, context))
    for part in partitions:
        yield PartitionName(part.name, part.year, part.province), in_order(held.pop(part.name))


def rewrite_parts(
    names: Collection[str], records: Iterable[ReportRecord], context: SiteContext, directory: Directory, site: Path
) -> None:
    """Write these partitions and the agencies anew, whose folders are gone, and index.json; nothing else is touched.

    `records` are the reports of these partitions; what the others hold is read from their partition.json. The bytes are
    those of a full build. Raises SearchIndexError.
    """
    output, variants = site / FOLDER, list_variants()
    write_agencies((describe_agency(one, context) for one in directory.everyone), output, variants)
    for name, documents in part_documents(records, context):
        if name.name in names:
            write_partition(name, documents, output, variants)
    write_manifest((part.name for part in list_partitions(context)), output)
