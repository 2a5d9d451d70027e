"""The directory of agencies, made once for all lists: who is where, and how much is held of each place and function.

Comes in: the context and the register. Goes out: `Directory`. Refuses to know: pages, HTML. One pass over the agencies;
what a list shows is looked up afterwards, so that the work of all lists together grows with the agencies alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext, years_between


class Listed(NamedTuple):
    """An agency in a list: `places` are its regions, outermost first, `years` run from the newest of the package down
    to its first held, `reports` are its reports by year, `former` other names the register has for it."""

    agency: Row
    places: tuple[Row, ...]
    level: str
    function: str
    years: tuple[tuple[int, bool], ...]
    reports: Mapping[int, Row]
    former: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """How much is held of a place with all that lies in it, or of a function: agencies, reports; held and not held by
    year; agencies by function and by level; for a place, what lies directly in it."""

    agencies: int = 0
    reports: int = 0
    held: Counter[int] = field(default_factory=Counter)
    missing: Counter[int] = field(default_factory=Counter)
    functions: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    inside: set[str] = field(default_factory=set)

    def add(self, one: Listed) -> None:
        """Count one agency more."""
        self.agencies += 1
        self.reports += len(one.reports)
        self.functions[one.agency["function"]] += 1
        self.levels[one.agency["level"]] += 1
        for year, held in one.years:
            (self.held if held else self.missing)[year] += 1


@dataclass(frozen=True, slots=True)
class Directory:
    """Every agency in the order of the lists; by place (exactly this one, and all below it) and by function."""

    everyone: tuple[Listed, ...]
    at_place: Mapping[str, tuple[Listed, ...]]
    below_place: Mapping[str, tuple[Listed, ...]]
    of_function: Mapping[str, tuple[Listed, ...]]
    places: Mapping[str, Tally]
    functions: Mapping[str, Tally]
    whole: Tally

    @property
    def years(self) -> tuple[int, ...]:
        """Every year from the first held to the newest, newest first."""
        held = self.whole.held
        return tuple(range(max(held), min(held) - 1, -1)) if held else ()


def build_directory(context: SiteContext, register: Iterable[Row] = ()) -> Directory:
    """The directory of all agencies of the package; within a place they stand in the order of the functions' list."""
    order = {code: at for at, code in enumerate(context.labels["functions"])}
    levels = {code: at for at, code in enumerate(context.labels["levels"])}
    paths = {code: context.region_path(code) for code in {row["region_code"] for row in context.agencies.values()}}
    names = find_former_names(context, register)
    everyone = sorted(
        (_list(row, paths[row["region_code"]], names.get(row["agency_id"], ()), context) for row in _rows(context)),
        key=lambda one: (
            one.agency["region_code"],
            levels.get(one.agency["level"], len(levels)),
            order.get(one.agency["function"], len(order)),
            one.agency["name"],
            one.agency["agency_id"],
        ),
    )
    return _gather(tuple(everyone))


def find_former_names(context: SiteContext, register: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """Names the register has for an agency beside the one it bears now, in the register's order."""
    found: dict[str, dict[str, None]] = {}
    for row in register:
        agency = context.agencies.get(row["agency_id"])
        if agency is not None and row["name"] != agency["name"]:
            found.setdefault(row["agency_id"], {})[row["name"]] = None
    return {agency_id: tuple(names) for agency_id, names in found.items()}


def _rows(context: SiteContext) -> Iterable[Row]:
    return context.agencies.values()


def _list(row: Row, places: tuple[Row, ...], former: tuple[str, ...], context: SiteContext) -> Listed:
    reports = context.reports_of.get(row["agency_id"], ())
    return Listed(
        row,
        places,
        context.label("levels", row["level"]),
        context.label("functions", row["function"]),
        years_between(reports, context.newest_year),
        {int(report["year"]): report for report in reports},
        former,
    )


def _gather(everyone: tuple[Listed, ...]) -> Directory:
    whole = Tally()
    at_place: dict[str, list[Listed]] = {}
    below_place: dict[str, list[Listed]] = {}
    of_function: dict[str, list[Listed]] = {}
    places: dict[str, Tally] = {}
    functions: dict[str, Tally] = {}
    for one in everyone:
        whole.add(one)
        function = one.agency["function"]
        of_function.setdefault(function, []).append(one)
        functions.setdefault(function, Tally()).add(one)
        above = None
        for place in one.places:
            code = place["code"]
            below_place.setdefault(code, []).append(one)
            places.setdefault(code, Tally()).add(one)
            if above is not None:
                places[above].inside.add(code)
            above = code
        if above is not None:
            at_place.setdefault(above, []).append(one)
    return Directory(
        everyone,
        {code: tuple(found) for code, found in at_place.items()},
        {code: tuple(found) for code, found in below_place.items()},
        {code: tuple(found) for code, found in of_function.items()},
        places,
        functions,
        whole,
    )
