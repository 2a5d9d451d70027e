"""The page that plans for many reports tells what was measured, times reports, and nothing else."""

from __future__ import annotations

from benchmarks.planning import KEPT, PAGE, fill_page, find_largest, render_plan
from benchmarks.results import Result, read_results

ROWS = [
    Result("package", 100, "reports", 5, 1, 1, 1, 99.0, 1, 1),
    Result("package", 10_000, "reports", 5, 60, 60, 60, 108.0, 500, 400_000_000),
    Result("site", 10_000, "reports", 5, 90, 90, 90, 180.0, 900, 4_000_000_000),
]


def test_the_plan_is_the_largest_measure_times_reports() -> None:
    plan = render_plan({(row.what, row.size): row for row in ROWS})
    assert "由 10,000 份" in plan
    assert "| 处理器小时 / processor hours | 0.1 | 0.8 | 8.0 |" in plan
    assert "| 数据包，GB / package | 0.4 | 4.0 | 40.0 |" in plan
    assert "| 网站，GB / site | 4.0 | 40.0 | 400.0 |" in plan


def test_memory_goes_on_along_the_line_through_the_two_largest_sizes() -> None:
    plan = render_plan({(row.what, row.size): row for row in ROWS})
    assert "| 网站，内存峰值，GB / site, peak memory | — | — | — |" in plan, "one size makes no line"
    assert "| 数据包，内存峰值，GB / package, peak memory | 0.5 | 5.0 | 50.4 |" in plan


def test_the_page_shows_the_plan_of_what_is_kept() -> None:
    results = read_results(KEPT / "results.csv")
    page = PAGE.read_text("utf-8")
    measured = find_largest(results, "package") and find_largest(results, "site")
    assert page == fill_page(page, render_plan(results) if measured else "还没有测 / not measured yet")
