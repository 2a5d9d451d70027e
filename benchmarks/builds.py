"""The whole build, one report more, and growth: our commands, each run a process of its own.

Comes in: generated collections. Goes out: rows. A run from nothing finds neither output nor cache; bytes are compared
file by file. Every run of one report more adds another report, which was never there before. What was made is removed
as soon as it is measured, but for the last build of the size that one report is added to.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from filecmp import cmp
from functools import cache, partial
from pathlib import Path

from benchmarks.collection import make_collection
from benchmarks.held_runs import HeldRuns
from benchmarks.measure import NotMeasured, Run, add_runs, run_command
from benchmarks.results import Result
from benchmarks.row_rates import count_rows
from build_scripts.files import PROJECT
from build_scripts.files.fingerprints import hash_files

PYTHON = sys.executable
WRITTEN = (0, 1)
SITES_UP_TO = 50_000
ONCE_FROM = 10_000
"""Collections of growth from here on are built once."""


class Builds:
    """Package and site of a collection below a folder: from nothing, or what changed."""

    def __init__(self, reports: Path, folder: Path) -> None:
        self._reports, self._folder = reports, folder
        self.package, self.site, self._cache = (folder / name for name in ("package", "site", "cache"))

    def clear(self) -> None:
        """Nothing is left of an earlier run."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)

    def make_package(self) -> Run:
        """The command `package`."""
        return self._run("package", "--reports", self._reports, "--output", self.package)

    def make_site(self) -> Run:
        """The command `site`."""
        return self._run("site", "--package", self.package, "--output", self.site)

    def make_both(self) -> Run:
        """The command `build`; where it takes no folders (before 0.7), `package` and `site` one after the other."""
        if not knows_option("build", "--reports"):
            return add_runs(self.make_package(), self.make_site())
        return self._run("build", "--reports", self._reports, "--package", self.package, "--output", self.site)

    def _run(self, command: str, *arguments: object) -> Run:
        kept = ("--cache", str(self._cache)) if knows_option(command, "--cache") else ()
        return run_command([PYTHON, "-m", "build_scripts", command, *map(str, arguments), *kept], WRITTEN)


@cache
def knows_option(command: str, option: str) -> bool:
    """Whether this version of the code knows the option: earlier ones are measured too."""
    told = subprocess.run([PYTHON, "-m", "build_scripts", command, "--help"], capture_output=True, check=True)
    return option.encode() in told.stdout


def measure_build(held: HeldRuns, work: Path, count: int, runs: int) -> Iterator[Result]:
    """Both by one command, from nothing. The last build is left standing for `measure_one_more`."""
    builds = Builds(make_collection(work, count).reports, work / "built")

    def run_once() -> tuple[Run, int]:
        builds.clear()
        made = builds.make_both()
        _tell_standing(work).write_text(_name_standing(held, count), "utf-8")
        return made, measure_size(builds.package) + measure_size(builds.site)

    yield held.repeat("build", count, "reports", runs, run_once)


def measure_one_more(held: HeldRuns, work: Path, count: int, runs: int) -> Iterator[Result]:
    """Package and site after one more report, each run with another; `written` counts the files that differ in the end
    from those of a build from nothing."""
    if not knows_option("site", "--cache"):
        raise NotMeasured("this version of the code keeps nothing between runs")
    if held.count("one more", count) < runs:
        kept = make_collection(work, count)
        grown = work / "grown"
        shutil.rmtree(grown, ignore_errors=True)
        shutil.copytree(kept.reports, grown)
        builds, written = Builds(grown, work / "built"), hash_written()
        if not _stands(held, work, count):
            builds.clear()
            builds.make_both()
        _tell_standing(work).unlink(missing_ok=True)
        made = []
        for addition in kept.new[: runs - held.count("one more", count)]:
            addition.put(grown)
            made.append(builds.make_both())
        differing = _count_differences(builds, grown, work)
        if written != hash_written():
            raise NotMeasured("docs/ or datapackage/ changed while it was measured")
        for run in made:
            held.add("one more", count, "reports", run, differing)
        clear_standing(work)
        shutil.rmtree(grown)
    yield held.take("one more", count)


