"""What the query pages ask with: every cell of both editions, and measures whose formulas are those of the notes."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Mapping
from html import unescape
from pathlib import Path

import pytest

from build_scripts.codes import CodeListError
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.query.files import describe_measures
from build_scripts.publishing.query.measures import MEASURES, read_measures
from tests.packages import ROOT
from tests.printing.codelists import read_codes
from tests.query_truth import DERIVED, Collection, Question, answer, find_overlaps, read_collection

APPLICANTS = ("natural_person", "total")
CHANNELS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")


@pytest.fixture(scope="session")
def collection(country_package: Path) -> Collection:
    return read_collection(country_package)


@pytest.fixture(scope="session")
def told(site_context: SiteContext) -> dict[str, list[dict[str, object]]]:
    """What the pages load, as they read it."""
    found = json.loads(json.dumps(describe_measures(site_context)))
    assert isinstance(found, dict)
    return found


def form_cells() -> list[dict[str, str]]:
    with (ROOT / "datapackage/codelists/form_cells.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


# The file


def test_the_site_holds_the_file_and_it_says_its_version(site_folder: Path, told: Mapping[str, object]) -> None:
    found = json.loads((site_folder / "query/data/measures.json").read_text(encoding="utf-8"))
    assert found == told
    assert (found["format"], found["rates_from"]) == (1, 30)
    assert found["version"] == json.loads((site_folder / "api/v1/index.json").read_text(encoding="utf-8"))["version"]


def test_every_cell_of_every_edition_can_be_asked_for_and_no_other(told: dict[str, list[dict[str, object]]]) -> None:
    printed: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for cell in form_cells():
        printed[(cell["table"], cell["row"], cell["column"])].add(cell["form"])
    asked = {}
    for table in told["tables"]:
        name = str(table["table"])
        if "cells" in table:
            asked |= {(name, row, column): set(forms) for row, column, _, forms, _ in table["cells"]}  # type: ignore[attr-defined]
        else:
            for row in table["rows"]:  # type: ignore[attr-defined]
                for column in table["columns"]:  # type: ignore[attr-defined]
                    asked[(name, row["code"], column["code"])] = set(row["forms"]) & set(column["forms"])
    assert asked == printed


def test_units_of_disclosures_are_those_of_the_form(told: dict[str, list[dict[str, object]]]) -> None:
    (table,) = (table for table in told["tables"] if table["table"] == "disclosures")
    units = {(row, column): unit for row, column, unit, _, _ in table["cells"]}  # type: ignore[attr-defined]
    assert units[("fee", "amount")] == "万元"
    assert units == {
        (cell["row"], cell["column"]): cell["unit"] for cell in form_cells() if cell["table"] == "disclosures"
    }


def test_what_the_editions_count_differently_says_why(told: dict[str, list[dict[str, object]]]) -> None:
    disclosures, applications, _ = told["tables"]
    apart = {(row, column) for row, column, _, _, reason in disclosures["cells"] if not reason}  # type: ignore[attr-defined]
    assert apart == {("penalty", "decisions"), ("enforcement", "decisions")}
    assert [row["code"] for row in applications["rows"] if row["apart"]] == [  # type: ignore[attr-defined]
        "other_no_correction",
        "other_fee_unpaid",
        "other",
    ]


def test_only_a_scope_that_is_told_may_be_added(told: dict[str, list[dict[str, object]]]) -> None:
    assert {scope["code"]: scope["adds"] for scope in told["scopes"]} == {
        "organ": True,
        "subordinates": True,
        "government": True,
        "unknown": False,
    }


# The formulas


def test_every_measure_is_defined_in_both_languages_with_its_source() -> None:
    measures = read_measures(read_codes().tables)
    assert {measure.code: measure.by for measure in measures} == DERIVED
    for measure in measures:
        assert all((measure.label_zh, measure.label_en, measure.definition_zh, measure.definition_en)), measure.code
        assert "国办公开办函" in measure.source, measure.code


def test_every_operand_is_printed_in_the_editions_the_measure_names(told: dict[str, list[dict[str, object]]]) -> None:
    places = {(cell["form"], cell["table"], cell["row"], cell["column"]) for cell in form_cells()}
    for measure in told["derived"]:
        for term in [*measure["numerator"], *measure["denominator"]]:  # type: ignore[misc]
            for form in measure["forms"]:  # type: ignore[attr-defined]
                row, column = (term[1], "total") if measure["by"] == "applicant" else ("reconsideration", term[1])
                assert (form, measure["table"], row, column) in places, (measure["code"], term)
    forms = {str(measure["code"]): measure["forms"] for measure in told["derived"]}
    assert {code: found for code, found in forms.items() if found != ["2019", "2021"]} == {
        "other_share": ["2019"],
        "other_parts_share": ["2021"],
    }


def test_computed_by_its_terms_every_measure_gives_what_the_notes_say(
    told: dict[str, list[dict[str, object]]], collection: Collection
) -> None:
    compared: dict[str, int] = defaultdict(int)
    for measure in told["derived"]:
        code = str(measure["code"])
        for by in CHANNELS if measure["by"] == "channel" else APPLICANTS:
            for found in answer(collection, Question(derived=((code, by),))):
                (true,) = found.derived
                report_id = found.report["report_id"]
                sums = tuple(
                    add_terms(measure, side, by, report_id, collection) for side in ("numerator", "denominator")
                )
                if measure["kind"] == "count":
                    assert sums[0] == true, (code, report_id)
                else:
                    assert sums == true[:2], (code, report_id)  # type: ignore[index]
                compared[code] += None not in sums
    assert set(compared) == set(DERIVED)
    assert min(compared.values()) > 10, "every measure has been compared where it has a value"


def add_terms(measure: Mapping[str, object], side: str, by: str, report_id: str, collection: Collection) -> int | None:
    """One side of a measure for an applicant or a channel, by the terms that the pages read."""
    numbers = []
    for sign, term, *at in measure[side]:  # type: ignore[attr-defined]
        row, column = (by, term) if measure["by"] == "channel" else (term, at[0] if at else by)
        value = collection.cells.get((report_id, str(measure["table"]), row, column))
        if value is None or value.number is None:
            return None
        numbers.append(int(value.number) * (1 if sign == "+" else -1))
    return sum(numbers)


def test_a_measure_has_no_value_where_an_operand_is_blank(collection: Collection) -> None:
    blank = {
        report_id
        for (report_id, table, row, column), value in collection.cells.items()
        if (table, row, column) == ("applications", "carried_in", "total") and value.state != "reported"
    }
    found = {
        one.report["report_id"]: one.derived[0] for one in answer(collection, Question(derived=(("intake", "total"),)))
    }
    assert blank
    assert {found[report_id] for report_id in blank} == {None}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"numerator": "+received +recieved"}, "'\\+recieved' is printed in no edition"),
        ({"numerator": "received"}, "'received' is no term"),
        ({"numerator": "+denied_*"}, "'\\+denied_\\*' is printed in no edition"),
        ({"numerator": "+other_processing +other"}, "no edition prints all of"),
        ({"kind": "share"}, "a share without denominator"),
        ({"by": "year"}, "by 'year'"),
    ],
)
def test_a_measure_that_no_edition_can_give_is_an_error(change: dict[str, str], message: str) -> None:
    with MEASURES.open(encoding="utf-8", newline="") as stream:
        first = next(csv.DictReader(stream))
    with pytest.raises(CodeListError, match=message):
        read_measures(read_codes().tables, [{**first, **change}])


def test_every_measure_is_explained_where_the_pages_say(
    site_folder: Path, told: dict[str, list[dict[str, object]]]
) -> None:
    for measure in told["derived"]:
        page, _, anchor = str(measure["href"]).partition("#")
        html = (site_folder / page / "index.html").read_text(encoding="utf-8")
        assert html.count(f'id="{anchor}"') == 1
        row = unescape(html.split(f'id="{anchor}"', 1)[1].split("</tr>", 1)[0])
        for words in ("label", "definition", "definition_en", "note", "source"):
            assert str(measure[words]) in row, measure["code"]


# Which reports may be added


def world(*reports: tuple[str, str, str, str, int]) -> Collection:
    """Agency, region, function, scope and year of each report; 41 holds 4101, which holds 410101."""
    regions = {"410000": "100000", "410100": "410000", "410101": "410100", "420000": "100000", "100000": ""}
    return Collection(
        reports=[
            {"report_id": f"{agency}-{year}", "agency_id": agency, "scope": scope, "year": str(year)}
            for agency, _, _, scope, year in reports
        ],
        agencies={
            agency: {"agency_id": agency, "region_code": region, "function": function}
            for agency, region, function, _, _ in reports
        },
        regions={code: {"code": code, "parent": parent} for code, parent in regions.items()},
        cells={},
    )


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        (("a", "410100", "education", "organ", 2023), ("b", "410101", "education", "organ", 2023), True),
        (("a", "410100", "education", "organ", 2023), ("a", "410100", "education", "organ", 2022), True),
        (("a", "410100", "education", "unknown", 2023), ("b", "420000", "health", "organ", 2023), False),
        (("g", "410100", "general_office", "government", 2023), ("b", "410101", "health", "organ", 2023), False),
        (("g", "410100", "general_office", "government", 2023), ("b", "410100", "health", "organ", 2023), False),
        (("g", "410100", "general_office", "government", 2023), ("b", "410000", "health", "organ", 2023), True),
        (("g", "410100", "general_office", "government", 2023), ("b", "410101", "health", "organ", 2022), True),
        (("g", "410000", "general_office", "government", 2023), ("b", "410101", "x", "government", 2023), False),
        (("g", "410000", "general_office", "government", 2023), ("b", "420000", "x", "government", 2023), True),
        (("s", "410100", "health", "subordinates", 2023), ("b", "410101", "health", "organ", 2023), False),
        (("s", "410100", "health", "subordinates", 2023), ("b", "410101", "education", "organ", 2023), True),
        (("s", "410100", "health", "subordinates", 2023), ("b", "410000", "health", "organ", 2023), True),
        (("s", "410100", "health", "subordinates", 2023), ("b", "410101", "health", "organ", 2024), True),
    ],
)
def test_reports_may_be_added_where_nothing_is_counted_twice(
    one: tuple[str, str, str, str, int], other: tuple[str, str, str, str, int], may: bool
) -> None:
    made = world(one, other)
    assert (find_overlaps(made.reports, made) == []) is may
    assert (find_overlaps(made.reports[::-1], made) == []) is may
