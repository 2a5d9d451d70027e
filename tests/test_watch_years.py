"""A year is due by the Regulations' Article 49, and only of agencies that still report."""

from __future__ import annotations

from datetime import date

import pytest

from build_scripts.contributing.watching.freshness import DueDate, find_year_due, list_due, read_due_dates
from tests.made_agencies import Made, make_package_of

DATES = read_due_dates()
PINNED = {"name": "旧局", "from_year": "", "to_year": "", "relation": "pinned", "source": "—"}
ENDED = {**PINNED, "to_year": "2023"}


@pytest.mark.parametrize(
    ("function", "day", "due"),
    [
        ("education", date(2026, 1, 31), 2024),  # the last day itself is still in time
        ("education", date(2026, 2, 1), 2025),
        ("general_office", date(2026, 2, 1), 2024),
        ("general_office", date(2026, 3, 31), 2024),
        ("general_office", date(2026, 4, 1), 2025),
        ("township", date(2026, 3, 31), 2024),
        ("township", date(2026, 12, 31), 2025),
    ],
)
def test_departments_report_by_january_and_governments_by_march(function: str, day: date, due: int) -> None:
    assert find_year_due(function, day, DATES) == due


def test_an_agency_is_behind_when_the_year_due_is_not_held() -> None:
    package = make_package_of([Made("甲局", "410781", years=(2023, 2025)), Made("乙局", "630223", years=(2020, 2024))])
    found = {one.name: one for one in list_due(package, date(2026, 11, 23), DATES)}
    assert {name: (one.newest, one.due, one.is_behind) for name, one in found.items()} == {
        "甲局": (2025, 2025, False),
        "乙局": (2024, 2025, True),
    }
    assert [one.province for one in found.values()] == ["410000", "630000"]


@pytest.mark.parametrize(("row", "listed"), [(ENDED, False), (PINNED, True), ({**ENDED, "to_year": "2026"}, True)])
def test_an_agency_that_ended_is_not_expected_to_report(row: dict[str, str], listed: bool) -> None:
    package = make_package_of([Made("旧局", "410781", years=(2023,))], [{**row, "agency_id": "410781-a0"}])
    assert bool(list_due(package, date(2026, 11, 23), DATES)) is listed


def test_a_name_that_ended_by_a_rename_does_not_end_the_agency() -> None:
    old = {**ENDED, "agency_id": "410781-a0"}
    new = {**PINNED, "agency_id": "410781-a0", "name": "新局", "from_year": "2024", "relation": "renamed"}
    package = make_package_of([Made("新局", "410781", years=(2023,))], [old, new])
    assert len(list_due(package, date(2026, 11, 23), DATES)) == 1


def test_a_place_that_ended_has_nothing_due_after_it() -> None:
    package = make_package_of([Made("甲局", "410781", years=(2020,))])
    region = next(row for row in package.lists["regions"] if row["to_year"])
    ended = make_package_of([Made("甲局", region["code"], years=(int(region["to_year"]) - 1,))])
    assert list_due(ended, date(int(region["to_year"]) + 3, 11, 23), DATES) == ()


def test_every_function_has_a_date() -> None:
    assert DATES[-1].functions == {"*"}
    assert all(isinstance(one, DueDate) and date(2026, one.month, one.day) for one in DATES)
