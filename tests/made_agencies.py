"""Contexts for tests of lists: agencies of real places, made without reading a report, as many as are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from build_scripts.codes import Row
from build_scripts.files import PROJECT, read_codelists
from build_scripts.packaging.package import Package
from build_scripts.publishing.context import Settings, SiteContext, build_context

WORK = (
    *(
        ("人民政府", "general_office"),
        ("教育局", "education"),
        ("公安局", "public_security"),
        ("民政局", "civil_affairs"),
    ),
    *(("财政局", "finance"), ("城市管理局", "urban_management"), ("水利局", "water"), ("审计局", "audit")),
)


class Made(NamedTuple):
    """An agency: its name, where it is, what it does, the years held."""

    name: str
    region: str
    function: str = "urban_management"
    years: tuple[int, ...] = (2021,)
    level: str = "county"
    short: str = ""


def make_context(agencies: Iterable[Made], register: Iterable[Row] = (), site_url: str = "") -> SiteContext:
    """The context of a package that holds these agencies."""
    return build_context(make_package_of(agencies, register), Settings("站", site_url))


def make_package_of(agencies: Iterable[Made], register: Iterable[Row] = ()) -> Package:
    """A package that holds these agencies; its reports have nothing but what lists show."""
    rows, reports = {}, []
    for number, made in enumerate(agencies):
        agency_id = f"{made.region}-a{number}"
        rows[agency_id] = {
            "agency_id": agency_id,
            "name": made.name,
            "short_name": made.short or made.name,
            "region_code": made.region,
            "level": made.level,
            "function": made.function,
            "first_year": str(min(made.years)),
            "last_year": str(max(made.years)),
            "report_count": str(len(made.years)),
        }
        reports += [_report(agency_id, year) for year in made.years]
    return Package(Path(), "2026.1.1", "2026-01-15", {}, _lists(), tuple(register), rows, tuple(reports), {})


def make_many(count: int) -> Iterator[Made]:
    """`count` agencies of counties all over the country, eight a county, of up to five years with gaps."""
    return islice(
        (
            Made(f"{region['label_zh']}{work}", region["code"], function, _years(at + order))
            for at, region in enumerate(_counties())
            for order, (work, function) in enumerate(WORK)
        ),
        count,
    )


def _years(number: int) -> tuple[int, ...]:
    return tuple(year for year in range(2019 + number % 3, 2025) if (year + number) % 4) or (2024,)


def _report(agency_id: str, year: int) -> Row:
    return {
        "report_id": f"{agency_id}-{year}",
        "agency_id": agency_id,
        "year": str(year),
        "title": "",
        "form": "2019" if year < 2021 else "2021",
        "scope": "organ",
        "source_format": "txt",
        "source_url": "",
        "text_release": "full",
        "published": f"{year + 1}-01-15" if year % 2 else "",
        "cells_reported": "150",
        "cells_blank": "48",
        "cells_dash": "0",
        "cells_absent": "2",
        "cells_unreadable": "",
    }


@cache
def _lists() -> dict[str, tuple[Row, ...]]:
    return {name: tuple(rows) for name, rows in read_codelists(PROJECT.codelists).items()}


@cache
def _counties() -> tuple[Row, ...]:
    return tuple(row for row in _lists()["regions"] if row["level"] == "county" and not row["to_year"])
