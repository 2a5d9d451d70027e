"""The files beside a report's page: exact, the same bytes always, opened as their readers open them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from frictionless import Package as DataPackage

from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.machine.citations import Citations
from build_scripts.publishing.report.downloads import make_downloads

CITED = Citations("行文", "国标", "@misc{x}\n", "title: x\n")


@pytest.fixture(scope="module")
def record(package_folder: Path) -> ReportRecord:
    records = iterate_reports(load_package(package_folder))
    return next(
        found for found in records if found.row["report_id"] == "630223-chengshiguanlizonghexingzhengzhifaju-2024"
    )


def test_the_csv_opens_in_excel_and_holds_every_cell(record: ReportRecord, site_context: SiteContext) -> None:
    data = make_downloads(record, CITED, site_context)["data.csv"]
    assert data.startswith(b"\xef\xbb\xbftable,row,column,state,value,printed,line\n")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 200
    assert [row["value"] for row in rows if row["state"] == "reported"] == ["250.83", "44", "31"]
    assert {row["value"] for row in rows if row["state"] != "reported"} == {""}


def test_json_says_what_the_csv_says(record: ReportRecord, site_context: SiteContext) -> None:
    files = make_downloads(record, CITED, site_context)
    tables = json.loads(files["data.json"])["tables"]
    from_json = [
        {"table": table, **{name: cell[name] for name in ("row", "column", "state", "value", "printed", "line")}}
        for table, cells in tables.items()
        for cell in cells
    ]
    assert from_json == list(csv.DictReader(io.StringIO(files["data.csv"].decode("utf-8-sig"))))


def test_the_zip_holds_the_same_files_and_the_same_bytes(record: ReportRecord, site_context: SiteContext) -> None:
    files = make_downloads(record, CITED, site_context)
    assert files == make_downloads(record, CITED, site_context)
    with zipfile.ZipFile(io.BytesIO(files["bundle.zip"])) as archive:
        folder = f"{record.row['report_id']}-{site_context.version}/"
        names = [name.removeprefix(folder) for name in archive.namelist()]
        assert names == [
            *("CITATION.bib", "CITATION.cff", "CITATION.txt", "LICENCE.txt", "README.txt", "data.csv", "data.json"),
            *("datapackage.json", "metadata.json", "report.txt"),
        ]
        for name in ("data.csv", "data.json", "metadata.json", "report.txt"):
            assert archive.read(folder + name) == files[name]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_package_in_the_zip_is_valid(record: ReportRecord, site_context: SiteContext, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(make_downloads(record, CITED, site_context)["bundle.zip"])) as archive:
        archive.extractall(tmp_path)
    package = DataPackage(str(next(tmp_path.glob("*/datapackage.json"))))
    report = package.validate()
    assert report.valid, report.flatten(["message"])


def test_the_text_is_the_lines_that_were_read(record: ReportRecord, site_context: SiteContext) -> None:
    text = make_downloads(record, CITED, site_context)["report.txt"].decode()
    assert text.split("\n")[2] == "互助县城市管理综合行政执法局 2024 年度政府信息公开工作年度报告"


def test_a_text_that_is_held_back_is_in_no_file(record: ReportRecord, site_context: SiteContext) -> None:
    held = replace(record, row={**record.row, "text_release": "withheld"})
    files = make_downloads(held, CITED, site_context)
    assert "report.txt" not in files
    with zipfile.ZipFile(io.BytesIO(files["bundle.zip"])) as archive:
        assert not [name for name in archive.namelist() if name.endswith("report.txt")]
