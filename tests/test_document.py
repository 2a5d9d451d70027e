"""Tables whose cells the format itself parts, with cells over several rows and columns: the numbers of the form."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from build_scripts.reading.document import SpanCell, TableRow, build_document, resolve_spans
from build_scripts.reading.labels import fold_label
from build_scripts.reading.prose.sections import find_headings
from build_scripts.reading.tables.all_tables import TablesRead, read_tables
from build_scripts.reading.tables.grids import find_regions
from build_scripts.reading.tables.parting import part_lines
from tests.printing.readback import known
from tests.report_texts import row_labels

KINDS = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
HEADS = [
    [SpanCell("（各项的勾稽关系）", 3, 3), SpanCell("申请人情况", 1, 7)],
    [SpanCell("自然人", 2), SpanCell("法人或其他组织", 1, 5), SpanCell("总计", 2)],
    [SpanCell(kind) for kind in KINDS],
]
ROW = [5, 2, 6, 0, 1, 8, 22]
GROUPS = {
    "三、本年度办理结果": ("granted", 22, 1),
    "（三）不予公开": ("refused_state_secret", 8, 1),
    "（四）无法提供": ("unavailable_not_held", 3, 1),
    "（五）不予处理": ("not_processed_petition", 5, 1),
    "（六）其他处理": ("other_no_correction", 3, 1),
}


def numbers(values: Sequence[object]) -> list[SpanCell]:
    return [SpanCell(str(value)) for value in values]


def lay_form() -> dict[str, list[SpanCell]]:
    """Each row of the form of 2021 as its cells, groups over their rows as the form draws them."""
    rows: dict[str, list[SpanCell]] = {}
    for code, label in row_labels("2021").items():
        opened = [SpanCell(group, height) for group, (first, height, _) in GROUPS.items() if first == code]
        alone = code in ("received", "carried_in", "carried_out")
        two = code in ("granted", "partly_granted", "concluded_total")
        rows[code] = [*opened, SpanCell(label, 1, 3 if alone else 2 if two else 1), *numbers([0] * 7)]
    return rows


def read(rows: Sequence[TableRow], below: Sequence[TableRow] = ()) -> TablesRead:
    document = build_document(
        "html", ["三、收到和处理政府信息公开申请情况", *rows, *(["3"] if below else []), *below, "四、其他"]
    )
    headings = find_headings(document.lines, known().headings)
    breaks = {heading.line for heading in headings}
    parted = part_lines(document.lines, document.rows, breaks, tuple(known().books.values()))
    regions = find_regions(document.lines, breaks, lambda text: fold_label(text) in known().anchors, parted)
    text = tuple(enumerate(document.lines, 1))
    return read_tables(tuple(regions), lambda line: "applications", text, known(), "a.html")


def contents(tables: TablesRead, row: str) -> list[object]:
    cells = [cell for cell in tables.cells if (cell.table, cell.row) == ("applications", row)]
    return [cell.value if cell.value is not None else cell.state.value for cell in cells]


def with_row(code: str, cells: Sequence[SpanCell]) -> list[TableRow]:
    return resolve_spans([*HEADS, *{**lay_form(), code: list(cells)}.values()])


def test_a_form_drawn_with_merged_cells_is_read_whole() -> None:
    tables = read(resolve_spans([*HEADS, *lay_form().values()]))
    assert tables.form == "2021"
    assert {cell.value for cell in tables.cells if cell.table == "applications"} == {0}
    assert [finding.code for finding in tables.findings] == ["table-missing", "table-missing"]


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("received", SpanCell("一、本年新收政府信息公开申请数量", 1, 3)),
        ("partly_granted", SpanCell("（二）部分公开", 1, 2)),
        ("refused_security_stability", SpanCell("3.危及“三安全一稳定”")),
    ],
)
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (ROW, ROW),
        ([5, "", "", "", "", "", 5], [5, *["blank"] * 5, 5]),
        (["", "", "", "", "", 8, ""], [*["blank"] * 5, 8, "blank"]),
        ([""] * 7, ["blank"] * 7),
        (["—"] * 7, ["dash"] * 7),
    ],
)
def test_a_number_stands_in_its_column_whatever_the_label_takes(
    code: str, label: SpanCell, values: Sequence[object], expected: list[object]
) -> None:
    assert contents(read(with_row(code, [label, *numbers(values)])), code) == expected


def test_a_number_over_several_columns_is_of_none_of_them() -> None:
    label = SpanCell("（二）部分公开", 1, 2)
    found = contents(
        read(with_row("partly_granted", [label, SpanCell("5"), SpanCell("2", 1, 5), SpanCell("7")])), "partly_granted"
    )
    assert found == ["unreadable"] * 7


def test_a_number_over_several_rows_is_of_none_of_them() -> None:
    rows = lay_form()
    rows["refused_process_information"][-1] = SpanCell("9", 2)
    rows["refused_enforcement_file"].pop()
    tables = read(resolve_spans([*HEADS, *rows.values()]))
    for code in ("refused_process_information", "refused_enforcement_file"):
        assert contents(tables, code)[-1] == "unreadable"
        assert 9 not in contents(tables, code)


def test_heads_drawn_again_on_the_next_page_are_no_rows() -> None:
    rows = list(lay_form().values())
    first, second = resolve_spans([*HEADS, *rows[:2]]), resolve_spans([*HEADS, *rows[2:]])
    tables = read(first, second)
    assert {cell.value for cell in tables.cells if cell.table == "applications"} == {0}


def test_a_total_drawn_first_is_read_by_its_head() -> None:
    heads = [
        [SpanCell("", 2, 3), SpanCell("总计", 2), SpanCell("自然人", 2), SpanCell("法人或其他组织", 1, 5)],
        [SpanCell(kind) for kind in KINDS],
    ]
    rows = lay_form()
    rows["partly_granted"] = [SpanCell("（二）部分公开", 1, 2), *numbers([22, 5, 2, 6, 0, 1, 8])]
    rows["carried_in"] = [SpanCell("二、上年结转政府信息公开申请数量", 1, 3), *numbers([8, "", 2, 6, "", "", ""])]
    tables = read(resolve_spans([*heads, *rows.values()]))
    assert contents(tables, "partly_granted") == ROW
    assert contents(tables, "carried_in") == ["blank", 2, 6, "blank", "blank", "blank", 8]


def test_a_group_in_vertical_text_over_its_rows_names_none_of_them() -> None:
    rows = lay_form()
    rows["unavailable_not_held"][0] = SpanCell("（\n四\n）\n无\n法\n提\n供", 3)
    tables = read(resolve_spans([*HEADS, *rows.values()]))
    assert contents(tables, "unavailable_not_held") == [0] * 7
