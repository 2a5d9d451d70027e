"""Lines before the first heading → title, agency, year."""

from __future__ import annotations

import pytest

from build_scripts.reading.titles import find_explanation, find_second_title, find_titles


@pytest.mark.parametrize(
    ("lines", "stands", "agency", "years"),
    [
        (["卫辉市城市管理局 2023 年政府信息公开工作年度报告"], (1,), "卫辉市城市管理局", (2023,)),
        (["卫辉市城市管理局", "2023年政府信息公开工作年度报告"], (1, 2), "卫辉市城市管理局", (2023,)),
        (["2023年", "卫辉市城市管理局", "政府信息公开工作年度报告"], (1, 2, 3), "卫辉市城市管理局", (2023,)),
        (["卫辉市城市管理局", "政府信息公开工作年度报告", "（2023年）"], (1, 2, 3), "卫辉市城市管理局", (2023,)),
        (["2012上海市公安局政府信息公开年度报告"], (1,), "上海市公安局", (2012,)),
        (["杨林寨乡人民政府信息公开工作二〇一三年年度报告"], (1,), "杨林寨乡人民政府", (2013,)),
        (["关于报送2023年政府信息公开工作年度报告的函", "卫辉市财政局2023年政府信息公开工作年度报告"],
         (2,), "卫辉市财政局", (2023,)),
        (["# 卫辉市财政局2023年政府信息公开工作年度报告"], (1,), "卫辉市财政局", (2023,)),
        (["政府信息公开工作年度报告"], (1,), "", ()),
    ],
)  # fmt: skip
def test_a_title_names_agency_and_year(
    lines: list[str], stands: tuple[int, ...], agency: str, years: tuple[int, ...]
) -> None:
    (title,) = find_titles(lines, 99)
    assert (title.lines, title.agency, title.years) == (stands, agency, years)


@pytest.mark.parametrize(
    "line", ["根据要求，编制卫辉市财政局2023年政府信息公开工作年度报告。", "卫辉市财政局2023年政府信息公开指南", ""]
)
def test_a_sentence_is_no_title(line: str) -> None:
    assert find_titles([line], 99) == ()


def test_an_explanation_is_told_by_its_line() -> None:
    line = "关于《卫辉市财政局2023年政府信息公开工作年度报告》的解读"
    assert find_explanation(["首页", line], 99) == (2, line)
    assert find_explanation(["我局对年度报告作了解读。"], 99) is None


def test_a_second_title_is_another_agency_or_year_below_the_first_heading() -> None:
    first = "卫辉市财政局2023年政府信息公开工作年度报告"
    (title,) = find_titles([first], 99)
    other = "卫辉市财政局2022年政府信息公开工作年度报告"
    assert find_second_title([first, "一、总体情况", other], [2], title) == 3
    assert find_second_title([first, "一、总体情况", first], [2], title) is None
