"""The same work for many batches, in this process or in several.

Comes in: a function, what it needs, and tasks. Goes out: results in the order of the tasks, whoever did them. Refuses
to know: what the work is. Workers die with the process that started them, even when it is killed.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Protocol, TypeVar

from build_scripts.packaging.profiles import begin_worker, tell_workers

Context = TypeVar("Context")
Task = TypeVar("Task")
Result = TypeVar("Result")
PR_SET_PDEATHSIG = 1
FEW = 500
"""Reports up to which processes of their own cost more than they save."""

_RARELY = 50_000
"""Objects made between two looks for garbage in circles; our plain data makes none."""

_context: object = None


class Workers(Protocol):
    """Who does the tasks where it is not processes of this machine alone."""

    @property
    def size(self) -> int:
        """How many tasks they do at a time."""
        ...

    def run(
        self, function: Callable[[Context, Task], Result], context: Context, tasks: Sequence[Task]
    ) -> Iterator[Result]:
        """`function(context, task)` for every task, results in the order of the tasks; raises WorkerDied."""
        ...

    def run_apart(
        self,
        function: Callable[[Context, Task], Result],
        context: Context,
        tasks: Sequence[Task],
        replace_died: Callable[[Task, int], Result],
    ) -> Iterator[Result]:
        """The same; of a task that takes down whoever does it, `replace_died(task, status)` stands for the result."""
        ...


class WorkerDied(RuntimeError):
    """A worker process ended without an answer: killed, or out of memory."""


def choose_jobs(reports: int, few: int = FEW) -> int:
    """How many processes pay for the files of so many reports: one up to `few`, else one a processor of ours."""
    return 1 if reports <= few else count_processors()


def count_processors() -> int:
    """How many processors this process may use, which may be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_tasks(
    function: Callable[[Context, Task], Result], context: Context, tasks: Sequence[Task], jobs: int | Workers
) -> Iterator[Result]:
    """`function(context, task)` for every task, results in the order of the tasks; raises WorkerDied.

    With one job, or one task, all is done in this process. `context` is handed over once a worker, not once a task.
    """
    if not isinstance(jobs, int):
        yield from jobs.run(function, context, tasks)
        return
    if jobs < 2 or len(tasks) < 2:
        yield from (function(context, task) for task in tasks)
        return
    try:
        with ProcessPoolExecutor(
            min(jobs, len(tasks)), initializer=_prepare, initargs=(context, tell_workers())
        ) as pool:
            waiting: list[Future[Result]] = [pool.submit(_run, function, task) for task in tasks]
            try:
                for number, future in enumerate(waiting):
                    yield future.result()
                    waiting[number] = Future()
            finally:
                pool.shutdown(wait=True, cancel_futures=True)
    except BrokenProcessPool as error:
        raise WorkerDied(
            "一个工作进程中途结束（被终止，或内存不足）；请用 --jobs 1 再试 / "
            "a worker process ended half-way (killed, or out of memory); try again with --jobs 1"
        ) from error


def _run(function: Callable[[Context, Task], Result], task: Task) -> Result:
    return function(_context, task)  # type: ignore[arg-type]


def spare_collector() -> None:
    """Let the garbage collector look rarely, and never at what is there already: that lives as long as the process."""
    gc.freeze()
    gc.set_threshold(_RARELY)


def _prepare(context: object, profiles: Path | None = None) -> None:
    """Keep what all tasks need."""
    global _context
    _context = context
    prepare_worker(profiles)


def prepare_worker(profiles: Path | None = None) -> None:
    """In a worker: see to it that it does not outlive its parent, and profile it if asked to."""
    spare_collector()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    # not the parent's pid: under the start method forkserver that is another process's
    starter = multiprocessing.parent_process()
    if starter is not None and not starter.is_alive():
        os._exit(1)
    begin_worker(profiles)
