"""Measured runs of commands, and the machine they ran on.

Comes in: a command. Goes out: wall and processor seconds, and the peak memory of all its processes. A command that
fails is a `NotMeasured` with the end of what it said; nothing is estimated.
"""

from __future__ import annotations

import os
import platform
import resource
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
    """One run: wall seconds; at its peak, the resident megabytes (10^6 bytes) of all its processes together, what they
    share counted once (the sum of their proportional set sizes); processor seconds of all of them."""

    seconds: float
    megabytes: float
    processor: float = 0.0


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
    def processor(self) -> float:
        return statistics.median(run.processor for run in self.runs)

    @property
    def spread(self) -> str:
        """Fastest and slowest run."""
        return f"{min(run.seconds for run in self.runs):.2f}–{max(run.seconds for run in self.runs):.2f}"


def add_runs(*runs: Run) -> Run:
    """Runs one after the other as one: the seconds added up, the highest peak."""
    return Run(sum(run.seconds for run in runs), max(run.megabytes for run in runs), sum(run.processor for run in runs))


def run_command(
    command: Sequence[str],
    allowed: Collection[int] = (0,),
    folder: Path | None = None,
    environment: dict[str, str] | None = None,
) -> Run:
    """One run of a command; raises NotMeasured if it ends with another code than those allowed."""
    with tempfile.TemporaryFile() as said:
        before, begun = _read_children(), time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, cwd=folder,
            env=list_surroundings() | (environment or {}),
        )  # fmt: skip
        peak = _watch(process)
        seconds, processor = time.perf_counter() - begun, _read_children() - before
        if process.returncode not in allowed:
            said.seek(0)
            end = said.read().decode("utf-8", "replace").strip().splitlines()[-1:]
            raise NotMeasured(f"`{' '.join(command[1:4])} …` ended with {process.returncode}: {' '.join(end)[:200]}")
    return Run(seconds, peak * 1024 / 1e6, processor)


def list_surroundings() -> dict[str, str]:
    """The environment of a run: ours, but that Python keeps what it compiled, as it does unless it is told not to."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _read_children() -> float:
    """Processor seconds of all processes that were waited for so far, theirs included."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


SOON, LATE, RARELY = 0.02, 0.5, 50
"""Seconds between two looks at the memory, least and most. A look costs the program that is looked at, too: so many
times as long as it took, none is taken."""


def _watch(process: subprocess.Popen[bytes]) -> int:
    """Waits for the process; the highest sum of the memory of it and its descendants, in KiB, looked at every 20 ms or,
    where a look takes long, up to half a second apart.

    The kernel's own ru_maxrss will not do: it counts the memory of the parent that started the process.
    """
    peak = 0
    while process.poll() is None:
        begun = time.thread_time()
        peak = max(peak, sum(map(_measure_memory, _family(process.pid))))
        wait = min(max(SOON, RARELY * (time.thread_time() - begun)), LATE)
        try:
            process.wait(wait)
        except subprocess.TimeoutExpired:
            continue
    return peak


def _family(pid: int) -> list[int]:
    """A process and its descendants, whichever of their threads began them."""
    try:
        threads = [*Path(f"/proc/{pid}/task").iterdir()]
        children = [child for thread in threads for child in (thread / "children").read_text("ascii").split()]
    except OSError:
        return [pid]
    return [pid, *(member for child in children for member in _family(int(child)))]


def _measure_memory(pid: int) -> int:
    """Proportional set size of a process in KiB: what it shares with others is parted among them; 0 if it has ended."""
    try:
        return int((_field(Path(f"/proc/{pid}/smaps_rollup"), "Pss:", " ") or "0").split()[0])
    except (OSError, ValueError, IndexError):
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


def _field(path: Path, name: str, end: str = ":") -> str:
    """What follows the name and `end` on the first line that begins with it; nothing without such a line."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return next((line.split(end, 1)[1].strip() for line in lines if line.startswith(name)), "")
