"""What must hold before a version is released: `assertions.csv`, each evaluated by one function here; those on single
cells in `cell_assertions.py`.

Comes in: the ledger, two bundles with their tallies and changes, the notes. Goes out: failures. Refuses to know: how
packages are made. That the package is valid is seen to by the command `package` before anything is compared.

A bound is the largest difference that needs no note: `percent` of the older number, `points` of a share in percent,
`count` of files or cells, `times` the other number. `least` says how many reports the older version must hold for it
(of a few, one moves every share); beside `times`, how far the numbers must lie apart or how large one must be.
Shares and sums are taken over the reports that both versions hold, so that new reports cannot hide what happened to
old ones; `…_all` over everything, with a wider bound. Sums hide what one cell does: so every cell is weighed too, each
that changed against what it was, each first number against what its cell held so far (`outliers.py`). Rules and
measures new in a version are not compared; nor is anything where the older version has none. A rule or a table that
has none any more fails, unless a note says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from build_scripts.files import iterate_csv, read_rows
from build_scripts.releasing.cell_assertions import (
    check_corrected_jumps,
    check_corrected_sums,
    check_jumps,
    check_newcomers,
    check_reasons,
)
from build_scripts.releasing.counts import Pair, Tally
from build_scripts.releasing.evidence import Evidence, Failure
from build_scripts.releasing.ledger import VERSION, Change, order_version

ASSERTIONS = Path(__file__).with_name("assertions.csv")
MAY_BE_EMPTY = frozenset(("findings", "corrections"))
_NEED_NOTE = {
    "replaced_source": "换了文件 / replaced",
    "text_release": "文字的公布方式变了 / its text is released otherwise",
}
"""Reasons of a report's change that are never without a note."""
_UNSEEN = "数变了，文件不公布 / a number changed, the file is not published"


def find_failures(evidence: Evidence) -> list[Failure]:
    """Every assertion that does not hold, in the order of `assertions.csv`."""
    return [failure for row in read_rows(ASSERTIONS) for failure in _CHECKS[row["code"]](evidence, row)]


def render_failure(failure: Failure) -> str:
    """A failure in words, Chinese and English: what it is, what was expected and found, what to do."""
    (row,) = (row for row in read_rows(ASSERTIONS) if row["code"] == failure.code)
    subject = f" {failure.subject}" if failure.subject else ""
    return (
        f"{failure.code}:{subject}\n"
        f"  {row['label_zh']}：应为 {failure.expected}，实为 {failure.found}\n    → {row['next_zh']}\n"
        f"  {row['label_en']}: expected {failure.expected}, found {failure.found}\n    → {row['next_en']}"
    )


def _check_version(evidence: Evidence, _: Mapping[str, str]) -> Iterator[Failure]:
    new = evidence.new.version
    if not VERSION.fullmatch(new):
        yield Failure("version_newer", "", "YYYY.M.N", new)
    elif evidence.previous and order_version(new) <= order_version(evidence.previous.version):
        yield Failure("version_newer", "", f"> {evidence.previous.version}", new)
    elif any(order_version(one.version) >= order_version(new) for one in evidence.ledger):
        yield Failure("version_newer", "", f"> {evidence.ledger[0].version}", new)


def _check_date(evidence: Evidence, _: Mapping[str, str]) -> Iterator[Failure]:
    latest = max((one.date for one in evidence.ledger), default="")
    if evidence.new.date < latest:
        yield Failure("date_not_earlier", "", f"≥ {latest}", evidence.new.date)


def _check_previous(evidence: Evidence, _: Mapping[str, str]) -> Iterator[Failure]:
    given, newest = evidence.previous, evidence.ledger[0] if evidence.ledger else None
    expected = f"{newest.version} {newest.descriptor_sha256}" if newest else "—"
    found = f"{given.version} {given.descriptor_sha256}" if given else "—"
    if expected != found:
        yield Failure("previous_as_recorded", "", expected, found)


