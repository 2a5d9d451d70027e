"""`python -m benchmarks`: everything, and the table of the goals; `--only PART` a part of it.

Comes in: which parts, how many runs, a work folder. Goes out: a line for each thing as it is measured, then the table
of the goals from all that the results file holds: parts may be measured one after the other. The exit code is 1 if
something could not be measured. `python -m benchmarks read` and `search` are benchmarks of their own, see there.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import run, search
from benchmarks.builds import measure_build, measure_growth, measure_one_more, measure_rows
from benchmarks.goals import MANY, compute_figures, render_table
from benchmarks.keeping import keep_results
from benchmarks.measure import NotMeasured, describe_machine
from benchmarks.pages.compare import make_package, measure_draw, measure_stamp
from benchmarks.results import Result, read_results, write_results

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
    parser.add_argument("--count", type=int, default=MANY, help="reports of build and one-more / 份数")
    parser.add_argument("--pages", type=int, default=5_000, help="pages of the quick generators / 页数")
    parser.add_argument("--few", type=int, default=500, help="pages of the slow generators / 慢的生成器的页数")
    parser.add_argument("--sizes", default=SIZES, help="reports of growth, each / 各种份数")
    parser.add_argument("--big", action="store_true", help="growth to 100,000 too; hours, 60 GB / 一直到十万份")
    parser.add_argument(
        "--work", type=Path, help="scratch folder that is kept, for parts one after the other / 工作文件夹"
    )
    parser.add_argument("--keep", metavar="DATE", help="write the results of this day into docs/ / 把结果写进文档")
    options = parser.parse_args(arguments)
    options.parts = [name for name in options.only.split(",") if name]
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part / 没有这一项: {', '.join(sorted(unknown))}")
    return options


def _build(options: argparse.Namespace, work: Path) -> Iterator[Result]:
    return measure_build(work, options.count, options.runs)


def _one_more(options: argparse.Namespace, work: Path) -> Iterator[Result]:
    return measure_one_more(work, options.count, options.runs)


def _pages(options: argparse.Namespace, work: Path) -> Iterator[Result]:
    return measure_stamp(work, options.pages, options.few, options.runs)


def _growth(options: argparse.Namespace, work: Path) -> Iterator[Result]:
    """The sizes that no other part measures."""
    held = {row.size for row in read_results(work / "results.csv").values() if row.what == "package"}
    sizes = map(int, (options.sizes + BIG * options.big).split(","))
    return measure_growth(work, [size for size in sizes if size not in held], options.runs)


def _draw(options: argparse.Namespace, work: Path) -> Iterator[Result]:
    return measure_draw(work, options.pages, options.few, options.runs)


def _rows(options: argparse.Namespace, work: Path) -> Iterator[Result]:
    return measure_rows(make_package(work, options.count), options.runs)


PARTS: dict[str, Callable[[argparse.Namespace, Path], Iterator[Result]]] = {
    "build": _build,
    "one-more": _one_more,
    "pages": _pages,
    "draw": _draw,
    "rows": _rows,
    "growth": _growth,
}


def _measure(options: argparse.Namespace, work: Path) -> int:
    results = read_results(work / "results.csv")
    missing = []
    print(f"{describe_machine()}; medians of {options.runs} runs\n\n{HEAD}", flush=True)
    for name in options.parts:
        try:
            for row in PARTS[name](options, work):
                results[row.what, row.size] = row
                write_results(results.values(), work / "results.csv")
                print(_render(row), flush=True)
        except NotMeasured as reason:
            missing.append(f"{name}: {reason}")
    print(f"\n{render_table(compute_figures(results))}")
    for reason in missing:
        print(f"\nnot measured / 未测得: {reason}")
    if options.keep:
        keep_results(results, options.keep, describe_machine())
    return 1 if missing else 0


def _render(row: Result) -> str:
    return (
        f"| {row.what} | {row.size:,} {row.unit} | {row.seconds:.2f} | {row.fastest:.2f}–{row.slowest:.2f} | "
        f"{row.size / row.seconds:,.0f} | {row.each:.2f} | {row.processor:.1f} | {row.megabytes:,.0f} | "
        f"{row.written / 1e6:,.1f} |"
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
