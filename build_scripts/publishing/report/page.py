"""The page of one agency and year: a report's record → everything its page shows → the page.

Comes in: the record, the record of the year before, the context. Goes out: a `Page` and the files beside it. Refuses to
know: the disk, MkDocs. The report is described, never the agency judged; every number leads to its line and back.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from markupsafe import Markup

from build_scripts.packaging.package import ReportRecord, Row
from build_scripts.packaging.sources import name_in_zip
from build_scripts.publishing.charts.flow_drawing import FlowPainter
from build_scripts.publishing.contact import Door, find_contact
from build_scripts.publishing.context import SiteContext, list_years
from build_scripts.publishing.issue_links import ask_what_is_out_of_date, ask_what_is_wrong
from build_scripts.publishing.links import agency_address, compare_address, report_address, root_of
from build_scripts.publishing.machine.cell_citations import (
    CellCitations,
    Pieces,
    cite_cell,
    find_form_cell,
    list_pieces,
    name_cell,
)
from build_scripts.publishing.machine.citations import Citations, cite_report, name_report
from build_scripts.publishing.machine.json_ld import describe_report, write_json_ld
from build_scripts.publishing.outside import Held, Outside, PeerReport
from build_scripts.publishing.pages import Anchor, Crumb, Page
from build_scripts.publishing.report.downloads import make_downloads
from build_scripts.publishing.report.drawing import (
    draw_bar,
    draw_clause,
    draw_clauses,
    draw_contents,
    draw_figures,
    draw_lines,
)
from build_scripts.publishing.report.form_html import FormPainter, draw_legend
from build_scripts.publishing.report.held_back import hold_back, is_released
from build_scripts.publishing.report.key_numbers import KeyNumber, mark_doubtful, pick_key_numbers
from build_scripts.publishing.report.notes import CorrectionView, Note, count_findings, group_findings, view_correction
from build_scripts.publishing.report.provenance import SourceLine, number_lines
from build_scripts.publishing.report.repeats import Repeat, tell_repeats
from build_scripts.publishing.report.rule_html import draw_rules, draw_tally, draw_told, draw_unheard, draw_withheld
from build_scripts.publishing.report.said import Clause
from build_scripts.publishing.report.sentences import SHORTEST
from build_scripts.publishing.report.shared_text import OTHERS, remember
from build_scripts.publishing.report.sums import RuleBlock, Sums, count_sums, count_told
from build_scripts.publishing.report.terms import draw_term
from build_scripts.publishing.report.text import TextView, view_text
from build_scripts.publishing.report.text_html import draw_sections
from build_scripts.publishing.templates import render

TABLE_TITLES = {
    "disclosures": "表一　主动公开政府信息情况",
    "applications": "表二　收到和处理政府信息公开申请情况",
    "remedies": "表三　政府信息公开行政复议、行政诉讼情况",
}
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


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The page and the files that stand beside it, by name."""

    page: Page
    files: dict[str, bytes]


