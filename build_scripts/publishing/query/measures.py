"""The measures that are derived from cells of the three tables, as `measures.csv` says.

Comes in: the forms, that file. Goes out: frozen measures. Refuses to know: reports, pages, any row by its code.
A term of a measure is a sign and a code, `+granted`; `+refused_*` are all rows of that beginning that the edition of
the report prints, in the order of print; `+received@total` is that row in this column, whatever column was chosen.
A measure has a value where every term has a number, and else none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from build_scripts.codes import CodeListError, FormTable, Row
from build_scripts.files import read_rows

MEASURES = Path(__file__).with_name("measures.csv")
RATES_FROM = 30
"""The least denominator of which a percentage is told; below, the two counts alone."""

_TERM = re.compile(r"([+-])([a-z_]+\*?)(?:@([a-z_]+))?")
_AXES = {"applicant": "row", "channel": "column"}
"""By what a measure is told apart, and the axis on which its terms stand: the other one."""


class Term(NamedTuple):
    """A cell that is added or taken away: sign, code on the axis of terms, and the code on the other axis if fixed;
    `forms` are the editions that have the term, if not all: those that print one row of several of a beginning."""

    sign: str
    code: str
    at: str = ""
    forms: tuple[str, ...] = ()

    def belongs_to(self, form: str) -> bool:
        """Whether the measure has the term in this edition."""
        return not self.forms or form in self.forms


class Measure(NamedTuple):
    """A line of `measures.csv`, its terms read; `forms` are the editions that print every term of it."""

    code: str
    label_zh: str
    label_en: str
    kind: str
    table: str
    by: str
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...]
    forms: tuple[str, ...]
    definition_zh: str
    definition_en: str
    note_zh: str
    source: str


def read_measures(
    tables: Mapping[tuple[str, str], FormTable], rows: Sequence[Row] | None = None
) -> tuple[Measure, ...]:
    """All derived measures in the order of the file; raises CodeListError for a term that no edition prints."""
    found = tuple(_read_measure(row, tables) for row in (read_rows(MEASURES) if rows is None else rows))
    if len({measure.code for measure in found}) < len(found):
        raise CodeListError(f"{MEASURES.name}: a code stands there twice")
    return found


def _read_measure(row: Row, tables: Mapping[tuple[str, str], FormTable]) -> Measure:
    name = f"{MEASURES.name}: {row['code']}"
    if row["by"] not in _AXES or (row["kind"] == "share") != bool(row["denominator"]):
        raise CodeListError(f"{name}: by {row['by']!r}, or a share without denominator, or a count with one")
    printed = {
        form: [getattr(cell, _AXES[row["by"]]) for cell in table.cells]
        for (form, table_name), table in tables.items()
        if table_name == row["table"]
    }
    numerator, denominator = (_read_terms(row[side], printed, name) for side in ("numerator", "denominator"))
    forms = tuple(form for form in printed if _is_printed((numerator, denominator), form, printed[form]))
    if not forms:
        codes = sorted({term.code for term in (*numerator, *denominator)})
        raise CodeListError(f"{name}: no edition prints all of {codes}")
    return Measure(
        **{key: row[key] for key in Measure._fields if key in row and key not in {"numerator", "denominator"}},
        numerator=numerator,
        denominator=denominator,
        forms=forms,
    )


def _is_printed(sides: Sequence[tuple[Term, ...]], form: str, printed: Sequence[str]) -> bool:
    """Whether an edition prints every term it should have, one at least of each side that has any."""
    own = [[term.code for term in side if term.belongs_to(form)] for side in sides]
    return all(set(codes) <= set(printed) and bool(codes) == bool(side) for codes, side in zip(own, sides, strict=True))


def _read_terms(text: str, printed: Mapping[str, Sequence[str]], name: str) -> tuple[Term, ...]:
    known = tuple(dict.fromkeys(code for codes in printed.values() for code in codes))
    terms: list[Term] = []
    for word in text.split():
        match = _TERM.fullmatch(word)
        if match is None:
            raise CodeListError(f"{name}: {word!r} is no term")
        sign, code, at = match[1], match[2], match[3] or ""
        codes = [one for one in known if one.startswith(code[:-1])] if code.endswith("*") else [code]
        if not codes or not set(codes) <= set(known):
            raise CodeListError(f"{name}: {word!r} is printed in no edition")
        terms += (Term(sign, one, at, _list_forms(one, printed) if code.endswith("*") else ()) for one in codes)
    return tuple(terms)


def _list_forms(code: str, printed: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The editions that print a code; none to be named if all do."""
    forms = tuple(form for form, codes in printed.items() if code in codes)
    return () if len(forms) == len(printed) else forms
