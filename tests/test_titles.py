"""Lines before the first heading → title, agency, year."""

from __future__ import annotations

import pytest

from build_scripts.reading.identity.titles import (
    Title,
    choose_title,
    confirm_year,
    find_explanation,
    find_second_title,
    find_titles,
)


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
        (["关于卫辉市财政局2023年政府信息公开工作年度报告"], (1,), "卫辉市财政局", (2023,)),
        (["标题：卫辉市财政局2023年政府信息公开工作年度报告"], (1,), "卫辉市财政局", (2023,)),
        (["卫辉市财政局 **2023** 年政府信息公开工作年度报告"], (1,), "卫辉市财政局", (2023,)),
        (["卫辉市财政局20\u200b23年政府信息公开工作年度报告"], (1,), "卫辉市财政局", (2023,)),
        (["卫 辉 市 财 政 局 2 0 2 3 年 政 府 信 息 公 开 年 度 报 告"], (1,), "卫辉市财政局", (2023,)),
        (["卫辉市财政局2023年度政府信息公开年报"], (1,), "卫辉市财政局", (2023,)),
        (["[2024-01-15] 卫辉市财政局2023年政府信息公开工作年度报告"], (1,), "卫辉市财政局", (2023,)),
        (["【2024年1月15日】卫辉市财政局2023年政府信息公开工作年度报告"], (1,), "卫辉市财政局", (2023,)),
        (["（2024/1/15）卫辉市财政局2023年政府信息公开工作年度报告"], (1,), "卫辉市财政局", (2023,)),
        (["〔二〇二四年一月十五日〕卫辉市财政局2023年政府信息公开工作年度报告"], (1,), "卫辉市财政局", (2023,)),
        (["2024-01-15 卫辉市财政局2023年政府信息公开工作年度报告"], (1,), "卫辉市财政局", (2023,)),
        (["[2024-01-15]", "卫辉市财政局2023年政府信息公开工作年度报告"], (2,), "卫辉市财政局", (2023,)),
        (["[2024-01-15] 卫辉市财政局政府信息公开工作年度报告"], (1,), "卫辉市财政局", ()),
        (["[2023] 卫辉市财政局政府信息公开工作年度报告"], (1,), "卫辉市财政局", (2023,)),
        (["[2024-01-15] 2023年政府信息公开工作年度报告", "卫辉市财政局"], (1, 2), "卫辉市财政局", (2023,)),
        (["卫辉市财政局2023年政府信息公开工作年度报告（2024年1月发布）"], (1,), "卫辉市财政局", (2023,)),
        (["卫辉市财政局政府信息公开工作年度报告（2024年1月31日）"], (1,), "卫辉市财政局", ()),
        (["卫辉市财政局", "2023年", "政府信息公开工作", "年度报告"], (1, 2, 3, 4), "卫辉市财政局", (2023,)),
        (["2023年政府信息公开工作年度报告", "（卫辉市财政局）"], (1, 2), "卫辉市财政局", (2023,)),
        (["卫辉市人民政府", "卫辉市财政局2023年政府信息公开工作年度报告"], (2,), "卫辉市财政局", (2023,)),
        (["首页>2022年政府信息公开年报", "卫辉市财政局2023年政府信息公开工作年度报告"], (2,), "卫辉市财政局", (2023,)),
        (["现将卫辉市财政局2022年政府信息公开工作年度报告", "卫辉市财政局2023年政府信息公开工作年度报告"],
         (2,), "卫辉市财政局", (2023,)),
        (["上一篇：", "卫辉市财政局2022年政府信息公开工作年度报告", "卫辉市财政局2023年政府信息公开工作年度报告"],
         (3,), "卫辉市财政局", (2023,)),
        (["财政局2023年政府信息公开工作年度报告", "卫辉市财政局2023年政府信息公开工作年度报告"],
         (2,), "卫辉市财政局", (2023,)),
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
    assert find_second_title([first, "一、总体情况", other, "一、总体情况"], [(2, "1"), (4, "1")], title) == 3
    assert find_second_title([first, "一、总体情况", first, "一、总体情况"], [(2, "1"), (4, "1")], title) is None


@pytest.mark.parametrize(
    ("lines", "stand"),
    [
        (["卫辉市财政局2022年政府信息公开工作年度报告", "卫辉市财政局2023年政府信息公开工作年度报告"], (1, 2)),
        (["卫辉市财政局2023年政府信息公开工作年度报告", "卫辉市审计局2023年政府信息公开工作年度报告"], (1, 2)),
        (["卫辉市人民政府", "2023年政府信息公开工作年度报告", "卫辉市财政局"], (1, 2)),
        (["卫辉市财政局", "2022年政府信息公开年报", "2023年政府信息公开工作年度报告"], (1, 3)),
        (["卫辉市财政局2022年政府信息公开工作年度报告", "[卫辉市财政局]2023年政府信息公开工作年度报告"], (1, 2)),
    ],
)
def test_two_titles_that_differ_are_both_handed_on(lines: list[str], stand: tuple[int, int]) -> None:
    chosen = choose_title(find_titles(lines, 99), "", None)
    assert tuple(title.lines[0] for title in chosen) == stand


def test_a_sidecar_tells_which_of_two_titles_it_is() -> None:
    titles = find_titles([f"卫辉市财政局{year}年政府信息公开工作年度报告" for year in (2022, 2023)], 99)
    assert [title.years for title in choose_title(titles, "", 2022)] == [(2022,)]
    assert len(choose_title(titles, "卫辉市财政局", None)) == 2
    assert choose_title((), "", None) == ()


def test_a_year_alone_on_its_line_is_confirmed_by_the_text() -> None:
    (title,) = find_titles(["2024年", "卫辉市财政局", "政府信息公开工作年度报告"], 99)
    assert not confirm_year(title, ["2023年，我局工作平稳。2024年我们将继续。"])
    assert not confirm_year(title, ["我局工作平稳。"])
    assert confirm_year(title, ["2024年，我局工作平稳。"])
    assert confirm_year(Title((1,), "", "", (2024,)), [])


@pytest.mark.parametrize(("remark", "explains"), [("（含图解）", False), ("（图解）", True), ("", False)])
def test_a_remark_that_an_explanation_is_added_makes_no_explanation(remark: str, explains: bool) -> None:
    (title,) = find_titles(["卫辉市财政局2023年政府信息公开工作年度报告" + remark], 99)
    assert title.is_explanation is explains


@pytest.mark.parametrize(
    ("title", "holds"),
    [("2022年上海市政府信息公开工作年度报告", True), ("上海市2022年政府信息公开工作年度报告", False)],
)
def test_a_name_right_before_the_word_government_is_marked(title: str, holds: bool) -> None:
    assert find_titles([title], 99)[0].before_government is holds


@pytest.mark.parametrize(
    "link", ["卫辉市财政局2022年政府信息公开工作年度报告", "上一篇 卫辉市财政局2022年政府信息公开年报"]
)
def test_links_behind_the_last_section_are_no_second_report(link: str) -> None:
    (title,) = find_titles(["卫辉市财政局2023年政府信息公开工作年度报告"], 99)
    headings = [(n, str(n - 1)) for n in range(2, 8)]
    lines = [title.printed, *("标题" for _ in headings)]
    assert find_second_title([*lines, link, "2023-01-15"], headings, title) is None
    tables = [*lines, "卫辉市财政局2022年政府信息公开工作年度报告", *["规章\t0"] * 10]
    assert find_second_title(tables, headings, title) == 8
