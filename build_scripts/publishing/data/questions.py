"""The answers to the three worked questions of the page of recipes, on the data that is published.

Comes in: the records of the package, one after another, once. Goes out: the records on their way, and one slot as HTML.
Refuses to know: files, pandas. A question without an answer says why there is none, for a reader whose code prints an
empty table would otherwise look for the mistake in it. Blank is never 0: a group of which no number is known has no
sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from build_scripts.packaging.package import CellRow, ReportRecord
from build_scripts.publishing.templates import render

YEAR, FORM, SCOPE = "2023", "2021", "organ"
REFUSED = ("applications", "refused_administrative_query", "total")
LICENCE = ("disclosures", "licence", "decisions")
CARRY_OVER = "carry_over"
_COMPARED = frozenset({"holds", "differs", "holds_if_blank_is_zero"})
MOST = 8
"""Rows of an answer that the page shows."""


class Refused(NamedTuple):
    """A row of the first answer; `number` is None where there is no number."""

    report_id: str
    name: str
    scope: str
    state: str
    number: int | None


class Differs(NamedTuple):
    """A row of the second answer."""

    report_id: str
    scope: str
    left: str
    right: str
    difference: str


class Licences(NamedTuple):
    """A row of the third answer; `function` is empty where it is not known, `total` None where no number is."""

    year: int
    function: str
    reports: int
    with_number: int
    without_number: int
    total: Decimal | None


class QuestionsPart(NamedTuple):
    """What was gathered from some reports: those of the year, of the form, checks compared, rows of the answers."""

    of_year: int
    of_form: int
    compared: int
    refused: list[Refused]
    differs: list[Differs]
    values: dict[tuple[int, str], list[str]]


class Questions:
    """Gathers what the three questions ask, from records that pass, or from parts gathered apart, in any order."""

    def __init__(self) -> None:
        self.of_year = self.of_form = self.compared = 0
        self._refused: list[Refused] = []
        self._differs: list[Differs] = []
        self._values: dict[tuple[int, str], list[str]] = {}

    def watch(self, records: Iterable[ReportRecord]) -> Iterator[ReportRecord]:
        """The records, each looked at as it passes."""
        for record in records:
            self._add(record)
            yield record

    def pack(self) -> QuestionsPart:
        """All that was gathered, to be merged with what others did; this one gathers no further."""
        return QuestionsPart(self.of_year, self.of_form, self.compared, self._refused, self._differs, self._values)

    def merge(self, part: QuestionsPart) -> None:
        """Add what was gathered from other reports."""
        self.of_year += part.of_year
        self.of_form += part.of_form
        self.compared += part.compared
        self._refused += part.refused
        self._differs += part.differs
        for group, values in part.values.items():
            self._values.setdefault(group, []).extend(values)

    @property
    def refused(self) -> list[Refused]:
        """The first answer: by scope, the most first, what has no number last in its scope."""
        return sorted(self._refused, key=lambda row: (row.scope, row.number is None, -(row.number or 0), row.report_id))

    @property
    def differs(self) -> list[Differs]:
        """The second answer, by report and applicant."""
        return sorted(self._differs)

    @property
    def licences(self) -> list[Licences]:
        """The third answer, by year and function; agencies whose function is not known come last in their year."""
        return [
            Licences(
                year,
                function,
                len(values),
                len(numbers := [Decimal(value) for value in values if value]),
                len(values) - len(numbers),
                sum(numbers, Decimal()) if numbers else None,
            )
            for (year, function), values in sorted(
                self._values.items(), key=lambda one: (one[0][0], not one[0][1], one[0][1])
            )
        ]

    def _add(self, record: ReportRecord) -> None:
        report, agency = record.row, record.agency
        if report["year"] == YEAR:
            self.of_year += 1
            if cell := _find(record, REFUSED):
                number = int(cell.value) if cell.value else None
                self._refused.append(Refused(report["report_id"], agency["name"], report["scope"], cell.state, number))
        for check in record.checks:
            if check.rule == CARRY_OVER and check.status in _COMPARED:
                self.compared += 1
                if check.status == "differs":
                    self._differs.append(
                        Differs(report["report_id"], check.scope, check.left, check.right, check.difference)
                    )
        if report["form"] == FORM:
            self.of_form += 1
            if report["scope"] == SCOPE and (cell := _find(record, LICENCE)):
                self._values.setdefault((int(report["year"]), agency["function"]), []).append(cell.value)


def draw_answers(questions: Questions) -> str:
    """The three answers, or why there is none, in Chinese."""
    return render(
        "data/answers.html",
        refused=questions.refused,
        differs=questions.differs,
        licences=questions.licences,
        questions=questions,
        most=MOST,
        year=YEAR,
    )


def _find(record: ReportRecord, place: tuple[str, str, str]) -> CellRow | None:
    table, row, column = place
    return next((cell for cell in record.cells[table] if (cell.row, cell.column) == (row, column)), None)
