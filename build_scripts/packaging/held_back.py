"""A report whose text is held back, as it is published: without its text.

Comes in: a report with its checks, a finding's words. Goes out: the same without headings, sentences, lines, quotes and
reasons. Refuses to know: CSV, pages. It is done here, once, before anything is written, so that no table, file or page
has to remember it. Numbers, states, the lines they stand on and the sums of the tables stay.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from build_scripts.checking.declarations import TEXT
from build_scripts.codes import Codes
from build_scripts.model import Cell, Check, CheckStatus, Correction, Report

WITHHELD = "withheld"
"""The `text_release` of such a report."""

UNSAID = "理由暂不公布"
"""Stands for the reason of a correction, which may quote the text; that there is one is still seen."""

UNQUOTED = {
    "zh": "这份报告的正文暂不公布，这里不引原文。",
    "en": "The text of this report is held back and is not quoted here.",
}
"""Stands for the message of a finding; code, line and severity are still told."""

_NUMBER_OR_MARK = re.compile(
    r"(?:[\s\d.,，:：;；|/／\\()（）\[\]+*%％~—–―－_-]|万元|亿元|千元|百元|元|万|亿|件|条|个|项|宗|份|起|无|空|零|[〇○一二三四五六七八九十])*"
)
_DECLARED = re.compile(rb"text_release[\"']?\s*:\s*[\"']?withheld")


def is_number_or_mark(printed: str) -> bool:
    """Whether what is printed in a cell is only numbers, units and marks, so that it tells nothing of the text.

    >>> is_number_or_mark("10.145件"), is_number_or_mark("0\\t0\\t—"), is_number_or_mark("22（其中修订16件）")
    (True, True, False)
    """
    return _NUMBER_OR_MARK.fullmatch(printed) is not None


def declares_withheld(sidecar: bytes) -> bool:
    """Whether a sidecar asks that the text be held back: also one with faults, whose report is not published."""
    return _DECLARED.search(sidecar) is not None


def hold_back(report: Report, checks: Iterable[Check], codes: Codes) -> tuple[Report, tuple[Check, ...]]:
    """The report and its checks as they are published: as they are, or without the text if it is held back."""
    if report.text_release != WITHHELD:
        return report, tuple(checks)
    told = {rule.code for rule in codes.rules if rule.left == TEXT}
    held = replace(
        report,
        scope_quote="",
        sections=tuple(replace(part, heading="", text="") for part in report.sections),
        cells=tuple(map(_hold_back_cell, report.cells)),
        corrections=tuple(map(_hold_back_correction, report.corrections)),
        lines=("",) * len(report.lines),
    )
    return held, tuple(_hold_back_check(check, told) for check in checks)


def _hold_back_cell(cell: Cell) -> Cell:
    """A row that could not be taken apart stands whole in each of its cells as printed."""
    printed = cell.printed if is_number_or_mark(cell.printed) else ""
    return cell._replace(printed=printed, correction=UNSAID if cell.correction else "")


def _hold_back_correction(fix: Correction) -> Correction:
    return replace(fix, printed=fix.printed if is_number_or_mark(fix.printed) else "", reason=UNSAID)


def _hold_back_check(check: Check, told: Collection[str]) -> Check:
    """What the text says of a number is part of the text, and so is whether the table says the same."""
    if check.rule not in told or check.status is CheckStatus.NOT_APPLICABLE:
        return check
    return Check(check.report_id, check.rule, check.scope, CheckStatus.NOT_ASSESSABLE)
