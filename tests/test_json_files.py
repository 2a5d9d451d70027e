"""JSON and JSON Lines say what the CSV says, cell by cell, opened as their readers open them."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from build_scripts.files import FilesError
from build_scripts.packaging.load import load_package
from build_scripts.packaging.resources import CELL_KEYS, COLUMNS
from build_scripts.publishing.context import Settings, SiteContext, build_context
from build_scripts.publishing.formats.json_files import write_json
from build_scripts.publishing.formats.pieces import YEARS
from build_scripts.publishing.offers import list_parts
from tests.formats import make_work, write_parts

LATEST = "data/latest"
Rows = Counter[tuple[str, ...]]


def read_table(package: Path, name: str) -> Rows:
    """The rows of a table of the package."""
    with (package / f"data/{name}.csv").open(encoding="utf-8", newline="") as stream:
        head, *rows = csv.reader(stream)
    assert name not in COLUMNS or tuple(head) == COLUMNS[name]
    return Counter(map(tuple, rows))


def read_lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as stream:
        return [json.loads(line) for line in stream]


def read_object(path: Path) -> dict[str, Any]:
    found = json.loads(gzip.decompress(path.read_bytes()))
    assert isinstance(found, dict)
    return found


def list_rows(reports: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every row that reports in JSON tell, with its table, in the columns of the CSV."""
    for told in reports:
        own = told["report"]["report_id"]
        yield "reports", tuple(told["report"][name] for name in COLUMNS["reports"])
        for section in told["sections"]:  # a text that is held back has neither heading nor text
            yield "sections", (own, *(section.get(name, "") for name in COLUMNS["sections"][1:]))
        for table in CELL_KEYS:
            names = ("row", "column", "value", "state", "printed", "line", "correction")
            for cell in told["tables"][table]:
                yield table, (own, *(cell[name] for name in names))
        for table in ("checks", "corrections"):
            for row in told[table]:
                yield table, (own, *(row[name] for name in COLUMNS[table][1:]))
        for row in told["findings"]:
            yield "findings", tuple(row[name] for name in COLUMNS["findings"])


def group_rows(reports: Iterable[Mapping[str, Any]]) -> dict[str, Rows]:
    groups: dict[str, Rows] = {name: Counter() for name in COLUMNS if name != "agencies"}
    for name, row in list_rows(reports):
        groups[name][row] += 1
    return groups


@pytest.fixture(scope="module")
def lines(country_folder: Path) -> list[dict[str, Any]]:
    return read_lines(country_folder / LATEST / "disclosure-reports.jsonl.gz")


def test_every_row_of_the_csv_stands_in_the_lines_and_no_other(
    lines: list[dict[str, Any]], country_package: Path
) -> None:
    groups = group_rows(lines)
    lost = Counter(row for row in read_table(country_package, "findings") if not row[1])
    for name, rows in groups.items():
        assert rows + (lost if name == "findings" else Counter()) == read_table(country_package, name), name


def test_the_object_holds_the_whole_package(country_package: Path, country_folder: Path) -> None:
    told = read_object(country_folder / LATEST / "disclosure-reports.json.gz")
    package = load_package(country_package)
    assert (told["version"], told["created"][:10]) == (package.version, package.date)
    groups = group_rows(told["reports"])
    groups["findings"] += Counter(tuple(row.values()) for row in told["findings"])
    groups["agencies"] = Counter(tuple(row[name] for name in COLUMNS["agencies"]) for row in told["agencies"])
    lists = {name: Counter(tuple(row.values()) for row in rows) for name, rows in told["code_lists"].items()}
    descriptor = json.loads((country_package / "datapackage.json").read_text(encoding="utf-8"))
    assert {*groups, *lists} == {resource["name"] for resource in descriptor["resources"]}
    for name, rows in {**groups, **lists}.items():
        assert rows == read_table(country_package, name), name


def test_a_line_is_the_report_of_the_api_but_for_its_links(lines: list[dict[str, Any]], country_folder: Path) -> None:
    for told in lines:
        path = country_folder / "api/v1/reports" / f"{told['report']['report_id']}.json"
        links = {name: told[name] for name in ("page", "describedby")}
        assert (country_folder / links["page"] / "index.html").is_file()
        assert (country_folder / links["describedby"]).is_file()
        assert {**json.loads(path.read_bytes()), **links} == told
        assert '"../' not in json.dumps(told), "a link that leads on from a file that is elsewhere"


