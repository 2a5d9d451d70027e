"""What a change does to the data → Markdown for GitHub, in Chinese and English.

Comes in: `Reviewed`. Goes out: lines. Refuses to know: which files changed. What follows from reports alone, as the
first year of an agency, is not told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from build_scripts.codes import Codes
from build_scripts.contributing.markdown import label_both, name_scope, quote, tame, tell_rest
from build_scripts.contributing.reviewing.reviewed import Reviewed
from build_scripts.contributing.reviewing.weighing import Count
from build_scripts.contributing.reviewing.words import ATTENTION, COUNTS, RELEASES, Pair
from build_scripts.releasing.ledger import Change
from build_scripts.releasing.showing import count_changes, describe_change
from build_scripts.releasing.words import CHANGES, SUBJECTS

DERIVED = frozenset(("first_year", "last_year", "report_count"))
"""Columns of agencies that follow from their reports."""


def write_effects(reviewed: Reviewed, codes: Codes, most: int) -> Iterator[str]:
    """Counts before and after, each change, checks of other reports, numbers far from what was so far; of each list at
    most `most` lines."""
    yield from _write_counts(reviewed, codes)
    yield from _write_changes(reviewed, most)
    yield from _write_neighbours(reviewed, codes, most)
    yield from _write_jumps(reviewed, codes, most)


def _write_counts(reviewed: Reviewed, codes: Codes) -> Iterator[str]:
    yield "### 数据会怎样变 / What changes in the data"
    yield ""
    if reviewed.effects is None:
        yield f"{ATTENTION['no_base'].both}。"
        yield ""
        return
    if not reviewed.changes and not any(one.before != one.after for one in reviewed.effects.counts):
        yield "数据没有变化。 / Nothing changes in the data."
        yield ""
        return
    yield from (
        f"- {Pair(*SUBJECTS[subject]).both} · {Pair(*CHANGES[change]).both}：{count:,}"
        for (subject, change), count in count_changes(_leave_out_derived(reviewed.changes)).items()
    )
    yield ""
    yield "| 计数 / count | 原来 / before | 现在 / after | 差 / difference |"
    yield "|---|--:|--:|--:|"
    for count in reviewed.effects.counts:
        yield (
            f"| {_name_count(count, codes)} | {count.before:,} | {count.after:,} | "
            f"{f'{count.after - count.before:+,}' if count.after != count.before else '0'} |"
        )
    yield ""


def _name_count(count: Count, codes: Codes) -> str:
    head, _, rest = count.name.partition(".")
    name = COUNTS[head].both if head in COUNTS else quote(head)
    lists = {"cells": "states", "checks": "check_statuses"}
    if not rest:
        return name
    if head == "texts" and rest in RELEASES:
        return f"{name} · {RELEASES[rest].both}"
    return f"{name} · {label_both(lists[head], rest, codes) if head in lists else quote(rest)}"


def _write_changes(reviewed: Reviewed, most: int) -> Iterator[str]:
    """What changed inside reports that both versions hold, agencies and code lists."""
    told = [
        one
        for one in _leave_out_derived(reviewed.changes)
        if one.subject not in ("report", "agency") or one.change == "removed"
    ]
    if not told:
        return
    yield f"<details><summary>逐处改动 / change by change：{len(told):,}</summary>"
    yield ""
    for key, group in groupby(told[:most], lambda one: one.report_id or one.agency_id or one.table):
        yield f"**{quote(key)}**"
        yield ""
        yield "| 内容 / what | 原来 / before | 现在 / after | 原因 / why |"
        yield "|---|---|---|---|"
        yield from (f"| {' | '.join(_write_change(one, reviewed))} |" for one in group)
        yield ""
    yield from tell_rest(len(told) - most)
    yield "</details>"
    yield ""


def _leave_out_derived(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes without what follows from others: an agency's count of reports, its first and last year."""
    for one in changes:
        is_agency = one.subject == "agency" and one.change == "changed"
        if not is_agency and not (one.table == "agencies" and one.column in DERIVED):
            yield one


def _write_change(change: Change, reviewed: Reviewed) -> Iterator[str]:
    zh, en = (describe_change(change, words) for words in reviewed.words)
    kind = "" if change.change == "changed" else f" {Pair(*CHANGES[change.change]).both}"
    yield " / ".join(dict.fromkeys((quote(zh[0]), quote(en[0])))) + kind
    for side in (1, 2):
        yield " / ".join(filter(None, dict.fromkeys((quote(zh[side]), quote(en[side]))))) or "—"
    yield " / ".join(tame(words.reasons.get(change.reason, change.reason)) for words in reviewed.words)


def _write_neighbours(reviewed: Reviewed, codes: Codes, most: int) -> Iterator[str]:
    """The checks of reports held before that come out otherwise."""
    checks = reviewed.effects.checks if reviewed.effects else ()
    joined: dict[tuple[str, str, str, str], list[str]] = {}
    for one in checks:
        joined.setdefault((one.report_id, one.rule, one.before, one.after), []).append(one.scope)
    if not joined:
        return
    reports = len({one.report_id for one in checks})
    yield (
        f"<details><summary>原有报告的核对结果变了 / checks of reports held before that come out otherwise："
        f"{len(checks):,}（{reports:,} 份 / reports）</summary>"
    )
    yield ""
    yield "| 报告 / report | 核对 / check | 处 / scopes | 原来 / before | 现在 / after |"
    yield "|---|---|---|---|---|"
    for (report_id, rule, *statuses), scopes in [*joined.items()][:most]:
        before, after = (label_both("check_statuses", each, codes) if each else "—" for each in statuses)
        where = _name_scope(rule, scopes[0], codes) if len(scopes) == 1 else f"{len(scopes):,}"
        yield f"| {quote(report_id)} | {label_both('rules', rule, codes)} | {where} | {before} | {after} |"
    yield ""
    yield from tell_rest(len(joined) - most)
    yield "</details>"
    yield ""


def _name_scope(rule: str, scope: str, codes: Codes) -> str:
    """A rule or scope that the change itself takes away has no label any more."""
    try:
        return name_scope(rule, scope, codes)
    except (KeyError, ValueError):
        return quote(scope)


def _write_jumps(reviewed: Reviewed, codes: Codes, most: int) -> Iterator[str]:
    jumps = reviewed.effects.jumps if reviewed.effects else ()
    if not jumps:
        return
    cells = reviewed.words[0].cells, reviewed.words[1].cells
    yield "#### 远离以往的数 / Numbers far from what their cell held"
    yield ""
    yield "| 报告 / report | 格 / cell | 以往 / so far | 现在 / now |"
    yield "|---|---|---|---|"
    for one in jumps[:most]:
        names = dict.fromkeys(quote(each.get(one.cell, ".".join(one.cell))) for each in cells)
        yield f"| {quote(one.report)} | {' / '.join(names)} | {quote(one.expected)} | {quote(one.found)} |"
    yield ""
    yield from tell_rest(len(jumps) - most)
