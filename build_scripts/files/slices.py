"""Parts of files, named now and read when they are wanted, a piece at a time.

Comes in: a path, stretches of its bytes. Goes out: those bytes in order. Refuses to know: what they say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from build_scripts.files.disk import FilesError, name_path

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class FileSlices:
    """Stretches of a file, each from its first byte to the one after its last, in the order in which they are read."""

    path: Path
    ranges: tuple[tuple[int, int], ...]

    @property
    def size(self) -> int:
        """How many bytes they are together."""
        return sum(end - start for start, end in self.ranges)

    def __iter__(self) -> Iterator[bytes]:
        """The bytes, a piece at a time; raises FilesError, also for a file that ends before its slice does."""
        try:
            with self.path.open("rb") as stream:
                for start, end in self.ranges:
                    stream.seek(start)
                    while start < end:
                        piece = stream.read(min(_PIECE, end - start))
                        if not piece:
                            raise FilesError(f"{self.path}: ends before byte {end}")
                        start += len(piece)
                        yield piece
        except OSError as error:
            raise name_path(error, self.path) from error


def slice_whole(path: Path) -> FileSlices:
    """All of a file as it is now; raises FilesError."""
    try:
        return FileSlices(path, ((0, path.stat().st_size),))
    except OSError as error:
        raise name_path(error, path) from error


def join_ranges(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same stretches, those that touch made one.

    >>> join_ranges([(0, 3), (3, 5), (9, 12)])
    ((0, 5), (9, 12))
    """
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
