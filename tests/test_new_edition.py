"""A new edition of the form is data alone: a made-up one of 2027 is read, checked, published, compared and asked for.

The steps are those of the handbook (docs/contribute/maintaining/new-edition.md). Nothing but tables of data is changed.
"""

from __future__ import annotations

import csv
import filecmp
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

from build_scripts.codes import CodeListError, Codes
from build_scripts.files import read_rows
from build_scripts.model import State
from build_scripts.publishing.compare.editions import align_editions
from build_scripts.publishing.query.measures import read_measures
from build_scripts.reading import read_report
from build_scripts.reading.knowledge import Knowledge, build_knowledge
from tests.made_edition import (
    AGENCY,
    BEFORE,
    FORM,
    NEW_MEASURE,
    NEW_OUTCOME,
    NEW_RESULT,
    NEW_ROW,
    PLACE,
    ROOT,
    YEARS,
    add_edition,
    change_one_thing,
    copy_project,
    print_reports,
    read_made_codes,
)
from tests.printing.codelists import DATAPACKAGE
from tests.printing.codelists import read_rows as read_register
from tests.printing.damage import BY_NAME
from tests.printing.facts import Facts, make_facts
from tests.printing.folder import CODELISTS
from tests.printing.generate import draw_report, print_report
from tests.printing.places import list_places
from tests.printing.readback import known, known_codes, read_back
from tests.report_texts import REMEDIES, print_text
from tests.sites import serve

Table = list[dict[str, str]]
VALUES = {"disclosures": ("item", "measure", "value"), "applications": ("outcome", "applicant", "count"),
          "remedies": ("channel", "result", "count")}  # fmt: skip


