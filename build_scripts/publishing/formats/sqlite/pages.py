"""Cells in the order of their keys → pages of a b-tree (SQLite file format, 1.6), the same wherever they will lie.

Comes in: cells. Goes out: leaves, what stands between them, and the pages above. Refuses to know: tables, files.

A leaf does not name other pages, but for cells that overflow, so the leaves of a stretch of rows can be kept and taken
into any file that has these rows one after another. In an index, or a table without rowid, one cell stands between two
leaves, in the page above; in a table with rowids every cell is in a leaf.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from build_scripts.publishing.formats.sqlite.records import PAGE, Cells, Ends, render_varint

LEAF_TABLE, LEAF_INDEX, INNER_TABLE, INNER_INDEX = 13, 10, 5, 2
_HEAD = 8
_INNER_HEAD = 12


class Leaf(NamedTuple):
    """A leaf: its bytes; what overflows from it, each with the place in the page where the number of the first page of
    the rest belongs; and the cell that stands behind it, None behind the last of its run."""

    page: bytes
    overflow: tuple[tuple[int, bytes], ...]
    after: Cells | None


class Child(NamedTuple):
    """A page and the bytes that tell it from the next one: a cell of an index, or the varint of the last rowid."""

    number: int
    key: bytes


def fill_leaves(cells: Cells, is_closed: bool = False, keep: int = 0) -> tuple[list[Leaf], int]:
    """Leaves of an index, each with the cell behind it but the last, and how many cells they hold.

    With `is_closed` the last leaf has a cell behind it too. With `keep` only full leaves are made, a cell behind each,
    and at least so many cells are left over.
    """
    leaves: list[Leaf] = []
    first, count = 0, len(cells)
    end = count - (1 if is_closed else 0)
    room = cells.ends + 2 * np.arange(1, count + 1)
    while first < end:
        after = _find_end(room, first, end)
        if keep and (after >= count or count - after - 1 < keep):
            break
        if after < end and end - after < 2:
            after -= 1  # the next leaf would have no cell
        behind = cells.take(after, after + 1) if after < count else None
        leaves.append(Leaf(_fill_page(cells, first, after, LEAF_INDEX), _list_overflow(cells, first, after), behind))
        first = after + 1
    return leaves, min(first, count)


def fill_table(cells: Cells) -> list[tuple[Leaf, int]]:
    """Leaves of a table with rowids, and the number of the last cell of each."""
    leaves, first, count = [], 0, len(cells)
    room = cells.ends + 2 * np.arange(1, count + 1)
    while first < count:
        after = _find_end(room, first, count)
        leaf = Leaf(_fill_page(cells, first, after, LEAF_TABLE), _list_overflow(cells, first, after), None)
        leaves.append((leaf, after - 1))
        first = after
    return leaves


def empty_leaf(page: bytes) -> Cells:
    """The cells of a leaf that `fill_leaves` made, none of which overflows."""
    count = struct.unpack_from(">H", page, 3)[0]
    starts = np.frombuffer(page, ">u2", count, _HEAD).astype(np.int64)
    return Cells(page[int(starts[0]) :], np.append(starts[1:], PAGE) - int(starts[0]), {})


def fill_inner(children: Sequence[Child], kind: int) -> Iterator[tuple[bytes, bytes]]:
    """The pages above these, each with what tells it from the next of them."""
    first = 0
    while first < len(children):
        size, last = _INNER_HEAD, first
        while last < len(children) - 1 and size + 6 + len(children[last].key) <= PAGE:
            size += 6 + len(children[last].key)
            last += 1
        if last == len(children) - 2:
            last -= 1  # the next page would have one child alone
        cells = [struct.pack(">L", child.number) + child.key for child in children[first:last]]
        ends = np.cumsum([len(cell) for cell in cells], dtype=np.int64)
        data = b"".join(cells)
        head = struct.pack(">BHHHBL", kind, 0, len(cells), (PAGE - len(data)) % 65_536, 0, children[last].number)
        pointers = (PAGE - len(data) + np.append(0, ends[:-1])).astype(">u2").tobytes()
        yield head + pointers + bytes(PAGE - len(head) - len(pointers) - len(data)) + data, children[last].key
        first = last + 1


def fill_overflow(rest: bytes) -> list[bytes]:
    """What overflows, page by page, without the four bytes at the head of each that name the next."""
    step = PAGE - 4
    return [rest[start : start + step].ljust(step, b"\x00") for start in range(0, len(rest), step)]


def name_rowid(rowid: int) -> bytes:
    """What tells a page of a table from the next: the last rowid in it."""
    return render_varint(rowid)


def _find_end(room: Ends, first: int, end: int) -> int:
    """The cell after the last one that fits in a leaf beginning with cell `first`."""
    taken = int(room[first - 1]) if first else 0
    return min(end, int(np.searchsorted(room, taken + PAGE - _HEAD, "right")))


def _fill_page(cells: Cells, first: int, after: int, kind: int) -> bytes:
    data = cells.cut(first, after)
    start = PAGE - len(data)
    begin = int(cells.ends[first - 1]) if first else 0
    places = np.append(0, cells.ends[first : after - 1] - begin) + start
    pointers = places.astype(">u2").tobytes()
    head = struct.pack(">BHHHB", kind, 0, after - first, start, 0)
    return head + pointers + bytes(PAGE - len(head) - len(pointers) - len(data)) + data


def _list_overflow(cells: Cells, first: int, after: int) -> tuple[tuple[int, bytes], ...]:
    """What overflows from these cells: a cell ends with the number of the page, and the last with the page."""
    found = ((number, rest) for number, rest in cells.overflow.items() if first <= number < after)
    last = int(cells.ends[after - 1])
    return tuple((PAGE - (last - int(cells.ends[number])) - 4, rest) for number, rest in sorted(found))
