"""What the compare page loads: forms with what of them means the same, and small files of agencies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from build_scripts.codes import CodeListError, FormTable, build_codes
from build_scripts.files import PROJECT, read_codelists, read_rows
from build_scripts.publishing.charts.trends import REMEDIES
from build_scripts.publishing.compare.catalogue import list_catalogues
from build_scripts.publishing.compare.editions import EDITIONS, RULE, align_editions, list_groups
from tests.made_agencies import WORK, make_context, make_many

ROOT = Path(__file__).parents[1]
CODES = build_codes(read_codelists(PROJECT.codelists))
TABLES = list(CODES.tables.values())


def labels_of(place: tuple[str, str, str]) -> dict[str, tuple[str, str, tuple[str, ...], str]]:
    """Row label, column label, groups and unit of a cell, by edition."""
    return {
        table.form: (cell.row_label, cell.column_label, cell.row_group, cell.unit)
        for table in TABLES
        if table.table == place[0]
        for cell in table.cells
        if (cell.row, cell.column) == place[1:]
    }


def test_what_is_aligned_is_printed_alike_in_both_editions() -> None:
    """Two columns say 本年 in the newer edition, which the older one means; all else is the same word for word."""
    spelled = {
        place: {labels[1] for labels in found.values()}
        for place, said in align_editions(TABLES).items()
        if said.aligned and len(set((found := labels_of(place)).values())) > 1
    }
    assert spelled == {
        ("disclosures", "penalty", "decisions"): {"处理决定数量", "本年处理决定数量"},
        ("disclosures", "enforcement", "decisions"): {"处理决定数量", "本年处理决定数量"},
    }


@pytest.mark.parametrize(
    "place",
    [
        ("disclosures", "normative_document", "in_force"),
        ("disclosures", "regulation", "total_disclosed"),
        ("disclosures", "licence", "decisions"),
        ("disclosures", "fee", "amount"),
        ("applications", "other", "total"),
    ],
)
def test_what_changed_its_meaning_is_not_aligned_and_says_why(place: tuple[str, str, str]) -> None:
    said = align_editions(TABLES)[place]
    assert not said.aligned
    assert said.reason.endswith("。")


def test_a_cell_that_nobody_spoke_of_is_an_error() -> None:
    rows = [row for row in read_rows(EDITIONS) if row["row"] != "carried_out"]
    with pytest.raises(CodeListError, match="applications/carried_out/natural_person is not named for edition 2019"):
        align_editions(TABLES, rows)


def test_a_row_that_no_form_prints_or_that_is_said_twice_is_an_error() -> None:
    rows = read_rows(EDITIONS)
    with pytest.raises(CodeListError, match="no form prints"):
        align_editions(TABLES, [*rows, {**rows[0], "row": "nothing"}])
    with pytest.raises(CodeListError, match="said twice"):
        align_editions(TABLES, [*rows, rows[0]])


def test_every_agency_stands_once_among_its_peers_with_all_its_years(country_folder: Path) -> None:
    api = json.loads((country_folder / "api/v1/agencies.json").read_text(encoding="utf-8"))["agencies"]
    expected = {agency["agency_id"]: [report["year"] for report in agency["reports"]] for agency in api}
    files = sorted((country_folder / "compare/data/peers").iterdir())
    found = [agency for path in files for agency in json.loads(path.read_text(encoding="utf-8"))["agencies"]]
    assert {agency[0]: [year[0] for year in agency[-1]] for agency in found} == expected
    assert len(found) == len(expected)


def test_many_peers_are_parted_by_province_and_the_catalogue_says_so() -> None:
    held = list(make_many(400))
    files = dict(list_catalogues(make_context(held), 20))
    assert files["catalogue.json"]["parted"] == sorted(f"county-{function}" for _, function in WORK)
    for name, function in WORK:
        found = {file: said["agencies"] for file, said in files.items() if file.startswith(f"peers/county-{function}-")}
        for file, agencies in found.items():
            assert {agency[2][:2] for agency in agencies} == {file[-7:-5]}  # type: ignore[attr-defined]
        assert sum(map(len, found.values())) == sum(one.name.endswith(name) for one in held)  # type: ignore[arg-type]


def test_what_is_loaded_at_first_does_not_grow_with_the_reports(site_folder: Path, country_folder: Path) -> None:
    forms = [(folder / "compare/data/forms.json").read_bytes() for folder in (site_folder, country_folder)]
    assert forms[0] == forms[1]
    provinces = json.loads((country_folder / "compare/data/catalogue.json").read_text(encoding="utf-8"))["provinces"]
    lists = [path.stem for path in sorted((country_folder / "agencies/lists").iterdir())]
    assert [province["code"] for province in provinces] == lists, "each has a list of its agencies"


def test_the_forms_are_those_of_the_code_lists(site_folder: Path) -> None:
    forms = json.loads((site_folder / "compare/data/forms.json").read_text(encoding="utf-8"))
    found = {
        (form, table["table"]): [(row["row"], cell[0]) for row in rows for cell in row["cells"]]
        for table in forms["tables"]
        for form, rows in table["forms"].items()
    }

    def places(table: FormTable) -> list[tuple[str, str]]:
        return [(cell.row, cell.column) for cell in table.cells]

    assert found == {(table.form, table.table): places(table) for table in TABLES}


def test_one_rule_about_both_editions_is_told_everywhere() -> None:
    """Whether two editions may be set side by side is told by one file, and in the same words by every page."""
    rule = "含义不同或说不清的按版本分列，不前后相减"
    for told in ("build_scripts/publishing/data/glossary.csv", "docs/about/index.md"):
        assert rule in (ROOT / told).read_text(encoding="utf-8"), told
    assert rule in RULE


def test_results_of_reviews_may_be_drawn_across_editions() -> None:
    """Their pictures add up results by channel without asking: the file must say that all mean the same."""
    groups = list_groups(TABLES)
    drawn = {key[:2] for key, _ in REMEDIES.measures}
    assert {
        (table.table, cell.row)
        for table in TABLES
        for cell in table.cells
        if (table.table, cell.row) in drawn and len(groups[table.table, cell.row, cell.column]) > 1
    } == set()
