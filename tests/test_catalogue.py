"""What the data page offers is what lies there: sizes, hashes and rows of the files, code that runs as printed."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.packaging.package import Package
from build_scripts.packaging.validation import find_problems
from build_scripts.publishing.api.reports import describe_report
from build_scripts.publishing.catalogue import build_catalogue
from build_scripts.publishing.context import Settings, SiteContext, build_context
from build_scripts.publishing.formats.package_files import ZIP_NAME, copy_package, pack_package
from build_scripts.publishing.formats.pieces import TABLES, YEARS
from build_scripts.publishing.json_text import write_object
from build_scripts.publishing.machine.catalogue_ld import describe_dataset
from tests.formats import make_work
from tests.packages import ROOT

PAGE = ROOT / "docs/data/index.md"
SETTINGS = Settings("政府信息公开工作年度报告开放数据")


@pytest.fixture(scope="module")
def package(package_folder: Path) -> Package:
    return load_package(package_folder)


@pytest.fixture(scope="module")
def context(package: Package) -> SiteContext:
    return build_context(package, SETTINGS)


@pytest.fixture(scope="module")
def unpacked(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the zip of the site holds, unpacked."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(site_folder / "data/latest" / ZIP_NAME) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    (inside,) = folder.iterdir()
    return inside


def read_json(path: Path) -> dict[str, object]:
    found = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def measured(path: Path) -> tuple[int, str]:
    data = path.read_bytes()
    return len(data), hashlib.sha256(data).hexdigest()


def count_rows(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.reader(stream)) - 1


# The files, the page and the catalogue agree


def test_the_page_tells_size_hash_and_rows_of_every_csv(site_folder: Path) -> None:
    page = (site_folder / "data/index.html").read_text(encoding="utf-8")
    told = re.findall(
        r'<a href="\.\./(data/latest/data/\w+\.csv)" download>\w+\.csv</a>.*?</th>'
        r'<td role="cell"><a href="dictionary/\w+/">[^<]+</a></td>'
        r'<td role="cell" class="n" data-label="行">([\d,]+)</td>'
        r'<td role="cell" class="n"><span title="([\d,]+) 字节">[\d.,]+ [KM]?B</span>.*?</td>'
        r'<td role="cell" class="hash"><details class="hash-of">'
        r'<summary><span class="vh">[^<]+</span>([0-9a-f]{8})…</summary>'
        r"<code>([0-9a-f]{64})</code></details>",
        page,
    )
    assert {path for path, *_ in told} == {
        path.relative_to(site_folder).as_posix() for path in (site_folder / "data/latest/data").glob("*.csv")
    }
    for path, rows, size, short, sha256 in told:
        file = site_folder / path
        assert (int(size.replace(",", "")), sha256) == measured(file), path
        assert int(rows.replace(",", "")) == count_rows(file), path
        assert sha256.startswith(short)


def test_the_catalogue_leads_to_every_file_and_tells_its_size_hash_and_rows(site_folder: Path) -> None:
    index = read_json(site_folder / "api/v1/index.json")
    resources, archive = index["resources"], index["package"]
    assert isinstance(resources, list)
    assert isinstance(archive, dict)
    assert [resource["name"] for resource in resources] == [
        resource["name"]
        for resource in read_json(site_folder / "data/latest/datapackage.json")["resources"]  # type: ignore[attr-defined]
    ]
    for entry in (*resources, archive):
        path = (site_folder / "api/v1" / entry["href"]).resolve()
        assert (entry["bytes"], entry["hash"].removeprefix("sha256:")) == measured(path)
    for resource in resources:
        assert resource["rows"] == count_rows((site_folder / "api/v1" / resource["href"]).resolve())


def test_one_version_stands_everywhere(site_folder: Path, unpacked: Path) -> None:
    version = read_json(site_folder / "data/latest/datapackage.json")["version"]
    index = read_json(site_folder / "api/v1/index.json")
    agencies = read_json(site_folder / "api/v1/agencies.json")
    assert {index["version"], agencies["version"], unpacked.name.removeprefix("disclosure-reports-")} == {version}
    for path in (site_folder / "api/v1").glob("*/*.json"):
        assert path.parent.name == "schemas" or read_json(path)["version"] == version
    page = (site_folder / "data/index.html").read_text(encoding="utf-8")
    assert f"当前版本 {version}" in page


def test_the_structured_data_of_the_page_names_the_same_files(site_folder: Path) -> None:
    page = (site_folder / "data/index.html").read_text(encoding="utf-8")
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    dataset = json.loads(script)
    assert dataset["@type"] == "Dataset"
    (whole, *_) = read_json(site_folder / "api/v1/index.json")["downloads"]  # type: ignore[misc]
    left_out = {"parquet", "csv_gz", "wide_gz", "description"}
    offered = {file["hash"]: file["bytes"] for file in whole["files"] if file["kind"] not in left_out}
    assert {f"sha256:{file['sha256']}": int(file["contentSize"][:-2]) for file in dataset["distribution"]} == offered
    assert not [file for file in dataset["distribution"] if "contentUrl" in file], "no site_url, no absolute address"


def test_with_an_address_the_structured_data_leads_to_the_files(package: Package, tmp_path: Path) -> None:
    context = build_context(package, Settings("站", "https://example.org/reports/"))
    whole, *_ = pack_package(make_work(package, context, tmp_path, (TABLES, YEARS)), None)
    offers = (whole, *copy_package(package, tmp_path))
    described = describe_dataset(build_catalogue(package, context, offers))
    files = described["distribution"]
    assert isinstance(files, list)
    assert files[0]["contentUrl"] == "https://example.org/reports/data/latest/disclosure-reports.zip"
    for file in files:
        assert (tmp_path / file["contentUrl"].removeprefix("https://example.org/reports/")).is_file()


# The package itself


def test_what_is_offered_validates_unaided(site_folder: Path) -> None:
    assert find_problems(site_folder / "data/latest") == ()


def test_the_frictionless_command_accepts_the_unpacked_zip(unpacked: Path) -> None:
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    answer = subprocess.run(command, cwd=unpacked, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_zip_holds_the_package_with_texts_licence_citation_and_readme(
    unpacked: Path, site_folder: Path, package: Package
) -> None:
    held = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    offered = site_folder / "data/latest"
    tables = {path.relative_to(offered).as_posix() for path in offered.glob("data/*.csv")} | {"datapackage.json"}
    texts = {f"data/text/{report['report_id']}.txt" for report in package.reports}
    assert held == tables | texts | {"README.txt", "LICENCE.txt", "CITATION.txt", "CITATION.cff", "CITATION.bib"}
    for name in tables | texts:
        assert (unpacked / name).read_bytes() == (package.folder / name).read_bytes()
    assert "CC0 1.0" in (unpacked / "LICENCE.txt").read_text(encoding="utf-8")
    assert package.version in (unpacked / "CITATION.txt").read_text(encoding="utf-8")
    assert "空白不等于 0" in (unpacked / "README.txt").read_text(encoding="utf-8")


def test_the_zip_has_the_same_bytes_twice(package: Package, context: SiteContext, tmp_path: Path) -> None:
    one = pack_package(make_work(package, context, tmp_path / "one", (TABLES, YEARS)), None)
    two = pack_package(make_work(package, context, tmp_path / "two", (TABLES, YEARS)), None)
    assert one == two
    path = Path("data/latest") / ZIP_NAME
    assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes()


def test_a_text_that_is_held_back_is_in_neither_zip_nor_api(package: Package, tmp_path: Path) -> None:
    first, *rest = package.reports
    held = replace(package, reports=({**first, "text_release": "withheld"}, *rest))
    pack_package(make_work(held, build_context(held, SETTINGS), tmp_path, (TABLES, YEARS)), None)
    with zipfile.ZipFile(tmp_path / "data/latest" / ZIP_NAME) as archive:
        names = {name.split("/", 1)[1] for name in archive.namelist()}
    assert f"data/text/{first['report_id']}.txt" not in names
    assert f"data/text/{rest[0]['report_id']}.txt" in names
    record = next(iterate_reports(held))
    described = json.loads(write_object(describe_report(record, build_context(held, SETTINGS))))
    assert [(section["heading"], section["text"]) for section in described["sections"]] == [
        ("", "") for _ in record.sections
    ]


# The static API


def test_the_api_has_every_agency_and_every_report_and_its_links_hold(site_folder: Path, package: Package) -> None:
    folder = site_folder / "api/v1"
    listed = read_json(folder / "agencies.json")["agencies"]
    assert isinstance(listed, list)
    assert [agency["agency_id"] for agency in listed] == list(package.agencies)
    linked = {report["report_id"] for agency in listed for report in agency["reports"]}
    assert linked == {report["report_id"] for report in package.reports}
    for agency in listed:
        alone = read_json(folder / "agencies" / f"{agency['agency_id']}.json")
        assert {key: alone[key] for key in package.agencies[agency["agency_id"]] if key in alone} == {
            key: agency[key] for key in package.agencies[agency["agency_id"]]
        }
        for place, described in ((folder, agency), (folder / "agencies", alone)):
            assert (place / described["page"] / "index.html").resolve().is_file()
            for report in described["reports"]:
                assert read_json((place / report["href"]).resolve())["report"]["report_id"] == report["report_id"]  # type: ignore[index]
                assert (place / report["page"] / "index.html").resolve().is_file()


def test_the_cells_of_the_api_are_those_of_the_tables(site_folder: Path, package: Package) -> None:
    for record in iterate_reports(package):
        found = read_json(site_folder / "api/v1/reports" / f"{record.row['report_id']}.json")
        assert found["report"] == dict(record.row)
        assert found["tables"] == {table: [cell._asdict() for cell in cells] for table, cells in record.cells.items()}
        assert [section["text"] for section in found["sections"]] == [section.text for section in record.sections]  # type: ignore[attr-defined]


# The page


def test_the_page_tells_size_hash_and_rows_of_every_parquet_file(site_folder: Path) -> None:
    page = (site_folder / "data/index.html").read_text(encoding="utf-8")
    parquet = read_json(site_folder / "api/v1/index.json")["parquet"]
    index = read_json(site_folder / "data/latest/parquet/index.json")
    assert [table["name"] for table in parquet["tables"]] == [table["name"] for table in index["tables"]]  # type: ignore[index,attr-defined]
    told = set()
    for table in parquet["tables"]:  # type: ignore[index]
        assert table["rows"] == sum(file["rows"] for file in table["files"])
        for file in table["files"]:
            path = (site_folder / "api/v1" / file["href"]).resolve()
            assert (file["bytes"], file["hash"].removeprefix("sha256:")) == measured(path)
            link = path.relative_to(site_folder.resolve() / "data").as_posix()
            assert f'<a href="{link}" download>' in page
            assert f"<code>{measured(path)[1]}</code>" in page
            told.add(path)
        size = sum(file["bytes"] for file in table["files"])
        assert f'data-label="行">{table["rows"]:,}</td><td role="cell" class="n" title="{size:,} 字节">' in page
    assert told == {path.resolve() for path in (site_folder / "data").rglob("*.parquet")}


def test_the_licence_and_the_citation_stand_on_the_page(site_folder: Path, context: SiteContext) -> None:
    page = unescape((site_folder / "data/index.html").read_text(encoding="utf-8"))
    assert 'href="https://creativecommons.org/publicdomain/zero/1.0/"' in page
    assert (
        f"{SETTINGS.site_name}[DS/OL]. {context.version} 版, 未发布的构建. {SETTINGS.site_name}, 2026({context.date})."
        in page
    )
    assert f"@misc{{disclosure-reports-{context.version}," in page
