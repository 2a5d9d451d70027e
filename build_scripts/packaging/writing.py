"""Published reports → tables, texts and files, partition by partition; what stands already is taken over.

Comes in: what was settled, where the reports lie that were read, what earlier runs left (or nothing). Goes out: tables,
texts and files below the staged folder. Refuses to know: how files are read, the descriptor, validation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path
from typing import NamedTuple

from build_scripts.codes import Codes
from build_scripts.files import FilesError, read_part
from build_scripts.files.pieces import Piece, Rows
from build_scripts.packaging.common_files import write_whole_tables
from build_scripts.packaging.earlier_runs import EarlierRuns
from build_scripts.packaging.intake import Place
from build_scripts.packaging.output import join_table, list_written, plan_joining, write_partition
from build_scripts.packaging.pool import FEW, Workers, run_tasks
from build_scripts.packaging.settlement import Settlement
from build_scripts.packaging.standing import ReuseTask, find_former, keep_written, plan_reuse, reuse_partition
from build_scripts.packaging.steps import Announce, count
from build_scripts.packaging.write_tasks import WriteTask, Written, make_key, plan_writing

WRITE = "写出表格 / writing tables"


class Tables(NamedTuple):
    """The tables that are kept by partition: the name, size and hash of each, and what was made of every partition, in
    their order."""

    joined: tuple[Rows, ...]
    partitions: tuple[Written, ...]


def write_tables(
    settlement: Settlement,
    codes: Codes,
    work: Path,
    output: Path,
    jobs: int | Workers,
    announce: Announce,
    runs: EarlierRuns | None = None,
) -> Tables:
    """Check the published reports and write every data table and text. What stands already is taken over. Raises
    LostReports."""
    tasks = plan_writing(settlement, work, output, runs.writing if runs else "")
    keys = {task.partition: make_key(task, runs.writing) if runs else "" for task in tasks}
    standing: dict[str, ReuseTask] = {}
    for run in (runs, *runs.parts) if runs else ():
        wanted = {name: key for name, key in keys.items() if name not in standing}
        standing |= {one.written.partition: one for one in plan_reuse(run.memory.earlier, wanted, output)}
    near = runs if isinstance(jobs, int) else None  # other machines do not see what stands here
    left = add_former([task for task in tasks if task.partition not in standing], near)
    made = write_partitions(left, list(standing.values()), codes, jobs, announce)
    if again := add_former([task for task in tasks if task.partition not in made], near):
        before = sum(task.fresh for task in left)
        made |= write_partitions(
            again, [], codes, jobs, lambda step, done, total: announce(step, before + done, before + total)
        )
    joining = plan_joining([made[task.partition][1] for task in tasks], output)
    joined = tuple(run_tasks(join_table, None, joining, jobs if len(settlement.published) > FEW else 1))
    write_whole_tables(settlement, codes, output)
    tables = Tables(joined, tuple(made[task.partition][0] for task in tasks))
    if runs:
        keep_written(runs.memory.earlier, keys, tables.partitions)
    return tables


def write_partitions(
    tasks: Sequence[WriteTask],
    reuses: Sequence[ReuseTask],
    codes: Codes,
    jobs: int | Workers,
    announce: Announce,
) -> dict[str, tuple[Written, Mapping[str, Piece]]]:
    """Write these partitions and take over those, side by side; what was written of each, and where its stretches of
    the tables lie, by name. One that does not stand after all is missing. Raises LostReports."""
    refuse_lost(tasks)
    fresh = sorted(tasks, key=lambda task: task.fresh, reverse=True)  # lest a worker be left alone with the largest
    sizes = [task.fresh for task in fresh]
    size = chain(sizes, repeat(0)).__next__
    both: list[WriteTask | ReuseTask] = [*fresh, *reuses]
    if isinstance(jobs, int):
        done = run_tasks(write_or_reuse, codes, both, jobs)
    else:  # what stands here is looked at here
        done = chain(run_tasks(write_partition, codes, fresh, jobs), run_tasks(write_or_reuse, codes, reuses, 1))
    written = list(count(WRITE, done, sum(sizes), lambda _: size(), announce))
    made = {task.partition: (one, list_written(task, one)) for task, one in zip(fresh, written, strict=False) if one}
    taken = zip(reuses, written[len(fresh) :], strict=True)
    return made | {one.partition: (one, reuse.stretches) for reuse, one in taken if one}


def add_former(tasks: Sequence[WriteTask], runs: EarlierRuns | None) -> list[WriteTask]:
    """The tasks, with what stands of their partitions."""
    former = find_former(runs.memory.earlier, (task.partition for task in tasks)) if runs else {}
    return [replace(task, former=former.get(task.partition)) for task in tasks]


def write_or_reuse(codes: Codes, task: WriteTask | ReuseTask) -> Written | None:
    """What was written of a partition, now or before; None if it was to be taken over and does not stand."""
    if isinstance(task, WriteTask):
        return write_partition(codes, task)
    return task.written if reuse_partition(task) else None


class LostReports(FilesError):
    """Reports that were read are not where they were kept; `files` are those they were read from."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.files = frozenset(files)
        super().__init__(f"{min(self.files)}: 读出的内容没有了，请重新运行 / what was read of it is gone; run again")


def refuse_lost(tasks: Iterable[WriteTask]) -> None:
    """Raise LostReports if a report that is needed does not lie where it was kept, or not whole."""
    lost = [item.path for task in tasks for item in task.items if not _lies(item.place)]
    if lost:
        raise LostReports(lost)


def _lies(place: Place) -> bool:
    try:
        return hashlib.sha256(read_part(place.path, place.offset, place.size)).hexdigest() == place.sha256
    except FilesError:
        return False
