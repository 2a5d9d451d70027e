"""Every figure of the statement with its list: states, rules, findings, corrections, scopes, formats, years, files.

Comes in: the tally, the package's findings, the coverage. Goes out: listings by key. Refuses to know: how a row is
drawn, the page of the statement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from markupsafe import Markup, escape

from build_scripts.packaging.package import FindingRow, Package
from build_scripts.packaging.resources import CELL_TABLES
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.pages import Crumb
from build_scripts.publishing.quality.coverage import Coverage
from build_scripts.publishing.quality.listing import HOME, Head, Key, Listing
from build_scripts.publishing.quality.members import CountedReports
from build_scripts.publishing.quality.rows import RowPainter, anchor_of_rule, sort_reports
from build_scripts.publishing.quality.tally import BLANK, NUMBER, TOLD_STATUS, QualityTally
from build_scripts.publishing.quality.words import (
    TABLE_NAMES,
    define_statuses,
    define_value,
    finding_address,
    name_sides,
    name_statuses,
    name_value,
    order_values,
    rule_address,
    state_address,
    tell_source,
)
from build_scripts.publishing.report.sums import REPEATS

REPORT, YEAR = Head("机关和地区"), Head("年度")
_ATTRIBUTES = (
    ("forms", "form", "表格版本"),
    ("scopes", "scope", "统计范围"),
    ("formats", "source_format", "报告文件格式"),
    ("releases", "text_release", "正文的公布"),
    ("sources", "source_url", "来源的网址"),
)
"""What a report has one of: the subject of its lists, the column of `reports`, the heading."""


class FileFindings(NamedTuple):
    """A file that gave no published report, and everything found in it."""

    source_file: str
    findings: tuple[FindingRow, ...]


def list_figures(
    tally: QualityTally, package: Package, coverage: Coverage, context: SiteContext
) -> Mapping[Key, Listing]:
    """Every listing by its key, in the order of the statement; only those that count something."""
    painter, order = RowPainter(context), sort_reports(context)
    found = [
        *_list_coverage(coverage, painter),
        *_list_states(tally, order, painter, context),
        *_list_rules(tally, order, painter, context),
        *_list_findings(package, order, painter, context),
        *_list_corrections(tally, order, painter),
        *_list_attributes(order, painter, context),
        *_list_files(package, painter, context),
    ]
    return {listing.key: listing for listing in found if listing.count}


def _list_coverage(coverage: Coverage, painter: RowPainter) -> Iterator[Listing]:
    trail = (Crumb("收录情况", f"{HOME}#coverage"),)
    for year in coverage.years:
        place = f"{HOME}years/{year.year}/"
        for subject, items, title, told in (
            ("held", year.held, "已收录", "收录了这一年度报告的机关。"),
            (
                "numberless",
                year.numberless,
                "已收录，表中没有一个数",
                "报告已收录，但三张表没有读出一个数：没有填，没有印，或读不出来。",
            ),
        ):
            yield Listing(
                key=(subject, str(year.year)),
                address=f"{place}{subject}/",
                title=f"{year.year} 年度{title}",
                unit="份报告",
                count=len(items),
                items=items,
                draw=painter.report,
                heads=(REPORT, YEAR),
                intro=_say(told),
                trail=trail,
                in_rows=True,
            )
        yield Listing(
            key=("not_held", str(year.year)),
            address=f"{place}not_held/",
            title=f"{year.year} 年度未收录",
            unit="个机关",
            count=len(year.missing),
            items=[(agency, year.year) for agency in year.missing],
            draw=painter.missing,
            heads=(REPORT, YEAR),
            intro=_say("这些机关有更早年度的报告，这一年度的这里没有。说的是这里没有收录，不是机关没有公布。"),
            trail=trail,
            in_rows=True,
        )


def _list_states(
    tally: QualityTally, order: Sequence[int], painter: RowPainter, context: SiteContext
) -> Iterator[Listing]:
    definitions = {row["code"]: row["definition_zh"] for row in context.codes.lists["states"]}
    places = np.array(order, np.int64)
    forms = np.array([context.reports[at]["form"] for at in order])
    for table in CELL_TABLES:
        counts = tally.tabulate_cells(table)[places]
        for column, state in enumerate(tally.states):
            for form in context.codes.forms:
                printed = forms == form
                runs = tally.runs.get((table, state), {}) if state not in (NUMBER, BLANK) else None
                found = CountedReports(places[printed], counts[printed, column], runs)
                label, edition = context.label("states", state), context.label("forms", form)
                yield Listing(
                    key=("states", table, state, form),
                    address=f"{state_address(table, state)}{form}/",
                    title=f"{TABLE_NAMES[table]}“{label}”的格子（{edition}）",
                    unit="格",
                    count=found.total,
                    items=found,
                    draw=painter.counted(table) if runs is None else painter.runs(table),
                    heads=(REPORT, YEAR, Head("格", True), *([] if runs is None else [Head("表中的行")])),
                    intro=_say(f"“{label}”：{definitions[state]}"),
                    trail=(
                        Crumb("格子的状态", f"{HOME}#states"),
                        Crumb(f"{TABLE_NAMES[table]}：{label}", state_address(table, state)),
                    ),
                )


def _list_rules(
    tally: QualityTally, order: Sequence[int], painter: RowPainter, context: SiteContext
) -> Iterator[Listing]:
    rank = {at: place for place, at in enumerate(order)}
    places = np.array(order, np.int64)
    counts = tally.tabulate_checks()[places]
    for number, rule in enumerate(context.codes.lists["rules"]):
        code = rule["code"]
        names = name_statuses(rule, context)
        sides = name_sides(rule)
        differences = sorted(tally.differences[code], key=lambda item: (rank[item.report], item.scope))
        for status, (words, _) in define_statuses(rule, context).items():
            one_by_one = status == TOLD_STATUS and code != REPEATS
            found = CountedReports(places, counts[:, number, tally.statuses.index(status)])
            yield Listing(
                key=("rules", code, status),
                address=f"{rule_address(code)}{status}/",
                title=f"{rule['label_zh']}：{names[status]}",
                unit="处核对",
                count=len(differences) if one_by_one else found.total,
                items=differences if one_by_one else found,
                draw=painter.difference(code) if one_by_one else painter.counted(anchor_of_rule(code, status)),
                heads=(REPORT, YEAR, Head("范围"), Head(sides[0], True), Head(sides[1], True), Head("相差", True))
                if one_by_one
                else (REPORT, YEAR, Head("处", True)),
                intro=_say(
                    f"规则：{rule['definition_zh']}“{names[status]}”：{words}{'' if code == REPEATS else CAUSES}"
                ),
                trail=(Crumb("数字核对", f"{HOME}#rules"), Crumb(rule["label_zh"], rule_address(code))),
                in_rows=one_by_one,
            )


CAUSES = "差异可能来自报告、转换的文件或我们的读取，这里不作判断。"


def _list_findings(
    package: Package, order: Sequence[int], painter: RowPainter, context: SiteContext
) -> Iterator[Listing]:
    members: defaultdict[str, list[tuple[int, FindingRow]]] = defaultdict(list)
    for at in order:
        for found in package.findings.get(context.reports[at]["report_id"], ()):
            members[found.code].append((at, found))
    for found in package.findings.get("", ()):
        members[found.code].append((-1, found))

    def draw(item: tuple[int, FindingRow], root: str) -> str:
        return painter.file_finding(item[1], root) if item[0] < 0 else painter.finding(item, root)

    for row in context.codes.lists["finding_codes"]:
        yield Listing(
            key=("findings", row["severity"], row["code"]),
            address=finding_address(row["code"]),
            title=f"发现：{row['label_zh']}",
            unit="条发现",
            count=len(members[row["code"]]),
            items=members[row["code"]],
            draw=draw,
            heads=(Head("机关和地区，或文件"), YEAR, Head("行", True), Head("说明")),
            trail=(Crumb("读取时的发现", f"{HOME}#findings"),),
            in_rows=True,
        )


def _list_corrections(tally: QualityTally, order: Sequence[int], painter: RowPainter) -> Iterator[Listing]:
    rank = {at: place for place, at in enumerate(order)}
    yield Listing(
        key=("corrections",),
        address=f"{HOME}corrections/",
        title="经更正的格子",
        unit="处更正",
        count=len(tally.corrections),
        items=sorted(tally.corrections, key=lambda item: (rank[item.report], *item.correction[:3])),
        draw=painter.correction,
        heads=(REPORT, YEAR, Head("哪一格"), Head("原来印作"), Head("更正为"), Head("理由")),
        intro=_say(
            "原文有误、机关已经更正，或读取不能确定而经人核对的，由附注文件逐格写明理由和依据。原来印的内容也保留。"
        ),
        in_rows=True,
    )


def _list_attributes(order: Sequence[int], painter: RowPainter, context: SiteContext) -> Iterator[Listing]:
    for subject, column, heading in _ATTRIBUTES:
        members: defaultdict[str, list[int]] = defaultdict(list)
        for at in order:
            value = context.reports[at][column]
            members[tell_source(value) if subject == "sources" else value].append(at)
        for value in order_values(subject, members, context):
            label = name_value(subject, value, context)
            yield Listing(
                key=(subject, value),
                address=f"{HOME}{subject}/{value}/",
                title=f"{heading}：{label}",
                unit="份报告",
                count=len(members[value]),
                items=members[value],
                draw=painter.report,
                heads=(REPORT, YEAR),
                intro=_say(define_value(subject, value, context)),
                trail=(Crumb(heading, f"{HOME}#{subject}"),),
                in_rows=True,
            )


def _list_files(package: Package, painter: RowPainter, context: SiteContext) -> Iterator[Listing]:
    groups: defaultdict[str, list[FindingRow]] = defaultdict(list)
    for found in package.findings.get("", ()):
        groups[found.source_file].append(found)

    def draw(item: FileFindings, root: str) -> str:
        reasons = "<br>".join(
            f'<a href="{root}{finding_address(found.code)}">{escape(context.label("finding_codes", found.code))}</a>：'
            f"{escape(found.message_zh)}"
            for found in item.findings
        )
        return f'<tr><th scope="row"><code>{escape(item.source_file)}</code></th><td>{reasons}</td></tr>'

    yield Listing(
        key=("files",),
        address=f"{HOME}files/",
        title="没有成为报告的文件",
        unit="个文件",
        count=len(groups),
        items=[FileFindings(name, tuple(groups[name])) for name in sorted(groups)],
        draw=draw,
        heads=(Head("文件"), Head("原因")),
        intro=_say("这些文件交来了，但没有成为收录的报告；每个文件都写明原因。原因在文件，不在机关。"),
        in_rows=True,
    )


def _say(words: str) -> Markup:
    return Markup("<p>{}</p>").format(words) if words else Markup("")
