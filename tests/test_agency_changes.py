"""Renamed, merged, split, known by another name: each is a line of the agency register, and this is what it does.

The lines are those of the handbook (docs/contribute/maintaining/agencies.md); the collection is a copy, the agencies
are made up. Reports are told apart by name and year alone.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from random import Random

import pytest

from build_scripts import pipeline
from build_scripts.files import PROJECT, Layout
from build_scripts.publishing.agency.page import RELATIONS
from tests.printing.facts import make_facts
from tests.printing.generate import print_report
from tests.printing.places import Place
from tests.printing.readback import known_codes

REPORTS = (
    *(("西工区城建局", 2022), ("西工区住建局", 2023), ("西工区住建局", 2024)),  # renamed in 2023
    *(("西工区文化局", 2023), ("西工区旅游局", 2023), ("西工区旅游局", 2024), ("西工区文旅局", 2025)),  # merged in 2024
    *(("西工区卫健局", 2024), ("西工区计生局", 2024)),  # merged, and both names printed for one year
    *(("西工区规划局", 2023), ("西工区规划局", 2024)),  # split in 2024: the same words are another body
    *(("西工区体育局", 2023), ("西工区教育体育局", 2024)),  # two names of one body
    *(("西工区民政局", 2023), ("西工区社会局", 2024)),  # renamed, but nobody has written it down
)
REGISTER = """\
西工区住建局,410303-chengjianju,2023,,renamed,更名通知
西工区城建局,410303-chengjianju,,2022,pinned,2022年报告标题
西工区旅游局,410303-lvyouju,,2023,pinned,2023年报告标题
西工区文旅局,410303-wenlvju,,,pinned,机构改革方案
西工区旅游局,410303-wenlvju,2024,,merged,机构改革方案
西工区卫健局,410303-weijianju,,,pinned,机构改革方案
西工区计生局,410303-weijianju,2024,,merged,机构改革方案
西工区规划局,410303-guihuaju,,2023,pinned,2023年报告标题
西工区规划局,410303-guihuaju-2024,2024,,split,机构改革方案
西工区体育局,410303-tiyuju,,,pinned,2023年报告标题
西工区教育体育局,410303-tiyuju,,,alias,同一机关的两块牌子
"""
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """A copy of the code lists with this register and a report of each of these years."""
    root = tmp_path_factory.mktemp("changes")
    for name in ("codelists", "schemas"):
        (root / "datapackage").mkdir(exist_ok=True)
        (root / "datapackage" / name).symlink_to(PROJECT.root / "datapackage" / name)
    shutil.copy(PROJECT.changelog, root)
    head = PROJECT.register.read_text(encoding="utf-8").split("\n", 1)[0]
    (root / "datapackage/agency_register.csv").write_text(f"{head}\n{REGISTER}", encoding="utf-8")
    for at, (name, year) in enumerate(REPORTS):
        facts = make_facts(Random(at), known_codes(), Place(name, "西工区", "410303", "county"), year, "2021", "busy")
        target = root / f"datapackage/reports/{year}/{at:02}.txt"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(print_report(facts, [], known_codes(), Random(at), ".txt").data)
    return Layout(root)


@pytest.fixture(scope="module")
def package(project: Layout) -> Path:
    pipeline.build_package(project, project.reports, project.package, 1, lambda *_: None)
    return project.package


@pytest.fixture(scope="module")
def years_of(package: Path) -> dict[str, dict[int, str]]:
    """By agency the years of its reports, each with the name it printed that year."""
    found: dict[str, dict[int, str]] = {}
    for row in rows_of(package, "reports"):
        name, year = REPORTS[int(Path(row["source_file"]).stem)]
        found.setdefault(row["agency_id"], {})[year] = name
    return found


def rows_of(package: Path, name: str) -> Rows:
    with (package / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_report_but_two_of_one_year_is_published(package: Path) -> None:
    assert len(rows_of(package, "reports")) == len(REPORTS) - 2
    assert {(row["source_file"], row["code"]) for row in rows_of(package, "findings") if row["severity"] != "note"} == {
        ("2024/07.txt", "two-reports-one-year"),
        ("2024/08.txt", "two-reports-one-year"),
    }


def test_a_renamed_agency_keeps_its_id_and_bears_its_newest_name(
    package: Path, years_of: dict[str, dict[int, str]]
) -> None:
    assert years_of["410303-chengjianju"] == {2022: "西工区城建局", 2023: "西工区住建局", 2024: "西工区住建局"}
    (agency,) = (row for row in rows_of(package, "agencies") if row["agency_id"] == "410303-chengjianju")
    assert (agency["name"], agency["first_year"], agency["last_year"]) == ("西工区住建局", "2022", "2024")


def test_a_renamed_agency_carries_over_from_the_year_under_its_old_name(package: Path) -> None:
    """The check between years is made across the change: the requests are those of one body."""
    found = {
        row["status"]
        for row in rows_of(package, "checks")
        if row["report_id"] == "410303-chengjianju-2023" and row["rule"] == "carry_over"
    }
    assert found & {"holds", "differs"}
    assert "not_applicable" not in found


def test_a_name_that_nobody_wrote_down_begins_an_agency_of_its_own(years_of: dict[str, dict[int, str]]) -> None:
    """Two names are never taken for one body by guess."""
    assert years_of["410303-minzhengju"] == {2023: "西工区民政局"}
    assert years_of["410303-shehuiju"] == {2024: "西工区社会局"}


def test_of_merged_agencies_each_keeps_its_own_years_and_the_new_one_begins(
    years_of: dict[str, dict[int, str]],
) -> None:
    """A report that still bears a merged agency's name is of the new one, from the year written down on."""
    assert years_of["410303-wenhuaju"] == {2023: "西工区文化局"}
    assert years_of["410303-lvyouju"] == {2023: "西工区旅游局"}
    assert years_of["410303-wenlvju"] == {2024: "西工区旅游局", 2025: "西工区文旅局"}


def test_two_reports_of_a_merged_agency_for_one_year_are_both_withheld(package: Path) -> None:
    """Neither stands in for the other: a maintainer says which, with `replaces`, or that they are two bodies."""
    told = {row["source_file"]: row["message_zh"] for row in rows_of(package, "findings")}
    assert "2024/08.txt" in told["2024/07.txt"]
    assert "2024/07.txt" in told["2024/08.txt"]


def test_of_a_split_agency_the_same_words_mean_another_from_that_year_on(years_of: dict[str, dict[int, str]]) -> None:
    assert years_of["410303-guihuaju"] == {2023: "西工区规划局"}
    assert years_of["410303-guihuaju-2024"] == {2024: "西工区规划局"}


def test_two_names_of_one_body_are_one_agency(years_of: dict[str, dict[int, str]]) -> None:
    assert years_of["410303-tiyuju"] == {2023: "西工区体育局", 2024: "西工区教育体育局"}


def test_every_relation_of_the_register_is_tried_here_and_told_on_the_page() -> None:
    tried = {line.split(",")[4] for line in REGISTER.splitlines()}
    assert tried == {"pinned", *RELATIONS}
