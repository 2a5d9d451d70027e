"""Where the time of a run went: each step with its seconds, and those of the processors.

Comes in: what is told of progress, and a clock. Goes out: `Spent`, one a step, in the order the steps began. Refuses to
know: what the steps do, how they are shown. Steps may run side by side: the time between two things told belongs to the
step that the later one is about, but a step that begins has no part in what was before; so the parts add up to the
whole. Processor time is that of this process, of those it waited for, and of its workers that still run.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

PREPARING = "准备 / preparing"


class Clock(NamedTuple):
    """A moment: seconds since some other one, and the processor seconds that this run took so far."""

    wall: float
    processor: float


class Spent(NamedTuple):
    """What a step took, in seconds, and how much of what it counts was done."""

    step: str
    wall: float
    processor: float
    done: int


class Meter:
    """Notes what is told of progress; `list_spent` may be asked at any time."""

    def __init__(self, read_clock: Callable[[], Clock] | None = None) -> None:
        """`read_clock` gives the moment; without one it is that of the machine."""
        self._read = read_clock or read_machine_clock
        self._begun = self._last = self._read()
        self._step = PREPARING
        self._spent: dict[str, Spent] = {PREPARING: Spent(PREPARING, 0, 0, 0)}

    def note(self, step: str, done: int) -> float:
        """So much of the step is done now; the seconds that the step took so far."""
        known = self._spent.setdefault(step, Spent(step, 0, 0, 0))
        self._give(self._step if done == 0 else step)
        self._spent[step] = self._spent[step]._replace(done=max(done, known.done))
        self._step = step
        return self._spent[step].wall

    def list_spent(self) -> tuple[Spent, ...]:
        """All steps; what came after the last thing told belongs to the step it was about."""
        self._give(self._step)
        return tuple(self._spent.values())

    def _give(self, step: str) -> None:
        now, spent = self._read(), self._spent[step]
        wall, processor = now.wall - self._last.wall, max(0.0, now.processor - self._last.processor)
        self._spent[step] = spent._replace(wall=spent.wall + wall, processor=spent.processor + processor)
        self._last = now


def render_spent(spent: tuple[Spent, ...]) -> Iterator[str]:
    """A line for the whole, one for the columns, and one a step that took any time.

    >>> print(*render_spent((Spent("读 / read", 6, 9, 5), Spent("写 / write", 2, 2, 5))), sep="\\n")
    用时 8.0 秒，处理器 11.0 秒 / took 8.0 s, processors 11.0 s
          s    %   CPU s
        6.0   75     9.0  读 / read
        2.0   25     2.0  写 / write
    """
    wall, processor = sum(one.wall for one in spent), sum(one.processor for one in spent)
    yield f"用时 {wall:.1f} 秒，处理器 {processor:.1f} 秒 / took {wall:.1f} s, processors {processor:.1f} s"
    yield f"{'s':>7}  {'%':>3}  {'CPU s':>6}"
    for one in spent:
        if one.wall >= LEAST or one.processor >= LEAST:
            share = 100 * one.wall / wall if wall else 0
            yield f"{one.wall:>7.1f}  {share:>3.0f}  {one.processor:>6.1f}  {one.step}"


LEAST = 0.05
"""Seconds below which a step has no line of its own: it would read 0.0."""


def read_machine_clock() -> Clock:
    """Now, on this machine."""
    own, ended = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    running = sum(_read_processor(child.pid) for child in multiprocessing.active_children() if child.pid)
    return Clock(time.monotonic(), own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime + running)


def _read_processor(pid: int) -> float:
    """Processor seconds of a process that runs; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return 0.0
