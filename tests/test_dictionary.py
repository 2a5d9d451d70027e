"""The dictionary says what the schemas and code lists say, all of it, in both languages."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

from build_scripts.files import PROJECT, read_codelists
from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.packaging.package import Package
from build_scripts.packaging.resources import CELL_TABLES, COLUMNS, name_resource
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.data.dictionary_tables import Print, describe_tables, find_prints
from build_scripts.publishing.data.entries import LONGEST_LIST
from build_scripts.publishing.data.usage import Share, Usage, count_usage, list_keys
from build_scripts.publishing.quality.tally import QualityTally

SCHEMAS = sorted(PROJECT.schemas.glob("*.json"))
LISTS = read_codelists(PROJECT.codelists)


@pytest.fixture(scope="module")
def package(package_folder: Path) -> Package:
    return load_package(package_folder)


def page_of(site: Path, name: str) -> str:
    return unescape((site / "data/dictionary" / name / "index.html").read_text(encoding="utf-8"))


def row_of(page: str, anchor: str) -> str:
    (row,) = re.findall(rf'<tr id="{re.escape(anchor)}"[^>]*>(.*?)</tr>', page, re.DOTALL)
    return str(row)


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_every_column_of_every_schema_is_explained_in_both_languages(site_folder: Path, path: Path) -> None:
    schema = json.loads(path.read_text(encoding="utf-8"))
    page = page_of(site_folder, path.stem)
    assert len(re.findall('<tr id="column-', page)) == len(schema["fields"])
    for field in schema["fields"]:
        row = row_of(page, f"column-{field['name']}")
        zh, en = field["description"].split(" / ", 1)
        assert field["name"] in row
        assert field["title"] in row
        assert zh in row
        assert f'lang="en">{en}<' in row
        assert re.search("[A-Za-z]", en), f"{path.stem}.{field['name']} has no English definition"
        assert field.get("unit", "") in row
        assert ("不会为空" in row) == bool(field.get("constraints", {}).get("required"))
        assert ("主键" in row) == (field["name"] in schema["primaryKey"])
    for key in schema.get("foreignKeys", []):
        for column in key["fields"]:
            assert f'/data/dictionary/{key["reference"]["resource"] or path.stem}/">' in row_of(
                page, f"column-{column}"
            )


@pytest.mark.parametrize("name", [name for name, rows in LISTS.items() if "label_zh" in rows[0]])
def test_every_code_is_there_with_its_chinese_and_english_label(site_folder: Path, name: str) -> None:
    page, rows = page_of(site_folder, name_resource(name)), LISTS[name]
    if len(rows) > LONGEST_LIST:
        assert f"共 {len(rows):,} 行" in page
        assert f'href="../../../data/latest/data/{name_resource(name)}.csv"' in page
        return
    assert len(re.findall('<tr id="code-', page)) == len(rows)
    for code in rows:
        row = row_of(page, f"code-{code['code']}")
        for value in code.values():
            assert value in row
    assert all(code["label_zh"] and code["label_en"] for code in rows)


def test_only_lists_of_places_and_of_words_are_too_long_to_be_shown() -> None:
    assert {name for name, rows in LISTS.items() if len(rows) > LONGEST_LIST} == {
        "regions",
        "region_names",
        "sentence_words",
        "township_names",
    }


def test_the_list_leads_to_every_table(site_folder: Path, package: Package) -> None:
    page = (site_folder / "data/dictionary/index.html").read_text(encoding="utf-8")
    named = re.findall(r'<th scope="row" role="rowheader"><a href="(\w+)/">', page)
    assert sorted(named) == sorted(table.name for table in describe_tables(package)) == [path.stem for path in SCHEMAS]


def test_the_words_printed_for_a_code_are_those_of_each_edition(package: Package) -> None:
    prints = find_prints(package)
    assert set(prints) == {
        *("disclosure_items", "disclosure_measures", "outcomes", "applicants", "channels", "results"),
    }
    assert [one.label for one in prints["disclosure_items"]["normative_document"]] == ["规范性文件", "行政规范性文件"]
    assert prints["disclosure_measures"]["newly_made"] == (
        Print("2019", "本年新制作数量", "", "第二十条第（一）项", "件"),
    )
    assert {one.form for one in prints["outcomes"]["other_processing"]} == {"2019"}


def test_every_label_of_the_forms_stands_on_the_page_of_its_code(site_folder: Path) -> None:
    pages = {table: [page_of(site_folder, name) for name in names] for table, names in {
        "disclosures": ("disclosure_items", "disclosure_measures"),
        "applications": ("outcomes", "applicants"),
        "remedies": ("channels", "results"),
    }.items()}  # fmt: skip
    missing = {
        (cell["form"], cell[f"{axis}_label"])
        for cell in LISTS["form_cells"]
        for page, axis in zip(pages[cell["table"]], ("row", "column"), strict=True)
        if f'data-label="印作">{cell[f"{axis}_label"]}</td>' not in page
    }
    assert missing == set()


@pytest.mark.parametrize("collection", ["package_folder", "country_package"])
def test_how_often_a_column_is_filled_is_what_pandas_counts(collection: str, request: pytest.FixtureRequest) -> None:
    package, usage = read_usage(request.getfixturevalue(collection))
    for table, columns in COLUMNS.items():
        held = pd.read_csv(package.folder / "data" / f"{table}.csv", dtype=str, keep_default_na=False)
        expected = {column: Share(int((held[column] != "").sum()), len(held)) for column in columns}
        assert usage.columns[table] == expected, table


@pytest.mark.parametrize("collection", ["package_folder", "country_package"])
def test_how_often_a_code_is_used_is_what_pandas_counts(collection: str, request: pytest.FixtureRequest) -> None:
    package, usage = read_usage(request.getfixturevalue(collection))
    asked = list(list_keys(package))
    assert {target for _, _, target in asked} >= {"rules", "states", "outcomes", "applicants", "scopes", "functions"}
    for table, column, target in asked:
        held = pd.read_csv(package.folder / "data" / f"{table}.csv", dtype=str, keep_default_na=False)
        is_cell = table in CELL_TABLES and column != "state"
        for code, rows in held[held[column] != ""].groupby(column):
            filled, total = (int((rows["state"] == "reported").sum()), len(rows)) if is_cell else (len(rows), len(held))
            (use,) = [use for use in usage.codes[target][str(code)] if (use.table, use.column) == (table, column)]
            assert use == (table, column, Share(filled, total), is_cell)


def test_the_page_of_a_table_shows_how_often_its_columns_are_filled(site_folder: Path, package_folder: Path) -> None:
    _, usage = read_usage(package_folder)
    for table, columns in usage.columns.items():
        page = page_of(site_folder, table)
        for column, share in columns.items():
            row = row_of(page, f"column-{column}")
            assert f'data-label="填了">{share.filled:,} / {share.total:,}' in row
            assert ("%" in row.split('data-label="填了">')[1].split("</td>")[0]) == (share.total >= 30)


def test_a_code_leads_to_the_list_of_its_reports(site_folder: Path) -> None:
    assert "quality/rules/carry_over/" in row_of(page_of(site_folder, "rules"), "code-carry_over")
    findings = page_of(site_folder, "finding_codes")
    assert "quality/findings/wrong-width/" in row_of(findings, "code-wrong-width")
    assert "没有用到" in row_of(findings, "code-pdf-scanned")


def read_usage(folder: Path) -> tuple[Package, Usage]:
    package = load_package(folder)
    context = build_context(package, Settings("站"))
    tally = QualityTally(context)
    for record in iterate_reports(package):
        tally.add(record, None)
    return package, count_usage(tally, package, context)
