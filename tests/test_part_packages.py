"""Every year and every province is a data package of its own; together they are the whole, byte for byte."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from build_scripts.files import FilesError
from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.packaging.resources import COLUMNS
from build_scripts.packaging.validation import find_problems
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.formats.part_packages import pack_part
from build_scripts.publishing.formats.pieces import TABLES, YEARS
from build_scripts.publishing.formats.row_index import count_rows, index_rows
from build_scripts.publishing.notes import NOTES
from build_scripts.publishing.offers import list_parts
from tests.formats import make_work, write_parts

LATEST = "data/latest"


def split_rows(data: bytes) -> list[bytes]:
    """The rows of a CSV as they are written, its head first: a line break inside quotes ends none."""
    rows, row = [], b""
    for line in data.split(b"\n"):
        row += line + b"\n"
        if row.count(b'"') % 2 == 0:
            rows.append(row)
            row = b""
    assert rows.pop() == b"\n"
    return rows


def read_zips(site: Path, kind: str) -> dict[str, dict[str, bytes]]:
    """What every zip of a kind of parts holds, by the part's code and the name below the zip's one folder."""
    found = {}
    for path in sorted((site / LATEST / kind).glob("*/disclosure-reports-??????.zip" if kind == "regions" else
                                                   "*/disclosure-reports-????.zip")):  # fmt: skip
        with zipfile.ZipFile(path) as archive:
            version = json.loads((site / LATEST / "datapackage.json").read_bytes())["version"]
            folder = f"{path.stem}-{version}/"
            assert all(name.startswith(folder) for name in archive.namelist())
            found[path.parent.name] = {name.removeprefix(folder): archive.read(name) for name in archive.namelist()}
    return found


@pytest.fixture(scope="module", params=["years", "regions"])
def parts(request: pytest.FixtureRequest, country_folder: Path) -> dict[str, dict[str, bytes]]:
    """The zips of all years, or of all provinces."""
    return read_zips(country_folder, request.param)


@pytest.fixture(scope="module")
def whole(country_package: Path) -> dict[str, list[bytes]]:
    """The rows of every table that grows, by its name."""
    return {name: split_rows((country_package / f"data/{name}.csv").read_bytes()) for name in COLUMNS}


def test_all_parts_of_a_kind_are_the_whole(parts: dict[str, dict[str, bytes]], whole: dict[str, list[bytes]]) -> None:
    assert len(parts) > 1
    for name, rows in whole.items():
        cut = [split_rows(files[f"data/{name}.csv"]) for files in parts.values()]
        assert {rows_of_part[0] for rows_of_part in cut} == {rows[0]}
        together = Counter(row for rows_of_part in cut for row in rows_of_part[1:])
        expected = Counter(rows[1:])
        if name == "findings":  # of a file that made no report, in no part
            expected = Counter(row for row in rows[1:] if row.split(b",")[1])
        if name == "agencies":  # an agency stands in every year that has a report of it
            together = Counter(set(together))
        assert together == expected, name


def test_rows_stand_in_the_order_of_the_whole(
    parts: dict[str, dict[str, bytes]], whole: dict[str, list[bytes]]
) -> None:
    for name, rows in whole.items():
        place = {row: at for at, row in enumerate(rows)}
        for files in parts.values():
            places = [place[row] for row in split_rows(files[f"data/{name}.csv"])]
            assert places == sorted(places), name


def test_a_part_has_its_own_reports_their_agencies_and_findings(parts: dict[str, dict[str, bytes]]) -> None:
    for code, files in parts.items():
        reports = list(csv.DictReader(io.StringIO(files["data/reports.csv"].decode(), newline="")))
        agencies = list(csv.DictReader(io.StringIO(files["data/agencies.csv"].decode(), newline="")))
        if len(code) == 4:
            assert {report["year"] for report in reports} == {code}
        else:
            assert {agency["region_code"][:2] for agency in agencies} == {code[:2]}
        assert [agency["agency_id"] for agency in agencies] == sorted({report["agency_id"] for report in reports})
        findings = list(csv.DictReader(io.StringIO(files["data/findings.csv"].decode(), newline="")))
        told = Counter(finding["report_id"] for finding in findings)
        assert told == Counter({report["report_id"]: n for report in reports if (n := int(report["findings"]))})
        texts = {name for name in files if name.startswith("data/text/")}
        shown = {report["report_id"] for report in reports if report["text_release"] != "withheld"}
        assert texts == {f"data/text/{report_id}.txt" for report_id in shown}


def test_the_descriptor_tells_what_the_part_is(parts: dict[str, dict[str, bytes]], country_package: Path) -> None:
    told = json.loads((country_package / "datapackage.json").read_text(encoding="utf-8"))
    for code, files in parts.items():
        descriptor = json.loads(files["datapackage.json"])
        assert descriptor["name"] == f"disclosure-reports-{code}"
        assert descriptor["title"].startswith(f"{told['title']}：")
        assert [descriptor[key] for key in ("version", "created", "licenses")] == [
            told[key] for key in ("version", "created", "licenses")
        ]
        for resource, full in zip(descriptor["resources"], told["resources"], strict=True):
            data = files[resource["path"]]
            assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
            assert resource["schema"] == full["schema"]
            if resource["name"] in COLUMNS:
                assert resource["rows"] == len(split_rows(data)) - 1
            else:
                assert resource == full
                assert data == (country_package / resource["path"]).read_bytes()


def test_every_zip_has_its_notes(parts: dict[str, dict[str, bytes]]) -> None:
    for code, files in parts.items():
        assert {*NOTES, "datapackage.json"} <= files.keys()
        reports = len(split_rows(files["data/reports.csv"])) - 1
        assert f"{reports} 份报告" in files["README.txt"].decode(), code


@pytest.mark.parametrize("part", ["years/2021/disclosure-reports-2021", "regions/410000/disclosure-reports-410000"])
def test_a_part_is_valid_by_itself(site_folder: Path, tmp_path: Path, part: str) -> None:
    with zipfile.ZipFile(site_folder / LATEST / f"{part}.zip") as archive:
        archive.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    loaded = load_package(folder)
    assert len(list(iterate_reports(loaded))) == len(loaded.reports) > 0
    if part.startswith("regions"):
        assert find_problems(folder) == ()
    else:
        command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
        answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert answer.returncode == 0, answer.stdout + answer.stderr


def test_a_wrong_count_of_rows_would_be_found(site_folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(site_folder / LATEST / "years/2020/disclosure-reports-2020.zip") as archive:
        archive.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    path = folder / "data/reports.csv"
    path.write_bytes(b"".join(split_rows(path.read_bytes())[:-1]))
    assert "row-count" in {problem.code for problem in find_problems(folder, ("reports",))}


def test_compressed_tables_are_the_tables(country_folder: Path) -> None:
    for name in COLUMNS:
        path = country_folder / LATEST / f"data/{name}.csv"
        data = path.with_name(f"{path.name}.gz").read_bytes()
        assert gzip.decompress(data) == path.read_bytes()
        assert data[4:8] == bytes(4), "no time"


def test_the_compressed_tables_open_in_pandas_and_duckdb(country_folder: Path) -> None:
    for name in ("applications", "sections"):
        path = country_folder / LATEST / f"data/{name}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            expected = [tuple(row) for row in csv.reader(stream)][1:]
        frame = pd.read_csv(f"{path}.gz", dtype=str, keep_default_na=False, na_filter=False)
        assert list(frame.itertuples(index=False, name=None)) == expected
        query = "SELECT * FROM read_csv(?, all_varchar = true, quote = '\"', escape = '\"', new_line = '\\n')"
        found = duckdb.execute(query, [f"{path}.gz"]).fetchall()
        assert [tuple(value or "" for value in row) for row in found] == expected


def test_the_parts_are_the_same_bytes_twice(country_package: Path, tmp_path: Path) -> None:
    package = load_package(country_package)
    context = build_context(package, Settings("站"))
    made = []
    parts = [part for part in list_parts(context) if part.code]
    for name in ("one", "two"):
        work = make_work(package, context, tmp_path / name, (TABLES, YEARS))
        made.append(write_parts(pack_part, work, parts))
    assert made[0] == made[1]
    assert {offer.part for offer in made[0]} == {part.code for part in list_parts(context) if part.code}


# The index of rows

TABLE = (
    "report_id,section,text\n"
    'a-2020,1,"一\n二"\na-2020,2,"三 ""四\n"" 五"\n'
    "ab-2020,1,\n"
    'b-2021,1,"b-2021,\nc-2022,1,x\n"\n'
)


def test_rows_are_found_whatever_stands_between_quotes(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(TABLE.encode())
    index = index_rows(path, 0)
    assert (index.rows, count_rows(path), sorted(index.runs)) == (4, 4, ["a-2020", "ab-2020", "b-2021"])
    slices, rows = index.cut(["b-2021", "a-2020", "no-2020"])
    assert rows == 3
    assert b"".join(slices).decode() == TABLE.replace("ab-2020,1,\n", "")


def test_a_table_in_two_blocks_is_indexed_as_in_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(TABLE.encode())
    expected = index_rows(path, 0)
    for size in (1, 2, 3, 7, 50):
        monkeypatch.setattr("build_scripts.publishing.formats.row_index._BLOCK", size)
        assert index_rows(path, 0) == expected


@pytest.mark.parametrize(
    "text",
    [
        "id,x\nb,1\na,1\n",
        "id,x\na,1\nb,1\na,2\n",
        "id,x\na,1\na,2\nb,1\na,3\na,4\n",
        'id,x\na,"1\n',
        "id,x\na,1",
        "",
        "id,x\nno-comma\n",
    ],
)
def test_a_table_that_cannot_be_cut_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8", newline="")
    with pytest.raises(FilesError, match=r"t\.csv"):
        index_rows(path, 0)


def test_a_part_without_rows_has_the_head(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,x\na,1\n", encoding="utf-8")
    slices, rows = index_rows(path, 0).cut([])
    assert (b"".join(slices), rows) == (b"id,x\n", 0)
