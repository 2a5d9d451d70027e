"""What the page of a report shows: a report's record → everything on it, in words and drawn, before it is put together.

Comes in: the record, the record of the year before, what the page takes from outside. Goes out: a `ReportView`. Refuses
to know: templates, files beside the page, addresses of the page itself, the disk.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from markupsafe import Markup

from build_scripts.packaging.package import ReportRecord, Row
from build_scripts.publishing.charts.flow_drawing import FlowPainter
from build_scripts.publishing.contact import Door, find_contact
from build_scripts.publishing.context import SiteContext, list_years
from build_scripts.publishing.issue_links import ask_what_is_out_of_date, ask_what_is_wrong
from build_scripts.publishing.links import compare_address
from build_scripts.publishing.machine.cell_citations import (
    CellCitations,
    Pieces,
    cite_cell,
    find_form_cell,
    list_pieces,
    name_cell,
)
from build_scripts.publishing.machine.citations import Citations, cite_report, name_report
from build_scripts.publishing.outside import Held, Outside, PeerReport
from build_scripts.publishing.report.form_html import FormPainter
from build_scripts.publishing.report.held_back import is_released
from build_scripts.publishing.report.key_numbers import KeyNumber, mark_doubtful, pick_key_numbers
from build_scripts.publishing.report.notes import CorrectionView, Note, count_findings, group_findings, view_correction
from build_scripts.publishing.report.provenance import SourceLine, number_lines
from build_scripts.publishing.report.repeats import Repeat, tell_repeats
from build_scripts.publishing.report.said import Clause
from build_scripts.publishing.report.shared_text import remember
from build_scripts.publishing.report.sums import RuleBlock, Sums, count_sums, count_told
from build_scripts.publishing.report.text import TextView, view_text
from build_scripts.publishing.table_titles import TABLE_TITLES

CLAIMS = 3
"""So many clauses of the text with figures stand beside the key numbers; all of them further down."""

STATES = ("reported", "blank", "dash", "absent", "unreadable")


class Drawn(NamedTuple):
    """One of the three tables: its code, and its HTML or nothing."""

    table: str
    html: str


class Comparison(NamedTuple):
    """A way to the page that shows reports side by side: its label and its address below the site's root."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything the report's template shows; all of it plain text but `tables` and `flow`."""

    report: Row
    agency: Row
    name: str
    region: tuple[Row, ...]
    form_label: str
    scope_label: str
    counts: tuple[tuple[str, str, int], ...]
    notes: tuple[Note, ...]
    findings: tuple[tuple[str, int], ...]
    key_numbers: tuple[KeyNumber, ...]
    claims: tuple[Clause, ...]
    tables: tuple[Drawn, ...]
    flow: Markup
    rules: tuple[RuleBlock, ...]
    told: tuple[RuleBlock, ...]
    repeats: tuple[Repeat, ...]
    tally: tuple[tuple[str, int], ...]
    told_count: int
    text: TextView
    corrections: tuple[CorrectionView, ...]
    lines: tuple[SourceLine, ...]
    text_sha256: str
    older: Held | None
    newer: Held | None
    years: tuple[tuple[int, bool], ...]
    peers: tuple[PeerReport, ...]
    comparisons: tuple[Comparison, ...]
    text_withheld: bool
    source_title: str
    citations: Citations
    cell: CellCitations | None
    pieces: str
    issue: str
    outdated: str
    contact: Door | None


class ReportViews:
    """Makes the views of reports; keeps what all of them share. `context` has no collection: what a view takes from
    other reports stands in `outside`."""

    def __init__(self, context: SiteContext, outside: Outside) -> None:
        self._context = context
        self._outside = outside
        self._painter = FormPainter(context.codes, context.labels["states"], TABLE_TITLES)
        self._flow_painter = FlowPainter(context)
        self._sums = Sums(context)

    def make(self, record: ReportRecord, previous: ReportRecord | None) -> ReportView:
        """Everything the page of a record shows; `previous` is the agency's report of the year before, if held. The
        record is one whose text is held back already where it has to be."""
        report, agency, context, outside = record.row, record.agency, self._context, self._outside
        held = outside.agencies[agency["agency_id"]].held
        at = next(n for n, one in enumerate(held) if one.report_id == report["report_id"])
        blocks = self._sums.work_out(record, previous)
        rules = tuple(block for block in blocks if not block.told)
        notes = group_findings(record.findings, report["source_file"], context)
        last_year = remember(previous.row, previous.sections) if previous else None
        text = view_text(record, last_year, outside.shared, context)
        older = held[at - 1] if at else None
        peers = outside.reports[report["report_id"]]
        pieces = list_pieces(report, agency, context)
        return ReportView(
            report=report,
            agency=agency,
            name=name_report(report, agency),
            region=context.region_path(agency["region_code"]),
            form_label=context.label("forms", report["form"]),
            scope_label=context.label("scopes", report["scope"]),
            counts=tuple((state, context.label("states", state), int(report[f"cells_{state}"])) for state in STATES),
            notes=notes,
            findings=count_findings(notes),
            key_numbers=mark_doubtful(pick_key_numbers(report["form"], record.cells, context), rules),
            claims=tuple(clause for clause in text.figures if clause.is_telling and not clause.is_shortened)[:CLAIMS],
            tables=tuple(
                Drawn(table, self._painter.paint(report["form"], table, record.cells[table])) for table in TABLE_TITLES
            ),
            flow=self._flow_painter.paint(record),
            rules=rules,
            told=tuple(block for block in blocks if block.told),
            repeats=tell_repeats(record, previous, context),
            tally=count_sums(record.checks, context),
            told_count=count_told(record.checks, context),
            text=text,
            corrections=tuple(view_correction(found, self._row_labels, context) for found in record.corrections),
            lines=number_lines(record.lines, record.cells, self._row_labels),
            text_sha256=record.text_sha256,
            older=older,
            newer=held[at + 1] if at + 1 < len(held) else None,
            years=list_years((int(one.year) for one in held), outside.newest_year),
            peers=peers,
            comparisons=_list_comparisons(report, older, peers),
            text_withheld=not is_released(report),
            source_title=name_source(report),
            citations=cite_report(report, agency, context),
            cell=cite_example(record, pieces, context),
            pieces=json.dumps(pieces, ensure_ascii=False, separators=(",", ":")),
            issue=ask_what_is_wrong(report, context),
            outdated=ask_what_is_out_of_date(report["report_id"], report["source_file"], report["source_url"], context),
            contact=find_contact(context.settings.contact),
        )

    @cached_property
    def _row_labels(self) -> dict[tuple[str, str], str]:
        """Table and row → the words before the row."""
        labels: dict[tuple[str, str], str] = {}
        for (_, table), form_table in self._context.codes.tables.items():
            for cell in form_table.cells:
                labels[(table, cell.row)] = cell.row_label
        return labels


def cite_example(record: ReportRecord, pieces: Pieces, context: SiteContext) -> CellCitations | None:
    """The first number of the report that is not 0, or its first cell if it has none, cited; nothing without tables."""
    cells = [(table, cell) for table, found in record.cells.items() for cell in found]
    reported = (found for found in cells if found[1].state == "reported" and found[1].value != "0")
    chosen = next(reported, next(iter(cells), None))
    if not chosen:
        return None
    table, cell = chosen
    printed = find_form_cell(context.codes, record.row["form"], table, cell)
    words = name_cell(TABLE_TITLES[table], printed, cell, context.labels["states"])
    return cite_cell(record.row, record.agency, cell, table, words, pieces, context)


def name_source(report: Row) -> str:
    """What the lines below are called: the file itself, or the text taken from it."""
    return "原文与行号" if report["source_format"] in ("txt", "md") else "取出的文字与行号"


def _list_comparisons(report: Row, older: Held | None, peers: Sequence[PeerReport]) -> tuple[Comparison, ...]:
    """Beside the report before it, which is what it is compared with, and beside its peers."""
    this = report["report_id"]
    found = []
    if older:
        found.append(Comparison(f"与 {older.year} 年对照", compare_address([older.report_id, this])))
    if peers:
        found.append(Comparison("与同类报告对照", compare_address([this, *(peer.report_id for peer in peers)])))
    return tuple(found)
