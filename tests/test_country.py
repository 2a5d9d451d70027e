"""The collection for trying pages: the same each time, all of it published, with what a portal's holdings show."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import islice
from pathlib import Path

from tests.printing.country.collection import print_country
from tests.printing.readback import known_codes
from tests.sites import COUNTRY_REPORTS


def rows(package: Path, name: str) -> list[dict[str, str]]:
    with (package / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_same_seed_prints_the_same_bytes_and_another_seed_others() -> None:
    first, again, other = (list(islice(print_country(known_codes(), 120, seed), 20)) for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_a_thousand_reports_are_to_be_had_each_at_a_place_of_its_own() -> None:
    paths = [path for path, _ in print_country(known_codes(), 1000)]
    reports = {path for path in paths if not path.endswith(".yml")}
    assert len(reports) == 1000
    assert len(paths) == len(set(paths)) > 1200


def test_every_report_is_published_with_peers_gaps_and_all_forms(country_package: Path) -> None:
    reports, agencies = rows(country_package, "reports"), rows(country_package, "agencies")
    assert len(reports) == COUNTRY_REPORTS
    assert {row["form"] for row in reports} == {"2019", "2021", "none"}
    assert any(row["form"] == "2019" and row["year"] > "2020" for row in reports), "the wrong edition for its year"
    assert {"organ", "government", "unknown"} <= {row["scope"] for row in reports}
    assert {row["text_release"] for row in reports} == {"full", "withheld"}
    assert {row["level"] for row in agencies} == {"province", "prefecture", "county", "township"}
    kinds = Counter((row["function"], row["level"]) for row in agencies)
    assert max(kinds.values()) >= 4, "peers"
    held = Counter(row["agency_id"] for row in reports)
    spans = {row["agency_id"]: int(row["last_year"]) - int(row["first_year"]) + 1 for row in agencies}
    assert any(held[agency] < span for agency, span in spans.items()), "years missing between"
    assert min(held.values()) == 1


def test_the_numbers_of_a_year_follow_from_the_year_before(country_package: Path) -> None:
    checks = rows(country_package, "checks")
    for rule in ("carry_over", "documents_stock", "applications_balance", "narrative_received"):
        found = Counter(row["status"] for row in checks if row["rule"] == rule)
        assert found["holds"] > 3 * found["differs"], rule
    assert {row["rule"] for row in checks if row["status"] == "differs"} >= {"carry_over", "narrative_received"}
