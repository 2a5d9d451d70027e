"""Figures in the text of a report: quoted with their clause, never a date, an article or a line of the telephone."""

from __future__ import annotations

import pytest

from build_scripts.publishing.report.said import Clause, find_figures


def figures_in(text: str) -> list[str]:
    return [part for clause in find_figures([("s1-p1", text)]) for part in clause.parts[1::2]]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("主动公开政府信息 5 条，发布信息数 27 期。", ["5 条", "27 期"]),
        ("网站3个、公众号8个(5个订阅号)。", ["3个", "8个", "5个"]),
        ("公开信息1,234条，热点问题18万件次，点击100余次", ["1,234条", "18万件次", "100余次"]),
        ("收费580.5858万元", ["580.5858万元"]),
        ("2023年1月1日至12月31日，依照第20条、国务院令第711号、〔2021〕30号，拨打12345热线", []),
        ("3个工作日内答复，用时6个月", []),
        ("", []),
    ],
)
def test_figures_are_numbers_with_a_measure(text: str, figures: list[str]) -> None:
    assert figures_in(text) == figures


def test_a_clause_is_quoted_as_printed_with_its_place() -> None:
    found = find_figures([("s1-p1", "没有数。"), ("s1-p2", "一年来，**公开** 信息5条；其余另见。")])
    assert found == (Clause("s1-p2", ("公开** 信息", "5条", "")),)
    assert found[0].is_telling


def test_of_a_long_clause_the_words_beside_the_figure_are_shown() -> None:
    (clause,) = find_figures([("s1-p1", f"{'长' * 90}公开信息5条{'尾' * 90}")])
    before, figure, behind = clause.parts
    assert (before[0], len(before), before[-4:]) == ("…", 41, "公开信息")
    assert (figure, len(behind), behind[-1]) == ("5条", 41, "…")
