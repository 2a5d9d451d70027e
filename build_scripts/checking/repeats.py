"""Whether a section or a table says the same as in the agency's report of the year before.

Comes in: two reports and what stands in their cells. Goes out: a status for each scope.
Refuses to know: rules, what a number means.
Equal means equal: white space apart, not one character of a text is overlooked, not even the year.
"""

from __future__ import annotations

from collections.abc import Mapping

from build_scripts.checking.declarations import SECTION_SCOPE
from build_scripts.checking.rules import Plan
from build_scripts.checking.sums import Content, Key
from build_scripts.model import CheckStatus, Report, State


def compare_texts(scope: str, report: Report, previous: Report) -> CheckStatus:
    """Whether the text of a section (`section_1` …) is last year's; not assessable if either is absent or empty."""
    code = scope.removeprefix(SECTION_SCOPE)
    now, before = _find_text(report, code), _find_text(previous, code)
    if not now or not before:
        return CheckStatus.NOT_ASSESSABLE
    return CheckStatus.HOLDS if now == before else CheckStatus.DIFFERS


def compare_tables(
    table: str, now: Mapping[Key, Content], before: Mapping[Key, Content], plan: Plan, plan_before: Plan
) -> CheckStatus:
    """Whether a table is last year's: the same states and the same values in all cells, kept rows included.

    Not applicable if the editions print different cells. Not assessable if either table holds no number, or if all
    that could be read is equal and something could not be read.
    """
    if table not in plan.pick_of or not _prints_same_cells(table, plan, plan_before):
        return CheckStatus.NOT_APPLICABLE
    keys = _all_keys(table, plan, now, before)
    return compare_contents(*(tuple(cells.get(key, State.ABSENT) for key in keys) for cells in (now, before)))


def compare_contents(now: tuple[Content, ...], before: tuple[Content, ...]) -> CheckStatus:
    """The same of the contents of two tables, cell by cell in the same order."""
    if not (_holds_number(now) and _holds_number(before)):
        return CheckStatus.NOT_ASSESSABLE
    if now == before:
        return CheckStatus.NOT_ASSESSABLE if State.UNREADABLE in now else CheckStatus.HOLDS
    readable = (pair for pair in zip(now, before, strict=True) if State.UNREADABLE not in pair)
    return CheckStatus.DIFFERS if any(one != other for one, other in readable) else CheckStatus.NOT_ASSESSABLE


def _holds_number(contents: tuple[Content, ...]) -> bool:
    return any(not isinstance(content, State) for content in contents)


def _prints_same_cells(table: str, plan: Plan, plan_before: Plan) -> bool:
    return plan is plan_before or set(plan.keys_of[table]) == set(plan_before.keys_of[table])


def _find_text(report: Report, code: str) -> str:
    return "".join("".join(section.text.split()) for section in report.sections if section.code == code)


def _all_keys(table: str, plan: Plan, now: Mapping[Key, Content], before: Mapping[Key, Content]) -> tuple[Key, ...]:
    kept = dict.fromkeys(key for cells in (now, before) for key in cells if key[0] == table and key not in plan.keys)
    return (*plan.keys_of[table], *kept)
