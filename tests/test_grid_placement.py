"""Rows whose cells the format parts: a number belongs to the column of the grid it stands in, or is not read."""

from __future__ import annotations

import pytest

from build_scripts.model import State
from build_scripts.reading import read_report
from build_scripts.reading.document import SpanCell, resolve_spans
from build_scripts.reading.tables.amounts import read_mark
from build_scripts.reading.tables.grid_placement import place_on_grid
from build_scripts.reading.tables.placement import FullRow
from tests.printing.readback import known

SEVEN = FullRow((3, 4, 5, 6, 7, 8, 9), 10)


def place(cells: list[tuple[str, int]], start: int, *patterns: FullRow) -> tuple[int | None, ...]:
    """For each of seven columns the index of its cell; () if the row is not read. `cells`: text and width."""
    places, column = [], start
    for _, width in cells:
        places.append(column)
        column += width
    marks = [read_mark(text) for text, _ in cells]
    return place_on_grid(marks, places, [width for _, width in cells], 7, patterns).positions


def narrow(*texts: str) -> list[tuple[str, int]]:
    return [(text, 1) for text in texts]


def test_a_blank_stands_where_its_column_does() -> None:
    assert place(narrow("821", "35", "", "", "2", "1", "859"), 3, SEVEN) == (0, 1, None, None, 4, 5, 6)


def test_a_row_that_stands_elsewhere_is_not_read() -> None:
    assert place(narrow("26", "36", "37", "53", "5", "194", ""), 4, SEVEN) == ()


@pytest.mark.parametrize("width", [2, 4])
def test_a_number_that_reaches_over_two_columns_is_not_read(width: int) -> None:
    assert place([*narrow("1", "2"), ("9", width), *[("", 1)] * (5 - width)], 3, SEVEN) == ()


def test_a_blank_may_reach_over_several_columns() -> None:
    assert place([("1", 1), ("", 5), ("1", 1)], 3, SEVEN) == (0, None, None, None, None, None, 2)


@pytest.mark.parametrize("missing", [1, 3])
def test_a_row_that_lost_cells_is_not_read(missing: int) -> None:
    assert place(narrow(*["5", "", "", "", "", "", ""][: 7 - missing]), 3, SEVEN) == ()


def test_patterns_that_disagree_read_only_what_they_agree_on() -> None:
    other = FullRow((3, 4, 5, 6, 7, 8, 8), 10)
    assert place(narrow("1", "", "", "", "", "", ""), 3, SEVEN, other)[0] == 0
    assert place(narrow("", "", "", "", "", "2", ""), 3, SEVEN, other) == ()


def test_without_a_pattern_a_row_needs_a_cell_for_each_column() -> None:
    assert place(narrow("1", "", "", "", "", "", "1"), 3) == (0, None, None, None, None, None, 6)
    assert place([("1", 2), *narrow("", "", "", "", "", "1")], 3) == ()
    assert place(narrow("1", "", "", "", "", "", "1", ""), 3) == ()


def test_a_row_with_fewer_cells_stays_shorter() -> None:
    rows = resolve_spans([[SpanCell("一", 1, 3), SpanCell("1"), SpanCell("2")], [SpanCell("二", 1, 3), SpanCell("1")]])
    assert [len(row.cells) for row in rows] == [5, 4]


HEADS = (
    "<tr><td colspan=3 rowspan=3>勾稽关系</td><td colspan=7>申请人情况</td></tr>"
    "<tr><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td><td rowspan=2>总计</td></tr>"
    "<tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>"
)
PAGE = (
    "<html><body><h1>卫辉市城市管理局2023年政府信息公开工作年度报告</h1><p>三、收到和处理政府信息公开申请情况</p>"
    "<table>{heads}{rows}</table></body></html>"
)


HEADS_ELSEWHERE = HEADS.replace("colspan=3 ", "").replace("</td></tr>", "</td><td></td><td></td></tr>", 1)


def read_rows(*rows: str, heads: str = HEADS) -> dict[str, list[object]]:
    """By outcome, the seven values, or the states where none is reported."""
    edition = "<td colspan=3>（六）其他处理</td>" + cells(*"0000000")
    data = PAGE.format(heads=heads, rows="".join(f"<tr>{row}</tr>" for row in (*rows, edition))).encode()
    report = read_report("2023/a.html", data, None, known()).report
    assert report is not None
    found: dict[str, list[object]] = {}
    for cell in report.cells:
        if cell.table == "applications" and cell.state is not State.ABSENT:
            found.setdefault(cell.row, []).append(cell.value if cell.value is not None else str(cell.state))
    del found["other_processing"]
    return found


def cells(*texts: str) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


def test_rows_of_different_label_width_are_read_under_the_heads() -> None:
    found = read_rows(
        "<td colspan=3>一、本年新收政府信息公开申请数量</td>" + cells("821", "35", "", "", "2", "1", "859"),
        "<td rowspan=3>三、本年度办理结果</td><td colspan=2>（一）予以公开</td>" + cells("5", "", "", "", "", "", ""),
        "<td rowspan=2>（三）不予公开</td><td>1.属于国家秘密</td>" + cells("", "", "", "", "", "", "4"),
        "<td>2.其他法律行政法规禁止公开</td>" + cells("—", "", "", "", "", "", ""),
        "<td colspan=3>四、结转下年度继续办理</td><td></td>" + cells("7", "", "", "", "", "7"),
    )
    assert found == {
        "received": [821, 35, "blank", "blank", 2, 1, 859],
        "granted": [5, *["blank"] * 6],
        "refused_state_secret": [*["blank"] * 6, 4],
        "refused_prohibited_by_law": ["dash", *["blank"] * 6],
        "carried_out": ["blank", 7, *["blank"] * 4, 7],
    }