def test_years_are_the_whole_newest_first(lines: list[dict[str, Any]], country_folder: Path) -> None:
    years = sorted((country_folder / LATEST / "years").iterdir(), key=lambda folder: folder.name, reverse=True)
    together: list[dict[str, Any]] = []
    for folder in years:
        found = read_lines(folder / f"disclosure-reports-{folder.name}.jsonl.gz")
        told = read_object(folder / f"disclosure-reports-{folder.name}.json.gz")
        assert told["reports"] == found
        assert {line["report"]["year"] for line in found} == {folder.name}
        assert [row["agency_id"] for row in told["agencies"]] == sorted({line["agency"]["agency_id"] for line in found})
        assert told["findings"] == []
        together += found
    assert together == lines == read_object(country_folder / LATEST / "disclosure-reports.json.gz")["reports"]


def test_pandas_reads_the_lines(country_folder: Path, country_package: Path) -> None:
    path = country_folder / LATEST / "disclosure-reports.jsonl.gz"
    frame = pd.read_json(path, lines=True, dtype=False)
    ids = [report["report_id"] for report in frame["report"]]
    cells = pd.json_normalize(
        [{"report_id": report_id, "cells": tables["applications"]} for report_id, tables in zip(ids, frame["tables"],
                                                                                                strict=True)],
        "cells",
        "report_id",
    )  # fmt: skip
    cells = cells[["report_id", "row", "column", "value", "state", "printed", "line", "correction"]]
    assert Counter(cells.itertuples(index=False, name=None)) == read_table(country_package, "applications")


def test_duckdb_reads_the_lines(country_folder: Path, country_package: Path) -> None:
    path = country_folder / LATEST / "disclosure-reports.jsonl.gz"
    query = """
        SELECT report_id, cell."row", cell."column", cell."value", cell.state, cell.printed, cell.line, cell.correction
        FROM (SELECT report.report_id, unnest(tables.applications) AS cell FROM read_json(?))
    """
    assert Counter(duckdb.execute(query, [str(path)]).fetchall()) == read_table(country_package, "applications")


def make(package: Path, site: Path, source: Path, settings: Settings) -> SiteContext:
    loaded = load_package(package)
    context = build_context(loaded, settings)
    (site / "api").mkdir(parents=True)
    (site / "api/v1").symlink_to(source / "api/v1")
    dated = [part for part in list_parts(context) if part.kind != "region"]
    write_parts(write_json, make_work(loaded, context, site, (YEARS,), has_api=True), dated)
    return context


def test_the_bytes_are_the_same_twice(country_package: Path, country_folder: Path, tmp_path: Path) -> None:
    make(country_package, tmp_path, country_folder, Settings("站"))
    made = sorted((tmp_path / LATEST).rglob("*.gz"))
    assert len(made) == 20
    for path in made:
        assert path.read_bytes() == (country_folder / path.relative_to(tmp_path)).read_bytes(), path.name


def test_a_site_with_an_address_writes_it_whole(package_folder: Path, site_folder: Path, tmp_path: Path) -> None:
    make(package_folder, tmp_path, site_folder, Settings("站", "https://example.org/a"))
    for told in read_lines(tmp_path / LATEST / "disclosure-reports.jsonl.gz"):
        report = told["report"]
        assert told["describedby"] == "https://example.org/a/api/v1/schemas/report.json"
        assert told["page"] == f"https://example.org/a/agencies/{report['agency_id']}/{report['year']}/"


def test_a_report_of_the_api_that_is_something_else_is_refused(
    package_folder: Path, site_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "fake/api/v1/reports").mkdir(parents=True)
    for path in (site_folder / "api/v1/reports").iterdir():
        (tmp_path / "fake/api/v1/reports" / path.name).write_text('{"page":"elsewhere"}\n', encoding="utf-8")
    with pytest.raises(FilesError, match="no report of the API"):
        make(package_folder, tmp_path / "site", tmp_path / "fake", Settings("站"))
