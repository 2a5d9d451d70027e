"""The pictures of an agency's page: which measures are drawn side by side, and what is said where none is drawn.

Comes in: the agency's reports with their cells. Goes out: HTML of figures and sentences. Refuses to know: coordinates.
One measure, one picture; measures that belong together share words, source and table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

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
from build_scripts.publishing.charts.stack_drawing import add_up, draw_legend, draw_stack
from build_scripts.publishing.charts.year_drawing import MOST_YEARS, draw_series, measure_ticks
from build_scripts.publishing.context import SiteContext, write_years


class Trend(NamedTuple):
    """Measures drawn side by side: the anchor, the title, where they stand in the form, and each with its label."""

    name: str
    title: str
    place: str
    measures: tuple[tuple[Key, str], ...]


DECISIONS = Trend(
    "chart-decisions",
    "许可、处罚、强制：当年作出的处理决定",
    "表一，第二十条第（五）、（六）项，处理决定数量",
    (
        (("disclosures", "licence", "decisions"), "行政许可"),
        (("disclosures", "penalty", "decisions"), "行政处罚"),
        (("disclosures", "enforcement", "decisions"), "行政强制"),
    ),
)
DOCUMENTS = Trend(
    "chart-documents",
    "行政规范性文件：现行有效、制发、废止",
    "表一，第二十条第（一）项，行政规范性文件一行",
    (
        (("disclosures", "normative_document", "in_force"), "现行有效"),
        (("disclosures", "normative_document", "issued"), "本年制发"),
        (("disclosures", "normative_document", "repealed"), "本年废止"),
        (("disclosures", "normative_document", "newly_made"), "本年新制作（2019年版）"),
        (("disclosures", "normative_document", "total_disclosed"), "对外公开总数（2019年版）"),
    ),
)
REQUESTS = Trend(
    "chart-requests",
    "公开申请：新收、办结、结转",
    "表二，新收、办理结果总计、结转下年度三行，总计一列",
    (
        (("applications", "received", "total"), "新收"),
        (("applications", "concluded_total", "total"), "办结"),
        (("applications", "carried_out", "total"), "结转下年度"),
    ),
)
TRENDS = (DECISIONS, DOCUMENTS, REQUESTS)
REMEDIES = Trend(
    "chart-remedies",
    "行政复议和行政诉讼：结果",
    "表三",
    (
        (("remedies", "reconsideration", "total"), "行政复议"),
        (("remedies", "litigation_direct", "total"), "行政诉讼（未经复议）"),
        (("remedies", "litigation_after_reconsideration", "total"), "行政诉讼（复议后）"),
    ),
)
RESULTS = ("upheld", "corrected", "other", "pending")
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
    """Reviews and lawsuits by result, a picture for each channel."""
    states, forms, results = (context.labels[name] for name in ("states", "forms", "results"))
    words, notes, lines, stacks = [], [], [], []
    for (table, channel, total), label in REMEDIES.measures:
        parts = [read_series(span, held, (table, channel, code), results[code], UNIT, states) for code in RESULTS]
        sums = add_up(label, parts)
        if not is_printed(sums):
            continue
        if not sums.is_drawable:
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
    heads = ("年度", *(results[code] for code in (*RESULTS, "total")))
    return set_figure(
        Figure(
            REMEDIES.name,
            REMEDIES.title,
            UNIT,
            f"柱高是四种结果之和。{tell_picture(drawn)}",
            drawings,
            name_source(agency, drawn, REMEDIES.place, context),
            Table(heads, tuple(lines)),
            (*notes, *words),
            legend=draw_legend([results[code] for code in RESULTS]),
        )
    )


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
        f"{ours.year} 年{sums.label}：四种结果之和 {ours.shown} 件，印出的总计 {theirs.shown} 件。"
        for ours, theirs in zip(sums.points, printed.points, strict=True)
        if ours.number is not None and theirs.number is not None and ours.number != theirs.number
    ]


def _say(title: str, words: Sequence[str]) -> Markup:
    if not words:
        return Markup("")
    items = "".join(f"<li>{escape(each)}</li>" for each in words)
    return Markup(f'<div class="ch-said"><p class="ch-title">{escape(title)}</p><ul>{items}</ul></div>')
