"""A report whose text is held back, without its text: what is left is what may be shown anywhere.

Comes in: a record. Goes out: the record itself, or one in which everything that quotes the text is empty. Refuses to
know: pages, files. The package holds no such text any more (`packaging.held_back`); this is the second lock, for
packages made before, done once, before a page and the files beside it are made, so that no template has to remember it.
Numbers, states, lines and outcomes of rules stay.
"""

from __future__ import annotations

from dataclasses import replace

from build_scripts.packaging.held_back import QUOTELESS, UNQUOTED, UNSAID, WITHHELD, is_number_or_mark
from build_scripts.packaging.package import CellRow, CorrectionRow, ReportRecord, Row

UNTOLD = {"message_zh": UNQUOTED["zh"], "message_en": UNQUOTED["en"]}


def is_released(report: Row) -> bool:
    """Whether the text of a report may be shown, and compared with what is shown."""
    return report["text_release"] != WITHHELD


def hold_back(record: ReportRecord) -> ReportRecord:
    """The record without headings, sentences, lines, quotes and messages, if its text is held back."""
    if is_released(record.row):
        return record
    return replace(
        record,
        row={**record.row, "scope_quote": "", "source_sha256": ""},
        sections=tuple(found._replace(heading="", text="") for found in record.sections),
        cells={table: tuple(map(_without_print, cells)) for table, cells in record.cells.items()},
        checks=tuple(check._replace(left_text="", right_text="") for check in record.checks),
        findings=tuple(found if found.code in QUOTELESS else found._replace(**UNTOLD) for found in record.findings),
        corrections=tuple(_without_quote(found) for found in record.corrections),
        lines=("",) * len(record.lines),
    )


def _without_print(cell: CellRow) -> CellRow:
    """Where a row could not be taken apart, the whole of it stands in each of its cells as printed; a reason quotes."""
    printed = cell.printed if is_number_or_mark(cell.printed) else ""
    return cell._replace(printed=printed, correction=UNSAID if cell.correction else "")


def _without_quote(found: CorrectionRow) -> CorrectionRow:
    return found._replace(printed=found.printed if is_number_or_mark(found.printed) else "", reason=UNSAID)
