"""What is to be told before a report is used: its findings in groups, its corrected cells in words.

Comes in: findings and corrections of a record. Goes out: plain text. Refuses to know: HTML, how a report is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from build_scripts.packaging.held_back import UNQUOTED
from build_scripts.packaging.package import CorrectionRow, FindingRow
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.report.sum_plans import name_axis
from build_scripts.publishing.templates import tell_corrected


class Note(NamedTuple):
    """All findings of one code: what it is about, how weighty, and each message with its line (0: the whole file).

    A message is empty where it may not be shown; what it is about still is.
    """

    code: str
    label: str
    severity: str
    messages: tuple[tuple[str, int], ...]


class CorrectionView(NamedTuple):
    """A corrected cell in words."""

    where: str
    printed: str
    value: str
    reason: str
    evidence: str


def group_findings(findings: Sequence[FindingRow], source_file: str, context: SiteContext) -> tuple[Note, ...]:
    """Findings by code, the weightier first; within a code by line. A line of the sidecar is none of the report's."""
    order = list(context.labels["severities"])
    ranked = sorted(findings, key=lambda found: (order.index(found.severity), found.code, int(found.line or 0)))
    return tuple(
        Note(
            code,
            context.label("finding_codes", code),
            context.label("severities", severity),
            tuple(
                (
                    "" if found.message_zh == UNQUOTED["zh"] else found.message_zh,
                    int(found.line or 0) if found.source_file == source_file else 0,
                )
                for found in group
            ),
        )
        for (severity, code), group in groupby(ranked, key=lambda found: (found.severity, found.code))
    )


def count_findings(notes: Sequence[Note]) -> tuple[tuple[str, int], ...]:
    """How many findings there are of each severity, the weightier first."""
    counts: dict[str, int] = {}
    for note in notes:
        counts[note.severity] = counts.get(note.severity, 0) + len(note.messages)
    return tuple(counts.items())


def view_correction(
    found: CorrectionRow, row_labels: Mapping[tuple[str, str], str], context: SiteContext
) -> CorrectionView:
    """A correction by the labels of the form; only a web address is evidence to be linked."""
    where = row_labels.get((found.table, found.row), found.row)
    if found.column:
        where += f"（{name_axis(found.table, 'column', found.column, context)}）"
    value = tell_corrected(found.value, context.labels["states"])
    evidence = found.evidence if found.evidence.startswith(("https://", "http://")) else ""
    return CorrectionView(where, found.printed, value, found.reason.rstrip("。；， "), evidence)
