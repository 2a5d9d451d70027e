"""The changes of a release put together: one for each report, agency or code that is not as it was.

Comes in: releases of the ledger, the reports of the package in hand. Goes out: frozen groups in a fixed order. Refuses
to know: words, pages, feeds.

What is held back today is held back in the past too: unless the package in hand publishes a report's text in full, what
its fields said before and after is not shown, but for those that quote nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from build_scripts.packaging.held_back import FULL
from build_scripts.publishing.context import SiteContext
from build_scripts.releasing.ledger import Change, Release

ADDED, CHANGED, REMOVED = "added", "changed", "removed"
UNQUOTING = frozenset(
    (
        *("agency_id", "year", "form", "scope", "published", "period_start", "period_end"),
        *("source_format", "retrieved", "text_release", "findings"),
        *("cells_reported", "cells_blank", "cells_dash", "cells_absent", "cells_unreadable"),
    )
)
"""Columns of `reports` that hold no words of a report."""

FOLLOWING = frozenset(("first_year", "last_year", "report_count"))
"""Columns of `agencies` that follow from its reports."""


class Group(NamedTuple):
    """What became of one thing in a release.

    `subject` is report, agency or code; `change` is added, changed or removed. `key` names it: the report's id, the
    agency's, list and code, or table and column. `parts` are the changes of its fields, sections and cells, in the
    ledger's order.
    """

    version: str
    date: str
    subject: str
    change: str
    agency_id: str
    key: str
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    parts: tuple[Change, ...]

    @property
    def year(self) -> str:
        """The report year of a report."""
        return self.key.rpartition("-")[2] if self.subject == "report" else ""


def group_changes(release: Release) -> tuple[Group, ...]:
    """The groups of a release: reports (newest year first, then by id), agencies, codes."""
    found: dict[tuple[str, str], list[Change]] = {}
    for change in release.changes:
        found.setdefault(_key_of(change), []).append(change)
    groups = [_make_group(subject, key, changes, release) for (subject, key), changes in found.items()]
    return tuple(sorted(groups, key=_place))


def hold_back_changes(release: Release, context: SiteContext) -> Release:
    """The release without what fields and sections said of reports whose text is not published in full today."""
    shown = {row["report_id"] for row in context.reports if row["text_release"] == FULL}
    changes = tuple(
        change._replace(before="", after="") if _quotes(change) and change.report_id not in shown else change
        for change in release.changes
    )
    return release._replace(changes=changes)


def count_changes(groups: Sequence[Group]) -> Mapping[str, int]:
    """How many reports, agencies, codes and cells were added, changed, removed, as `reports.added`."""
    counts: Counter[str] = Counter()
    for group in groups:
        counts[f"{group.subject}.{group.change}"] += 1
        counts.update(f"cell.{part.change}" for part in group.parts if part.subject == "cell")
    return dict(sorted(counts.items()))


def is_told(group: Group) -> bool:
    """Whether a group is worth an entry of its own: every report, and an agency whose own data changed; one that came
    or went did so with its reports, and so did the years and the count that follow from them."""
    if group.subject == "agency" and group.change == CHANGED:
        return any(part.column not in FOLLOWING for part in group.parts)
    return group.subject == "report"


def _key_of(change: Change) -> tuple[str, str]:
    if change.report_id:
        return "report", change.report_id
    if change.agency_id:
        return "agency", change.agency_id
    return "code", "/".join(filter(None, (change.table, change.row or change.column)))


def _make_group(subject: str, key: str, changes: Sequence[Change], release: Release) -> Group:
    own = changes[0] if subject == "code" else next((one for one in changes if one.subject == subject), None)
    return Group(
        release.version,
        release.date,
        subject,
        own.change if own else CHANGED,
        changes[0].agency_id,
        key,
        tuple(dict.fromkeys(change.reason for change in changes if change.reason)),
        tuple(dict.fromkeys(change.note for change in changes if change.note)),
        tuple(change for change in changes if change.subject in {"field", "section", "cell"}),
    )


def _place(group: Group) -> tuple[int, int, str]:
    year = int(group.year) if group.year.isdigit() else 0
    return ("report", "agency", "code").index(group.subject), -year, group.key


def _quotes(change: Change) -> bool:
    return change.subject == "section" or (change.subject == "field" and change.column not in UNQUOTING)
