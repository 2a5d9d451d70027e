"""Rows of values → rows as they lie in a SQLite file, a column at a time (SQLite file format, 2.1 and 1.6).

Comes in: columns, each its distinct values and which of them each row has. Goes out: cells of a b-tree, one after
another in one stretch of bytes. Refuses to know: tables, pages, where the values come from.

A record is its header (how long that is, then the serial type of every value) and the values. What a cell holds beyond
the room it may take in a page goes to overflow pages; where those lie is not known here, so the four bytes that name
the first of them are left zero.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from build_scripts.publishing.formats.parquet import Packed, join_bytes, pack_bytes

PAGE = 16_384
"""Bytes of a page: nearly every row then fits in one, and a page is the same wherever it lies."""

MOST_IN_TABLE = PAGE - 35
MOST_IN_INDEX = (PAGE - 12) * 64 // 255 - 23
_LEAST = (PAGE - 12) * 32 // 255 - 23
_POINTER = bytes(4)

Value = None | int | float | str
Codes = npt.NDArray[np.int32]
Ends = npt.NDArray[np.int64]


class Shown(NamedTuple):
    """Values as they lie in a file: serial types and bytes, and the sizes of each."""

    kinds: Packed
    bodies: Packed
    kind_sizes: Ends
    body_sizes: Ends


class Column(NamedTuple):
    """A column: its distinct values, and for each row the place of its own among them; the values as they lie in a
    file, where they are asked for more than once."""

    values: Sequence[Value]
    codes: Codes
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of a b-tree in the order of their keys: their bytes, where each ends, and of those that do not fit what
    overflows, by their number."""

    data: bytes
    ends: Ends
    overflow: Mapping[int, bytes]

    def __len__(self) -> int:
        return len(self.ends)

    def cut(self, first: int, after: int) -> bytes:
        """The bytes of some cells in a row."""
        start = int(self.ends[first - 1]) if first else 0
        return self.data[start : int(self.ends[after - 1])] if after > first else b""

    def take(self, first: int, after: int) -> Cells:
        """Some cells in a row."""
        if after <= first:
            return Cells(b"", np.empty(0, np.int64), {})
        start = int(self.ends[first - 1]) if first else 0
        overflow = {number - first: rest for number, rest in self.overflow.items() if first <= number < after}
        return Cells(self.data[start : int(self.ends[after - 1])], self.ends[first:after] - start, overflow)

    def choose(self, chosen: npt.NDArray[np.int64]) -> Cells:
        """The cells of these numbers, rising."""
        ends = np.concatenate((np.zeros(1, np.int64), self.ends))
        is_first = np.diff(chosen, prepend=-2) > 1
        firsts = ends[chosen[is_first]].tolist()
        afters = ends[chosen[np.append(is_first[1:], True)] + 1].tolist() if len(chosen) else []
        data = b"".join([self.data[first:after] for first, after in zip(firsts, afters, strict=True)])
        overflow = {}
        if self.overflow:
            place_of = dict(zip(chosen.tolist(), range(len(chosen)), strict=True))
            overflow = {place_of[number]: rest for number, rest in self.overflow.items() if number in place_of}
        return Cells(data, np.cumsum(ends[chosen + 1] - ends[chosen]), overflow)


def join_cells(parts: Sequence[Cells]) -> Cells:
    """Cells one after another."""
    if len(parts) == 1:
        return parts[0]
    ends: list[Ends] = []
    overflow: dict[int, bytes] = {}
    size = count = 0
    for part in parts:
        ends.append(part.ends + size)
        overflow |= {number + count: rest for number, rest in part.overflow.items()}
        size, count = size + len(part.data), count + len(part)
    return Cells(b"".join(part.data for part in parts), np.concatenate(ends or [np.empty(0, np.int64)]), overflow)


