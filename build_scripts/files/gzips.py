"""Gzip files, the same bytes for the same content: no name, no clock; one member, whatever it is put together from.

Comes in: contents, or stretches of gzip files written here. Goes out: a file, and where in it each content lies
compressed, so that another file may take it over without compressing it again. Refuses to know: what is said.
Source: RFC 1951, RFC 1952. One member, because some readers (browsers among them) stop at the end of the first.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from build_scripts.files.disk import name_path
from build_scripts.files.members import END, Member, deflate_to, measure_members
from build_scripts.files.slices import FileSlices

_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


def write_gzip(path: Path, contents: Iterable[Iterable[bytes] | Member]) -> tuple[Member, ...]:
    """Write the contents to `path`, one after the other, as pieces come; each as it lies there. Raises FilesError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with path.open("wb") as stream:
            stream.write(_HEAD)
            members = tuple(_write_member(path, stream, content) for content in contents)
            stream.write(END + _render_tail(*measure_members(members)))
            return members
    except OSError as error:
        raise name_path(error, path) from error


def _write_member(path: Path, stream: BinaryIO, content: Iterable[bytes] | Member) -> Member:
    start = stream.tell()
    if isinstance(content, Member):
        stream.writelines(content.body)
        size, crc = content.size, content.crc
    else:
        size, crc = deflate_to(content, stream)
    return Member(FileSlices(path, ((start, stream.tell()),)), size, crc)


def _render_tail(size: int, crc: int) -> bytes:
    return struct.pack("<LL", crc, size & 0xFFFFFFFF)
