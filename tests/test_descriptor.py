"""The descriptor says all that Data Package 2.0 asks for, and nothing that is not so."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from build_scripts.files import PROJECT, read_codelists, read_data_version, read_rows
from build_scripts.packaging.load import load_package
from build_scripts.packaging.resources import COLUMNS, PRIMARY_KEYS, REGISTER, name_code_list, name_resource

from .packages import REAL

CONTRACT = {
    "agencies": "agency_id name short_name region_code level function first_year last_year report_count",
    "reports": "report_id agency_id year title form scope scope_quote document_number index_number published "
    "period_start period_end source_file source_sha256 source_format source_url retrieved text_release findings "
    "cells_reported cells_blank cells_dash cells_absent cells_unreadable",
    "sections": "report_id section heading text line_start line_end",
    "disclosures": "report_id item measure value state printed line correction",
    "applications": "report_id outcome applicant count state printed line correction",
    "remedies": "report_id channel result count state printed line correction",
    "checks": "report_id rule scope status left right difference left_text right_text",
    "findings": "finding_id report_id source_file line code severity message_zh message_en",
    "corrections": "report_id table row column printed value reason evidence",
}
Json = dict[str, object]


@pytest.fixture(scope="module")
def package(real_package: Path) -> Path:
    return real_package


@pytest.fixture(scope="module")
def descriptor(package: Path) -> dict[str, object]:
    found = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("name", CONTRACT)
def test_contract_schema_and_csv_name_the_same_columns(name: str, package: Path) -> None:
    columns = CONTRACT[name].split()
    schema = read_schema(name)
    head = (package / "data" / f"{name}.csv").read_text(encoding="utf-8").split("\n", 1)[0].split(",")
    assert ([field["name"] for field in schema["fields"]], head, list(COLUMNS[name])) == (columns, columns, columns)
    assert schema["primaryKey"] == columns[: PRIMARY_KEYS[name]]


def test_every_resource_is_a_file_and_every_table_a_resource(package: Path, descriptor: Json) -> None:
    names = [resource["name"] for resource in resources_of(descriptor)]
    lists = sorted([*(name_resource(name) for name in read_codelists(PROJECT.codelists)), REGISTER])
    assert names == [*CONTRACT, *lists]
    assert sorted(path.stem for path in (package / "data").glob("*.csv")) == sorted(names)
    assert sorted(path.stem for path in PROJECT.schemas.glob("*.json")) == sorted(names)


def test_every_resource_says_everything(package: Path, descriptor: Json) -> None:
    for resource in resources_of(descriptor):
        data = (package / str(resource["path"])).read_bytes()
        assert resource["path"] == f"data/{resource['name']}.csv"
        assert (resource["format"], resource["mediatype"], resource["encoding"]) == ("csv", "text/csv", "utf-8")
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        assert resource["title"]
        assert resource["description"]


def test_every_field_is_titled_in_chinese_and_described_in_both_languages() -> None:
    for path in sorted(PROJECT.schemas.glob("*.json")):
        for field in read_schema(path.stem)["fields"]:
            zh, _, en = field["description"].partition(" / ")
            assert re.search("[\u4e00-\u9fff]", field["title"]), (path.stem, field)
            assert re.search("[\u4e00-\u9fff]", zh), (path.stem, field)
            assert re.search("[a-z]", en), (path.stem, field)
            assert field["type"] in {"string", "integer", "number", "date", "boolean"}


def test_foreign_keys_name_resources_and_fields_that_are_there(descriptor: Json) -> None:
    fields = {r["name"]: {field["name"] for field in r["schema"]["fields"]} for r in resources_of(descriptor)}
    for resource in resources_of(descriptor):
        for key in resource["schema"].get("foreignKeys", []):
            target = key["reference"]["resource"] or resource["name"]
            assert set(key["fields"]) <= fields[resource["name"]]
            assert set(key["reference"]["fields"]) <= fields[target]


def test_every_cell_leads_to_its_report_and_codes(descriptor: Json) -> None:
    arrows = {
        (resource["name"], key["fields"][0], key["reference"]["resource"])
        for resource in resources_of(descriptor)
        for key in resource["schema"].get("foreignKeys", [])
        if resource["name"] in CONTRACT
    }
    assert arrows == {
        ("agencies", "region_code", "regions"),
        ("agencies", "level", "levels"),
        ("agencies", "function", "functions"),
        ("reports", "agency_id", "agencies"),
        ("reports", "form", "forms"),
        ("reports", "scope", "scopes"),
        ("sections", "report_id", "reports"),
        ("sections", "section", "section_codes"),
        ("disclosures", "report_id", "reports"),
        ("disclosures", "item", "disclosure_items"),
        ("disclosures", "measure", "disclosure_measures"),
        ("disclosures", "state", "states"),
        ("applications", "report_id", "reports"),
        ("applications", "outcome", "outcomes"),
        ("applications", "applicant", "applicants"),
        ("applications", "state", "states"),
        ("remedies", "report_id", "reports"),
        ("remedies", "channel", "channels"),
        ("remedies", "result", "results"),
        ("remedies", "state", "states"),
        ("checks", "report_id", "reports"),
        ("checks", "rule", "rules"),
        ("checks", "status", "check_statuses"),
        ("findings", "report_id", "reports"),
        ("findings", "code", "finding_codes"),
        ("findings", "severity", "severities"),
        ("corrections", "report_id", "reports"),
    }


def test_the_package_says_what_it_is(descriptor: Json) -> None:
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert descriptor["name"] == "disclosure-reports"
    assert descriptor["version"] == read_data_version(PROJECT.changelog).name
    assert descriptor["title"] == "政府信息公开工作年度报告开放数据"
    for key in ("description", "licenses", "sources", "contributors", "keywords"):
        assert descriptor[key]
    assert descriptor["created"] == f"{read_data_version(PROJECT.changelog).date}T00:00:00+08:00"
    assert not {"homepage", "id"} & descriptor.keys()


def test_the_description_names_no_folder_that_the_published_zip_lacks(descriptor: Json) -> None:
    assert "data/source" not in str(descriptor["description"])
    assert "不由本项目许可" in str(descriptor["rights"])


def test_the_licence_is_that_of_the_data(descriptor: Json) -> None:
    licence = (PROJECT.root / "LICENSE-DATA.md").read_text(encoding="utf-8")
    (declared,) = descriptor["licenses"]  # type: ignore[misc, attr-defined]
    assert f"`{declared['name']}` (data)" in licence
    assert declared["path"] in licence


def test_every_table_is_sorted_by_its_primary_key(package: Path, descriptor: Json) -> None:
    for resource in resources_of(descriptor):
        types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        keys = [(field, types[field] == "integer") for field in resource["schema"]["primaryKey"]]
        rows = read_rows(package / str(resource["path"]))
        found = [tuple(int(row[name]) if whole else row[name] for name, whole in keys) for row in rows]
        assert found == sorted(found), resource["name"]


def test_code_lists_hold_the_rows_that_are_kept_by_hand(package: Path) -> None:
    for name, rows in read_codelists(PROJECT.codelists).items():
        published = read_rows(package / "data" / f"{name_resource(name)}.csv")
        assert sorted(published, key=repr) == sorted(rows, key=repr), name


def test_a_loaded_list_stands_in_printed_order(package: Path) -> None:
    loaded = load_package(package).lists
    kept = {name: rows for name, rows in read_codelists(PROJECT.codelists).items() if "order" in rows[0]}
    assert len(kept) == 15
    for name, rows in kept.items():
        assert [row["order"] for row in rows] == [str(number) for number in range(1, len(rows) + 1)], name
        assert list(loaded[name]) == rows
    cells = [
        (row["form"], row["table"], int(row["row_order"]), int(row["column_order"])) for row in loaded["form_cells"]
    ]
    assert cells == sorted(cells)


def test_a_code_list_and_its_resource_name_each_other() -> None:
    names = sorted(read_codelists(PROJECT.codelists))
    assert [name_code_list(name_resource(name)) for name in names] == names
    assert not {name_resource(name) for name in names} & set(COLUMNS)


def test_the_text_of_every_report_is_published(package: Path) -> None:
    reports = read_rows(package / "data" / "reports.csv")
    texts = {path.stem: path.read_bytes() for path in (package / "data" / "text").iterdir()}
    assert sorted(texts) == [row["report_id"] for row in reports]
    for row in reports:
        source = (REAL / row["source_file"]).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        assert texts[row["report_id"]].decode().removesuffix("\n") == source


def resources_of(descriptor: Json) -> list[dict[str, object]]:
    found = descriptor["resources"]
    assert isinstance(found, list)
    return found


def read_schema(name: str) -> dict[str, object]:
    found = json.loads((PROJECT.schemas / f"{name}.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found
