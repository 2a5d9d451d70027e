"""The same work for many batches, in this process or in several.

Comes in: a function, what it needs, and tasks. Goes out: results in the order of the tasks, whoever did them. Refuses
to know: what the work is. Workers die with the process that started them, even when it is killed.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

Context = TypeVar("Context")
Task = TypeVar("Task")
Result = TypeVar("Result")
PR_SET_PDEATHSIG = 1

_context: object = None


class WorkerDied(RuntimeError):
    """A worker process ended without an answer: killed, or out of memory."""


def run_tasks(
    function: Callable[[Context, Task], Result], context: Context, tasks: Sequence[Task], jobs: int
) -> Iterator[Result]:
    """`function(context, task)` for every task, results in the order of the tasks; raises WorkerDied.

    With one job, or one task, all is done in this process. `context` is handed over once a worker, not once a task.
    """
    if jobs < 2 or len(tasks) < 2:
        yield from (function(context, task) for task in tasks)
        return
    try:
        with ProcessPoolExecutor(min(jobs, len(tasks)), initializer=_prepare, initargs=(context, os.getpid())) as pool:
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


def _prepare(context: object, parent: int) -> None:
    """Keep what all tasks need, and see to it that this worker does not outlive its parent."""
    global _context
    _context = context
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
