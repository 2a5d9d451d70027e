"""A line whose columns only blanks part, or nothing at all: its cells."""

from __future__ import annotations

import pytest

from build_scripts.reading.tables.blanks import part_blanks
from tests.printing.readback import known

BOOKS = tuple(known().books.values())


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("规章  0  1  6", ("规章", "0", "1", "6")),
        ("规 章 0 1 6", ("规 章", "0", "1", "6")),
        ("规章　０　１　６", ("规章", "０", "１", "６")),
        ("行政许可 97", ("行政许可", "97")),
        ("行政许可 97 件", ("行政许可", "97件")),
        ("行政规范性文件  22（其中修订 16 件）  0  6", ("行政规范性文件", "22（其中修订16件）", "0", "6")),
        ("（一）予以公开 — — — — — — —", ("（一）予以公开", *"—" * 7)),
        ("3 （一）予以公开 1 0 0 0 0 0 1", ("（一）予以公开", *"1000001")),
        ("三、本年度办理结果  （一）予以公开  1 0 0 0 0 0 1", ("三、本年度办理结果  （一）予以公开", *"1000001")),
        ("（六）其他处理  1.申请请人逾期 0 0 0 0 0 0 0", ("（六）其他处理", "1.申请请人逾期", *"0" * 7)),
        ("无 2.重复申请 0 0 0 0 0 0 0", ("无", "2.重复申请", *"0" * 7)),
        ("（一）予以公开1 0 0 0 0 0 1", ("（一）予以公开", *"1000001")),
        ("不补正、行政机关不 0 0 0 0 0 0 0", ("不补正、行政机关不", *"0" * 7)),
        ("0 0 0 0 0 0 0", tuple("0" * 7)),
        ("（一）予以公开 1 100 0 0 0 0 101", ("（一）予以公开", "1", "100", "0", "0", "0", "0", "101")),
    ],
)
def test_blanks_part_a_row(text: str, cells: tuple[str, ...]) -> None:
    assert part_blanks(text, BOOKS) == cells


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("规章  1 036  0  3", ("规章", "1 036 0 3⁇")),
        ("规章 1 036 0", ("规章", "1 036 0⁇")),
        ("规范性文件 13 100 655", ("规范性文件", "13 100 655⁇")),
        ("（一）予以公开 1 036 0 0 0 0 0", ("（一）予以公开", "1 036 0 0 0 0 0⁇")),
        ("（一）予以公开1 036 0 0 0 0 0", ("（一）予以公开1", "036 0 0 0 0 0⁇")),
        ("规章  见附件  0  1", ("规章", "见附件 0 1⁇")),
    ],
)
def test_what_may_be_a_thousand_or_words_leaves_the_row_unread(text: str, cells: tuple[str, ...]) -> None:
    assert part_blanks(text, BOOKS) == cells


@pytest.mark.parametrize(
    "text",
    [
        "2024 年 1 月 1 日至 12 月 31 日",
        "全年公开 97",
        "5",
        "2023 2024",
        "3 / 12",
        "规章",
        "其他",
        "总计",
        "0 件。",
        "全年受理 1 2 3。",
        "",
    ],
)
def test_other_lines_are_no_rows(text: str) -> None:
    assert part_blanks(text, BOOKS) == ()


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("信息内容  本年制发件数  本年废止件数", ("信息内容", "本年制发件数", "本年废止件数")),
        ("信息内容本年收费金额（单位：万元）", ("信息内容", "本年收费金额(单位:万元)")),
        ("自然人 商业企业 科研机构", ("自然人", "商业企业", "科研机构")),
        ("自然人总计", ("自然人", "", "", "", "", "", "总计")),
        ("总计自然人商业企业", ("总计", "自然人", "商业企业")),
        ("结果 维持  结果 纠正", ("结果 维持", "结果 纠正")),
        ("（各项之和） 申请人情况 总计", ("（各项之和）", "申请人情况", "总计")),
        ("行政复议行政诉讼", ("行政复议", "行政诉讼")),
    ],
)
def test_heads_are_parted_where_they_can_be_told_in_one_way(text: str, cells: tuple[str, ...]) -> None:
    assert part_blanks(text, BOOKS) == cells


def test_a_long_line_of_heads_is_told_in_time() -> None:
    assert part_blanks("其他" * 60, BOOKS) == ("其他",) * 60
    assert part_blanks("其他" * 5000, BOOKS) == ()
