"""Reading in processes of their own: a file that brings its reader down takes no other file with it.

Comes in: report files. Goes out: their outcomes, batch by batch, in order. Refuses to know: formats, what killed it.
Readers of PDF, HTML and XML are compiled code; what crashes them would else end the whole run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from build_scripts.files import FilesError, InputFile, read_input
from build_scripts.model import Finding
from build_scripts.packaging.intake import FileOutcome, ReadTask, plan_reading, read_batch
from build_scripts.packaging.pool import Workers, run_apart
from build_scripts.reading.decode import hash_bytes
from build_scripts.reading.knowledge import Knowledge


def read_apart(
    files: Sequence[InputFile], knowledge: Knowledge, work: Path, jobs: int | Workers
) -> Iterator[tuple[FileOutcome, ...]]:
    """The outcomes of every batch of files; a file whose reader died is withheld with the finding `reader-died`."""

    def read_singly(task: ReadTask) -> tuple[FileOutcome, ...]:
        """The outcomes of a batch whose reader died: each file once more, by itself."""
        alone = [
            ReadTask((file,), task.target.with_name(f"{task.target.name}-{number}"))
            for number, file in enumerate(task.files)
        ]
        found = run_apart(read_batch, knowledge, alone, jobs, lambda one: (withhold_killer(one.files[0]),))
        return tuple(outcome for outcomes in found for outcome in outcomes)

    return run_apart(read_batch, knowledge, plan_reading(files, work), jobs, read_singly)


def withhold_killer(file: InputFile) -> FileOutcome:
    """The outcome of a file whose reader died."""
    try:
        digest = hash_bytes(read_input(file.path))
    except FilesError:
        digest = ""
    return FileOutcome(file.source_file, digest, None, (Finding("reader-died", file.source_file, None),))
