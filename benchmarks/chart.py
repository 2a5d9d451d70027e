"""How time and memory grow with the number of reports, as an SVG.

Comes in: rows of results. Goes out: the drawing, two panels side by side: milliseconds a report, and the peak memory of
all processes. Across, the number of reports, each step ten times the one before. Colours follow the reader's scheme.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from benchmarks.results import Result, Results

WIDTH, HEIGHT, LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT, GAP = 760, 300, 56, 44, 280, 190, 110
STEPS = 4
STYLE = (
    "text{font:12px sans-serif;fill:#333}.g{stroke:#ccc}.package{stroke:#1b5e9c;fill:#1b5e9c}"
    ".site{stroke:#a04a00;fill:#a04a00}polyline{fill:none!important;stroke-width:2}circle{stroke:none}"
    "text.package,text.site{stroke:none}rect{fill:#fff}"
    "@media (prefers-color-scheme:dark){text{fill:#ddd}.g{stroke:#555}rect{fill:#1e2129}"
    ".package{stroke:#7fb5e6;fill:#7fb5e6}.site{stroke:#f0a868;fill:#f0a868}}"
)


class Panel(NamedTuple):
    """One drawing: its title, and what of a row is drawn."""

    title: str
    measure: Callable[[Result], float]


PANELS = (
    Panel("每份用时，毫秒 / ms a report", lambda row: row.each),
    Panel("内存峰值，MB / peak memory, MB", lambda row: row.megabytes),
)
SERIES = {"package": "数据包 / package", "site": "网站 / site"}


def draw_growth(results: Results) -> str:
    """The SVG; raises ValueError if fewer than two sizes were measured."""
    rows = {what: sorted((row for (name, _), row in results.items() if name == what), key=_size) for what in SERIES}
    sizes = sorted({row.size for found in rows.values() for row in found})
    if len(sizes) < len(SERIES):
        raise ValueError("growth needs two sizes at least")
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="份数增加时的用时和内存 / time and memory as reports grow"><style>{STYLE}</style>'
        f'<rect width="{WIDTH}" height="{HEIGHT}"/>'
    ]
    for at, (what, label) in enumerate(SERIES.items()):
        drawn.append(f'<text class="{what}" x="{LEFT + 160 * at}" y="{HEIGHT - 12}">● {label}</text>')
    for at, panel in enumerate(PANELS):
        drawn += _draw_panel(panel, rows, sizes, LEFT + at * (PLOT_WIDTH + GAP))
    return "\n".join([*drawn, "</svg>\n"])


def _draw_panel(panel: Panel, rows: dict[str, list[Result]], sizes: Sequence[int], left: int) -> Iterable[str]:
    top = _round_up(max(panel.measure(row) for found in rows.values() for row in found))
    low, high = math.log10(sizes[0]), math.log10(sizes[-1])

    def across(size: int) -> float:
        return left + PLOT_WIDTH * (math.log10(size) - low) / (high - low)

    def up(value: float) -> float:
        return TOP + PLOT_HEIGHT * (1 - value / top)

    yield f'<text x="{left}" y="{TOP - 18}" font-weight="bold">{panel.title}</text>'
    for step in range(STEPS + 1):
        value = top * step / STEPS
        yield f'<path class="g" d="M{left} {up(value):.1f}h{PLOT_WIDTH}"/>'
        yield f'<text x="{left - 6}" y="{up(value) + 4:.1f}" text-anchor="end">{value:,.10g}</text>'
    for size in sizes:
        yield f'<text x="{across(size):.1f}" y="{TOP + PLOT_HEIGHT + 18}" text-anchor="middle">{size:,}</text>'
    for what, found in rows.items():
        points = [(across(row.size), up(panel.measure(row)), row) for row in found]
        yield f'<polyline class="{what}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)}"/>'
        for x, y, row in points:
            title = f"{row.size:,}: {panel.measure(row):,.1f}"
            yield f'<circle class="{what}" cx="{x:.1f}" cy="{y:.1f}" r="4"><title>{title}</title></circle>'


def _size(row: Result) -> int:
    return row.size


def _round_up(value: float) -> float:
    """The next number above that reads well.

    >>> _round_up(730), _round_up(9.4), _round_up(21)
    (800, 10, 40)
    """
    power = 10 ** math.floor(math.log10(value))
    return next(power * step for step in (1, 2, 4, 8, 10) if power * step >= value)
