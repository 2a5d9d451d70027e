"""A folder of printed reports: distinct agencies over several years, levels and both editions.

Comes in: how many, a seed. Goes out: files at their canonical places. Each depends on the seed and its place alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from build_scripts.codes import Codes
from tests.printing.damage import BY_NAME
from tests.printing.facts import Facts, make_facts
from tests.printing.generate import PrintedReport, print_report
from tests.printing.places import Place, list_places

CODELISTS = Path(__file__).parents[2] / "datapackage" / "codelists"
ALL_YEARS = range(2019, 2025)
MODES = ("busy", "sparse", "sparse", "sparse", "zero", "zero", "patchy", "wrong_sums")
UNPUBLISHED = frozenset({"year_before_agency", "title_on_two_lines"})


def print_series(codes: Codes, count: int, seed: int = 0, damaged: float = 0.2) -> Iterator[tuple[str, PrintedReport]]:
    """`count` reports with their paths below the reports folder; a share `damaged` of them with one kind of damage.

    Raises ValueError if there are too few agencies for that many.
    """
    places = list_places(CODELISTS, -(-count // len(ALL_YEARS)), seed)
    if len(places) * len(ALL_YEARS) < count:
        raise ValueError(f"{count} reports asked for, {len(places) * len(ALL_YEARS)} agencies and years known")
    printed = 0
    for number, place in enumerate(places):
        for path, report in _of_agency(codes, place, Random(f"{seed}/{place.agency}"), number, damaged):
            if printed < count:
                printed += 1
                yield path, report


def _of_agency(
    codes: Codes, place: Place, rng: Random, number: int, damaged: float
) -> Iterator[tuple[str, PrintedReport]]:
    previous: Facts | None = None
    mode = rng.choice(MODES)
    for year in ALL_YEARS:
        facts = make_facts(rng, codes, place, year, "2019" if year < 2021 else "2021", mode, previous)
        damages = [rng.choice(sorted(set(BY_NAME) - UNPUBLISHED))] if rng.random() < damaged else []
        suffix = ".md" if rng.random() < 0.1 else ".txt"
        yield f"{year}/{place.region_code}-{number:05}{suffix}", print_report(facts, damages, codes, rng, suffix)
        previous = facts


def write_folder(codes: Codes, folder: Path, count: int, seed: int = 0, damaged: float = 0.2) -> int:
    """Writes the series below `folder` and returns the number of bytes written."""
    size = 0
    for path, report in print_series(codes, count, seed, damaged):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        size += target.write_bytes(report.data)
    return size
