"""The folder in which a run finds what earlier runs kept.

Comes in: the folder for all that is kept, the name of one purpose. Goes out: a folder that no other living run uses.
Refuses to know: what is kept there. It may be removed at any time.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def hold_cache(folder: Path | None, purpose: str) -> Iterator[Path | None]:
    """The folder of one purpose below `folder`, held until the block ends; None if nothing is to be kept, if another
    living run holds it, or if it cannot be made: then all is made anew."""
    place = folder / purpose if folder else None
    lock = _lock(place) if place else -1
    try:
        yield place if lock >= 0 else None
    finally:
        if lock >= 0:
            os.close(lock)


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
