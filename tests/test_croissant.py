"""The Croissant description: mlcroissant finds nothing wrong and gives the records of the CSV."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import jsonpath_ng
import pandas as pd
import pytest

sys.modules.setdefault("jsonpath_rw", jsonpath_ng)  # the same library under the name mlcroissant knows it by


@pytest.fixture(scope="module")
def described(site_folder: Path) -> Any:
    import mlcroissant

    return mlcroissant.Dataset(jsonld=str(site_folder / "data/latest/croissant.json"))


def test_mlcroissant_finds_nothing_wrong(described: Any) -> None:
    assert described.metadata.issues.errors == set()
    assert described.metadata.issues.warnings == set()
    assert described.metadata.conforms_to


@pytest.mark.parametrize("table", ["states", "agencies", "reports", "applications", "disclosures", "checks"])
def test_the_records_are_the_rows_of_the_csv(described: Any, site_folder: Path, table: str) -> None:
    with (site_folder / f"data/latest/data/{table}.csv").open(encoding="utf-8", newline="") as stream:
        told = [{name: write(value, name) for name, value in row.items()} for row in csv.DictReader(stream)]
    names = [one.uuid for one in described.metadata.record_sets if one.uuid.partition("-")[0] == table]
    found = [
        {column: write(value, column) for place, value in row.items() for column in [place.rpartition("/")[2]]}
        for name in names
        for row in described.records(name)
    ]
    assert sorted(found, key=str) == sorted(told, key=str)


def write(value: Any, column: str) -> str:
    """A value of a record as the CSV writes it; a decimal with six places, for Croissant has no exact ones."""
    if pd.isna(value) or value == "":
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    if column in {"value", "left", "right", "difference"}:
        return f"{float(value):.6f}"
    return value.decode() if isinstance(value, bytes) else str(value)


def test_a_file_that_is_not_what_it_was_is_refused(site_folder: Path, tmp_path: Path) -> None:
    import mlcroissant

    told = json.loads((site_folder / "data/latest/croissant.json").read_text(encoding="utf-8"))
    file = next(one for one in told["distribution"] if one["@id"] == "parquet/states.parquet")
    file["sha256"] = "0" * 64
    (tmp_path / "parquet").mkdir()
    (tmp_path / file["@id"]).write_bytes((site_folder / "data/latest" / file["@id"]).read_bytes())
    (tmp_path / "croissant.json").write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(Exception, match=r"states\.parquet"):
        list(mlcroissant.Dataset(jsonld=str(tmp_path / "croissant.json")).records("states"))


def test_it_says_how_to_cite_and_what_the_numbers_are_not(site_folder: Path) -> None:
    told = json.loads((site_folder / "data/latest/croissant.json").read_text(encoding="utf-8"))
    descriptor = json.loads((site_folder / "data/latest/datapackage.json").read_text(encoding="utf-8"))
    assert told["citeAs"].startswith("@")
    assert descriptor["version"] in told["citeAs"]
    assert (told["version"], told["datePublished"]) == (descriptor["version"], descriptor["created"][:10])
    assert "Blank is never zero" in told["rai:dataCollectionMissingData"]
