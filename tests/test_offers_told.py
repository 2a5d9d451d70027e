"""What is offered is told alike by every list and description, and is what lies there."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from rdflib import Graph, Namespace, URIRef
from selectolax.lexbor import LexborHTMLParser, LexborNode

from build_scripts.publishing.api.index import describe_index
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.links import FEED

LATEST = "data/latest/"
OURS = ("csv-metadata.json", "croissant.json", "dcat.jsonld", "dcat.ttl")
"""Descriptions of all that is offered, which do not describe themselves."""
DCAT, SPDX = Namespace("http://www.w3.org/ns/dcat#"), Namespace("http://spdx.org/rdf/terms#")
IANA = "https://www.iana.org/assignments/media-types/"


class Told(NamedTuple):
    """What is told of a file."""

    size: int
    sha256: str
    media_type: str


@pytest.fixture(scope="module")
def site(country_folder: Path) -> Path:
    return country_folder


@pytest.fixture(scope="module")
def index(site: Path) -> Any:
    return read(site / "api/v1/index.json")


@pytest.fixture(scope="module")
def offers(index: Any) -> Mapping[str, Any]:
    """Path → what the API's index tells of the file."""
    files = [file for group in index["downloads"] for file in group["files"]]
    found = {file["href"].removeprefix("../../"): file for file in files}
    assert len(found) == len(files)
    return found


@pytest.fixture(scope="module")
def described(offers: Mapping[str, Any]) -> Mapping[str, Told]:
    """What every description of the whole should tell."""
    return {
        path: tell(file) for path, file in offers.items() if path not in {*(LATEST + name for name in OURS), "llms.txt"}
    }


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def tell(file: Mapping[str, Any]) -> Told:
    return Told(file["bytes"], file["hash"].removeprefix("sha256:"), file["mediatype"])


def test_what_is_offered_is_what_lies_there(site: Path, offers: Mapping[str, Any]) -> None:
    for path, file in offers.items():
        data = (site / path).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == tell(file)[:2], path


def test_nothing_lies_there_that_is_not_offered(site: Path, offers: Mapping[str, Any]) -> None:
    lying = {path.relative_to(site).as_posix() for path in (site / LATEST).rglob("*") if path.is_file()}
    assert lying - set(offers) == {f"{LATEST}parquet/index.json", f"{LATEST}quality.json"}


def test_rows_are_those_of_the_files(site: Path, offers: Mapping[str, Any]) -> None:
    counted = 0
    for path, file in offers.items():
        if file["kind"] not in {"csv", "csv_gz", "wide", "wide_gz"}:
            continue
        data = (site / path).read_bytes()
        text = (gzip.decompress(data) if file.get("compression") == "gzip" else data).decode("utf-8-sig")
        assert sum(1 for _ in csv.reader(text.splitlines(keepends=True))) - 1 == file["rows"], path
        counted += 1
    assert counted > 40
    assert all(isinstance(file["rows"], int) for file in offers.values() if file["kind"] == "parquet")


def test_there_are_files_of_the_whole_of_years_and_of_provinces(index: Any) -> None:
    groups = [(group["kind"], group["code"]) for group in index["downloads"]]
    years = [code for kind, code in groups if kind == "year"]
    regions = [code for kind, code in groups if kind == "region"]
    assert groups[0] == ("whole", "")
    assert years == sorted(years, reverse=True)
    assert regions == sorted(regions)
    assert min(len(years), len(regions)) > 1
    assert len(groups) == 1 + len(years) + len(regions)


def test_croissant_tells_the_same(site: Path, described: Mapping[str, Told]) -> None:
    told = {}
    for file in read(site / f"{LATEST}croissant.json")["distribution"]:
        formats = file["encodingFormat"]
        media_type = formats if isinstance(formats, str) else formats[0]
        told[LATEST + file["contentUrl"]] = Told(
            int(file["contentSize"].removesuffix(" B")), file["sha256"], media_type
        )
    assert told == described


def test_dcat_tells_the_same(site: Path, described: Mapping[str, Told]) -> None:
    base = "https://example.org/"
    graph = Graph().parse(site / f"{LATEST}dcat.ttl", format="turtle", publicID=f"{base}{LATEST}dcat.ttl")
    told = {}
    for file, address in graph.subject_objects(DCAT.downloadURL):
        checksum = graph.value(file, SPDX.checksum)
        told[str(address).removeprefix(base)] = Told(
            int(str(graph.value(file, DCAT.byteSize))),
            str(graph.value(checksum, SPDX.checksumValue)).lower(),
            str(graph.value(file, DCAT.mediaType)).removeprefix(IANA),
        )
    assert told == described
    zips = {str(address) for address in graph.objects(None, DCAT.downloadURL) if str(address).endswith(".zip")}
    packed = {
        str(graph.value(one, DCAT.downloadURL))
        for one in graph.subjects(DCAT.packageFormat, URIRef(f"{IANA}application/zip"))
    }
    assert packed == zips


