"""The work of making a site, cut into tasks that may be done side by side, here or elsewhere.

Comes in: tasks, each with a function of its room, what it is about, and about how long it takes. Goes out: their
results in the order of the tasks. Refuses to know: what a task does. The longest are begun first, so that no processor
stands idle at the end. A task writes only files of its own, below the folders of its `SiteWork`, and only new ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from build_scripts.files.reuse import Earlier
from build_scripts.packaging.package import Package
from build_scripts.packaging.pool import Workers, run_tasks
from build_scripts.packaging.steps import Announce
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.row_index import RowIndex


@dataclass(frozen=True, slots=True)
class SiteWork:
    """What every task may look up. `site` is the folder of the fresh site; `spool`, beside it, takes what one task
    leaves for a later one and vanishes with the run; `earlier` is where the work of earlier runs lies, None if all is
    to be made anew."""

    package: Package
    context: SiteContext
    site: Path
    spool: Path
    earlier: Earlier | None


@dataclass(frozen=True, slots=True)
class IndexedWork(SiteWork):
    """The same, and where each report's rows are in the tables, by table."""

    indexes: Mapping[str, RowIndex]


def _say_nothing(step: str, done: int, total: int) -> None:
    """Nobody is told of progress."""


class SiteTask(NamedTuple):
    """`run(work, about)`, a function at the top of its module, with plain data; `cost` is about how many seconds it
    takes, compared with other tasks alone."""

    run: Callable[[Any, Any], Any]
    about: object
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class SiteRun:
    """How a site is made: by how many processes, or by whom; where the work of earlier runs lies, None if all is to be
    made anew; a folder for what is needed meanwhile; who is told of progress."""

    jobs: int | Workers
    earlier: Earlier | None
    spool: Path
    announce: Announce = _say_nothing


def run_site_tasks(work: SiteWork, tasks: Sequence[SiteTask], jobs: int | Workers) -> list[Any]:
    """The results of the tasks, in their order; raises what a task raises, or WorkerDied."""
    return [result for _, result in sorted(_iterate(work, tasks, jobs), key=lambda one: one[0])]


def run_step(
    work: SiteWork, tasks: Sequence[SiteTask], run: SiteRun, step: str, sizes: Sequence[int] | None = None
) -> list[Any]:
    """As `run_site_tasks`, told of as a step; `sizes` is how much each task counts in what is told, without it one."""
    counts = [1] * len(tasks) if sizes is None else sizes
    done, total, found = 0, sum(counts), {}
    run.announce(step, 0, total)
    for place, result in _iterate(work, tasks, run.jobs):
        found[place] = result
        done += counts[place]
        run.announce(step, done, total)
    return [found[place] for place in range(len(tasks))]


def run_together(groups: Sequence[tuple[SiteWork, Sequence[SiteTask]]], run: SiteRun, step: str) -> list[list[Any]]:
    """Tasks that look up different things, side by side and told of as one step; of each group the results of its
    tasks, in their order."""
    works = tuple(work for work, _ in groups)
    tasks = [
        task._replace(run=_run_of, about=(place, task)) for place, (_, several) in enumerate(groups) for task in several
    ]
    run.announce(step, 0, len(tasks))
    found = {}
    for done, (place, result) in enumerate(_iterate(works, tasks, run.jobs), start=1):
        found[place] = result
        run.announce(step, done, len(tasks))
    results = (found[place] for place in range(len(tasks)))
    return [list(islice(results, len(several))) for _, several in groups]


def _iterate(
    work: SiteWork | tuple[SiteWork, ...], tasks: Sequence[SiteTask], jobs: int | Workers
) -> Iterator[tuple[int, Any]]:
    """The place and the result of each task, the longest first."""
    order = sorted(range(len(tasks)), key=lambda place: -tasks[place].cost)
    yield from zip(order, run_tasks(_run, work, [tasks[place] for place in order], jobs), strict=True)


def _run(work: SiteWork | tuple[SiteWork, ...], task: SiteTask) -> Any:
    return task.run(work, task.about)


def _run_of(works: tuple[SiteWork, ...], about: tuple[int, SiteTask]) -> Any:
    place, task = about
    return _run(works[place], task)
