"""Where pieces of downloads lie: those of this run in the spool, those of earlier ones in the cache, where they stay.

Comes in: the work, recipes of pieces: what they are called, their key, how they are made. Goes out: their bytes.
Refuses to know: what a piece is. One that the cache has is not copied, and not read before it is wanted; if it turns
out to be broken then, it is made again. No two tasks write the same file of the spool.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import read_bytes, write_bytes
from build_scripts.files.fingerprints import hash_parts
from build_scripts.publishing.site_tasks import IndexedWork


class Recipe(NamedTuple):
    """Pieces of a partition that are made together: what they are called, from what they follow, how they are made, in
    the order of their names."""

    kinds: tuple[str, ...]
    key: str
    make: Callable[[], Sequence[bytes]]


def fill(work: IndexedWork, partition: str, recipe: Recipe) -> None:
    """See that these pieces are to be had: those that an earlier run kept, or, if one is lost, all of them made anew.
    Raises FilesError."""
    keys = _list_keys(recipe)
    kept = [work.earlier is not None and work.earlier.has(key) for key in keys]
    made = [] if all(kept) else _make(work, recipe)
    for place, (kind, key) in enumerate(zip(recipe.kinds, keys, strict=True)):
        if work.earlier and (not made or work.earlier.has(key)):
            write_told(work, partition, f"{kind}.kept", key)
        else:
            write_bytes(_place(work, partition, kind), made[place])


def find_piece(work: IndexedWork, partition: str, kind: str) -> bytes | None:
    """A piece of this run or of an earlier one; None if that is lost or broken by now. Raises FilesError for one that
    was never there."""
    place = _place(work, partition, kind)
    if work.earlier is None or place.exists():
        return read_bytes(place)
    return work.earlier.get(read_told(work, partition, f"{kind}.kept"))


def make_again(work: IndexedWork, recipe: Recipe, kind: str) -> bytes:
    """A piece that was lost, made anew and kept with those it is made with; raises FilesError."""
    return _make(work, recipe)[recipe.kinds.index(kind)]


def write_told(work: IndexedWork, partition: str, name: str, told: str) -> None:
    """Leave a line for later tasks; raises FilesError."""
    write_bytes(_place(work, partition, name), told.encode())


def read_told(work: IndexedWork, partition: str, name: str) -> str:
    """The line that an earlier task left; raises FilesError."""
    return read_bytes(_place(work, partition, name)).decode()


def _make(work: IndexedWork, recipe: Recipe) -> Sequence[bytes]:
    made = recipe.make()
    for key, data in zip(_list_keys(recipe), made, strict=True):
        if work.earlier:
            work.earlier.put(key, data)
    return made


def _list_keys(recipe: Recipe) -> list[str]:
    return [hash_parts("piece", recipe.key, kind) for kind in recipe.kinds]


def _place(work: IndexedWork, partition: str, kind: str) -> Path:
    return work.spool / "formats" / f"{partition}-{kind}"
