"""What was measured, kept: the rows, the machine, and the page of the guides that shows them.

Comes in: rows, a day, the machine. Goes out: `benchmarks/kept/`, the chart, and the page between its two marks. The
page is made from what is kept alone, so that a test can hold the two together.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks import planning
from benchmarks.chart import draw_growth
from benchmarks.goals import compute_figures, render_table, round_figure
from benchmarks.results import Result, Results, read_results, write_results

ROOT = Path(__file__).parents[1]
KEPT = Path(__file__).parent / "kept"
PAGE = ROOT / "docs" / "contribute" / "benchmarks.md"
CHART = ROOT / "docs" / "contribute" / "growth.svg"
BEGIN, END = "<!-- 以下由 make bench 写出 / written by make bench -->", "<!-- 到此为止 / up to here -->"
PICTURE = "![份数增加时的用时和内存峰值 / time and peak memory as reports grow](growth.svg){width=760 height=300}"
HEAD = (
    "| 做什么 / what | 数量 / done | 次 / runs | 秒 / s | 最快–最慢 / range | "
    "毫秒 / ms each | 处理器 / CPU s | 内存 / peak MB |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|"
)


def keep_results(results: Results, told: str) -> None:
    """Keep the rows with what is told of day and machine, and write chart and page anew."""
    write_results(results.values(), KEPT / "results.csv")
    (KEPT / "measured.txt").write_text(f"{told}\n", "utf-8")
    CHART.write_text(draw_growth(results), "utf-8")
    PAGE.write_text(fill_page(PAGE.read_text("utf-8")), "utf-8")
    planning.main()


def fill_page(page: str) -> str:
    """The page with what is kept between its marks; raises ValueError if it has them not."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the page has not both marks")
    return f"{before}{BEGIN}\n\n{render_kept()}\n\n{END}{after}"


def render_kept() -> str:
    """The goals with pass or short, then every row."""
    results = read_results(KEPT / "results.csv")
    told = (KEPT / "measured.txt").read_text("utf-8").strip()
    rows = "\n".join(map(render_row, results.values()))
    table = render_table(compute_figures(results))
    return f"{told}\n\n{table}\n\n{PICTURE}\n\n{HEAD}\n{rows}"


def render_row(row: Result) -> str:
    """A row of the second table."""
    return (
        f"| {row.what} | {row.size:,} {row.unit} | {row.runs} | {row.seconds:,.2f} | "
        f"{row.fastest:,.2f}–{row.slowest:,.2f} | {round_figure(row.each)} | "
        f"{row.processor:,.1f} | {row.megabytes:,.0f} |"
    )
