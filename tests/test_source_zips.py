"""Files as handed in are to be had in zips alone; those held back are told of, and no byte of them is anywhere."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import zipfile
from pathlib import Path

import frictionless
import pytest

from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.packaging.package import Package
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.formats.source_zips import COLUMNS, write_sources
from build_scripts.publishing.offers import list_parts
from build_scripts.publishing.outside import find_outside
from build_scripts.publishing.report.page import ReportPages
from build_scripts.publishing.website import render_site
from tests.formats import make_work, write_parts
from tests.packages import REAL, hash_tree, make_package
from tests.sites import HOSTILE_ADDRESS, HOSTILE_ID

LATEST = "data/latest"
SCRIPT = b"<script>window.hacked = 1</script>"


def read_zip(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def read_list(files: dict[str, bytes]) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(files["sources.csv"].decode(), newline=""))
    rows = list(reader)
    assert tuple(reader.fieldnames or ()) == COLUMNS
    return rows


@pytest.fixture(scope="module")
def package(country_package: Path) -> Package:
    return load_package(country_package)


def test_every_year_lists_all_its_reports_and_holds_those_released(country_folder: Path, package: Package) -> None:
    held_back = 0
    for year in sorted({report["year"] for report in package.reports}):
        files = read_zip(country_folder / LATEST / f"years/{year}/disclosure-reports-{year}-sources.zip")
        rows = read_list(files)
        reports = [report for report in package.reports if report["year"] == year]
        assert [row["report_id"] for row in rows] == [report["report_id"] for report in reports]
        for row, report in zip(rows, reports, strict=True):
            told = (row["sha256"], row["source_url"], row["retrieved"], row["text_release"])
            assert told == tuple(report[name] for name in ("source_sha256", "source_url", "retrieved", "text_release"))
            if row["text_release"] == "full":
                data = files.pop(row["file"])
                assert (row["bytes"], row["sha256"]) == (str(len(data)), hashlib.sha256(data).hexdigest())
            else:
                held_back += 1
                assert (row["file"], row["bytes"]) == ("", "")
        assert not [name for name in files if name.startswith("source/")], "files that no row tells of"
    assert held_back, "the collection has reports that are held back"


def test_every_zip_of_files_is_a_valid_package_under_no_licence_of_ours(country_folder: Path, tmp_path: Path) -> None:
    for path in sorted(country_folder.glob(f"{LATEST}/years/*/*-sources.zip")):
        files = read_zip(path)
        for name in ("datapackage.json", "sources.csv"):
            (tmp_path / name).write_bytes(files[name])
        told = json.loads(files["datapackage.json"])
        assert "licenses" not in told
        assert "不由本项目许可" in told["rights"]
        report = frictionless.validate(str(tmp_path / "datapackage.json"))
        assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


def test_a_report_has_its_file_in_its_bundle_and_says_so(site_folder: Path, package_folder: Path) -> None:
    for report in load_package(package_folder).reports:
        folder = site_folder / f"agencies/{report['agency_id']}/{report['year']}"
        name = f"source/{report['report_id']}.{report['source_format']}"
        files = read_zip(folder / "bundle.zip")
        assert hashlib.sha256(files[name]).hexdigest() == report["source_sha256"]
        assert name in files["README.txt"].decode()
        page = (folder / "index.html").read_text(encoding="utf-8")
        assert f"bundle.zip</a> 里，名为 <code>{name}</code>" in page


def test_a_page_handed_in_with_script_lies_in_zips_alone(tmp_path: Path) -> None:
    source = next(iter(sorted(REAL.rglob("2023/*.txt"))))
    lines = source.read_text(encoding="utf-8").split("\n")
    rows = "".join(f"<p>{line}</p>" if "\t" not in line else
                   "<table><tr>" + "".join(f"<td>{cell}</td>" for cell in line.split("\t")) + "</tr></table>"
                   for line in lines)  # fmt: skip
    page = b"<!DOCTYPE html><html><body>" + rows.encode() + SCRIPT + b"</body></html>"
    target = tmp_path / "reports/2023/a.html"
    target.parent.mkdir(parents=True)
    target.write_bytes(page)
    side = source.with_name(f"{source.name}.yml").read_text(encoding="utf-8")
    target.with_name("a.html.yml").write_text(side, encoding="utf-8")
    make_package(tmp_path / "reports", tmp_path / "package")
    render_site(tmp_path / "package", tmp_path / "site")
    (report,) = load_package(tmp_path / "package").reports
    assert report["source_format"] == "html"
    served = hash_tree(tmp_path / "site")
    assert report["source_sha256"] not in served.values()
    assert not [name for name in served if "source/" in name]
    assert not [path for path in (tmp_path / "site").rglob("*") if path.is_file() and SCRIPT in path.read_bytes()]
    year = read_zip(tmp_path / "site" / LATEST / "years/2023/disclosure-reports-2023-sources.zip")
    assert year[f"source/{report['report_id']}.html"] == page


def test_a_report_that_is_held_back_has_no_file_and_says_nothing_of_one(
    country_folder: Path, country_package: Path, package: Package
) -> None:
    held = [report for report in package.reports if report["text_release"] == "withheld"]
    for report in held:
        folder = country_folder / f"agencies/{report['agency_id']}/{report['year']}"
        assert not [name for name in read_zip(folder / "bundle.zip") if name.startswith("source/")]
        assert "source/" not in (folder / "index.html").read_text(encoding="utf-8")
    assert held


def test_a_package_made_before_gives_no_zips_and_its_pages_say_so(tmp_path: Path, package_folder: Path) -> None:
    shutil.copytree(package_folder, tmp_path / "package", ignore=shutil.ignore_patterns("source"))
    package = load_package(tmp_path / "package")
    context = build_context(package, Settings("站"))
    assert write_parts(write_sources, make_work(package, context, tmp_path / "site", ()), list_parts(context)) == ()
    record = next(record for record in iterate_reports(package) if record.row["report_id"] == HOSTILE_ID)
    made = ReportPages(context, find_outside(context)).make(record, None)
    assert made.page.address == HOSTILE_ADDRESS
    assert "报告文件没有随数据公布" in made.page.body
