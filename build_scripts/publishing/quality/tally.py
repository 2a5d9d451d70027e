"""What the reports of a package amount to, counted while they pass, one after another.

Comes in: the records in the order of the package, or parts of it that were counted apart, in that order: both give the
same. Goes out: counts by report, and the few places that lists name one by one. Refuses to know: pages, files. A report
costs a few hundred bytes here, whatever it holds: counts lie in arrays, and equal patterns of cells are kept once.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping
from typing import TypeVar

import numpy as np

from build_scripts.packaging.package import CellRow, CheckRow, ReportRecord
from build_scripts.packaging.resources import CELL_TABLES, COLUMNS
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.quality.counted import CellRun, Corrected, Difference, Example, TallyPart
from build_scripts.publishing.quality.members import Counts
from build_scripts.publishing.report.sums import REPEATS, SumLine, Sums

NUMBER, BLANK = "reported", "blank"
HOLDS, TOLD_STATUS = "holds", "differs"
Key = TypeVar("Key")
_STREAMED = ("sections", "checks", "corrections")
_GOOD, _FAIR, _POOR = 3, 2, 1
_QUOTED = ("", "full")
"""An example quotes the text, so it is taken only from a report whose text is published whole."""


class QualityTally:
    """Counts the reports as they pass; `report` and the arrays follow the order of `context.reports`."""

    def __init__(self, context: SiteContext) -> None:
        self._sums = Sums(context)
        self.states = tuple(context.labels["states"])
        self.rules = tuple(row["code"] for row in context.codes.lists["rules"])
        self.statuses = tuple(context.labels["check_statuses"])
        self.cells = {table: array("H") for table in CELL_TABLES}
        self.checks = array("H")
        self.runs: dict[tuple[str, str], dict[int, tuple[CellRun, ...]]] = {}
        self.differences: dict[str, list[Difference]] = {rule: [] for rule in self.rules}
        self.corrections: list[Corrected] = []
        self.examples: dict[str, Example] = {}
        self.cell_states: dict[tuple[str, str], Counter[tuple[str, ...]]] = {}
        self.filled: dict[str, list[int]] = {name: [0] * len(COLUMNS[name]) for name in (*_STREAMED, *CELL_TABLES)}
        self.rows: Counter[str] = Counter()
        self.codes: dict[tuple[str, str], Counter[str]] = {
            key: Counter() for key in (("sections", "section"), ("checks", "rule"), ("checks", "status"))
        }
        self.seen = 0
        self._pairs = tuple((rule, status) for rule in self.rules for status in self.statuses)
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

    def pack(self) -> TallyPart:
        """All that was counted, to be merged into the tally of the whole; this one counts no further."""
        return TallyPart(
            self.seen, self.cells, self.checks, self.runs, self.differences, self.corrections, self._score,
            self.examples, self.cell_states, self.filled, self.rows, self.codes,
        )  # fmt: skip

    def merge(self, part: TallyPart) -> None:
        """Count the reports of a part, which follow those that were counted so far."""
        first = self.seen
        for table, counts in part.cells.items():
            self.cells[table].extend(counts)
        self.checks.extend(part.checks)
        for key, found in part.runs.items():
            own = self.runs.setdefault(key, {})
            own.update((first + at, self._patterns.setdefault(runs, runs)) for at, runs in found.items())
        for rule, differences in part.differences.items():
            self.differences[rule] += (one._replace(report=first + one.report) for one in differences)
        self.corrections += (one._replace(report=first + one.report) for one in part.corrections)
        for rule, example in part.examples.items():
            if example.score > self._score.get(rule, 0):
                self.examples[rule] = example
        for rule, score in part.scores.items():
            self._score[rule] = max(score, self._score.get(rule, 0))
        for key, states in part.cell_states.items():
            _add(self.cell_states.setdefault(key, Counter()), states)
        for table, filled in part.filled.items():
            self.filled[table] = [one + more for one, more in zip(self.filled[table], filled, strict=True)]
        _add(self.rows, part.rows)
        for place, codes in part.codes.items():
            _add(self.codes[place], codes)
        self.seen += part.reports

    def tabulate_cells(self, table: str) -> Counts:
        """How many cells of a table have each state: a row for each report, a column for each of `states`."""
        return np.array(self.cells[table], np.uint16).reshape(-1, len(self.states))

    def tabulate_checks(self) -> Counts:
        """How many checks came out how: report × rule × status, as `rules` and `statuses` have them."""
        return np.array(self.checks, np.uint16).reshape(-1, len(self.rules), len(self.statuses))

    def _add_cells(self, form: str, table: str, cells: tuple[CellRow, ...]) -> None:
        rows, columns, _, states, *_ = self._fill(table, cells) or ((), (), (), ())
        counts = [states.count(state) for state in self.states]
        self.cells[table].extend(counts)
        self.cell_states.setdefault((form, table), Counter()).update(zip(rows, columns, states, strict=True))
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
        rules, _, statuses, *_ = self._fill("checks", record.checks) or ((), (), ())
        counts = Counter(zip(rules, statuses, strict=True))
        for (rule, status), count in counts.items():
            self.codes[("checks", "rule")][rule] += count
            self.codes[("checks", "status")][status] += count
        self.checks.extend([counts[key] for key in self._pairs])
        if TOLD_STATUS in statuses:
            for check in record.checks:
                if check.status == TOLD_STATUS and check.rule != REPEATS:
                    self.differences[check.rule].append(
                        Difference(self.seen, check.scope, check.left, check.right, check.difference)
                    )
        if record.row["text_release"] in _QUOTED:
            wanted = [rule for rule in self.rules if self._may_show(rule, counts)]
            if wanted:
                self._look_for_examples(record, previous, wanted)

    def _may_show(self, rule: str, counts: Counter[tuple[str, str]]) -> bool:
        """Whether a report could hold a better example of a rule than the one that is kept."""
        score = self._score.get(rule, 0)
        holds = score < _GOOD and counts[(rule, HOLDS)] > 0
        return rule != REPEATS and (holds or (score < _FAIR and counts[(rule, TOLD_STATUS)] > 0))

    def _look_for_examples(self, record: ReportRecord, previous: ReportRecord | None, wanted: list[str]) -> None:
        """Keep a line that shows a rule at work: best one that holds with numbers other than 0."""
        better = set()
        for check in record.checks:
            if check.rule in wanted and (score := _rate(check)) > self._score.get(check.rule, 0):
                self._score[check.rule] = score
                better.add(check.rule)
        if better:
            for block in self._sums.work_out(record, previous):
                if block.code in better:
                    line = max(block.lines, key=_worth)
                    self.examples[block.code] = Example(record.row, record.agency, line, self._score[block.code])

    def _fill(self, table: str, rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        """Count how many rows fill each column; returns the columns, none if there is no row."""
        columns = tuple(zip(*rows, strict=True))
        filled = self.filled[table]
        filled[0] += len(rows)
        self.rows[table] += len(rows)
        for at, values in enumerate(columns, 1):
            filled[at] += len(rows) - values.count("")
        return columns


def _add(counts: Counter[Key], more: Mapping[Key, int]) -> None:
    """Add counts; what is new stands behind what was there."""
    for key, count in more.items():
        counts[key] += count


def _rate(check: CheckRow) -> int:
    """How well a check shows its rule."""
    if check.status == HOLDS:
        return _GOOD if check.left not in ("", "0") else _POOR
    return _FAIR if check.status == TOLD_STATUS else 0


def _worth(line: SumLine) -> int:
    """How well a line shows its rule."""
    numbers = any(operand.shown not in ("0", "") for operand in line.left + line.right)
    return {HOLDS: _GOOD if numbers else _POOR, TOLD_STATUS: _FAIR}.get(line.status, 0)
