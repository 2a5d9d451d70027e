"""A step of long work, told as it goes on.

Comes in: results one by one. Goes out: the same, each told to whoever listens. Refuses to know: the work, the terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
Announce = Callable[[str, int, int], None]
"""Told of progress: the step's name, how much is done, how much there is."""


def count(step: str, results: Iterable[T], total: int, size: Callable[[T], int], announce: Announce) -> Iterator[T]:
    """The results, each told to `announce` as it comes, unless it is of no size."""
    done = 0
    announce(step, 0, total)
    for result in results:
        if some := size(result):
            done += some
            announce(step, done, total)
        yield result
