"""The parts that what grows with the reports is written in: a year, or a province's part of a year that has many.

Comes in: the context. Goes out: frozen partitions, newest year first. Refuses to know: what is written in them.
A report stands in exactly one partition, so that one report more changes the files of one.
"""

from __future__ import annotations

from typing import NamedTuple

from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext

MOST_REPORTS = 4_000
"""A year with more reports than this is parted by province."""


class Partition(NamedTuple):
    """Reports that are written together: `name` (`2023`, `2023-41`), year, the first two digits of the province (empty
    if all of the year), and their rows of `reports` in the package's order."""

    name: str
    year: str
    province: str
    reports: tuple[Row, ...]


def list_partitions(context: SiteContext, most: int = MOST_REPORTS) -> tuple[Partition, ...]:
    """The partitions of all reports: newest year first, provinces rising."""
    years: dict[str, list[Row]] = {}
    for report in context.reports:
        years.setdefault(report["year"], []).append(report)
    found: list[Partition] = []
    for year in sorted(years, key=int, reverse=True):
        if len(years[year]) <= most:
            found.append(Partition(year, year, "", tuple(years[year])))
            continue
        provinces: dict[str, list[Row]] = {}
        for report in years[year]:
            provinces.setdefault(context.agencies[report["agency_id"]]["region_code"][:2], []).append(report)
        found += (Partition(f"{year}-{code}", year, code, tuple(rows)) for code, rows in sorted(provinces.items()))
    return tuple(found)
