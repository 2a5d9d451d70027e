"""The page of an agency over the years: who it is, what is held and what is not, its figures, its peers.

Comes in: the agency's row and what is kept of its reports. Goes out: a `Page` and the CSV beside it. Refuses to know:
the disk, MkDocs. A year between the first held and the newest of the package that is missing is *not held*, never *not
published*. Years are never set beside one another over a change of form without a word and a mark.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from build_scripts.packaging.package import Row
from build_scripts.publishing.agency.downloads import write_agency_csv
from build_scripts.publishing.agency.years import AgencyYear
from build_scripts.publishing.charts.figure import set_entries, set_whole
from build_scripts.publishing.charts.series import (
    NO_FORM,
    NOT_HELD,
    OTHER_FORM,
    Held,
    Key,
    Series,
    find_breaks,
    is_printed,
    read_editions,
)
from build_scripts.publishing.charts.trends import draw_trends, enter_point
from build_scripts.publishing.charts.year_drawing import MOST_YEARS
from build_scripts.publishing.compare.editions import RULE, list_groups
from build_scripts.publishing.contact import find_contact
from build_scripts.publishing.context import SiteContext, list_years, write_years
from build_scripts.publishing.issue_links import ask_to_add, ask_what_is_out_of_date
from build_scripts.publishing.links import FEED, agency_address, root_of
from build_scripts.publishing.machine.citations import Citations, cite_agency
from build_scripts.publishing.machine.json_ld import describe_agency, write_json_ld
from build_scripts.publishing.outside import Outside
from build_scripts.publishing.pages import Anchor, Crumb, Page
from build_scripts.publishing.report.key_numbers import DECIDED, REQUESTED, pick_key_numbers
from build_scripts.publishing.templates import render

RELATIONS = {"alias": "别名", "renamed": "改名", "merged": "并入", "split": "分出"}
"""What a name of the register is beside the name of the page; a pinned name is that name itself."""


class OtherName(NamedTuple):
    """A name of the agency other than that of its newest report."""

    name: str
    relation: str
    span: str


class AgencyPages:
    """Makes the pages of agencies; keeps what all of them share.

    A page follows from the agency's row, its reports, `outside`, and what the context says without the collection; from
    nothing else."""

    def __init__(self, context: SiteContext, outside: Outside) -> None:
        self.context = context = context.without_collection()
        self._outside = outside
        self._alike = list_groups(context.codes.tables.values())
        self._units = {
            (table, cell.row, cell.column): cell.unit
            for (_, table), found in context.codes.tables.items()
            for cell in found.cells
        }

    def make(self, agency: Row, years: Sequence[AgencyYear]) -> tuple[Page, dict[str, bytes]]:
        """The page of an agency and the files beside it, by name; `years` are its reports, oldest first."""
        context = self.context
        address = agency_address(agency["agency_id"])
        around = self._outside.agencies[agency["agency_id"]]
        span = list_years((year.year for year in years), self._outside.newest_year)
        held = {year.year: Held(year.report, year.cells) for year in years}
        oldest_first = [year for year, _ in reversed(span)]
        measures = self.list_measures(oldest_first, held)
        breaks = {len(span) - at for series in measures for at in find_breaks(series.points)}
        citations = cite_agency(agency, write_years(year.year for year in years), context)
        pictures = draw_trends(agency, oldest_first, held, context, self._alike)
        body = render(
            "agency/page.html",
            agency=agency,
            other_names=list_other_names(agency, around.names),
            region=context.region_path(agency["region_code"]),
            level=context.label("levels", agency["level"]),
            function=context.label("functions", agency["function"]),
            newest=years[-1],
            key_numbers=pick_key_numbers(years[-1].report["form"], years[-1].tables, context),
            span=span,
            years={year.year: year for year in years},
            count=len(years),
            missing=sum(1 for _, is_held in span if not is_held),
            write_years=write_years,
            scopes=context.labels["scopes"],
            scope_differs=len({year.report["scope"] for year in years}) > 1,
            columns=[year for year, _ in span],
            measures=set_measures([series._replace(points=series.points[::-1]) for series in measures], breaks),
            breaks=breaks,
            rule=RULE,
            is_apart=any(point.word == OTHER_FORM for series in measures for point in series.points),
            most_years=MOST_YEARS,
            undrawn=write_years(oldest_first[:-MOST_YEARS]),
            forms=context.labels["forms"],
            pair=find_pair(years),
            pictures=pictures,
            peers=around.peers,
            peer_count=around.peer_count,
            regions=context.regions,
            citations=citations,
            day=context.date,
            feed=FEED if context.settings.site_url else "",
            asks={0: ask_to_add(agency, None, context)}
            | {year: ask_to_add(agency, year, context) for year, is_held in span if not is_held},
            outdated=ask_what_is_out_of_date(agency["agency_id"], "", "", context),
            contact=find_contact(context.settings.contact),
            root=root_of(address),
        )
        page = _make_page(agency, years, body, citations, bool(measures), bool(pictures), context)
        return page, {"data.csv": write_agency_csv(years)}

    def list_measures(self, span: Sequence[int], held: Mapping[int, Held]) -> list[Series]:
        """The key measures over the years, those that no form of these years has left out; none of a single report."""
        if len(held) < 2:
            return []
        states, forms = self.context.labels["states"], self.context.labels["forms"]
        found = (
            series
            for key, label in _order_measures(list(held.values())[-1])
            for series in read_editions(span, held, key, label, self._units.get(key, ""), states, forms, self._alike)
        )
        return [series for series in found if is_printed(series)]


def set_measures(measures: Sequence[Series], breaks: Collection[int]) -> list[tuple[str, str, Markup]]:
    """Label, unit and cells of each measure, in the order of its points; a double rule stands before those at the
    places of `breaks`; a year without a report or a form is one cell beside all of them."""
    if not measures:
        return []
    whole = {at: point for at, point in enumerate(measures[0].points) if point.word in {NOT_HELD, NO_FORM}}
    rows = [(series, [enter_point(point) for point in series.points]) for series in measures]
    first = "".join(
        set_whole(enter_point(whole[at]), len(measures)) if at in whole else set_entries([entry], (0,) * (at in breaks))
        for at, entry in enumerate(rows[0][1])
    )
    others = (set_entries(entries, breaks, whole) for _, entries in rows[1:])
    return [
        (series.label, series.unit, Markup(cells)) for (series, _), cells in zip(rows, (first, *others), strict=True)
    ]


def _order_measures(newest: Held) -> list[tuple[Key, str]]:
    """The requests first where the newest report states any, as on its own page."""
    received = newest.cells.get(("applications", "received", "total"))
    has_requests = received is not None and received.value not in {"", "0"}
    ordered = (*REQUESTED, *DECIDED) if has_requests else (*DECIDED, *REQUESTED)
    return [((table, row, column), label) for table, row, column, label in ordered]


def list_other_names(agency: Row, names: Sequence[Row]) -> list[OtherName]:
    """The names of the register that the agency's newest report does not bear, with the years they hold for."""
    return [
        OtherName(row["name"], RELATIONS.get(row["relation"], ""), _write_span(row["from_year"], row["to_year"]))
        for row in names
        if row["name"] != agency["name"]
    ]


