"""What is counted of reports: the few places that lists name one by one, and all of it for reports in a row.

Comes in: nothing. Goes out: frozen plain data, which travels between processes and is kept between runs. Refuses to
know: how it is counted, pages.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import NamedTuple

from build_scripts.packaging.package import CorrectionRow, Row
from build_scripts.publishing.report.sums import SumLine


class CellRun(NamedTuple):
    """Cells of one row of the form that share a state: the first of them in print, and how many they are."""

    row: str
    column: str
    cells: int


class Difference(NamedTuple):
    """A check whose sides differ; `report` is the place of its report in the package."""

    report: int
    scope: str
    left: str
    right: str
    difference: str


class Corrected(NamedTuple):
    """A correction with the place of its report in the package."""

    report: int
    correction: CorrectionRow


class Example(NamedTuple):
    """A rule worked out with the numbers of a report; `score` tells how well it shows the rule."""

    report: Row
    agency: Row
    line: SumLine
    score: int


class TallyPart(NamedTuple):
    """What reports that follow one another in the package amount to; places of reports count from the first of them.

    `cells` and `checks` are as `QualityTally` has them. Of the others: table and state → report → where; rule → its
    differences; rule → how well it is shown, and by what; form and table → cells by row, column and state; table → rows
    that fill each column; table → rows; table and column → codes.
    """

    reports: int
    cells: Mapping[str, array[int]]
    checks: array[int]
    runs: Mapping[tuple[str, str], Mapping[int, tuple[CellRun, ...]]]
    differences: Mapping[str, list[Difference]]
    corrections: list[Corrected]
    scores: Mapping[str, int]
    examples: Mapping[str, Example]
    cell_states: Mapping[tuple[str, str], Mapping[tuple[str, ...], int]]
    filled: Mapping[str, list[int]]
    rows: Mapping[str, int]
    codes: Mapping[tuple[str, str], Mapping[str, int]]
