"""Sections are found by the words of their headings."""

from __future__ import annotations

import pytest

from build_scripts.reading.sections import find_headings, gather_sections, note_headings
from tests.printing.readback import known


def texts(lines: list[str], tables: set[int] | None = None) -> dict[str, str]:
    headings = find_headings(lines, known().headings)
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
