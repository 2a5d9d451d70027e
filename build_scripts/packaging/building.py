"""The steps from report files to tables, each told as it goes on, and each only for what earlier runs did not do.

Comes in: report files, what the reader knows, what earlier runs left (or nothing). Goes out: outcomes; tables, texts
and files below the staged folder. Refuses to know: the descriptor, validation, the terminal.

From nothing and from what stands come the same bytes: what is taken over is told by the hashes of all it follows from,
and looked at before it is believed (`memory`, `standing`, `writing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from build_scripts.codes import Codes
from build_scripts.files import InputFile, Stage
from build_scripts.files.input_hashes import InputHash, hash_batch, hash_input, plan_hashing
from build_scripts.model import Finding
from build_scripts.packaging.earlier_runs import EarlierRuns
from build_scripts.packaging.file_names import refuse_personal_names
from build_scripts.packaging.intake import FileOutcome
from build_scripts.packaging.isolation import read_apart
from build_scripts.packaging.memory import Recalled, add_key, adopt_outcomes, keep_outcomes, recall_outcomes
from build_scripts.packaging.pool import FEW, Workers, run_tasks
from build_scripts.packaging.settlement import Settlement, settle_files
from build_scripts.packaging.steps import Announce, count
from build_scripts.packaging.writing import LostReports, Tables, write_tables
from build_scripts.reading.knowledge import Knowledge

READ = "读取报告 / reading reports"


class Collection(NamedTuple):
    """What became of every file, the findings about what is no file to read, the hashes of the files, if known, and
    what was not read in this run."""

    outcomes: tuple[FileOutcome, ...]
    refused: tuple[Finding, ...]
    hashes: tuple[InputHash, ...] = ()
    recalled: Recalled = Recalled({})


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


def keep_collection(runs: EarlierRuns, collection: Collection) -> None:
    """Keep what was read for the next run, and let go of what neither this run nor the one before used."""
    pairs = zip(collection.hashes, collection.outcomes, strict=True)
    keep_outcomes(runs.memory, pairs, collection.recalled)
    runs.memory.earlier.let_go()
