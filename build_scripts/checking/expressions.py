"""The two sides of a rule as the code list writes them, taken apart.

Comes in: one side, `received + carried_in` or `in_force@last_year + issued - repealed` or `parts`. Goes out: its terms.
Refuses to know: forms, cells, numbers; whether a code exists is for `rules` to say.

Grammar: terms joined by + and -, the first without a sign; a term is a code, optionally followed by `@last_year`.
The word `parts` stands alone and means: everything the form prints as summing into the left code.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from build_scripts.codes import CodeListError

PARTS = "parts"
_TERM = re.compile(r"(?P<code>[a-z][a-z_0-9]*)(?P<last_year>@last_year)?", re.ASCII)
_SIGN = re.compile(r"([+-])")


class Term(NamedTuple):
    """One code of a side: added (sign 1) or taken off (sign -1), of this year's report or of last year's."""

    sign: int
    code: str
    last_year: bool


def parse_side(rule: str, side: str) -> tuple[Term, ...] | None:
    """The terms of a side in written order, or None for the word `parts`.

    Raises CodeListError naming `rule` and the term that cannot be read.

    >>> parse_side("documents_stock", "in_force@last_year - repealed")
    (Term(sign=1, code='in_force', last_year=True), Term(sign=-1, code='repealed', last_year=False))
    """
    if side.strip() == PARTS:
        return None
    first, *others = _SIGN.split(side)
    signs = ["+", *others[::2]]
    return tuple(
        _parse_term(rule, side, sign, term.strip()) for sign, term in zip(signs, [first, *others[1::2]], strict=True)
    )


def _parse_term(rule: str, side: str, sign: str, term: str) -> Term:
    found = _TERM.fullmatch(term)
    if found is None:
        raise CodeListError(f"rules: {rule}: no term: {term!r} in {side!r}")
    if found["code"] == PARTS:
        raise CodeListError(f"rules: {rule}: {PARTS!r} stands alone, not as a term of {side!r}")
    return Term(1 if sign == "+" else -1, found["code"], found["last_year"] is not None)
