"""Zips of a few small files, as many as there are reports: the heads that the standard library's writer gives.

Comes in: names and contents, all in memory. Goes out: a zip, the same bytes for the same files: no clock, no owner,
fixed order. Refuses to know: what is packed, the disk. The library writes each head twice and keeps an object for each
file, which costs much beside what compressing does; large zips, and those written to disk, are `archives`' part.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from build_scripts.files.streams import deflate_again

_HEAD = struct.Struct("<4s5H3L2H")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _UNIX, _DEFLATED = 20, 3 << 8, 8
_MIDNIGHT, _FIRST_DAY = 0, 1 << 5 | 1
"""The first moment that a zip can tell, 1980-01-01."""
_MODE = 0o644 << 16


def pack_zip(files: Mapping[str, bytes], folder: str) -> bytes:
    """A zip with these files below `folder`, in the order of their names, which are ASCII; together less than 4 GiB."""
    parts: list[bytes] = []
    entries: list[bytes] = []
    at = 0
    for name in sorted(files):
        data, path = files[name], f"{folder}/{name}".encode("ascii")
        packed, size, crc = deflate_again(data)
        told = (_DEFLATED, _MIDNIGHT, _FIRST_DAY, crc, len(packed), size, len(path), 0)
        parts += (_HEAD.pack(b"PK\x03\x04", _VERSION, 0, *told), path, packed)
        entries += (_ENTRY.pack(b"PK\x01\x02", _UNIX | _VERSION, _VERSION, 0, *told, 0, 0, 0, _MODE, at), path)
        at += _HEAD.size + len(path) + len(packed)
    listed = b"".join(entries)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(files), len(files), len(listed), at, 0)
    return b"".join((*parts, listed, end))