class ReportPages:
    """Makes the pages of reports; keeps what all of them share.

    A page follows from its record, that of the year before, the file as handed in, `outside`, and what the context says
    without the collection; from nothing else."""

    def __init__(self, context: SiteContext, outside: Outside) -> None:
        self.context = context = context.without_collection()
        self._outside = outside
        self._painter = FormPainter(context.codes, context.labels["states"], TABLE_TITLES)
        self._flow_painter = FlowPainter(context)
        self._sums = Sums(context)
        self._legend = draw_legend(context.codes.lists["states"])

    @cached_property
    def _row_labels(self) -> dict[tuple[str, str], str]:
        labels: dict[tuple[str, str], str] = {}
        for (_, table), form_table in self.context.codes.tables.items():
            for cell in form_table.cells:
                labels[(table, cell.row)] = cell.row_label
        return labels

    def make(self, record: ReportRecord, previous: ReportRecord | None, source: bytes | None = None) -> ReportPage:
        """The page of a report; `previous` is the agency's report of the year before, if held, `source` the report's
        file as it was handed in, if it is published."""
        record = hold_back(record)
        view = self.view(record, previous)
        source_file = name_in_zip(record.row) if source is not None else ""
        files = make_downloads(record, view.citations, self.context, source if source_file else None)
        return ReportPage(self.draw(record, view, source_file), files)

    def draw(self, record: ReportRecord, view: ReportView, source_file: str) -> Page:
        """The page that shows this view of a record; `source_file` is how the report's file is called in its bundle."""
        report, agency = record.row, record.agency
        address = report_address(agency["agency_id"], report["year"])
        description = describe_in_words(view)
        body = render(
            "report/page.html",
            view=view,
            root=root_of(address),
            legend=self._legend,
            site_name=self.context.settings.site_name,
            version=self.context.version,
            day=self.context.date,
            page_url=self.context.absolute(address),
            contents=list_contents(view),
            source_file=source_file,
            draw_tally=draw_tally,
            draw_rules=draw_rules,
            draw_told=draw_told,
            draw_unheard=draw_unheard,
            draw_withheld=draw_withheld,
            draw_figures=draw_figures,
            draw_clause=draw_clause,
            draw_clauses=draw_clauses,
            draw_sections=draw_sections,
            draw_contents=draw_contents,
            draw_bar=draw_bar,
            draw_lines=draw_lines,
            term=draw_term,
            shortest=SHORTEST,
            others=OTHERS,
        )
        neighbours = [report_address(agency["agency_id"], one.year) if one else "" for one in (view.older, view.newer)]
        return Page(
            address=address,
            specimen="report",
            title=f"{agency['name']} {report['year']} 年",
            description=description,
            crumbs=_trail(record, self.context),
            contents=list_contents(view),
            body=body,
            json_ld=write_json_ld(describe_report(record, view.citations, self.context, description)),
            previous=neighbours[0],
            following=neighbours[1],
        )

    def view(self, record: ReportRecord, previous: ReportRecord | None) -> ReportView:
        """Everything the page shows, before it is drawn."""
        report, agency, context, outside = record.row, record.agency, self.context, self._outside
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


def describe_in_words(view: ReportView) -> str:
    """One sentence for search engines, every clause of it from a cell or a count."""
    figures = "，".join(
        f"{figure.label}{figure.number}{figure.unit}{'（经更正）' if figure.correction else ''}"
        for figure in view.key_numbers
        if not figure.reason
    )
    return f"{view.agency['name']}{view.report['year']}年政府信息公开工作年度报告的数据和原文。" + (
        f"报告所载：{figures}。" if figures else ""
    )


def list_contents(view: ReportView) -> tuple[Anchor, ...]:
    """The contents of the page, in its order."""
    entries = [
        ("know", "使用前须知"),
        ("numbers", "主要数字" if view.key_numbers else ""),
        ("disclosures", "表一 主动公开"),
        ("applications", "表二 公开申请"),
        ("remedies", "表三 复议诉讼"),
        ("flow", "申请的去向" if view.flow else ""),
        ("rules", "数字核对"),
        ("said", "正文里的数"),
        ("repeats", "与上年对照" if view.repeats else ""),
        ("text", "报告正文"),
        ("years", "其他年份和同类"),
        ("source", view.source_title),
        ("downloads", "下载"),
        ("cite", "引用"),
        ("wrong", "这里读错了"),
    ]
    return tuple(Anchor(anchor, label) for anchor, label in entries if label)


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


def _trail(record: ReportRecord, context: SiteContext) -> tuple[Crumb, ...]:
    region = context.regions.get(record.agency["region_code"])
    return (
        Crumb("首页", ""),
        Crumb("机关", "agencies/"),
        *([Crumb(region["label_zh"], f"regions/{region['code']}/")] if region else []),
        Crumb(record.agency["name"], agency_address(record.agency["agency_id"])),
        Crumb(f"{record.row['year']} 年", ""),
    )