def _check_tables(evidence: Evidence, _: Mapping[str, str]) -> Iterator[Failure]:
    for name, table in evidence.new.tables.items():
        records = iterate_csv(table.path)
        if name not in MAY_BE_EMPTY and (next(records, None) is None or next(records, None) is None):
            yield Failure("tables_filled", name, "≥ 1", "0")


def _check_reports(evidence: Evidence, row: Mapping[str, str]) -> Iterator[Failure]:
    yield from _need_notes(evidence, row["code"], "report", lambda one: one.change == "removed")


def _check_years(evidence: Evidence, row: Mapping[str, str]) -> Iterator[Failure]:
    first, last = int(row["bound"]), int(evidence.new.date[:4] or 0)
    for one in evidence.changes:
        year = one.report_id.rpartition("-")[2]
        is_new = (one.subject, one.change) == ("report", "added")
        if is_new and not one.note and len(year) == 4 and not first <= int(year) <= last:
            yield Failure(row["code"], one.report_id, f"{first}–{last}", year)


def _check_sources(evidence: Evidence, row: Mapping[str, str]) -> Iterator[Failure]:
    """A file that was replaced, a text released otherwise, or a number that changed where the file cannot be seen.

    One note may be for all reports of a reason, but never for a text released otherwise: a number of a person may be
    in each.
    """
    wanting: dict[str, str] = {}
    for one in evidence.changes:
        is_unseen = one.subject == "cell" and one.reason == "unseen_source"
        needs_note = is_unseen or (one.report_id and one.change == "changed" and one.reason in _NEED_NOTE)
        if needs_note and f"reports:{one.reason}" not in evidence.notes:
            wanting.setdefault(one.report_id, one.reason)
    for report_id, reason in wanting.items():
        if f"report:{report_id}" not in evidence.notes:
            yield Failure(row["code"], report_id, "有说明 / a note", _NEED_NOTE.get(reason, _UNSEEN))


def _check_agencies(evidence: Evidence, row: Mapping[str, str]) -> Iterator[Failure]:
    yield from _need_notes(evidence, row["code"], "agency", lambda one: one.change == "removed")


def _need_notes(evidence: Evidence, code: str, subject: str, needs: Callable[[Change], bool]) -> Iterator[Failure]:
    for one in evidence.changes:
        if one.subject == subject and needs(one) and not one.note:
            yield Failure(code, one.report_id or one.agency_id, "有说明 / a note", "没有了 / gone")


def _check_addresses(evidence: Evidence, _: Mapping[str, str]) -> Iterator[Failure]:
    for address in evidence.lost:
        yield Failure("addresses_kept", address, "moved_to, note", "—")


def _check_sums(evidence: Evidence, row: Mapping[str, str]) -> Iterator[Failure]:
    if evidence.before:
        for code, before in evidence.before.sums.items():
            after = evidence.after.sums.get(code, Decimal(0))
            yield from _weigh(evidence, row, f"measure:{code}", before, after)


def _check_findings(evidence: Evidence, row: Mapping[str, str]) -> Iterator[Failure]:
    if evidence.before:
        yield from _weigh(
            evidence, row, "findings", Decimal(evidence.before.findings), Decimal(evidence.after.findings)
        )


def _check_withheld(evidence: Evidence, row: Mapping[str, str]) -> Iterator[Failure]:
    if evidence.before:
        before, after = (tally.counts.get("files_withheld", 0) for tally in (evidence.before, evidence.after))
        if after - before > Decimal(row["bound"]) and row["note_subject"] not in evidence.notes:
            yield Failure(row["code"], "", f"≤ {before} + {row['bound']}", str(after))


