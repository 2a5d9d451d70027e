"""Every single run, kept as soon as it is measured: a benchmark that was cut short goes on where it was.

Comes in: runs of what, of which size. Goes out: how many there are, and the rows they amount to. Runs of another
program (its modules, templates and lock files) are kept apart: they count for nothing here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import Run, Sample
from benchmarks.results import Result, take_result
from build_scripts.files.fingerprints import PROGRAM, hash_code


class HeldRun(NamedTuple):
    """One line of the file: `seconds`, `megabytes` and `processor` as in `Run`; `written`: bytes of what was made."""

    program: str
    what: str
    size: int
    unit: str
    seconds: float
    megabytes: float
    processor: float
    written: int

    @property
    def run(self) -> Run:
        return Run(self.seconds, self.megabytes, self.processor)


class HeldRuns:
    """The runs in the file `path`, which need not exist, of the program `program`."""

    def __init__(self, path: Path, program: str) -> None:
        self._path = path
        self.program = program
        self._held = [each for each in read_runs(path) if each.program == program]

    def count(self, what: str, size: int) -> int:
        """How many runs there are."""
        return len(self._list(what, size))

    def add(self, what: str, size: int, unit: str, run: Run, written: int = 0) -> None:
        """Keep a run."""
        held = HeldRun(self.program, what, size, unit, run.seconds, run.megabytes, run.processor, written)
        self._held.append(held)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        before = self._path.read_text("utf-8") if self._path.exists() else ",".join(HeldRun._fields) + "\n"
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(held)
        whole = before[: before.rfind("\n") + 1]  # a line that was cut short is let go of
        self._path.write_text(whole + line.getvalue(), "utf-8")

    def repeat(self, what: str, size: int, unit: str, runs: int, measure: Callable[[], tuple[Run, int]]) -> Result:
        """Measure until there are so many runs; the row of them. `measure` returns a run and the bytes it made."""
        while self.count(what, size) < runs:
            self.add(what, size, unit, *measure())
        return self.take(what, size)

    def take(self, what: str, size: int) -> Result:
        """The row of the runs; raises KeyError where there is none."""
        found = self._list(what, size)
        if not found:
            raise KeyError(what, size)
        return take_result(what, size, found[0].unit, Sample(tuple(one.run for one in found)), found[-1].written)

    def take_all(self) -> dict[tuple[str, int], Result]:
        """Every row, in the order in which they were first measured."""
        return {(one.what, one.size): self.take(one.what, one.size) for one in self._held}

    def _list(self, what: str, size: int) -> list[HeldRun]:
        return [one for one in self._held if (one.what, one.size) == (what, size)]


def hash_program() -> str:
    """What is measured, in sixteen digits."""
    rooms = sorted(path.name for path in PROGRAM.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file())
    return hash_code(*rooms)[:16]


def find_last_program(path: Path) -> str:
    """The program that was measured last; "" if none was."""
    return next((one.program for one in reversed(read_runs(path))), "")


def read_runs(path: Path) -> list[HeldRun]:
    """The lines of a file of runs, of whatever program; none if there is no such file. A last line that was cut short
    is left out."""
    if not path.exists():
        return []
    lines = path.read_text("utf-8").splitlines()[1:]
    rows = [row for row in csv.reader(lines) if len(row) == len(HeldRun._fields)]
    return [
        HeldRun(program, what, int(size), unit, float(seconds), float(megabytes), float(processor), int(written))
        for program, what, size, unit, seconds, megabytes, processor, written in rows
    ]
