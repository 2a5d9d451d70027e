"""The declared rules, worked out once for each form edition: which cells stand on which side, for which scope.

Comes in: `Codes`. Goes out: a `Plan` for each form code. Refuses to know: reports, numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import NamedTuple

from build_scripts.checking.declarations import (
    TEXT,
    DeclaredSum,
    read_compared,
    read_sum,
    read_told,
    refuse_repeated_rules,
    sums_into,
)
from build_scripts.checking.expressions import Term
from build_scripts.checking.sums import Content, Key
from build_scripts.codes import TABLES, CodeListError, Codes, FormTable

# Takes what stands in a report's cells, gives what stands in two or more of them; a KeyError if one is not there.
Pick = Callable[[Mapping[Key, Content]], tuple[Content, ...]]


class Operand(NamedTuple):
    """One cell of a sum: added (1) or taken off (-1), of this year's report or of last year's."""

    sign: int
    key: Key
    last_year: bool


class Group(NamedTuple):
    """One operand of one edition that stands for several of another; which are printed, the report says."""

    whole: Operand
    parts: tuple[Operand, ...]


class PlannedSum(NamedTuple):
    """One rule at one scope of one edition.

    `applies` is False where the edition does not print this year's operands. `own_sum` is (table, row) if this is the
    row's own sum. `groups` are those met among the right operands. `pick` gives the contents of all operands, left ones
    first, where all are this year's and added. `labels` are the printed labels of a told sum's right operands.
    """

    scope: str
    left: tuple[Operand, ...]
    right: tuple[Operand, ...]
    applies: bool
    last_year: bool
    own_sum: tuple[str, str] | None
    groups: tuple[Group, ...]
    pick: Pick | None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedRule:
    """A rule in one edition: its sums in printed order; those of rows that only other editions print, by row.

    A rule without a table compares with last year's report instead, in the scopes `compared`. With `is_told` the left
    side of every sum is what the text tells.
    """

    rule: str
    table: str
    sums: tuple[PlannedSum, ...]
    other_rows: Mapping[str, PlannedSum]
    compared: tuple[str, ...]
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """All rules in one edition, the keys of its cells, together and by table, and what fetches a whole table."""

    rules: tuple[PlannedRule, ...]
    keys: frozenset[Key]
    keys_of: Mapping[str, tuple[Key, ...]]
    pick_of: Mapping[str, Pick]


def plan_rules(codes: Codes) -> dict[str, Plan]:
    """A plan for each form code; raises CodeListError naming the rule and the term no edition prints.

    A form without tables gets the scopes of the newest edition, and no sum of them applies.
    """
    refuse_repeated_rules(codes)
    editions = [form for form in codes.forms if any((form, table) in codes.tables for table in TABLES)]
    if not editions:
        raise CodeListError("form_cells: no edition")
    return {form: _plan_form(form, form if form in editions else editions[-1], codes) for form in codes.forms}


def _plan_form(form: str, edition: str, codes: Codes) -> Plan:
    keys_of = {table: _table_keys(codes.tables.get((form, table))) for table in TABLES}
    return Plan(
        rules=_plan_each_rule(edition, form == edition, codes),
        keys=frozenset(key for keys in keys_of.values() for key in keys),
        keys_of=keys_of,
        pick_of={table: itemgetter(*keys) for table, keys in keys_of.items() if len(keys) > 1},
    )


def _table_keys(table: FormTable | None) -> tuple[Key, ...]:
    return tuple((cell.table, cell.row, cell.column) for cell in table.cells) if table else ()


def _plan_each_rule(edition: str, applies: bool, codes: Codes) -> tuple[PlannedRule, ...]:
    planned = []
    for rule in codes.rules:
        if rule.left == TEXT:
            planned.append(_plan_told(read_told(rule, codes), edition, applies, codes))
        elif rule.table:
            planned.append(_plan_sums(read_sum(rule, codes), edition, applies, codes))
        else:
            planned.append(PlannedRule(rule.code, "", (), {}, read_compared(rule, codes)))
    return tuple(planned)


def _plan_sums(declared: DeclaredSum, edition: str, applies: bool, codes: Codes) -> PlannedRule:
    rule = declared.rule
    table = codes.tables.get((edition, rule.table), FormTable(edition, rule.table, (), (), ()))
    scopes = rule.scopes or (table.columns if rule.operands == "row" else table.rows)
    return PlannedRule(
        rule=rule.code,
        table=rule.table,
        sums=tuple(_plan_sum(declared, scope, table, applies, codes) for scope in scopes),
        other_rows=_plan_other_rows(declared, scopes, codes),
        compared=(),
    )


def _plan_told(declared: DeclaredSum, edition: str, applies: bool, codes: Codes) -> PlannedRule:
    """A rule whose left side the text tells: its sums hold the right side, with the labels of its cells."""
    planned = _plan_sums(declared, edition, applies, codes)
    table = codes.tables.get((edition, planned.table))
    printed = {
        (cell.row, cell.column): f"{cell.row_label}·{cell.column_label}" for cell in (table.cells if table else ())
    }
    sums = tuple(
        one._replace(pick=None, labels=tuple(printed.get(operand.key[1:], "") for operand in one.right))
        for one in planned.sums
    )
    return replace(planned, sums=sums, other_rows={}, is_told=True)


def _plan_other_rows(declared: DeclaredSum, scopes: tuple[str, ...], codes: Codes) -> dict[str, PlannedSum]:
    rule = declared.rule
    if rule.operands == "row" or rule.scopes:
        return {}
    tables = [codes.tables[form, rule.table] for form in codes.forms if (form, rule.table) in codes.tables]
    return {
        row: _plan_sum(declared, row, table, True, codes) for table in tables for row in table.rows if row not in scopes
    }


def _plan_sum(declared: DeclaredSum, scope: str, table: FormTable, applies: bool, codes: Codes) -> PlannedSum:
    by_parts = declared.right is None
    left = _find_operands(declared, declared.left, scope)
    right = _find_operands(declared, declared.right or _find_parts(declared, scope, table), scope)
    everything = (*left, *right)
    now = [operand for operand in everything if not operand.last_year]
    printed = set(_table_keys(table))
    plain = bool(right) and all(operand.sign > 0 and not operand.last_year for operand in everything)
    return PlannedSum(
        scope=scope,
        left=left,
        right=right,
        applies=applies and bool(right) and all(operand.key in printed for operand in now),
        last_year=len(now) < len(everything),
        own_sum=(table.table, scope) if by_parts and declared.rule.operands == "column" else None,
        groups=_find_groups(right, codes) if by_parts and declared.rule.operands == "row" else (),
        pick=itemgetter(*(operand.key for operand in everything)) if plain else None,
    )


def _find_groups(operands: tuple[Operand, ...], codes: Codes) -> tuple[Group, ...]:
    rows = {operand.key[1]: operand for operand in operands}
    groups = []
    for whole, parts in codes.parts.items():
        if whole in rows or set(parts) <= set(rows):
            model = rows[whole] if whole in rows else rows[parts[0]]
            found = [model._replace(key=(model.key[0], row, model.key[2])) for row in (whole, *parts)]
            groups.append(Group(found[0], tuple(found[1:])))
    return tuple(groups)


def _find_operands(declared: DeclaredSum, terms: tuple[Term, ...], scope: str) -> tuple[Operand, ...]:
    table, by_row = declared.rule.table, declared.rule.operands == "row"
    return tuple(
        Operand(sign, (table, code, scope) if by_row else (table, scope, code), last_year)
        for sign, code, last_year in terms
    )


def _find_parts(declared: DeclaredSum, scope: str, table: FormTable) -> tuple[Term, ...]:
    axis, whole = declared.rule.operands, declared.left[0].code
    by_row = axis == "row"
    return tuple(
        Term(1, cell.row if by_row else cell.column, False)
        for cell in table.cells
        if (cell.column if by_row else cell.row) == scope and sums_into(cell, axis) == whole
    )
