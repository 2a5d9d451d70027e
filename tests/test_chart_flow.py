"""What became of requests: widths add up, what does not match is drawn and named, blank is never 0."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing.charts.flow import Flow, Stream, group_outcomes, read_flow
from build_scripts.publishing.charts.flow_drawing import HEIGHT, FlowPainter, draw_flow, list_pieces, place_pieces
from build_scripts.publishing.context import Settings, SiteContext, build_context
from tests.chart_samples import TableCells, read_drawing, with_cells

TABLE = "applications"
TOTALS = {("received", "total"): "120", ("carried_in", "total"): "2", ("granted", "total"): "60"}
MATCHING = {
    **TOTALS,
    ("partly_granted", "total"): "10",
    ("refused_state_secret", "total"): "1",
    ("refused_internal_affairs", "total"): "4",
    ("unavailable_not_held", "total"): "30",
    ("not_processed_duplicate", "total"): "5",
    ("other", "total"): "8",
    ("concluded_total", "total"): "118",
    ("carried_out", "total"): "4",
}


@pytest.fixture(scope="module")
def context(package_folder: Path) -> SiteContext:
    return build_context(load_package(package_folder), Settings("开放数据"))


@pytest.fixture(scope="module")
def records(package_folder: Path) -> dict[str, ReportRecord]:
    return {record.row["report_id"]: record for record in iterate_reports(load_package(package_folder))}


@pytest.fixture(scope="module")
def zeros(records: dict[str, ReportRecord]) -> ReportRecord:
    """A report of the 2021 edition whose application cells are all 0."""
    record = records["410781-chengshiguanliju-2023"]
    return with_cells(record, TABLE, {(cell.row, cell.column): "0" for cell in record.cells[TABLE]})


@pytest.fixture(scope="module")
def painter(context: SiteContext) -> FlowPainter:
    return FlowPainter(context)


def paint(painter: FlowPainter, record: ReportRecord, cells: dict[tuple[str, str], str]) -> str:
    return str(painter.paint(with_cells(record, TABLE, cells)))


def flow_of(left: list[int], right: list[int]) -> Flow:
    return Flow(
        tuple(Stream(f"来{at}", number, ("received",)) for at, number in enumerate(left)),
        tuple(Stream(f"去{at}", number, ("granted",)) for at, number in enumerate(right)),
    )


COUNTS = st.integers(0, 10**5)


@settings(max_examples=40)
@given(st.lists(COUNTS, min_size=2, max_size=2).filter(any), st.lists(COUNTS, min_size=7, max_size=7).filter(any))
def test_both_sides_are_as_high_as_all_requests_and_each_part_as_its_share(left: list[int], right: list[int]) -> None:
    flow = flow_of(left, right)
    whole = max(flow.left, flow.right)
    for side in (list_pieces(flow.intake, -flow.rest), list_pieces(flow.outcomes, flow.rest)):
        placed = place_pieces(side, whole)
        assert sum(found.height for found in placed) == HEIGHT * 100
        for found in placed:
            assert abs(found.height - found.piece.number * HEIGHT * 100 / whole) <= 1
        for above, below in pairwise(placed):
            assert below.top >= above.top + above.height
            assert below.middle - above.middle >= 1300  # labels do not touch


@settings(max_examples=40)
@given(st.lists(COUNTS, min_size=2, max_size=2).filter(any), st.lists(COUNTS, min_size=7, max_size=7).filter(any))
def test_the_drawing_stays_inside_its_frame_and_its_bars_are_the_numbers(left: list[int], right: list[int]) -> None:
    svg = draw_flow(flow_of(left, right), "f")
    drawing = read_drawing(svg)
    tall = float(re.search(r'viewBox="0 0 340 ([\d.]+)"', svg)[1])  # type: ignore[index]
    bars = [bar for bar in (*drawing.of("ch-bar"), *drawing.of("ch-rest")) if "height" in bar]
    assert all(float(bar["y"]) >= 0 and float(bar["y"]) + float(bar["height"]) <= tall + 0.01 for bar in bars)
    assert sum(float(bar["height"]) for bar in bars) == pytest.approx(3 * HEIGHT, abs=0.2)


def test_a_year_that_matches_is_drawn_without_a_rest(painter: FlowPainter, zeros: ReportRecord) -> None:
    html = paint(painter, zeros, MATCHING)
    drawing = read_drawing(html[html.index("<svg") : html.index("</svg>") + 6])
    assert drawing.words == (
        *("新收 120", "上年结转 2"),
        *("予以公开 60", "部分公开 10", "不予公开 5", "无法提供 30", "不予处理 5", "其他处理 8", "结转下年度 4"),
        "共 122 件",
    )
    assert not drawing.of("ch-rest")
    assert drawing.description == (
        "来路：新收 120 件，上年结转 2 件；"
        "去向：予以公开 60 件，部分公开 10 件，不予公开 5 件，无法提供 30 件，不予处理 5 件，其他处理 8 件，"
        "结转下年度 4 件"
    )
    assert "2023 年要办的申请（新收和上年结转）到哪里去了" in html
    assert "新收 120 件，上年结转 2 件，共 122 件；右边各项共 122 件。" in html
    assert "卫辉市城市管理局 2023 年度报告，表二" in html


def test_the_table_has_the_numbers_of_the_drawing_and_leads_to_their_cells(
    painter: FlowPainter, zeros: ReportRecord
) -> None:
    html = paint(painter, zeros, MATCHING)
    rows = TableCells(html).rows
    drawing = read_drawing(html[html.index("<svg") : html.index("</svg>") + 6])
    told = {f"{head.split('：')[1]} {number}" for head, number, _ in rows[1:] if number != "0"}
    assert told == set(drawing.words) - {"共 122 件"}
    assert ["去向：不予公开", "5", "8 行之和"] in rows
    assert 'href="#applications-refused_state_secret-total"' in html


@pytest.mark.parametrize(
    ("changed", "words", "side"),
    [
        ({("granted", "total"): "50"}, "对不上的 10 件", "去向"),
        ({("granted", "total"): "63"}, "对不上的 3 件", "来路"),
    ],
)
def test_what_does_not_match_is_drawn_dashed_on_the_side_that_lacks_it(
    painter: FlowPainter, zeros: ReportRecord, changed: dict[tuple[str, str], str], words: str, side: str
) -> None:
    html = paint(painter, zeros, {**MATCHING, **changed})
    drawing = read_drawing(html[html.index("<svg") : html.index("</svg>") + 6])
    assert words in drawing.words
    assert len(drawing.of("ch-rest")) == 2  # its bar and its ribbon
    assert [row[0] for row in TableCells(html).rows if "对不上的" in row[0]] == [f"{side}：对不上的"]
    assert "差异可能来自报告、转换的文件或我们的读取" in html


def test_a_printed_total_that_differs_from_its_parts_is_told(painter: FlowPainter, zeros: ReportRecord) -> None:
    html = paint(painter, zeros, {**MATCHING, ("concluded_total", "total"): "117"})
    assert "办理结果各项之和是 118 件，印出的总计是 117 件。" in html


def test_a_blank_row_is_neither_drawn_nor_zero(painter: FlowPainter, zeros: ReportRecord) -> None:
    html = paint(painter, zeros, {**MATCHING, ("refused_third_party_rights", "total"): "blank"})
    assert "不予公开有 1 行空白：没有画，也没有当作 0。" in html
    assert ["去向：不予公开", "5", "8 行之和，其中 1 行空白"] in TableCells(html).rows
    alone = paint(painter, zeros, {**MATCHING, ("carried_in", "total"): "blank"})
    assert ["来路：上年结转", "空白", "一格"] in TableCells(alone).rows
    assert "对不上的 2 件" in alone


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({("refused_state_secret", "total"): "unreadable"}, "没有画图：“不予公开”无法读取，不知道一共有多少件。"),
        ({("carried_out", "total"): "absent"}, "没有画图：“结转下年度”未印，不知道一共有多少件。"),
        ({("received", "total"): "blank"}, "没有画图：“新收”空白，不知道一共有多少件。"),
    ],
)
def test_without_all_operands_there_is_a_reason_and_no_picture(
    painter: FlowPainter, zeros: ReportRecord, cells: dict[tuple[str, str], str], told: str
) -> None:
    assert paint(painter, zeros, {**MATCHING, **cells}) == f"<p>{told}</p>"


def test_a_sum_with_a_blank_row_is_at_least_so_much(painter: FlowPainter, zeros: ReportRecord) -> None:
    """A blank may hide a number: neither the whole nor a part nor what is missing is stated as if it were known."""
    neither = {**MATCHING, ("carried_in", "total"): "blank", ("refused_state_secret", "total"): "blank"}
    html = paint(painter, zeros, {**neither, ("received", "total"): "121"})
    assert "新收 121 件，上年结转空白，至少 121 件；右边各项至少 121 件。" in html
    assert ">至少 121 件<" in html
    assert "不予公开（至少） 4" in html
    right_alone = paint(painter, zeros, {**MATCHING, ("refused_internal_affairs", "total"): "blank"})
    assert "新收 120 件，上年结转 2 件，共 122 件；右边各项至少 118 件。" in right_alone
    assert ">共 122 件<" in right_alone
    assert "可能就在没有印出数的行里，也可能来自报告、转换的文件或我们的读取。" in right_alone


def test_few_requests_are_told_and_not_drawn(painter: FlowPainter, zeros: ReportRecord) -> None:
    assert paint(painter, zeros, {}) == "<p>新收和上年结转的申请都是 0 件，没有图可画。</p>"
    few = {("received", "total"): "3", ("granted", "total"): "2", ("carried_out", "total"): "1"}
    assert paint(painter, zeros, few) == "<p>新收 3 件，上年结转 0 件。去向：予以公开 2 件，结转下年度 1 件。</p>"


def test_other_processing_printed_whole_is_taken_whole_and_its_parts_where_both_are_printed(
    context: SiteContext, zeros: ReportRecord
) -> None:
    parts = ("other_no_correction", "other_fee_unpaid", "other")
    absent = with_cells(zeros, TABLE, {(part, "total"): "absent" for part in parts})
    sample = next(cell for cell in zeros.cells[TABLE] if (cell.row, cell.column) == ("granted", "total"))
    whole = sample._replace(row="other_processing", value="7", state="reported")
    groups = group_outcomes(context.codes, context.labels["outcomes"])["2021"]

    def other(record: ReportRecord) -> Stream:
        added = {**record.cells, TABLE: (*record.cells[TABLE], whole)}
        flow = read_flow(replace(record, cells=added), groups, context)
        return next(stream for stream in flow.outcomes if stream.label == "其他处理")

    assert (other(absent).number, other(absent).rows) == (7, ("other_processing",))
    assert (other(zeros).number, other(zeros).rows) == (0, parts)


def test_a_report_without_a_form_has_neither_picture_nor_words(painter: FlowPainter, zeros: ReportRecord) -> None:
    assert str(painter.paint(replace(zeros, row={**zeros.row, "form": "none"}))) == ""


def test_the_outcomes_are_the_groups_of_the_form_in_printed_order(context: SiteContext) -> None:
    groups = group_outcomes(context.codes, context.labels["outcomes"])
    labels = ["予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理"]
    assert [group.label for group in groups["2021"]] == labels
    assert [group.label for group in groups["2019"]] == labels
    assert [len(group.rows) for group in groups["2021"]] == [1, 1, 8, 3, 5, 3]
    assert [len(group.rows) for group in groups["2019"]] == [1, 1, 8, 3, 5, 1]


def test_a_hostile_agency_name_stays_text(painter: FlowPainter, zeros: ReportRecord) -> None:
    record = replace(with_cells(zeros, TABLE, MATCHING), agency={**zeros.agency, "name": "<script>1</script>"})
    html = str(painter.paint(record))
    assert "<script" not in html
    assert "&lt;script&gt;1&lt;/script&gt; 2023 年度报告" in html
