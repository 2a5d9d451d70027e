"""The rows of a stretch of a table as pages that may be kept: what is the same in every file that has these rows.

Comes in: cells. Goes out: runs, and the same as bytes. Refuses to know: tables, where pages lie in a file.

A run is its full leaves, deflated together where none overflows, and the cells that are left over: in a file they fill
pages together with those of the next run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import numpy as np

from build_scripts.files.blobs import Blobs, Opened
from build_scripts.files.members import Member, deflate
from build_scripts.publishing.formats.sqlite.pages import Leaf, fill_leaves, fill_table, name_rowid
from build_scripts.publishing.formats.sqlite.records import Cells

_LEFT_OVER = 2
"""Cells that are left over at least: one of them stands before the next run, and one in the page before it."""


class Stretch(NamedTuple):
    """Leaves that are the same wherever they lie, and for each what stands behind it in the page above."""

    member: Member
    keys: tuple[bytes, ...]


LooseLeaf = tuple[Leaf, Cells | bytes]
"""A leaf from which something overflows, with what stands behind it in the page above."""


class Run(NamedTuple):
    """The pages of a stretch of rows, and the cells that are left over."""

    leaves: tuple[Stretch | LooseLeaf, ...]
    rest: Cells


def make_index_run(cells: Cells, level: int) -> Run:
    """The run of an index, or of a table without rowid."""
    leaves, done = fill_leaves(cells, keep=_LEFT_OVER)
    keyed: list[LooseLeaf] = [(leaf, leaf.after) for leaf in leaves if leaf.after is not None]
    return Run(tuple(_pack(keyed, level)), cells.take(done, len(cells)))


def make_table_run(cells: Cells, rowids: Sequence[int], level: int) -> Run:
    """The run of a table with rowids: no cell is left over."""
    keyed: list[LooseLeaf] = [(leaf, name_rowid(rowids[last])) for leaf, last in fill_table(cells)]
    return Run(tuple(_pack(keyed, level)), cells.take(0, 0))


def _pack(leaves: Iterable[LooseLeaf], level: int) -> Iterator[Stretch | LooseLeaf]:
    for is_loose, group in groupby(leaves, key=_is_loose):
        if is_loose:
            yield from group
            continue
        found = list(group)
        keys = tuple(key if isinstance(key, bytes) else key.data for _, key in found)
        yield Stretch(deflate((leaf.page for leaf, _ in found), level), keys)


def _is_loose(keyed: LooseLeaf) -> bool:
    leaf, key = keyed
    return bool(leaf.overflow) or (isinstance(key, Cells) and bool(key.overflow))


# Runs as bytes: in what is told, bytes stand as their places.


def dump_runs(runs: Mapping[str, Run]) -> bytes:
    """The runs by name, for `load_runs`."""
    blobs = Blobs()
    return blobs.close(
        {
            name: [[_tell(leaf, blobs) for leaf in run.leaves], _tell_cells(run.rest, blobs)]
            for name, run in runs.items()
        }
    )


def load_runs(data: bytes) -> dict[str, Run]:
    """What `dump_runs` wrote."""
    blobs = Opened(data)
    return {
        name: Run(tuple(_read(leaf, blobs) for leaf in leaves), _read_cells(cells, blobs))
        for name, (leaves, cells) in blobs.told.items()
    }


def _tell_cells(cells: Cells, blobs: Blobs) -> list[object]:
    ends = blobs.add(np.asarray(cells.ends, "<i8").tobytes())
    return [blobs.add(cells.data), ends, [[number, blobs.add(rest)] for number, rest in cells.overflow.items()]]


def _read_cells(told: Any, blobs: Opened) -> Cells:
    data, ends, overflow = told
    rest = {number: blobs.get(place) for number, place in overflow}
    return Cells(blobs.get(data), np.frombuffer(blobs.get(ends), "<i8").astype(np.int64), rest)


def _tell(leaf: Stretch | LooseLeaf, blobs: Blobs) -> list[object]:
    if isinstance(leaf, Stretch):
        (body,) = leaf.member.body
        sizes = [len(key) for key in leaf.keys]
        return ["stretch", blobs.add(body), leaf.member.size, leaf.member.crc, sizes, blobs.add(b"".join(leaf.keys))]
    one, key = leaf
    overflow = [[place, blobs.add(rest)] for place, rest in one.overflow]
    is_cell = isinstance(key, Cells)
    told = _tell_cells(key, blobs) if isinstance(key, Cells) else blobs.add(key)
    return ["loose", blobs.add(one.page), overflow, is_cell, told]


def _read(told: Any, blobs: Opened) -> Stretch | LooseLeaf:
    if told[0] == "stretch":
        _, body, size, crc, sizes, keys = told
        joined, ends = blobs.get(keys), np.cumsum([0, *sizes]).tolist()
        parts = tuple(joined[start:end] for start, end in pairwise(ends))
        return Stretch(Member((blobs.get(body),), size, crc), parts)
    _, page, overflow, is_cell, key = told
    leaf = Leaf(blobs.get(page), tuple((place, blobs.get(rest)) for place, rest in overflow), None)
    return leaf, _read_cells(key, blobs) if is_cell else blobs.get(key)
