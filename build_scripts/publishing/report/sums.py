"""The rules of a report worked out as sums that a reader can follow: every operand with what stands in its cell.

Comes in: checks and cells of a report and of the year before. Goes out: lines of text. Refuses to know: HTML, and how a
rule comes out: the status is the check's, nothing is judged again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from build_scripts.packaging.package import CellRow, CheckRow, ReportRecord
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import rule_anchor
from build_scripts.publishing.report.sum_plans import (
    LastYear,
    Operand,
    Picked,
    Shown,
    ShownTable,
    SumPlans,
    find_told,
)
from build_scripts.publishing.templates import group_digits

SIGNS = {"holds": "=", "differs": "≠", "holds_if_blank_is_zero": "="}
REPEATS = "same_as_last_year"
_KEPT = 1 << 12
"""So many lines are kept; one with twenty operands weighs some 3 KB."""
_KEPT_BLOCKS = 1 << 9
LOUD = ("differs", "holds_if_blank_is_zero")
_NO_TABLE = ShownTable(Shown())


class SumLine(NamedTuple):
    """One rule in one place: “0 + 0 = 0 + 0”, or a sentence of the text beside cells, and how it came out.

    `anchor` is where the line stands on the report's page; `said` is the number of the text, empty for a sum and where
    the text gives several; `totals` what the two sides come to, empty where one cannot be worked out.
    """

    anchor: str
    scope: str
    left: tuple[Operand, ...]
    right: tuple[Operand, ...]
    sign: str
    difference: str
    status: str
    status_label: str
    left_text: str
    right_text: str
    said: str = ""
    totals: tuple[str, str] = ("", "")

    def __hash__(self) -> int:
        """By the few fields that tell most lines apart: a line that was met before is found in no time."""
        return hash((self.anchor, self.status, self.totals, self.left_text))


@dataclass(frozen=True, slots=True)
class RuleBlock:
    """A rule with all its places, those that differ first; `tally` counts them by status label.

    `rank` is the place in LOUD of the loudest status, then comes what says nothing; `told`, that the text stands on one
    side of it; `unsaid`, that the text gives no line of it.
    """

    code: str
    label: str
    definition: str
    tally: tuple[tuple[str, int], ...]
    rank: int
    lines: tuple[SumLine, ...]
    told: bool = False
    unsaid: bool = False

    @property
    def anchor(self) -> str:
        """Where the rule stands on the report's page."""
        return rule_anchor(self.code)

    @property
    def loud(self) -> bool:
        """Whether one of its places is worth showing at once."""
        return self.rank < len(LOUD)

    @property
    def differs(self) -> bool:
        """Whether the sides differ in one of its places."""
        return self.rank == LOUD.index("differs")


