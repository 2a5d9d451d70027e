"""Gzip files, the same bytes for the same content: no name, no clock; one member, whatever it is put together from.

Comes in: contents, or stretches of gzip files written here. Goes out: a file, and where in it each content lies
compressed, so that another file may take it over without compressing it again. Refuses to know: what is said.
Source: RFC 1951, RFC 1952. One member, because some readers (browsers among them) stop at the end of the first.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, NamedTuple

from build_scripts.files.archives import RAW, PackedFile
from build_scripts.files.disk import name_path
from build_scripts.files.slices import FileSlices

_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_END = b"\x03\x00"
"""An empty last block."""
_LEVEL = 4
"""Tables and JSON of cells repeat themselves so much that a higher level takes twice the time for some hundredths."""
_ZEROS = bytes(1 << 20)


class Member(NamedTuple):
    """Deflated bytes that end on a whole byte and lean on nothing before them; size and checksum of what they say."""

    body: FileSlices | tuple[bytes, ...]
    size: int
    crc: int


def deflate(pieces: Iterable[bytes]) -> Member:
    """The pieces deflated, kept in memory."""
    body = io.BytesIO()
    size, crc = _deflate(pieces, body)
    return Member((body.getvalue(),), size, crc)


def write_gzip(path: Path, contents: Iterable[Iterable[bytes] | Member]) -> tuple[Member, ...]:
    """Write the contents to `path`, one after the other, as pieces come; each as it lies there. Raises FilesError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            stream.write(_HEAD)
            members = tuple(_write_member(path, stream, content) for content in contents)
            size = crc = 0
            for member in members:
                size, crc = size + member.size, join_checksums(crc, member.crc, member.size)
            stream.write(_END + _render_tail(size, crc))
            return members
    except OSError as error:
        raise name_path(error, path) from error


def gzip_packed(path: Path, file: PackedFile) -> None:
    """Write a file of a zip as a gzip file, its deflated bytes as they are; raises FilesError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            stream.write(_HEAD)
            stream.writelines(file.packed)
            stream.write(_render_tail(file.size, file.crc))
    except OSError as error:
        raise name_path(error, path) from error


def join_checksums(first: int, second: int, size: int) -> int:
    """The CRC-32 of two contents in a row from those of each, `size` being that of the second.

    >>> join_checksums(zlib.crc32(b"one"), zlib.crc32(b"other"), 5) == zlib.crc32(b"oneother")
    True
    """
    left, zero = first, 0
    while size:
        zeros = _ZEROS[:size] if size < len(_ZEROS) else _ZEROS
        left, zero, size = zlib.crc32(zeros, left), zlib.crc32(zeros, zero), size - len(zeros)
    return left ^ zero ^ second


def _write_member(path: Path, stream: BinaryIO, content: Iterable[bytes] | Member) -> Member:
    start = stream.tell()
    if isinstance(content, Member):
        stream.writelines(content.body)
        size, crc = content.size, content.crc
    else:
        size, crc = _deflate(content, stream)
    return Member(FileSlices(path, ((start, stream.tell()),)), size, crc)


def _deflate(pieces: Iterable[bytes], target: BinaryIO) -> tuple[int, int]:
    """Write the pieces deflated, up to a whole byte; returns their size and checksum."""
    size = crc = 0
    deflater = zlib.compressobj(_LEVEL, zlib.DEFLATED, RAW)
    for piece in pieces:
        size, crc = size + len(piece), zlib.crc32(piece, crc)
        target.write(deflater.compress(piece))
    target.write(deflater.flush(zlib.Z_SYNC_FLUSH))
    return size, crc


def _render_tail(size: int, crc: int) -> bytes:
    return struct.pack("<LL", crc, size & 0xFFFFFFFF)
