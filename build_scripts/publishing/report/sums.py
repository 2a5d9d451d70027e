"""The rules of a report worked out as sums that a reader can follow: every operand with what stands in its cell.

Comes in: checks and cells of a report and of the year before. Goes out: lines of text. Refuses to know: HTML, and how a
rule comes out: the status is the check's, nothing is judged again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from build_scripts.checking.declarations import TEXT
from build_scripts.checking.expressions import parse_side
from build_scripts.codes import AXIS_LISTS, Rule
from build_scripts.packaging.package import CellRow, CheckRow, ReportRecord
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import cell_anchor, rule_anchor
from build_scripts.publishing.templates import group_digits

SIGNS = {"holds": "=", "differs": "≠", "holds_if_blank_is_zero": "="}
REPEATS = "same_as_last_year"
LOUD = ("differs", "holds_if_blank_is_zero")
Cells = Mapping[tuple[str, str, str], CellRow]


class Operand(NamedTuple):
    """One term of a side: its sign (empty for the first), what is shown, which label, and the link to its cell.

    Last year's number leads to its line on the page of last year; the link is empty where no cell is printed at all.
    """

    sign: str
    shown: str
    label: str
    link: str


class Printed(NamedTuple):
    """The cells of a report, whose they are in words (empty for the report itself) and its page, seen from this one."""

    cells: Cells
    whose: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class SumLine:
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


def work_out_sums(record: ReportRecord, previous: ReportRecord | None, context: SiteContext) -> tuple[RuleBlock, ...]:
    """Every rule of the report, places that do not apply left out of its lines; those that differ come first, the rest
    in the order of the code list.

    Whether a part repeats last year's is no sum: `repeats` tells it.
    """
    rules = {rule.code: rule for rule in context.codes.rules}
    words = {row["code"]: row for row in context.codes.lists["rules"]}
    order = {code: at for at, code in enumerate(words)}
    now = Printed(_index(record))
    before = Printed(_index(previous), "上年报告的", f"../{previous.row['year']}/") if previous else Printed({})
    sums = (check for check in record.checks if check.rule != REPEATS)
    checks = sorted(sums, key=lambda check: order.get(check.rule, len(order)))
    blocks = sorted(
        (
            _build_block(words.get(code, {}), rules.get(code), list(found), record.row["form"], now, before, context)
            for code, found in groupby(checks, key=lambda check: check.rule)
        ),
        key=lambda block: block.rank,
    )
    return tuple(blocks)


def count_sums(checks: Iterable[CheckRow], context: SiteContext) -> tuple[tuple[str, int], ...]:
    """How the sums of a report came out, by label, in the order of the code list. The one count of every page: neither
    the text beside the tables nor the likeness to last year is a sum."""
    told = _find_told(context)
    counts = Counter(check.status for check in checks if check.rule not in told and check.rule != REPEATS)
    return tuple((label, counts[code]) for code, label in context.labels["check_statuses"].items() if counts[code])


def count_told(checks: Iterable[CheckRow], context: SiteContext) -> int:
    """In how many places a number of the text stands beside the tables, alike or not."""
    told = _find_told(context)
    return sum(1 for check in checks if check.rule in told and _is_shown(check, True))


def _find_told(context: SiteContext) -> frozenset[str]:
    return frozenset(rule.code for rule in context.codes.rules if rule.left == TEXT)


def _is_shown(check: CheckRow, told: bool) -> bool:
    """Whether a check is worth a line: what does not apply is not, nor a text that says nothing."""
    if check.status == "not_applicable":
        return False
    return not told or bool(check.left_text) or check.status != "not_assessable"


def _build_block(
    words: Mapping[str, str],
    rule: Rule | None,
    checks: Sequence[CheckRow],
    form: str,
    now: Printed,
    before: Printed,
    context: SiteContext,
) -> RuleBlock:
    counts: dict[str, int] = {}
    for check in checks:
        counts[check.status] = counts.get(check.status, 0) + 1
    order = list(context.labels["check_statuses"])
    checks = sorted(checks, key=_place_in_print(rule, form, context))
    worked_out = [check for check in checks if check.status != "not_applicable"]
    told = rule is not None and rule.left == TEXT
    lines = tuple(
        _build_line(check, rule, form, now, before, context) for check in worked_out if _is_shown(check, told)
    )
    return RuleBlock(
        code=checks[0].rule,
        label=words.get("label_zh", checks[0].rule),
        definition=words.get("definition_zh", ""),
        tally=tuple((context.label("check_statuses", code), counts[code]) for code in order if code in counts),
        rank=next((at for at, status in enumerate(LOUD) if status in counts), len(LOUD)),
        lines=tuple(sorted(lines, key=lambda line: line.status not in LOUD)),
        told=told,
        unsaid=bool(worked_out) and not lines,
    )


def _place_in_print(rule: Rule | None, form: str, context: SiteContext) -> Callable[[CheckRow], int]:
    """Orders the checks of a rule as the form prints their rows or columns; others keep their order, last."""
    table = context.codes.tables.get((form, rule.table)) if rule else None
    codes = () if rule is None or table is None else table.columns if rule.operands == "row" else table.rows
    order = {code: at for at, code in enumerate(codes)}
    return lambda check: order.get(check.scope, len(order))


def _build_line(
    check: CheckRow, rule: Rule | None, form: str, now: Printed, before: Printed, context: SiteContext
) -> SumLine:
    left: tuple[Operand, ...] = ()
    right: tuple[Operand, ...] = ()
    if rule is not None and rule.operands:
        if rule.left != TEXT:
            left = _work_out_side(rule, rule.left, check.scope, form, now, before, context)
        right = _work_out_side(rule, rule.right, check.scope, form, now, before, context)
    return SumLine(
        anchor=rule_anchor(check.rule, check.scope),
        scope=name_scope(rule, check.scope, context),
        left=left,
        right=right,
        sign=SIGNS.get(check.status, "？"),
        difference=group_digits(check.difference) if check.status == "differs" else "",
        status=check.status,
        status_label=context.label("check_statuses", check.status),
        left_text=check.left_text,
        right_text=check.right_text,
        said=group_digits(check.left) if rule is not None and rule.left == TEXT else "",
        totals=(group_digits(check.left), group_digits(check.right)),
    )


def _work_out_side(
    rule: Rule, side: str, scope: str, form: str, now: Printed, before: Printed, context: SiteContext
) -> tuple[Operand, ...]:
    terms = parse_side(rule.code, side)
    if terms is None:
        codes = _find_parts(rule, scope, form, now.cells, context)
        return tuple(_show(rule, code, scope, "+" if at else "", now, context) for at, code in enumerate(codes))
    return tuple(
        _show(
            rule,
            term.code,
            scope,
            "−" if term.sign < 0 else "+" if at else "",
            before if term.last_year else now,
            context,
        )
        for at, term in enumerate(terms)
    )


def _find_parts(rule: Rule, scope: str, form: str, now: Cells, context: SiteContext) -> tuple[str, ...]:
    """The codes that sum into the rule's left side; of a row and its own parts only those that are printed."""
    printed_form = context.codes.tables.get((form, rule.table))
    if printed_form is None:
        return ()
    whole_side = rule.left
    if rule.operands == "column":
        columns = [cell.column for cell in printed_form.cells if cell.column_sums_into == whole_side]
        return tuple(dict.fromkeys(columns))
    codes = list(dict.fromkeys(cell.row for cell in printed_form.cells if cell.row_sums_into == whole_side))
    for whole, parts in context.codes.parts.items():
        whole_cell = now.get((rule.table, whole, scope))
        has_parts = any(
            (cell := now.get((rule.table, part, scope))) is not None and cell.state != "absent" for part in parts
        )
        if whole_cell is not None and whole_cell.state != "absent" and not has_parts:
            at = min((codes.index(part) for part in parts if part in codes), default=len(codes))
            codes = [code for code in codes if code not in parts and code != whole]
            codes.insert(at, whole)
    return tuple(codes)


