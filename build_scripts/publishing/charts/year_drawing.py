"""The picture of one measure over the years: points with their numbers, joined only where they may be.

Comes in: a `Series`. Goes out: SVG. Refuses to know: cells, pages. Where the form changes the line is cut and a double
rule stands between the years; a year without a number keeps its place, and the word for it stands on the axis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from build_scripts.publishing.charts.scales import pick_ticks, place_on, write_tick
from build_scripts.publishing.charts.series import Point, Series, describe_series, find_breaks, join_line, split_runs
from build_scripts.publishing.charts.svg import (
    LETTER,
    WIDTH,
    measure,
    short,
    wrap_drawing,
    write_box,
    write_line,
    write_text,
    write_upright,
)

MOST_YEARS = 18
"""More years than these do not fit beside one another; the newest are drawn."""
TALL = 190
TOP, BOTTOM = 62, 164
"""The height of the uppermost tick and of the axis."""
_EDITION = 34
_YEAR = BOTTOM + 18
_END = 6
_APART = 8
"""Between words side by side, at least."""


class Frame(NamedTuple):
    """Where things stand: the left end of the axis, the width of a year, the ticks."""

    left: float
    step: float
    ticks: tuple[Decimal, ...]

    def across(self, at: int) -> float:
        """The middle of the year at this place."""
        return self.left + self.step * (at + 0.5)

    def height(self, number: Decimal) -> float:
        """The y of a number."""
        return BOTTOM - place_on(BOTTOM - TOP, number, self.ticks[-1])


def draw_series(series: Series, name: str, forms: Mapping[str, str], left: float = 0) -> str:
    """A line of the years; `name` is unlike any other on the page, `forms` are the labels of forms; the axis begins at
    `left`, or further right."""
    frame = make_frame(max(series.numbers), len(series.points), left)
    points = series.points
    pieces = [
        *draw_ground(points, frame, series.label, forms),
        *(_draw_line(line, points, frame) for line in join_line(points)),
        *(_draw_point(at, point, frame) for at, point in enumerate(points) if point.number is not None),
        *place_labels(points, frame),
    ]
    return wrap_drawing(name, TALL, f"{series.label}（{series.unit}）", describe_series(series, forms), pieces)


def make_frame(most: Decimal, years: int, left: float = 0) -> Frame:
    """The frame for numbers up to `most` and so many years; its axis begins at `left`, or where the ticks end."""
    ticks = pick_ticks(most)
    left = max(left, _measure_ticks(ticks))
    return Frame(left, (WIDTH - _END - left) / years, ticks)


def measure_ticks(drawn: Sequence[Series]) -> float:
    """Where the axes of pictures side by side begin, so that their years are as wide and named alike."""
    return max(_measure_ticks(pick_ticks(max(series.numbers))) for series in drawn)


def _measure_ticks(ticks: Sequence[Decimal]) -> float:
    return max(measure(write_tick(tick)) for tick in ticks) + 8


def draw_ground(points: Sequence[Point], frame: Frame, label: str, forms: Mapping[str, str]) -> list[str]:
    """What stands behind the numbers: the label, axis and ticks, the years, gaps with their words, breaks of form."""
    pieces = [write_text(0, 14, label, kind="ch-strong", most=WIDTH)]
    for tick in frame.ticks:
        y = frame.height(tick)
        pieces.append(write_line(frame.left, y, WIDTH - _END, y, "ch-grid" if tick else "ch-axis"))
        pieces.append(write_text(frame.left - 5, y + 4.5, write_tick(tick), "end", "ch-muted"))
    is_short, every = _name_years(frame.step)
    for at, point in enumerate(points):
        if (len(points) - 1 - at) % every == 0:
            year = f"'{point.year % 100:02}" if is_short else point.year
            pieces.append(write_text(frame.across(at), _YEAR, year, "middle"))
        if point.number is None:
            pieces.append(_draw_gap(at, point, frame))
    return [*pieces, *_draw_breaks(points, frame, forms)]


def _name_years(step: float) -> tuple[bool, int]:
    """Whether years are named by two digits, and every how many one is named, so that names do not touch."""
    if measure("2020") + _APART <= step:
        return False, 1
    return True, int(-(-(measure("'20") + _APART) // step))


def _draw_gap(at: int, point: Point, frame: Frame) -> str:
    x = frame.left + frame.step * at
    box = write_box(x + 1, TOP, frame.step - 2, BOTTOM - TOP, "ch-gap")
    return box + write_upright(frame.across(at), BOTTOM - 4, point.word, "ch-muted")


def _draw_breaks(points: Sequence[Point], frame: Frame, forms: Mapping[str, str]) -> list[str]:
    breaks = find_breaks(points)
    if not breaks:
        return []
    pieces = []
    for at in breaks:
        x = frame.left + frame.step * at
        pieces += [write_line(x + by, _EDITION - 12, x + by, BOTTOM + 5, "ch-break-rule") for by in (-1.5, 1.5)]
    for form, start, end in split_runs(points):
        name = _name_form(form, forms, frame.step * (end - start)) if form else ""
        if name:
            middle = frame.left + frame.step * (start + end) / 2
            pieces.append(write_text(middle, _EDITION, name, "middle", "ch-muted"))
    return pieces


def _name_form(form: str, forms: Mapping[str, str], room: float) -> str:
    """The label of a form, or so much of it as does not touch the double rules; empty if nothing fits."""
    names = (forms.get(form, form), f"{form[2:]}版", form[2:])
    return next((name for name in names if measure(name) + 1.5 * _APART <= room), "")


def _draw_line(line: tuple[int, ...], points: Sequence[Point], frame: Frame) -> str:
    places = [f"{short(frame.across(at))} {short(frame.height(points[at].number or Decimal(0)))}" for at in line]
    return f'<path d="M{"L".join(places)}" class="ch-line"/>'


def _draw_point(at: int, point: Point, frame: Frame) -> str:
    kind = "ch-point ch-corrected" if point.correction else "ch-point"
    y = frame.height(point.number or Decimal(0))
    return f'<circle cx="{short(frame.across(at))}" cy="{short(y)}" r="3.5" class="{kind}"/>'


def place_labels(points: Sequence[Point], frame: Frame, is_joined: bool = True) -> list[str]:
    """The number at each point: above it, below it where a line comes down to it, or where it touches no other."""
    taken: list[tuple[float, float, float]] = []
    labels = []
    for at, point in enumerate(points):
        if point.number is None:
            continue
        words = point.shown + ("*" if point.correction else "")
        half = measure(words) / 2
        x = min(max(frame.across(at), half), WIDTH - half)
        y = frame.height(point.number)
        places = [y - 8, *([y + 18] if y + 18 < BOTTOM - 3 else [])]
        if is_joined and _is_dip(at, points):
            places.reverse()
        places += [y - 8 - LETTER, y - 8 - 2 * LETTER]
        base = next((each for each in places if _is_free(x, half, each, taken)), places[0])
        taken.append((x, half, base))
        labels.append(write_text(x, base, words, "middle", "ch-number"))
    return labels


def _is_dip(at: int, points: Sequence[Point]) -> bool:
    """Whether the line comes down to this point, so that it would strike a number above it."""
    here = points[at]
    around = [points[each] for each in (at - 1, at + 1) if 0 <= each < len(points)]
    joined = [other.number for other in around if other.number is not None and other.form == here.form]
    return here.number is not None and any(number > here.number for number in joined) and min(joined) >= here.number


def _is_free(x: float, half: float, base: float, taken: Sequence[tuple[float, float, float]]) -> bool:
    return all(
        abs(x - other) >= half + other_half + 2 or abs(base - other_base) >= LETTER
        for other, other_half, other_base in taken
    )
