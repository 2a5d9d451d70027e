"""The two sides of a rule, taken apart."""

from __future__ import annotations

import pytest

from build_scripts.checking.expressions import Term, parse_side
from build_scripts.codes import CodeListError


@pytest.mark.parametrize(
    ("side", "terms"),
    [
        ("received", (Term(1, "received", False),)),
        (" received+carried_in ", (Term(1, "received", False), Term(1, "carried_in", False))),
        ("a - b + c", (Term(1, "a", False), Term(-1, "b", False), Term(1, "c", False))),
        ("a@last_year - b", (Term(1, "a", True), Term(-1, "b", False))),
        ("parts", None),
        (" parts ", None),
    ],
)
def test_a_side_is_taken_apart(side: str, terms: tuple[Term, ...] | None) -> None:
    assert parse_side("r", side) == terms


@pytest.mark.parametrize(
    ("side", "named"),
    [
        ("", "''"),
        ("a +", "''"),
        ("- a", "''"),
        ("a + + b", "''"),
        ("a b", "'a b'"),
        ("a * b", r"'a \* b'"),
        ("a@next_year", "'a@next_year'"),
        ("2", "'2'"),
        ("parts + a", "'parts' stands alone"),
        ("parts@last_year", "'parts' stands alone"),
    ],
)
def test_a_slip_names_the_rule_and_the_term(side: str, named: str) -> None:
    with pytest.raises(CodeListError, match=f"rules: my_rule: .*{named}"):
        parse_side("my_rule", side)
