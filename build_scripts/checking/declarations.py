"""Whether a declared rule names only what the forms print.

Comes in: a `Rule` and `Codes`. Goes out: its two sides as terms, or a `CodeListError` that names the rule and the term.
Refuses to know: reports, numbers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from build_scripts.checking.expressions import PARTS, Term, parse_side
from build_scripts.checking.statements import NARRATIVE_RULES
from build_scripts.codes import TABLES, CodeListError, Codes, FormCell, Rule

LAST_YEAR_RULE = "same_as_last_year"
SECTION_SCOPE = "section_"
TEXT = "text"
AXES = ("row", "column")


@dataclass(frozen=True, slots=True)
class DeclaredSum:
    """A rule with its sides taken apart; `right` is None for `parts` of the one code on the left."""

    rule: Rule
    left: tuple[Term, ...]
    right: tuple[Term, ...] | None


def read_sum(rule: Rule, codes: Codes) -> DeclaredSum:
    """The sides of a rule over a table; raises CodeListError naming the rule and what no edition prints."""
    _refuse_unknown_place(rule)
    left, right = parse_side(rule.code, rule.left), parse_side(rule.code, rule.right)
    if left is None:
        raise CodeListError(f"rules: {rule.code}: {PARTS!r} stands on the right alone")
    _refuse_unknown_terms(rule, (*left, *(right or ())), codes)
    if right is None:
        _refuse_parts_of_nothing(rule, left, codes)
    return DeclaredSum(rule, left, right)


def read_told(rule: Rule, codes: Codes) -> DeclaredSum:
    """The cells of a rule whose left side is what the text tells; raises CodeListError as `read_sum` does, and if
    there is no grammar of that name or no scope."""
    if rule.code not in NARRATIVE_RULES:
        raise CodeListError(f"rules: {rule.code}: {TEXT!r} on the left, and no statement of this name is known")
    if not rule.scopes:
        raise CodeListError(f"rules: {rule.code}: {TEXT!r} on the left needs scopes")
    _refuse_unknown_place(rule)
    right = parse_side(rule.code, rule.right)
    if right is None or any(term.last_year for term in right):
        raise CodeListError(f"rules: {rule.code}: {TEXT!r} on the left needs this year's codes, not {rule.right!r}")
    _refuse_unknown_terms(rule, right, codes)
    return DeclaredSum(rule, (), right)


def read_compared(rule: Rule, codes: Codes) -> tuple[str, ...]:
    """The scopes of the rule that compares with last year: sections 1 to 6, then the tables; raises CodeListError."""
    if rule.code != LAST_YEAR_RULE:
        raise CodeListError(f"rules: {rule.code}: no table named, and no comparison of this name is known")
    if rule.operands or rule.left or rule.right:
        raise CodeListError(f"rules: {rule.code}: names no table, so it takes no operands, left or right")
    sections = (SECTION_SCOPE + row["code"] for row in codes.lists["sections"] if row["code"] != "0")
    known = (*sections, *TABLES)
    _refuse_unknown_scopes(rule, known)
    return rule.scopes or known


def refuse_repeated_rules(codes: Codes) -> None:
    """Raises CodeListError naming a rule that is declared twice."""
    for code, count in Counter(rule.code for rule in codes.rules).items():
        if count > 1:
            raise CodeListError(f"rules: {code}: stands {count} times")


def sums_into(cell: FormCell, axis: str) -> str:
    """The code of the same axis this cell is printed as a part of; empty if of none."""
    return cell.row_sums_into if axis == "row" else cell.column_sums_into


def _refuse_unknown_place(rule: Rule) -> None:
    if rule.table not in TABLES:
        raise CodeListError(f"rules: {rule.code}: unknown table {rule.table!r}")
    if rule.operands not in AXES:
        raise CodeListError(f"rules: {rule.code}: operands stand on {' or '.join(AXES)}, not {rule.operands!r}")


def _refuse_unknown_terms(rule: Rule, terms: tuple[Term, ...], codes: Codes) -> None:
    cells = _cells_of_all_editions(rule.table, codes)
    known = {cell.row if rule.operands == "row" else cell.column for cell in cells}
    for term, count in Counter((term.code, term.last_year) for term in terms).items():
        if term[0] not in known:
            raise CodeListError(f"rules: {rule.code}: no {rule.operands} {term[0]!r} in {rule.table}")
        if count > 1:
            raise CodeListError(f"rules: {rule.code}: {term[0]!r} stands {count} times")
    _refuse_unknown_scopes(rule, {cell.column if rule.operands == "row" else cell.row for cell in cells})


def _refuse_unknown_scopes(rule: Rule, known: set[str] | tuple[str, ...]) -> None:
    for scope, count in Counter(rule.scopes).items():
        if scope not in known or count > 1:
            raise CodeListError(f"rules: {rule.code}: unknown or repeated scope {scope!r}")


def _refuse_parts_of_nothing(rule: Rule, left: tuple[Term, ...], codes: Codes) -> None:
    whole = left[0]
    if len(left) > 1 or whole.last_year:
        raise CodeListError(f"rules: {rule.code}: {PARTS!r} needs one code on the left, not {rule.left!r}")
    if all(sums_into(cell, rule.operands) != whole.code for cell in _cells_of_all_editions(rule.table, codes)):
        raise CodeListError(f"rules: {rule.code}: nothing sums into {whole.code!r}")


def _cells_of_all_editions(table: str, codes: Codes) -> list[FormCell]:
    return [cell for form in codes.forms if (form, table) in codes.tables for cell in codes.tables[form, table].cells]
