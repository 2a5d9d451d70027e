"""`python -m tests.printing.report`: for each kind of damage, how many cells are read rightly, withheld, read wrongly.

Prints a Markdown table for the documentation; every number in it is counted in this run.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from random import Random

from tests.printing.damage import BY_NAME
from tests.printing.folder import CODELISTS
from tests.printing.generate import Promise, draw_report
from tests.printing.judge import judge_reading
from tests.printing.places import Place, list_places
from tests.printing.readback import known_codes, read_back

HEADS = (
    "损坏 damage",
    "份 reports",
    "格 cells",
    "须读对 promised",
    "读对 exact",
    "未收 withheld",
    "读错 wrong",
    "无说明 silent",
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one kind of damage over all its prints."""

    reports: int
    cells: int
    promised: int
    exact: int
    withheld: int
    wrong: int
    silent: int
    faults: tuple[tuple[int, str], ...]


def tally_damage(damages: list[str], places: tuple[Place, ...], count: int, seed: int) -> Tally:
    """`count` prints with this damage, each of other facts and another layout, read back and judged."""
    sums = [0] * 6
    faults: list[tuple[int, str]] = []
    for number in range(seed, seed + count):
        printed = draw_report(Random(number), known_codes(), places, damages, ".md" if number % 3 == 2 else ".txt")
        verdict = judge_reading(printed, read_back(printed), known_codes())
        promised = sum(expected.promise is Promise.EXACT for expected in printed.cells.values())
        counts = (
            len(printed.cells),
            promised,
            verdict.exact,
            verdict.withheld,
            len(verdict.wrong),
            len(verdict.silent),
        )
        sums = [before + now for before, now in zip(sums, counts, strict=True)]
        faults += [(number, fault) for fault in verdict.faults]
    return Tally(count, *sums, tuple(faults))


def main() -> None:
    """Print the table, and below it what must not be, with the seed that prints it again."""
    parser = argparse.ArgumentParser(prog="python -m tests.printing.report", description=__doc__)
    parser.add_argument("--count", type=int, default=30, help="prints of each kind of damage")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", action="append", help="these kinds of damage alone")
    options = parser.parse_args()
    places = list_places(CODELISTS)
    kinds = {name: [name] for name in options.only or BY_NAME} if options.only else {"none": [], **_alone()}
    tallies = {name: tally_damage(damages, places, options.count, options.seed) for name, damages in kinds.items()}
    print("| " + " | ".join(HEADS) + " |\n|---|" + "---:|" * (len(HEADS) - 1))
    for name, one in tallies.items():
        counts = (one.reports, one.cells, one.promised, one.exact, one.withheld, one.wrong, one.silent)
        print(f"| {name} | " + " | ".join(f"{count:,}" for count in counts) + " |")
    for name, one in tallies.items():
        if one.faults:
            print(f"\n{name}: {len(one.faults)} faults in {len({seed for seed, _ in one.faults})} prints")
            for seed, fault in one.faults[:3]:
                print(f"  seed {seed}: {fault}")


def _alone() -> dict[str, list[str]]:
    return {name: [name] for name in BY_NAME}


if __name__ == "__main__":
    main()
