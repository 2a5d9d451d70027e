"""The index of a table, most of it taken from the one that the last run noted: only what changed is looked at again.

Comes in: a CSV of the package that is sorted by its first field, what the last run noted of it. Goes out: the index,
and what is to be noted. Refuses to know: what the rows say. A table is cut into blocks of whole reports, each told by
its length and its XXH3. Those that still stand at the beginning and at the end, read and hashed, are taken as they
were; what lies between is indexed anew. Where that does not come out even, the whole table is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from mmap import mmap
from pathlib import Path
from typing import NamedTuple

from xxhash import xxh3_128_hexdigest

from build_scripts.files import FilesError
from build_scripts.files.fingerprints import hash_code
from build_scripts.files.reuse import Earlier
from build_scripts.publishing.formats.row_index import RowIndex, Run, index_data, map_file

ROOMS = ("publishing/formats/kept_index.py", "publishing/formats/row_index.py")
BLOCK = 1 << 18
"""Bytes after which a block ends with the report it is in."""


class Block(NamedTuple):
    """Rows that follow one another: how many bytes they are, the hash of these, and of each report its key, bytes and
    rows. The first block is the head of the table, of no report."""

    size: int
    xxh3: str
    reports: Sequence[tuple[str, int, int]]


def index_again(path: Path, earlier: Earlier | None, least: int = BLOCK) -> RowIndex:
    """As `index_rows(path, 0)`; raises FilesError. `least` bytes make a block."""
    data = map_file(path)
    if earlier is None:
        return index_data(path, data, 0)
    known = earlier.recall_as(name_note(path), _read_blocks) or []
    found = index_blocks(path, data, known, least)
    if found is None:
        index = index_data(path, data, 0)
        blocks = list(_cut_blocks(data, index, least))
    else:
        index, blocks = found
    if blocks != known:
        earlier.note(name_note(path), json.dumps(blocks, separators=(",", ":")).encode())
    return index


def name_note(path: Path) -> str:
    """What the blocks of a table are noted under, which follow from the table and from the program."""
    return f"rows {path.name} {hash_code(*ROOMS)}"


def _read_blocks(data: bytes) -> list[Block]:
    return [Block(*one) for one in json.loads(data)]


def index_blocks(path: Path, data: mmap, known: list[Block], least: int) -> tuple[RowIndex, list[Block]] | None:
    """The index by known blocks, and the blocks that are there now; None where it does not come out even."""
    with memoryview(data) as view:
        front = _count_standing(view, known)
        at = sum(block.size for block in known[:front])
        back = _count_standing_last(view[at:], known[front:])
        end = len(view) - sum(block.size for block in known[len(known) - back :])
        if not front:
            return None
        head = known[0].size
        middle = bytes(view[:head]) + bytes(view[at:end])
    try:
        between = index_data(path, middle, 0)
    except FilesError:
        return None
    between = replace(between, runs={key: _move(runs, at - head) for key, runs in between.runs.items()})
    blocks = [*known[:front], *list(_cut_blocks(data, between, least))[1:], *known[len(known) - back :]]
    runs = dict(_list_runs(blocks))
    rows = sum(run.rows for found in runs.values() for run in found)
    is_sorted = all(one < other for one, other in pairwise(f"{key}," for key in runs))
    if not is_sorted or len(runs) != sum(len(block.reports) for block in blocks):
        return None
    return RowIndex(path, head, rows, runs), blocks


def _count_standing(view: memoryview, blocks: Iterable[Block]) -> int:
    """How many of the blocks stand at the beginning."""
    at = count = 0
    for block in blocks:
        if at + block.size > len(view) or xxh3_128_hexdigest(view[at : at + block.size]) != block.xxh3:
            break
        at, count = at + block.size, count + 1
    return count


def _count_standing_last(view: memoryview, blocks: Sequence[Block]) -> int:
    """How many of the blocks stand at the end."""
    end, count = len(view), 0
    for block in reversed(blocks):
        if block.size > end or xxh3_128_hexdigest(view[end - block.size : end]) != block.xxh3:
            break
        end, count = end - block.size, count + 1
    return count


def _cut_blocks(data: mmap, index: RowIndex, least: int) -> Iterator[Block]:
    """The head, and the blocks of all runs of an index, which follow one another."""
    yield Block(index.head, xxh3_128_hexdigest(data[: index.head]), [])
    reports: list[tuple[str, int, int]] = []
    start = end = 0
    for key, (run,) in index.runs.items():
        start = start if reports else run.start
        reports.append((key, run.end - run.start, run.rows))
        end = run.end
        if end - start >= least:
            yield Block(end - start, xxh3_128_hexdigest(data[start:end]), reports)
            reports = []
    if reports:
        yield Block(end - start, xxh3_128_hexdigest(data[start:end]), reports)


def _list_runs(blocks: Iterable[Block]) -> Iterator[tuple[str, tuple[Run, ...]]]:
    """The runs of all reports of the blocks, which fill a table from its first byte on."""
    at = 0
    for block in blocks:
        start = at
        for key, size, rows in block.reports:
            yield key, (Run(start, start + size, rows),)
            start += size
        at += block.size


def _move(runs: Iterable[Run], by: int) -> tuple[Run, ...]:
    return tuple(Run(run.start + by, run.end + by, run.rows) for run in runs)
