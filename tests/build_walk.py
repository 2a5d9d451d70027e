"""`python -m tests.build_walk --seed 7 --steps 40`: builds after chance changes, each against a build from nothing.

A project of its own with some thirty reports of several partitions is changed as `build_changes` has it, and some runs
are killed on their way. After every change the command `build` with what earlier runs left has to give the very package
and site, exit code and messages of `build --no-cache` into an empty folder. What is not equal is told; then the exit
code is 1. For `make audit`.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.build_changes import CHANGES, Place, list_reports
from tests.packages import ROOT, copy_real, hash_tree
from tests.printing.codelists import read_codes
from tests.printing.country.collection import write_country

COPIED = ("build_scripts", "datapackage", "docs", "requirements", "mkdocs.yml", "CHANGELOG.md", "Makefile")
SPARE, FIRST = 80, 20
"""Reports there are, and those that are held at first."""
KILLED = 0.15
"""How often a run is killed before the one that is looked at."""
_PASSING = re.compile(r"\(\d+(\.\d+)? s\b|用时|^ +s +%|^ +\d+\.\d+ +\d+|^[^\n:]+ / [^\n:]+: \d+ \(")
"""Lines that tell of time."""


class Built(NamedTuple):
    """What came of a build: exit code, what was said, the files by name and hash."""

    code: int
    said: str
    package: Mapping[str, str]
    site: Mapping[str, str]


def main() -> None:
    """Walk, and tell what was not equal."""
    parser = argparse.ArgumentParser(prog="python -m tests.build_walk", description=__doc__)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4)))
    parser.add_argument("--steps", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="disclosure-walk-", ignore_cleanup_errors=True) as folder:
        sys.exit(walk(prepare(Path(folder)), Random(options.seed), options.steps, options.seed))


def prepare(folder: Path) -> Place:
    """A project, reports and places for what is built."""
    place = Place(
        *(folder / name for name in ("project", "reports", "spare", "cache", "built-again/package", "built-again/site"))
    )
    for name in COPIED:
        source, target = ROOT / name, place.project / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "build", "reports"))
        else:
            shutil.copy(source, target)
    staging = place.project / "build_scripts/files/staging.py"  # a site of few reports has a spare too
    staging.write_text(staging.read_text("utf-8").replace("FEW = 2000\n", "FEW = 200\n"), "utf-8")
    write_country(read_codes(), place.spare, SPARE)
    copy_real(place.spare)
    shutil.copytree(place.spare, place.reports)
    return place


def walk(place: Place, chance: Random, steps: int, seed: int) -> int:
    """Change and build so many times; 1 if a build was not that from nothing, else 0."""
    for path in chance.sample(found := list_reports(place.reports), len(found) - FIRST):
        path.unlink()
    known: dict[str, Built] = {}
    unequal = 0
    for step in range(steps):
        changes = chance.choices(list(CHANGES), list(CHANGES.values()), k=chance.randint(1, 2)) if step else []
        said = [change(place, chance) for change in changes]
        if step and chance.random() < KILLED:
            said.append(kill(place, chance))
        jobs = chance.randint(1, 2)
        inputs = str((hash_tree(place.reports), hash_tree(place.project)))
        made = build(place, place.package.parent, ("--jobs", str(jobs), "--cache", str(place.cache)))
        if inputs not in known:
            known[inputs] = build_anew(place)
        told = compare(made, known[inputs])
        unequal += bool(told)
        print(f"{step} {' | '.join(said)}: {made.code} {'; '.join(told) or 'equal'}", flush=True)
        if made.code == 2:  # go on from the project as it is
            shutil.rmtree(place.project)
            renew(place)
    print(f"seed {seed}: {steps} steps, {unequal} not equal")
    return 1 if unequal else 0


def renew(place: Place) -> None:
    """The project anew: a change made it one that cannot be built."""
    fresh = prepare(place.project.with_name("renewed"))
    shutil.move(fresh.project, place.project)
    shutil.rmtree(fresh.reports.parent)


def build(place: Place, folder: Path, options: tuple[str, ...]) -> Built:
    """Build into a folder of our own."""
    words, settings = list_words(place, folder, options), set_environment(place)
    answer = subprocess.run(
        words, cwd=place.project, env=settings, capture_output=True, text=True, errors="replace", check=False
    )
    lines = (answer.stdout + answer.stderr).replace("\r", "\n").split("\n")
    said = "\n".join(line for line in lines if line.strip() and not _PASSING.search(line))
    trees = (list_made(folder / name) if answer.returncode < 2 else {} for name in ("package", "site"))
    return Built(answer.returncode, said.replace(folder.name, "…"), *trees)


def list_made(folder: Path) -> dict[str, str]:
    """Every file by hash; a link, which no output has, by the word."""
    links = {path.relative_to(folder).as_posix(): "link" for path in folder.rglob("*") if path.is_symlink()}
    return hash_tree(folder) | links


def build_anew(place: Place) -> Built:
    """Build the same from nothing."""
    folder = place.package.parent.with_name("built-anew")
    made = build(place, folder, ("--no-cache",))
    shutil.rmtree(folder, ignore_errors=True)
    return made


def set_environment(place: Place) -> dict[str, str]:
    """What is compiled is kept, as anywhere, but not in the project."""
    kept = {key: value for key, value in os.environ.items() if key not in {"DISCLOSURE_NO_CACHE", _NO_BYTECODE}}
    return {**kept, "PYTHONPYCACHEPREFIX": str(place.project.with_name("compiled"))}


_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


def list_words(place: Place, folder: Path, options: tuple[str, ...]) -> list[str]:
    """The command."""
    folders = ("--reports", place.reports, "--package", folder / "package", "--output", folder / "site")
    return [sys.executable, "-m", "build_scripts", "build", *map(str, folders), *options]


def kill(place: Place, chance: Random) -> str:
    """Begin a build and kill it, with all its processes or alone."""
    words = list_words(place, place.package.parent, ("--cache", str(place.cache)))
    process = subprocess.Popen(
        words, cwd=place.project, env=set_environment(place), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds := chance.uniform(0.5, 15))
    if is_whole := chance.random() < 0.6:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
    return f"killed {'with its processes' if is_whole else 'alone'} after {seconds:.1f} s"


def compare(made: Built, wanted: Built) -> list[str]:
    """What is not equal."""
    told = [f"exit code {made.code}, not {wanted.code}"] if made.code != wanted.code else []
    told += [f"said {made.said!r}, not {wanted.said!r}"] if made.said != wanted.said else []
    for name in ("package", "site"):
        one, other = getattr(made, name), getattr(wanted, name)
        if found := sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path)):
            told.append(f"{len(found)} files of the {name}, such as {', '.join(found[:5])}")
    return told


if __name__ == "__main__":
    main()
