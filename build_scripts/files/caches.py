"""The folder in which a run finds what earlier runs kept.

Comes in: the folder for all that is kept, the name of one purpose. Goes out: a folder that no other living run uses.
Refuses to know: what is kept there. It may be removed at any time. What lies in it is removed at times, so a folder of
somebody else is none.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from build_scripts.files.disk import FilesError
from build_scripts.files.ours import LITTER, check_apart

_OURS = re.compile("|".join(("[0-9a-f]{2}", "reports", "version-before", *map(re.escape, sorted(LITTER)))))
"""What runs keep: what is known by key, the reports as they were read, the version before."""


@contextmanager
def hold_cache(folder: Path | None, purpose: str) -> Iterator[Path | None]:
    """The folder of one purpose below `folder`, held until the block ends; None if nothing is to be kept, if another
    living run holds it, or if it cannot be made: then all is made anew. Raises FilesError if other things lie there."""
    place = folder / purpose if folder else None
    if place:
        _refuse_others(place)
    lock = _lock(place) if place else -1
    try:
        yield place if lock >= 0 else None
    finally:
        if lock >= 0:
            os.close(lock)


def check_cache(output: Path, folder: Path | None, purpose: str) -> None:
    """Raise FilesError if the output and what is kept of it lie in one another: one would be removed with the other."""
    if folder:
        check_apart(output, folder / purpose)


def _refuse_others(place: Path) -> None:
    try:
        strange = [name for name in os.listdir(place) if not _OURS.fullmatch(name)]
    except OSError:
        return
    if strange:
        shown = os.fsencode(min(strange)).decode("utf-8", "backslashreplace")
        raise FilesError(
            f"{place}: 缓存文件夹里有别的东西，如 {shown!r}；请移走它，或用 --cache 另指一个 / the folder of the cache "
            f"holds other things, such as {shown!r}: move them away, or name another by --cache"
        )


def _lock(place: Path) -> int:
    """An exclusive lock, held until the number returned is closed; -1 where there is none to be had."""
    lock = -1
    try:
        place.mkdir(parents=True, exist_ok=True)
        lock = os.open(place, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        if lock >= 0:
            os.close(lock)
        return -1
    return lock
