"""Measured runs of commands, and the machine they ran on.

Comes in: a command. Goes out: wall seconds and the peak memory of its largest process. A command that fails is a
`NotMeasured` with the end of what it said; nothing is estimated.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path


class NotMeasured(RuntimeError):
    """Why there is no number."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: wall seconds, peak resident megabytes (10^6 bytes) of the largest process in it."""

    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Sample:
    """Runs of the same thing; the medians are what is printed."""

    runs: tuple[Run, ...]

    @property
    def seconds(self) -> float:
        return statistics.median(run.seconds for run in self.runs)

    @property
    def megabytes(self) -> float:
        return statistics.median(run.megabytes for run in self.runs)

    @property
    def spread(self) -> str:
        """Fastest and slowest run."""
        return f"{min(run.seconds for run in self.runs):.2f}–{max(run.seconds for run in self.runs):.2f}"


def run_command(command: Sequence[str], allowed: Collection[int] = (0,)) -> Run:
    """One run of a command; raises NotMeasured if it ends with another code than those allowed."""
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT)
        peak = _watch(process)
        seconds = time.perf_counter() - begun
        if process.returncode not in allowed:
            said.seek(0)
            end = said.read().decode("utf-8", "replace").strip().splitlines()[-1:]
            raise NotMeasured(f"`{' '.join(command[1:4])} …` ended with {process.returncode}: {' '.join(end)[:200]}")
    return Run(seconds, peak * 1024 / 1e6)


def _watch(process: subprocess.Popen[bytes]) -> int:
    """Waits for the process; the highest VmHWM, in KiB, seen in it and its descendants, looked at every 20 ms.

    The kernel's own ru_maxrss will not do: it counts the memory of the parent that started the process.
    """
    peak = 0
    while process.poll() is None:
        peak = max([peak, *map(_high_water, _family(process.pid))])
        time.sleep(0.02)
    return peak


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return [pid]
    return [pid, *(member for child in children for member in _family(int(child)))]


def _high_water(pid: int) -> int:
    try:
        return int((_field(Path(f"/proc/{pid}/status"), "VmHWM") or "0").split()[0])
    except OSError:
        return 0


def repeat(count: int, run: Callable[[], Run]) -> Sample:
    """`count` runs, one after the other."""
    return Sample(tuple(run() for _ in range(count)))


def describe_machine() -> str:
    """Processor, cores this process may use, memory, system, Python."""
    processor = _field(Path("/proc/cpuinfo"), "model name") or platform.machine()
    memory = int((_field(Path("/proc/meminfo"), "MemTotal") or "0 kB").split()[0]) * 1024 / 1e9
    machine = f"{processor}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GB"
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{machine}, {system}, load {os.getloadavg()[0]:.1f}"


def _field(path: Path, name: str) -> str:
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), "")
