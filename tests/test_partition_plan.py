"""What grows with the reports is written in parts: a year, or a province's part of a year that has many reports."""

from __future__ import annotations

from build_scripts.publishing.partitions import list_partitions
from tests.made_agencies import Made, make_context, make_many

MADE = [
    Made("卫辉市城市管理局", "410781", years=(2021, 2023)),
    Made("洛阳市水利局", "410300", years=(2023,)),
    Made("北京市审计局", "110000", "audit", level="province", years=(2023,)),
]


def parts(most: int) -> list[tuple[str, str, str, int]]:
    found = list_partitions(make_context(MADE, []), most)
    return [(part.name, part.year, part.province, len(part.reports)) for part in found]


def test_a_year_is_one_part_and_the_newest_stands_first() -> None:
    assert parts(3) == [("2023", "2023", "", 3), ("2021", "2021", "", 1)]


def test_a_year_with_more_reports_than_that_is_parted_by_province() -> None:
    assert parts(2) == [("2023-11", "2023", "11", 1), ("2023-41", "2023", "41", 2), ("2021", "2021", "", 1)]


def test_every_report_stands_in_exactly_one_part() -> None:
    context = make_context(make_many(300), [])
    found = [report["report_id"] for part in list_partitions(context, 40) for report in part.reports]
    assert sorted(found) == sorted(report["report_id"] for report in context.reports)
