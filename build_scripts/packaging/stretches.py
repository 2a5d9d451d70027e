"""Where the records of a table lie in its file: stretches of bytes that hold whole records.

Comes in: bytes of a published CSV. Goes out: places of its records. Refuses to know: what the fields say.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from build_scripts.packaging.partitions import DIGITS, Stretch

QUOTE, LF = 0x22, 0x0A
BLOCK = 16 << 20
"""Bytes that are looked at in one go."""


def locate_table(folder: Path, table: str) -> Path:
    """The file of a table in the package."""
    return folder / "data" / f"{table}.csv"


def read_stretch(folder: Path, stretch: Stretch) -> bytes:
    """The bytes of a stretch; raises OSError."""
    with locate_table(folder, stretch.table).open("rb") as file:
        file.seek(stretch.start)
        return file.read(stretch.stop - stretch.start)


def find_start(folder: Path, table: str) -> int:
    """Where the records of a table begin; 0 for a file without the end of a head: there is no telling what it is."""
    with locate_table(folder, table).open("rb") as file:
        first = file.readline()
    return len(first) if first.endswith(b"\n") else 0


def cut_table(folder: Path, table: str, size: int = BLOCK) -> tuple[Stretch, ...]:
    """Stretches of about `size` bytes that make up all records of a table; at least one, which may be empty."""
    path = locate_table(folder, table)
    start, length = find_start(folder, table), path.stat().st_size
    places = [start, *(place for place in _list_cuts(path, start, size) if start < place < length), length]
    return tuple(Stretch(table, *pair) for pair in pairwise(places))


def cut_by_partition(folder: Path, table: str) -> tuple[Stretch, ...]:
    """The stretches of a table whose records begin with the id of a report, one for each run of a partition's."""
    found: list[tuple[int, str]] = []
    for stretch in cut_table(folder, table):
        data = read_stretch(folder, stretch)
        starts = np.concatenate(([0], find_ends(data)[:-1])) if data else np.zeros(0, np.intp)
        padded = np.frombuffer(data + b"\0" * DIGITS, np.uint8)
        names = np.ascontiguousarray(padded[starts[:, None] + np.arange(DIGITS)]).view(f"S{DIGITS}").ravel()
        for place in [0, *(np.flatnonzero(names[1:] != names[:-1]) + 1).tolist()][: len(names)]:
            name = bytes(names[place]).decode("utf-8", "replace")
            if not found or found[-1][1] != name:
                found.append((stretch.start + int(starts[place]), name))
    places = [*(start for start, _ in found), locate_table(folder, table).stat().st_size]
    return tuple(Stretch(table, *pair, name) for pair, (_, name) in zip(pairwise(places), found, strict=True))


def _list_cuts(path: Path, start: int, size: int) -> Iterator[int]:
    """The last end of a record in each block of `size` bytes from `start` on."""
    with path.open("rb") as file:
        file.seek(start)
        quotes = 0
        while block := file.read(size):
            ends = find_ends(block, quotes)
            if len(ends):
                yield start + int(ends[-1])
            quotes += block.count(QUOTE)
            start += len(block)


def find_ends(data: bytes, quotes: int = 0) -> npt.NDArray[np.intp]:
    """The places right after each record of `data`, before which so many quotes stand in the file."""
    octets = np.frombuffer(data, np.uint8)
    lines = np.flatnonzero(octets == LF)
    if QUOTE in data or quotes % 2:
        marks = np.flatnonzero(octets == QUOTE)
        lines = lines[(np.searchsorted(marks, lines) + quotes) % 2 == 0]
    return lines + 1


def count_records(folder: Path, stretch: Stretch) -> int:
    """How many records stand in the file of a table before the stretch, the head included."""
    count = quotes = 0
    with locate_table(folder, stretch.table).open("rb") as file:
        left = stretch.start
        while left and (block := file.read(min(BLOCK, left))):
            count += len(find_ends(block, quotes))
            quotes += block.count(QUOTE)
            left -= len(block)
    return count
