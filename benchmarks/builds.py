"""The whole build, one report more, and growth: `package` and `site` as commands, each run a process of its own.

Comes in: generated collections. Goes out: rows. A run from nothing finds neither output nor cache; bytes are compared
file by file. Every run of one report more adds another report, which was never there before.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from filecmp import cmp
from functools import cache
from pathlib import Path

from benchmarks.collection import Collection, make_collection
from benchmarks.measure import NotMeasured, Run, Sample, add_runs, run_command
from benchmarks.results import Result, take_result

PYTHON = sys.executable
WRITTEN = (0, 1)
SITES_UP_TO = 50_000


class Builds:
    """Package and site of a collection below a folder: from nothing, or what changed."""

    def __init__(self, collection: Collection, folder: Path) -> None:
        self._reports, self._folder = collection.reports, folder
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

    def _run(self, command: str, *arguments: object) -> Run:
        kept = ("--cache", str(self._cache)) if knows_cache(command) else ()
        return run_command([PYTHON, "-m", "build_scripts", command, *map(str, arguments), *kept], WRITTEN)


@cache
def knows_cache(command: str) -> bool:
    """Whether the command keeps work between runs: versions of the code before 0.7 do not, and are measured too."""
    told = subprocess.run([PYTHON, "-m", "build_scripts", command, "--help"], capture_output=True, check=True)
    return b"--cache" in told.stdout


def measure_build(work: Path, count: int, runs: int, sites: bool = True) -> Iterator[Result]:
    """Package, site, and both together, from nothing."""
    builds = Builds(make_collection(work, count), work / "built")
    packages: list[Run] = []
    made: list[Run] = []
    for _ in range(runs):
        builds.clear()
        packages.append(builds.make_package())
        if sites:
            made.append(builds.make_site())
    yield take_result("package", count, "reports", Sample(tuple(packages)), measure_size(builds.package))
    if sites:
        whole = Sample(tuple(map(add_runs, packages, made)))
        yield take_result("site", count, "reports", Sample(tuple(made)), measure_size(builds.site))
        yield take_result("build", count, "reports", whole)
    builds.clear()


def measure_one_more(work: Path, count: int, runs: int) -> Iterator[Result]:
    """Package and site after one more report, each run with another; `written` counts the files that differ in the end
    from those of a build from nothing."""
    if not knows_cache("site"):
        raise NotMeasured("this version of the code keeps nothing between runs")
    kept = make_collection(work, count)
    grown = kept._replace(reports=work / "grown")
    shutil.rmtree(grown.reports, ignore_errors=True)
    shutil.copytree(kept.reports, grown.reports)
    builds = Builds(grown, work / "kept")
    builds.clear()
    builds.make_package()
    builds.make_site()
    packages: list[Run] = []
    made: list[Run] = []
    for addition in grown.new[:runs]:
        addition.put(grown.reports)
        packages.append(builds.make_package())
        made.append(builds.make_site())
    whole = Sample(tuple(map(add_runs, packages, made)))
    fresh = Builds(grown, work / "fresh")
    fresh.clear()
    fresh.make_package()
    fresh.make_site()
    pairs = ((builds.package, fresh.package), (builds.site, fresh.site))
    differing = [path for ours, theirs in pairs for path in find_differences(ours, theirs)]
    for path in differing[:20]:
        print(f"differs: {path}", file=sys.stderr)
    yield take_result("one more, package", count, "reports", Sample(tuple(packages)))
    yield take_result("one more, site", count, "reports", Sample(tuple(made)))
    yield take_result("one more", count, "reports", whole, len(differing))
    for folder in (work / "kept", work / "fresh", grown.reports):
        shutil.rmtree(folder, ignore_errors=True)


def measure_growth(work: Path, counts: list[int], runs: int) -> Iterator[Result]:
    """Package and site of growing collections; the largest are packages alone, and measured once."""
    for count in counts:
        yield from measure_build(work, count, 1 if count > SITES_UP_TO else runs, count <= SITES_UP_TO)


def measure_rows(package: Path, runs: int) -> Iterator[Result]:
    """Every row of the package checked, by columns and by Frictionless: processor seconds of one process."""
    for name, how in (("rows, own", "own"), ("rows, Frictionless", "frictionless")):
        timed: list[Run] = []
        rows = 0
        for _ in range(runs):
            command = [PYTHON, "-m", "benchmarks.row_rates", str(package), how]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise NotMeasured(f"{name}: {(done.stderr.strip().splitlines() or ['no message'])[-1][:200]}")
            counted, seconds = done.stdout.split()
            rows = int(counted)
            timed.append(Run(float(seconds), 0, float(seconds)))
        yield take_result(name, rows, "rows", Sample(tuple(timed)))


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
