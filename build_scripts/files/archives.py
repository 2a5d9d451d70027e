"""Zip files, the same bytes for the same files: no clock, no owner, order as given.

Comes in: names and contents, some of them deflated before (`members`, `streams`). Goes out: a file. Refuses to know:
what is packed.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import IO, NamedTuple

from deflate import crc32

from build_scripts.files.disk import FilesError, name_path
from build_scripts.files.members import END, RAW, Joined, measure_members
from build_scripts.files.slices import FileSlices
from build_scripts.files.streams import Stream, deflate_whole

_EPOCH = (1980, 1, 1, 0, 0, 0)
LEVEL = 6
_LARGE = 2**31 - 1
_AT_ONCE = 1 << 24
"""What has up to so many bytes is deflated as a whole, so the same content is the same bytes however it comes."""


Content = bytes | FileSlices | Joined | Stream | Iterable[bytes | memoryview]
"""What a file in a zip is made of: small things as they are, large ones read, or made, while it is written."""


def write_zip(path: Path, entries: Iterable[tuple[str, Content]], level: int = LEVEL) -> None:
    """Write the entries to `path`, one at a time, so that memory does not grow with them; raises FilesError.

    `level` is how hard is compressed what is compressed here; members of a `Joined` and a `Stream` are taken over.
    What is made while it is written may have 2 GiB at most.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with path.open("w+b") as stream:
            deflated = []
            with zipfile.ZipFile(stream, "w") as archive:
                for name, content in entries:
                    entry, content = _describe(name), _pack(content, level)
                    if isinstance(content, Stream):
                        known = _Known(content.size, len(content.packed), content.crc)
                        _write_known(archive, stream, entry, known, [content.packed])
                    elif isinstance(content, Joined) and (known := _measure(content)).packed <= _LARGE >= known.size:
                        bodies = chain.from_iterable(member.body for member in content.members)
                        _write_known(archive, stream, entry, known, chain(bodies, [END]))
                    else:
                        _write_deflated(archive, entry, content, level)
                        deflated.append(entry)
            for entry in deflated:
                stream.seek(entry.header_offset)
                stream.write(entry.FileHeader(entry.file_size > _LARGE))
    except OSError as error:
        raise name_path(error, path) from error


def _describe(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


class _Known(NamedTuple):
    """Bytes of a content, those of its members, its checksum."""

    size: int
    packed: int
    crc: int


def _pack(content: Content, level: int) -> FileSlices | Joined | Stream | Iterable[bytes | memoryview]:
    """What is not large, deflated, unless it is already; the rest as it is."""
    if isinstance(content, Joined | Stream):
        return content
    if isinstance(content, FileSlices) and content.size > _AT_ONCE:
        return content
    pieces = iter([content] if isinstance(content, bytes) else content)
    held, size = [], 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size > _AT_ONCE:
            return chain(held, pieces)
    return deflate_whole(b"".join(held), level)


def _measure(content: Joined) -> _Known:
    size, crc = measure_members(content.members)
    bodies = (member.body for member in content.members)
    packed = sum(body.size if isinstance(body, FileSlices) else sum(map(len, body)) for body in bodies)
    return _Known(size, packed + len(END), crc)


def _write_known(
    archive: zipfile.ZipFile, stream: IO[bytes], entry: zipfile.ZipInfo, known: _Known, packed: Iterable[bytes]
) -> None:
    """Write what was deflated before: all that the head says is known, so it is written once."""
    entry.file_size, entry.compress_size, entry.CRC = known
    entry.header_offset = stream.tell()
    stream.write(entry.FileHeader(zip64=False))
    stream.writelines(packed)
    archive.filelist.append(entry)
    archive.NameToInfo[entry.filename] = entry
    archive.start_dir = stream.tell()


def _write_deflated(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    content: FileSlices | Joined | Iterable[bytes | memoryview],
    level: int,
) -> None:
    """Write what is deflated here or was before, and set in the entry what it is when unpacked.

    The archive takes the bytes for stored ones; the head before them has to be written again when it is closed.
    """
    entry.compress_type = zipfile.ZIP_STORED
    known = measure_members(content.members) if isinstance(content, Joined) else None
    size = known[0] if known else content.size if isinstance(content, FileSlices) else 0
    is_large = size > _LARGE
    with archive.open(entry, "w", force_zip64=is_large) as target:
        if isinstance(content, Joined):
            for member in content.members:
                _copy(member.body, target)
            target.write(END)
            size, crc = known or (0, 0)
        else:
            size, crc = _deflate(content, target, level)
    if size > _LARGE and not is_large:
        raise FilesError(f"{archive.filename}: {entry.filename} has more than 2 GiB")
    entry.compress_type, entry.file_size, entry.CRC = zipfile.ZIP_DEFLATED, size, crc


def _copy(pieces: Iterable[bytes], target: IO[bytes]) -> None:
    for piece in pieces:
        target.write(piece)


def _deflate(pieces: Iterable[bytes | memoryview], target: IO[bytes], level: int) -> tuple[int, int]:
    """Write the pieces deflated; returns their size and checksum."""
    size = crc = 0
    deflater = zlib.compressobj(level, zlib.DEFLATED, RAW)
    for piece in pieces:
        size, crc = size + len(piece), crc32(piece, crc)
        target.write(deflater.compress(piece))
    target.write(deflater.flush())
    return size, crc
