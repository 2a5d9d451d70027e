"""Where the records of a table lie in its file: stretches of bytes that hold whole records.

Comes in: bytes of a published CSV. Goes out: places of its records. Refuses to know: what the fields say.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

QUOTE, LF = 0x22, 0x0A
BLOCK = 16 << 20
"""Bytes that are looked at in one go."""


class Stretch(NamedTuple):
    """Whole records of a table: the bytes of its file from `start` up to `stop`; the head is never among them.

    Where `prefix` is given (the name of a partition), every record's first field begins with it.
    """

    table: str
    start: int
    stop: int
    prefix: str = ""


def locate_table(folder: Path, table: str) -> Path:
    """The file of a table in the package."""
    return folder / "data" / f"{table}.csv"


def read_stretch(folder: Path, stretch: Stretch) -> bytes:
    """The bytes of a stretch; raises OSError."""
    with locate_table(folder, stretch.table).open("rb") as file:
        file.seek(stretch.start)
        return file.read(stretch.stop - stretch.start)


def cut_table(folder: Path, table: str, size: int = BLOCK) -> tuple[Stretch, ...]:
    """Stretches of about `size` bytes that make up all records of a table; at least one, which may be empty.

    A file without the end of a head is one stretch that starts at 0: there is no telling what it is.
    """
    path = locate_table(folder, table)
    length = path.stat().st_size
    with path.open("rb") as file:
        first = file.readline()
    start = len(first) if first.endswith(b"\n") else 0
    places = [start, *(place for place in _list_cuts(path, start, size) if start < place < length), length]
    return tuple(Stretch(table, *pair) for pair in pairwise(places))


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
