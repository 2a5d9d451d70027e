"""Reading in processes of their own: a file that brings its reader down takes no other file with it.

Comes in: report files. Goes out: their outcomes, batch by batch, in order; or whole readings, one by one. Refuses to
know: formats. Readers of PDF, HTML and XML are compiled code; what crashes them would else end the whole run, and what
never comes back would hold it up for good (`bounds`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from build_scripts.files import InputFile
from build_scripts.model import Finding, Reading
from build_scripts.packaging.apart import run_apart
from build_scripts.packaging.bounds import SLOW, bounded, tell_memory, tell_time
from build_scripts.packaging.handed_in import read_handed_in
from build_scripts.packaging.intake import FileOutcome, ReadTask, plan_reading, read_batch, withhold
from build_scripts.packaging.pool import Workers
from build_scripts.reading.knowledge import Knowledge


def read_apart(
    files: Sequence[InputFile], knowledge: Knowledge, work: Path, jobs: int | Workers
) -> Iterator[tuple[FileOutcome, ...]]:
    """The outcomes of every batch of files; a file whose reader died or met a bound is withheld with a finding."""

    def read_singly(task: ReadTask, _: int) -> tuple[FileOutcome, ...]:
        """The outcomes of a batch whose reader died: each file once more, by itself."""
        alone = [
            ReadTask((file,), task.target.with_name(f"{task.target.name}-{number}"))
            for number, file in enumerate(task.files)
        ]
        found = run_apart(read_batch, knowledge, alone, jobs, _withhold_alone)
        return tuple(outcome for outcomes in found for outcome in outcomes)

    return run_apart(read_batch, knowledge, plan_reading(files, work), jobs, read_singly)


def read_each_apart(files: Sequence[InputFile], knowledge: Knowledge) -> Iterator[Reading]:
    """The whole reading of every file, in order, as soon as it is there."""
    return run_apart(_read_bounded, knowledge, files, 1, _withhold_reading)


def withhold_killer(file: InputFile, status: int) -> FileOutcome:
    """The outcome of a file whose reader ended with this status and no answer."""
    if status in SLOW:
        return withhold(file, tell_time(file.source_file, file.path, status))
    return withhold(file, Finding("reader-died", file.source_file, None))


def _withhold_alone(task: ReadTask, status: int) -> tuple[FileOutcome, ...]:
    return (withhold_killer(task.files[0], status),)


def _withhold_reading(file: InputFile, status: int) -> Reading:
    outcome = withhold_killer(file, status)
    return Reading(outcome.source_file, outcome.source_sha256, None, outcome.findings)


def _read_bounded(knowledge: Knowledge, file: InputFile) -> Reading:
    try:
        with bounded():
            return read_handed_in(file, knowledge)
    except MemoryError:
        outcome = withhold(file, tell_memory(file.source_file, file.path))
        return Reading(outcome.source_file, outcome.source_sha256, None, outcome.findings)
