"""What is in the data comes before the files; the recipes show what they find; the makers can be reached."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from selectolax.lexbor import LexborHTMLParser

from build_scripts.packaging.descriptor import PROJECT_NAME, PROJECT_NAME_EN
from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.contact import draw_doors, find_contact
from build_scripts.publishing.context import Settings, SiteContext
from build_scripts.publishing.data.questions import MOST, Questions, draw_answers
from build_scripts.publishing.descriptions.dcat import describe_dcat
from build_scripts.publishing.descriptions.llms import write_llms
from build_scripts.publishing.machine.catalogue_ld import describe_dataset
from build_scripts.publishing.machine.citations import cite_package
from build_scripts.publishing.machine.english_citations import cite_package_english
from tests.packages import ROOT
from tests.query_truth import read_collection, read_csv
from tests.report_pages import FORM_2021
from tests.test_recipes import count_licences, find_differences, find_refused


def read(site: Path, address: str) -> LexborHTMLParser:
    return LexborHTMLParser((site / address / "index.html").read_text(encoding="utf-8"))


def text_of(html: LexborHTMLParser) -> str:
    body = html.css_first("article")
    assert body is not None
    return " ".join(body.text().split())


# What is in the data, before the files


def test_the_page_begins_with_what_is_in_the_data(country_folder: Path, country_package: Path) -> None:
    page = text_of(read(country_folder, "data/"))
    reports = list(read_csv(country_package, "reports"))
    heads = [page.index(f"{head}¶") for head in ("数据里有什么", "用哪个文件", "下载", "许可", "引用")]
    assert heads == sorted(heads)
    told = page[heads[0] : heads[1]]
    assert re.search(rf"报告 ?{len(reports)} 份", told)
    assert re.search(rf"机关 ?{len(list(read_csv(country_package, 'agencies')))} 个", told)
    for scope, count in Counter(row["scope"] for row in reports).items():
        assert re.search(rf"（ ?{scope} ?） {count} 份", told), scope
    for state in ("reported", "blank", "dash", "absent", "unreadable"):
        cells = sum(int(row[f"cells_{state}"]) for row in reports)
        assert re.search(rf"（ ?{state} ?） {cells:,} 格", told), state


def test_both_pages_lead_to_the_very_files(site_folder: Path) -> None:
    for address in ("data/", "en/data/"):
        table = read(site_folder, address).css_first("table.which")
        assert table is not None
        links = [str(link.attributes["href"]) for link in table.css("a")]
        files = {link.rpartition("/")[2] for link in links if "data/latest/" in link}
        assert {
            "disclosure-reports.xlsx",
            "disclosure-reports.zip",
            "disclosure-reports.sqlite.zip",
            "disclosure-reports.jsonl.gz",
            "disclosure-reports.json.gz",
            "disclosure-reports-wide-2021.csv",
        } <= files
        for link in links:
            assert link.startswith("#") or (site_folder / address / link).resolve().is_file(), link


def test_a_file_without_rows_is_no_cell_with_a_dash(site_folder: Path) -> None:
    rows = read(site_folder, "data/").css('table.files td[data-label="行"]')
    assert rows
    assert not [row.text() for row in rows if "—" in row.text()]
    assert "不按行计" in {row.text() for row in rows}


def test_on_paper_no_hash_stands_and_no_button_is_filled(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}data/")
    page.emulate_media(media="print")
    printed = page.locator("article").inner_text()
    files = printed.split("许可\n")[0]
    assert not re.search(r"[0-9a-f]{64}", files)
    buttons = page.locator("a.button")
    expect(buttons.first).to_have_css("background-color", "rgba(0, 0, 0, 0)")


# The answers of the recipes


def test_the_page_of_recipes_shows_what_the_recipes_find(country_folder: Path, country_package: Path) -> None:
    collection = read_collection(country_package)
    expected = [find_refused(collection), find_differences(collection), count_licences(collection)]
    page = read(country_folder, "data/read/")
    for number, rows in enumerate(expected, start=1):
        head = page.css_first(f"#answer-{number}")
        assert head is not None
        part = (head.html or "") + "".join(node.html or "" for node in following(head))
        if not rows:
            assert "现有数据里这一题没有结果" in part
            continue
        assert f"共 {len(rows):,} 行" in part
        shown = [
            [cell.text(strip=True) for cell in row.css("td")]
            for row in LexborHTMLParser(part).css("table.answer tbody tr")
        ]
        if number == 1:
            shown = [[row[0], *row[2:]] for row in shown]
        assert shown == [[tell(value) for value in row] for row in rows[:MOST]]
    assert any(expected)


def following(head: object) -> list[object]:
    """The elements behind a heading, up to the next."""
    found, node = [], head.next  # type: ignore[attr-defined]
    while node is not None and node.tag not in {"h2", "h3"}:
        found.append(node)
        node = node.next
    return found


def tell(value: object) -> str:
    return "（空）" if value in (None, "") else str(value)


def test_a_question_without_an_answer_says_why(site_folder: Path, package_folder: Path) -> None:
    page = text_of(read(site_folder, "data/read/"))
    reports = [row for row in read_csv(package_folder, "reports") if row["form"] == "2021"]
    assert not [row for row in reports if row["scope"] == "organ"], "else the question would have an answer"
    assert f"没有结果：2021 年版表格的报告有 {len(reports)} 份，没有一份写明只统计本机关（organ）。" in page
    checks = [row for row in read_csv(package_folder, "checks") if row["rule"] == "carry_over"]
    compared = sum(row["status"] in {"holds", "differs", "holds_if_blank_is_zero"} for row in checks)
    assert not [row for row in checks if row["status"] == "differs"], "else the question would have an answer"
    why = f"可以相比的 {compared} 处，没有一处不符" if compared else "没有一个机关收录了前后两年、两边都有数的报告"
    assert why in page


def test_what_is_not_known_is_no_zero_in_an_answer(report_records: dict[str, ReportRecord]) -> None:
    record = report_records[FORM_2021]
    cells = tuple(cell._replace(value="", state="blank") for cell in record.cells["disclosures"])
    organ = replace(record, row={**record.row, "scope": "organ"}, cells={**record.cells, "disclosures": cells})
    questions = Questions()
    assert list(questions.watch([organ])) == [organ]
    assert [row[2:] for row in questions.licences] == [(1, 0, 1, None)]
    assert "（空）" in draw_answers(questions)


# The ways to the makers


def test_with_a_repository_every_door_is_a_link() -> None:
    doors = draw_doors(Settings("站", repository="https://example.org/o/n"), "zh")
    assert 'href="https://example.org/o/n/issues/new/choose"' in doors["issues"]
    assert 'href="https://example.org/o/n/blob/HEAD/SECURITY.md"' in doors["security"]
    assert 'href="https://example.org/o/n/blob/HEAD/LICENSE-DATA.md"' in doors["licence_file"]
    assert "<a" not in "".join(draw_doors(Settings("站"), "zh").values())


@pytest.mark.parametrize("address", ["about/", "data/", "en/about/", "en/data/"])
def test_without_a_contact_the_page_says_so(site_folder: Path, address: str) -> None:
    page = text_of(read(site_folder, address))
    assert "现在只有代码仓库这一个去处" in page or "For now the repository is the only way" in page
    assert "LICENSE-DATA.md" in page


@pytest.mark.parametrize(
    ("said", "href"),
    [
        ("office@example.org", "mailto:office@example.org"),
        ("https://example.org/write", "https://example.org/write"),
        ("某市某路 1 号", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_a_contact_is_a_link_only_where_it_is_an_address(said: str, href: str) -> None:
    found = find_contact(said)
    assert found is not None
    assert (found.words, found.href) == (said, href)
    assert said in draw_doors(Settings("站", contact=said), "zh")["contact"]


def test_a_contact_is_told_to_catalogues_and_programs(catalogue: Catalogue) -> None:
    told = replace(catalogue, contact="office@example.org")
    assert "mailto:office@example.org" in str(describe_dcat(told))
    assert "- 联系 / Contact: office@example.org\n" in write_llms(told)
    assert "contactPoint" not in str(describe_dcat(catalogue))


# One rule, one name


def test_three_pages_tell_the_same_two_cases_of_a_correction() -> None:
    for page in ("about", "changes", "contribute"):
        text = (ROOT / f"docs/{page}/index.md").read_text(encoding="utf-8")
        assert "两种情形" in text, page
        assert "机关自己公布了更正的报告或说明" in text, page
        assert "照印" in text or "照报告所印" in text, page


def test_the_makers_have_one_name_everywhere(catalogue: Catalogue, site_context: SiteContext) -> None:
    assert (catalogue.publisher, catalogue.publisher_en) == (PROJECT_NAME, PROJECT_NAME_EN)
    assert f"name: {PROJECT_NAME} / {PROJECT_NAME_EN}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    cited = cite_package(site_context)
    assert f"{{{{{PROJECT_NAME}}}}}" in cited.bibtex
    assert cited.gbt7714.startswith(f"{PROJECT_NAME}. ")
    english = cite_package_english(site_context, catalogue.title_en)
    assert f"{{{{{PROJECT_NAME_EN}}}}}" in english.bibtex
    assert english.gbt7714.startswith(f"{PROJECT_NAME_EN}. {catalogue.title_en}[DS/OL]. Version ")
    assert PROJECT_NAME in str(describe_dataset(catalogue)["publisher"])


def test_the_english_pages_say_that_a_build_is_unreleased(site_folder: Path) -> None:
    for address in ("en/", "en/data/"):
        assert "an unreleased build" in text_of(read(site_folder, address))
    page = read(site_folder, "en/data/")
    assert page.css_first(".cite[lang=en]") is not None
    assert "In text" in text_of(page)
    assert [row.text(strip=True) for row in page.css("#versions ~ .scroll tbody th")], "a section on versions"
