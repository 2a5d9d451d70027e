"""Deflated bytes that may stand one after another in any zip or gzip file, and that is what they say in a row.

Comes in: contents. Goes out: members, each deflated for itself up to a whole byte, with size and checksum of what it
says. Refuses to know: what is said, files' heads. Source: RFC 1951. The same content at the same level is the same
member, so members may be kept, and a file put together of old and new ones is the file made anew.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import BinaryIO, NamedTuple

import numpy as np
import numpy.typing as npt
from deflate import crc32

from build_scripts.files.slices import FileSlices

RAW = -zlib.MAX_WBITS
"""Deflate as it stands in zips: with neither head nor tail."""
END = b"\x03\x00"
"""An empty last block."""
LEVEL = 4
"""Tables and JSON of cells repeat themselves so much that a higher level takes twice the time for some hundredths."""
_ZEROS = bytes(1 << 17)
_POLYNOMIAL = 0xEDB88320
_FEW = 24
"""Up to so many members are added up one by one: more at once is faster."""


class Member(NamedTuple):
    """Deflated bytes that end on a whole byte and lean on nothing before them; size and checksum of what they say."""

    body: FileSlices | tuple[bytes, ...]
    size: int
    crc: int


class Joined(NamedTuple):
    """A content put together of members."""

    members: tuple[Member, ...]


def deflate(pieces: Iterable[bytes | memoryview], level: int = LEVEL) -> Member:
    """The pieces deflated, kept in memory."""
    body = io.BytesIO()
    size, crc = deflate_to(pieces, body, level)
    return Member((body.getvalue(),), size, crc)


def deflate_to(pieces: Iterable[bytes | memoryview], target: BinaryIO, level: int = LEVEL) -> tuple[int, int]:
    """Write the pieces deflated, up to a whole byte; returns their size and checksum."""
    size = crc = 0
    deflater = zlib.compressobj(level, zlib.DEFLATED, RAW)
    for piece in pieces:
        size, crc = size + len(piece), crc32(piece, crc)
        target.write(deflater.compress(piece))
    target.write(deflater.flush(zlib.Z_SYNC_FLUSH))
    return size, crc


def deflate_apart(contents: Iterable[bytes | memoryview], level: int = LEVEL) -> list[Member]:
    """Each content deflated for itself, many small ones at less cost than one by one: they share a deflater that
    forgets what was before (a full flush)."""
    members = []
    deflater = zlib.compressobj(level, zlib.DEFLATED, RAW)
    for content in contents:
        body = deflater.compress(content) + deflater.flush(zlib.Z_FULL_FLUSH)
        members.append(Member((body,), len(content), crc32(content)))
    return members


def inflate(member: Member) -> bytes:
    """What a member says."""
    return zlib.decompressobj(RAW).decompress(b"".join(member.body))


def measure_members(members: Sequence[Member]) -> tuple[int, int]:
    """Size and checksum of what members say in a row."""
    if len(members) > _FEW:
        return _measure_many(members)
    size = crc = 0
    for member in members:
        size, crc = size + member.size, join_checksums(crc, member.crc, member.size) if size else member.crc
    return size, crc


def _measure_many(members: Sequence[Member]) -> tuple[int, int]:
    """The same for many of them at once: each checksum is moved over all that comes behind it, bit by bit of how much
    that is, and they are added up."""
    sizes = np.array([member.size for member in members], np.int64)
    behind = np.append(np.cumsum(sizes[::-1])[::-1][1:], 0)
    moved = np.array([member.crc for member in members], np.uint32)
    for power in range(int(behind[0]).bit_length()):
        rows = np.flatnonzero(behind >> power & 1)
        moved[rows] = _apply(power, moved[rows])
    return int(sizes.sum()), int(np.bitwise_xor.reduce(moved))


def _apply(power: int, checksums: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Checksums moved over 2 to the power of `power` bytes: a byte of each at a time."""
    bytes_of = checksums.astype("<u4").view(np.uint8).reshape(-1, 4)
    first, second, third, fourth = (table[bytes_of[:, at]] for at, table in enumerate(_list_moved(power)))
    return first ^ second ^ third ^ fourth


@cache
def _list_moved(power: int) -> tuple[npt.NDArray[np.uint32], ...]:
    """For each of the four bytes of a checksum, its 256 values moved: a sum of those of its bits."""
    bits = [_multiply(_shift(power), 1 << bit) for bit in range(32)]
    tables = []
    for at in range(0, 32, 8):
        table = np.zeros(1, np.uint32)
        for bit in bits[at : at + 8]:
            table = np.concatenate([table, table ^ np.uint32(bit)])
        tables.append(table)
    return tuple(tables)


def join_checksums(first: int, second: int, size: int) -> int:
    """The CRC-32 of two contents in a row from those of each, `size` being that of the second.

    >>> join_checksums(zlib.crc32(b"one"), zlib.crc32(b"other"), 5) == zlib.crc32(b"oneother")
    True
    >>> long = b"z" * 300_000
    >>> join_checksums(zlib.crc32(b"one"), zlib.crc32(long), len(long)) == zlib.crc32(b"one" + long)
    True
    """
    if size <= len(_ZEROS):
        return crc32(_ZEROS[:size], first) ^ crc32(_ZEROS[:size]) ^ second
    moved, power = first, 0
    while size:
        if size & 1:
            moved = _multiply(_shift(power), moved)
        size, power = size >> 1, power + 1
    return moved ^ second


@cache
def _shift(power: int) -> int:
    """What moves a checksum over 2 to the power of `power` bytes: x to the eighth of that, modulo the polynomial."""
    return 0x00800000 if power == 0 else _multiply(_shift(power - 1), _shift(power - 1))


def _multiply(one: int, other: int) -> int:
    """The product of two polynomials modulo that of CRC-32, the highest bit being the constant."""
    product = 0
    for bit in range(31, -1, -1):
        if one >> bit & 1:
            product ^= other
        other = other >> 1 ^ (_POLYNOMIAL if other & 1 else 0)
    return product
