"""Every further format, written for every part of the data that has it, in tasks that may be done side by side.

Comes in: the work with where rows stand, the API's reports. Goes out: files below `data/latest/`, and an offer of each.
Refuses to know: how a format is written. In two steps: first what the files have of each partition (`plan_pieces`),
then the files, put together of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from build_scripts.publishing.formats.dictionary_files import write_dictionary
from build_scripts.publishing.formats.json_files import write_json
from build_scripts.publishing.formats.package_files import copy_tables, pack_package
from build_scripts.publishing.formats.parquet_tables import join_tables, plan_parquet
from build_scripts.publishing.formats.part_packages import pack_part
from build_scripts.publishing.formats.part_reuse import Needs, write_or_take
from build_scripts.publishing.formats.pieces import SQLITE, name_sqlite, read_piece
from build_scripts.publishing.formats.report_rows import read_rows
from build_scripts.publishing.formats.sizes import is_in_one
from build_scripts.publishing.formats.source_zips import write_sources
from build_scripts.publishing.formats.sqlite.files import Work, list_tables, write_part
from build_scripts.publishing.formats.sqlite.large_tables import LARGE
from build_scripts.publishing.formats.wide_files import write_wide
from build_scripts.publishing.formats.workbooks import write_part_book
from build_scripts.publishing.offers import Offer, Part, list_parts
from build_scripts.publishing.site_tasks import IndexedWork, SiteTask


def plan_files(work: IndexedWork) -> list[SiteTask]:
    """A task for every file or few of them; the pieces of all partitions are there when they are done. `take_offers`
    takes what they return."""
    return [*(task for group in _plan_groups(work) for task in group), *plan_parquet(work)]


def take_offers(work: IndexedWork, results: Sequence[Any]) -> tuple[Offer, ...]:
    """The offers of all files in the order they are shown, from what the tasks of `plan_files` returned."""
    groups, at = [], 0
    for group in _plan_groups(work):
        groups.append([offer for offers in results[at : at + len(group)] for offer in offers])
        at += len(group)
    (copied, packed), rest = groups[:2], groups[2:]
    parquet = [file for table in join_tables(work, results[at:]) for file in table.files]
    return (packed[0], *copied, *parquet, *packed[1:], *(offer for group in rest for offer in group))


def _plan_groups(work: IndexedWork) -> list[list[SiteTask]]:
    parts = list_parts(work.context)
    years = [part for part in parts if part.kind == "year"]
    smaller = [part for part in parts if part.code]
    whole = parts[0]

    def choose(kind: str, others: Sequence[Part]) -> list[Part]:
        return [*([whole] if is_in_one(kind, len(whole.reports)) else []), *others]

    return [
        [SiteTask(copy_tables, None, _cost(parts[0], 0.1))],
        [SiteTask(pack_package, None, _cost(parts[0], 0.1))],
        [SiteTask(pack_part, part, _cost(part, 0.1)) for part in smaller],
        [SiteTask(write_sources, part, _cost(part, 0.2)) for part in years],
        [SiteTask(write_json, part, _cost(part, 0.1)) for part in choose("json", years)],
        [SiteTask(write_dictionary, None, 1.0)],
        [
            SiteTask(write_part_book, part, _cost(part, 0.2 if part.kind == "whole" else 1.0))
            for part in choose("xlsx", smaller)
        ],
        [SiteTask(write_wide, part, _cost(part, 0.05)) for part in parts],
        [SiteTask(write_database, part, _cost(part, 0.1) + 0.1) for part in choose("sqlite", years)],
    ]


def write_database(work: IndexedWork, part: Part) -> tuple[Offer, ...]:
    """Write the database of a part; raises FilesError."""
    return write_or_take(work, part, _write_database, Needs())


def _write_database(work: IndexedWork, part: Part) -> tuple[Offer, ...]:
    common = Work(list_tables(work.package), read_piece(work, "lists", SQLITE))

    def get_runs(partition: str, year: str) -> bytes:
        return read_piece(work, partition, name_sqlite(year))

    small = [name for name in work.indexes if name not in LARGE] if part.code else []
    rows = {name: read_rows(work, name, part.reports) for name in small}
    return (write_part(common, work.package, work.context, part, get_runs, work.site, rows),)


def _cost(part: Part, share: float) -> float:
    """About how many seconds a part takes, `share` being thousandths a report."""
    return len(part.reports) * share / 1000
