"""The mutants of one module, tried one after the other.

Comes in: a row of `tests_of.csv`. Goes out: `Tried`. Refuses to know: other modules, what is kept of the figures.
"""

from __future__ import annotations

import csv
import json
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.mutation.trial import KILLED, ROOT, SURVIVED, TIMEOUT, Mutant, run_tests, settle, try_mutant

HERE = Path(__file__).parent
_SLOWER = 10


class Tried(NamedTuple):
    """A module's mutants: how many there are, were tried, were killed (by time out too), are equivalent; survivors."""

    path: str
    listed: int
    tried: int
    killed: int
    equivalent: int
    survivors: tuple[Mutant, ...]


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of a table beside this module."""
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def list_mutants(path: str, python: Path) -> list[Mutant]:
    """The mutants of a module, as cosmic-ray has them."""
    command = [str(python), str(HERE / "mutants.py"), path]
    said = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [Mutant(**json.loads(line)) for line in said.splitlines()]


def list_and_try(
    row: dict[str, str], python: Path, sample: int, earlier: frozenset[tuple[str, str, str]] | None
) -> Tried | None:
    """The module of a row of `tests_of.csv`, in a process of its own; of `earlier` survivors only those, if given."""
    mutants = list_mutants(row["path"], python)
    if earlier is not None:
        mutants = [one for one in mutants if (one.path, str(one.line), one.operator) in earlier]
    if not mutants:
        return None
    settle()
    return try_module(row["path"], mutants, row["tests"].split(), 0 if row["how"] == "whole" else sample)


def try_module(path: str, mutants: Sequence[Mutant], tests: Sequence[str], sample: int) -> Tried:
    """Try all mutants of a module, or a sample drawn by the module's name."""
    begun = time.process_time()
    if run_tests(tests, mutants[0].module):
        raise RuntimeError(f"{path}: its tests fail as it is: {' '.join(tests)}")
    seconds = 5 + round(_SLOWER * (time.process_time() - begun))
    known = {(row["path"], row["before"], row["after"]) for row in read_rows("equivalent.csv")}
    chosen = list(mutants) if not sample or sample >= len(mutants) else Random(path).sample(list(mutants), sample)
    counts: Counter[str] = Counter()
    survivors = []
    for mutant in chosen:
        if (path, *mutant.lines()) in known:
            counts["equivalent"] += 1
            continue
        said = try_mutant(mutant, tests, seconds)
        counts[said] += 1
        if said == SURVIVED:
            survivors.append(mutant)
    killed = counts[KILLED] + counts[TIMEOUT]
    return Tried(path, len(mutants), len(chosen), killed, counts["equivalent"], tuple(survivors))
