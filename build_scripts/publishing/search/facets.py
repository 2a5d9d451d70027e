"""What a report and its parts can be filtered by, as terms of the index.

Comes in: rows of the package. Goes out: terms. Refuses to know: files. Each is U+0001, a letter and a value:

    r  the agency's region, and every one it lies in     l  its level          f  its function
    a  the agency                                        s  the section's code (of sections)
    t  a state of cells that the report has: blank, dash, absent, unreadable
    y  a year held (of agencies; reports have their partition)

A filter is one list more to intersect, so it is exact without reading a text.
"""

from __future__ import annotations

from collections.abc import Iterable

from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.search.terms import name_facet

STATES = ("blank", "dash", "absent", "unreadable")


def list_agency_facets(agency: Row, context: SiteContext) -> tuple[str, ...]:
    """Region and those above it, level, function, agency."""
    path = context.region_path(agency["region_code"]) or ({"code": agency["region_code"]},)
    values = [("r", region["code"]) for region in path]
    values += [("l", agency["level"]), ("f", agency["function"]), ("a", agency["agency_id"])]
    return tuple(name_facet(letter, value) for letter, value in values if value)


def list_state_facets(report: Row) -> tuple[str, ...]:
    """The states that at least one cell of the report has."""
    return tuple(name_facet("t", state) for state in STATES if int(report[f"cells_{state}"]))


def list_year_facets(years: Iterable[int]) -> tuple[str, ...]:
    """The years held."""
    return tuple(name_facet("y", str(year)) for year in years)
