"""From what something follows, as one hash: contents, and the program and packages that made it of them.

Comes in: texts, bytes, names of rooms of the program. Goes out: hex digits. Refuses to know: times of files.
"""

from __future__ import annotations

import hashlib
import sys
import zlib
from collections.abc import Iterable
from functools import cache
from itertools import chain
from pathlib import Path

from build_scripts.files.layout import PROJECT

PROGRAM = Path(__file__).resolve().parents[1]


def hash_parts(*parts: str | bytes) -> str:
    """The SHA-256 of these parts in their order, each told from the next by its length.

    >>> hash_parts("ab", "c") == hash_parts("a", "bc")
    False
    """
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def hash_files(paths: Iterable[Path], below: Path) -> str:
    """The hash of names and contents of files, whatever order they come in; raises OSError."""
    found = sorted((path.relative_to(below).as_posix(), path) for path in paths)
    return hash_parts(*(part for name, path in found for part in (name, path.read_bytes())))


@cache
def hash_code(*rooms: str) -> str:
    """What the modules of these rooms of the program say (`reading`, `packaging`, `codes.py`), the versions that are
    locked, and the Python and the zlib they run with."""
    locks = sorted((PROJECT.root / "requirements").glob("*.lock"))
    sources = sorted({source for room in rooms for source in _hash_room(room)})
    return hash_parts(
        *chain.from_iterable(sources), hash_files(locks, PROJECT.root), sys.version, zlib.ZLIB_RUNTIME_VERSION
    )


@cache
def _hash_room(room: str) -> tuple[tuple[str, str], ...]:
    """Name and hash of every file of a room."""
    place = PROGRAM / room
    paths = [place] if room.endswith(".py") else sorted(place.rglob("*"))
    return tuple(
        (path.relative_to(PROGRAM).as_posix(), hash_parts(path.read_bytes()))
        for path in paths
        if "__pycache__" not in path.parts and path.is_file()
    )
