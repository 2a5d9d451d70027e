"""The assertions on single cells: what sums and shares do not see.

Comes in: the evidence, a row of `assertions.csv` with its bound. Goes out: failures. Refuses to know: what is far
(`outliers.py`). A note on the report, or on the cell in all reports, excuses; a correction is its own note, as it has
reason and evidence by rule, unless it is beyond all bounds or the report contradicts itself after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from build_scripts.releasing.counts import list_reports_of
from build_scripts.releasing.evidence import Evidence, Failure
from build_scripts.releasing.ledger import Change
from build_scripts.releasing.outliers import CORRECTION, Bound, Jump, find_jumps, find_newcomers


def check_jumps(evidence: Evidence, row: Mapping[str, str]) -> Iterator[Failure]:
    """A number that became many times another, of no correction."""
    yield from _tell_jumps(evidence, row, find_jumps(evidence.changes, False, _read_bound(row)))


def check_corrected_jumps(evidence: Evidence, row: Mapping[str, str]) -> Iterator[Failure]:
    """A corrected number that became many times another."""
    yield from _tell_jumps(evidence, row, find_jumps(evidence.changes, True, _read_bound(row)))


def check_newcomers(evidence: Evidence, row: Mapping[str, str]) -> Iterator[Failure]:
    """A first number far beyond what its cell held so far."""
    if evidence.previous and evidence.before:
        shared = list_reports_of(evidence.previous)
        largest = evidence.before.largest
        yield from _tell_jumps(
            evidence, row, find_newcomers(evidence.new, shared, evidence.changes, largest, _read_bound(row))
        )


def _tell_jumps(evidence: Evidence, row: Mapping[str, str], jumps: Iterator[Jump]) -> Iterator[Failure]:
    """The jumps that have no note, be it on the report or on the cell in all reports."""
    for jump in jumps:
        cell = f"cell:{'.'.join(jump.cell)}"
        if not {f"report:{jump.report}", cell} & evidence.notes.keys():
            yield Failure(row["code"], f"report:{jump.report} {cell}", jump.expected, jump.found)


def _read_bound(row: Mapping[str, str]) -> Bound:
    return Bound(Decimal(row["bound"]), Decimal(row["least"]))


def check_corrected_sums(evidence: Evidence, row: Mapping[str, str]) -> Iterator[Failure]:
    """A report with a corrected cell, one of whose checks differs that did not differ before."""
    if not evidence.before:
        return
    corrected = {one.report_id for one in evidence.changes if one.subject == "cell" and one.reason == CORRECTION}
    for report, rule, scope in sorted(evidence.after.differing - evidence.before.differing):
        if report in corrected and f"report:{report}" not in evidence.notes:
            yield Failure(row["code"], f"report:{report} {rule} {scope}".rstrip(), "holds", "differs")


def check_reasons(evidence: Evidence, row: Mapping[str, str]) -> Iterator[Failure]:
    """More cells of reports of both versions have another number or state, for one reason, than go without a word."""
    _, _, reason = row["note_subject"].partition(":")
    count = sum(one.subject == "cell" and one.reason == reason and _has_moved(one) for one in evidence.changes)
    if count > int(row["bound"]) and row["note_subject"] not in evidence.notes:
        yield Failure(row["code"], row["note_subject"], f"≤ {row['bound']}", str(count))


def _has_moved(change: Change) -> bool:
    return (change.before_state, change.before) != (change.after_state, change.after)