def find_pair(years: Sequence[AgencyYear]) -> tuple[AgencyYear, AgencyYear] | None:
    """The two newest reports of one form with tables, the older first, for it is the one compared with; nothing where
    the two newest differ in form."""
    if len(years) < 2 or years[-1].report["form"] == "none":
        return None
    before, newest = years[-2:]
    return (before, newest) if newest.report["form"] == before.report["form"] else None


def _make_page(
    agency: Row,
    years: Sequence[AgencyYear],
    body: str,
    citations: Citations,
    has_measures: bool,
    has_pictures: bool,
    context: SiteContext,
) -> Page:
    held = write_years(year.year for year in years)
    description = f"{agency['name']}的政府信息公开工作年度报告：已收录 {held} 年，共 {len(years)} 份。"
    region = context.regions.get(agency["region_code"])
    contents = [
        ("years", "年份"),
        ("numbers", "最近一年"),
        ("trend", "逐年对照" if has_measures else ""),
        ("pictures", "逐年的图" if has_pictures else ""),
        ("reports", "各年的报告"),
        ("peers", "同级同类机关"),
        ("downloads", "下载"),
        ("cite", "引用"),
        ("help", "补充和纠正"),
    ]
    return Page(
        address=agency_address(agency["agency_id"]),
        specimen="agency",
        title=agency["name"],
        description=description,
        crumbs=(
            Crumb("首页", ""),
            Crumb("机关", "agencies/"),
            *([Crumb(region["label_zh"], f"regions/{region['code']}/")] if region else []),
            Crumb(agency["name"], ""),
        ),
        contents=tuple(Anchor(anchor, label) for anchor, label in contents if label),
        body=body,
        json_ld=write_json_ld(describe_agency(agency, citations, context, description)),
        feed=f"{agency_address(agency['agency_id'])}{FEED}" if context.settings.site_url else "",
    )


def _write_span(start: str, end: str) -> str:
    """Years in words; empty if neither is known.

    >>> _write_span("2019", ""), _write_span("", "2018"), _write_span("", "")
    ('2019 年起', '至 2018 年', '')
    """
    if start and end:
        return f"{start}–{end} 年"
    return f"{start} 年起" if start else f"至 {end} 年" if end else ""
