"""The Parquet files hold what the CSV files hold, cell by cell, typed and with nothing where nothing is printed."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from build_scripts.files import FilesError
from build_scripts.packaging.load import load_package
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.formats import parquet
from build_scripts.publishing.formats.parquet import write_parquet
from build_scripts.publishing.formats.parquet_tables import PARQUET, PARTED, join_tables, plan_parquet
from build_scripts.reading.tables.amounts import read_mark, take_money
from tests.formats import make_work

READ: Mapping[str, Callable[[str], object]] = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "date": datetime.date.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
}
"""How a test reads a value of the CSV, by its type in the table schema."""


@pytest.fixture(scope="session", params=["real", "country"])
def made(request: pytest.FixtureRequest) -> tuple[Path, Path]:
    """A package's folder and its Parquet files, as the site holds them: of the real reports, of a hundred generated."""
    names = {"real": ("package_folder", "site_folder"), "country": ("country_package", "country_folder")}[request.param]
    package, site = (request.getfixturevalue(name) for name in names)
    return package, site / PARQUET


def read_index(folder: Path) -> dict[str, list[dict[str, object]]]:
    found = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def read_csv(package: Path, name: str) -> tuple[list[str], list[list[str]]]:
    with (package / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        head, *rows = csv.reader(stream)
    return head, rows


def list_fields(package: Path) -> dict[str, dict[str, str]]:
    """Resource → column → type."""
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    return {
        resource["name"]: {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        for resource in descriptor["resources"]
    }


def typed_rows(package: Path, name: str, types: Mapping[str, str]) -> list[tuple[object, ...]]:
    head, rows = read_csv(package, name)
    assert head == list(types)
    readers = [READ[kind] for kind in types.values()]
    return [tuple(read(value) if value else None for read, value in zip(readers, row, strict=True)) for row in rows]


def test_every_table_equals_its_csv_cell_by_cell_in_duckdb(made: tuple[Path, Path]) -> None:
    package, folder = made
    database = duckdb.connect()
    fields = list_fields(package)
    index = read_index(folder)
    assert [table["name"] for table in index["tables"]] == list(fields)
    for table in index["tables"]:
        name, types = str(table["name"]), fields[str(table["name"])]
        found = [row for path in paths_of(table, folder) for row in database.read_parquet(str(path)).fetchall()]
        expected = typed_rows(package, name, types)
        keys = [list(types).index(column) for column in table["key"]]  # type: ignore[attr-defined]
        if table["partitioned"]:
            assert len({tuple(row[key] for key in keys) for row in found}) == len(found), "keys meet across partitions"
            found.sort(key=lambda row: [str(row[key]) for key in keys])
            expected.sort(key=lambda row: [str(row[key]) for key in keys])
        assert found == expected, name


def test_rows_of_a_partition_stand_in_the_order_of_the_csv(made: tuple[Path, Path]) -> None:
    package, folder = made
    reports = {row[0]: row[2] for row in read_csv(package, "reports")[1]}
    for name in PARTED:
        ids = [row[0] for row in read_csv(package, name)[1]]
        for path in sorted((folder / name).iterdir()):
            found = pq.read_table(path, columns=["report_id"]).column(0).to_pylist()
            assert found == [report for report in ids if reports[report] == path.stem], path


def test_the_types_are_those_of_the_schema(made: tuple[Path, Path]) -> None:
    package, folder = made
    told = {"string": "string", "integer": "int64", "number": "decimal128(36, 12)", "date": "date32[day]"}
    for table in read_index(folder)["tables"]:
        types = list_fields(package)[str(table["name"])]
        assert [(column["name"], column["type"]) for column in table["columns"]] == list(types.items())  # type: ignore[attr-defined]
        for path in paths_of(table, folder):
            schema = pq.read_schema(path)
            assert {field.name: str(field.type) for field in schema} == {
                name: told.get(kind, "bool") for name, kind in types.items()
            }
            assert not schema.metadata, "nothing of the program that wrote it"


def test_pandas_reads_them_too_with_blanks_missing(made: tuple[Path, Path]) -> None:
    package, folder = made
    (table,) = (table for table in read_index(folder)["tables"] if table["name"] == "applications")
    frame = pd.concat([pd.read_parquet(path) for path in paths_of(table, folder)])
    _, rows = read_csv(package, "applications")
    blank = {tuple(row[:3]) for row in rows if not row[3]}
    assert blank
    missing = frame[frame["count"].isna()]
    assert {tuple(row) for row in missing[["report_id", "outcome", "applicant"]].itertuples(index=False)} == blank
    assert int(frame["count"].sum()) == sum(int(row[3]) for row in rows if row[3])


def test_the_index_tells_rows_bytes_and_hash_of_every_file_and_no_other_lies_there(made: tuple[Path, Path]) -> None:
    package, folder = made
    index = read_index(folder)
    assert index["version"] == json.loads((package / "datapackage.json").read_text(encoding="utf-8"))["version"]
    told = set()
    for table in index["tables"]:
        for file in table["files"]:  # type: ignore[attr-defined]
            data = (folder / file["path"]).read_bytes()
            assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
            assert file["rows"] == pq.read_metadata(folder / file["path"]).num_rows
            told.add(file["path"])
    assert told == {path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet")}
    _, reports = read_csv(package, "reports")
    years = sorted({int(row[2]) for row in reports}, reverse=True)
    assert index["partitions"] == [
        {"name": str(year), "year": year, "province": "", "reports": sum(row[2] == str(year) for row in reports)}
        for year in years
    ]
    for table in index["tables"]:
        expected = [str(year) for year in years] if table["name"] in PARTED else [""]
        assert [file["partition"] for file in table["files"]] == expected  # type: ignore[attr-defined]


def test_one_report_more_changes_the_files_of_its_partition_alone(country_package: Path, tmp_path: Path) -> None:
    whole, less = tmp_path / "whole", tmp_path / "less"
    taken = {"2021"}
    write_of(country_package, whole)
    smaller = leave_out_one_report(country_package, tmp_path / "package", year="2021")
    write_of(smaller, less)
    before = {path.relative_to(less).as_posix(): path.read_bytes() for path in less.rglob("*.parquet")}
    after = {path.relative_to(whole).as_posix(): path.read_bytes() for path in whole.rglob("*.parquet")}
    changed = {path for path in after if before[path] != after[path]}
    assert {Path(path).stem for path in changed if path.split("/")[-2] in PARTED} == taken
    assert {Path(path).stem for path in changed if path.split("/")[-2] not in PARTED} <= {"findings", "corrections"}


def test_where_a_block_of_the_csv_ends_changes_no_byte(
    country_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_of(country_package, tmp_path / "whole")
    monkeypatch.setattr(parquet, "_BLOCK", 70_001)
    write_of(country_package, tmp_path / "small")
    for path in (tmp_path / "whole").rglob("*.parquet"):
        assert path.read_bytes() == (tmp_path / "small" / path.relative_to(tmp_path / "whole")).read_bytes(), path.name


def test_rows_beyond_a_group_are_all_written_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS_IN_GROUP", 1_000)
    source = tmp_path / "a.csv"
    source.write_text("id,n\n" + "".join(f"{number % 7},{number}\n" for number in range(20_000)), encoding="utf-8")
    targets = {name: tmp_path / f"{name}.parquet" for name in ("even", "odd", "none")}
    place = {str(digit): ("odd" if digit % 2 else "even") for digit in range(7)}
    rows = write_parquet(source, {"id": "string", "n": "integer"}, targets, place)
    found = {name: pq.read_table(path).column("n").to_pylist() for name, path in targets.items()}
    assert found == {
        "even": [number for number in range(20_000) if number % 7 % 2 == 0],
        "odd": [number for number in range(20_000) if number % 7 % 2],
        "none": [],
    }
    assert rows == {name: len(numbers) for name, numbers in found.items()}
    assert pq.read_metadata(targets["odd"]).num_row_groups == len(found["odd"]) // 1_000 + 1


def test_text_stays_text_whatever_it_looks_like(tmp_path: Path) -> None:
    values = ["NULL", "NaN", "null", "N/A", " ", "0", "007", "true", 'a"b,c', "a\nb", "a\r\nb", "\ufeff", "<b>", "𠮷"]
    source = tmp_path / "a.csv"
    with source.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([["text", "end"], *([value, ""] for value in values)])
    write_parquet(source, {"text": "string", "end": "string"}, {"": tmp_path / "a.parquet"})
    table = pq.read_table(tmp_path / "a.parquet")
    assert table.column("text").to_pylist() == values
    assert table.column("end").null_count == len(values)


@pytest.mark.parametrize(
    "value", ["25.099999", "-0.000001", "9999999999999999990000.000000000001", "0.10", "100000000000"]
)
def test_a_decimal_is_exact(value: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"id,value\nx,{value}\n", encoding="utf-8")
    write_parquet(tmp_path / "a.csv", {"id": "string", "value": "number"}, {"": tmp_path / "a.parquet"})
    assert pq.read_table(tmp_path / "a.parquet").column("value").to_pylist() == [Decimal(value)]


@pytest.mark.parametrize("printed", ["999999999999999999.99999999亿元", "0.00000001元", "999,999,999,999,999,999亿元"])
def test_the_largest_and_the_finest_number_that_is_read_stops_no_build(printed: str, tmp_path: Path) -> None:
    value = take_money(read_mark(printed))
    assert value is not None
    (tmp_path / "a.csv").write_text(f"id,value,sum\nx,{value:f},{8 * value:f}\n", encoding="utf-8")
    types = {"id": "string", "value": "number", "sum": "number"}
    write_parquet(tmp_path / "a.csv", types, {"": tmp_path / "a.parquet"})
    table = pq.read_table(tmp_path / "a.parquet")
    assert [table.column(name).to_pylist() for name in ("value", "sum")] == [[value], [8 * value]]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("number", "0.1234567890123"),
        ("number", "1234567890123456789012345.0"),
        ("number", "12345678901234567890123456789012345678"),
        ("number", "123456789012345678901234567890123456789"),
        ("number", "一"),
        ("integer", "1.5"),
        ("integer", "9223372036854775808"),
        ("date", "2023-02-30"),
        ("boolean", "True"),
    ],
)
def test_a_value_that_does_not_fit_stops_the_build_and_names_the_file(kind: str, value: str, tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text(f"id,value\nx,{value}\n", encoding="utf-8")
    with pytest.raises(FilesError, match=r"a\.csv"):
        write_parquet(source, {"id": "string", "value": kind}, {"": tmp_path / "a.parquet"})


def test_a_row_of_no_published_report_stops_the_build(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("id,value\nx,1\ny,2\n", encoding="utf-8")
    with pytest.raises(FilesError, match="'y' is no published report"):
        write_parquet(source, {"id": "string", "value": "integer"}, {"p": tmp_path / "p.parquet"}, {"x": "p"})


def test_a_table_without_rows_is_a_file_without_rows(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,value\n", encoding="utf-8")
    write_parquet(tmp_path / "a.csv", {"id": "string", "value": "date"}, {"": tmp_path / "a.parquet"})
    table = pq.read_table(tmp_path / "a.parquet")
    assert (table.num_rows, table.column_names) == (0, ["id", "value"])


def paths_of(table: Mapping[str, object], folder: Path) -> Iterator[Path]:
    for file in table["files"]:  # type: ignore[attr-defined]
        yield folder / file["path"]


def write_of(package_folder: Path, target: Path) -> None:
    package = load_package(package_folder)
    work = make_work(package, build_context(package, Settings("开放数据")), target, ())
    join_tables(work, [task.run(work, task.about) for task in plan_parquet(work)])


def leave_out_one_report(package: Path, folder: Path, year: str) -> Path:
    """A copy of a package without one report of that year; its agency's row is left as it is."""
    (folder / "data").mkdir(parents=True)
    gone = next(row[0] for row in read_csv(package, "reports")[1] if row[2] == year)
    (folder / "datapackage.json").write_bytes((package / "datapackage.json").read_bytes())
    for path in (package / "data").glob("*.csv"):
        head, rows = read_csv(package, path.stem)
        with (folder / "data" / path.name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(head)
            writer.writerows(row for row in rows if gone not in row)
    return folder
