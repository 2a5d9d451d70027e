"""Why something changed: a code of `change_reasons.csv`, decided by rule and by nothing else.

Comes in: what differs. Goes out: a code. Refuses to know: tables, files.

    a report only the newer version holds     new_report     but `register` or `reading` if its very file was held
    a report only the older version holds     removed_report   before under another agency or year (see below)
    a cell whose correction differs           correction     whatever else changed in the report
    all else of a report with another file    replaced_source
    words of a report whose text_release differs, text_release
    all else of one whose file cannot be seen unseen_source  (a hash is empty: nobody can tell from the data)
    all else of a report with the same file   reading
    the report itself, and the counts of its cells: the first of these that holds, a correction after replaced_source

A file that stays while its report's id goes and another comes was given to another agency (`register`) or another
year (`reading`). Agencies are `register`, code lists `code_list`, the agency register `register`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Row = Mapping[str, str]


class ReportPair(NamedTuple):
    """A report in two versions: whether its file is another one, the cells whose correction differs, whether its text
    is released another way, whether a version does not tell the hash of its file."""

    is_replaced: bool
    corrected: frozenset[tuple[str, str, str]]
    is_released_otherwise: bool = False
    is_unseen: bool = False


def explain_new(report: Row, gone: Mapping[str, Row]) -> str:
    """Why a report came; `gone` are those no longer held, by the hash of their file."""
    return _explain_moved(report, gone) or "new_report"


def explain_lost(report: Row, come: Mapping[str, Row]) -> str:
    """Why a report went; `come` are those newly held, by the hash of their file."""
    return _explain_moved(report, come) or "removed_report"


def explain_report(pair: ReportPair) -> str:
    """Why a report that both versions hold changed."""
    held = (
        ("replaced_source", pair.is_replaced),
        ("correction", bool(pair.corrected)),
        ("text_release", pair.is_released_otherwise),
        ("unseen_source", pair.is_unseen),
    )
    return next((reason for reason, is_so in held if is_so), "reading")


def explain_cell(pair: ReportPair, cell: tuple[str, str, str]) -> str:
    """Why a cell of a report that both versions hold changed; how its text is released moves no number."""
    plain = pair._replace(corrected=frozenset(), is_released_otherwise=False)
    return "correction" if cell in pair.corrected else explain_report(plain)


def _explain_moved(report: Row, others: Mapping[str, Row]) -> str:
    other = others.get(report["source_sha256"])
    if other is None:
        return ""
    return "reading" if other["agency_id"] == report["agency_id"] else "register"
