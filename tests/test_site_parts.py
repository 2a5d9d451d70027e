"""What is counted of all reports comes out the same from parts counted apart, by others, and brought together."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.packaging.load import iterate_reports, iterate_sections, load_package
from build_scripts.packaging.package import Package, ReportRecord
from build_scripts.packaging.partitions import name_partition
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.data.questions import Questions, draw_answers
from build_scripts.publishing.quality.tally import QualityTally
from build_scripts.publishing.report.shared_text import (
    OTHERS,
    choose_sentences,
    count_sentences,
    find_shared,
    list_sentences,
)

Cut = Callable[[str], str]
CUTS: tuple[Cut, ...] = (name_partition, lambda report_id: report_id.rpartition("-")[0], lambda _: "all")
"""By partition, by agency, and not at all."""


@pytest.fixture(scope="module", params=("package_folder", "country_package"))
def package(request: pytest.FixtureRequest) -> Package:
    return load_package(request.getfixturevalue(request.param))


def follow(records: Sequence[ReportRecord]) -> Iterator[tuple[ReportRecord, ReportRecord | None]]:
    """Every report with that of the year before."""
    before: ReportRecord | None = None
    for record in records:
        row = record.row
        is_next = before is not None and (before.row["agency_id"], int(before.row["year"]) + 1) == (
            row["agency_id"],
            int(row["year"]),
        )
        yield record, before if is_next else None
        before = record


def part(records: Sequence[ReportRecord], cut: Cut) -> list[list[ReportRecord]]:
    parts: dict[str, list[ReportRecord]] = {}
    for record in records:
        parts.setdefault(cut(record.row["report_id"]), []).append(record)
    return list(parts.values())


@pytest.mark.parametrize("cut", CUTS)
def test_a_tally_of_parts_is_the_tally_of_all(package: Package, cut: Cut) -> None:
    context, records = build_context(package, Settings("站")), list(iterate_reports(package))
    whole, merged = QualityTally(context), QualityTally(context)
    for record, before in follow(records):
        whole.add(record, before)
    for found in part(records, cut):
        apart = QualityTally(context)
        for record, before in follow(found):
            apart.add(record, before)
        merged.merge(pickle.loads(pickle.dumps(apart.pack())))
    assert merged.pack() == whole.pack()
    assert whole.seen == len(records)
    for mine, theirs in zip(whole.cell_states.items(), merged.cell_states.items(), strict=True):
        assert (mine[0], list(mine[1].items())) == (theirs[0], list(theirs[1].items())), "in the same order"


def test_answers_of_parts_are_the_answers_of_all(package: Package) -> None:
    records = list(iterate_reports(package))
    whole, merged = Questions(), Questions()
    assert list(whole.watch(records)) == records
    for found in part(records, name_partition):
        apart = Questions()
        list(apart.watch(found))
        merged.merge(pickle.loads(pickle.dumps(apart.pack())))
    assert draw_answers(merged) == draw_answers(whole)


def test_shared_sentences_of_parts_are_those_of_all(package: Package) -> None:
    texts = list(iterate_sections(package))
    parts: dict[str, list[int]] = {}
    for at, (row, _) in enumerate(texts):
        parts.setdefault(name_partition(row["report_id"]), []).append(at)
    lists = [list_sentences([texts[at] for at in found]) for found in parts.values()]
    shared = find_shared(texts)
    assert count_sentences(lists) == shared
    assert frozenset[int]().union(*(choose_sentences(one, shared) for one in lists)) == shared


@given(st.lists(st.lists(st.integers(0, 2**64 - 1) | st.sampled_from([0, 1, 2**61, 2**64 - 1]), unique=True)))
def test_a_sentence_is_shared_from_so_many_agencies_on(agencies: list[list[int]]) -> None:
    lists = [b"".join(one.to_bytes(8, "little") for one in found) for found in agencies]
    every = [one for found in agencies for one in found]
    assert count_sentences(lists) == {one for one in every if every.count(one) > OTHERS}
