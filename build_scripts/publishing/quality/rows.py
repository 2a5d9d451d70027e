"""A row of a list as HTML: which report, and which place in it, linked to the very anchor on its page.

Comes in: reports by their place in the package, counts, codes. Goes out: HTML, escaped. Refuses to know: lists,
figures. Written by joining strings: a collection of ten thousand reports has some hundred thousand such rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from markupsafe import escape

from build_scripts.packaging.held_back import WITHHELD
from build_scripts.packaging.package import FindingRow, Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import agency_address, cell_anchor, report_address, rule_anchor
from build_scripts.publishing.quality.counted import CellRun, Corrected, Difference
from build_scripts.publishing.quality.members import Counted
from build_scripts.publishing.report.sum_plans import name_axis, name_scope
from build_scripts.publishing.report.sums import REPEATS
from build_scripts.publishing.templates import group_digits, tell_corrected

RUNS_SHOWN = 6
"""Rows of the form that a row of a list names; the others are counted, and stand on the report's page."""


class Place(NamedTuple):
    """What a row says of a report before anything else, escaped: the address of its page, and all that follows an
    anchor there."""

    address: str
    rest: str


class RowPainter:
    """Draws rows; keeps what every row about a report repeats."""

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._rules = {rule.code: rule for rule in context.codes.rules}
        self._region: dict[str, str] = {}
        self._places = [self._place(row) for row in context.reports]
        self._labels = {
            (table, cell.row): str(escape(cell.row_label))
            for (_, table), form_table in context.codes.tables.items()
            for cell in form_table.cells
        }

    def _place(self, report: Row) -> Place:
        agency = self._context.agencies[report["agency_id"]]
        region, year = self.region(agency["region_code"]), escape(report["year"])
        return Place(
            str(escape(report_address(report["agency_id"], report["year"]))),
            f'">{escape(agency["name"])}</a> <small>{region}</small></th><td>{year}</td>',
        )

    def region(self, code: str) -> str:
        """Where an agency is, in words, outermost first."""
        if code not in self._region:
            path = "".join(place["label_zh"] for place in self._context.region_path(code))
            self._region[code] = str(escape(path))
        return self._region[code]

    def report(self, at: int, root: str) -> str:
        """A report alone."""
        return self._start(at, root, "") + "</tr>"

    def counted(self, anchor: str) -> Callable[[Counted, str], str]:
        """A report and its count; the report's link leads to the anchor."""
        to, places = f"#{escape(anchor)}" if anchor else "", self._places

        def draw(item: Counted, root: str) -> str:
            at, number = item
            address, rest = places[at]
            return f'<tr><th scope="row"><a href="{root}{address}{to}{rest}<td class="n">{number}</td></tr>'

        return draw

    def runs(self, table: str) -> Callable[[tuple[Counted, tuple[CellRun, ...]], str], str]:
        """A report, its count of cells and the rows of the form they stand in, each linked to its first cell."""

        def draw(item: tuple[Counted, tuple[CellRun, ...]], root: str) -> str:
            (at, number), runs = item
            page = root + self._places[at].address
            first = cell_anchor(table, runs[0].row, runs[0].column)
            shown = "；".join([self._run(table, run, page) for run in runs[:RUNS_SHOWN]])
            rest = f"；另有 {len(runs) - RUNS_SHOWN} 行" if len(runs) > RUNS_SHOWN else ""
            return f'{self._start(at, root, first)}<td class="n">{number}</td><td>{shown}{rest}</td></tr>'

        return draw

    def _run(self, table: str, run: CellRun, page: str) -> str:
        label = self._labels.get((table, run.row)) or str(escape(run.row))
        anchor = cell_anchor(table, run.row, run.column)
        return f'<a href="{page}#{escape(anchor)}">{label}</a> {run.cells} 格'

    def difference(self, rule: str) -> Callable[[Difference, str], str]:
        """A check whose sides differ: its part, both sides and the difference."""

        def draw(item: Difference, root: str) -> str:
            start = self._start(item.report, root, rule_anchor(rule, item.scope))
            scope = escape(name_scope(self._rules.get(rule), item.scope, self._context))
            numbers = "".join(
                f'<td class="n">{escape(group_digits(number))}</td>'
                for number in (item.left, item.right, item.difference)
            )
            return f"{start}<td>{scope}</td>{numbers}</tr>"

        return draw

    def correction(self, item: Corrected, root: str) -> str:
        """A corrected cell, or a corrected row: what is printed, what is taken, and why."""
        fix, report = item.correction, self._context.reports[item.report]
        withheld = report["text_release"] == WITHHELD
        anchor = cell_anchor(fix.table, fix.row, fix.column) if fix.column else fix.table
        where = self._labels.get((fix.table, fix.row)) or str(escape(fix.row))
        if fix.column:
            where += f"（{escape(name_axis(fix.table, 'column', fix.column, self._context))}）"
        printed = WITHHELD_WORDS if withheld else escape(fix.printed or "空白")
        reason = WITHHELD_WORDS if withheld else escape(fix.reason)
        value = escape(tell_corrected(fix.value, self._context.labels["states"]))
        told = "".join(f"<td>{words}</td>" for words in (where, printed, value, reason))
        return f"{self._start(item.report, root, anchor)}{told}</tr>"

    def finding(self, item: tuple[int, FindingRow], root: str) -> str:
        """A finding of a published report, linked to its line; without its words where the text is held back."""
        at, found = item
        report = self._context.reports[at]
        own_line = found.line and found.source_file == report["source_file"]
        anchor = f"L{int(found.line)}" if own_line else "know"
        words = WITHHELD_WORDS if report["text_release"] == WITHHELD else escape(found.message_zh)
        line = f'<td class="n">{int(found.line)}</td>' if own_line else "<td></td>"
        return f"{self._start(at, root, anchor)}{line}<td>{words}</td></tr>"

    def file_finding(self, item: FindingRow, root: str) -> str:
        """A finding of a file that gave no published report."""
        return (
            f'<tr><th scope="row"><code>{escape(item.source_file)}</code></th><td></td>'
            f'<td class="n">{escape(item.line)}</td><td>{escape(item.message_zh)}</td></tr>'
        )

    def missing(self, item: tuple[Row, int], root: str) -> str:
        """An agency and a year of which no report is held; leads to the agency's page."""
        agency, year = item
        address = escape(agency_address(agency["agency_id"]))
        return (
            f'<tr><th scope="row"><a href="{root}{address}">{escape(agency["name"])}</a> '
            f"<small>{self.region(agency['region_code'])}</small></th><td>{year}</td></tr>"
        )

    def _start(self, at: int, root: str, anchor: str) -> str:
        address, rest = self._places[at]
        to = f"#{escape(anchor)}" if anchor else ""
        return f'<tr><th scope="row"><a href="{root}{address}{to}{rest}'


WITHHELD_WORDS = "（这份报告的文字暂不公布）"


def anchor_of_rule(rule: str, status: str) -> str:
    """Where a report's page tells how a rule came out."""
    if rule == REPEATS:
        return "rules" if status == "not_applicable" else "repeats"
    return rule_anchor(rule)


def sort_reports(context: SiteContext) -> Sequence[int]:
    """The places of the reports in the order of every list: region, agency's name, year."""

    def place(at: int) -> tuple[str, str, str, int]:
        report = context.reports[at]
        agency = context.agencies[report["agency_id"]]
        return agency["region_code"], agency["name"], agency["agency_id"], int(report["year"])

    return sorted(range(len(context.reports)), key=place)
