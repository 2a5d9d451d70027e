"""Every file of the static API is as its JSON Schema says, and a file that is not is found."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

SAMPLE = "410781-chengshiguanliju-2023"


@pytest.fixture(scope="module")
def validators(site_folder: Path) -> Mapping[str, Draft202012Validator]:
    found = {path.stem: read(path) for path in (site_folder / "api/v1/schemas").iterdir()}
    for schema in found.values():
        Draft202012Validator.check_schema(schema)
    return {kind: Draft202012Validator(schema) for kind, schema in found.items()}


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("site", ["site_folder", "country_folder"])
def test_every_file_is_as_the_schema_it_names_says(
    site: str, request: pytest.FixtureRequest, validators: Mapping[str, Draft202012Validator]
) -> None:
    """Of the generated collection, whose reports are many, some: every fortieth, and those without text."""
    folder = request.getfixturevalue(site) / "api/v1"
    paths = sorted(path for path in folder.rglob("*.json") if path.parent.name != "schemas")
    assert len(paths) > 10
    if site == "country_folder":
        withheld = [path for path in paths if '"text_release":"withheld"' in path.read_text(encoding="utf-8")]
        paths = sorted({*withheld[:2], *paths[::40]})
    for path in paths:
        data = read(path)
        schema = (path.parent / data["describedby"]).resolve()
        assert schema.is_file(), path
        wrong = [f"{path}: {one.json_path}: {one.message}" for one in validators[schema.stem].iter_errors(data)]
        assert wrong[:3] == []


def test_the_index_leads_to_every_schema(site_folder: Path) -> None:
    index = read(site_folder / "api/v1/index.json")
    assert {entry["href"] for entry in index["schemas"]} == {
        f"schemas/{path.name}" for path in (site_folder / "api/v1/schemas").iterdir()
    }
    assert {path.name for path in (site_folder / "api/v1").iterdir()} == {
        entry["of"].partition("/")[0] for entry in index["schemas"]
    } | {"schemas"}


def drop(*keys: Any) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        for key in keys[:-1]:
            data = data[key]
        del data[keys[-1]]

    return change


def put(value: Any, *keys: Any) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        for key in keys[:-1]:
            data = data[key]
        data[keys[-1]] = value

    return change


CELL = ("tables", "remedies", 0)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (drop("version"), "$"),
        (drop("report", "year"), "$.report"),
        (put("1", "more"), "$"),
        (put("二〇二三", "report", "year"), "$.report.year"),
        (put("2023-13-01", "report", "published"), "$.report.published"),
        (put("open", "report", "text_release"), "$.report.text_release"),
        (put("A-1", "report", "report_id"), "$.report.report_id"),
        (put(0, *CELL, "value"), "$.tables.remedies[0].value"),
        (put("", *CELL, "value"), "$.tables.remedies[0].value"),
        (put("blank", *CELL, "state"), "$.tables.remedies[0].value"),
        (put("half", *CELL, "value"), "$.tables.remedies[0].value"),
        (drop("tables", "applications"), "$.tables"),
        (put([{"section": "1"}], "sections"), "$.sections[0]"),
    ],
)
def test_a_file_that_is_not_so_is_found(
    change: Callable[[Any], None],
    place: str,
    site_folder: Path,
    validators: Mapping[str, Draft202012Validator],
) -> None:
    data = copy.deepcopy(read(site_folder / f"api/v1/reports/{SAMPLE}.json"))
    change(data)
    assert place in {error.json_path for error in validators["report"].iter_errors(data)}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (put("5", "resources", 0, "rows"), "$.resources[0].rows"),
        (put("md5:0", "package", "hash"), "$.package.hash"),
        (put([], "downloads"), "$.downloads"),
        (drop("descriptions"), "$"),
    ],
)
def test_an_index_that_is_not_so_is_found(
    change: Callable[[Any], None],
    place: str,
    site_folder: Path,
    validators: Mapping[str, Draft202012Validator],
) -> None:
    data = copy.deepcopy(read(site_folder / "api/v1/index.json"))
    change(data)
    assert place in {error.json_path for error in validators["index"].iter_errors(data)}
