"""Numbered lines → rows of cells, and which lines stand in tables."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from build_scripts.reading.labels import fold_label
from build_scripts.reading.tables.grids import find_regions, is_furniture, split_row
from tests.printing.readback import known


def regions(lines: Sequence[str], breaks: Sequence[int] = ()) -> list[list[int]]:
    found = find_regions(lines, set(breaks), lambda text: fold_label(text) in known().anchors)
    return [[row.line for row in region] for region in found]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("\t规章\t 0 \t", ("", "规章", "0", "")),
        ("| 规章 | 0 |", ("规章", "0")),
        ("规章 | 0 | 1", ("规章", "0", "1")),
        ("| 甲\\|乙 | |", ("甲|乙", "")),
        ("|--|:--:|", ()),
        ("甲|乙", ("甲|乙",)),
        ("规章", ("规章",)),
    ],
)
def test_a_line_is_parted_by_tabs_or_pipes(text: str, cells: tuple[str, ...]) -> None:
    assert split_row(1, text).cells == cells


@pytest.mark.parametrize("text", ["- 4 -", "— 5 —", "第 3 页 共 9 页", "－１２－"])
def test_page_numbers_are_furniture(text: str) -> None:
    assert is_furniture(text)


@pytest.mark.parametrize("text", ["5", "0", "-4", "第3条"])
def test_numbers_are_not(text: str) -> None:
    assert not is_furniture(text)


def test_a_run_goes_over_page_breaks_and_ends_at_a_sentence() -> None:
    assert regions(["正文。", "规章\t0", "", "- 4 -", "行政许可\t1", "这是一句话。", "行政处罚\t1"]) == [[2, 5], [7]]


def test_a_heading_ends_a_run_and_belongs_to_none() -> None:
    assert regions(["规章\t0", "三、标题", "行政许可\t1"], [2]) == [[1], [3]]


def test_whole_labels_before_and_behind_belong_to_the_table() -> None:
    assert regions(["第二十条第（一）项", "规章\t0", "行政许可"]) == [[1, 2, 3]]


def test_text_alone_is_no_table() -> None:
    assert regions(["规章", "行政许可", "没有制表符"]) == []
