"""What the text of a report states beside what its tables hold: a hint, both sides quoted, neither judged.

Comes in: a report, what stands in its cells, a planned rule. Goes out: a `Check` for each scope. Refuses to know: how a
sentence is read. A text that states nothing, or several numbers for one thing, leaves nothing to compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from build_scripts.checking.rules import PlannedRule, PlannedSum
from build_scripts.checking.statements import Grammar, Statement, find_statements
from build_scripts.checking.sums import NOT_APPLICABLE, NOT_ASSESSABLE, Content, Key, Outcome, judge_sum
from build_scripts.checking.surroundings import Speaker
from build_scripts.model import Check, Report, State

HELD_BACK = "withheld"
"""A text that may not be shown: whether it is another one’s is not told either."""
_BETWEEN = " ／ "


@dataclass(frozen=True, slots=True)
class Told:
    """What the text of a report states, by rule, and the words for a cell in which nothing is printed."""

    statements: Mapping[str, Sequence[Statement]] = field(default_factory=dict)
    state_labels: Mapping[str, str] = field(default_factory=dict)


def hear_report(report: Report, grammar: Grammar) -> Told:
    """What the text of the report states; firm statements alone where there is one."""
    speaker = Speaker((report.agency.name,), report.year, report.scope)
    found: dict[str, list[Statement]] = {}
    for section in report.sections:
        for statement in find_statements(section.text, section.code, speaker, grammar):
            found.setdefault(statement.rule, []).append(statement)
    firm = {rule: [one for one in told if one.firm] or told for rule, told in found.items()}
    return Told(firm, grammar.state_labels)


def check_told(rule: PlannedRule, report: Report, contents: Mapping[Key, Content], told: Told) -> Iterator[Check]:
    """The rule at each of its scopes; the quotes stay empty where the text states nothing or may not be shown."""
    statements = told.statements.get(rule.rule, ())
    for planned in rule.sums:
        outcome, quotes = NOT_ASSESSABLE if planned.applies else NOT_APPLICABLE, ("", "")
        if planned.applies and statements:
            outcome = _compare(planned, contents, statements)
            if report.text_release != HELD_BACK:
                quotes = (_quote_text(statements), _quote_cells(planned, report, told.state_labels))
        yield Check(report.report_id, rule.rule, planned.scope, *outcome, *quotes)


def _compare(planned: PlannedSum, contents: Mapping[Key, Content], statements: Sequence[Statement]) -> Outcome:
    values = {statement.value for statement in statements}
    if len(values) > 1:
        return NOT_ASSESSABLE
    cells = [(operand.sign, contents.get(operand.key, State.ABSENT)) for operand in planned.right]
    return judge_sum([(1, values.pop())], cells)


def _quote_text(statements: Sequence[Statement]) -> str:
    """For each number the first sentence that states it."""
    quotes = {statement.value: statement.quote for statement in reversed(statements)}
    return _BETWEEN.join(dict.fromkeys(quotes[statement.value] for statement in statements))


def _quote_cells(planned: PlannedSum, report: Report, state_labels: Mapping[str, str]) -> str:
    """The cells by the labels of the form and as printed; corrected ones as corrected, empty ones in words."""
    cells = {cell[:3]: cell for cell in report.cells}
    quoted = []
    for operand, label in zip(planned.right, planned.labels, strict=True):
        cell = cells.get(operand.key)
        printed = "" if cell is None else str(cell.value) if cell.correction else cell.printed
        state = State.ABSENT if cell is None else cell.state
        quoted.append(f"{label}：{printed or state_labels[state.value]}")
    return "；".join(quoted)
