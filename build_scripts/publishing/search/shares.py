"""What reports of one year give the index, made ready apart: their rows, their normalised texts, their terms.

Comes in: records of a partition of the package. Goes out: bytes for each year, kept and handed on until that year is
indexed; then its folder in the index. Refuses to know: other reports, pages. A share follows from its reports alone; so
one report more asks for one share anew, and an index is made of shares, whoever made them and when.

A share is lines: first, in JSON, for each report the first two digits of its region, how many sections, how many
tables; then a line for each document, title, sections, tables: its row; then as many with its normalised text; then as
many with its terms, parted by spaces.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.search.documents import ReportDocuments, describe_report
from build_scripts.publishing.search.partition import Listed, PartitionName, SearchStats, list_documents, write_listed


class ReportShare(NamedTuple):
    """What one report gives: the first two digits of its region, then as `ReportDocuments` has it, ready."""

    province: str
    title: Listed
    sections: tuple[Listed, ...]
    tables: tuple[Listed, ...]


def make_shares(records: Iterable[ReportRecord], context: SiteContext) -> dict[str, bytes]:
    """Year → the share of the reports of that year, in the order of the records; raises SearchIndexError."""
    years: dict[str, list[tuple[str, ReportDocuments]]] = {}
    for record in records:
        province = record.agency["region_code"][:2]
        years.setdefault(record.row["year"], []).append((province, describe_report(record, context)))
    return {year: write_share(years[year]) for year in sorted(years)}


def write_share(reports: Sequence[tuple[str, ReportDocuments]]) -> bytes:
    """The share of these reports; raises SearchIndexError."""
    head = [(province, len(found.sections), len(found.table)) for province, found in reports]
    listed = [one for _, found in reports for one in list_documents((found.title, *found.sections, *found.table))]
    lines = (
        json.dumps(head, separators=(",", ":")).encode(),
        *(one.row for one in listed),
        *(one.text.encode() for one in listed),
        *(" ".join(one.terms).encode() for one in listed),
    )
    return b"\n".join(lines)


def read_share(data: bytes) -> Iterator[ReportShare]:
    """What each report of a share gives, in their order."""
    head, *lines = data.split(b"\n")
    size = len(lines) // 3
    documents = (
        Listed(row, terms.decode().split(" "), text.decode())
        for row, text, terms in zip(lines[:size], lines[size : 2 * size], lines[2 * size :], strict=True)
    )
    for province, sections, tables in json.loads(head):
        title = next(documents)
        yield ReportShare(
            province,
            title,
            tuple(next(documents) for _ in range(sections)),
            tuple(next(documents) for _ in range(tables)),
        )


def write_shares(
    name: PartitionName, shares: Iterable[bytes], output: Path, variants: Mapping[int, str]
) -> SearchStats:
    """Write a partition's folder below `output`: what the shares have of its province, or all of it."""
    held = [one for data in shares for one in read_share(data) if name.province in ("", one.province)]
    kinds = {
        "title": len(held),
        "section": sum(len(one.sections) for one in held),
        "table": sum(len(one.tables) for one in held),
    }
    return write_listed(name, kinds, _put_in_order(held), output, variants)


def _put_in_order(held: Sequence[ReportShare]) -> Iterator[Listed]:
    """All titles, then all sections, then all tables."""
    yield from (one.title for one in held)
    for one in held:
        yield from one.sections
    for one in held:
        yield from one.tables
