"""Deflated bytes that end: what a zip's entry is by itself, with nothing before it and nothing behind.

Comes in: a content, all in memory. Goes out: the content deflated, with size and checksum of what it says. Refuses to
know: what is said, files' heads; contents that are joined from several, which are `members`' part. The library
(libdeflate) gives the same bytes wherever it runs, for it comes with its wheel, which the lock files pin; Python's own
zlib is whatever each machine has.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from deflate import crc32, deflate_compress

LEVEL = 6


class Stream(NamedTuple):
    """A content deflated; size and checksum of what it says."""

    packed: bytes
    size: int
    crc: int


def deflate_whole(data: bytes | memoryview, level: int = LEVEL) -> Stream:
    """The data as it lies in a zip.

    >>> import zlib
    >>> zlib.decompress(deflate_whole(b"said " * 9).packed, wbits=-15) == b"said " * 9
    True
    """
    return Stream(bytes(deflate_compress(data, level)), len(data), crc32(data))


@lru_cache(maxsize=16)
def deflate_again(data: bytes) -> Stream:
    """The same, what was packed last being kept: the licence is in every zip of a report, and the file that was handed
    in is often its very text."""
    return deflate_whole(data)
