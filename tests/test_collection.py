"""All files together → which of them may be published; their order does not matter."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.reading.collection import Entry, settle_collection

WITHHOLDING = ("year-ahead", "duplicate-bytes", "two-reports-one-year", "agency-id-taken", "replaced-report")
"""Findings of files that are not published; the others go with a file that is."""


def entry(path: str, sha: str = "", report_id: str = "410781-a-2023", name: str = "甲局", **more: str) -> Entry:
    return Entry(path, sha or path, report_id, name, 2023, replaces=more.get("replaces", ""))


def codes(*entries: Entry) -> list[tuple[str, str]]:
    return [(finding.source_file, finding.code) for finding in settle_collection(entries)]


ENTRIES = st.lists(
    st.builds(
        Entry,
        source_file=st.sampled_from(["a.txt", "b.txt", "c.txt", "d/e.txt"]),
        source_sha256=st.sampled_from("123"),
        report_id=st.sampled_from(["", "1-a-2023", "1-a-2022", "2-b-2023"]),
        agency_name=st.sampled_from(["甲局", "乙局"]),
        year=st.just(2023),
        replaces=st.sampled_from(["", "", "a.txt", "b.txt", "c.txt"]),
        agency_is_pinned=st.booleans(),
    ),
    max_size=4,
    unique_by=lambda one: one.source_file,
)


@settings(max_examples=300, deadline=None)
@given(ENTRIES.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_of_the_files_does_not_matter(pair: tuple[list[Entry], list[Entry]]) -> None:
    first, second = pair
    assert settle_collection(first) == settle_collection(second)


@settings(max_examples=300, deadline=None)
@given(ENTRIES)
def test_of_what_is_left_every_agency_has_one_report_a_year(entries: list[Entry]) -> None:
    withheld = {finding.source_file for finding in settle_collection(entries) if finding.code in WITHHOLDING}
    left = [one.report_id for one in entries if one.report_id and one.source_file not in withheld]
    assert len(left) == len(set(left))


def test_one_report_for_each_year_is_well() -> None:
    assert codes(entry("a.txt"), entry("b.txt", report_id="410781-a-2022")) == []


def test_of_equal_bytes_the_first_path_is_published() -> None:
    assert codes(entry("b.txt", "1"), entry("a.txt", "1")) == [("b.txt", "duplicate-bytes")]


def test_equal_bytes_are_told_even_of_files_that_are_no_reports() -> None:
    assert codes(entry("a.txt", "1", ""), entry("b.txt", "1", "")) == [("b.txt", "duplicate-bytes")]


def test_of_two_reports_for_one_year_neither_is_published() -> None:
    assert codes(entry("a.txt"), entry("b.txt")) == [
        ("a.txt", "two-reports-one-year"),
        ("b.txt", "two-reports-one-year"),
    ]


def test_a_report_replaces_one_of_its_own_agency_and_year() -> None:
    assert codes(entry("a.txt"), entry("b.txt", replaces="a.txt")) == [("a.txt", "replaced-report")]
    other = entry("a.txt", report_id="410781-a-2022")
    assert codes(other, entry("b.txt", replaces="a.txt")) == [("b.txt", "replaces-other")]


def test_what_a_report_is_to_replace_and_does_not_is_told() -> None:
    assert codes(entry("a.txt", replaces="a.txt")) == [("a.txt", "replaces-other")]
    assert codes(entry("a.txt", replaces="gone.txt")) == [("a.txt", "replaces-missing")]
    assert codes(entry("a.txt", replaces="b.txt"), entry("b.txt", report_id="")) == [], "it may be just that report"


def test_two_that_replace_each_other_are_two_reports() -> None:
    assert {code for _, code in codes(entry("a.txt", replaces="b.txt"), entry("b.txt", replaces="a.txt"))} == {
        "two-reports-one-year"
    }


def test_two_names_of_one_id_are_told_apart_by_the_register_alone() -> None:
    other = entry("b.txt", report_id="410781-a-2022", name="贾局")
    assert codes(entry("a.txt"), other) == [("a.txt", "agency-id-taken"), ("b.txt", "agency-id-taken")]
    pinned = Entry("a.txt", "a", "410781-a-2023", "甲局", 2023, agency_is_pinned=True)
    assert codes(pinned, other) == [("b.txt", "agency-id-taken")]
