"""Packages and hosts for tests of the weekly check: held reports with addresses of this machine."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from build_scripts.contributing.watching.asking import Ask, Pace
from build_scripts.contributing.watching.issue import Result
from build_scripts.contributing.watching.outcomes import Outcome
from build_scripts.fetching import Fetched
from build_scripts.fetching.fetcher import LIMITS, Limits, Visits, fetch
from build_scripts.files import PROJECT
from build_scripts.watch import watch
from tests.web_hosts import Host

DAY = date(2026, 11, 23)
PATIENT = Pace(patience=1000)


def set_addresses(package: Path, folder: Path, urls: Sequence[str]) -> Path:
    """A copy of the package in which the reports came from these addresses, in their order; the rest from nowhere."""
    shutil.copytree(package, folder)
    path = folder / "data" / "reports.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for number, row in enumerate(rows):
        row["source_url"] = urls[number] if number < len(urls) else ""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder


def read_texts(package: Path) -> list[bytes]:
    """The texts of the reports, in their order."""
    return [path.read_bytes() for path in sorted((package / "data" / "text").glob("*.txt"))]


def make_ask(host: Host, limits: Limits = LIMITS) -> Ask:
    """What asks this host."""
    visits = Visits()

    def ask(url: str, method: str) -> Fetched:
        return fetch(url, limits=limits, network=host.network, visits=visits, method=method)

    return ask


def check(
    package: Path,
    output: Path,
    ask: Ask,
    day: date = DAY,
    told: str = "",
    pace: Pace = PATIENT,
    most: int = 1000,
    announce: Callable[[str, int, int], None] = lambda *_: None,
) -> Result:
    """A check without a word."""
    return watch(PROJECT, package, day, told, output, ask, pace, most, announce)


def by_path(result: Result) -> Mapping[str, Outcome]:
    """The outcomes by what stands behind the last slash of their addresses."""
    return {one.address.url.rpartition("/")[2]: one for one in result.outcomes}
