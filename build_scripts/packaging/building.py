"""The steps from report files to tables, each told as it goes on, and each only for what earlier runs did not do.

Comes in: report files, what the reader knows, what earlier runs left (or nothing). Goes out: outcomes; tables, texts
and files below the staged folder. Refuses to know: the descriptor, validation, the terminal.

From nothing and from what stands come the same bytes: what is taken over is told by the hashes of all it follows from,
and looked at before it is believed (`memory`, `standing`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from pathlib import Path
from typing import NamedTuple, TypeVar

from build_scripts.codes import Codes
from build_scripts.files import FilesError, InputFile, Layout, Stage, list_codelists, measure_file, read_part
from build_scripts.files.input_hashes import InputHash, hash_batch, hash_input, plan_hashing
from build_scripts.files.pieces import Piece, Rows
from build_scripts.files.reuse import Earlier
from build_scripts.model import Finding
from build_scripts.packaging.file_names import refuse_personal_names
from build_scripts.packaging.intake import FileOutcome, Place
from build_scripts.packaging.isolation import read_apart
from build_scripts.packaging.memory import Memory, Recalled, add_key, adopt_outcomes, keep_outcomes, recall_outcomes
from build_scripts.packaging.output import (
    WriteTask,
    Written,
    join_table,
    list_written,
    make_key,
    plan_joining,
    plan_writing,
    write_partition,
    write_whole_tables,
)
from build_scripts.packaging.pool import FEW, Workers, run_tasks
from build_scripts.packaging.program import Program, hash_reading, hash_writing
from build_scripts.packaging.settlement import Settlement, settle_files
from build_scripts.packaging.standing import ReuseTask, find_former, keep_written, plan_reuse, reuse_partition
from build_scripts.reading.knowledge import Knowledge

READ = "读取报告 / reading reports"
WRITE = "写出表格 / writing tables"
T = TypeVar("T")
Announce = Callable[[str, int, int], None]
"""Told of progress: the step's name, how much is done, how much there is."""


@dataclass(frozen=True, slots=True)
class EarlierRuns:
    """What earlier runs left: what they read, and what writing follows from, as a hash; `parts` are runs over parts of
    the collection, that were made elsewhere."""

    memory: Memory
    writing: str
    parts: tuple[EarlierRuns, ...] = ()


class Collection(NamedTuple):
    """What became of every file, the findings about what is no file to read, the hashes of the files, if known, and
    what was not read in this run."""

    outcomes: tuple[FileOutcome, ...]
    refused: tuple[Finding, ...]
    hashes: tuple[InputHash, ...] = ()
    recalled: Recalled = Recalled({})


class Tables(NamedTuple):
    """The tables that are kept by partition: the name, size and hash of each, and what was made of every partition, in
    their order."""

    joined: tuple[Rows, ...]
    partitions: tuple[Written, ...]


def find_earlier_runs(
    folder: Path, output: Path, layout: Layout, codes: Codes, program: Program, name: str = ""
) -> EarlierRuns:
    """What earlier runs left in `folder`, to be used again as far as it follows from the same; their notes bear `name`,
    or that of the output."""
    lists = {path.stem: measure_file(path)[1] for path in list_codelists(layout.codelists)}
    severities = {code: found.severity for code, found in codes.finding_codes.items()}
    reading = hash_reading(program, lists, severities, measure_file(layout.register)[1])
    earlier = Earlier(folder, output.resolve(), name)
    return EarlierRuns(Memory(earlier, folder / "reports", reading), hash_writing(program, lists))


class Sources(NamedTuple):
    """What a package is made by: the code lists, all the reader knows, the (name, agency_id) pairs of the register, and
    the year of the data version's day."""

    codes: Codes
    knowledge: Knowledge
    pinned: frozenset[tuple[str, str]]
    last_year: int


class Made(NamedTuple):
    """What came of all files, and their tables."""

    collection: Collection
    settlement: Settlement
    tables: Tables


