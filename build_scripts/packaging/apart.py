"""Processes for tasks that may bring down whoever does them: each death costs one task, and says how it came.

Comes in: a function, what it needs, and tasks. Goes out: results in the order of the tasks. Refuses to know: what the
work is. `pool` is for work that may be trusted: there a death ends everything.
"""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import NamedTuple

from build_scripts import limits
from build_scripts.packaging.bounds import SLOW, measure_memory
from build_scripts.packaging.pool import Context, Result, Task, Workers, prepare_worker
from build_scripts.packaging.profiles import tell_workers

_STOP = None
"""What is sent to a process that has nothing more to do."""


class Died(NamedTuple):
    """A process ended under a task, with this status: a signal's number below zero, or an exit code."""

    status: int


class _Answer(NamedTuple):
    """What a process sends back; `goes`: it takes no other task."""

    result: object
    error: Exception | None
    goes: bool


def run_apart(
    function: Callable[[Context, Task], Result],
    context: Context,
    tasks: Sequence[Task],
    jobs: int | Workers,
    replace_died: Callable[[Task, int], Result],
) -> Iterator[Result]:
    """`function(context, task)` for every task, results in the order of the tasks, never done in this process.

    A task under which its process dies is done once more, by a new one; where that dies too, or a bound of time was
    met (`bounds.SLOW`), `replace_died(task, status)` stands for the result. The others never notice. An exception that
    the function raises is raised here.
    """
    if not isinstance(jobs, int):
        yield from jobs.run_apart(function, context, tasks, replace_died)
        return
    done: dict[int, Result] = {}
    told = 0
    for number, result in _run(function, context, tasks, max(1, min(jobs, len(tasks)))):
        done[number] = replace_died(tasks[number], result.status) if isinstance(result, Died) else result
        while told in done:
            yield done.pop(told)
            told += 1


def _run(
    function: Callable[[Context, Task], Result], context: Context, tasks: Sequence[Task], size: int
) -> Iterator[tuple[int, Result | Died]]:
    """Numbers of the tasks and what came of them, as they end."""
    left = list(range(len(tasks)))[::-1]
    again: set[int] = set()
    crew: list[_Worker] = []
    try:
        while left or any(worker.task is not None for worker in crew):
            while left and len(crew) < size:
                crew.append(_Worker(function, context))
            for worker in crew:
                if left and worker.task is None:
                    worker.give(left[-1], tasks[left[-1]])
                    left.pop()
            for worker in _find_ready(crew):
                number, answer = worker.take()
                if not isinstance(answer, _Answer) or answer.goes:
                    crew.remove(worker)
                    worker.end()
                if isinstance(answer, _Answer):
                    if answer.error is not None:
                        raise answer.error
                    yield number, answer.result  # type: ignore[misc]
                elif answer.status in SLOW or number in again:
                    yield number, answer
                else:
                    again.add(number)
                    left.append(number)
    finally:
        for worker in crew:
            worker.end()


class _Worker:
    """A process that does one task after the other."""

    def __init__(self, function: Callable[[Context, Task], Result], context: Context) -> None:
        self.connection, theirs = multiprocessing.Pipe()
        self.task: int | None = None
        self.process = multiprocessing.Process(
            target=_serve, args=(theirs, self.connection, function, context, tell_workers())
        )
        self.process.start()
        theirs.close()

    def give(self, number: int, task: object) -> None:
        """Have it do a task."""
        self.task = number
        with suppress(BrokenPipeError, ConnectionResetError):  # it died idle: taking tells
            self.connection.send((task,))

    def take(self) -> tuple[int, _Answer | Died]:
        """The number of the task it had, and what came of it."""
        assert self.task is not None
        number, self.task = self.task, None
        try:
            answer: object = self.connection.recv()
        except (EOFError, OSError):
            answer = None
        if isinstance(answer, _Answer):
            return number, answer
        self.process.kill()
        self.process.join()
        return number, Died(self.process.exitcode or 0)

    def end(self) -> None:
        """Let it end; what is still at a task is killed, for nobody waits for it any more."""
        if self.task is None:
            with suppress(BrokenPipeError, ConnectionResetError):
                self.connection.send(_STOP)
        else:
            self.process.kill()
        self.connection.close()
        self.process.join()
        self.process.close()


def _find_ready(crew: Sequence[_Worker]) -> list[_Worker]:
    """Those that have answered, or died."""
    busy = [worker for worker in crew if worker.task is not None]
    ready = set(wait([one for worker in busy for one in (worker.connection, worker.process.sentinel)]))
    return [worker for worker in busy if worker.connection in ready or worker.process.sentinel in ready]


def _serve(
    connection: Connection,
    others: Connection,
    function: Callable[[Context, Task], Result],
    context: Context,
    profiles: Path | None,
) -> None:
    """Do the tasks that come until there are none; what keeps too much memory after one takes no other."""
    others.close()  # the other end, which a forked process is born with: an end is seen once nobody has it
    prepare_worker(profiles)
    most = measure_memory() + limits.KEPT_BYTES
    with suppress(EOFError, OSError):
        while (given := connection.recv()) is not _STOP:
            result: object = None
            error: Exception | None = None
            try:
                result = function(context, *given)
            except Exception as raised:  # raised where the result is waited for
                error = raised
            goes = measure_memory() > most
            try:
                connection.send(_Answer(result, error, goes))
            except (pickle.PicklingError, TypeError, AttributeError) as fault:
                connection.send(_Answer(None, RuntimeError(f"{type(fault).__name__}: {fault}"), goes))
            if goes:
                return
