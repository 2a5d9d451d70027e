"""Of a report's lines those of its tables are found apart: no line of text a second time, no line of a table lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing.report.table_lines import LONG, find_table_lines


def find(record: ReportRecord) -> dict[int, str]:
    heads = [record.row["title"], *(found.heading for found in record.sections)]
    return dict(find_table_lines(record.lines, [found.heading + found.text for found in record.sections], heads))


def records(package: Path) -> Iterator[ReportRecord]:
    yield from iterate_reports(load_package(package))


def squeeze(text: str) -> str:
    return "".join(text.replace("*", "").split())


def test_no_line_of_a_sections_text_is_found_again(country_package: Path) -> None:
    again = [
        (record.row["report_id"], number)
        for record in records(country_package)
        for number, line in find(record).items()
        if "\t" not in line and "|" not in line and len(squeeze(line)) >= LONG
        if any(squeeze(line) in squeeze(found.text) for found in record.sections)
    ]
    assert again == []


def test_every_line_that_a_cell_was_read_from_is_found(country_package: Path) -> None:
    lost, seen = [], 0
    for record in records(country_package):
        cells = {int(cell.line) for cells in record.cells.values() for cell in cells if cell.line}
        cells = {number for number in cells if record.lines[number - 1].strip()}
        lost += [(record.row["report_id"], number) for number in sorted(cells - set(find(record)))]
        seen += len(cells)
    assert lost == []
    assert seen > 1_000


def test_marks_before_a_heading_do_not_hide_the_text_below_it() -> None:
    lines = ["## 一、总体情况", "", "我局公开信息。", "（一）主动公开。", "|规章|0|"]
    assert find_table_lines(lines, ["一、总体情况我局公开信息。\n（一）主动公开。"], []) == ((5, "|规章|0|"),)


def test_a_line_of_text_is_known_past_what_is_printed_otherwise() -> None:
    """Here the text has a word that no line prints: it stays behind, and the lines after it are text all the same."""
    lines = ["我局共收到政府信息公开申请十件。", "规章\t0", "畅通投诉举报渠道，自觉接受社会监督。"]
    text = "我局共收到政府信息公开申请十件。（页眉）畅通投诉举报渠道，自觉接受社会监督。"
    assert find_table_lines(lines, [text], []) == ((2, "规章\t0"),)


def test_a_tables_line_is_not_taken_for_text_that_says_the_same() -> None:
    lines = ["行政许可", "行政许可\t12", "我局办理行政许可12件，行政许可数量增加。"]
    found = find_table_lines(lines, ["我局办理行政许可12件，行政许可数量增加。"], [])
    assert found == ((1, "行政许可"), (2, "行政许可\t12"))


def test_a_line_printed_twice_is_text_once() -> None:
    line = "统计口径为全年办理的全部申请。"
    assert find_table_lines([line, line], [line], []) == ((2, line),)
