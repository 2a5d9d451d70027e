"""`python -m tests.printing.report`: for each kind of damage, how many cells are read rightly, withheld, read wrongly.

Prints a Markdown table; every number in it is counted in this run. `--formats` does so for files of every format,
written by LibreOffice and Chromium; with `--page` the table goes into a page of the documentation.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
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


@dataclass
class Tally:
    """Counts of one kind of damage over all its prints, and every fault with the seed that prints it again."""

    reports: int = 0
    cells: int = 0
    promised: int = 0
    exact: int = 0
    withheld: int = 0
    wrong: int = 0
    silent: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)


def tally_damage(damages: list[str], places: tuple[Place, ...], count: int, seed: int) -> Tally:
    """`count` prints with this damage, each of other facts and another layout, read back and judged."""
    tally = Tally()
    for number in range(seed, seed + count):
        printed = draw_report(Random(number), known_codes(), places, damages, ".md" if number % 3 == 2 else ".txt")
        verdict = judge_reading(printed, read_back(printed), known_codes())
        tally.reports += 1
        tally.cells += len(printed.cells)
        tally.promised += sum(expected.promise is Promise.EXACT for expected in printed.cells.values())
        tally.exact += verdict.exact
        tally.withheld += verdict.withheld
        tally.wrong += len(verdict.wrong)
        tally.silent += len(verdict.silent)
        tally.faults += [(number, fault) for fault in verdict.faults]
    return tally


def main() -> None:
    """Print the table, and below it what must not be, with the seed that prints it again."""
    parser = argparse.ArgumentParser(prog="python -m tests.printing.report", description=__doc__)
    parser.add_argument("--count", type=int, default=30, help="prints of each kind of damage")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", action="append", help="these kinds of damage alone")
    parser.add_argument("--formats", nargs="*", metavar="FORMAT", help="files of these formats, or of all")
    parser.add_argument("--folder", type=Path, help="with --formats: keep the files here, and use those that are")
    parser.add_argument("--page", type=Path, help="with --formats: write the table into this page")
    options = parser.parse_args()
    if options.formats is not None:
        return _report_formats(options)
    places = list_places(CODELISTS)
    names = options.only or ["none", *BY_NAME]
    kinds = {name: [name] if name != "none" else [] for name in names}
    tallies = {name: tally_damage(damages, places, options.count, options.seed) for name, damages in kinds.items()}
    print("| " + " | ".join(HEADS) + " |\n|---|" + "---:|" * (len(HEADS) - 1))
    for name, one in tallies.items():
        counts = (one.reports, one.cells, one.promised, one.exact, one.withheld, one.wrong, one.silent)
        print(f"| {name} | " + " | ".join(f"{count:,}" for count in counts) + " |")
    for name, one in tallies.items():
        for kind, found in _by_kind(one.faults).items():
            seeds = sorted({seed for seed, _ in found})
            print(f"\n{name}: {kind}: {len(found)} in {len(seeds)} prints, seeds {seeds[:5]}\n  {found[0][1]}")


def _report_formats(options: argparse.Namespace) -> None:
    """The table of formats and damage; faults go to standard error."""
    from tests.printing.formats import table

    formats, damages = options.formats or table.ALL_FORMATS, options.only or table.DAMAGES
    counted = table.count_formats(formats, damages, options.count, options.seed, options.folder)
    if options.page:
        command = f"python -m tests.printing.report --formats --count {options.count} --seed {options.seed}"
        table.write_page(options.page, counted, command)
    else:
        print(table.to_markdown(counted))
    for tally in counted.values():
        for form, damage, number, fault in tally.faults:
            print(f"{form} {damage}, seed {number}: {fault[:300]}", file=sys.stderr)


def _by_kind(faults: list[tuple[int, str]]) -> dict[str, list[tuple[int, str]]]:
    """Faults of a like kind together: told apart by their words without table, row, column and numbers."""
    kinds: dict[str, list[tuple[int, str]]] = {}
    for seed, fault in faults:
        words = re.findall(r"section \d|reported|blank|dash|absent|unreadable|no finding|withheld|^\w+", fault)
        kinds.setdefault(" ".join(words[:4]), []).append((seed, fault))
    return kinds


if __name__ == "__main__":
    main()
