"""Which agencies' newest report held is older than the year that is due.

Comes in: a package, the day. Goes out: `Due` by agency. Refuses to know: whether a report was published: what is not
held is not held, no more. When a report is due stands in `due_dates.csv`, by the Regulations' Article 49.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import read_rows
from build_scripts.packaging.package import Package, Row

DUE_DATES = Path(__file__).with_name("due_dates.csv")


class Due(NamedTuple):
    """An agency, its province's code, the newest year held of it, and the newest year that is due."""

    agency_id: str
    name: str
    province: str
    newest: int
    due: int

    @property
    def is_behind(self) -> bool:
        """Whether the report of the year due is not held yet."""
        return self.newest < self.due


class DueDate(NamedTuple):
    """The day of the year by which bodies of these functions report on the year before; `*` is all others."""

    functions: frozenset[str]
    month: int
    day: int


def read_due_dates(path: Path = DUE_DATES) -> tuple[DueDate, ...]:
    """The dates in their order, the first that fits holds; raises FilesError."""
    return tuple(
        DueDate(frozenset(row["functions"].split()), int(row["month"]), int(row["day"])) for row in read_rows(path)
    )


def list_due(package: Package, day: date, dates: tuple[DueDate, ...]) -> tuple[Due, ...]:
    """Every agency that still reports, by province and id."""
    regions = {row["code"]: row for row in package.lists["regions"]}
    ended = _list_ended(package)
    found = []
    for agency_id, agency in package.agencies.items():
        due = find_year_due(agency["function"], day, dates)
        last = min(ended.get(agency_id, due), int(regions.get(agency["region_code"], {}).get("to_year") or due))
        if last >= due:
            newest = int(agency["last_year"])
            found.append(Due(agency_id, agency["name"], _find_province(agency), newest, due))
    return tuple(sorted(found, key=lambda one: (one.province, one.agency_id)))


def find_year_due(function: str, day: date, dates: tuple[DueDate, ...]) -> int:
    """The newest year whose report should have been published by this day.

    >>> dates = read_due_dates()
    >>> [find_year_due("education", date(2026, month, 1), dates) for month in (1, 2)]
    [2024, 2025]
    >>> [find_year_due("general_office", date(2026, month, 1), dates) for month in (2, 4)]
    [2024, 2025]
    """
    fitting = next(one for one in dates if function in one.functions or "*" in one.functions)
    return day.year - (1 if (day.month, day.day) > (fitting.month, fitting.day) else 2)


def _list_ended(package: Package) -> dict[str, int]:
    """The last year of each agency that the register knows to have ended: every name of it has a last year, as after a
    merger or a split; one that was renamed has a name without."""
    rows: dict[str, list[Row]] = {}
    for row in package.register:
        rows.setdefault(row["agency_id"], []).append(row)
    return {
        agency_id: max(int(row["to_year"]) for row in found)
        for agency_id, found in rows.items()
        if all(row["to_year"] for row in found)
    }


def _find_province(agency: Row) -> str:
    return f"{agency['region_code'][:2]}0000"
