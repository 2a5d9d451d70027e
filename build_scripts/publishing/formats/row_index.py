"""Where the rows of each report stand in a CSV file of the package, so that parts of it are cut out byte for byte.

Comes in: a CSV as the package has it: UTF-8, LF, a quoted field may hold LF. Goes out: stretches of bytes, counts of
rows. Refuses to know: what a field says, but the one that tells whose row it is. The ends of all rows are found at
once, by columns of numbers; nothing is parsed and written again.
"""

from __future__ import annotations

import mmap
from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from build_scripts.files import FilesError
from build_scripts.files.slices import FileSlices, join_ranges
from build_scripts.packaging.package import Package
from build_scripts.packaging.resources import COLUMNS
from build_scripts.publishing.formats.resources import list_resources

REPORT = "report_id"
_BLOCK = 1 << 24
_LF, _QUOTE = 10, 34


class Run(NamedTuple):
    """Rows that stand one after the other: their first byte, the one after their last, how many they are."""

    start: int
    end: int
    rows: int


@dataclass(frozen=True, slots=True)
class RowIndex:
    """The rows of a table by whose they are; `head` is the end of its first row, `rows` how many it has without."""

    path: Path
    head: int
    rows: int
    runs: Mapping[str, tuple[Run, ...]]

    def cut(self, keys: Collection[str]) -> tuple[FileSlices, int]:
        """The head and the rows of these keys, in the file's order; how many rows they are."""
        found = sorted(run for key in keys for run in self.runs.get(key, ()))
        ranges = join_ranges([(0, self.head), *((run.start, run.end) for run in found)])
        return FileSlices(self.path, ranges), sum(run.rows for run in found)


def find_cut(index: RowIndex, keys: Collection[str]) -> Iterator[tuple[str, int, int]]:
    """Of what `cut` gives for these keys: whose the rows are, their first byte, the one after their last."""
    at = index.head
    for run, whose in sorted((run, key) for key in keys for run in index.runs.get(key, ())):
        yield whose, at, at + run.end - run.start
        at += run.end - run.start


def index_tables(package: Package, index_sorted: Callable[[Path], RowIndex] | None = None) -> dict[str, RowIndex]:
    """The index of every table that grows with the reports, by name: of agencies by agency, else by report.

    `index_sorted` stands for `index_rows` by the first field. Raises FilesError for a table of other columns than it
    should have, or out of order.
    """
    indexes = {}
    for resource in list_resources(package):
        name = str(resource["name"])
        if name in COLUMNS:
            path = package.folder / str(resource["path"])
            column = COLUMNS[name].index(REPORT) if REPORT in COLUMNS[name] else 0
            indexes[name] = index_sorted(path) if index_sorted and column == 0 else index_rows(path, column)
    return indexes


def count_rows(path: Path) -> int:
    """How many rows a CSV of the package has, without its head; raises FilesError."""
    return len(_find_ends(path, map_file(path))) - 1


def index_rows(path: Path, column: int) -> RowIndex:
    """The index of a CSV by the field in `column`: its first, by which it is then sorted, or its second.

    Raises FilesError for a file that cannot be read, ends within a row, or has its rows out of order.
    """
    return index_data(path, map_file(path), column)


def index_data(path: Path, data: mmap.mmap | bytes, column: int) -> RowIndex:
    """The same of what a file holds, `path` being its name."""
    ends = _find_ends(path, data)
    runs = _group_sorted(path, data, ends) if column == 0 else _group_second(data, ends)
    return RowIndex(path, ends[0], len(ends) - 1, {key: tuple(found) for key, found in runs.items()})


def map_file(path: Path) -> mmap.mmap:
    """What a file holds, read when it is looked at; raises FilesError, also for an empty one."""
    try:
        with path.open("rb") as stream:
            return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise FilesError(f"{path}: {error}") from error


def _find_ends(path: Path, data: mmap.mmap | bytes) -> array[int]:
    """The byte after each row: after every LF before which quotes are even."""
    ends = array("q")
    quotes_before = 0
    for start in range(0, len(data), _BLOCK):
        block = np.frombuffer(data[start : start + _BLOCK], np.uint8)
        quotes, breaks = np.flatnonzero(block == _QUOTE), np.flatnonzero(block == _LF)
        if quotes.size:
            inside = (np.searchsorted(quotes, breaks) + quotes_before) & 1
            breaks = breaks[inside == 0]
        elif quotes_before & 1:
            breaks = breaks[:0]
        quotes_before += int(quotes.size)
        ends.frombytes((breaks + (start + 1)).astype(np.int64).tobytes())
    if not ends or ends[-1] != len(data):
        raise FilesError(f"{path}: the last row has no end")
    return ends


def _group_sorted(path: Path, data: mmap.mmap | bytes, ends: array[int]) -> dict[str, list[Run]]:
    """Runs by the first field, each found at one stroke, since the rows are sorted by it."""
    runs: dict[str, list[Run]] = {}
    at, rows, last, most = 0, 1, b"", len(ends) - 1
    while at < most:
        start = ends[at]
        mark = data[start : data.find(b",", start) + 1]
        width = len(mark)
        # the end of row n is the start of row n + 1; most reports have as many rows as the one before
        after = at + rows
        if after > most or not _is_last(data, ends, after - 1, mark):
            after = bisect_right(ends, mark, at, most, key=lambda end: data[end : end + width])
        if mark <= last or data[start : ends[after]].count(b"\n" + mark) < after - at - 1:
            raise FilesError(f"{path}: the rows of {mark[:-1].decode()!r} stand out of order")
        runs[mark[:-1].decode()] = [Run(start, ends[after], after - at)]
        at, rows, last = after, after - at, mark
    return runs


def _is_last(data: mmap.mmap | bytes, ends: array[int], row: int, mark: bytes) -> bool:
    """Whether a row begins with the mark and the one after it, if any, does not."""
    start, end, width = ends[row], ends[row + 1], len(mark)
    return data[start : start + width] == mark and data[end : end + width] != mark


def _group_second(data: mmap.mmap | bytes, ends: array[int]) -> dict[str, list[Run]]:
    """Rows by the second field, one by one; the first is a word without comma."""
    runs: dict[str, list[Run]] = {}
    for start, end in pairwise(ends):
        first = data.find(b",", start) + 1
        key = data[first : data.find(b",", first)].decode()
        runs.setdefault(key, []).append(Run(start, end, 1))
    return runs
