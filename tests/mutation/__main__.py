"""Every mutant of the modules of `tests_of.csv`, or a sample: `python -m tests.mutation [--again LOG] [PATH…]`.

Comes in: paths of modules (default: all of the list), how many mutants are tried of each that is not `whole`, how many
modules at once (default: one a processor). Goes out: each that survives, the share killed; with `--keep` the figures in
`tests/guards/kept/mutation.csv`. Ends with 1 if one survives in a module that must have none (`whole`) and is not
listed in `equivalent.csv`. Mutants are listed by cosmic-ray in an environment of its own
(`requirements/mutation.lock`), the tests run in ours.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from tests.guards.keeping import keep_figures
from tests.mutation.modules import Tried, list_and_try, read_rows
from tests.mutation.trial import ROOT

ENVIRONMENT = ROOT / ".venv" / "mutation"
_SURVIVED = re.compile(r"(?m)^(\S+\.py):(\d+) (\w+)$")


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


def _tell(tried: Tried) -> None:
    for mutant in tried.survivors:
        before, after = mutant.lines()
        print(f"{tried.path}:{mutant.line} {mutant.operator}\n  - {before}\n  + {after}")
    counts = f"{tried.killed} of {tried.tried} killed, {tried.equivalent} equivalent, {tried.listed} in all"
    print(f"{tried.path}: {counts}", flush=True)


def main() -> int:
    """Try what is asked for; 1 if a mutant survives where none may."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("paths", nargs="*", metavar="PATH")
    parser.add_argument("--sample", type=int, default=20, help="mutants of a module that is not `whole`; 0: all")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--again", type=Path, metavar="LOG", help="only what survived in the output of an earlier run")
    parser.add_argument("--python", type=Path)
    parser.add_argument("--keep", action="store_true")
    asked = parser.parse_args()
    modules = [row for row in read_rows("tests_of.csv") if not asked.paths or row["path"] in asked.paths]
    if asked.python is None:
        subprocess.run(
            ["build_scripts/setup/install_environment.sh", "mutation", str(ENVIRONMENT)], cwd=ROOT, check=True
        )
    python = asked.python or ENVIRONMENT / "bin/python"
    earlier = frozenset(_SURVIVED.findall(asked.again.read_text("utf-8"))) if asked.again else None
    done: dict[str, list[Tried]] = {"whole": [], "sampled": []}
    with ProcessPoolExecutor(asked.jobs, get_context("spawn"), max_tasks_per_child=1) as pool:
        begun = {pool.submit(list_and_try, row, python, asked.sample, earlier): row["how"] for row in modules}
        for ended in as_completed(begun):
            if tried := ended.result():
                done[begun[ended]].append(tried)
                _tell(tried)
    for how, tried_modules in done.items():
        print(f"{how}: {count_share(tried_modules)} % killed of {sum(one.tried for one in tried_modules)}")
        if asked.keep and tried_modules:
            keep_figures("mutation", _figures(how, tried_modules))
            for one in tried_modules if how == "whole" else ():
                keep_figures("mutation", _figures(Path(one.path).stem, [one]))
    return int(any(one.survivors for one in done["whole"]))


if __name__ == "__main__":
    sys.exit(main())
