"""The bounds of one reading: processor time, time on the clock, memory.

Comes in: nothing but the numbers. Goes out: the process goes on, or is ended by the system; the finding that says which
bound was met. Refuses to know: what is done within the bounds. Time is kept by timers of the system whose signal nobody
catches, so that compiled code that never comes back to Python is ended too. Memory is bounded where the system does it
(Linux); macOS knows such a bound and does not keep to it.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from build_scripts import limits
from build_scripts.model import Finding

_STATM = "/proc/self/statm"
_DATA = 5
"""Which number of `statm` is the pages of private memory that can be written."""

_MET = {
    -signal.SIGPROF: ("{:.0f} 秒处理器时间", "{:.0f} seconds of processor time"),
    -signal.SIGALRM: ("{:.0f} 秒等待", "{:.0f} seconds of waiting"),
}
SLOW = frozenset(_MET)
"""How a process ends that met a bound of time: of the processor's, on the clock."""


@contextmanager
def bounded() -> Iterator[None]:
    """Within, this process ends at a bound of time (see `SLOW`), and memory beyond its bound is a MemoryError.

    The timers are of the process: to be used in one made for the work, never twice at a time.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    held = measure_memory()
    for signal_number in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(signal_number, signal.SIG_DFL)
    if held:
        _bound_memory(held + limits.MEMORY_BYTES, soft, hard)
    signal.setitimer(signal.ITIMER_PROF, limits.PROCESSOR_SECONDS)
    signal.setitimer(signal.ITIMER_REAL, limits.CLOCK_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)
        if held:
            with suppress(OSError, ValueError):
                resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def measure_memory() -> int:
    """Bytes of private memory of this process; 0 where the system does not tell, and keeps no bound of it."""
    if sys.platform != "linux":
        return 0
    with open(_STATM, "rb", buffering=0) as stream:
        return int(stream.read().split()[_DATA]) * os.sysconf("SC_PAGE_SIZE")


def tell_time(source_file: str, path: Path, status: int) -> Finding:
    """That reading ended at a bound of time."""
    seconds = limits.PROCESSOR_SECONDS if status == -signal.SIGPROF else limits.CLOCK_SECONDS
    zh, en = (words.format(seconds) for words in _MET[status])
    details = (("expected_zh", zh), ("expected_en", en), ("found", _tell_size(path)))
    return Finding("reader-too-slow", source_file, None, details)


def tell_memory(source_file: str, path: Path) -> Finding:
    """That reading ended at the bound of memory."""
    details = (("expected", str(limits.MEMORY_BYTES >> 20)), ("found", _tell_size(path)))
    return Finding("reader-out-of-memory", source_file, None, details)


def _tell_size(path: Path) -> str:
    """Bytes of the file, as it is now."""
    try:
        return str(os.lstat(path).st_size)
    except OSError:
        return "?"


def _bound_memory(most: int, soft: int, hard: int) -> None:
    """A bound set from outside stands where it is lower."""
    for bound in (soft, hard):
        most = most if bound == resource.RLIM_INFINITY else min(most, bound)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
