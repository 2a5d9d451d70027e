"""What the sums of a report need of the code lists, worked out once: which cells stand on each side of a rule, in which
order, under which names.

Comes in: the context. Goes out: sides with a place for each operand, filled with what a report shows. Refuses to know:
checks, how a rule comes out, HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from build_scripts.checking.declarations import TEXT
from build_scripts.checking.expressions import PARTS, parse_side
from build_scripts.codes import AXIS_LISTS, FormTable, Rule
from build_scripts.packaging.package import CellRow
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import cell_anchor
from build_scripts.publishing.templates import group_digits

Place = tuple[str, str, str]
"""Table, row and column of a cell."""


class Operand(NamedTuple):
    """One term of a side: its sign (empty for the first), what is shown, which label, and the link to its cell.

    Last year's number leads to its line on the page of last year; the link is empty where no cell is printed at all.
    """

    sign: str
    shown: str
    label: str
    link: str


class Term(NamedTuple):
    """A place of a side: its sign, the cell, its label, the link to it, and whether it is last year's."""

    sign: str
    place: Place
    label: str
    link: str
    last_year: bool


class Side(NamedTuple):
    """The terms of a side, whether one of them is last year's, and what takes the values of their cells at once;
    `number` is its place among all sides that were planned."""

    number: int
    terms: tuple[Term, ...]
    has_last_year: bool
    pick: Callable[[Mapping[Place, str | None]], tuple[str | None, ...]]


class Picked(NamedTuple):
    """What a report shows in the places of a side (None where it has no such cell), the number of the side, and whether
    it looks at the report of the year before as well."""

    side: int
    shown: tuple[str | None, ...]
    has_last_year: bool = False


NOTHING = Picked(-1, ())
"""The side of a rule on which no cells stand."""

_KEPT_TABLES = 64
"""So many tables are kept; one weighs some 50 KB."""


class Shown(dict[Place, str | None]):
    """What is shown of each cell of a report; None of a cell that it does not have."""

    def __missing__(self, place: Place) -> None:
        return None


@dataclass(frozen=True, slots=True, eq=False)
class ShownTable:
    """What is shown of the cells of one table. Tables that show the same are mostly one and the same of these, so they
    are told apart as objects: most of all, many reports have no number but 0 in a table."""

    cells: Shown


class LastYear(NamedTuple):
    """The cells of the report of the year before, whose they are in words and its page, as seen from this one."""

    cells: Mapping[Place, CellRow]
    whose: str
    page: str


