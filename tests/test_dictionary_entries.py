"""Nothing in the package is without its line in the dictionary, and no line leaves anything unsaid."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from pathlib import Path

import pytest

from build_scripts.files import PROJECT, read_codelists
from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.packaging.resources import COLUMNS, name_resource
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.data.entries import LONGEST_LIST, find_rule_forms
from build_scripts.publishing.data.entry import Entry
from build_scripts.publishing.data.usage import Share, count_usage
from build_scripts.publishing.formats.dictionary_counts import add_usages, count_frames
from build_scripts.publishing.formats.frames import read_frames
from build_scripts.publishing.offers import LATEST
from build_scripts.publishing.quality.tally import QualityTally

SCHEMAS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in PROJECT.schemas.glob("*.json")}
LISTS = {name_resource(name): rows for name, rows in read_codelists(PROJECT.codelists).items()}
REGULATION = re.compile(
    r"第[一二三四五]?十?[一二三四五六七八九]?条(第[一二]款|(第（[一二三四五六七八九]）(、（[二五]）)?项))?"
)


@pytest.fixture(scope="module")
def entries(site_folder: Path) -> list[dict[str, str]]:
    data = (site_folder / "data/latest/dictionary.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf"), "so that a spreadsheet reads it as UTF-8"
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_every_table_column_code_rule_and_cell_has_one_line(entries: list[dict[str, str]]) -> None:
    told = [(entry["kind"], entry["part_of"], entry["name"]) for entry in entries if entry["kind"] != "measure"]
    tables = {("table", "不适用", name) for name in SCHEMAS}
    columns = {("column", name, field["name"]) for name, schema in SCHEMAS.items() for field in schema["fields"]}
    codes = {
        ("rule" if name == "rules" else "code", name, row["code"])
        for name, rows in LISTS.items()
        if "label_zh" in rows[0] and len(rows) <= LONGEST_LIST
        for row in rows
    }
    cells = {
        ("cell", f"wide-{cell['form']}", f"{cell['table']}_{cell['row']}_{cell['column']}")
        for cell in LISTS["form_cells"]
    }
    of_files = {one for one in told if one[1].startswith("wide-")}
    assert len(told) == len(set(told))
    assert set(told) - of_files == tables | columns | codes
    assert cells < of_files


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_the_wide_dictionary_is_the_columns_of_the_wide_file(
    form: str, entries: list[dict[str, str]], site_folder: Path
) -> None:
    """In their order, with their types, and filled as often as they are there: nothing in the file is left untold."""
    latest = site_folder / LATEST
    with (latest / f"disclosure-reports-wide-{form}.csv").open(encoding="utf-8", newline="") as stream:
        head, *rows = csv.reader(stream)
    told = [entry for entry in entries if entry["part_of"] == f"wide-{form}"]
    assert [entry["name"] for entry in told] == head
    described = json.loads((latest / "disclosure-reports-wide.datapackage.json").read_text(encoding="utf-8"))
    (resource,) = (one for one in described["resources"] if one["name"] == f"wide-{form}")
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    assert {entry["name"]: entry["type"] for entry in told} == {name: field["type"] for name, field in fields.items()}
    for at, entry in enumerate(told):
        is_required = fields[entry["name"]].get("constraints", {}).get("required", False)
        assert (entry["blank_en"] == "never empty") == is_required, entry["name"]
        if entry["total"]:
            assert int(entry["total"]) == len(rows)
            assert int(entry["filled"]) == sum(row[at] != "" for row in rows), entry["name"]
    assert [entry["name"] for entry in told if not entry["total"]] == ["corrections", "corrected_cells"]
    assert {entry["kind"] for entry in told} == {"column", "cell", "state"}


def test_counts_are_integers_and_amounts_are_numbers(entries: list[dict[str, str]]) -> None:
    types = {(entry["name"].split("_")[0], entry["type"]) for entry in entries if entry["kind"] == "cell"}
    assert types == {("disclosures", "number"), ("applications", "integer"), ("remedies", "integer")}


def test_no_line_leaves_anything_unsaid(entries: list[dict[str, str]]) -> None:
    for entry in entries:
        unsaid = {name for name, value in entry.items() if not value}
        assert unsaid in (set(), {"filled", "total"}), entry
        assert ("filled" in unsaid) == entry["counted"].startswith("不计数"), entry
        assert re.search("[a-z]", entry["definition_en"]), entry
        assert re.search("[a-z]", entry["blank_en"]), entry


def test_an_article_is_one_of_the_regulation_or_said_not_to_apply(entries: list[dict[str, str]]) -> None:
    for entry in entries:
        if not entry["article"].startswith(("不适用", "随所在的行")):
            for article in re.split("[；、]第|；", entry["article"].removeprefix("随表：")):
                assert REGULATION.fullmatch(article if article.startswith("第") else f"第{article}"), entry["article"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_column_that_may_be_empty_says_in_both_languages_what_that_means(name: str) -> None:
    for field in SCHEMAS[name]["fields"]:
        is_required = field.get("constraints", {}).get("required", False)
        assert ("blank" in field) == (not is_required), field["name"]
        assert is_required or re.fullmatch(r"[^/]*[\u4e00-\u9fff][^/]* / [a-z].*", field["blank"]), field["name"]


def test_a_number_column_tells_that_empty_is_not_zero() -> None:
    for table, column in (("disclosures", "value"), ("applications", "count"), ("remedies", "count")):
        (field,) = [field for field in SCHEMAS[table]["fields"] if field["name"] == column]
        assert "不是 0" in field["blank"]
        assert "not zero" in field["blank"]


def test_both_files_say_the_same(entries: list[dict[str, str]], site_folder: Path) -> None:
    read = json.loads((site_folder / "data/latest/dictionary.json").read_text(encoding="utf-8"))
    as_text = [
        {name: "" if value is None else str(value) for name, value in entry.items()} for entry in read["entries"]
    ]
    assert as_text == entries
    assert list(as_text[0]) == list(Entry._fields)
    assert (read["version"], bool(read["date"])) == (
        json.loads((site_folder / "data/latest/datapackage.json").read_text(encoding="utf-8"))["version"],
        True,
    )


@pytest.mark.parametrize("collection", ["package_folder", "country_package"])
def test_the_files_count_what_the_pages_count(collection: str, request: pytest.FixtureRequest) -> None:
    package = load_package(request.getfixturevalue(collection))
    context = build_context(package, Settings("站"))
    tally = QualityTally(context)
    for record in iterate_reports(package):
        tally.add(record, None)
    by_report, by_column = count_usage(tally, package, context), count_frames(read_frames(package, COLUMNS), package)
    assert by_column.columns == by_report.columns
    assert by_column.cells == by_report.cells
    assert by_column.totals == by_report.totals
    assert {name: {code: set(uses) for code, uses in found.items()} for name, found in by_column.codes.items()} == {
        name: {code: set(uses) for code, uses in found.items()} for name, found in by_report.codes.items()
    }


def test_the_pages_say_what_the_files_say(entries: list[dict[str, str]], site_folder: Path) -> None:
    pages: dict[str, str] = {}
    for entry in entries:
        if entry["kind"] not in {"column", "cell", "state"}:
            continue
        name = entry["part_of"]
        if name not in pages:
            pages[name] = unescape((site_folder / f"data/dictionary/{name}/index.html").read_text(encoding="utf-8"))
        column = entry["name"].removesuffix("_state") if entry["kind"] == "state" else entry["name"]
        row = pages[name].split(f'<tr id="column-{column}"', 1)[1].split("</tr>", 1)[0]
        if entry["kind"] == "state":
            assert f"<code>{entry['name']}</code>" in row
            continue
        count = f"{int(entry['filled']):,} / {int(entry['total']):,}" if entry["filled"] else "不计数"
        said = [entry["unit"], count]
        said += [entry["printed"], entry["article"], entry["label_en"]] if entry["kind"] == "cell" else []
        said += [entry["blank_zh"], entry["definition_zh"], entry["definition_en"]] if entry["kind"] == "column" else []
        assert [word for word in said if word not in row] == [], entry["name"]


def test_a_rule_names_the_editions_that_print_its_terms(site_folder: Path, package_folder: Path) -> None:
    context = build_context(load_package(package_folder), Settings("站"))
    forms = {row["code"]: find_rule_forms(row, context) for row in LISTS["rules"]}
    assert forms.pop("documents_stock") == ["2021"]
    assert set(map(tuple, forms.values())) == {("2019", "2021")}
    page = (site_folder / "data/dictionary/rules/index.html").read_text(encoding="utf-8")
    stock = page.split('<tr id="code-documents_stock"', 1)[1].split("</tr>", 1)[0]
    assert 'data-label="版本">2021年版<' in stock


def test_without_a_report_every_table_has_no_rows(package_folder: Path) -> None:
    usage = add_usages((), load_package(package_folder))
    assert usage.rows == dict.fromkeys(COLUMNS, 0)
    assert usage.columns["reports"]["year"] == Share(0, 0)
