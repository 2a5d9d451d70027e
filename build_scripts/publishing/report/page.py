"""The page of one agency and year: a report's record → everything its page shows → the page.

Comes in: the record, the record of the year before, the context. Goes out: a `Page` and the files beside it. Refuses to
know: the disk, MkDocs. The report is described, never the agency judged; every number leads to its line and back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup, escape

from build_scripts.packaging.package import CorrectionRow, FindingRow, ReportRecord, Row, SectionRow
from build_scripts.publishing.charts.flow_drawing import FlowPainter
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import agency_address, issue_address, report_address, root_of
from build_scripts.publishing.machine.citations import Citations, cite_report, name_report
from build_scripts.publishing.machine.json_ld import describe_report, write_json_ld
from build_scripts.publishing.pages import Anchor, Crumb, Page
from build_scripts.publishing.report.downloads import WITHHELD, make_downloads
from build_scripts.publishing.report.form_html import MARKS, FormPainter
from build_scripts.publishing.report.key_numbers import KeyNumber, pick_key_numbers
from build_scripts.publishing.report.provenance import SourceLine, number_lines
from build_scripts.publishing.report.repeats import Repeat, tell_repeats
from build_scripts.publishing.report.sums import Operand, RuleBlock, name_axis, work_out_sums
from build_scripts.publishing.templates import render

TABLE_TITLES = {
    "disclosures": "表一　主动公开政府信息情况",
    "applications": "表二　收到和处理政府信息公开申请情况",
    "remedies": "表三　政府信息公开行政复议、行政诉讼情况",
}
STATES = ("reported", "blank", "dash", "absent", "unreadable")


class Note(NamedTuple):
    """All findings of one code: what it is about, and each message with its line (0: the whole file)."""

    label: str
    severity: str
    messages: tuple[tuple[str, int], ...]


class Paragraph(NamedTuple):
    """A paragraph of a section with its anchor."""

    anchor: str
    text: str


class SectionView(NamedTuple):
    """A section of the text: the form's name of it, the heading as printed, its paragraphs, its first line."""

    anchor: str
    label: str
    heading: str
    paragraphs: tuple[Paragraph, ...]
    line: int


class Drawn(NamedTuple):
    """One of the three tables: its code, and its HTML or nothing."""

    table: str
    html: str


class CorrectionView(NamedTuple):
    """A corrected cell in words."""

    where: str
    printed: str
    value: str
    reason: str
    evidence: str


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
    key_numbers: tuple[KeyNumber, ...]
    tables: tuple[Drawn, ...]
    flow: Markup
    rules: tuple[RuleBlock, ...]
    repeats: tuple[Repeat, ...]
    tally: tuple[tuple[str, int], ...]
    sections: tuple[SectionView, ...]
    corrections: tuple[CorrectionView, ...]
    lines: tuple[SourceLine, ...]
    text_sha256: str
    older: Row | None
    newer: Row | None
    text_withheld: bool
    has_asterisks: bool
    citations: Citations
    issue: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The page and the files that stand beside it, by name."""

    page: Page
    files: dict[str, bytes]


class ReportPages:
    """Makes the pages of reports; keeps what all of them share."""

    def __init__(self, context: SiteContext) -> None:
        self.context = context
        self._painter = FormPainter(context.codes, context.labels["states"], TABLE_TITLES)
        self._flow_painter = FlowPainter(context)

    @cached_property
    def _row_labels(self) -> dict[tuple[str, str], str]:
        labels: dict[tuple[str, str], str] = {}
        for (_, table), form_table in self.context.codes.tables.items():
            for cell in form_table.cells:
                labels[(table, cell.row)] = cell.row_label
        return labels

    def make(self, record: ReportRecord, previous: ReportRecord | None) -> ReportPage:
        """The page of a report; `previous` is the agency's report of the year before, if held."""
        view = self.view(record, previous)
        report, agency = record.row, record.agency
        address = report_address(agency["agency_id"], report["year"])
        description = describe_in_words(view)
        body = render(
            "report/page.html",
            view=view,
            root=root_of(address),
            marks=MARKS,
            states=self.context.labels["states"],
            state_words={row["code"]: row["definition_zh"] for row in self.context.codes.lists["states"]},
            site_name=self.context.settings.site_name,
            version=self.context.version,
            contents=list_contents(view),
            draw_side=draw_side,
        )
        neighbours = [
            report_address(agency["agency_id"], row["year"]) if row else "" for row in (view.older, view.newer)
        ]
        page = Page(
            address=address,
            specimen="report",
            title=f"{agency['name']} {report['year']} 年",
            description=description,
            crumbs=_trail(record, self.context),
            contents=list_contents(view),
            body=body,
            json_ld=write_json_ld(describe_report(record, self.context, description)),
            previous=neighbours[0],
            following=neighbours[1],
        )
        return ReportPage(page, make_downloads(record, view.citations, self.context.version))

    def view(self, record: ReportRecord, previous: ReportRecord | None) -> ReportView:
        """Everything the page shows, before it is drawn."""
        report, agency, context = record.row, record.agency, self.context
        held = context.reports_of[agency["agency_id"]]
        at = next(n for n, row in enumerate(held) if row["report_id"] == report["report_id"])
        rules = work_out_sums(record, previous, context)
        return ReportView(
            report=report,
            agency=agency,
            name=name_report(report, agency),
            region=context.region_path(agency["region_code"]),
            form_label=context.label("forms", report["form"]),
            scope_label=context.label("scopes", report["scope"]),
            counts=tuple(
                (state, context.label("states", state), int(report[f"cells_{state}"] or 0)) for state in STATES
            ),
            notes=_group_findings(record.findings, report["source_file"], context),
            key_numbers=pick_key_numbers(record, context),
            tables=tuple(
                Drawn(table, self._painter.paint(report["form"], table, record.cells[table])) for table in TABLE_TITLES
            ),
            flow=self._flow_painter.paint(record),
            rules=rules,
            repeats=tell_repeats(record, context),
            tally=_tally(rules),
            sections=tuple(_view_section(found, context) for found in record.sections),
            corrections=tuple(_view_correction(found, self._row_labels, context) for found in record.corrections),
            lines=number_lines(record.lines, record.cells, self._row_labels),
            text_sha256=record.text_sha256,
            older=held[at - 1] if at else None,
            newer=held[at + 1] if at + 1 < len(held) else None,
            text_withheld=report["text_release"] == WITHHELD,
            has_asterisks=any("**" in found.heading + found.text for found in record.sections),
            citations=cite_report(
                report,
                agency,
                context.settings.site_name,
                context.version,
                context.absolute(report_address(agency["agency_id"], report["year"])),
            ),
            issue=_prefill_issue(report, context),
        )


