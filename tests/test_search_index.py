"""The index holds every bigram of every document, and nothing is cut."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.publishing.search.coding import count_shards, encode_numbers, encode_varints
from build_scripts.publishing.search.index import write_search_index
from build_scripts.publishing.search.partition import (
    LONGEST_TEXT,
    SearchDocument,
    SearchIndexError,
    searched_text,
)
from build_scripts.publishing.search.text import normalise
from tests.index_reader import Index, read_varints
from tests.search_samples import (
    ROOT,
    address_of,
    find_plainly,
    known_characters,
    many_documents,
    plain,
    real_documents,
    real_reports,
    write_index,
)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("index")
    write_index(real_documents(), folder)
    return Index(folder)


def sample_words(documents: Sequence[SearchDocument], count: int) -> list[str]:
    """Pieces of 2 to 20 characters from anywhere in the texts, as printed: line breaks, spaces, asterisks and all."""
    dice = random.Random(20)
    words: list[str] = []
    while len(words) < count:
        document = dice.choice(documents)
        text = dice.choice(document.text.split("；")) if document.kind == "agency" else document.text
        start = dice.randrange(max(1, len(text)))
        word = text[start : start + dice.randrange(2, 21)]
        if len(plain(word)) >= 2:
            words.append(word)
    return words


def test_every_piece_of_the_real_texts_is_found_where_it_stands_and_nowhere_else(real: Index) -> None:
    words = sample_words(real_documents(), 600)
    wrong = {word for word in words if real.find(word) != find_plainly(real_documents(), [word])}
    assert wrong == set()


def test_every_phrase_of_every_line_of_the_files_is_found_with_its_report(real: Index) -> None:
    """Tables included: read from the files as they were handed in, past everything of ours."""
    dice = random.Random(7)
    for report in real_reports():
        missed = []
        for line in (ROOT / "datapackage/reports" / report.source_file).read_text(encoding="utf-8").splitlines():
            start = dice.randrange(len(line) or 1)
            phrases = {line, line[: len(line) // 2], line[start : start + dice.randrange(2, 15)]}
            wanted = [phrase for phrase in phrases if len(plain(phrase)) >= 2]
            missed += [phrase for phrase in wanted if address_of(report) not in {hit[1] for hit in real.find(phrase)}]
        assert missed == [], report.report_id


def test_the_lines_of_the_tables_are_one_document_a_report_with_their_numbers() -> None:
    (document,) = [d for d in real_documents() if d.kind == "table" and "410781-chengshiguanliju/2023" in d.address]
    lines = document.text.split("\n")
    assert (len(lines), lines[0], document.lines[0]) == (46, "第二十条第（一）项\t\t\t", 29)
    assert (lines[6], document.lines[6]) == ("行政许可\t101\t\t", 35)
    assert (lines[-1].replace("\t", ""), document.lines[-1]) == ("0" * 15, 80)


def latin(piece: str) -> bool:
    return re.fullmatch("[a-z0-9]+", piece) is not None


def test_every_bigram_and_latin_piece_of_every_document_is_listed_and_no_other(real: Index) -> None:
    for part in real.parts:
        documents = [d for d in real_documents() if f"/{part.told['year']}/" in d.address]
        truth: dict[str, list[int]] = {}
        for number, document in enumerate(documents):
            text = searched_text(document)
            pieces = {text[at : at + 2] for at in range(len(text) - 1)}
            pieces |= {
                text[at : at + size]
                for size in (3, 4)
                for at in range(len(text) - size + 1)
                if latin(text[at : at + size])
            }
            for piece in sorted(pieces):
                truth.setdefault(piece, []).append(number)
        assert part.lists == truth


def test_the_five_real_reports_are_all_there(real: Index) -> None:
    assert [part.told["name"] for part in real.parts] == ["2024", "2023", "2021", "2020"]
    counts = [part.told["documents"] for part in real.parts]
    assert {kind: sum(count[kind] for count in counts) for kind in counts[0]} == {
        "title": 5, "section": 31, "table": 5
    }  # fmt: skip
    assert len(real.agencies.rows) == real.manifest["agencies"]["documents"]["agency"] == 5


def test_texts_stand_in_the_index_as_they_are_printed(real: Index) -> None:
    for part in real.parts:
        assert part.rows == [
            [d.kind, d.address, d.title, d.heading, d.section, d.text, *([list(d.lines)] if d.lines else [])]
            for d in real_documents()
            if f"/{part.told['year']}/" in d.address
        ]


def test_hundreds_of_reports_are_spread_over_more_shards_and_still_whole(tmp_path: Path) -> None:
    documents = many_documents(300)
    stats = write_index(documents, tmp_path)
    index = Index(tmp_path)
    assert sum(part.told["shards"] for part in [index.agencies, *index.parts]) == stats.shards >= 80
    assert stats.size == sum(map(len, files_of(tmp_path).values()))
    for word in sample_words(documents, 60):
        assert index.find(word) == find_plainly(documents, [word]), word


def test_the_commonest_terms_of_all_partitions_are_named_commonest_first(tmp_path: Path) -> None:
    write_index(many_documents(300), tmp_path)
    index = Index(tmp_path)
    common = index.manifest["common"].split("\n")
    held = [sum(len(part.lists.get(term, ())) for part in index.parts) for term in common]
    assert held[:15] == sorted(held, reverse=True)[:15]
    every = {term: 0 for part in index.parts for term in part.lists}
    for part in index.parts:
        for term, numbers in part.lists.items():
            every[term] += len(numbers)
    assert every[common[0]] == max(every.values())


def test_the_same_documents_give_the_same_bytes(tmp_path: Path) -> None:
    write_index(iter(real_documents()), tmp_path / "one")
    write_index(iter(real_documents()), tmp_path / "two")
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_another_text_is_asked_for_by_another_digest(real: Index, tmp_path: Path) -> None:
    *rest, last = real_documents()
    write_index([*rest, replace(last, text=last.text + "。")], tmp_path)
    before, after = ({p.told["name"]: p.told["digest"] for p in index.parts} for index in (real, Index(tmp_path)))
    changed = last.address.split("/")[2]
    assert {name for name in before if before[name] != after[name]} == {changed}


def test_an_index_of_nothing_is_an_index(tmp_path: Path) -> None:
    stats = write_search_index([], [], tmp_path)
    assert (stats.documents, stats.shards, stats.blocks) == (0, 1, 0)
    assert (Index(tmp_path).agencies.lists, Index(tmp_path).parts) == ({}, [])


def test_a_text_too_long_is_an_error_that_names_the_page(tmp_path: Path) -> None:
    long = SearchDocument("section", "agencies/a/2021/", "报告", "文" * (LONGEST_TEXT + 1), "", "1")
    with pytest.raises(SearchIndexError, match=r"agencies/a/2021/: a text of 300001 characters; at most 300000"):
        write_index([long], tmp_path)


def test_kinds_out_of_order_or_unknown_are_refused(tmp_path: Path) -> None:
    title = SearchDocument("title", "agencies/a/2021/", "题", "题")
    with pytest.raises(SearchIndexError, match="a/2021/: kind 'title' after 'section'"):
        write_index([replace(title, kind="section"), title], tmp_path)
    with pytest.raises(SearchIndexError, match="a/2021/: kind 'page' after 'title'"):
        write_index([title, replace(title, kind="page")], tmp_path)


@given(st.lists(st.integers(0, 2**32 - 1), min_size=1, unique=True).map(sorted))
def test_numbers_survive_their_coding(numbers: list[int]) -> None:
    differences = read_varints(encode_numbers(numbers))
    assert [sum(differences[: end + 1]) for end in range(len(differences))] == numbers


@given(st.lists(st.integers(0, 2**40)))
def test_varints_survive_their_coding(values: list[int]) -> None:
    assert read_varints(encode_varints(values)) == values


def test_shards_grow_with_the_lists_by_powers_of_two() -> None:
    assert [count_shards(size) for size in (1, 3_001, 5_000_000, 10**9)] == [1, 2, 2048, 4096]


# The text that is compared


@pytest.mark.parametrize(
    ("printed", "same"),
    [
        ("2021 年", "2021年"),
        ("政 府\n信　息", "政府信息"),
        ("ＡＢＣ１２３", "abc123"),
        ("(一) **主动公开情况。** 我局", "（一）主动公开情况。我局"),
        ("面积 30 ㎡", "面积30m2"),
        ("ﬁle ﬀ", "FILE ff"),
        ("⼈民⽇报", "人民日报"),
        ("e\u0301 É", "é é"),
        ("ｶﾞ", "ガ"),
        ("Straße", "STRASSE"),
        ("30 km", "30km"),
        ("ΟΔΟΣ οδός", "οδος οδόσ"),
        ("公\u200b开\ufeff", "公开"),
        ("葛\U000e0100", "葛"),
        ("①②", "12"),
    ],
)
def test_what_looks_the_same_is_the_same(printed: str, same: str) -> None:
    assert normalise(printed) == normalise(same)


@pytest.mark.parametrize(("one", "other"), [("open data", "opendata"), ("12 345", "12345"), ("不公开", "公开")])
def test_what_differs_stays_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


def test_case_folding_of_unicode_is_all_in_it_and_folding_twice_is_folding_once() -> None:
    characters = known_characters()
    assert [c for c in characters if normalise(c) != normalise(c.casefold())] == []
    assert [c for c in characters if normalise(normalise(c)) != normalise(c)] == []


@given(st.text(), st.text())
def test_a_piece_of_a_text_without_space_is_a_piece_of_the_normalised_text(before: str, after: str) -> None:
    assert normalise("政府信息") in normalise(before + "政府信息。" + after)
