"""A report whose text is not given out in full, as it is published: without its text, or without its hash.

Comes in: a report with its checks, a finding's words. Goes out: the same without headings, sentences, lines, quotes and
reasons. Refuses to know: CSV, pages. It is done here, once, before anything is written, so that no table, file or page
has to remember it. Numbers, states, the lines they stand on and the sums of the tables stay. The numbers of persons
are no matter of this module: `reading.privacy` masked them before anything was read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace

from build_scripts.checking.declarations import TEXT
from build_scripts.codes import Codes
from build_scripts.model import Cell, Check, CheckStatus, Correction, Finding, Reading, Report
from build_scripts.reading.privacy import release

FULL, MASKED, WITHHELD = release.FULL, release.MASKED, release.WITHHELD
"""The three ways in which a text is given out, `text_release`."""

QUOTELESS = frozenset(
    {"personal-number", "masking-incomplete", "personal-number-unread", "nothing-to-mask", "held-back-copy"}
)
"""Findings that quote nothing, so that their words may always be given out."""

HIDDEN = "［暂不公布］"
"""Stands for what a finding would quote."""

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


def is_number_or_mark(printed: str) -> bool:
    """Whether what is printed in a cell is only numbers, units and marks, so that it tells nothing of the text.

    >>> is_number_or_mark("10.145件"), is_number_or_mark("0\\t0\\t—"), is_number_or_mark("22（其中修订16件）")
    (True, True, False)
    """
    return _NUMBER_OR_MARK.fullmatch(printed) is not None


def hold_back(report: Report, checks: Iterable[Check], codes: Codes) -> tuple[Report, tuple[Check, ...]]:
    """The report and its checks as they are published: as they are, or without the text if it is held back.

    The hash of the file is told only with the whole text: whoever has all of a text but eleven digits can try them all.
    """
    if report.text_release == MASKED:
        return replace(report, source_sha256=""), tuple(checks)
    if report.text_release != WITHHELD:
        return report, tuple(checks)
    told = {rule.code for rule in codes.rules if rule.left == TEXT}
    held = replace(
        report,
        scope_quote="",
        source_sha256="",
        sections=tuple(replace(part, heading="", text="") for part in report.sections),
        cells=tuple(map(_hold_back_cell, report.cells)),
        corrections=tuple(map(_hold_back_correction, report.corrections)),
        lines=("",) * len(report.lines),
    )
    return held, tuple(_hold_back_check(check, told) for check in checks)


def show_publicly(reading: Reading, checks: Iterable[Check], codes: Codes) -> tuple[Reading, tuple[Check, ...]]:
    """A reading and its checks as they may be told where everybody reads: in the log of a pull request."""
    if reading.text_release != WITHHELD:
        return reading, tuple(checks)
    report, shown = hold_back(reading.report, checks, codes) if reading.report else (None, tuple(checks))
    return replace(reading, report=report, findings=hide_details(reading.findings), lines=()), shown


def hide_details(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without what they quote, so that not even their ids tell anything of the text; equal ones of a line
    are told apart by their number."""
    seen: Counter[tuple[str, str, int | None]] = Counter()
    hidden = []
    for finding in findings:
        if finding.code not in QUOTELESS:
            key = (finding.code, finding.source_file, finding.line)
            seen[key] += 1
            more = (("number", str(seen[key])),) if seen[key] > 1 else ()
            finding = replace(finding, details=(*((name, HIDDEN) for name, _ in finding.details), *more))
        hidden.append(finding)
    return tuple(hidden)


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
