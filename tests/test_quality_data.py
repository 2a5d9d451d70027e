"""The statement of quality as data: the same numbers as on the page, in the ledger, and counted again from the CSV."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from build_scripts.files import PROJECT
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.versions.measures import list_measures
from build_scripts.releasing.bundles import read_bundle
from build_scripts.releasing.counts import count_package

Measures = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def measures(country_folder: Path) -> Measures:
    told = json.loads((country_folder / "data/latest/quality.json").read_text(encoding="utf-8"))
    found = {measure["name"]: measure for measure in told["measures"]}
    assert len(found) == len(told["measures"]) > 60
    return found


def read(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / "data" / f"{name}.csv", dtype=str, keep_default_na=False)


def count(*columns: pd.Series[str]) -> Counter[tuple[str, ...]]:
    return Counter(zip(*columns, strict=True))


@pytest.fixture(scope="module")
def unreleased(site_folder: Path) -> Measures:
    told = json.loads((site_folder / "data/latest/quality.json").read_text(encoding="utf-8"))
    assert told["status"] == "unreleased"
    return {measure["name"]: measure for measure in told["measures"]}


def test_the_numbers_are_those_of_the_tables(unreleased: Measures, package_folder: Path) -> None:
    reports = read(package_folder, "reports")
    expected = {"reports": len(reports), "agencies": len(read(package_folder, "agencies"))}
    for group, column in (("reports", "year"), ("texts", "text_release"), ("scopes", "scope"), ("forms", "form")):
        expected |= {f"{group}.{value}": number for value, number in Counter(reports[column]).items()}
    for table in ("disclosures", "applications", "remedies"):
        expected |= {
            f"cells.{table}.{s}": number for s, number in Counter(read(package_folder, table)["state"]).items()
        }
    checks = read(package_folder, "checks")
    expected |= {f"checks.{rule}.{s}": number for (rule, s), number in count(checks["rule"], checks["status"]).items()}
    expected |= {f"findings.{code}": n for code, n in Counter(read(package_folder, "findings")["code"]).items()}
    expected["corrections"] = len(read(package_folder, "corrections"))
    told = {name: measure["numerator"] for name, measure in unreleased.items()}
    assert {name: told.get(name) for name in expected} == expected
    prefixes = ("reports.", "texts.", "scopes.", "forms.", "cells.", "checks.", "findings.")
    surplus = {name for name in told if name.startswith(prefixes) and told[name]} - expected.keys()
    assert surplus == set()


def test_the_numbers_are_those_that_a_release_is_remembered_by(unreleased: Measures, package_folder: Path) -> None:
    counts = count_package(read_bundle(package_folder, "made"), frozenset()).counts
    told = {name: unreleased[name]["numerator"] for name in counts}
    assert told == counts


def test_denominators_are_what_the_parts_add_up_to(unreleased: Measures) -> None:
    wholes: Counter[str] = Counter()
    for name, measure in unreleased.items():
        if measure["denominator"] is not None:
            wholes[name.rpartition(".")[0]] += measure["numerator"]
    for name, measure in unreleased.items():
        if measure["denominator"] is not None:
            assert measure["denominator"] == wholes[name.rpartition(".")[0]], name
            assert "" not in (measure["unit"], measure["definition_zh"], measure["definition_en"]), name


def test_the_numbers_are_those_of_the_page_of_quality(unreleased: Measures, site_folder: Path) -> None:
    rows = pd.read_csv(site_folder / "quality/data/figures.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    page: Counter[str] = Counter()
    for subject, group, item, number in zip(rows["subject"], rows["group"], rows["item"], rows["count"], strict=True):
        name = {
            "states": f"cells.{group}.{item}",
            "rules": f"checks.{group}.{item}",
            "findings": f"findings.{item}",
            "releases": f"texts.{item}",
            "held": f"coverage.{item}.held",
            "not_held": f"coverage.{item}.not_held",
            "corrections": "corrections",
            "files": "files_withheld",
        }.get(subject, f"{subject}.{item}")
        page[name] += int(number)
    told = {name: measure["numerator"] for name, measure in unreleased.items()}
    shared = page.keys() & told.keys()
    assert len(shared) > 40
    assert {name: told[name] for name in shared} == {name: page[name] for name in shared}


def test_what_changed_since_the_version_before_is_a_difference_and_never_a_guess(measures: Measures) -> None:
    assert measures["reports"]["change"] == measures["reports"]["numerator"] - measures["reports"]["before"]
    unknown = [measure for measure in measures.values() if measure["before"] is None]
    assert unknown
    assert {measure["change"] for measure in unknown} == {None}


def test_what_was_not_counted_before_had_no_number_before(site_context: SiteContext) -> None:
    """A rule or a table that is new: 0 would be said of it as if it had been counted. Its own results count as 0."""
    before = {"reports": 5, "checks.carry_over.holds": 3, "cells.remedies.reported": 9}
    now = before | {"checks.remedies_result_sum.holds": 4, "checks.carry_over.differs": 2, "cells.disclosures.blank": 1}
    told = {measure.name: measure.before for measure in list_measures(now, before, site_context)}
    asked = ("checks.remedies_result_sum.holds", "cells.disclosures.blank", "findings.row-missing")
    assert {name: told[name] for name in asked} == dict.fromkeys(asked)
    assert (told["checks.carry_over.holds"], told["checks.carry_over.differs"]) == (3, 0)
    assert (told["cells.remedies.blank"], told["reports"]) == (0, 5)


def test_the_statement_stands_beside_its_version_too(country_folder: Path) -> None:
    latest = (country_folder / "data/latest/quality.json").read_bytes()
    version = json.loads(latest)["version"]
    assert (country_folder / "data" / version / "quality.json").read_bytes() == latest


def test_every_version_of_our_own_ledger_has_its_page_and_its_counts(site_folder: Path) -> None:
    versions = sorted(path.name for path in PROJECT.releases.iterdir())
    assert versions
    for version in versions:
        told = json.loads((site_folder / "data" / version / "release.json").read_text(encoding="utf-8"))
        kept = json.loads((PROJECT.releases / version / "release.json").read_text(encoding="utf-8"))
        status = "released" if (PROJECT.releases / version / "assets.csv").is_file() else "registered"
        assert (told["status"], told["counts"], told["date"]) == (status, kept["counts"], kept["date"])
        assert (site_folder / "data" / version / "index.html").is_file()
