"""Which bytes were handed in: the hash of every report file and of its sidecar.

Comes in: report files. Goes out: hashes. Refuses to know: what stands in a file. Whether a file is still the one that
an earlier run read is told by these alone, never by the time of a file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from build_scripts.files.disk import FilesError, read_input
from build_scripts.files.inputs import InputFile

BATCH = 1000
"""Files that are hashed in one task."""


class InputHash(NamedTuple):
    """The SHA-256 of a file and of its sidecar, in hex; empty of what cannot be read, `-` without a sidecar."""

    source_file: str
    sha256: str
    sidecar: str

    @property
    def is_whole(self) -> bool:
        """Whether all that the reader would read was read here."""
        return bool(self.sha256 and self.sidecar)


def plan_hashing(files: Sequence[InputFile]) -> list[tuple[InputFile, ...]]:
    """Tasks for `hash_batch`, in the order of the files."""
    return [tuple(files[start : start + BATCH]) for start in range(0, len(files), BATCH)]


def hash_batch(_: None, files: Sequence[InputFile]) -> list[InputHash]:
    """The hashes of these files, in their order."""
    return [hash_input(file) for file in files]


def hash_input(file: InputFile) -> InputHash:
    """The hashes of one file and its sidecar."""
    sidecar = "-" if file.sidecar is None else _hash(file.sidecar)
    return InputHash(file.source_file, _hash(file.path), sidecar)


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(read_input(path)).hexdigest()
    except FilesError:
        return ""