def test_csvw_and_the_descriptor_tell_the_same_of_the_tables(site: Path, offers: Mapping[str, Any]) -> None:
    tables = {path: (*tell(file), file["rows"]) for path, file in offers.items() if file["kind"] == "csv"}
    group = read(site / f"{LATEST}csv-metadata.json")
    assert {
        LATEST + table["url"]: (
            table["dcat:byteSize"],
            table["schema:sha256"],
            table["dcat:mediaType"],
            table["schema:numberOfItems"],
        )
        for table in group["tables"]
    } == tables
    assert {
        LATEST + resource["path"]: (resource["bytes"], resource["hash"].removeprefix("sha256:"), resource["mediatype"])
        for resource in read(site / f"{LATEST}datapackage.json")["resources"]
    } == {path: told[:3] for path, told in tables.items()}


def test_the_older_keys_of_the_index_tell_the_same(index: Any, offers: Mapping[str, Any]) -> None:
    tables = [file for table in index["parquet"]["tables"] for file in table["files"]]
    for file in (index["package"], *index["resources"], *tables, *index["descriptions"]):
        assert tell(file) == tell(offers[file["href"].removeprefix("../../")])


def test_files_on_quality_and_versions_are_in_the_index(site: Path, index: Any) -> None:
    found = {path.relative_to(site).as_posix() for path in (site / "quality/data").glob("*.csv")}
    assert {file["href"].removeprefix("../../") for file in index["quality"]} == {*found, f"{LATEST}quality.json"}
    history = {file["href"].removeprefix("../../") for file in index["history"]}
    assert history == {"data/versions.json", "changes/corrections.csv"}
    for file in (*index["quality"], *index["history"]):
        data = (site / file["href"].removeprefix("../../")).read_bytes()
        assert tell(file)[:2] == (len(data), hashlib.sha256(data).hexdigest())
    for release in index["versions"]:
        assert (site / "api/v1" / release["href"] / "index.html").resolve().is_file()


def test_feeds_are_told_only_where_there_are_any(catalogue: Catalogue, index: Any) -> None:
    assert index["feeds"] == {}
    whole = catalogue.offers[0]._replace(path=f"{LATEST}disclosure-reports.zip", kind="package")
    known = replace(catalogue, site_url="https://example.org/", offers=(whole,))
    assert describe_index(known)["feeds"] == {
        "mediatype": "application/atom+xml",
        "all": f"../../{FEED}",
        "region": f"../../regions/{{code}}/{FEED}",
        "agency": f"../../agencies/{{agency_id}}/{FEED}",
    }


@pytest.mark.parametrize(("page", "root"), [("data/", "../"), ("en/data/", "../../")])
def test_the_page_tells_the_same(site: Path, offers: Mapping[str, Any], page: str, root: str) -> None:
    """Every file but Parquet, which has a list of its own on the Chinese page: exact size, whole hash, rows."""
    tree = LexborHTMLParser((site / page / "index.html").read_text(encoding="utf-8"))
    listed = {}
    for row in tree.css("table.files tr, .part-files li"):
        for link in row.css("a[download], .part-files li > a"):
            listed[(link.attributes["href"] or "").removeprefix(root)] = row
    counted = 0
    for path, file in offers.items():
        if file["kind"] == "parquet":
            continue
        row = listed[path]
        assert file["hash"].removeprefix("sha256:") in {code.text() for code in row.css("details code")}, path
        assert file["bytes"] in numbers(row, "span[title]", "title"), path
        counted += "rows" in file
        if "rows" in file:
            told = {node.text().split(" ")[0] for node in row.css("td[data-label], li > span")}
            assert f"{file['rows']:,}" in told, path
    assert counted > 40, "tables, and wide tables of every part"


def numbers(row: LexborNode, pattern: str, name: str) -> set[int]:
    return {int((node.attributes[name] or "").split(" ")[0].replace(",", "")) for node in row.css(pattern)}


def test_the_page_stays_light(site: Path) -> None:
    for page in ("data", "en/data"):
        assert len((site / page / "index.html").read_bytes()) < 200_000


def test_whoever_tells_the_licence_tells_what_it_does_not_cover(site: Path) -> None:
    """Texts, files and verbatim quotes are the agencies' own: no harvester shall pass them on as CC0."""
    words = "不由本项目许可"
    for path in ("data/latest/datapackage.json", "data/latest/croissant.json", "api/v1/index.json", "llms.txt"):
        assert words in (site / path).read_text(encoding="utf-8"), path
    for path in ("index.html", "data/index.html"):
        page = LexborHTMLParser((site / path).read_text(encoding="utf-8"))
        told = [node.text() for node in page.css('script[type="application/ld+json"]')]
        licensed = [one for one in told if '"license"' in one]
        assert [words in one for one in licensed] == [True] * max(1, len(licensed)), path
    graph = Graph().parse(site / "data/latest/dcat.ttl", format="turtle")
    terms, labels = Namespace("http://purl.org/dc/terms/"), Namespace("http://www.w3.org/2000/01/rdf-schema#")
    files = list(graph.subjects(URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), DCAT.Distribution))
    assert files
    for one in (*files, *graph.subjects(terms.license, None)):
        assert any(words in str(label) for label in graph.objects(graph.value(one, terms.rights), labels.label)), one
