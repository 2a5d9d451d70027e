"""The goals, and whether what was measured reaches them.

Comes in: rows of results. Goes out: for each goal of `goals.csv` a figure, or none if a row it needs was not measured,
and the table of all with pass or short. A goal is a line of that file; what its figure is computed from is a line here.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.results import Result, Results

GOALS = Path(__file__).parent / "goals.csv"
MANY, SOME = 10_000, 1_000
SENSES = {
    "below": (lambda value, limit: value < limit, "<"),
    "most": (lambda value, limit: value <= limit, "≤"),
    "least": (lambda value, limit: value >= limit, "≥"),
}


class Goal(NamedTuple):
    """What is to be reached; without a limit the figure is only told."""

    key: str
    zh: str
    en: str
    sense: str
    limit: float | None
    unit: str

    @property
    def told(self) -> str:
        """The limit with its unit.

        >>> Goal("k", "", "", "below", 120, "s").told
        '< 120 s'
        """
        return "—" if self.limit is None else f"{SENSES[self.sense][1]} {self.limit:g} {self.unit}"

    def judge(self, value: float | None) -> str:
        """Whether it is reached."""
        if value is None:
            return "未测 / not measured"
        if self.limit is None:
            return "—"
        return "达到 / pass" if SENSES[self.sense][0](value, self.limit) else "未达 / short"


def read_goals() -> list[Goal]:
    """All goals, in their order."""
    with GOALS.open(encoding="utf-8", newline="") as lines:
        return [
            Goal(**{**row, "limit": float(row["limit"]) if row["limit"] else None})  # type: ignore[arg-type]
            for row in csv.DictReader(lines)
        ]


def compute_figures(results: Results) -> dict[str, float | None]:
    """The figure of every goal, None where a row it needs is missing."""
    found: dict[str, float | None] = {}
    for key, compute in FIGURES.items():
        try:
            found[key] = compute(results)
        except KeyError:
            found[key] = None
    return found


def render_table(figures: Mapping[str, float | None]) -> str:
    """A Markdown table: what, the goal, the figure, pass or short."""
    lines = ["| 做什么 / what | 目标 / goal | 测得 / measured | 结果 / verdict |", "|---|---:|---:|---|"]
    for goal in read_goals():
        value = figures.get(goal.key)
        shown = "—" if value is None else f"{round_figure(value)} {goal.unit}"
        lines.append(f"| {goal.zh}<br>{goal.en} | {goal.told} | {shown} | {goal.judge(value)} |")
    return "\n".join(lines)


def round_figure(value: float) -> str:
    """Three digits, and all of those before the point.

    >>> round_figure(1234.5), round_figure(4.256), round_figure(0.03111), round_figure(0)
    ('1,234', '4.26', '0.0311', '0')
    """
    return f"{value:,.0f}" if abs(value) >= HUNDRED else f"{value:.3g}"


HUNDRED = 100


def _times(over: str, under: str) -> Callable[[Results], float]:
    """How many times as long a unit of the one takes as one of the other, each at its largest size."""
    return lambda results: _largest(results, over).each / _largest(results, under).each


def _more(over: str, under: str) -> Callable[[Results], float]:
    """The same for one unit more: by how much the time grows between the two largest sizes, start left out."""
    return lambda results: _slope(results, over) / _slope(results, under)


def _slope(results: Results, what: str) -> float:
    """Seconds for a unit more; raises KeyError if there are not two sizes."""
    sizes = sorted(size for name, size in results if name == what)[-2:]
    if not sizes or sizes[0] == sizes[-1]:
        raise KeyError(what)
    smaller, larger = results[what, sizes[0]], results[what, sizes[-1]]
    return (larger.seconds - smaller.seconds) / (larger.size - smaller.size)


def _largest(results: Results, what: str) -> Result:
    """Its row of the largest size; raises KeyError if there is none."""
    return results[what, max((size for name, size in results if name == what), default=0)]


def _growth(what: str, measure: Callable[[Result], float]) -> Callable[[Results], float]:
    """The measure a unit at the largest size, in proportion to that at 1,000."""

    def compute(results: Results) -> float:
        some, most = results[what, SOME], _largest(results, what)
        if some is most:
            raise KeyError(what)
        return (measure(most) / most.size) / (measure(some) / some.size)

    return compute


def _of_most(what: str, measure: Callable[[Result], float]) -> Callable[[Results], float]:
    return lambda results: measure(results[what, MANY])


def _micro(what: str) -> Callable[[Results], float]:
    """Microseconds of the processors for one unit, at the largest size."""

    def compute(results: Results) -> float:
        row = _largest(results, what)
        return row.processor * 1e6 / row.size

    return compute


FIGURES: Mapping[str, Callable[[Results], float]] = {
    "build_seconds": _of_most("build", lambda row: row.seconds),
    "build_megabytes": _of_most("build", lambda row: row.megabytes),
    "pages_hugo": _times("stamp, ours", "stamp, Hugo"),
    "pages_hugo_more": _more("stamp, ours", "stamp, Hugo"),
    "pages_material": _times("stamp, MkDocs + Material", "stamp, ours"),
    "pages_material_more": _more("stamp, MkDocs + Material", "stamp, ours"),
    "pages_zensical": _times("stamp, Zensical", "stamp, ours"),
    "pages_zensical_more": _more("stamp, Zensical", "stamp, ours"),
    "pages_eleventy": _times("stamp, Eleventy", "stamp, ours"),
    "pages_eleventy_more": _more("stamp, Eleventy", "stamp, ours"),
    "draw_hugo": _times("draw, ours", "draw, Hugo"),
    "draw_hugo_more": _more("draw, ours", "draw, Hugo"),
    "draw_material": _times("draw, MkDocs + Material", "draw, ours"),
    "draw_material_more": _more("draw, MkDocs + Material", "draw, ours"),
    "draw_zensical": _times("draw, Zensical", "draw, ours"),
    "draw_zensical_more": _more("draw, Zensical", "draw, ours"),
    "one_more_seconds": _of_most("one more", lambda row: row.seconds),
    "one_more_differences": _of_most("one more", lambda row: row.written),
    "rows_own": _micro("rows, own"),
    "rows_frictionless": _micro("rows, Frictionless"),
    "growth_package": _growth("package", lambda row: row.seconds),
    "growth_site": _growth("site", lambda row: row.seconds),
    "growth_package_memory": _growth("package", lambda row: row.megabytes),
    "growth_site_memory": _growth("site", lambda row: row.megabytes),
}
