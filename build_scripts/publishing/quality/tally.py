"""What the reports of a package amount to, counted while they pass, one after another.

Comes in: the records in the order of the package. Goes out: counts by report, and the few places that lists name one
by one. Refuses to know: pages, files. A report costs a few hundred bytes here, whatever it holds: counts lie in arrays,
and equal patterns of cells are kept once.
"""

from __future__ import annotations

from array import array
from collections import Counter
from typing import NamedTuple

from build_scripts.packaging.package import CellRow, CorrectionRow, ReportRecord, Row
from build_scripts.packaging.resources import CELL_TABLES, COLUMNS
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.report.downloads import WITHHELD
from build_scripts.publishing.report.sums import REPEATS, SumLine, work_out_sums

NUMBER, BLANK = "reported", "blank"
TOLD_STATUS = "differs"
_STREAMED = ("sections", "checks", "corrections")
_GOOD, _FAIR, _POOR = 3, 2, 1


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
    """A rule worked out with the numbers of a report."""

    report: Row
    agency: Row
    line: SumLine


class QualityTally:
    """Counts the reports as they pass; `report` and the arrays follow the order of `context.reports`."""

    def __init__(self, context: SiteContext) -> None:
        self.context = context
        self.states = tuple(context.labels["states"])
        self.rules = tuple(row["code"] for row in context.codes.lists["rules"])
        self.statuses = tuple(context.labels["check_statuses"])
        self.cells = {table: array("H") for table in CELL_TABLES}
        self.checks = array("H")
        self.runs: dict[tuple[str, str], dict[int, tuple[CellRun, ...]]] = {}
        self.differences: dict[str, list[Difference]] = {rule: [] for rule in self.rules}
        self.corrections: list[Corrected] = []
        self.examples: dict[str, Example] = {}
        self.cell_states: Counter[tuple[str, str, str, str, str]] = Counter()
        self.filled: dict[str, list[int]] = {name: [0] * len(COLUMNS[name]) for name in (*_STREAMED, *CELL_TABLES)}
        self.rows: Counter[str] = Counter()
        self.codes: dict[tuple[str, str], Counter[str]] = {
            key: Counter() for key in (("sections", "section"), ("checks", "rule"), ("checks", "status"))
        }
        self.seen = 0
        self._score: dict[str, int] = {}
        self._patterns: dict[tuple[CellRun, ...], tuple[CellRun, ...]] = {}
        self._order = {
            key: (
                {row: at for at, row in enumerate(table.rows)},
                {column: at for at, column in enumerate(table.columns)},
            )
            for key, table in context.codes.tables.items()
        }

    def add(self, record: ReportRecord, previous: ReportRecord | None) -> None:
        """Count a report; `previous` is the agency's report of the year before, if held."""
        for table in CELL_TABLES:
            self._add_cells(record.row["form"], table, record.cells[table])
        self._add_checks(record, previous)
        self._fill("sections", record.sections)
        self.codes[("sections", "section")].update(section.section for section in record.sections)
        self._fill("corrections", record.corrections)
        self.corrections += (Corrected(self.seen, correction) for correction in record.corrections)
        self.seen += 1

    def count_cells(self, report: int, table: str) -> tuple[tuple[str, int], ...]:
        """Every state of a report's table with how many cells have it, none left out."""
        width = len(self.states)
        return tuple(zip(self.states, self.cells[table][report * width : (report + 1) * width], strict=True))

    def count_checks(self, report: int, rule: str) -> tuple[tuple[str, int], ...]:
        """Every status of a report's rule with how many checks have it, none left out."""
        width = len(self.statuses)
        start = (report * len(self.rules) + self.rules.index(rule)) * width
        return tuple(zip(self.statuses, self.checks[start : start + width], strict=True))

    def _add_cells(self, form: str, table: str, cells: tuple[CellRow, ...]) -> None:
        self._fill(table, cells)
        rows, columns, _, states, *_ = tuple(zip(*cells, strict=True)) or ((), (), (), ())
        counts = [states.count(state) for state in self.states]
        self.cells[table].extend(counts)
        self.cell_states.update((form, table, *key) for key in zip(rows, columns, states, strict=True))
        for state, count in zip(self.states, counts, strict=True):
            if count and state not in (NUMBER, BLANK):
                self.runs.setdefault((table, state), {})[self.seen] = self._run(form, table, state, cells)

    def _run(self, form: str, table: str, state: str, cells: tuple[CellRow, ...]) -> tuple[CellRun, ...]:
        """The rows with cells of this state, in print order; rows of the other edition last."""
        rows, columns = self._order.get((form, table), ({}, {}))
        found: dict[str, list[str]] = {}
        for cell in cells:
            if cell.state == state:
                found.setdefault(cell.row, []).append(cell.column)
        runs = tuple(
            CellRun(row, min(found[row], key=lambda column: columns.get(column, len(columns))), len(found[row]))
            for row in sorted(found, key=lambda row: (rows.get(row, len(rows)), row))
        )
        return self._patterns.setdefault(runs, runs)

    def _add_checks(self, record: ReportRecord, previous: ReportRecord | None) -> None:
        self._fill("checks", record.checks)
        counts = Counter((check.rule, check.status) for check in record.checks)
        for (rule, status), count in counts.items():
            self.codes[("checks", "rule")][rule] += count
            self.codes[("checks", "status")][status] += count
        self.checks.extend(counts[(rule, status)] for rule in self.rules for status in self.statuses)
        if any((rule, TOLD_STATUS) in counts for rule in self.rules):
            for check in record.checks:
                if check.status == TOLD_STATUS and check.rule != REPEATS:
                    self.differences[check.rule].append(
                        Difference(self.seen, check.scope, check.left, check.right, check.difference)
                    )
        if record.row["text_release"] != WITHHELD:
            self._look_for_examples(record, previous)

    def _look_for_examples(self, record: ReportRecord, previous: ReportRecord | None) -> None:
        """Keep a line that shows a rule at work: best one that holds with numbers other than 0."""
        better = set()
        for check in record.checks:
            score = _POOR if check.status == "holds" else _FAIR if check.status == TOLD_STATUS else 0
            if score == _POOR and check.left not in ("", "0"):
                score = _GOOD
            if score > self._score.get(check.rule, 0) and check.rule != REPEATS:
                self._score[check.rule] = score
                better.add(check.rule)
        if not better:
            return
        for block in work_out_sums(record, previous, self.context):
            if block.code in better:
                line = max(block.lines, key=_worth)
                self.examples[block.code] = Example(record.row, record.agency, line)

    def _fill(self, table: str, rows: tuple[tuple[str, ...], ...]) -> None:
        filled = self.filled[table]
        filled[0] += len(rows)
        self.rows[table] += len(rows)
        for at, values in enumerate(zip(*rows, strict=True), 1):
            filled[at] += len(rows) - values.count("")


def _worth(line: SumLine) -> int:
    """How well a line shows its rule."""
    numbers = any(operand.shown not in ("0", "") for operand in line.left + line.right)
    return {"holds": _GOOD if numbers else _POOR, TOLD_STATUS: _FAIR}.get(line.status, 0)