def _show(rule: Rule, code: str, scope: str, sign: str, printed: Printed, context: SiteContext) -> Operand:
    row, column = (code, scope) if rule.operands == "row" else (scope, code)
    cell = printed.cells.get((rule.table, row, column))
    if cell is None:
        shown = context.label("states", "absent")
    else:
        shown = group_digits(cell.value) if cell.state == "reported" else context.label("states", cell.state)
        shown += "*" if cell.correction else ""
    label = printed.whose + name_axis(rule.table, rule.operands, code, context)
    return Operand(sign, shown, label, _link_cell(rule.table, cell, printed.page) if cell else "")


def _link_cell(table: str, cell: CellRow, page: str) -> str:
    """The link to a cell of this page, or to the line of a cell on another page."""
    anchor = f"L{cell.line}" if page and cell.line else cell_anchor(table, cell.row, cell.column)
    return f"{page}#{anchor}"


def name_axis(table: str, axis: str, code: str, context: SiteContext) -> str:
    """The label of a row (`axis` is row) or column of one of the three tables."""
    return context.label(AXIS_LISTS[table][("row", "column").index(axis)], code)


def name_scope(rule: Rule | None, scope: str, context: SiteContext) -> str:
    """What a rule was evaluated for, in words."""
    if rule is not None and rule.operands:
        other = "column" if rule.operands == "row" else "row"
        return name_axis(rule.table, other, scope, context)
    tables = {"disclosures": "主动公开表", "applications": "依申请公开表", "remedies": "复议诉讼表"}
    if scope.startswith("section_"):
        scope = scope.removeprefix("section_")
    return tables.get(scope) or context.labels["sections"].get(scope) or scope


def _index(record: ReportRecord) -> dict[tuple[str, str, str], CellRow]:
    return {(table, cell.row, cell.column): cell for table, cells in record.cells.items() for cell in cells}
