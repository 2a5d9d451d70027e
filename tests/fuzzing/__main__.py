"""The fuzzers: `python -m tests.fuzzing [NAME…] [--seconds N] [--jobs N] [--folder FOLDER] [--keep]`.

Comes in: names of targets (default: all), how long each, how many at once (default: one a processor). Goes out: a line
of figures for each, what was found in FOLDER/NAME; with `--keep` the figures go into `tests/guards/kept/fuzzing.csv`.
Ends with 1 if anything was found. The engine runs in an environment of its own, made when it is not there
(`requirements/fuzzing.lock`).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from tests.fuzzing.targets import CORPUS, ROOT, TARGETS
from tests.guards.keeping import keep_figures

ENVIRONMENT = ROOT / ".venv" / "fuzzing"
_COVERED = re.compile(r"\bcov: (\d+)")
_LEAST_LEFT = 5
MOST_GROWN = 20
"""MB; what allocators give back late is less, what is held of a report for each time it is read is more."""
MOST_TIME = 10_000
"""ms of processor for one input of at most 100,000 bytes, in code that counts its edges, which takes some four times as
long."""
UNITS = {"executions": "inputs", "edges": "edges", "seconds": "s", "cpu_s": "s CPU", "faults": "kinds", "died": "times",
         "slowest_ms": "ms CPU", "half_mb": "MB", "last_mb": "MB", "peak_mb": "MB", "replayed": "inputs",
         "grown_mb": "MB"}  # fmt: skip


def fuzz(name: str, seconds: int, folder: Path, python: Path) -> dict[str, float]:
    """The figures of one target; where compiled code takes the engine down, it goes on in a new one."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    total: dict[str, float] = dict.fromkeys(UNITS, 0)
    end = time.monotonic() + seconds
    while (left := round(end - time.monotonic())) > _LEAST_LEFT:
        with (folder / "log").open("ab") as log:
            command = [str(python), "-m", "tests.fuzzing.engine", name, str(left), str(folder)]
            status = subprocess.run(command, cwd=ROOT, stdout=log, stderr=log, env=_settings()).returncode
        figures = json.loads((folder / "figures.json").read_text()) if (folder / "figures.json").exists() else {}
        (folder / "figures.json").unlink(missing_ok=True)
        for key in ("executions", "cpu_s"):
            total[key] += figures.get(key, 0)
        for key in ("slowest_ms", "peak_mb", "last_mb"):
            total[key] = max(total[key], figures.get(key, 0))
        total["died"] += status != 0
        if not figures:
            break
    covered = _COVERED.findall((folder / "log").read_text("utf-8", "replace"))
    total["edges"] = max(map(int, covered), default=0)
    total["faults"] = len(list((folder / "faults").glob("*.txt")))
    total["seconds"] = round(seconds - max(0.0, end - time.monotonic()))
    total["half_mb"] = _at_half(folder / "memory.csv")
    total["replayed"], total["grown_mb"] = replay_kept(name, folder)
    return total


def replay_kept(name: str, folder: Path) -> tuple[int, float]:
    """How many of the inputs kept were read over and over, and what the memory grew by from the second round to the
    last: after the first, what is remembered is full."""
    command = [sys.executable, "-m", "tests.fuzzing.replay", name, str(folder / "corpus"), str(CORPUS / name)]
    said = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, env=_settings()).stdout
    told = json.loads(said.splitlines()[-1])
    return told["inputs"], round(told["mb"][-1] - told["mb"][1], 1)


def fuzz_all(
    names: Sequence[str], seconds: int, folder: Path, python: Path, jobs: int
) -> Iterator[tuple[str, dict[str, float]]]:
    """Each target and its figures as it ends, so many at once; what is kept has one writer, the one who asks."""
    with ThreadPoolExecutor(max(1, jobs)) as pool:
        begun = {pool.submit(fuzz, name, seconds, folder / name, python): name for name in names}
        for one in as_completed(begun):
            yield begun[one], one.result()


def _at_half(path: Path) -> float:
    """The memory when half of the inputs had been read."""
    rows = [line.split(",") for line in path.read_text().split()] if path.exists() else []
    half = int(rows[-1][1]) / 2 if rows else 0
    return next((float(row[2]) for row in rows if int(row[1]) >= half), 0.0)


def _settings() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}


def main() -> int:
    """Run what is asked for; 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing")
    parser.add_argument("names", nargs="*", default=list(TARGETS), metavar="NAME")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--folder", type=Path, default=ROOT / ".cache" / "fuzzing")
    parser.add_argument("--python", type=Path)
    parser.add_argument("--keep", action="store_true")
    asked = parser.parse_args()
    if unknown := set(asked.names) - TARGETS.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if asked.python is None:
        subprocess.run(
            ["build_scripts/setup/install_environment.sh", "fuzzing", str(ENVIRONMENT)], cwd=ROOT, check=True
        )
    bad = False
    python = asked.python or ENVIRONMENT / "bin/python"
    for name, figures in fuzz_all(asked.names, asked.seconds, asked.folder.absolute(), python, asked.jobs):
        print(f"{name}: " + ", ".join(f"{key} {value:g}" for key, value in figures.items()), flush=True)
        beyond = figures["grown_mb"] > MOST_GROWN or figures["slowest_ms"] > MOST_TIME
        bad = bad or bool(figures["faults"] or figures["died"] or not figures["executions"] or beyond)
        if asked.keep:
            keep_figures("fuzzing", {f"{name}_{key}": (value, UNITS[key]) for key, value in figures.items()})
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
