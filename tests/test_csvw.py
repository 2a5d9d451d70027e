"""The CSVW metadata, read with the csvw package: every table's rows, types and keys, and the CSV's very values."""

from __future__ import annotations

import csv
import datetime
import json
import shutil
import warnings
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from csvw import TableGroup

READ: Mapping[str, Callable[[str], object]] = {
    "string": str,
    "integer": int,
    "decimal": Decimal,
    "date": datetime.date.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
}
LONG = ("data/region_names.csv", "data/township_names.csv")
"""Names of places by the ten thousand, which no other table refers to; left out to save time."""


@pytest.fixture(scope="module")
def group(site_folder: Path) -> TableGroup:
    return TableGroup.from_file(site_folder / "data/latest/csv-metadata.json")


def test_every_table_is_described_and_reads_as_the_csv_has_it(group: TableGroup, site_folder: Path) -> None:
    folder = site_folder / "data/latest"
    assert {table.url.string for table in group.tables} == {f"data/{path.name}" for path in folder.glob("data/*.csv")}
    for table in group.tables:
        if table.url.string in LONG:
            continue
        with (folder / table.url.string).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        types = {column.name: READ[column.datatype.base] for column in table.tableSchema.columns}
        assert list(table.iterdicts()) == [
            {name: types[name](value) if value else None for name, value in row.items()} for row in rows
        ], table.url


def test_keys_hold(group: TableGroup) -> None:
    """Checked by csvw itself, which raises."""
    for table in group.tables:
        if table.url.string not in LONG:
            assert table.check_primary_key()
    assert [table.url.string for table in group.tables if not table.tableSchema.primaryKey] == []


def test_references_hold_and_one_that_does_not_is_found(site_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "latest"
    shutil.copytree(site_folder / "data/latest/data", folder / "data")
    metadata = json.loads((site_folder / "data/latest/csv-metadata.json").read_text(encoding="utf-8"))
    kept = [table for table in metadata["tables"] if table["url"] not in LONG]
    (folder / "csv-metadata.json").write_text(json.dumps({**metadata, "tables": kept}), encoding="utf-8")
    group = TableGroup.from_file(folder / "csv-metadata.json")
    assert len(group.foreign_keys()) > 10
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert group.check_referential_integrity()
    path = folder / "data/remedies.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",upheld,", ",uphold,", 1), encoding="utf-8")
    with pytest.raises(ValueError, match="uphold"):
        group.check_referential_integrity()


def test_a_value_that_does_not_fit_its_type_is_refused(group: TableGroup, tmp_path: Path) -> None:
    table = group.tabledict["data/remedies.csv"]
    path = tmp_path / "remedies.csv"
    path.write_text(
        "report_id,channel,result,count,state,printed,line,correction\n"
        "410781-a-2023,reconsideration,upheld,-1,reported,-1,1,\n",
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match="count"):
        list(table.iterdicts(fname=path))


def test_columns_are_titled_in_chinese_and_headed_by_their_names(group: TableGroup) -> None:
    column = group.tabledict["data/applications.csv"].tableSchema.get_column("outcome")
    assert column.titles.getfirst("zh") == "办理结果"
    assert column.titles.getfirst("en") == "outcome"
    assert column.required is True
