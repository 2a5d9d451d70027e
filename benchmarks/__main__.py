"""`python -m benchmarks`: everything, and the table of the goals; `--only PART` a part of it.

Comes in: which parts, how many runs, a work folder. Goes out: a line for each thing as it is measured, then the table
of the goals from all runs of this program that the work folder holds: parts may be measured one after the other, and
what was cut short goes on with the next run. The exit code is 1 if something could not be measured.
`python -m benchmarks read` and `search` are benchmarks of their own, see there.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import run, search
from benchmarks.builds import find_standing, measure_build, measure_growth, measure_one_more, measure_rows
from benchmarks.collection import make_collection
from benchmarks.goals import MANY, compute_figures, render_table
from benchmarks.held_runs import HeldRuns, find_last_program, hash_program
from benchmarks.keeping import keep_results
from benchmarks.measure import NotMeasured, describe_machine
from benchmarks.pages.compare import Sizes, draw_whole, fill_ready, make_package, measure_contest
from benchmarks.pages.projects import PEERS
from benchmarks.results import Result

SIZES, BIG = "100,1000,10000", ",50000,100000"
HEAD = "| what | done | s | fastest–slowest | per s | ms each | CPU s | peak MB | MB written |\n|---|" + "---:|" * 8


def main(arguments: list[str]) -> int:
    """Measure, keep and print; 1 if something could not be measured."""
    if arguments[:1] == ["search"]:
        return search.main(arguments[1:])
    if arguments[:1] == ["read"]:
        return run.main(arguments[1:])
    options = _read_options(arguments)
    if options.work:
        options.work.mkdir(parents=True, exist_ok=True)
        return _measure(options, options.work)
    with tempfile.TemporaryDirectory() as folder:
        return _measure(options, Path(folder))


def _read_options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--only", default=",".join(PARTS), help=f"parts, of {', '.join(PARTS)}; none with '' / 只测这些"
    )
    parser.add_argument("--runs", type=int, default=5, help="runs of each, of which the median counts / 次数")
    parser.add_argument("--count", type=int, default=MANY, help="reports of build, one-more and rows / 份数")
    parser.add_argument("--pages", type=int, default=2_000, help="pages of the quick generators / 页数")
    parser.add_argument("--few", type=int, default=100, help="pages of the slow generators / 慢的生成器的页数")
    parser.add_argument("--sizes", default=SIZES, help="reports of growth, each / 各种份数")
    parser.add_argument("--big", action="store_true", help="growth to 100,000 too; 40 GB more / 一直到十万份")
    parser.add_argument(
        "--work",
        type=Path,
        help="scratch folder, kept; what was measured in it is not measured again / 工作文件夹",
    )
    parser.add_argument("--keep", metavar="DATE", help="write the results of this day into docs/ / 把结果写进文档")
    options = parser.parse_args(arguments)
    options.parts = [name for name in options.only.split(",") if name]
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part / 没有这一项: {', '.join(sorted(unknown))}")
    options.sizes = [int(size) for size in (options.sizes + BIG * options.big).split(",")]
    options.drawn = Sizes(options.pages, options.few)
    return options


Options = argparse.Namespace
Part = Callable[[Options, HeldRuns, Path], Iterator[Result]]


def _prepare(options: Options, held: HeldRuns, work: Path) -> Iterator[Result]:
    """Everything that is not timed: collections, packages, ready pages, the other generators."""
    for count in dict.fromkeys([options.count, *options.sizes]):
        make_collection(work, count)
    fill_ready(held, work, options.drawn)
    draw_whole(held, work, options.drawn)
    for peer in PEERS:
        peer.install(work / "tools")
    return iter(())


def _build(options: Options, held: HeldRuns, work: Path) -> Iterator[Result]:
    return measure_build(held, work, options.count, options.runs)


def _one_more(options: Options, held: HeldRuns, work: Path) -> Iterator[Result]:
    return measure_one_more(held, work, options.count, options.runs)


def _pages(options: Options, held: HeldRuns, work: Path) -> Iterator[Result]:
    return measure_contest(held, fill_ready(held, work, options.drawn), work, options.drawn, options.runs)


def _draw(options: Options, held: HeldRuns, work: Path) -> Iterator[Result]:
    return measure_contest(held, draw_whole(held, work, options.drawn), work, options.drawn, options.runs)


def _rows(options: Options, held: HeldRuns, work: Path) -> Iterator[Result]:
    package = find_standing(held, work, options.count) or make_package(held, work, options.count)
    return measure_rows(held, package, options.runs)


def _growth(options: Options, held: HeldRuns, work: Path) -> Iterator[Result]:
    return measure_growth(held, work, options.sizes, options.runs)


PARTS: dict[str, Part] = {
    "prepare": _prepare,
    "build": _build,
    "rows": _rows,
    "one-more": _one_more,
    "pages": _pages,
    "draw": _draw,
    "growth": _growth,
}


def _measure(options: argparse.Namespace, work: Path) -> int:
    held = HeldRuns(work / "runs.csv", hash_program() if options.parts else find_last_program(work / "runs.csv"))
    missing = []
    print(f"{describe_machine()}; program {held.program}; medians of {options.runs} runs\n\n{HEAD}", flush=True)
    for name in options.parts:
        try:
            for row in PARTS[name](options, held, work):
                print(_render(row), flush=True)
        except NotMeasured as reason:
            missing.append(f"{name}: {reason}")
    results = held.take_all()
    print(f"\n{render_table(compute_figures(results))}")
    for reason in missing:
        print(f"\nnot measured / 未测得: {reason}")
    if options.keep:
        keep_results(results, f"{options.keep}; {describe_machine()}; program {held.program}")
    return 1 if missing else 0


def _render(row: Result) -> str:
    return (
        f"| {row.what} | {row.size:,} {row.unit} | {row.seconds:.2f} | {row.fastest:.2f}–{row.slowest:.2f} | "
        f"{row.size / row.seconds:,.0f} | {row.each:.2f} | {row.processor:.1f} | {row.megabytes:,.0f} | "
        f"{row.written / 1e6:,.1f} |"
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
