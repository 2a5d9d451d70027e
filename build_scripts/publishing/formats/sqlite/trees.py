"""Runs of rows → the pages of a b-tree in a file, one page after another, and the page of its root.

Comes in: runs in the order of their keys, the number of the next page. Goes out: members, as they will stand in the
zip, and roots. Refuses to know: tables, SQL. What is kept deflated is taken over as it is; what depends on where pages
lie (the pages above the leaves, overflow) and what is left over between two runs is made here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from build_scripts.files.members import Member, deflate, inflate
from build_scripts.publishing.formats.sqlite.pages import (
    INNER_INDEX,
    INNER_TABLE,
    Child,
    Leaf,
    empty_leaf,
    fill_inner,
    fill_leaves,
    fill_overflow,
)
from build_scripts.publishing.formats.sqlite.records import PAGE, Cells, join_cells
from build_scripts.publishing.formats.sqlite.runs import LooseLeaf, Run, Stretch

LOCK = 2**30 // PAGE + 1
"""The page that SQLite never uses, for it locks the bytes there."""


class Layout:
    """The pages of a file behind its first `count`: where the next one lies, and all of them as members."""

    def __init__(self, count: int, level: int) -> None:
        self.count = count
        self._level = level
        self._members: list[Member] = []
        self._waiting: list[bytes] = []

    def close(self) -> tuple[Member, ...]:
        """All pages that were placed, in their order."""
        self._flush()
        return tuple(self._members)

    def place(self, page: bytes) -> int:
        """Put a page behind the others; returns its number."""
        if self.count + 1 == LOCK:
            self._waiting.append(bytes(PAGE))
            self.count += 1
        self._waiting.append(page)
        self.count += 1
        return self.count

    def place_stretch(self, stretch: Stretch) -> list[Child]:
        """Put leaves that are kept deflated behind the others."""
        first, size = self.count + 1, len(stretch.keys)
        if first <= LOCK < first + size:
            return [Child(self.place(page), key) for page, key in _open_stretch(stretch)]
        self._flush()
        self._members.append(stretch.member)
        self.count += size
        return [Child(first + number, key) for number, key in enumerate(stretch.keys)]

    def settle(self, page: bytes, overflow: Sequence[tuple[int, bytes]]) -> bytes:
        """Put what overflows from some bytes behind the other pages; returns the bytes with the number of each."""
        settled = bytearray(page)
        for at, rest in overflow:
            settled[at : at + 4] = self._place_overflow(rest).to_bytes(4, "big")
        return bytes(settled)

    def _place_overflow(self, rest: bytes) -> int:
        """The last page first, so that each names one that is there already."""
        number = 0
        for page in reversed(fill_overflow(rest)):
            number = self.place(number.to_bytes(4, "big") + page)
        return number

    def _flush(self) -> None:
        if self._waiting:
            self._members.append(deflate(self._waiting, self._level))
            self._waiting = []


def lay_index(runs: Sequence[Run], layout: Layout) -> bytes | None:
    """Lay out an index, or a table without rowid; returns its root, None if it has no rows."""
    children: list[Child] = []
    waiting: list[Cells] = []
    for run in runs:
        leaves = list(run.leaves)
        if leaves and sum(map(len, waiting)) == 1:
            first, leaves = _open_first(leaves)
            waiting.append(first)
        if leaves and waiting:
            children += _place_leaves(fill_leaves(join_cells(waiting), is_closed=True)[0], layout)
            waiting = []
        for leaf in leaves:
            if isinstance(leaf, Stretch):
                children += layout.place_stretch(leaf)
            else:
                one, key = leaf
                assert isinstance(key, Cells)
                children += _place_leaves([one._replace(after=key)], layout)
        if len(run.rest):
            waiting.append(run.rest)
    if not waiting:
        assert not children, "a run of full pages leaves cells over"
        return None
    last = fill_leaves(join_cells(waiting))[0]
    if not children and len(last) == 1:
        return layout.settle(last[0].page, last[0].overflow)
    return _lay_above([*children, *_place_leaves(last, layout)], INNER_INDEX, layout)


def lay_table(runs: Sequence[Run], layout: Layout) -> bytes | None:
    """Lay out a table with rowids; returns its root, None if it has no rows."""
    leaves = [leaf for run in runs for leaf in run.leaves]
    if len(leaves) == 1 and (only := _take_single(leaves[0], layout)):
        return only
    children: list[Child] = []
    for leaf in leaves:
        if isinstance(leaf, Stretch):
            children += layout.place_stretch(leaf)
        else:
            one, key = leaf
            assert isinstance(key, bytes)
            children.append(Child(layout.place(layout.settle(one.page, one.overflow)), key))
    return _lay_above(children, INNER_TABLE, layout) if children else None


def _take_single(leaf: Stretch | LooseLeaf, layout: Layout) -> bytes | None:
    """The one page of a table; None if there are more."""
    if isinstance(leaf, Stretch):
        return inflate(leaf.member) if len(leaf.keys) == 1 else None
    return layout.settle(leaf[0].page, leaf[0].overflow)


def _open_stretch(stretch: Stretch) -> list[tuple[bytes, bytes]]:
    """The pages of leaves that are kept deflated, each with what stands behind it in the page above."""
    data = inflate(stretch.member)
    pages = [data[start : start + PAGE] for start in range(0, len(data), PAGE)]
    return list(zip(pages, stretch.keys, strict=True))


def _open_first(
    leaves: list[Stretch | LooseLeaf],
) -> tuple[Cells, list[Stretch | LooseLeaf]]:
    """The cells of the first leaf and the one behind it, and the other leaves: a single cell before them has no leaf
    of its own to stand in, so all of these are put in leaves anew."""
    first = leaves[0]
    if isinstance(first, Stretch):
        opened = [(Leaf(page, (), None), _make_cell(key)) for page, key in _open_stretch(first)]
    else:
        leaf, key = first
        assert isinstance(key, Cells)
        opened = [(leaf, key)]
    (leaf, cell), others = opened[0], opened[1:]
    cells = empty_leaf(leaf.page)
    size = {PAGE - len(cells.data) + int(end) - 4: number for number, end in enumerate(cells.ends)}
    overflow = {size[at]: rest for at, rest in leaf.overflow}
    return join_cells([Cells(cells.data, cells.ends, overflow), cell]), [*others, *leaves[1:]]


def _make_cell(data: bytes) -> Cells:
    return Cells(data, np.array([len(data)], np.int64), {})


def _place_leaves(leaves: Sequence[Leaf], layout: Layout) -> list[Child]:
    children = []
    for leaf in leaves:
        number = layout.place(layout.settle(leaf.page, leaf.overflow))
        key = b""
        if leaf.after is not None:
            key = layout.settle(
                leaf.after.data, [(len(leaf.after.data) - 4, rest) for rest in leaf.after.overflow.values()]
            )
        children.append(Child(number, key))
    return children


def _lay_above(children: list[Child], kind: int, layout: Layout) -> bytes:
    """Lay out level upon level up to the one that is a single page, the root."""
    while True:
        pages = list(fill_inner(children, kind))
        if len(pages) == 1:
            return pages[0][0]
        children = [Child(layout.place(page), key) for page, key in pages]