def _weigh(
    evidence: Evidence, row: Mapping[str, str], subject: str, before: Decimal, after: Decimal
) -> Iterator[Failure]:
    """A number that moved by more than so many percent of what it was, without a note."""
    if abs(after - before) * 100 > abs(before) * Decimal(row["bound"]) and subject not in evidence.notes:
        yield Failure(row["code"], subject, f"{before:f} ± {row['bound']}%", f"{after:f}")


def _check_states(evidence: Evidence, row: Mapping[str, str]) -> Iterator[Failure]:
    if evidence.before:
        yield from _weigh_shares(evidence, row, "state", evidence.before.states, evidence.after.states)


def _check_rules(evidence: Evidence, row: Mapping[str, str]) -> Iterator[Failure]:
    if evidence.before:
        yield from _weigh_shares(evidence, row, "check", evidence.before.checks, evidence.after.checks)


def _check_all_states(evidence: Evidence, row: Mapping[str, str]) -> Iterator[Failure]:
    if evidence.before and evidence.before.counts.get("reports", 0) >= int(row["least"]):
        before, after = (_take(tally, "cells") for tally in (evidence.before, evidence.after))
        yield from _weigh_shares(evidence, row, "state", before, after)


def _check_all_rules(evidence: Evidence, row: Mapping[str, str]) -> Iterator[Failure]:
    if evidence.before and evidence.before.counts.get("reports", 0) >= int(row["least"]):
        before, after = (_take(tally, "checks") for tally in (evidence.before, evidence.after))
        yield from _weigh_shares(evidence, row, "check", before, after)


def _take(tally: Tally, kind: str) -> dict[Pair, int]:
    """The counts named `<kind>.<a>.<b>` by (a, b)."""
    parts = {tuple(name.split(".")): count for name, count in tally.counts.items()}
    return {(name[1], name[2]): count for name, count in parts.items() if name[0] == kind and len(name) == 3}


def _weigh_shares(
    evidence: Evidence, row: Mapping[str, str], kind: str, before: Mapping[Pair, int], after: Mapping[Pair, int]
) -> Iterator[Failure]:
    """Shares that moved by more than so many points, without a note; of groups that the older version has. Of one that
    the newer version lacks, every share above the bound is gone."""
    befores, afters = _total(before), _total(after)
    for group, code in sorted(before.keys() | after.keys()):
        if not befores[group]:
            continue
        old = Decimal(100 * before.get((group, code), 0)) / befores[group]
        new = Decimal(100 * after.get((group, code), 0)) / (afters[group] or 1)
        subject = f"{kind}:{group}.{code}"
        if abs(new - old) > Decimal(row["bound"]) and subject not in evidence.notes:
            found = f"{new:.2f}%" if afters[group] else "没有了 / gone"
            yield Failure(row["code"], subject, f"{old:.2f}% ± {row['bound']}", found)


def _total(counts: Mapping[Pair, int]) -> Counter[str]:
    total: Counter[str] = Counter()
    for (group, _), count in counts.items():
        total[group] += count
    return total


_CHECKS: dict[str, Callable[[Evidence, Mapping[str, str]], Iterator[Failure]]] = {
    "version_newer": _check_version,
    "date_not_earlier": _check_date,
    "previous_as_recorded": _check_previous,
    "tables_filled": _check_tables,
    "reports_kept": _check_reports,
    "years_possible": _check_years,
    "sources_kept": _check_sources,
    "agencies_kept": _check_agencies,
    "addresses_kept": _check_addresses,
    "cell_moved": check_jumps,
    "cell_moved_corrected": check_corrected_jumps,
    "cell_new": check_newcomers,
    "corrected_sums": check_corrected_sums,
    "cells_read_differently": check_reasons,
    "cells_corrected": check_reasons,
    "cells_replaced": check_reasons,
    "measure_sum": _check_sums,
    "state_share": _check_states,
    "state_share_all": _check_all_states,
    "check_share": _check_rules,
    "check_share_all": _check_all_rules,
    "findings_same": _check_findings,
    "files_withheld": _check_withheld,
}
