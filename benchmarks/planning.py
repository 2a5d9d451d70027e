"""What many reports would take: machines, hours and storage, reckoned from what was measured.

Comes in: rows of results (`package`, `site` of the largest size measured). Goes out: a table, and the page of the
guides that shows it. Nothing here is measured; every figure is a measured one times reports, and the table says so.

    python -m benchmarks.planning     writes the table into docs/contribute/maintaining/million.md
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.results import Result, Results, read_results

PAGE = Path(__file__).parents[1] / "docs" / "contribute" / "maintaining" / "million.md"
KEPT = Path(__file__).parent / "kept"
BEGIN, END = "<!-- 以下由 benchmarks/planning 写出 -->", "<!-- 到此为止 -->"
SIZES = (10_000, 100_000, 1_000_000)
MACHINE = 8
"""Processors of the machine that hours are told for."""

HOUR = 3600
HEAD = "| 要多少 / what it takes | " + " | ".join(f"{size:,} 份" for size in SIZES) + " |\n|---|" + "---:|" * len(SIZES)


def main() -> int:
    """Write the page's table; 1 if nothing was measured."""
    results = read_results(KEPT / "results.csv")
    if find_largest(results, "package") is None or find_largest(results, "site") is None:
        print("package 和 site 没有测过 / package and site were not measured", file=sys.stderr)
        return 1
    PAGE.write_text(fill_page(PAGE.read_text("utf-8"), render_plan(results)), "utf-8")
    return 0


def find_largest(results: Results, what: str) -> Result | None:
    """The row of the most reports."""
    rows = [row for (name, _), row in results.items() if name == what]
    return max(rows, key=lambda row: row.size, default=None)


def render_plan(results: Results) -> str:
    """The table; raises ValueError where package or site was not measured."""
    package, site = find_largest(results, "package"), find_largest(results, "site")
    if package is None or site is None:
        raise ValueError("package and site are to be measured first")
    told = (
        f"由 {package.size:,} 份（`package`）和 {site.size:,} 份（`site`）测得的数按份数推算 / "
        f"reckoned from {package.size:,} reports (package) and {site.size:,} (site), by the number of reports"
    )
    processor = package.processor / package.size + site.processor / site.size
    rows = {
        "处理器小时 / processor hours": [f"{processor * size / HOUR:,.1f}" for size in SIZES],
        f"一台 {MACHINE} 核的机器，小时 / hours of one machine of {MACHINE}": [
            f"{processor * size / HOUR / MACHINE:,.2f}" for size in SIZES
        ],
        f"一小时做完要几台 / machines of {MACHINE} for one hour": [
            f"{max(1, -(-processor * size // (HOUR * MACHINE))):,.0f}" for size in SIZES
        ],
        "数据包，内存峰值，GB / package, peak memory": _list_memory(results, "package"),
        "网站，内存峰值，GB / site, peak memory": _list_memory(results, "site"),
        "数据包，GB / package": [f"{package.written / package.size * size / 1e9:,.1f}" for size in SIZES],
        "网站，GB / site": [f"{site.written / site.size * size / 1e9:,.1f}" for size in SIZES],
    }
    return "\n".join([told, "", HEAD, *(f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items())])


def _list_memory(results: Results, what: str) -> list[str]:
    """Gigabytes at each size, along the line through the two largest sizes that were measured; dashes with one size."""
    rows = sorted((row for (name, _), row in results.items() if name == what), key=lambda row: row.size)[-2:]
    if rows[0] is rows[-1]:
        return ["—"] * len(SIZES)
    slope = max(0.0, (rows[-1].megabytes - rows[0].megabytes) / (rows[-1].size - rows[0].size))
    return [f"{(rows[-1].megabytes + slope * (size - rows[-1].size)) / 1e3:,.1f}" for size in SIZES]


def fill_page(page: str, table: str) -> str:
    """The page with the table between its marks; raises ValueError if it has them not."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the page has not both marks")
    return f"{before}{BEGIN}\n\n{table}\n\n{END}{after}"


if __name__ == "__main__":
    sys.exit(main())