class SumPlans:
    """The rules of all editions; each side is planned when the first report asks for it."""

    def __init__(self, context: SiteContext) -> None:
        self.context = context
        self.rules = {rule.code: rule for rule in context.codes.rules}
        self.words = {row["code"]: row for row in context.codes.lists["rules"]}
        self.told = find_told(context)
        self._states = context.labels["states"]
        self._absent = context.label("states", "absent")
        self._order: dict[tuple[str, str], Mapping[str, int]] = {}
        self._scopes: dict[tuple[str, str], str] = {}
        self._sides: dict[tuple[str, str, str, str, tuple[str, ...]], Side] = {}
        self._numbered: list[Side] = []
        self._keep_table = lru_cache(maxsize=_KEPT_TABLES)(self._show_columns)

    def show_table(self, table: str, cells: Sequence[CellRow]) -> ShownTable:
        """What is shown of each cell: its number, or the word for its state; a corrected one is starred."""
        rows, columns, values, states, _, _, corrections = zip(*cells, strict=True) if cells else ((),) * 7
        return self._keep_table(table, rows, columns, values, states, tuple(map(bool, corrections)))

    def looks_back(self, rule: str) -> bool:
        """Whether a side of the rule has a number of the year before."""
        declared = self.rules.get(rule)
        sides = (declared.left, declared.right) if declared and declared.operands else ()
        parsed = [parse_side(rule, side) for side in sides if side != TEXT]
        return any(term.last_year for terms in parsed for term in terms or ())

    def order_scopes(self, rule: str, form: str) -> Mapping[str, int]:
        """The places of a rule's scopes as the form prints its rows or columns; empty where it prints none of them."""
        if (rule, form) not in self._order:
            self._order[rule, form] = _order_scopes(self.rules.get(rule), form, self.context)
        return self._order[rule, form]

    def name_scope(self, rule: str, scope: str) -> str:
        """What a rule was evaluated for, in words."""
        if (rule, scope) not in self._scopes:
            self._scopes[rule, scope] = name_scope(self.rules.get(rule), scope, self.context)
        return self._scopes[rule, scope]

    def pick(self, rule: str, scope: str, form: str, shown: Shown) -> tuple[Picked, Picked]:
        """What a report shows on both sides of a rule in one place; a side of the text has nothing, and neither have
        those of a rule without cells."""
        declared = self.rules.get(rule)
        if declared is None or not declared.operands:
            return NOTHING, NOTHING
        right = self._pick_side(declared, declared.right, scope, form, shown)
        return NOTHING if declared.left == TEXT else self._pick_side(declared, declared.left, scope, form, shown), right

    def fill(self, picked: Picked, before: LastYear | None) -> tuple[Operand, ...]:
        """The operands of a side; `before` is looked at where one of them is last year's."""
        if picked is NOTHING:
            return ()
        terms = self._numbered[picked.side].terms
        absent = self._absent
        return tuple(
            [
                self._show_last_year(term, before)
                if last_year
                else Operand(sign, absent, label, "")
                if words is None
                else Operand(sign, words, label, link)
                for term, words in zip(terms, picked.shown, strict=True)
                for sign, _, label, link, last_year in (term,)
            ]
        )

    def _show_columns(
        self,
        table: str,
        rows: Sequence[str],
        columns: Sequence[str],
        values: Sequence[str],
        states: Sequence[str],
        corrected: Sequence[bool],
    ) -> ShownTable:
        words, shown = self._states, Shown()
        for row, column, value, state, star in zip(rows, columns, values, states, corrected, strict=True):
            told = group_digits(value) if state == "reported" else words.get(state, state)
            shown[table, row, column] = f"{told}*" if star else told
        return ShownTable(shown)

    def _pick_side(self, rule: Rule, side: str, scope: str, form: str, shown: Shown) -> Picked:
        swapped = self._find_swapped(rule.table, scope, shown) if side == PARTS and rule.operands == "row" else ()
        key = (rule.code, side, scope, form, swapped)
        planned = self._sides.get(key)
        if planned is None:
            planned = self._sides[key] = self._plan_side(rule, side, scope, form, swapped)
            self._numbered.append(planned)
        return Picked(planned.number, planned.pick(shown), planned.has_last_year)

    def _find_swapped(self, table: str, scope: str, shown: Shown) -> tuple[str, ...]:
        """The rows that are printed whole and not in parts, where another edition has the parts."""
        return tuple(
            [
                whole
                for whole, parts in self.context.codes.parts.items()
                if self._is_printed(shown[table, whole, scope])
                and not any(self._is_printed(shown[table, part, scope]) for part in parts)
            ]
        )

    def _is_printed(self, words: str | None) -> bool:
        return words is not None and words.removesuffix("*") != self._absent

    def _plan_side(self, rule: Rule, side: str, scope: str, form: str, swapped: tuple[str, ...]) -> Side:
        parsed = parse_side(rule.code, side)
        if parsed is None:
            found = [("+", code, False) for code in self._find_parts(rule, form, swapped)]
        else:
            found = [("−" if term.sign < 0 else "+", term.code, term.last_year) for term in parsed]
        terms = tuple(
            Term(
                sign if at or sign != "+" else "",
                place,
                name_axis(rule.table, rule.operands, code, self.context),
                f"#{cell_anchor(*place)}",
                last_year,
            )
            for at, (sign, code, last_year) in enumerate(found)
            for place in [(rule.table, code, scope) if rule.operands == "row" else (rule.table, scope, code)]
        )
        return Side(
            len(self._numbered), terms, any(term.last_year for term in terms), _pick_all([term.place for term in terms])
        )

    def _find_parts(self, rule: Rule, form: str, swapped: tuple[str, ...]) -> tuple[str, ...]:
        """The codes that sum into the rule's left side; a row that is printed whole stands for its parts."""
        printed_form = self.context.codes.tables.get((form, rule.table))
        if printed_form is None:
            return ()
        if rule.operands == "column":
            columns = [cell.column for cell in printed_form.cells if cell.column_sums_into == rule.left]
            return tuple(dict.fromkeys(columns))
        codes = list(dict.fromkeys(cell.row for cell in printed_form.cells if cell.row_sums_into == rule.left))
        for whole in swapped:
            parts = self.context.codes.parts[whole]
            at = min((codes.index(part) for part in parts if part in codes), default=len(codes))
            codes = [code for code in codes if code not in parts and code != whole]
            codes.insert(at, whole)
        return tuple(codes)

    def _show_last_year(self, term: Term, before: LastYear | None) -> Operand:
        cell = before.cells.get(term.place) if before else None
        if before is None or cell is None:
            return Operand(term.sign, self._absent, (before.whose if before else "") + term.label, "")
        number = group_digits(cell.value) if cell.state == "reported" else self._states.get(cell.state, cell.state)
        link = f"{before.page}#L{cell.line}" if cell.line else f"{before.page}{term.link}"
        return Operand(term.sign, number + ("*" if cell.correction else ""), before.whose + term.label, link)


def find_told(context: SiteContext) -> frozenset[str]:
    """The rules on whose left side the text stands."""
    return frozenset(rule.code for rule in context.codes.rules if rule.left == TEXT)


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


def _order_scopes(rule: Rule | None, form: str, context: SiteContext) -> Mapping[str, int]:
    table: FormTable | None = context.codes.tables.get((form, rule.table)) if rule else None
    codes = () if rule is None or table is None else table.columns if rule.operands == "row" else table.rows
    return {code: at for at, code in enumerate(codes)}


def _pick_all(places: list[Place]) -> Callable[[Mapping[Place, str | None]], tuple[str | None, ...]]:
    """What takes the values of these places, always as a tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda shown: tuple([shown[place] for place in places])