def test_a_stray_number_does_not_fill_up_a_blank() -> None:
    found = read_rows(
        "<td colspan=3>一、本年新收政府信息公开申请数量</td>" + cells("3", "4", "0", "0", "0", "0", "7"),
        "<td colspan=3>二、上年结转政府信息公开申请数量</td>" + cells("1", "2", "0", "0", "0", "0", "", "9"),
        "<td colspan=3>四、结转下年度继续办理</td>" + cells("", "2", "0", "0", "0", "0", "2"),
    )
    assert found["received"] == [3, 4, 0, 0, 0, 0, 7]
    assert found["carried_in"] == ["unreadable"] * 7
    assert found["carried_out"] == ["blank", 2, 0, 0, 0, 0, 2]


def test_a_number_shared_by_rows_or_columns_is_of_none() -> None:
    found = read_rows(
        "<td colspan=3>一、本年新收政府信息公开申请数量</td>" + cells("3", "4", "0", "0", "0", "0", "7"),
        "<td colspan=3>二、上年结转政府信息公开申请数量</td><td colspan=2>5</td>" + cells("", "", "", "", "5"),
        "<td rowspan=2>三、本年度办理结果</td><td colspan=2>（一）予以公开</td><td rowspan=2>8</td>"
        + cells("", "", "", "", "", "8"),
        "<td colspan=2>（二）部分公开</td>" + cells("", "", "", "", "", "8"),
    )
    assert found["received"] == [3, 4, 0, 0, 0, 0, 7]
    assert found["carried_in"] == ["unreadable"] * 7
    assert found["granted"] == ["unreadable", *["blank"] * 5, 8]
    assert found["partly_granted"] == ["unreadable", *["blank"] * 5, 8]


def test_rows_that_all_stand_beside_the_same_blanks_are_in_order_whatever_they_add_up_to() -> None:
    """Two spare cells stand before the numbers of every row; one adds up to 7 and prints 8."""
    found = read_rows(
        "<td>一、本年新收政府信息公开申请数量</td>" + cells("", "", "3", "4", "0", "0", "0", "0", "7"),
        "<td>二、上年结转政府信息公开申请数量</td>" + cells("", "", "3", "4", "0", "0", "0", "0", "8"),
        "<td>四、结转下年度继续办理</td>" + cells("", "", "0", "2", "0", "0", "0", "0", "2"),
        heads=HEADS_ELSEWHERE,
    )
    assert found["received"] == [3, 4, 0, 0, 0, 0, 7]
    assert found["carried_in"] == [3, 4, 0, 0, 0, 0, 8]
    assert found["carried_out"] == [0, 2, 0, 0, 0, 0, 2]


@pytest.mark.parametrize(
    "strange",
    [
        ("", "", "", "2", "1", "0", "0", "0", "3", "9"),  # the first is blank, and a page number stands behind
        ("6", "", "", "2", "1", "0", "0", "0", "3", ""),
        ("", "6", "", "2", "1", "0", "0", "0", "3", ""),
    ],
)
def test_a_stray_number_beside_rows_that_stand_alike_fills_up_no_blank(strange: tuple[str, ...]) -> None:
    found = read_rows(
        "<td>一、本年新收政府信息公开申请数量</td>" + cells("", "", "3", "4", "0", "0", "0", "0", "7", ""),
        "<td>二、上年结转政府信息公开申请数量</td>" + cells(*strange),
        "<td>四、结转下年度继续办理</td>" + cells("", "", "0", "2", "0", "0", "0", "0", "2", ""),
        heads=HEADS_ELSEWHERE,
    )
    assert found["received"] == [3, 4, 0, 0, 0, 0, 7]
    assert found["carried_in"] == ["unreadable"] * 7


@pytest.mark.parametrize(
    "others",
    [
        [
            ("", "0", "0", "0", "0", "0", "0", "0", ""),
            ("", "0", "0", "0", "0", "0", "0", "0", ""),
        ],  # zeros tell nothing
        [("", "1", "2", "0", "0", "0", "0", "3", ""), ("1", "2", "0", "0", "0", "0", "3", "", "")],  # they disagree
        [("", "1", "2", "0", "0", "0", "0", "3", ""), ("", "1", "2", "0", "0", "0", "0", "4", "")],  # one alone
    ],
)
def test_rows_that_prove_no_place_let_no_other_in(others: list[tuple[str, ...]]) -> None:
    """The first column is blank, and the total stands twice."""
    found = read_rows(
        "<td>一、本年新收政府信息公开申请数量</td>" + cells(*others[0]),
        "<td>二、上年结转政府信息公开申请数量</td>" + cells("", "2", "1", "0", "0", "0", "3", "3", ""),
        "<td>四、结转下年度继续办理</td>" + cells(*others[1]),
        heads=HEADS_ELSEWHERE,
    )
    assert found["carried_in"] == ["unreadable"] * 7
