"""The pictures of an agency's page: which measures are drawn side by side, and what is said where none is drawn.

Comes in: the agency's reports with their cells. Goes out: HTML of figures and sentences. Refuses to know: coordinates.
Which measures says `trends.csv`. One measure, one picture; measures that belong together share words, source and table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup, escape

from build_scripts.files import read_rows
from build_scripts.packaging.package import Row
from build_scripts.publishing.charts.figure import Entry, Figure, Line, Table, set_figure
from build_scripts.publishing.charts.series import (
    NOT_HELD,
    OTHER_FORM,
    Groups,
    Held,
    Key,
    Point,
    Series,
    find_breaks,
    is_printed,
    read_editions,
    read_series,
    tell_series,
)
from build_scripts.publishing.charts.stack_drawing import FILLINGS, add_up, draw_legend, draw_stack
from build_scripts.publishing.charts.year_drawing import MOST_YEARS, draw_series, measure_ticks
from build_scripts.publishing.context import SiteContext, write_years


class Trend(NamedTuple):
    """Measures drawn side by side: the anchor, the title, where they stand in the form, and each with its label."""

    name: str
    title: str
    place: str
    measures: tuple[tuple[Key, str], ...]


def read_trends(kind: str) -> tuple[Trend, ...]:
    """The groups of `trends.csv` of a kind: `lines` over the years, or `parts` that add up to their total."""
    rows = [row for row in read_rows(FILE) if row["kind"] == kind]
    return tuple(
        Trend(
            *name,
            tuple(((row["table"], row["row"], row["column"]), row["label_zh"]) for row in found),
        )
        for name, lines in groupby(rows, key=lambda row: (row["name"], row["title_zh"], row["place_zh"]))
        if (found := list(lines))
    )


FILE = Path(__file__).with_name("trends.csv")
TRENDS = read_trends("lines")
(REMEDIES,) = read_trends("parts")
UNIT = "件"


def draw_trends(
    agency: Row, span: Sequence[int], held: Mapping[int, Held], context: SiteContext, alike: Mapping[Key, Groups]
) -> list[Markup]:
    """Figures and sentences for these years, oldest first; nothing for an agency of which one report is held.

    `alike`: for each cell the editions in groups of those in which it means the same; each group has a picture.
    """
    if len(held) < 2:
        return []
    span = span[-MOST_YEARS:]
    made = [draw_trend(trend, agency, span, held, context, alike) for trend in TRENDS]
    return [found for found in (*made, draw_remedies(agency, span, held, context)) if found]


def draw_trend(
    trend: Trend,
    agency: Row,
    span: Sequence[int],
    held: Mapping[int, Held],
    context: SiteContext,
    alike: Mapping[Key, Groups],
) -> Markup:
    """One group of measures: a figure, or a sentence for each, or nothing if no form of these years has them."""
    states, forms = context.labels["states"], context.labels["forms"]
    found = [
        series
        for key, label in trend.measures
        for series in read_editions(span, held, key, label, UNIT, states, forms, alike)
    ]
    told = [series for series in found if is_printed(series)]
    drawn = [series for series in told if series.is_drawable]
    words = tuple(tell_series(series) for series in told if not series.is_drawable)
    if not drawn:
        return _say(trend.title, words)
    left = measure_ticks(drawn)
    drawings = tuple(draw_series(series, f"{trend.name}-{at}", forms, left) for at, series in enumerate(drawn))
    return set_figure(
        Figure(
            trend.name,
            trend.title,
            UNIT,
            tell_picture(drawn),
            drawings,
            name_source(agency, drawn, trend.place, context),
            tabulate(drawn),
            words,
        )
    )


def draw_remedies(agency: Row, span: Sequence[int], held: Mapping[int, Held], context: SiteContext) -> Markup:
    """Reviews and lawsuits by result, a picture for each channel; nothing if no report of these years has the table."""
    states, forms, results = (context.labels[name] for name in ("states", "forms", "results"))
    codes = list_parts(held, context)
    if not codes:
        return Markup("")
    words, notes, lines, stacks = [], [], [], []
    for (table, channel, total), label in REMEDIES.measures:
        parts = [read_series(span, held, (table, channel, code), results[code], UNIT, states) for code in codes]
        sums = add_up(label, parts)
        if not is_printed(sums):
            continue
        if not sums.is_drawable or len(codes) > len(FILLINGS):
            words.append(tell_series(sums))
            continue
        printed = read_series(span, held, (table, channel, total), results[total], UNIT, states)
        stacks.append((channel, sums, parts))
        notes += _tell_other_totals(sums, printed)
        lines += [line._replace(head=f"{line.head}　{label}") for line in tabulate([*parts, printed]).lines]
    drawn = [sums for _, sums, _ in stacks]
    if not drawn:
        return _say(REMEDIES.title, words)
    left = measure_ticks(drawn)
    drawings = tuple(
        draw_stack(sums, parts, f"{REMEDIES.name}-{channel}", forms, left) for channel, sums, parts in stacks
    )
    heads = ("年度", *(results[code] for code in (*codes, "total")))
    return set_figure(
        Figure(
            REMEDIES.name,
            REMEDIES.title,
            UNIT,
            f"柱高是各种结果之和。{tell_picture(drawn)}",
            drawings,
            name_source(agency, drawn, REMEDIES.place, context),
            Table(heads, tuple(lines)),
            (*notes, *words),
            legend=draw_legend([results[code] for code in codes]),
        )
    )


def list_parts(held: Mapping[int, Held], context: SiteContext) -> list[str]:
    """The results that the forms of these years sum into their total, in the order of the code list."""
    table = REMEDIES.measures[0][0][0]
    printed = {found.report["form"] for found in held.values()}
    parts = {
        cell.column
        for form in printed
        if (form, table) in context.codes.tables
        for cell in context.codes.tables[form, table].cells
        if cell.column_sums_into
    }
    return [code for code in context.labels["results"] if code in parts]


def tell_picture(drawn: Sequence[Series]) -> str:
    """How to read the pictures: the years, the gaps, the stars; only what there is to see. What a change of form means
    is said once, by the page."""
    points = [point for series in drawn for point in series.points]
    told = [f"{points[0].year} 年至 {points[-1].year} 年，纵轴从 0 起。"]
    if any(point.number is None for point in points):
        told.append("灰格是没有数的年份，写着原因。")
    if any(point.word == OTHER_FORM for point in points):
        told.append("“另列”的年份用的是另一版表格，那一版的数另行列出。")
    if any(point.word == NOT_HELD for point in points):
        told.append("“未收录”说的是这里没有那一年的报告，不是机关没有公布。")
    if any(point.correction for point in points):
        told.append("带 * 的数经过更正。")
    return "".join(told)


def name_source(agency: Row, drawn: Sequence[Series], place: str, context: SiteContext) -> str:
    """Where the numbers are from: the agency, the years that are drawn, the place in the form, the data version."""
    years = write_years(point.year for series in drawn for point in series.points if point.number is not None)
    return f"{agency['name']} {years} 年度的报告，{place}；{context.settings.site_name} {context.version} 版"


def tabulate(drawn: Sequence[Series]) -> Table:
    """The numbers of the pictures, a year a row, the newest first as in every table."""
    first = drawn[0].points
    breaks = {at for series in drawn for at in find_breaks(series.points)}
    lines = tuple(
        Line(
            f"{point.year} 年",
            tuple(enter_point(series.points[at]) for series in drawn),
            "" if point.word == NOT_HELD else f"{point.year}/",
            at + 1 in breaks,
        )
        for at, point in reversed(list(enumerate(first)))
    )
    return Table(("年度", *(series.label for series in drawn)), lines)


def enter_point(point: Point) -> Entry:
    """A year of a series as a cell of a table."""
    return Entry(point.shown, point.link, point.correction, point.number is not None)


def _tell_other_totals(sums: Series, printed: Series) -> list[str]:
    return [
        f"{ours.year} 年{sums.label}：各种结果之和 {ours.shown} 件，印出的总计 {theirs.shown} 件。"
        for ours, theirs in zip(sums.points, printed.points, strict=True)
        if ours.number is not None and theirs.number is not None and ours.number != theirs.number
    ]


def _say(title: str, words: Sequence[str]) -> Markup:
    if not words:
        return Markup("")
    items = "".join(f"<li>{escape(each)}</li>" for each in words)
    return Markup(f'<div class="ch-said"><p class="ch-title">{escape(title)}</p><ul>{items}</ul></div>')
