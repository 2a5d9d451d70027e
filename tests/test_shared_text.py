"""Sentences that also stand elsewhere: found once for all reports, marked in each, counted and never judged."""

from __future__ import annotations

import random

import pytest

from build_scripts.packaging.package import Row, SectionRow
from build_scripts.publishing.report.sentences import fold_sentence, hash_sentence, split_sentences
from build_scripts.publishing.report.shared_text import LastYear, Meter, find_shared, mark_sentences, remember

COMMON = "坚持以公开为常态、不公开为例外的原则"
OWN = "在本单位走廊的墙上张贴公开栏共三面"


def report(agency: str, *sentences: str, year: str = "2023", release: str = "full") -> tuple[Row, list[SectionRow]]:
    row = {"agency_id": agency, "year": year, "text_release": release}
    return row, [SectionRow("1", "一、总体情况", "。".join(sentences) + "。", "1", "2")]


def before(*sentences: str) -> LastYear:
    row, sections = report("a", *sentences)
    found = remember(row, sections)
    assert found is not None
    return found


@pytest.mark.parametrize("text", ["", "没有标点", "“一。”二；三", "。。！", "甲。\n乙", "一是（不全。）二是慢；"])
def test_sentences_joined_are_the_paragraph_again(text: str) -> None:
    assert "".join(split_sentences(text)) == text


def test_splitting_loses_nothing_of_any_text() -> None:
    chance = random.Random(1)
    for _ in range(300):
        text = "".join(chance.choice("甲乙 。；！”）12\n*") for _ in range(chance.randrange(40)))
        assert "".join(split_sentences(text)) == text


def test_only_form_is_no_difference_words_and_figures_are() -> None:
    assert fold_sentence("**主动公开** 信息１２条以上；") == fold_sentence("主动公开信息12条以上。")
    assert fold_sentence("主动公开信息13条以上。") != fold_sentence("主动公开信息12条以上。")
    assert (
        fold_sentence("西工区城市管理局 2023年1月") == fold_sentence("无。") == fold_sentence("（一）主动公开。") == ""
    )


def test_many_means_three_other_agencies_whatever_their_years() -> None:
    three = [report(name, COMMON, year=year) for name in "abc" for year in ("2022", "2023")]
    assert find_shared(three) == frozenset()
    assert find_shared([*three, report("d", COMMON, OWN)]) == {hash_sentence(fold_sentence(f"{COMMON}。"))}


def test_a_sentence_counts_once_for_an_agency_that_repeats_it() -> None:
    assert find_shared([report("a", *[COMMON] * 9), report("b", COMMON)]) == frozenset()


def test_each_sentence_is_marked_for_what_it_is() -> None:
    last_year = before(COMMON, "2022年共公开信息12条")
    shared = {hash_sentence(fold_sentence(f"{COMMON}。"))}
    pieces, meter = mark_sentences(f"{COMMON}。2023年共公开信息15条。{OWN}。无。", last_year, shared)
    assert pieces == [
        (f"{COMMON}。", "same", True),
        ("2023年共公开信息15条。", "figures", False),
        (f"{OWN}。无。", "", False),
    ]
    assert meter == Meter(total=3, same=1, figures=1, many=1)


def test_other_words_are_no_change_of_figures() -> None:
    _, meter = mark_sentences("2023年共发布信息15条。", before("2022年共公开信息12条"), ())
    assert meter == Meter(total=1)


def test_without_a_year_before_nothing_is_the_same_as_it() -> None:
    assert mark_sentences(f"{COMMON}。", None, ())[1] == Meter(total=1)
    assert remember(*report("a", COMMON, release="withheld")) is None
