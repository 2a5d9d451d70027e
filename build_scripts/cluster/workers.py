"""Tasks given out through Dask's scheduler, their results in order.

Comes in: a client of the scheduler, functions, contexts, tasks. Goes out: results; files where the tasks were to write
them. Refuses to know: what the tasks are. The only module that imports `distributed`, with `connecting`.

A task whose worker is killed is given to another one; it writes the same files, so nothing of it shows. One that kills
whoever does it ends the run, or is replaced where the caller says by what (`run_apart`). Where machines share no
folder, answers are kept in a store under a hash of all they follow from: a run that was cut short takes them up again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from distributed import Client, Future, KilledWorker, TimeoutError

from build_scripts.cluster.children import perform
from build_scripts.cluster.messages import Answer, Died, Done, Failed, Job, name_function, pack, unpack
from build_scripts.cluster.program import hash_program
from build_scripts.cluster.travelling import Travel
from build_scripts.files import write_bytes
from build_scripts.files.fingerprints import hash_parts
from build_scripts.packaging.bounds import SLOW
from build_scripts.packaging.pool import Context, Result, Task, WorkerDied, run_tasks

RETRIES = 2
"""How often a task is begun again whose process died under it, on whatever worker."""

LOOK = 30.0
"""Seconds between two looks whether anybody is left to answer."""

PATIENCE = 10
"""Looks without a single worker after which nobody is waited for any more: five minutes."""

DIED = (
    "做同一项任务的工作进程接连中途结束（被终止，或内存不足） / "
    "the processes that did a task ended half-way, one after the other (killed, or out of memory)"
)
NOBODY = "调度器没有工作进程了，或连不上 / the scheduler has no workers left, or cannot be reached"


class DaskWorkers:
    """Workers behind a scheduler. `folder` is one that all of them see; without one `travel` takes the files along.

    Functions that `travel` does not carry are done here, by `jobs` processes.
    """

    def __init__(self, client: Client, size: int, folder: Path, travel: Travel | None = None, jobs: int = 1) -> None:
        self._client = client
        self._size = size
        self._folder = folder
        self._travel = travel
        self._jobs = jobs

    @property
    def size(self) -> int:
        """How many tasks are done at a time."""
        return self._size

    def run(
        self, function: Callable[[Context, Task], Result], context: Context, tasks: Sequence[Task]
    ) -> Iterator[Result]:
        """`function(context, task)` for every task, results in the order of the tasks; raises WorkerDied."""
        if self._travel and not self._travel.carries(function, tasks):
            yield from run_tasks(function, context, tasks, self._jobs)
            return
        yield from self._run(function, context, tasks, None)

    def run_apart(
        self,
        function: Callable[[Context, Task], Result],
        context: Context,
        tasks: Sequence[Task],
        replace_died: Callable[[Task, int], Result],
    ) -> Iterator[Result]:
        """The same; of a task that takes down whoever does it, `replace_died(task, status)` stands for the result."""
        yield from self._run(function, context, tasks, replace_died)

    def _run(
        self,
        function: Callable[[Context, Task], Result],
        context: Context,
        tasks: Sequence[Task],
        replace_died: Callable[[Task, int], Result] | None,
    ) -> Iterator[Result]:
        jobs = list(self._plan(function, context, tasks))
        waiting: list[Future | None] = [None if self._has(job) else self._submit(job) for job in jobs]
        try:
            for number, job in enumerate(jobs):
                answer = self._settle(job, waiting[number], RETRIES if replace_died is None else 1)
                waiting[number] = None
                if isinstance(answer, Failed):
                    raise answer.error
                if isinstance(answer, Died):
                    if replace_died is None:
                        raise WorkerDied(DIED)
                    yield replace_died(tasks[number], answer.status)
                else:
                    result: Result = self._travel.take(job) if self._travel else unpack(answer.result)
                    yield result
        finally:
            self._client.cancel([future for future in waiting if future is not None], force=True)

    def _plan(
        self, function: Callable[[Context, Task], Result], context: Context, tasks: Sequence[Task]
    ) -> Iterator[Job]:
        """A job for each task; what all need goes first."""
        if self._travel:
            yield from self._travel.plan(function, context, tasks)
            return
        data = pack(context)[0]
        place = self._folder / f"context-{hash_parts(data)[:32]}"
        if not place.exists():
            write_bytes(place, data)
        for task in tasks:
            yield Job(name_function(function), hash_program(), str(place), pack(task)[0])

    def _has(self, job: Job) -> bool:
        return self._travel is not None and self._travel.has(job)

    def _submit(self, job: Job) -> Future:
        if self._travel:
            self._travel.send(job)
        return self._client.submit(perform, job, pure=False)

    def _settle(self, job: Job, future: Future | None, retries: int) -> Answer:
        """The answer to a job, begun again where whoever did it died."""
        if future is None and self._travel and self._travel.is_whole(job):
            return Done(b"")
        answer = self._await(future or self._submit(job))
        while isinstance(answer, Died) and retries and answer.status not in SLOW:
            answer, retries = self._await(self._submit(job)), retries - 1
        return answer

    def _await(self, future: Future) -> Answer:
        """What comes of a job; raises WorkerDied where nobody is left to do it."""
        looks = 0
        while True:
            try:
                answer = future.result(timeout=LOOK)
            except TimeoutError:
                looks = 0 if self._count_workers() else looks + 1
                if looks >= PATIENCE:
                    raise WorkerDied(NOBODY) from None
                continue
            except KilledWorker:
                return Died(-9)
            except (OSError, RuntimeError) as error:
                raise WorkerDied(f"{NOBODY}: {error}") from error
            if isinstance(answer, Answer):
                return answer
            raise WorkerDied(f"{NOBODY}: {answer!r}")

    def _count_workers(self) -> int:
        try:
            return len(self._client.scheduler_info(n_workers=-1)["workers"])
        except (OSError, RuntimeError):
            return 0
