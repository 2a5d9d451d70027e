"""Numbers around the title: of the document, of the index."""

from __future__ import annotations

from time import process_time

import pytest

from build_scripts.reading.identity.furniture import find_document_number, find_index_number


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (["卫政文〔2024〕5号"], "卫政文〔2024〕5号"),
        (["卫政文（2024）5 号"], "卫政文(2024)5号"),
        (["卫政文[2024]第12号"], "卫政文[2024]第12号"),
        (["发文字号：卫政文〔2024〕5号"], "卫政文〔2024〕5号"),
        (["索引号：\t00518\t文　　号：\t卫政文〔2024〕5号\t"], "卫政文〔2024〕5号"),
        (["| 公文文号 | 卫政文〔2024〕5号 | 有效性 | 有效 |"], "卫政文〔2024〕5号"),
        (["发文字号：", "", "卫政文〔2024〕5号"], "卫政文〔2024〕5号"),
        (["文号：无  主题词：年报"], ""),
        (["发文字号：\t\t发布机构：\t卫辉市财政局"], ""),
        (["根据国办公开办函〔2021〕30号的要求，编制本报告。"], ""),
        ([], ""),
    ],
)
def test_a_document_number_stands_alone_or_behind_its_label(lines: list[str], number: str) -> None:
    assert find_document_number(lines) == number


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (["索引号：005184531/2024-00012"], "005184531/2024-00012"),
        (["索 引 号：\t005184531/2024-00012\t信息分类：\t年报"], "005184531/2024-00012"),
        (["索引号：005184531/2024-00012 发布日期：2024-01-20"], "005184531/2024-00012"),
        (["索引号：005184531/2024-00012    信息分类：年报"], "005184531/2024-00012"),
        (["| 索引号 | K12345-2024-00012 | 发布机构 | 卫辉市财政局 |"], "K12345-2024-00012"),
        (["索引号", "005184531/2024-00012"], "005184531/2024-00012"),
        (["索引码：卫财A0001/2024"], "卫财A0001/2024"),
        (["索引号：\t\t生成日期：\t2024-01-20"], ""),
        (["索引号：\t\t2024-01-20"], ""),
        (["索引号：", "发布机构：卫辉市财政局"], ""),
    ],
)
def test_an_index_number_stands_behind_its_label(lines: list[str], number: str) -> None:
    assert find_index_number(lines) == number


@pytest.mark.parametrize("line", ["索" + " " * 10**6 + "引号", "索引号：" * 10**5, "文号" + "(" * 10**6, "号" * 10**6])
def test_endless_lines_cost_no_more_than_short_ones(line: str) -> None:
    start = process_time()
    for _ in range(10):
        find_document_number([line] * 24)
        find_index_number([line] * 24)
    assert process_time() - start < 5  # measured: 0.1 s
