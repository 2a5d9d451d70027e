"""A report whose text is held back, without its text: what is left is what may be shown anywhere.

Comes in: a record. Goes out: the record itself, or one in which everything that quotes the text is empty. Refuses to
know: pages, files. Done once, before a page and the files beside it are made, so that no template has to remember it.
Numbers, states, lines and outcomes of rules stay.
"""

from __future__ import annotations

from dataclasses import replace

from build_scripts.packaging.package import CellRow, ReportRecord, Row
from build_scripts.publishing.report.downloads import WITHHELD

UNSAID = "理由暂不公布"
"""Stands for the reason of a correction, which may quote the text; that there is one is still seen."""


def is_released(report: Row) -> bool:
    """Whether the text of a report may be shown, and compared with what is shown."""
    return report["text_release"] != WITHHELD


def hold_back(record: ReportRecord) -> ReportRecord:
    """The record without headings, sentences, lines, quotes and messages, if its text is held back."""
    if is_released(record.row):
        return record
    return replace(
        record,
        row={**record.row, "scope_quote": ""},
        sections=tuple(found._replace(heading="", text="") for found in record.sections),
        cells={table: tuple(map(_without_print, cells)) for table, cells in record.cells.items()},
        checks=tuple(check._replace(left_text="", right_text="") for check in record.checks),
        findings=tuple(found._replace(message_zh="", message_en="") for found in record.findings),
        corrections=tuple(found._replace(printed="", reason=UNSAID) for found in record.corrections),
        lines=("",) * len(record.lines),
    )


def _without_print(cell: CellRow) -> CellRow:
    """Where a row could not be taken apart, the whole of it stands in each of its cells as printed; a reason quotes."""
    printed = "" if cell.state == "unreadable" else cell.printed
    return cell._replace(printed=printed, correction=UNSAID if cell.correction else "")
