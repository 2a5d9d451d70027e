"""The home page: what it says of the package is true, and leads where it says."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from build_scripts.files import PROJECT, read_data_version
from build_scripts.packaging.load import load_package
from build_scripts.packaging.package import FindingRow
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.home.examples import EXAMPLES, Example, find_examples
from build_scripts.publishing.home.page import count_findings


@pytest.fixture(scope="module")
def examples(package_folder: Path) -> list[Example]:
    package = load_package(package_folder)
    return find_examples(package, build_context(package, Settings("站")))


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_number_is_the_one_of_its_cell_and_line(examples: list[Example], package_folder: Path) -> None:
    example = examples[0]
    address, anchor = example.address.split("#")
    agency, year = address.split("/")[1:3]
    _, item, measure = anchor.split("-")
    (cell,) = (
        row
        for row in read(package_folder, "disclosures")
        if (row["report_id"], row["item"], row["measure"]) == (f"{agency}-{year}", item, measure)
    )
    assert (cell["state"], example.words) == ("reported", f"{int(cell['value']):,} 件")
    assert f"第 {cell['line']} 行" in example.after
    text = (package_folder / "data/text" / f"{agency}-{year}.txt").read_text(encoding="utf-8").split("\n")
    assert cell["value"] in text[int(cell["line"]) - 1]


def test_blanks_are_counted_as_the_package_counts_them(examples: list[Example], package_folder: Path) -> None:
    most = max(int(row["cells_blank"]) for row in read(package_folder, "reports"))
    assert examples[1].words == f"{most} 格印着空白"
    assert "不当作 0" in examples[1].heading


def test_a_withheld_row_is_quoted_from_its_finding(examples: list[Example], package_folder: Path) -> None:
    messages = {(row["report_id"], row["line"]): row["message_zh"] for row in read(package_folder, "findings")}
    address, line = examples[2].address.split("#L")
    agency, year = address.split("/")[1:3]
    assert messages[f"{agency}-{year}", line] in examples[2].after


def test_every_example_leads_to_an_anchor_that_is_there(examples: list[Example], site_folder: Path) -> None:
    assert len(examples) == EXAMPLES
    home = (site_folder / "index.html").read_text(encoding="utf-8")
    for example in examples:
        assert f'href="./{example.address}"' in home
        address, _, anchor = example.address.partition("#")
        assert not anchor or f'id="{anchor}"' in (site_folder / address / "index.html").read_text(encoding="utf-8")


def test_another_collection_has_other_examples(examples: list[Example], country_package: Path) -> None:
    package = load_package(country_package)
    others = find_examples(package, build_context(package, Settings("站")))
    assert len(others) == EXAMPLES
    assert {example.address for example in others}.isdisjoint(example.address for example in examples)


def test_the_cells_of_the_states_are_all_cells(site_folder: Path, package_folder: Path) -> None:
    home = (site_folder / "index.html").read_text(encoding="utf-8")
    told = re.findall(r'class="s s-\w+"[^>]*>[^<]*</b> [^<]*</th><td class="n">([\d,]+)', home)
    assert len(told) == 5
    cells = sum(len(read(package_folder, name)) for name in ("disclosures", "applications", "remedies"))
    assert sum(int(number.replace(",", "")) for number in told) == cells


def test_findings_of_files_that_made_no_report_are_not_counted_among_those_of_reports(package_folder: Path) -> None:
    package = load_package(package_folder)
    report_id = package.reports[0]["report_id"]
    note = FindingRow("f", report_id, "a.txt", "1", "label-slip", "note", "字", "a")
    error = FindingRow("e", "", "b.txt", "", "empty-file", "error", "空", "b")
    package = replace(package, findings={report_id: (note,), "": (error,)})
    assert count_findings(package, build_context(package, Settings("站"))) == [("说明", "1", "条")]


def test_the_newest_reports_lead_and_hostile_titles_are_not_among_them_as_code(site_folder: Path) -> None:
    home = (site_folder / "index.html").read_text(encoding="utf-8")
    newest = home.split('aria-label="最近的报告"')[1].split("</table>")[0]
    years = [int(year) for year in re.findall(r'agencies/[^/"]+/(\d{4})/"', newest)]
    assert years == sorted(years, reverse=True)
    assert len(years) == 6
    assert "<script" not in newest


def test_every_page_tells_the_version_of_the_data(site_folder: Path) -> None:
    version = re.escape(read_data_version(PROJECT.changelog).name)
    for address in ("", "agencies/", "agencies/410781-chengshiguanliju/2023/", "functions/", "years/2021/"):
        page = (site_folder / address / "index.html").read_text(encoding="utf-8")
        footer = page.split("<footer")[1]
        assert re.search(rf'<a href="(\.\./)*(\./)?changes/#versions">数据版本 {version}（未发布的构建', footer), (
            address
        )


def test_the_sections_of_the_site_are_in_the_head_of_every_page(site_folder: Path) -> None:
    for address in ("", "regions/410000/", "agencies/410781-chengshiguanliju/2023/"):
        page = (site_folder / address / "index.html").read_text(encoding="utf-8")
        head = page.split('aria-label="网站栏目"')[1].split("</nav>")[0]
        labels = [label.strip() for label in re.findall(r">([^<>]+)</a>", head)]
        expected = ["机关", "地区", "年份", "查询", "对照", "搜索", "质量", "数据", "关于", "参与", "English"]
        assert labels == expected
