"""The picture of a whole and its parts over the years: a column for each year, its parts told apart by filling.

Comes in: the series of the parts. Goes out: SVG. Refuses to know: cells, pages. A year in which a part has no number
has no column, for it would be too low; the word for what is missing stands there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from markupsafe import Markup, escape

from build_scripts.publishing.charts.series import NO_ITEM, Point, Series, describe_series
from build_scripts.publishing.charts.svg import short, wrap_drawing, write_box
from build_scripts.publishing.charts.year_drawing import TALL, Frame, draw_ground, make_frame, place_labels

FILLINGS = ("ch-f1", "ch-f2", "ch-f3", "ch-f4", "ch-f5")
"""Solid, hatched, light, empty, half-tone: told apart without colour. As many parts may be drawn."""
HATCH = "ch-hatching"
_WIDEST = 26


def add_up(label: str, parts: Sequence[Series]) -> Series:
    """The sums of the parts by year; where a part has no number, neither has the sum, and tells the part's word. A part
    that the edition of the year does not have is none."""
    return Series(label, parts[0].unit, tuple(map(_add_points, zip(*(part.points for part in parts), strict=True))))


def _add_points(points: Sequence[Point]) -> Point:
    own = [point for point in points if point.word != NO_ITEM]
    missing = next((point for point in own if point.number is None), None)
    if missing is not None or not own:
        return missing or points[0]
    corrections = dict.fromkeys(point.correction for point in points if point.correction)
    number = sum((point.number or Decimal(0) for point in points), Decimal(0))
    return own[0]._replace(number=number, correction="；".join(corrections))


def draw_stack(sums: Series, parts: Sequence[Series], name: str, forms: Mapping[str, str], left: float = 0) -> str:
    """Columns of the years; `sums` is what the parts add up to; the axis begins at `left`, or further right."""
    frame = make_frame(max(sums.numbers), len(sums.points), left)
    pieces = [
        *draw_ground(sums.points, frame, sums.label, forms),
        *(
            _draw_column(at, [part.points[at].number or Decimal(0) for part in parts], frame)
            for at, point in enumerate(sums.points)
            if point.number is not None
        ),
        *place_labels(sums.points, frame, is_joined=False),
    ]
    return wrap_drawing(name, TALL, f"{sums.label}（{sums.unit}）", describe_series(sums, forms), pieces)


def _draw_column(at: int, numbers: Sequence[Decimal], frame: Frame) -> str:
    width = min(frame.step * 0.6, _WIDEST)
    x = frame.across(at) - width / 2
    boxes, below = [], Decimal(0)
    for number, filling in zip(numbers, FILLINGS, strict=False):
        if number:
            top, bottom = frame.height(below + number), frame.height(below)
            if filling == FILLINGS[1]:
                boxes.append(_draw_hatched(x, top, width, bottom - top))
            else:
                boxes.append(write_box(x, top, width, bottom - top, filling))
            below += number
    return "".join(boxes)


def draw_legend(labels: Sequence[str]) -> Markup:
    """Which filling is what; holds the hatching that all drawings of the page use."""
    items = [
        '<li><svg class="ch-swatch" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">'
        f"{_draw_swatch(at)}</svg>{escape(label)}</li>"
        for at, label in enumerate(labels)
    ]
    return Markup(f'<ul class="ch-legend">{"".join(items)}</ul>')


def _draw_swatch(at: int) -> str:
    if FILLINGS[at] != FILLINGS[1]:
        return write_box(1, 1, 14, 14, FILLINGS[at])
    return (
        f'<defs><pattern id="{HATCH}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<path d="M0 0V5" class="ch-hatch"/></pattern></defs>{_draw_hatched(1, 1, 14, 14)}'
    )


def _draw_hatched(x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect x="{short(x)}" y="{short(y)}" width="{short(width)}" height="{short(height)}" fill="url(#{HATCH})" '
        f'class="{FILLINGS[1]}"/>'
    )
