"""What the pages tell search engines is schema.org's own vocabulary: checked against its types (schema-dts) by tsc."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.context import Settings, SiteContext
from build_scripts.publishing.machine.catalogue_ld import describe_catalog, describe_dataset
from build_scripts.publishing.machine.citations import cite_agency, cite_report
from build_scripts.publishing.machine.json_ld import describe_agency, describe_report
from tests.packages import ROOT

NODE = ROOT / ".venv/node/node_modules"
ADDRESS = "https://example.org/reports/"
PAGES = {
    "": "DataCatalog",
    "data/": "Dataset",
    "agencies/410303-chengshiguanliju/": "Dataset",
    "agencies/410303-chengshiguanliju/2021/": "Dataset",
}


def read_json_ld(site: Path, address: str) -> Any:
    page = (site / address / "index.html").read_text(encoding="utf-8")
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return json.loads(script)


def check_types(folder: Path, described: list[Any]) -> list[str]:
    """What tsc says of the descriptions, a line of its own each: “line: what is wrong”."""
    if not (NODE / "schema-dts").is_dir():
        raise FileNotFoundError(
            "schema-dts 没有装好，请运行 / schema-dts is not installed, run: build_scripts/setup/install_linters.sh"
        )
    (folder / "node_modules").symlink_to(NODE)
    lines = ['import type { DataCatalog, Dataset, WithContext } from "schema-dts";']
    lines += [
        f"export const d{number}: WithContext<{one['@type']}> = {json.dumps(one, ensure_ascii=False)};"
        for number, one in enumerate(described)
    ]
    (folder / "described.ts").write_text("\n".join(lines), encoding="utf-8")
    command = ["node", str(NODE / "typescript/bin/tsc"), "--noEmit", "--strict", "--skipLibCheck", "described.ts"]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found = re.findall(r"^described\.ts\((\d+),\d+\): error (.+)$", answer.stdout, flags=re.MULTILINE)
    assert found or answer.returncode == 0, answer.stdout + answer.stderr
    return [f"{int(line) - 2}: {text[:200]}" for line, text in found]


def test_all_that_is_told_is_of_the_vocabulary_and_what_is_not_is_found(
    site_folder: Path,
    site_context: SiteContext,
    catalogue: Catalogue,
    report_records: dict[str, ReportRecord],
    tmp_path: Path,
) -> None:
    told = [read_json_ld(site_folder, address) for address in PAGES]
    assert [one["@type"] for one in told] == list(PAGES.values())
    known, context = with_address(catalogue, site_context)
    record = next(iter(report_records.values()))
    told += [
        describe_catalog(known),
        describe_dataset(known),
        describe_agency(record.agency, cite_agency(record.agency, "2023", context), context, "机关"),
        describe_report(record, cite_report(record.row, record.agency, context), context, "报告"),
    ]
    wrong = [
        {**told[1], "licence": "CC0"},
        {**told[1], "distribution": [{"@type": "DataDownlaod"}]},
        {**told[1], "dateModified": {"day": 1}},
    ]
    found = check_types(tmp_path, [*told, *wrong])
    assert [line for line in found if int(line.partition(":")[0]) < len(told)] == []
    assert {int(line.partition(":")[0]) for line in found} == set(range(len(told), len(told) + len(wrong)))


def with_address(catalogue: Catalogue, context: SiteContext) -> tuple[Catalogue, SiteContext]:
    settings = Settings(context.settings.site_name, ADDRESS, "https://example.org/code")
    return replace(catalogue, site_url=ADDRESS), replace(context, settings=settings)


def test_the_data_are_told_with_version_day_span_places_and_measures(
    site_folder: Path, site_context: SiteContext
) -> None:
    told = read_json_ld(site_folder, "data/")
    years = sorted(int(report["year"]) for report in site_context.reports)
    assert told["identifier"] == f"disclosure-reports-{site_context.version}"
    assert (told["version"], told["dateModified"]) == (site_context.version, site_context.date)
    assert told["temporalCoverage"] == f"{years[0]}/{years[-1]}"
    assert {place["identifier"] for place in told["spatialCoverage"]} == {
        f"{agency['region_code'][:2]}0000" for agency in site_context.agencies.values()
    }
    assert len(told["variableMeasured"]) == 3
    assert site_context.version in told["citation"]


@pytest.mark.parametrize("form", ["2021", "none"])
def test_a_report_without_tables_measures_nothing(
    form: str, site_context: SiteContext, report_records: dict[str, ReportRecord]
) -> None:
    record = next(iter(report_records.values()))
    cited = cite_report(record.row, record.agency, site_context)
    told = describe_report(replace(record, row={**record.row, "form": form}), cited, site_context, "报告")
    assert ("variableMeasured" in told) == (form != "none")
    assert told["isPartOf"] == {"@type": "Dataset", "name": site_context.settings.site_name}
    assert told["isBasedOn"]["author"]["name"] == record.agency["name"]  # type: ignore[index]


def test_with_an_address_pages_and_files_are_told_by_it(
    site_context: SiteContext, catalogue: Catalogue, report_records: dict[str, ReportRecord]
) -> None:
    known, context = with_address(catalogue, site_context)
    record = next(iter(report_records.values()))
    report = describe_report(record, cite_report(record.row, record.agency, context), context, "报告")
    page = f"{ADDRESS}agencies/{record.row['agency_id']}/{record.row['year']}/"
    assert report["url"] == page
    assert report["distribution"][0]["contentUrl"] == f"{page}data.csv"  # type: ignore[index]
    assert describe_catalog(known)["dataset"]["url"] == f"{ADDRESS}data/"  # type: ignore[index]
    assert all(
        file["contentUrl"].startswith(f"{ADDRESS}data/latest/")
        for file in describe_dataset(known)["distribution"]  # type: ignore[attr-defined]
    )