def render_records(columns: Sequence[Column], rowids: Sequence[int] = ()) -> Cells:
    """The cells of an index or a table without rowid; with `rowids`, those of a table that has them."""
    if not columns or not len(columns[0].codes):
        return Cells(b"", np.empty(0, np.int64), {})
    kinds, bodies, head = [], [], np.ones(len(columns[0].codes), np.int64)
    body = np.zeros(len(head), np.int64)
    for column in columns:
        shown = column.shown or show_values(column.values)
        kinds.append((shown.kinds, column.codes))
        bodies.append((shown.bodies, column.codes))
        head += shown.kind_sizes[column.codes]
        body += shown.body_sizes[column.codes]
    assert int(head.max()) < 128, "a record of so many columns needs a longer head"
    size = head + body
    pieces = [_name_sizes(size)]
    if len(rowids):
        pieces.append((pack_bytes([render_varint(rowid) for rowid in rowids]), np.arange(len(rowids), dtype=np.int32)))
    data, ends = join_bytes([*pieces, _name_sizes(head), *kinds, *bodies])
    return _part_overflow(bytes(data), ends, size, MOST_IN_TABLE if len(rowids) else MOST_IN_INDEX)


def show_values(values: Sequence[Value]) -> Shown:
    """The values as they lie in a file."""
    kinds, bodies = zip(*map(render_value, values), strict=True) if values else ((), ())
    sizes = (np.array([len(part) for part in parts], np.int64) for parts in (kinds, bodies))
    return Shown(pack_bytes(kinds), pack_bytes(bodies), *sizes)


def render_value(value: Value) -> tuple[bytes, bytes]:
    """The serial type of a value and its bytes.

    >>> render_value(None), render_value(1), render_value(300), render_value("ab")
    ((b'\\x00', b''), (b'\\t', b''), (b'\\x02', b'\\x01,'), (b'\\x11', b'ab'))
    """
    if value is None:
        return b"\x00", b""
    if isinstance(value, str):
        data = value.encode()
        return render_varint(13 + 2 * len(data)), data
    if isinstance(value, float):
        return b"\x07", struct.pack(">d", value)
    if value in (0, 1):
        return (b"\x08", b"\x09")[value], b""
    for kind, width in enumerate((1, 2, 3, 4, 6, 8), start=1):
        if -(1 << (8 * width - 1)) <= value < 1 << (8 * width - 1):
            return bytes([kind]), value.to_bytes(width, "big", signed=True)
    raise OverflowError(value)


def render_varint(number: int) -> bytes:
    """A number of at most 56 bits as SQLite writes it.

    >>> render_varint(127), render_varint(128), render_varint(16384)
    (b'\\x7f', b'\\x81\\x00', b'\\x81\\x80\\x00')
    """
    found = [number & 0x7F]
    while number := number >> 7:
        found.append(0x80 | number & 0x7F)
    return bytes(reversed(found))


def _name_sizes(sizes: Ends) -> tuple[Packed, Codes]:
    """The varint of each row's size."""
    texts, codes = np.unique(sizes, return_inverse=True)
    return pack_bytes([render_varint(size) for size in texts.tolist()]), codes.astype(np.int32)


def _part_overflow(data: bytes, ends: Ends, sizes: Ends, most: int) -> Cells:
    """The cells with what does not fit taken out, and room for the number of the page where it is put."""
    large = np.flatnonzero(sizes > most).tolist()
    if not large:
        return Cells(data, ends, {})
    parts, overflow, lengths, done = [], {}, np.diff(ends, prepend=0), 0
    for row in large:
        size, end = int(sizes[row]), int(ends[row])
        local = _LEAST + (size - _LEAST) % (PAGE - 4)
        cut = end - size + (local if local <= most else _LEAST)
        parts += [data[done:cut], _POINTER]
        overflow[row] = data[cut:end]
        lengths[row] -= end - cut - len(_POINTER)
        done = end
    return Cells(b"".join([*parts, data[done:]]), np.cumsum(lengths), overflow)
