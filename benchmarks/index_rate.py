"""The search index of a package, made and measured: `python -m benchmarks.index_rate PACKAGE OUTPUT`.

Comes in: a package folder, an empty folder. Goes out: the index below it, and how long it took, the reading of the
package apart. Seconds are of this process on one core, so that they tell the same on a busy machine as nearly as can
be; peak memory is that of the process, so measure in one of its own.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.lists.directory import build_directory
from build_scripts.publishing.search.site_index import write_site_index

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class IndexRun:
    """One run: `seconds` for the index of so many reports, `reading` before and between, `wall` for both; peak resident
    megabytes (10^6 bytes) of the process; what was written."""

    reports: int
    seconds: float
    reading: float
    wall: float
    megabytes: float
    files: int
    size: int

    @property
    def rate(self) -> float:
        """Reports indexed in a second."""
        return self.reports / self.seconds


def measure_index(package_folder: Path, output: Path) -> IndexRun:
    """Make the index of the package below `output`, as the site has it."""
    begun, wall = time.process_time(), time.perf_counter()
    package = load_package(package_folder)
    context = build_context(package, Settings(""))
    directory = build_directory(context, package.register)
    spent = [time.process_time() - begun]
    stats = write_site_index(_time(iterate_reports(package), spent), context, directory, output)
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    files = sum(path.is_file() for path in output.rglob("*"))
    reading = sum(spent)
    return IndexRun(
        len(package.reports), seconds - reading, reading, time.perf_counter() - wall, peak, files, stats.size
    )


def _time(items: Iterator[T], spent: list[float]) -> Iterator[T]:
    """The items, the time that each took added to `spent`."""
    while True:
        begun = time.process_time()
        try:
            item = next(items)
        except StopIteration:
            return
        spent.append(time.process_time() - begun)
        yield item


if __name__ == "__main__":
    run = measure_index(Path(sys.argv[1]), Path(sys.argv[2]))
    print(
        f"{run.reports:,} reports: index {run.seconds:.1f} s ({run.rate:,.0f} a second), reading {run.reading:.1f} s, "
        f"wall {run.wall:.1f} s, {run.megabytes:.0f} MB, {run.files:,} files, {run.size / 1e6:.1f} MB"
    )
