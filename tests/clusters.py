"""A scheduler and workers as processes of their own, and tasks to be done by them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Cluster:
    """The scheduler's address and the workers' processes."""

    address: str
    workers: list[subprocess.Popen[bytes]]

    def kill(self, pid: int) -> None:
        """Kill a worker as an empty machine does: without a word."""
        os.kill(pid, signal.SIGKILL)
        next(worker for worker in self.workers if worker.pid == pid).wait()

    def start_worker(self, log: Path | None = None) -> None:
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
        self.workers.append(start("worker", self.address, *options, log=log))


@contextmanager
def start_cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """A scheduler and so many workers; their logs lie in the folder, and they end with the block."""
    told = folder / "scheduler.json"
    scheduler = start(
        "scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(told), log=folder / "scheduler.log"
    )
    cluster = Cluster(read_address(told), [])
    try:
        for number in range(workers):
            cluster.start_worker(folder / f"worker-{number}.log")
        yield cluster
    finally:
        for process in (*cluster.workers, scheduler):
            process.kill()
            process.wait()


def start(*arguments: str, log: Path | None) -> subprocess.Popen[bytes]:
    with (log or Path(os.devnull)).open("wb") as stream:
        command = [sys.executable, "-m", "dask", *arguments]
        return subprocess.Popen(command, cwd=ROOT, stdout=stream, stderr=stream, stdin=subprocess.DEVNULL)


def read_address(told: Path) -> str:
    import json

    wait(lambda: told.is_file() and told.read_text().endswith("}"), "the scheduler")
    return str(json.loads(told.read_text())["address"])


def wait(is_there: Callable[[], bool], what: str, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not is_there():
        assert time.monotonic() < end, f"{what} did not come"
        time.sleep(0.02)


# Tasks. What they note lies outside the folders they are given, so it is told as text and not as a path.


class Task(NamedTuple):
    number: int
    target: Path
    notes: str
    source: Path | None = None


def write_square(factor: int, task: Task) -> int:
    """Write the square times the factor; what is read goes before it. Every time it is done is noted."""
    with open(Path(task.notes) / "done", "a", encoding="utf-8") as notes:
        notes.write(f"{task.number}\n")
    value = task.number**2 * factor
    before = task.source.read_text(encoding="utf-8") if task.source else ""
    task.target.parent.mkdir(parents=True, exist_ok=True)
    task.target.write_text(f"{before}{value}", encoding="utf-8")
    return value


def write_late(factor: int, task: Task) -> int:
    """The same, but the first task says who does it, and waits to be killed."""
    notes = Path(task.notes)
    if task.number == 0 and not (notes / "killed").exists():
        task.target.write_text("half", encoding="utf-8")
        (notes / "half").write_text(str(os.getppid()), encoding="utf-8")
        while True:
            time.sleep(1)
    return write_square(factor, task)


def fall(_: int, task: Task) -> int:
    """Bring down whoever does it, where the number is 1; fail where it is 2."""
    if task.number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    if task.number == 2:
        raise FileNotFoundError(2, "not there", "report.pdf")
    return task.number


def count_done(folder: Path) -> Sequence[int]:
    path = folder / "done"
    return sorted(map(int, path.read_text(encoding="utf-8").split())) if path.is_file() else []