class Sums:
    """Works out the sums of reports. A report has some fifty lines with four hundred operands, and most lines of most
    reports are the same: one that was made before is not made again, and of tables that show the same no rule is."""

    def __init__(self, context: SiteContext) -> None:
        self._plans = SumPlans(context)
        self._statuses = context.labels["check_statuses"]
        self._rules = {rule.code: rule for rule in context.codes.rules}
        self._looks_back = frozenset(rule for rule in self._rules if self._plans.looks_back(rule))
        self._keep_line = lru_cache(maxsize=_KEPT)(self._make_line)
        self._keep_block = lru_cache(maxsize=_KEPT_BLOCKS)(self._build_block)

    def work_out(self, record: ReportRecord, previous: ReportRecord | None) -> tuple[RuleBlock, ...]:
        """Every rule of the report, places that do not apply left out of its lines; those that differ come first, the
        rest in the order of the code list.

        Whether a part repeats last year's is no sum: `repeats` tells it.
        """
        checks: dict[str, list[CheckRow]] = {rule: [] for rule in self._plans.words}
        for check in record.checks:
            if check.rule != REPEATS:
                checks.setdefault(check.rule, []).append(check)
        form = record.row["form"]
        shown = {table: self._plans.show_table(table, cells) for table, cells in record.cells.items()}
        before = LastYear(_index(previous), "上年报告的", f"../{previous.row['year']}/") if previous else None
        blocks = [
            self._build_block(rule, tuple(found), form, self._find_table(rule, shown), before)
            if rule in self._looks_back
            else self._keep_block(rule, tuple(found), form, self._find_table(rule, shown))
            for rule, found in checks.items()
            if found
        ]
        return tuple(sorted(blocks, key=lambda block: block.rank))

    def _find_table(self, rule: str, shown: Mapping[str, ShownTable]) -> ShownTable:
        """The table that a rule is about; an empty one if it is about none."""
        declared = self._rules.get(rule)
        return shown.get(declared.table, _NO_TABLE) if declared else _NO_TABLE

    def _build_block(
        self, rule: str, checks: Sequence[CheckRow], form: str, table: ShownTable, before: LastYear | None = None
    ) -> RuleBlock:
        counts: dict[str, int] = {}
        for check in checks:
            counts[check.status] = counts.get(check.status, 0) + 1
        told, order = rule in self._plans.told, self._plans.order_scopes(rule, form)
        in_print = sorted(checks, key=lambda check: order.get(check.scope, len(order)))
        lines = [self._build_line(check, form, table.cells, before) for check in in_print if _is_shown(check, told)]
        words = self._plans.words.get(rule, {})
        return RuleBlock(
            code=rule,
            label=words.get("label_zh", rule),
            definition=words.get("definition_zh", ""),
            tally=tuple([(label, counts[code]) for code, label in self._statuses.items() if code in counts]),
            rank=next((at for at, status in enumerate(LOUD) if status in counts), len(LOUD)),
            lines=tuple(sorted(lines, key=lambda line: line.status not in LOUD)),
            told=told,
            unsaid=not lines and any(check.status != "not_applicable" for check in checks),
        )

    def _build_line(self, check: CheckRow, form: str, shown: Shown, before: LastYear | None) -> SumLine:
        left, right = self._plans.pick(check.rule, check.scope, form, shown)
        if left.has_last_year or right.has_last_year:
            return self._make_line(check, left, right, before)
        return self._keep_line(check, left, right)

    def _make_line(self, check: CheckRow, left: Picked, right: Picked, before: LastYear | None = None) -> SumLine:
        rule, scope, status, *_, left_text, right_text = check
        totals = group_digits(check.left), group_digits(check.right)
        return SumLine(
            anchor=rule_anchor(rule, scope),
            scope=self._plans.name_scope(rule, scope),
            left=self._plans.fill(left, before),
            right=self._plans.fill(right, before),
            sign=SIGNS.get(status, "？"),
            difference=group_digits(check.difference) if status == "differs" else "",
            status=status,
            status_label=self._statuses.get(status, status),
            left_text=left_text,
            right_text=right_text,
            said=totals[0] if rule in self._plans.told else "",
            totals=totals,
        )


def count_sums(checks: Iterable[CheckRow], context: SiteContext) -> tuple[tuple[str, int], ...]:
    """How the sums of a report came out, by label, in the order of the code list. The one count of every page: neither
    the text beside the tables nor the likeness to last year is a sum."""
    told, labels = find_told(context), context.labels["check_statuses"]
    counts = Counter([check.status for check in checks if check.rule not in told and check.rule != REPEATS])
    return tuple((label, counts[code]) for code, label in labels.items() if counts[code])


def count_told(checks: Iterable[CheckRow], context: SiteContext) -> int:
    """In how many places a number of the text stands beside the tables, alike or not."""
    told = find_told(context)
    return sum(1 for check in checks if check.rule in told and _is_shown(check, True))


def _is_shown(check: CheckRow, told: bool) -> bool:
    """Whether a check is worth a line: what does not apply is not, nor a text that says nothing."""
    if check.status == "not_applicable":
        return False
    return not told or bool(check.left_text) or check.status != "not_assessable"


def _index(record: ReportRecord) -> dict[tuple[str, str, str], CellRow]:
    return {(table, cell.row, cell.column): cell for table, cells in record.cells.items() for cell in cells}
