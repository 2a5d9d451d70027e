"""The page of one agency and year, drawn of everything it shows (`view`).

Comes in: the record, the record of the year before, the context. Goes out: a `Page` and the files beside it. Refuses to
know: what of a record is shown, the disk, MkDocs. The report is described, never the agency judged; every number leads
to its line and back.
"""

from __future__ import annotations

from dataclasses import dataclass

from build_scripts.packaging.package import ReportRecord
from build_scripts.packaging.sources import name_in_zip
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import agency_address, report_address, root_of
from build_scripts.publishing.machine.json_ld import describe_report, write_json_ld
from build_scripts.publishing.outside import Outside
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
from build_scripts.publishing.report.form_html import draw_legend
from build_scripts.publishing.report.held_back import hold_back
from build_scripts.publishing.report.rule_html import draw_rules, draw_tally, draw_told, draw_unheard, draw_withheld
from build_scripts.publishing.report.sentences import SHORTEST
from build_scripts.publishing.report.shared_text import OTHERS
from build_scripts.publishing.report.terms import draw_term
from build_scripts.publishing.report.text_html import draw_sections
from build_scripts.publishing.report.view import ReportView, ReportViews
from build_scripts.publishing.templates import render


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
        self._views = ReportViews(context, outside)
        self._legend = draw_legend(context.codes.lists["states"])

    def make(self, record: ReportRecord, previous: ReportRecord | None, source: bytes | None = None) -> ReportPage:
        """The page of a report; `previous` is the agency's report of the year before, if held, `source` the report's
        file as it was handed in, if it is published."""
        record = hold_back(record)
        view = self.view(record, previous)
        source_file = name_in_zip(record.row) if source is not None else ""
        files = make_downloads(record, view.citations, self.context, source if source_file else None)
        return ReportPage(self.draw(record, view, source_file), files)

    def view(self, record: ReportRecord, previous: ReportRecord | None) -> ReportView:
        """Everything the page shows of a record, before it is drawn; `previous` as in `make`."""
        return self._views.make(record, previous)

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


def _trail(record: ReportRecord, context: SiteContext) -> tuple[Crumb, ...]:
    region = context.regions.get(record.agency["region_code"])
    return (
        Crumb("首页", ""),
        Crumb("机关", "agencies/"),
        *([Crumb(region["label_zh"], f"regions/{region['code']}/")] if region else []),
        Crumb(record.agency["name"], agency_address(record.agency["agency_id"])),
        Crumb(f"{record.row['year']} 年", ""),
    )