def _count_differences(builds: Builds, reports: Path, work: Path) -> int:
    """How many files are not as a build from nothing has them, which is made for it and removed."""
    fresh = Builds(reports, work / "fresh")
    fresh.clear()
    fresh.make_both()
    pairs = ((builds.package, fresh.package), (builds.site, fresh.site))
    differing = [path for ours, theirs in pairs for path in find_differences(ours, theirs)]
    for path in differing[:20]:
        print(f"differs: {path}", file=sys.stderr)
    fresh.clear()
    return len(differing)


def clear_standing(work: Path) -> None:
    """Remove what a build left standing."""
    shutil.rmtree(work / "built", ignore_errors=True)


def find_standing(held: HeldRuns, work: Path, count: int) -> Path | None:
    """The package of a whole build of just so many reports, by this program, if it is still there."""
    return work / "built" / "package" if _stands(held, work, count) else None


def _tell_standing(work: Path) -> Path:
    return work / "built" / "standing"


def _name_standing(held: HeldRuns, count: int) -> str:
    """Of what the build was made: the program, so many reports, what is written by hand."""
    return f"{held.program} {count} {hash_written()}"


def hash_written() -> str:
    """What the build takes from the project besides its program: the pages written by hand, settings, code lists."""
    root = PROJECT.root
    folders = [root / "docs", *(root / "datapackage" / name for name in ("codelists", "schemas", "releases"))]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    alone = [root / name for name in ("mkdocs.yml", "CHANGELOG.md", "Makefile")]
    return hash_files([*files, *alone, *(root / "datapackage").glob("*.csv")], root)


def _stands(held: HeldRuns, work: Path, count: int) -> bool:
    """Whether a whole build of just these reports, by this program, is still there."""
    told = _tell_standing(work)
    return told.is_file() and told.read_text("utf-8") == _name_standing(held, count)


def measure_growth(held: HeldRuns, work: Path, counts: list[int], runs: int) -> Iterator[Result]:
    """Package and site of growing collections, each command by itself; the largest are packages alone."""
    for count in counts:
        builds = Builds(make_collection(work, count).reports, work / "built")
        whats = ("package", "site") if count <= SITES_UP_TO else ("package",)
        while held.count(whats[-1], count) < (1 if count >= ONCE_FROM else runs):
            builds.clear()
            package = builds.make_package()
            site = builds.make_site() if "site" in whats else None
            held.add("package", count, "reports", package, measure_size(builds.package))
            if site:
                held.add("site", count, "reports", site, measure_size(builds.site))
            builds.clear()
        yield from (held.take(what, count) for what in whats)


def measure_rows(held: HeldRuns, package: Path, runs: int) -> Iterator[Result]:
    """Every row of the package checked, by columns and by Frictionless: processor seconds of one process. Frictionless
    has no goal of its own and is measured once."""
    rows = count_rows(package)
    for name, how, times in (("rows, own", "own", runs), ("rows, Frictionless", "frictionless", 1)):
        yield held.repeat(name, rows, "rows", times, partial(_check_rows, package, how))


def _check_rows(package: Path, how: str) -> tuple[Run, int]:
    done = subprocess.run(
        [PYTHON, "-m", "benchmarks.row_rates", str(package), how], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotMeasured(f"rows, {how}: {(done.stderr.strip().splitlines() or ['no message'])[-1][:200]}")
    seconds = float(done.stdout)
    return Run(seconds, 0, seconds), 0


def measure_size(folder: Path) -> int:
    """Bytes of all files below the folder."""
    return sum(os.lstat(Path(place, name)).st_size for place, _, names in os.walk(folder) for name in names)


def find_differences(ours: Path, theirs: Path) -> list[str]:
    """The files that only one folder holds, or whose bytes differ."""
    names = {
        os.path.relpath(Path(place, name), root)
        for root in (ours, theirs)
        for place, _, found in os.walk(root)
        for name in found
    }
    return sorted(name for name in names if not _are_equal(ours / name, theirs / name))


def _are_equal(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and cmp(one, other, shallow=False)
