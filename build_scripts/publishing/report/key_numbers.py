"""The numbers a reader looks for first, each as stated in the report, or “not stated” with the reason.

Comes in: the cells of a report. Goes out: frozen figures. Refuses to know: HTML. Which cells are key is the list below;
a cell the form does not have is left out. Blank never becomes 0. Where no request is stated, what the agency decided
comes first, since a page must be worth reading for an agency with no requests.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import cell_anchor
from build_scripts.publishing.report.sums import RuleBlock
from build_scripts.publishing.templates import group_digits

DECIDED = (
    ("disclosures", "licence", "decisions", "行政许可处理决定"),
    ("disclosures", "penalty", "decisions", "行政处罚处理决定"),
    ("disclosures", "enforcement", "decisions", "行政强制处理决定"),
    ("disclosures", "fee", "amount", "行政事业性收费"),
    ("disclosures", "procurement", "procurement_amount", "政府集中采购"),
    ("disclosures", "normative_document", "in_force", "现行有效规范性文件"),
    ("disclosures", "normative_document", "total_disclosed", "对外公开规范性文件"),
)
REQUESTED = (
    ("applications", "received", "total", "新收公开申请"),
    ("applications", "concluded_total", "total", "办结申请"),
    ("applications", "carried_out", "total", "结转下年度"),
    ("remedies", "reconsideration", "total", "行政复议"),
    ("remedies", "litigation_direct", "total", "诉讼（未经复议）"),
    ("remedies", "litigation_after_reconsideration", "total", "诉讼（复议后）"),
)


class KeyNumber(NamedTuple):
    """A figure: its label, the number (empty if none is stated), unit, why none is stated, its cell's anchor, the
    reason of a correction and the anchor of a sum that the number is part of and that differs, each empty if none."""

    label: str
    number: str
    unit: str
    reason: str
    anchor: str
    correction: str = ""
    doubt: str = ""


def pick_key_numbers(record: ReportRecord, context: SiteContext) -> tuple[KeyNumber, ...]:
    """The key numbers of a report, in the order in which they are worth reading; none for a report without a form."""
    cells = {(table, cell.row, cell.column): cell for table, found in record.cells.items() for cell in found}
    received = cells.get(("applications", "received", "total"))
    has_requests = received is not None and received.value not in {"", "0"}
    form = record.row["form"]
    units = {
        (table, cell.row, cell.column): cell.unit
        for table in ("disclosures", "applications", "remedies")
        if (form, table) in context.codes.tables
        for cell in context.codes.tables[(form, table)].cells
    }
    figures = []
    for table, row, column, label in (*REQUESTED, *DECIDED) if has_requests else (*DECIDED, *REQUESTED):
        cell = cells.get((table, row, column))
        if cell is not None:
            reason = "" if cell.state == "reported" else context.label("states", cell.state)
            unit = units.get((table, row, column), "")
            anchor = cell_anchor(table, row, column)
            figures.append(KeyNumber(label, group_digits(cell.value), unit, reason, anchor, cell.correction))
    return tuple(figures)


def mark_doubtful(figures: Iterable[KeyNumber], rules: Iterable[RuleBlock]) -> tuple[KeyNumber, ...]:
    """The figures, each with the first sum that it is part of and that differs."""
    doubts: dict[str, str] = {}
    for block in rules:
        for line in block.lines:
            if line.status == "differs":
                for operand in line.left + line.right:
                    doubts.setdefault(operand.link, line.anchor)
    return tuple(figure._replace(doubt=doubts.get(f"#{figure.anchor}", "")) for figure in figures)