def draw_side(operands: Sequence[Operand]) -> Markup:
    """One side of a sum as HTML: each operand leads to its cell and names its row or column."""
    return Markup(" ".join(map(_draw_operand, operands)))


@lru_cache(maxsize=1 << 16)
def _draw_operand(operand: Operand) -> str:
    sign = f"{escape(operand.sign)} " if operand.sign else ""
    title = f' title="{escape(operand.label)}"'
    if operand.link:
        return f'{sign}<a href="{escape(operand.link)}"{title}>{escape(operand.shown)}</a>'
    return f"{sign}<span{title}>{escape(operand.shown)}</span>"


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
        ("repeats", "与上年对照" if view.repeats else ""),
        ("text", "报告正文"),
        ("years", "其他年份"),
        ("source", "原文与行号"),
        ("downloads", "下载"),
        ("cite", "引用"),
        ("wrong", "这里读错了"),
    ]
    return tuple(Anchor(anchor, label) for anchor, label in entries if label)


def _trail(record: ReportRecord, context: SiteContext) -> tuple[Crumb, ...]:
    region = context.regions.get(record.agency["region_code"])
    return (
        Crumb("首页", ""),
        Crumb("机关", "agencies/"),
        *([Crumb(region["label_zh"], f"regions/{region['code']}/")] if region else []),
        Crumb(record.agency["name"], agency_address(record.agency["agency_id"])),
        Crumb(f"{record.row['year']} 年", ""),
    )


def _group_findings(findings: Sequence[FindingRow], source_file: str, context: SiteContext) -> tuple[Note, ...]:
    """Findings by code, the weightier first; within a code by line. A line of the sidecar is none of the report's."""
    order = list(context.labels["severities"])
    ranked = sorted(findings, key=lambda found: (order.index(found.severity), found.code, int(found.line or 0)))
    return tuple(
        Note(
            context.label("finding_codes", code),
            context.label("severities", severity),
            tuple(
                (found.message_zh, int(found.line or 0) if found.source_file == source_file else 0) for found in group
            ),
        )
        for (severity, code), group in groupby(ranked, key=lambda found: (found.severity, found.code))
    )


def _tally(rules: Sequence[RuleBlock]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for block in rules:
        for label, count in block.tally:
            counts[label] = counts.get(label, 0) + count
    return tuple(counts.items())


def _view_section(found: SectionRow, context: SiteContext) -> SectionView:
    anchor = f"s{found.section}"
    paragraphs = [line for line in found.text.split("\n") if line.strip()]
    return SectionView(
        anchor=anchor,
        label=context.label("sections", found.section),
        heading=found.heading,
        paragraphs=tuple(Paragraph(f"{anchor}-p{at}", line) for at, line in enumerate(paragraphs, 1)),
        line=int(found.line_start or 0),
    )


def _view_correction(
    found: CorrectionRow, row_labels: dict[tuple[str, str], str], context: SiteContext
) -> CorrectionView:
    where = row_labels.get((found.table, found.row), found.row)
    if found.column:
        where += f"（{name_axis(found.table, 'column', found.column, context)}）"
    evidence = found.evidence if found.evidence.startswith(("https://", "http://")) else ""
    return CorrectionView(where, found.printed, found.value, found.reason.rstrip("。；， "), evidence)


def _prefill_issue(report: Row, context: SiteContext) -> str:
    body = (
        f"报告 {report['report_id']}\n文件 {report['source_file']}\n数据版本 {context.version}\n\n"
        "哪一格、哪一行读错了：\n原文印的是：\n页面显示的是：\n"
    )
    return issue_address(context.settings.repository, f"读错了：{report['report_id']}", body)
