"""Every rule works out, for every scope, to what the data contract says; every status is provoked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.checking import check_report
from build_scripts.codes import CodeListError, Codes, Rule
from build_scripts.model import Check, Report, State
from tests.report_samples import CODES, Content, Key, form_keys, make_report, section, statuses

APPLICANTS = CODES.tables["2021", "applications"].columns
CHANNELS = CODES.tables["2021", "remedies"].rows
OTHER_PARTS = ("other_no_correction", "other_fee_unpaid", "other")
SECTIONS = tuple(f"section_{number}" for number in range(1, 7))
TABLES = ("disclosures", "applications", "remedies")
REST = ("received", "carried_in", "concluded_total", "carried_out")


def application(row: str, column: str = "natural_person") -> Key:
    return ("applications", row, column)


def find(report: Report, rule: str, scope: str, previous: Report | None = None) -> Check:
    [found] = [check for check in check_report(report, previous, CODES) if (check.rule, check.scope) == (rule, scope)]
    return found


def outcome(check: Check) -> tuple[object, ...]:
    return (check.status.value, check.left, check.right, check.difference)


def others_of(form: str) -> list[str]:
    return [row for row in CODES.tables[form, "applications"].rows if row not in REST]


def complete(draw_count: Mapping[Key, int], form: str) -> dict[Key, Content]:
    """Numbers for every cell of the two tables of counts, all sums right."""
    filled: dict[Key, Content] = {}
    for applicant in APPLICANTS[:-1]:
        parts = [draw_count[application(row, applicant)] for row in others_of(form)]
        filled |= {application(row, applicant): count for row, count in zip(others_of(form), parts, strict=True)}
        open_at_end, came_in = draw_count[application("carried_out", applicant)], sum(parts)
        early = min(draw_count[application("carried_in", applicant)], came_in + open_at_end)
        filled[application("concluded_total", applicant)] = came_in
        filled[application("carried_out", applicant)] = open_at_end
        filled[application("carried_in", applicant)] = early
        filled[application("received", applicant)] = came_in + open_at_end - early
    for row in CODES.tables[form, "applications"].rows:
        filled[application(row, "total")] = sum(int(str(filled[application(row, one)])) for one in APPLICANTS[:-1])
    for channel in CHANNELS:
        parts = [draw_count["remedies", channel, result] for result in ("upheld", "corrected", "other", "pending")]
        for result, count in zip(("upheld", "corrected", "other", "pending"), parts, strict=True):
            filled["remedies", channel, result] = count
        filled["remedies", channel, "total"] = sum(parts)
    return filled


@st.composite
def complete_tables(draw: st.DrawFn) -> tuple[str, dict[Key, Content]]:
    form = draw(st.sampled_from(["2019", "2021"]))
    keys = [key for key in form_keys(form) if key[0] != "disclosures"]
    counts = draw(st.lists(st.integers(0, 10**30), min_size=len(keys), max_size=len(keys)))
    return form, complete(dict(zip(keys, counts, strict=True)), form)


def rules_over(form: str, key: Key) -> set[tuple[str, str]]:
    """The sums a cell stands in, said once more in the plainest words."""
    table, row, column = key
    if table == "remedies":
        return {("remedies_result_sum", row)}
    over = {("applications_applicant_sum", row)}
    if row in REST:
        over.add(("applications_balance", column))
    if row == "concluded_total" or row not in REST:
        over.add(("applications_concluded_sum", column))
    return over


@settings(max_examples=25, deadline=None)
@given(complete_tables(), st.data())
def test_right_sums_hold_and_one_changed_cell_breaks_exactly_the_rules_over_it(
    tables: tuple[str, dict[Key, Content]], data: st.DataObject
) -> None:
    form, filled = tables
    sums = [check for check in check_report(make_report(filled, form=form), None, CODES) if check.left is not None]
    assert {check.status.value for check in sums} == {"holds"}
    assert len(sums) == 7 + 7 + len(others_of(form)) + 4 + 3
    key = data.draw(st.sampled_from(sorted(filled)))
    by = data.draw(st.integers(1, 9))
    changed = {**filled, key: int(str(filled[key])) + by}
    broken = [one for one in check_report(make_report(changed, form=form), None, CODES) if one.status == "differs"]
    assert {(check.rule, check.scope) for check in broken} == rules_over(form, key)
    assert {abs(int(str(check.difference))) for check in broken} == {by}


@pytest.mark.parametrize(("form", "outcomes"), [("2019", 23), ("2021", 25)])
def test_every_rule_has_a_row_for_every_scope(form: str, outcomes: int) -> None:
    checks = check_report(make_report(form=form), None, CODES)
    assert {rule.code: len(statuses(checks, rule.code)) for rule in CODES.rules} == {
        "applications_balance": 7,
        "applications_concluded_sum": 7,
        "applications_applicant_sum": outcomes,
        "remedies_result_sum": 3,
        "carry_over": 7,
        "documents_stock": 2,
        "narrative_received": 1,
        "narrative_decided": 1,
        "narrative_reviews": 1,
        "narrative_litigation": 1,
        "narrative_licences": 1,
        "narrative_documents": 2,
        "same_as_last_year": 9,
    }
    assert len({(check.rule, check.scope) for check in checks}) == len(checks)
    assert tuple(statuses(checks, "applications_balance")) == APPLICANTS
    assert tuple(statuses(checks, "applications_applicant_sum")) == CODES.tables[form, "applications"].rows
    assert tuple(statuses(checks, "same_as_last_year")) == (*SECTIONS, *TABLES)


def test_a_report_without_tables_has_the_newest_editions_scopes_and_no_sum_applies() -> None:
    before = make_report(form="none", year=2022, sections=[section("1", "同一段话")])
    checks = check_report(make_report(form="none", sections=[section("1", "同一段话")]), before, CODES)
    assert [check.scope for check in checks] == [check.scope for check in check_report(make_report(), None, CODES)]
    told = {(one.rule, one.scope): one.status.value for one in checks if one.status.value != "not_applicable"}
    assert told.pop(("same_as_last_year", "section_1")) == "holds"
    assert told == {("same_as_last_year", scope): "not_assessable" for scope in SECTIONS[1:]}


# Each status of each sum.

CASES = {
    "applications_balance": (application("received"), "natural_person"),
    "applications_concluded_sum": (application("concluded_total"), "natural_person"),
    "applications_applicant_sum": (application("granted", "total"), "granted"),
    "remedies_result_sum": (("remedies", "reconsideration", "total"), "reconsideration"),
    "carry_over": (application("carried_in"), "natural_person"),
    "documents_stock": (("disclosures", "regulation", "in_force"), "regulation"),
}
BEFORE = make_report(year=2022)


@pytest.mark.parametrize("rule", CASES)
def test_a_sum_holds_or_differs(rule: str) -> None:
    key, scope = CASES[rule]
    assert outcome(find(make_report(), rule, scope, BEFORE)) == ("holds", 0, 0, 0)
    assert outcome(find(make_report({key: 4}), rule, scope, BEFORE)) == ("differs", 4, 0, 4)


@pytest.mark.parametrize("rule", CASES)
@pytest.mark.parametrize("state", [State.ABSENT, State.DASH, State.UNREADABLE])
def test_a_sum_with_a_gap_is_not_assessable(rule: str, state: State) -> None:
    key, scope = CASES[rule]
    gap = ("not_assessable", None, None, None)
    assert outcome(find(make_report({key: state}), rule, scope, BEFORE)) == gap
    assert outcome(find(make_report({key: state}, otherwise=State.BLANK), rule, scope, BEFORE)) == gap


@pytest.mark.parametrize("rule", CASES)
def test_blanks_are_tried_as_zeros_and_never_taken_for_zeros(rule: str) -> None:
    key, scope = CASES[rule]
    blank = make_report(otherwise=State.BLANK, year=2022)
    assert outcome(find(make_report({key: State.BLANK}), rule, scope, BEFORE)) == (
        "holds_if_blank_is_zero",
        None,
        None,
        None,
    )
    assert find(make_report({key: 4}, otherwise=State.BLANK), rule, scope, blank).status == "not_assessable"
    assert find(make_report(otherwise=State.BLANK), rule, scope, blank).status == "not_assessable"


def test_a_cell_the_report_does_not_hold_counts_as_absent() -> None:
    report = make_report()
    short = replace(report, cells=tuple(cell for cell in report.cells if cell[:3] != application("received")))
    assert find(short, "applications_balance", "natural_person").status == "not_assessable"


@pytest.mark.parametrize("rule", ["carry_over", "documents_stock", "same_as_last_year"])
def test_without_the_year_before_nothing_can_be_compared(rule: str) -> None:
    assert set(statuses(check_report(make_report(), None, CODES), rule).values()) == {"not_applicable"}


@pytest.mark.parametrize(("form", "form_before"), [("2019", "2019"), ("2019", "2021"), ("2021", "2019")])
def test_the_stock_of_documents_needs_the_2021_edition_in_both_years(form: str, form_before: str) -> None:
    before = make_report(form=form_before, year=2022)
    checks = check_report(make_report(form=form), before, CODES)
    assert set(statuses(checks, "documents_stock").values()) == {"not_applicable"}
    assert set(statuses(checks, "carry_over").values()) == {"holds"}


def test_carry_over_needs_a_table_in_the_year_before() -> None:
    checks = check_report(make_report(), make_report(form="none", year=2022), CODES)
    assert set(statuses(checks, "carry_over").values()) == {"not_applicable"}


def test_the_stock_takes_off_what_was_repealed() -> None:
    def stock(in_force: Content, issued: Content, repealed: Content, year: int) -> Report:
        row = dict(zip(("in_force", "issued", "repealed"), (in_force, issued, repealed), strict=True))
        return make_report({("disclosures", "regulation", name): value for name, value in row.items()}, year=year)

    before = stock(Decimal("10"), 0, 0, 2022)
    assert outcome(find(stock(9, 2, 3, 2023), "documents_stock", "regulation", before)) == ("holds", 9, 9, 0)
    assert outcome(find(stock(12, 2, 3, 2023), "documents_stock", "regulation", before)) == ("differs", 12, 9, 3)


def test_money_is_never_rounded() -> None:
    tiny, huge = Decimal("0." + "0" * 40 + "1"), Decimal("1" + "0" * 40)
    report = make_report(
        {("remedies", "reconsideration", "upheld"): tiny, ("remedies", "reconsideration", "total"): huge}
    )
    check = find(report, "remedies_result_sum", "reconsideration")
    assert check.status == "differs"
    assert str(check.difference) == "9" * 40 + "." + "9" * 41


def test_row_totals_printed_as_zero_beside_ten_and_one_differ() -> None:
    row = {("remedies", "reconsideration", "upheld"): 10, ("remedies", "reconsideration", "corrected"): 1}
    checks = check_report(make_report(row), None, CODES)
    assert statuses(checks, "remedies_result_sum") == {
        "reconsideration": "differs",
        "litigation_direct": "holds",
        "litigation_after_reconsideration": "holds",
    }
    assert outcome(find(make_report(row), "remedies_result_sum", "reconsideration")) == ("differs", 0, 11, -11)


def test_a_row_placed_by_its_own_sum_is_not_checked_by_it() -> None:
    report = make_report(placed_by_sum=(("applications", "granted"), ("remedies", "litigation_direct")))
    checks = check_report(report, None, CODES)
    sums = [check for check in checks if not check.rule.startswith("narrative_")]
    spared = [(check.rule, check.scope) for check in sums if check.status == "not_assessable"]
    assert spared == [("applications_applicant_sum", "granted"), ("remedies_result_sum", "litigation_direct")]
    assert outcome(find(report, "applications_applicant_sum", "granted")) == ("not_assessable", 0, 0, 0)


# （六） as one row or in parts.


def in_parts(contents: Content) -> dict[Key, Content]:
    return {application(row, column): contents for row in OTHER_PARTS for column in APPLICANTS}


def as_one_row(contents: Content) -> dict[Key, Content]:
    return {application("other_processing", column): contents for column in APPLICANTS}


ALL_CONCLUDED: dict[Key, Content] = {application("concluded_total", column): 6 for column in APPLICANTS}


@pytest.mark.parametrize(
    ("form", "cells", "expected"),
    [
        ("2021", {**in_parts(State.ABSENT), **as_one_row(6)}, ("holds", 6, 6, 0)),
        ("2021", {**in_parts(2), **as_one_row(5)}, ("holds", 6, 6, 0)),
        ("2021", {**in_parts(2), **as_one_row(6)}, ("holds", 6, 6, 0)),
        ("2021", {**in_parts(1), **as_one_row(6)}, ("differs", 6, 3, 3)),
        ("2021", {**in_parts(State.BLANK), **as_one_row(6)}, ("not_assessable", None, None, None)),
        ("2021", in_parts(State.ABSENT), ("not_assessable", None, None, None)),
        ("2021", {**in_parts(State.ABSENT), **as_one_row(State.BLANK)}, ("not_assessable", None, None, None)),
        ("2019", as_one_row(6), ("holds", 6, 6, 0)),
        ("2019", {**as_one_row(State.ABSENT), **in_parts(2)}, ("holds", 6, 6, 0)),
        ("2019", {**as_one_row(5), **in_parts(2)}, ("holds", 6, 6, 0)),
        ("2019", {**as_one_row(6), application("other"): 2}, ("not_assessable", None, None, None)),
    ],
)
def test_other_processing_enters_the_sum_as_it_is_printed(
    form: str, cells: dict[Key, Content], expected: tuple[object, ...]
) -> None:
    report = make_report({**ALL_CONCLUDED, **cells}, form=form)
    assert outcome(find(report, "applications_concluded_sum", "natural_person")) == expected


def test_a_kept_row_has_its_own_sum_after_those_of_the_edition() -> None:
    report = make_report({**in_parts(State.ABSENT), **as_one_row(1)})
    found = statuses(check_report(report, None, CODES), "applications_applicant_sum")
    assert list(found)[-1] == "other_processing"
    assert (len(found), found["other_processing"], found["other"]) == (26, "differs", "not_assessable")
    assert outcome(find(report, "applications_applicant_sum", "other_processing")) == ("differs", 1, 6, -5)


# The same as last year.


@pytest.mark.parametrize(
    ("text", "text_before", "status"),
    [
        ("2023年，我局", "2023年，我局", "holds"),
        ("2023 年，\n我局", "2023年，我\u3000局 ", "holds"),
        ("2023年，我局", "2022年，我局", "differs"),
        ("我局", "", "not_assessable"),
        ("", "我局", "not_assessable"),
        (" \n", "", "not_assessable"),
    ],
)
def test_a_text_is_the_same_if_every_character_is(text: str, text_before: str, status: str) -> None:
    before = make_report(year=2022, sections=[section("5", text_before)])
    report = make_report(sections=[section("5", text)])
    assert find(report, "same_as_last_year", "section_5", before).status == status
    assert find(report, "same_as_last_year", "section_6", before).status == "not_assessable"


@pytest.mark.parametrize("held_back", [0, 1])
def test_of_a_text_that_is_held_back_it_is_not_told_whether_it_repeats_another(held_back: int) -> None:
    text = [section("5", "一样。")]
    years = [make_report(sections=text), make_report(year=2022, sections=text)]
    years[held_back] = replace(years[held_back], text_release="withheld")
    assert find(years[0], "same_as_last_year", "section_5", years[1]).status == "not_assessable"


UPHELD: Key = ("remedies", "reconsideration", "upheld")


@pytest.mark.parametrize(
    ("now", "before", "status"),
    [
        (0, 0, "holds"),
        (3, Decimal("3.0"), "holds"),
        (3, 4, "differs"),
        (0, State.BLANK, "differs"),
        (State.BLANK, State.DASH, "differs"),
        (State.BLANK, State.BLANK, "holds"),
        (State.UNREADABLE, State.UNREADABLE, "not_assessable"),
        (3, State.UNREADABLE, "not_assessable"),
    ],
)
def test_a_table_is_the_same_if_states_and_values_are(now: Content, before: Content, status: str) -> None:
    last = make_report({UPHELD: before}, year=2022)
    assert find(make_report({UPHELD: now}), "same_as_last_year", "remedies", last).status == status
    assert find(make_report({UPHELD: now}), "same_as_last_year", "disclosures", last).status == "holds"


@pytest.mark.parametrize("state", [State.BLANK, State.ABSENT])
def test_a_table_without_a_number_says_nothing(state: State) -> None:
    check = find(make_report(otherwise=state), "same_as_last_year", "remedies", make_report(year=2022, otherwise=state))
    assert check.status == "not_assessable"


def test_tables_of_two_editions_are_compared_only_where_both_print_the_same_cells() -> None:
    checks = check_report(make_report(), make_report(form="2019", year=2022), CODES)
    found = statuses(checks, "same_as_last_year")
    assert [found[table] for table in TABLES] == ["not_applicable", "not_applicable", "holds"]


def test_a_kept_row_is_compared_with_last_years() -> None:
    one_row = make_report({**in_parts(State.ABSENT), **as_one_row(1)}, year=2022)
    again = make_report({**in_parts(State.ABSENT), **as_one_row(1)})
    other = make_report({**in_parts(State.ABSENT), **as_one_row(2)})
    assert find(again, "same_as_last_year", "applications", one_row).status == "holds"
    assert find(other, "same_as_last_year", "applications", one_row).status == "differs"


@pytest.mark.parametrize("year", [2021, 2023, 2024])
def test_a_report_of_another_year_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match=f"-{year} is not the report of the year before"):
        check_report(make_report(), make_report(year=year), CODES)


# Slips in the code list.


def with_rule(**changes: object) -> Codes:
    good = Rule("my_rule", "applications", "row", "received", "granted", ())
    return replace(CODES, rules=(replace(good, **changes),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"table": "aplications"}, "unknown table 'aplications'"),
        ({"operands": "rows"}, "not 'rows'"),
        ({"left": "recieved"}, "no row 'recieved' in applications"),
        ({"right": "granted + upheld"}, "no row 'upheld' in applications"),
        ({"right": "granted +"}, "no term: ''"),
        ({"right": "received + granted"}, "'received' stands 2 times"),
        ({"left": "parts"}, "'parts' stands on the right alone"),
        ({"left": "received + granted", "right": "parts"}, "'parts' needs one code on the left"),
        ({"right": "parts"}, "nothing sums into 'received'"),
        ({"scopes": ("upheld",)}, "scope 'upheld'"),
        ({"scopes": ("total", "total")}, "scope 'total'"),
        ({"table": "", "operands": "", "left": "", "right": ""}, "no comparison of this name"),
        ({"code": "same_as_last_year", "table": ""}, "names no table"),
    ],
)
def test_a_slip_in_a_rule_names_the_rule_and_the_term(changes: dict[str, object], named: str) -> None:
    with pytest.raises(CodeListError, match=f"rules: {changes.get('code', 'my_rule')}: .*{named}"):
        check_report(make_report(), None, with_rule(**changes))


def test_a_rule_declared_twice_is_refused() -> None:
    with pytest.raises(CodeListError, match="applications_balance: stands 2 times"):
        check_report(make_report(), None, replace(CODES, rules=(*CODES.rules, CODES.rules[0])))


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(CodeListError, match="'2031'"):
        check_report(replace(make_report(), form="2031"), None, CODES)


def test_a_rule_may_be_limited_to_some_scopes() -> None:
    checks = check_report(make_report({application("received"): 2}), None, with_rule(scopes=("natural_person",)))
    assert [(check.scope, *outcome(check)) for check in checks] == [("natural_person", "differs", 2, 0, 2)]