@pytest.fixture(scope="module")
def project(shared_folder: Path, make_once: Callable[[Path, Callable[[Path], None]], Path]) -> Path:
    """A copy of the project with the edition and its reports, packaged and made into a site by the usual commands."""

    def make(folder: Path) -> None:
        folder.mkdir()
        add_edition(copy_project(folder))
        print_reports(folder)
        command = [sys.executable, "-m", "build_scripts", "build", "--jobs", "1"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    return make_once(shared_folder / "made_edition", make)


@pytest.fixture(scope="module")
def made(project: Path) -> Knowledge:
    """What the reader knows with the edition."""
    return build_knowledge(read_made_codes(project), read_register(DATAPACKAGE / "agency_register.csv"))


@pytest.fixture(scope="module")
def facts(project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Facts]:
    """What the reports truly say: the same are printed again, from the same code lists."""
    again = tmp_path_factory.mktemp("again")
    (again / "datapackage").mkdir()
    (again / "datapackage/codelists").symlink_to(project / "datapackage/codelists")
    return print_reports(again)


def rows_of(project: Path, name: str) -> Table:
    with (project / "datapackage/build/data" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def load(project: Path, path: str) -> Any:
    return json.loads((project / "site" / path).read_text(encoding="utf-8"))


def test_not_a_line_of_code_is_changed(project: Path) -> None:
    changed = {
        str(path.relative_to(project))
        for folder in ("build_scripts", "docs", "datapackage/schemas")
        for path in (project / folder).rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and not filecmp.cmp(path, ROOT / path.relative_to(project))
    }
    assert changed == {"build_scripts/publishing/compare/editions.csv"}


def test_the_edition_is_told_by_its_labels_and_the_one_before_still_is(project: Path) -> None:
    """Most labels of 2027 are those of 2021: neither is taken for the other, in any order of the years."""
    assert {int(row["year"]): row["form"] for row in rows_of(project, "reports")} == YEARS
    assert rows_of(project, "findings") == []


def test_every_cell_of_every_edition_is_read_as_printed(project: Path, facts: dict[int, Facts]) -> None:
    read = {
        (int(row["report_id"][-4:]), table, row[names[0]], row[names[1]]): (row["state"], row[names[2]])
        for table, names in VALUES.items()
        for row in rows_of(project, table)
    }
    assert read == {
        (year, *key): (truth.state.value, "" if truth.value is None else str(truth.value))
        for year, one in facts.items()
        for key, truth in one.cells.items()
    }
    new = {key[2:] for key in read if key[0] == 2027} - {key[2:] for key in read if key[0] == 2026}
    assert {
        (NEW_ROW, "decisions"),
        ("licence", NEW_MEASURE),
        (NEW_OUTCOME, "total"),
        ("reconsideration", NEW_RESULT),
    } <= new


def test_the_declared_sums_hold_with_the_new_rows_and_columns_in_them(project: Path) -> None:
    found = Counter(
        (row["rule"], row["status"])
        for row in rows_of(project, "checks")
        if row["report_id"].endswith("2028") and not row["rule"].startswith(("narrative", "same", "documents"))
    )
    assert found == {
        ("applications_balance", "holds"): 7,
        ("applications_concluded_sum", "holds"): 7,
        ("applications_applicant_sum", "holds"): 25,
        ("remedies_result_sum", "holds"): 3,
        ("carry_over", "holds"): 7,
    }


def test_years_of_editions_alike_stand_on_one_line_and_others_apart(project: Path) -> None:
    page = (project / "site/agencies" / AGENCY / "index.html").read_text(encoding="utf-8")
    rows = {re.sub(r"<[^>]+>", "", label) for label in re.findall(r'<th scope="row"[^>]*>(.*?)</th>', page, re.DOTALL)}
    licences = {row for row in rows if row.startswith("行政许可处理决定")}
    assert licences == {"行政许可处理决定，2021年版、2027年版（件）", "行政许可处理决定，2019年版（件）"}
    assert "行政处罚处理决定（件）" in rows, "it means the same in all three"


def test_a_new_result_is_part_of_its_sum_on_the_page_of_the_agency(project: Path) -> None:
    """The numbers were printed so that every total is the sum of its parts: the page must not say otherwise."""
    page = (project / "site/agencies" / AGENCY / "index.html").read_text(encoding="utf-8")
    assert "撤回申请" in page
    assert "各种结果之和" in page
    assert "印出的总计" not in page


def test_the_report_page_prints_the_form_as_it_is_printed(project: Path) -> None:
    page = (project / "site/agencies" / AGENCY / "2027/index.html").read_text(encoding="utf-8")
    for label in (
        "2027年版",
        "本年作出决定数量",
        "涉及国家秘密",
        "行政协议",
        "本年撤销数量",
        "属于个人信息",
        "撤回申请",
    ):
        assert label in page, label
    assert "要求提供公开出版物" not in page


def test_the_compare_page_is_told_what_means_the_same(project: Path) -> None:
    forms = load(project, "compare/data/forms.json")
    said = {tuple(line[:3]): line[3] for line in forms["alignment"]}
    assert said["disclosures", "licence", "decisions"] == [["2019"], ["2021", "2027"]]
    assert said["disclosures", "penalty", "decisions"] == [["2019", "2021", "2027"]]
    assert said["disclosures", NEW_ROW, "*"] == [["2027"]]
    assert set(forms["tables"][0]["forms"]) == {"2019", BEFORE, FORM}


def test_a_measure_of_many_rows_has_the_rows_of_each_edition(project: Path) -> None:
    """A new reason of refusal enters the sum of refusals from its edition on; those before keep theirs."""
    (refused,) = (one for one in load(project, "query/data/measures.json")["derived"] if one["code"] == "refused")
    assert refused["forms"] == ["2019", BEFORE, FORM]
    assert [term for term in refused["numerator"] if len(term) > 2] == [["+", NEW_OUTCOME, "", [FORM]]]
    by_code = {measure.code: measure for measure in read_measures(read_made_codes(project).tables)}
    assert [term.code for term in by_code["not_processed"].numerator if not term.belongs_to(FORM)] == [
        "not_processed_publication"
    ]


def test_every_download_knows_the_edition(project: Path) -> None:
    latest = project / "site/data/latest"
    wide = {
        path.name: path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
        for path in latest.glob("*-wide-*.csv")
    }
    assert {name.removesuffix(".csv")[-4:] for name in wide} == {"2019", BEFORE, FORM}
    for name, heads in wide.items():
        assert len(set(heads)) == len(heads), f"{name}: a row of several other editions is one column"
    described = {row["name"] for row in read_rows(latest / "dictionary.csv")}
    assert {NEW_ROW, NEW_MEASURE, NEW_OUTCOME, NEW_RESULT, FORM} <= described


@pytest.mark.browser
def test_readers_compare_and_ask_across_the_change(project: Path, page: Page) -> None:
    """In a browser: what means the same is subtracted, the row that was dropped is not, a sum has each year's rows."""
    with serve(project / "site") as url:
        page.goto(f"{url}compare/?r={AGENCY}-2026&r={AGENCY}-2027&edition=all")
        told = page.locator("table.compare")
        told.first.wait_for()
        disclosures, applications = told.nth(0).inner_text(), told.nth(1).inner_text()
        assert "2021年版印作“本年处理决定数量”" in disclosures
        assert re.search(r"行政许可\s+本年作出决定数量[^比]*[\d,]+\s+[\d,]+\s*(?:比基准\s*)?[+−]", disclosures), (
            disclosures
        )
        assert re.search(r"本年撤销数量\s*只对2027年版\s*不对齐\s*[\d,]+", disclosures)
        assert re.search(r"要求提供公开出版物\s*只对2021年版\s*[\d,]+\s*不对齐", applications)
        page.goto(f"{url}query/?m=derived.refused&a=total&years=all&agency={AGENCY}")
        page.locator("html[data-query='done']").wait_for(state="attached")
        words = page.locator("#query-table").inner_text()
        assert "不予公开件数（2019年版、2021年版）" in words
        assert "不予公开件数（2027年版）" in words


@pytest.mark.parametrize("damage", ["", *sorted(BY_NAME)])
def test_reports_of_the_editions_before_are_read_as_before(made: Knowledge, damage: str) -> None:
    """Damaged prints too: a new edition that has most labels in common takes no report from the one before."""
    seed = sorted(BY_NAME).index(damage) if damage else 99
    printed = draw_report(Random(seed), known_codes(), list_places(CODELISTS, 4), [damage] if damage else [], ".txt")
    before, after = read_back(printed), read_report("2021/a.txt", printed.data, None, made)
    assert (before.report is None) == (after.report is None)
    if before.report and after.report:
        assert (after.report.form, after.report.cells) == (before.report.form, before.report.cells)


@pytest.mark.parametrize("heads", ["结果维持\t结果纠正", "行政复议\t未经复议直接起诉"])
def test_heads_in_another_order_are_followed_as_before(made: Knowledge, heads: str) -> None:
    """A table has the columns of its own edition, not those of all."""
    turned = "\t".join(reversed(heads.split("\t")))
    data = print_text(remedies=REMEDIES.replace(heads, turned, 1)).encode()
    before, after = (read_report("2023/a.txt", data, None, knowledge) for knowledge in (known(), made))
    assert before.report is not None
    assert after.report is not None
    assert after.report.cells == before.report.cells
    assert {cell.state for cell in after.report.cells if cell.table == "remedies"} == {State.REPORTED}


def test_before_the_edition_is_known_nothing_of_it_is_read_wrongly(project: Path, facts: dict[int, Facts]) -> None:
    """A report in a form that nobody has declared: what is the same is read, the rest is left out and told."""
    path = project / "datapackage/reports/2027" / f"{AGENCY}.txt"
    reading = read_report("2027/a.txt", path.read_bytes(), None, known())
    assert reading.report is not None
    read = {cell[:3]: cell.value for cell in reading.report.cells if cell.value is not None}
    assert read == {key: facts[2027].cells[key].value for key in read}
    assert len(read) > 150
    assert {"header-differs", "label-unknown"} <= {finding.code for finding in reading.findings}


CHANGES = ("a row is added", "a head is renamed", "a row is dropped", "a kind of applicant is added")


@cache
def know_one_thing(change: str) -> tuple[Codes, Knowledge]:
    """The code lists with an edition that differs in one thing, and what the reader knows then."""
    codes = change_one_thing(known_codes(), change)
    return codes, build_knowledge(codes, [])


@pytest.mark.parametrize("change", ["a head is renamed", "a kind of applicant is added"])
def test_a_report_that_prints_nothing_new_in_words_of_its_own_is_of_the_edition_before(change: str) -> None:
    """Its heads are worded as neither edition words them; the cells are the same in both, and none is lost."""
    text = print_text().replace("本年处理决定数量", "处理决定数量")
    reading = read_report("2023/a.txt", text.encode(), None, know_one_thing(change)[1])
    whole = read_report("2023/a.txt", text.encode(), None, known())
    assert reading.report is not None
    assert whole.report is not None
    assert (reading.report.form, reading.report.cells) == (BEFORE, whole.report.cells)


@pytest.mark.parametrize("change", CHANGES)
def test_an_edition_that_differs_in_one_thing_is_told_from_the_one_before(change: str) -> None:
    codes, knowledge = know_one_thing(change)
    for form in ("2019", BEFORE, FORM):
        facts = make_facts(Random(7), codes, PLACE, 2024, form, "busy")
        reading = read_report("2024/a.txt", print_report(facts, [], codes, Random(7), ".txt").data, None, knowledge)
        assert reading.report is not None
        assert reading.report.form == form
        assert {cell[:3]: cell.value for cell in reading.report.cells} == {k: v.value for k, v in facts.cells.items()}


def test_what_nobody_said_means_the_same_is_an_error_and_never_a_guess(project: Path) -> None:
    """Before `editions.csv` names the edition, the site is not made: two editions are never aligned in silence."""
    tables = read_made_codes(project).tables.values()
    with pytest.raises(CodeListError, match="is not named for edition 2027"):
        align_editions(tables, read_rows(ROOT / "build_scripts/publishing/compare/editions.csv"))
