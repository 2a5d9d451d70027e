"""Rows of the tables of places, functions and years: a label, where it leads, what is held.

Comes in: the directory. Goes out: frozen rows in the order they are shown. Refuses to know: HTML.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.lists.cuts import MOST_LISTED
from build_scripts.publishing.lists.directory import Directory, Listed, Tally
from build_scripts.publishing.templates import group_digits

NATION = "100000"

Figure = tuple[str, str, str]
"""A label, a number as people read it, its unit."""

Choice = tuple[str, int, str]
"""A label, how many, the address it leads to."""


class Counted(NamedTuple):
    """A place or a function with what is held of it."""

    label: str
    english: str
    note: str
    address: str
    tally: Tally


class YearRow(NamedTuple):
    """A year: reports held, of each form, and agencies whose report is not held."""

    year: int
    held: int
    missing: int
    forms: Counter[str]


def count_places(codes: Iterable[str], directory: Directory, context: SiteContext) -> tuple[Counted, ...]:
    """These places in the order of their codes, each leading to its page."""
    return tuple(
        Counted(
            name_place(region := context.regions[code]),
            region["label_en"],
            tell_end(region),
            f"regions/{code}/",
            directory.places[code],
        )
        for code in sorted(codes)
    )


def count_functions(directory: Directory, context: SiteContext) -> tuple[Counted, ...]:
    """Every function that an agency has, in the order of the code list."""
    english = {row["code"]: row["label_en"] for row in context.codes.lists.get("functions", ())}
    return tuple(
        Counted(label, english.get(code, ""), "", f"functions/{code}/", directory.functions[code])
        for code, label in context.labels["functions"].items()
        if code in directory.functions
    )


def count_years(directory: Directory) -> tuple[YearRow, ...]:
    """Every year from the first held to the newest, newest first."""
    forms: dict[int, Counter[str]] = {year: Counter() for year in directory.years}
    for one in directory.everyone:
        for year, report in one.reports.items():
            forms[year][report["form"]] += 1
    whole = directory.whole
    return tuple(YearRow(year, whole.held[year], whole.missing[year], forms[year]) for year in directory.years)


def name_place(region: Row) -> str:
    """A region's name; under the code of the country stand its central bodies."""
    return "中央国家机关" if region["code"] == NATION else region["label_zh"]


def tell_end(region: Row) -> str:
    """Until when a place stood that was merged or parted since; empty for the others.

    >>> tell_end({"to_year": "2016"})
    '（至 2016 年）'
    """
    return f"（至 {region['to_year']} 年）" if region.get("to_year") else ""


def list_function_choices(tally: Tally, region: Row, directory: Directory, context: SiteContext) -> list[Choice]:
    """The functions of a place's agencies, each leading to where that function's list has the place's province."""
    return [
        (label, count, function_address(directory, code, province_of(region, context)))
        for code, label in context.labels["functions"].items()
        if (count := tally.functions[code])
    ]


def function_address(directory: Directory, function: str, province: str) -> str:
    """Where the agencies of a function in a province are listed: a part of the function's page, or a page of its own.

    A function whose agencies are of one province alone, and many, is parted all the same.
    """
    if len(directory.of_function[function]) <= MOST_LISTED:
        return f"functions/{function}/#r{province}"
    return f"functions/{function}/{province}/"


def province_of(region: Row, context: SiteContext) -> str:
    """The code of the province a region lies in."""
    return context.region_path(region["code"])[0]["code"]


def span_of(years: Iterable[int]) -> str:
    """First and last year as people write them; a dash where there is none.

    >>> span_of([2021, 2019]), span_of([2021]), span_of([])
    ('2019–2021', '2021', '—')
    """
    found = sorted(years)
    if not found:
        return "—"
    return str(found[0]) if found[0] == found[-1] else f"{found[0]}–{found[-1]}"


def figures_of(tally: Tally, *more: Figure) -> list[Figure]:
    """How many agencies and reports, of which years, and what else is given."""
    return [
        ("机关", group_digits(str(tally.agencies)), "个"),
        ("报告", group_digits(str(tally.reports)), "份"),
        ("报告年度", span_of(tally.held), ""),
        *more,
    ]


def years_of(tally: Tally, directory: Directory) -> list[int]:
    """The years in which a place has anything held or missing, newest first."""
    return [year for year in directory.years if tally.held[year] or tally.missing[year]]


def tell_levels(agencies: Sequence[Listed]) -> set[str]:
    """The levels of these agencies."""
    return {one.agency["level"] for one in agencies}
