"""Frictionless itself on the partitions that changed, many records at a time, side by side.

Comes in: the folder of a package, stretches of partitions. Goes out: problems at their places in the published files.
Refuses to know: frictionless, why a partition has changed.

A key that stands in two partitions is not seen here, for each small package is by itself: `table_checks` sees it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from build_scripts.packaging.partitions import Partition, Stretch, name_partition
from build_scripts.packaging.problems import Problem
from build_scripts.packaging.small_packages import group_records, write_small_package
from build_scripts.packaging.stretches import count_records, find_ends, read_stretch
from build_scripts.packaging.validation import find_problems

GROUP = 16 << 20
"""Bytes of records that make one small package: those of about 650 reports."""
FEW, MANY, LARGEST = 4, 1 << 20, "applications"
"""Below so many tasks, of more bytes than that, the largest table is a task of its own: it has most of the rows."""
BY_AGENCY = {"agencies": 0, "findings": 1}
"""Tables whose partitions are no stretches of their files, and the place of the field that tells the partition."""
_POSITION = re.compile(r'([Rr]ow at position "?)(\d+)')


class Loose(NamedTuple):
    """Records of a table from here and there in its file, and the row of each, counted from 1 (the head)."""

    table: str
    records: bytes
    rows: tuple[int, ...]


LooseRecords = Mapping[str, Mapping[str, Sequence[tuple[int, bytes]]]]
"""Records of the loose tables by table and partition, each with its row."""


class PartitionTask(NamedTuple):
    """Records of one or more partitions, and the folder in which a folder is made meanwhile."""

    stretches: tuple[Stretch, ...]
    loose: tuple[Loose, ...]
    work: Path


def plan_partition_checks(
    partitions: Sequence[Partition], loose: LooseRecords, work: Path, rest: Collection[str] = ()
) -> list[PartitionTask]:
    """Tasks for these partitions, several to a task, and for the loose records of the partitions named in `rest`.

    The records of few tasks are parted by table, to be looked at side by side, unless there are not many.
    """
    groups: list[list[Partition]] = []
    size = GROUP
    for partition in partitions:
        if size >= GROUP:
            groups.append([])
            size = 0
        groups[-1].append(partition)
        size += partition.size
    groups = groups or [[]]
    tasks = []
    for number, group in enumerate(groups, start=1):
        stretches = [stretch for partition in group for stretch in partition.stretches]
        names = {partition.name for partition in group} | set(rest if number == len(groups) else ())
        if len(groups) < FEW and sum(partition.size for partition in group) > MANY:
            apart = tuple(stretch for stretch in stretches if stretch.table == LARGEST)
            tasks.append(PartitionTask(apart, (), work))
            stretches = [stretch for stretch in stretches if stretch.table != LARGEST]
        tasks.append(PartitionTask(tuple(stretches), gather_loose(loose, names), work))
    return [task for task in tasks if task.stretches or task.loose]


def gather_loose(loose: LooseRecords, partitions: Collection[str]) -> tuple[Loose, ...]:
    """The agencies and findings of these partitions, in the order of their tables' files."""
    found = []
    for table, groups in loose.items():
        records = sorted(pair for partition in partitions for pair in groups.get(partition, ()))
        if records:
            found.append(Loose(table, b"".join(data for _, data in records), tuple(row for row, _ in records)))
    return tuple(found)


def group_loose(folder: Path) -> LooseRecords:
    """The records of agencies and findings by their partition; raises OSError."""
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    entries = {entry["name"]: entry for entry in descriptor["resources"]}
    loose: dict[str, dict[str, list[tuple[int, bytes]]]] = {}
    for table, place in BY_AGENCY.items():
        groups = loose.setdefault(table, {})
        for text, records in group_records(folder, table, entries[table], place).items():
            groups.setdefault(name_partition(text), []).extend(records)
    return loose


def find_partition_problems(folder: Path, task: PartitionTask) -> tuple[Problem, ...]:
    """What Frictionless finds in the records of a task, at their places in the published files."""
    records: dict[str, bytes] = {loose.table: loose.records for loose in task.loose}
    for stretch in task.stretches:
        records[stretch.table] = records.get(stretch.table, b"") + read_stretch(folder, stretch)
    with TemporaryDirectory(dir=task.work) as small:
        write_small_package(folder, records, Path(small))
        problems = find_problems(Path(small), tuple(records))
    if not problems:
        return ()
    rows = {f"data/{name}.csv": _list_rows(folder, task, name) for name in records}
    return tuple(_move(problem, rows.get(problem.file, [])) for problem in problems)


def _list_rows(folder: Path, task: PartitionTask, table: str) -> list[int]:
    """The rows of a table's records in the published file."""
    rows = [row for loose in task.loose if loose.table == table for row in loose.rows]
    for stretch in task.stretches:
        if stretch.table == table:
            first = count_records(folder, stretch) + 1
            rows += range(first, first + len(find_ends(read_stretch(folder, stretch))))
    return rows


def _move(problem: Problem, rows: Sequence[int]) -> Problem:
    """The problem with the rows of the published file in place of those of the small one."""

    def place(row: int) -> int:
        return rows[row - 2] if 2 <= row < len(rows) + 2 else row

    def say(found: re.Match[str]) -> str:
        return f"{found[1]}{place(int(found[2]))}"

    message = _POSITION.sub(say, problem.message) if problem.row else problem.message
    return replace(problem, row=place(problem.row), message=message)
