"""The three tables of a report’s page: every cell once, to its line and back, each state drawn apart."""

from __future__ import annotations

import re
from dataclasses import replace

from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing.report.page import ReportPages
from tests.report_pages import FORM_2019, FORM_2021, text_of, view_of, with_cell


def test_every_cell_of_the_form_stands_once_and_leads_to_its_line(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    record = report_records[FORM_2019]
    tables = "".join(drawn.html for drawn in view_of(report_pages, record).tables)
    drawn = re.findall(r'<td id="([^"]+)"[^>]*><a href="#L(\d+)"', tables)
    wanted = [
        (f"{table}-{cell.row}-{cell.column}", cell.line) for table, cells in record.cells.items() for cell in cells
    ]
    assert sorted(drawn) == sorted(wanted)
    assert len(drawn) == 198


def test_every_line_leads_back_to_all_its_cells(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    record = report_records[FORM_2019]
    view = view_of(report_pages, record)
    for line in view.lines:
        cells = [cell for found in record.cells.values() for cell in found if cell.line == str(line.number)]
        assert sum(link.cell_count for link in line.links) == len(cells)
    assert view.lines[2].text == "西工区城市管理局2020年政府信息公开工作年度报告"


def test_an_unreadable_row_is_shown_as_printed(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    tables = "".join(drawn.html for drawn in view_of(report_pages, report_records[FORM_2019]).tables)
    assert text_of(tables).count("？无法读取") == 70
    assert 'title="印作：' in tables


def test_a_corrected_cell_is_marked_with_its_reason(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    record = with_cell(
        report_records[FORM_2021], "applications", "received", "total", value="3", correction="扫描“件”误作 0"
    )
    tables = "".join(drawn.html for drawn in view_of(report_pages, record).tables)
    assert re.search(r'<a href="#L\d+" class="fixed" title="经更正：扫描“件”误作 0">3\*</a>', tables)


def test_a_row_printed_for_the_other_edition_stands_beside_and_in_the_sum(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    record = report_records[FORM_2021]
    parts = ("other_no_correction", "other_fee_unpaid", "other")
    cells = [
        cell._replace(state="absent", value="", line="") if cell.row in parts else cell
        for cell in record.cells["applications"]
    ]
    extra = [
        cell._replace(row="other_processing", value="7")
        for cell in record.cells["applications"]
        if cell.row == "granted"
    ]
    record = replace(record, cells={**record.cells, "applications": (*cells, *extra)})
    view = view_of(report_pages, record)
    table = view.tables[1].html
    assert '<span class="tag">另一版的行，照印</span>' in table
    assert table.count('id="applications-other_processing-') == 7
    concluded = next(block for block in view.rules if block.code == "applications_concluded_sum")
    assert [term.shown for term in concluded.lines[0].right].count("7") == 1
    assert "未印" not in [term.shown for term in concluded.lines[0].right]
