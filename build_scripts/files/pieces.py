"""Pieces of files: is one still what was written, and many joined to one file.

Comes in: paths, offsets, sizes. Goes out: bytes, one after the other, in a new file. Refuses to know: what they say.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from build_scripts.files.disk import FilesError, name_path

_BLOCK = 1 << 20


class Piece(NamedTuple):
    """`size` bytes of a file from `offset`."""

    path: Path
    offset: int
    size: int


class Rows(NamedTuple):
    """What was written of a table: its name or none, its size, its SHA-256 in hex, which the package publishes."""

    path: str
    size: int
    sha256: str


def is_piece(piece: Piece, sha256: str) -> bool:
    """Whether the piece can be read whole and has this SHA-256 in hex."""
    digest = hashlib.sha256()
    try:
        with piece.path.open("rb", buffering=0) as stream:
            for block in _read(stream, piece):
                digest.update(block)
    except OSError:
        return False
    return digest.hexdigest() == sha256


def join_pieces(head: bytes, pieces: Sequence[Piece], target: Path) -> tuple[int, str]:
    """Write `head` and after it the pieces, in order, to `target`, which is replaced; its size and its SHA-256.

    Raises FilesError."""
    digest = hashlib.sha256(head)
    size = len(head)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        with target.open("xb") as stream:
            stream.write(head)
            for path, joined in _join_neighbours(pieces):
                with path.open("rb", buffering=0) as source:
                    for block in _read(source, joined):
                        digest.update(block)
                        size += len(block)
                        stream.write(block)
    except OSError as error:
        raise name_path(error, target) from error
    return size, digest.hexdigest()


def _join_neighbours(pieces: Sequence[Piece]) -> Iterator[tuple[Path, Piece]]:
    """The pieces, those that follow each other in one file as one."""
    open_one: Piece | None = None
    for piece in pieces:
        if open_one and open_one.path == piece.path and open_one.offset + open_one.size == piece.offset:
            open_one = open_one._replace(size=open_one.size + piece.size)
            continue
        if open_one:
            yield open_one.path, open_one
        open_one = piece
    if open_one:
        yield open_one.path, open_one


def _read(stream: BinaryIO, piece: Piece) -> Iterator[memoryview]:
    """The bytes of a piece, block by block; raises FilesError if the file ends before it does."""
    left = piece.size
    buffer = memoryview(bytearray(min(_BLOCK, left)))
    stream.seek(piece.offset, os.SEEK_SET)
    while left:
        count = stream.readinto(buffer[: min(left, _BLOCK)])  # type: ignore[attr-defined]
        if not count:
            raise FilesError(f"{piece.path}: 比记下的短 / shorter than was noted")
        left -= count
        yield buffer[:count]
