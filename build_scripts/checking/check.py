"""Every rule worked out for one report: a `Check` for each rule and scope, in the order of the code list and the print.

Comes in: a report, the agency's report of the year before if one is held, `Codes`. Goes out: checks.
Refuses to know: files, labels, languages; whose slip a difference is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from build_scripts.checking.declarations import SECTION_SCOPE
from build_scripts.checking.narrative import HELD_BACK, Told, check_told, hear_report
from build_scripts.checking.repeats import compare_contents, compare_tables, compare_texts
from build_scripts.checking.rules import Operand, Pick, Plan, PlannedRule, PlannedSum, plan_rules
from build_scripts.checking.statements import Grammar, build_grammar
from build_scripts.checking.sums import (
    NOT_APPLICABLE,
    Content,
    Key,
    Outcome,
    compare_whole_numbers,
    index_cells,
    judge_sum,
)
from build_scripts.codes import CodeListError, Codes, SameCodes
from build_scripts.model import Check, CheckStatus, Report, State


def check_report(report: Report, previous: Report | None, codes: Codes) -> tuple[Check, ...]:
    """One row for every rule and every scope of the report's form, whatever came of it.

    `previous` is the report of the same agency for the year before, or None; any other is a ValueError.
    Raises CodeListError if the rules name what no form prints.
    """
    if previous is not None and (
        previous.year != report.year - 1 or previous.agency.agency_id != report.agency.agency_id
    ):
        raise ValueError(f"{previous.report_id} is not the report of the year before {report.report_id}")
    knowledge = _knowledge_of_same(SameCodes(codes))
    now = replace(_look_at(report, knowledge.plans), told=hear_report(report, knowledge.grammar))
    before = _look_at(previous, knowledge.plans) if previous is not None else None
    return tuple(check for rule in now.plan.rules for check in _check_rule(rule, now, before))


@dataclass(frozen=True, slots=True)
class _View:
    """A report as the rules see it: its edition's plan, what stands in its cells, rows kept from another edition.

    `is_plain` says that its cells are those of the edition, none more and none less; `told` is what its text states.
    """

    report: Report
    plan: Plan
    contents: dict[Key, Content]
    kept_rows: tuple[tuple[str, str], ...]
    is_plain: bool
    told: Told


def _look_at(report: Report, plans: dict[str, Plan]) -> _View:
    if report.form not in plans:
        raise CodeListError(f"forms: no code {report.form!r}")
    plan, contents = plans[report.form], index_cells(report.cells)
    kept: tuple[tuple[str, str], ...] = ()
    is_plain = contents.keys() == plan.keys
    if not is_plain:
        kept = tuple(dict.fromkeys(key[:2] for key in contents if key not in plan.keys))
    return _View(report, plan, contents, kept, is_plain, Told())


def _check_rule(rule: PlannedRule, now: _View, before: _View | None) -> Iterator[Check]:
    report_id = now.report.report_id
    if rule.is_told:
        yield from check_told(rule, now.report, now.contents, now.told)
        return
    for planned in rule.sums:
        yield Check(report_id, rule.rule, planned.scope, *_judge(planned, now, before))
    for table, row in now.kept_rows:
        if table == rule.table and row in rule.other_rows:
            yield Check(report_id, rule.rule, row, *_judge(rule.other_rows[row], now, before))
    for scope in rule.compared:
        yield Check(report_id, rule.rule, scope, _compare(scope, now, before))


def _judge(planned: PlannedSum, now: _View, before: _View | None) -> Outcome:
    if not planned.applies or (planned.last_year and not _holds_last_year(planned, before)):
        return NOT_APPLICABLE
    outcome = None
    if planned.pick is not None and not now.kept_rows:
        outcome = _judge_whole_numbers(planned.pick, len(planned.left), now.contents)
    if outcome is None:
        right = _right_operands(planned, now)
        outcome = judge_sum(_fetch(planned.left, now, before), _fetch(right, now, before))
    if planned.own_sum in now.report.placed_by_sum:
        return outcome._replace(status=CheckStatus.NOT_ASSESSABLE)
    return outcome


def _judge_whole_numbers(pick: Pick, left_count: int, contents: dict[Key, Content]) -> Outcome | None:
    """The short way where every operand is an `int`; None if one is not, and the long way has to be gone: a state adds
    up to nothing, and a sum with an amount of money in it is one itself."""
    try:
        operands: tuple[Any, ...] = pick(contents)
        total = sum(operands)
    except (KeyError, TypeError, ArithmeticError):
        return None
    if type(total) is not int:
        return None
    left = operands[0] if left_count == 1 else sum(operands[:left_count])
    return compare_whole_numbers(left, total - left)


def _holds_last_year(planned: PlannedSum, before: _View | None) -> bool:
    if before is None:
        return False
    keys = (operand.key for operand in (*planned.left, *planned.right) if operand.last_year)
    return all(key in before.plan.keys for key in keys)


def _right_operands(planned: PlannedSum, now: _View) -> tuple[Operand, ...]:
    """The right side as this report prints it: the parts of （六） where any is printed, else the one row."""
    operands = planned.right
    for group in planned.groups if now.kept_rows else ():
        rest = tuple(operand for operand in operands if operand not in (group.whole, *group.parts))
        in_parts = any(now.contents.get(part.key, State.ABSENT) is not State.ABSENT for part in group.parts)
        operands = (*rest, *(group.parts if in_parts else (group.whole,)))
    return operands


def _fetch(operands: tuple[Operand, ...], now: _View, before: _View | None) -> list[tuple[int, Content]]:
    last_year = before.contents if before is not None else {}
    return [
        (sign, (last_year if of_last_year else now.contents).get(key, State.ABSENT))
        for sign, key, of_last_year in operands
    ]


def _compare(scope: str, now: _View, before: _View | None) -> CheckStatus:
    if before is None:
        return CheckStatus.NOT_APPLICABLE
    if scope.startswith(SECTION_SCOPE):
        if HELD_BACK in (now.report.text_release, before.report.text_release):
            return CheckStatus.NOT_ASSESSABLE
        return compare_texts(scope, now.report, before.report)
    if now.is_plain and before.is_plain and scope in now.plan.pick_of and now.plan is before.plan:
        pick = now.plan.pick_of[scope]
        return compare_contents(pick(now.contents), pick(before.contents))
    return compare_tables(scope, now.contents, before.contents, now.plan, before.plan)


@lru_cache(maxsize=4)
def _knowledge_of_same(codes: SameCodes) -> _Knowledge:
    return _Knowledge(plan_rules(codes.codes), build_grammar(codes.codes))


class _Knowledge(NamedTuple):
    """What is worked out once from the code lists."""

    plans: dict[str, Plan]
    grammar: Grammar