def make_tables(
    files: Sequence[InputFile],
    refused: Sequence[Finding],
    sources: Sources,
    runs: EarlierRuns | None,
    stage: Stage,
    jobs: int | Workers,
    announce: Announce,
) -> Made:
    """Read every file, settle which are published, and write the tables, texts and files of these."""
    lost: frozenset[str] = frozenset()
    while True:
        collection = read_collection(files, refused, sources.knowledge, runs, stage.work, jobs, announce, lost)
        settlement = settle_files(
            collection.outcomes, collection.refused, sources.codes, sources.pinned, sources.last_year
        )
        try:
            tables = write_tables(settlement, sources.codes, stage.work, stage.output, jobs, announce, runs)
            return Made(collection, settlement, tables)
        except LostReports as error:
            again = {file.source_file for file in files if file.path in error.files}
            if again <= lost:
                raise
            lost |= again


def read_collection(
    files: Sequence[InputFile],
    refused: Iterable[Finding],
    knowledge: Knowledge,
    runs: EarlierRuns | None,
    work: Path,
    jobs: int | Workers,
    announce: Announce,
    distrusted: frozenset[str] = frozenset(),
) -> Collection:
    """The outcome of every file: what an earlier run read just so, but for the `distrusted`, is not read again."""
    if runs is None:
        fit, refused = refuse_personal_names(files, refused, knowledge.privacy_words)
        return Collection(tuple(read_files(fit, knowledge, work, jobs, announce)), refused)
    few = 1 if isinstance(jobs, int) and len(files) <= FEW else jobs
    batches = run_tasks(hash_batch, None, plan_hashing(files), few)
    hashes = {each.source_file: each for batch in batches for each in batch}
    paths = {file.source_file: file.path for file in files}
    wanted = {name: each for name, each in hashes.items() if name not in distrusted}
    recalled = recall_outcomes(runs.memory, paths, wanted.values())
    known = dict(recalled.outcomes)
    for part in runs.parts:
        left = [each for name, each in wanted.items() if name not in known]
        known |= adopt_outcomes(recall_outcomes(part.memory, paths, left).outcomes, runs.memory)
    unread, refused = refuse_personal_names(
        [file for file in files if file.source_file not in known], refused, knowledge.privacy_words
    )
    fresh = read_files(unread, knowledge, runs.memory.folder, jobs, announce) if unread else []
    for file in unread:  # what changed while it was read is not what was hashed
        if hash_input(file) != hashes[file.source_file]:
            hashes[file.source_file] = InputHash(file.source_file, "", "")
    read = {outcome.source_file: add_key(runs.memory, hashes[outcome.source_file], outcome) for outcome in fresh}
    found = known | read
    outcomes = tuple(found[file.source_file] for file in files if file.source_file in found)
    return Collection(outcomes, refused, tuple(hashes[outcome.source_file] for outcome in outcomes), recalled)


def read_files(
    files: Sequence[InputFile], knowledge: Knowledge, work: Path, jobs: int | Workers, announce: Announce
) -> list[FileOutcome]:
    """The outcome of every file, in their order; the reports stay in `work`."""
    batches = read_apart(files, knowledge, work, jobs)
    return [outcome for batch in count(READ, batches, len(files), len, announce) for outcome in batch]


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


def keep_collection(runs: EarlierRuns, collection: Collection) -> None:
    """Keep what was read for the next run, and let go of what neither this run nor the one before used."""
    pairs = zip(collection.hashes, collection.outcomes, strict=True)
    keep_outcomes(runs.memory, pairs, collection.recalled)
    runs.memory.earlier.let_go()


def count(step: str, results: Iterable[T], total: int, size: Callable[[T], int], announce: Announce) -> Iterator[T]:
    """The results, each told to `announce` as it comes, unless it is of no size."""
    done = 0
    announce(step, 0, total)
    for result in results:
        if some := size(result):
            done += some
            announce(step, done, total)
        yield result
