"""The totals that people would add up on a wide sheet, added up here: only where every cell of a total has a number.

Comes in: an edition, one of its grids, the measures that are sums. Goes out: fields and words. Refuses to know: XML,
files, what a measure is about. A spreadsheet's own SUM passes over marks, and so makes a 0 of eight blanks; here such a
total is a mark. A count that is no whole number stops the build: the package was broken after it was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from build_scripts.codes import SameCodes
from build_scripts.files import FilesError
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.frames import Field, Rows
from build_scripts.publishing.formats.marks import INCOMPLETE, NUMBER
from build_scripts.publishing.formats.parquet import Words
from build_scripts.publishing.formats.wide import Edition, Grid
from build_scripts.publishing.query.measures import Measure, read_measures

_COUNT = re.compile("-?[0-9]+")
_TOTAL = "total"
"""The applicant of whom totals are told: all."""


@lru_cache(maxsize=4)
def _list_sums(same: SameCodes) -> tuple[Measure, ...]:
    """The measures that add up what is told by applicant."""
    found = read_measures(same.codes.tables)
    return tuple(measure for measure in found if (measure.kind, measure.by) == ("count", "applicant"))


def list_totals(
    edition: Edition, grid: Grid, rows: Rows, context: SiteContext, mark: str
) -> Iterator[tuple[Field, Words]]:
    """The totals of a grid for these reports of the edition; `mark` is how a mark begins among words. Raises FilesError
    for a count that is no whole number."""
    names = {(place.cell.row, place.cell.column): at for at, place in enumerate(grid.places)}
    reported = grid.words.index(NUMBER) if NUMBER in grid.words else -2
    held = np.array([*(text != "" for text in grid.numbers), False], bool)
    numbers = np.array([*(int(text) if _COUNT.fullmatch(text) else 0 for text in grid.numbers), 0], object)
    broken = np.array([*(text != "" and not _COUNT.fullmatch(text) for text in grid.numbers), False], bool)
    for measure in _list_sums(SameCodes(context.codes)):
        if measure.table != grid.table:
            continue
        terms = [term for term in measure.numerator if term.belongs_to(edition.form)]
        places = [names.get((term.code, term.at or _TOTAL), -1) for term in terms]
        if edition.form not in measure.forms or -1 in places:
            continue
        total, whole = np.zeros(len(rows), object), np.ones(len(rows), bool)
        for term, place in zip(terms, places, strict=True):
            values, states = grid.take(place, rows)
            found = states == reported
            if (wrong := values[found & broken[values]]).size:
                raise FilesError(f"{grid.table}: {grid.numbers[int(wrong[0])]!r} is no whole number")
            whole &= found & held[values]
            total = total + numbers[values] * (1 if term.sign == "+" else -1)
        told = [
            str(value) if fits else mark + INCOMPLETE
            for value, fits in zip(total.tolist(), whole.tolist(), strict=True)
        ]
        texts = sorted(set(told))
        at = {text: code for code, text in enumerate(texts)}
        formula = " ".join(f"{term.sign} {grid.places[place].name}" for term, place in zip(terms, places, strict=True))
        yield (
            _describe(measure, formula.removeprefix("+ ")),
            Words(tuple(texts), np.array([at[text] for text in told], np.int32)),
        )


def _describe(measure: Measure, formula: str) -> Field:
    return Field(
        f"{measure.code}_{_TOTAL}",
        "integer",
        f"算出的合计｜{measure.label_zh}｜总计",
        f"{measure.definition_zh}不是报告印的，是本册由“总计”一列的各格算出的；其中有一格没有数，就写 {INCOMPLETE}。"
        f"{measure.note_zh}＝ {formula}",
        f"{measure.definition_en} Not printed but computed here from the cells of the column total; where one of them "
        f"has no number, a mark stands instead. = {formula}",
        "件",
    )
