"""Which reports are held, by year, agency and province; the matrix of agencies and years, in pages by province.

Comes in: the context. Goes out: counts, and pages. Refuses to know: what stands in a report beyond whether a number
does. Years of an agency run from its first held to the newest of the package; one without a report is not held.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup, escape

from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext, years_between
from build_scripts.publishing.links import agency_address, root_of
from build_scripts.publishing.machine.json_ld import write_json_ld
from build_scripts.publishing.pages import Crumb, Page
from build_scripts.publishing.quality.listing import (
    HOME,
    ROWS,
    TRAIL,
    describe_collection,
    draw_turns,
    page_address,
)
from build_scripts.publishing.quality.rows import sort_reports
from build_scripts.publishing.templates import render

HELD, NUMBERLESS, NOT_HELD = "held", "numberless", "not_held"
WORDS = {HELD: "已收录，表中有数", NUMBERLESS: "已收录，表中没有一个数", NOT_HELD: "未收录"}
"""What a place of the matrix says; a year before an agency's first report says nothing."""


class YearCount(NamedTuple):
    """A year: the places of its reports in the package, those without a number in a table, and agencies without one."""

    year: int
    held: tuple[int, ...]
    numberless: tuple[int, ...]
    missing: tuple[Row, ...]


class MatrixRow(NamedTuple):
    """An agency, where it is, and for each year of its province's matrix how it stands; empty before its first."""

    agency: Row
    region: str
    marks: tuple[str, ...]

    def draw(self, years: Sequence[int], root: str) -> Markup:
        """The row as HTML, each report that is held as a link; joined, as there are as many as agencies."""
        page = f"{root}{escape(agency_address(self.agency['agency_id']))}"
        cells = "".join([_draw_mark(mark, year, page) for mark, year in zip(self.marks, years, strict=True)])
        return Markup(
            f'<tr><th scope="row"><a href="{page}">{escape(self.agency["name"])}</a>'
            f" <small>{escape(self.region)}</small></th>{cells}</tr>"
        )


def _draw_mark(code: str, year: int, page: str) -> str:
    if not code:
        return '<td class="y"></td>'
    mark = f'<span class="m m-{code}" aria-hidden="true"></span>'
    if code == NOT_HELD:
        return f'<td class="y">{mark}<span class="vh">{WORDS[code]}</span></td>'
    return f'<td class="y"><a href="{page}{year}/">{mark}<span class="vh">{year} 年{WORDS[code]}</span></a></td>'


@dataclass(frozen=True, slots=True)
class Province:
    """A province, or the country itself, with the matrix of its agencies; years newest first."""

    region: Row
    years: tuple[int, ...]
    rows: tuple[MatrixRow, ...]

    @property
    def address(self) -> str:
        """Where its matrix is."""
        return f"{HOME}coverage/{self.region['code']}/"

    def count(self, at: int, *marks: str) -> int:
        """How many agencies stand so in the year at this place of `years`."""
        return sum(row.marks[at] in marks for row in self.rows)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole: by year, newest first, and by province, by code."""

    years: tuple[YearCount, ...]
    provinces: tuple[Province, ...]

    @property
    def agencies(self) -> int:
        """How many agencies there are."""
        return sum(len(province.rows) for province in self.provinces)


def count_coverage(context: SiteContext) -> Coverage:
    """What is held and what is not, of every agency and year."""
    order = sort_reports(context)
    agencies = sorted(context.agencies.values(), key=lambda row: (row["region_code"], row["name"], row["agency_id"]))
    held = {(row["agency_id"], int(row["year"])): has_number(row) for row in context.reports}
    spans = {
        agency["agency_id"]: dict(years_between(context.reports_of.get(agency["agency_id"], ()), context.newest_year))
        for agency in agencies
    }
    years = sorted({year for span in spans.values() for year in span}, reverse=True)
    by_year: dict[int, list[int]] = {year: [] for year in years}
    for at in order:
        by_year[int(context.reports[at]["year"])].append(at)
    missing: dict[int, list[Row]] = {year: [] for year in years}
    for agency in agencies:
        for year, is_held in spans[agency["agency_id"]].items():
            if not is_held:
                missing[year].append(agency)
    return Coverage(
        tuple(
            YearCount(
                year,
                tuple(by_year[year]),
                tuple(at for at in by_year[year] if not has_number(context.reports[at])),
                tuple(missing[year]),
            )
            for year in years
        ),
        tuple(_list_provinces(agencies, spans, held, context)),
    )


def has_number(report: Row) -> bool:
    """Whether one number at least is read in the report's tables."""
    return int(report["cells_reported"]) > 0


def _list_provinces(
    agencies: Sequence[Row],
    spans: Mapping[str, Mapping[int, bool]],
    held: Mapping[tuple[str, int], bool],
    context: SiteContext,
) -> Iterator[Province]:
    def province(agency: Row) -> str:
        return context.region_path(agency["region_code"])[0]["code"]

    for code, group in groupby(sorted(agencies, key=province), key=province):
        found = list(group)
        years = sorted({year for agency in found for year in spans[agency["agency_id"]]}, reverse=True)
        rows = tuple(
            MatrixRow(
                agency,
                "".join(place["label_zh"] for place in context.region_path(agency["region_code"])[1:]),
                tuple(_mark(agency["agency_id"], year, spans, held) for year in years),
            )
            for agency in found
        )
        yield Province(context.regions[code], tuple(years), rows)


def _mark(
    agency_id: str, year: int, spans: Mapping[str, Mapping[int, bool]], held: Mapping[tuple[str, int], bool]
) -> str:
    if year not in spans[agency_id]:
        return ""
    if (agency_id, year) not in held:
        return NOT_HELD
    return HELD if held[(agency_id, year)] else NUMBERLESS


def make_matrix_pages(coverage: Coverage) -> Iterator[Page]:
    """The matrix of each province, so many agencies a page."""
    for province in coverage.provinces:
        total = -(-len(province.rows) // ROWS)
        for number in range(1, total + 1):
            address = page_address(province.address, number)
            root = root_of(address)
            name = province.region["label_zh"]
            title = f"{name}的收录情况" if number == 1 else f"{name}的收录情况（第 {number} 页）"
            description = f"{name} {len(province.rows):,} 个机关，每个年度的报告是否收录，表中是否有数。"
            body = render(
                "quality/matrix_page.html",
                title=title,
                province=province,
                rows=province.rows[(number - 1) * ROWS : number * ROWS],
                turns=draw_turns(province.address, number, total, root, "翻页"),
                turns_below=draw_turns(province.address, number, total, root, "翻页，在列表之后"),
                words=WORDS,
                root=root,
            )
            yield Page(
                address=address,
                specimen="quality",
                title=title,
                description=description,
                crumbs=(*TRAIL, Crumb("收录情况", f"{HOME}#coverage"), Crumb(name, "")),
                contents=(),
                body=body,
                json_ld=write_json_ld(describe_collection(title, description)),
                previous=page_address(province.address, number - 1) if number > 1 else "",
                following=page_address(province.address, number + 1) if number < total else "",
            )
