"""Sections are found by the words of their headings."""

from __future__ import annotations

import pytest

from build_scripts.reading.prose.sections import find_headings, gather_sections, note_headings
from tests.printing.readback import known


def texts(lines: list[str], tables: set[int] | None = None) -> dict[str, str]:
    headings = find_headings(lines, known().headings, known().section_labels.values())
    return {section.code: section.text for section in gather_sections(lines, headings, tables or set(), ())}


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("一、总体情况", "1"),
        ("五、总体情况", "1"),
        ("**二、主动公开政府信息情况**", "2"),
        ("## 三、收到和处理政府信息公开申请情况", "3"),
        ("六、其他需要报告的事项", "6"),
    ],
)
def test_a_heading_is_told_by_its_words(line: str, section: str) -> None:
    assert [heading.section for heading in find_headings([line], known().headings)] == [section]


@pytest.mark.parametrize("line", ["（一）总体情况", "1.总体情况", "总体情况\t1", "一、总体情况良好", ""])
def test_a_subheading_or_a_cell_is_no_heading(line: str) -> None:
    assert find_headings([line], known().headings) == ()


def test_text_behind_the_heading_on_its_line_is_kept() -> None:
    assert texts(["一、总体情况：全年平稳。", "没有。"]) == {"1": "全年平稳。\n没有。"}


def test_what_stands_before_the_first_heading_is_section_0() -> None:
    assert texts(["根据条例编制。", "一、总体情况", "好。"]) == {"0": "根据条例编制。", "1": "好。"}


def test_a_repeated_heading_joins_the_first() -> None:
    assert texts(["一、总体情况", "甲。", "二、主动公开政府信息情况", "一、总体情况", "乙。"]) == {
        "1": "甲。\n乙。",
        "2": "",
    }


def test_lines_of_tables_and_page_numbers_are_left_out() -> None:
    assert texts(["一、总体情况", "甲。", "规章\t0", "- 3 -", "乙。"], {3}) == {"1": "甲。\n乙。"}


def test_a_sentence_that_a_page_break_tore_is_joined() -> None:
    assert texts(["一、总体情况", "全年通过门户网站，公开各类政府信息数", "", "- 3 -", "百条。"]) == {
        "1": "全年通过门户网站，公开各类政府信息数百条。"
    }


@pytest.mark.parametrize("below", ["（一）主动公开", "二是加强管理。", "1.制度建设", "第一，健全机制。"])
def test_a_new_point_is_not_joined(below: str) -> None:
    above = "全年通过门户网站，公开各类政府信息数"
    assert texts(["一、总体情况", above, below]) == {"1": f"{above}\n{below}"}


def test_headings_are_noted_where_they_repeat_jump_or_lack() -> None:
    headings = find_headings(["一、总体情况", "三、总体情况"], known().headings)
    found = note_headings(headings, known().section_labels, "a.txt")
    assert [(one.code, one.line) for one in found] == [
        ("section-repeated", 2),
        ("section-order", 2),
        *[("section-missing", None)] * 5,
    ]


def codes(*lines: str) -> list[tuple[int, str]]:
    found = find_headings(lines, known().headings, known().section_labels.values())
    return [(heading.line, heading.section) for heading in found]


LABELS = [label for code, label in known().section_labels.items() if code != "0"]


def test_white_space_inside_a_heading_does_not_count() -> None:
    assert codes("五、\t存在的主要问题及改进情况", "\t六、其他需要报告的事项") == [(1, "5"), (2, "6")]


def test_a_radical_or_a_blank_in_the_number_does_not_count() -> None:
    assert codes("⼀、总体情况", "⼆ 、主动公开情况", "第 三 部 分 政府信息公开申请情况") == [
        (1, "1"),
        (2, "2"),
        (3, "3"),
    ]


def test_a_long_text_behind_a_heading_is_kept_whole() -> None:
    assert len(texts(["一、总体情况：" + "字" * 50_000])["1"]) == 50_000


def test_a_heading_goes_on_below() -> None:
    lines = ["四、政府信息公开行政复议、", "行政诉讼情况", "没有。"]
    assert codes(*lines) == [(1, "4")]
    assert texts(lines) == {"4": "没有。"}


def test_a_loose_word_without_a_number_counts_only_in_its_place() -> None:
    assert codes("一、总体情况", "五、存在的主要问题及改进情况", "基本情况", "概述") == [(1, "1"), (2, "5")]
    assert codes("基本情况", "二、主动公开政府信息情况") == [(1, "1"), (2, "2")]
    assert codes(*LABELS) == [(n, str(n)) for n in range(1, 7)]


@pytest.mark.parametrize("number", ["{0}、", "{0}.", "（{1}）", "第{1}部分 "])
def test_other_numbers_make_headings_where_there_are_no_main_ones(number: str) -> None:
    lines = [number.format(n, "一二三四五六"[n - 1]) + label for n, label in enumerate(LABELS, 1)]
    assert codes(*lines) == [(n, str(n)) for n in range(1, 7)]


def test_subheadings_of_the_first_section_stay_its_own() -> None:
    subheads = ["（一）主动公开情况", "（二）依申请公开政府信息情况", "（三）政府信息公开申请情况", "1.主动公开情况"]
    assert codes("一、总体情况", *subheads) == [(1, "1")]
    assert codes(*subheads) == []


def test_a_table_of_contents_holds_no_headings() -> None:
    contents = [f"{number}、{label}" for number, label in zip("一二三四五六", LABELS, strict=True)]
    body = [line for heading in contents for line in (heading, "没有。")]
    assert codes("目录", *contents, "", *body) == [(n, str((n - 7) // 2)) for n in range(9, 20, 2)]
    assert codes(*contents) == [(n, str(n)) for n in range(1, 7)]
