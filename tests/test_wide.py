"""The wide tables hold what the long ones hold, cell by cell, and say what every column is."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from build_scripts.packaging.load import load_package
from build_scripts.publishing.context import Settings, SiteContext, build_context
from build_scripts.publishing.offers import LATEST, list_parts

KEYS = {
    "disclosures": ("item", "measure", "value"),
    "applications": ("outcome", "applicant", "count"),
    "remedies": ("channel", "result", "count"),
}
FORMS = ("2019", "2021")


@pytest.fixture(scope="session")
def country_context(country_package: Path) -> SiteContext:
    return build_context(load_package(country_package), Settings("开放数据"))


def read_table(package: Path, name: str) -> list[dict[str, str]]:
    with (package / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def list_cells(package: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """Report and name of the column → number and state, from the long tables."""
    return {
        (row["report_id"], f"{table}_{row[keys[0]]}_{row[keys[1]]}"): (row[keys[2]], row["state"])
        for table, keys in KEYS.items()
        for row in read_table(package, table)
    }


def read_wide(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(encoding="utf-8", newline="") as stream:
        head, *rows = csv.reader(stream)
    return head, rows


@pytest.mark.parametrize("names", [("package_folder", "site_folder"), ("country_package", "country_folder")])
def test_every_cell_of_the_long_tables_stands_in_the_wide_one_and_no_other(
    names: tuple[str, str], request: pytest.FixtureRequest
) -> None:
    package, site = (request.getfixturevalue(name) for name in names)
    cells = list_cells(package)
    forms = {row["report_id"]: row["form"] for row in read_table(package, "reports")}
    met = {}
    for form in FORMS:
        head, rows = read_wide(site / LATEST / f"disclosure-reports-wide-{form}.csv")
        assert [row[0] for row in rows] == [report_id for report_id, own in forms.items() if own == form]
        states = [name for name in head if name.endswith("_state")]
        assert head[-2 * len(states) :] == [*(name.removesuffix("_state") for name in states), *states]
        for row in rows:
            found = dict(zip(head, row, strict=True))
            for name in states:
                cell = (found[name.removesuffix("_state")], found[name])
                if cell != ("", ""):
                    met[row[0], name.removesuffix("_state")] = cell
    assert met == cells


def test_what_tells_the_report_is_as_the_package_has_it(country_package: Path, country_folder: Path) -> None:
    agencies = {row["agency_id"]: row for row in read_table(country_package, "agencies")}
    regions = {row["code"]: row["label_zh"] for row in read_table(country_package, "regions")}
    corrections = read_table(country_package, "corrections")
    told = {}
    for row in read_table(country_package, "reports"):
        agency = agencies[row["agency_id"]]
        fixed = [
            f"{one['table']}_{one['row']}_{one['column']}"
            for one in corrections
            if one["report_id"] == row["report_id"]
        ]
        more = {"corrections": str(len(fixed)), "corrected_cells": " ".join(fixed)}
        told[row["report_id"]] = {**row, **agency, "region_name": regions[agency["region_code"]], **more}
    for form in FORMS:
        head, rows = read_wide(country_folder / LATEST / f"disclosure-reports-wide-{form}.csv")
        first = head[: next(at for at, name in enumerate(head) if name.startswith("disclosures_"))]
        assert first[:7] == ["report_id", "agency_id", "name", "region_code", "region_name", "level", "function"]
        for row in rows:
            assert row[: len(first)] == [told[row[0]][name] for name in first]


def test_a_corrected_number_is_named_in_its_row(country_package: Path, country_folder: Path) -> None:
    corrected: dict[str, set[str]] = {}
    for table, (row_key, column_key, _) in KEYS.items():
        for row in read_table(country_package, table):
            if row["correction"]:
                corrected.setdefault(row["report_id"], set()).add(f"{table}_{row[row_key]}_{row[column_key]}")
    assert corrected
    met = {}
    for form in FORMS:
        head, rows = read_wide(country_folder / LATEST / f"disclosure-reports-wide-{form}.csv")
        count, cells = head.index("corrections"), head.index("corrected_cells")
        for row in rows:
            assert set(row[cells].split()) <= set(head)
            assert int(row[count]) == len(row[cells].split())
            if row[cells]:
                met[row[0]] = set(row[cells].split())
    assert met == corrected


def test_how_many_reports_stand_in_no_wide_table_is_said_wherever_the_files_are_named(
    country_package: Path, country_folder: Path
) -> None:
    count = sum(row["form"] == "none" for row in read_table(country_package, "reports"))
    assert count
    said = f"另有 {count} 份报告没有表格，不在宽表里"
    for place in ("llms.txt", "data/index.html", "data/latest/dcat.ttl"):
        assert said in (country_folder / place).read_text(encoding="utf-8"), place


def test_a_year_and_a_province_have_their_reports_alone(country_context: SiteContext, country_folder: Path) -> None:
    whole = {form: read_wide(country_folder / LATEST / f"disclosure-reports-wide-{form}.csv") for form in FORMS}
    for part in list_parts(country_context):
        for form in FORMS:
            held = {row["report_id"] for row in part.reports if row["form"] == form}
            path = country_folder / part.folder / f"{part.stem}-wide-{form}.csv"
            assert path.exists() == bool(held)
            if held:
                assert read_wide(path) == (whole[form][0], [row for row in whole[form][1] if row[0] in held])


def test_names_are_names_in_r_and_pandas_and_stand_once(country_folder: Path) -> None:
    """R's read.csv keeps a name exactly if it is letters, digits and underscores after a letter (to `function`, a word
    of its own, it adds a dot); pandas tells doubles by a dot and a number."""
    for form in FORMS:
        path = country_folder / LATEST / f"disclosure-reports-wide-{form}.csv"
        head, rows = read_wide(path)
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in head)
        assert len(set(head)) == len(head)
        frame = pd.read_csv(path, dtype={"region_code": str})
        assert list(frame.columns) == head
        total = "applications_received_total"
        printed = [row[head.index(total)] for row in rows]
        assert frame[total].isna().tolist() == [not text for text in printed], "blank is missing, never 0"
        assert frame[total].sum() == sum(int(text) for text in printed if text)


@pytest.mark.parametrize("part", ["", "years/2020/", "regions/410000/"])
def test_frictionless_finds_nothing_wrong_unaided(country_folder: Path, part: str) -> None:
    (descriptor,) = (country_folder / LATEST / part).glob("*-wide.datapackage.json")
    report = frictionless.validate(str(descriptor))
    assert report.valid, report.to_summary()


def test_frictionless_finds_a_number_in_place_of_a_state(country_folder: Path, tmp_path: Path) -> None:
    for path in (country_folder / LATEST / "years/2020").glob("*-wide*"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(text.replace(",reported\n", ",7\n", 1), encoding="utf-8")
    report = frictionless.validate(str(next(tmp_path.glob("*.datapackage.json"))))
    assert {"hash-count", "constraint-error"} <= {kind for (kind,) in report.flatten(["type"])}


def test_every_column_bears_the_words_of_the_form(
    country_context: SiteContext, country_package: Path, country_folder: Path
) -> None:
    labels = {
        (row["form"], f"{row['table']}_{row['row']}_{row['column']}"): row
        for row in read_table(country_package, "form_cells")
    }
    text = (country_folder / LATEST / "disclosure-reports-wide.datapackage.json").read_text(encoding="utf-8")
    for resource in json.loads(text)["resources"]:
        form = resource["name"].removeprefix("wide-")
        fields: list[Mapping[str, str]] = resource["schema"]["fields"]
        titles = [field["title"] for field in fields]
        assert len(set(titles)) == len(titles), "two columns of one title"
        assert all(field["description"] for field in fields)
        for field in fields:
            printed = labels.get((form, field["name"]))
            if printed:
                assert printed["row_label"] in field["title"]
                assert field["title"].endswith(printed["column_label"])
                assert field["unit"] == printed["unit"]
                assert "不等于 0" in field["description"]
        assert {name for own, name in labels if own == form} <= {field["name"] for field in fields}
        assert resource["bytes"] == (country_folder / LATEST / resource["path"]).stat().st_size
