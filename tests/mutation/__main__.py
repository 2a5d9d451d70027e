"""Every mutant of the modules of `tests_of.csv`, or a sample: `python -m tests.mutation [--again LOG] [PATH…]`.

Comes in: paths of modules (default: all of the list), how many mutants are tried of each that is not `whole`. Goes
out: each that survives, the share killed; with `--keep` the figures in `tests/guards/kept/mutation.csv`. Ends with 1 if
one survives in a module that must have none (`whole`) and is not listed in `equivalent.csv`. Mutants are listed by
cosmic-ray in an environment of its own (`requirements/mutation.lock`), the tests run in ours.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.guards.keeping import keep_figures
from tests.mutation.trial import KILLED, ROOT, SURVIVED, TIMEOUT, Mutant, run_tests, settle, try_mutant

HERE = Path(__file__).parent
ENVIRONMENT = ROOT / ".venv" / "mutation"
_SLOWER = 10
_SURVIVED = re.compile(r"(?m)^(\S+\.py):(\d+) (\w+)$")


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


def list_mutants(paths: Sequence[str], python: Path) -> list[Mutant]:
    """The mutants of these modules, as cosmic-ray has them."""
    command = [str(python), str(HERE / "mutants.py"), *paths]
    said = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [Mutant(**json.loads(line)) for line in said.splitlines()]


def try_module(path: str, mutants: Sequence[Mutant], tests: Sequence[str], sample: int) -> Tried:
    """Try all mutants of a module, or a sample drawn by the module's name."""
    begun = time.process_time()
    if run_tests(tests, mutants[0].module):
        raise SystemExit(f"{path}: its tests fail as it is: {' '.join(tests)}")
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
            before, after = mutant.lines()
            print(f"{path}:{mutant.line} {mutant.operator}\n  - {before}\n  + {after}", flush=True)
    killed = counts[KILLED] + counts[TIMEOUT]
    return Tried(path, len(mutants), len(chosen), killed, counts["equivalent"], tuple(survivors))


def count_share(tried: Iterable[Tried]) -> float:
    """The share killed, in percent, of those tried that are not equivalent."""
    done = list(tried)
    due = sum(one.tried - one.equivalent for one in done)
    return round(100 * sum(one.killed for one in done) / due, 1) if due else 100.0


def _figures(name: str, tried: Sequence[Tried]) -> dict[str, tuple[float, str]]:
    counts = {key: sum(getattr(one, key) for one in tried) for key in ("listed", "tried", "killed", "equivalent")}
    counts["survived"] = sum(len(one.survivors) for one in tried)
    return {
        f"{name}_share_killed": (count_share(tried), "%"),
        **{f"{name}_{key}": (value, "mutants") for key, value in counts.items()},
        f"{name}_modules": (len(tried), "modules"),
    }


def main() -> int:
    """Try what is asked for; 1 if a mutant survives where none may."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("paths", nargs="*", metavar="PATH")
    parser.add_argument("--sample", type=int, default=20, help="mutants of a module that is not `whole`; 0: all")
    parser.add_argument("--again", type=Path, metavar="LOG", help="only what survived in the output of an earlier run")
    parser.add_argument("--python", type=Path)
    parser.add_argument("--keep", action="store_true")
    asked = parser.parse_args()
    modules = [row for row in read_rows("tests_of.csv") if not asked.paths or row["path"] in asked.paths]
    if asked.python is None:
        subprocess.run(
            ["build_scripts/setup/install_environment.sh", "mutation", str(ENVIRONMENT)], cwd=ROOT, check=True
        )
    listed = list_mutants([row["path"] for row in modules], asked.python or ENVIRONMENT / "bin/python")
    if asked.again:
        earlier = set(_SURVIVED.findall(asked.again.read_text("utf-8")))
        listed = [one for one in listed if (one.path, str(one.line), one.operator) in earlier]
    settle()
    done: dict[str, list[Tried]] = {"whole": [], "sampled": []}
    for row in modules:
        mutants = [one for one in listed if one.path == row["path"]]
        if not mutants:
            continue
        tried = try_module(row["path"], mutants, row["tests"].split(), 0 if row["how"] == "whole" else asked.sample)
        done[row["how"]].append(tried)
        counts = f"{tried.killed} of {tried.tried} killed, {tried.equivalent} equivalent, {tried.listed} in all"
        print(f"{tried.path}: {counts}", flush=True)
    for how, tried_modules in done.items():
        print(f"{how}: {count_share(tried_modules)} % killed of {sum(one.tried for one in tried_modules)}")
        if asked.keep and tried_modules:
            keep_figures("mutation", _figures(how, tried_modules))
            for one in tried_modules if how == "whole" else ():
                keep_figures("mutation", _figures(Path(one.path).stem, [one]))
    return int(any(one.survivors for one in done["whole"]))


if __name__ == "__main__":
    sys.exit(main())
