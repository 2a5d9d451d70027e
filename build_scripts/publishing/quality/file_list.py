"""The data files of the statement: what a row of each is, and every column, in both languages.

Comes in: the code lists whose codes are columns. Goes out: descriptions. Refuses to know: how a file is written, pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from build_scripts.publishing.context import SiteContext


class Column(NamedTuple):
    """A column of a data file and what it holds, in both languages."""

    name: str
    zh: str
    en: str


class DataFile(NamedTuple):
    """A data file: its name, what a row is, its columns."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]


_REPORT = Column("report_id", "报告编号，同 reports.csv", "report id, as in reports.csv")


FILES = (
    DataFile(
        "figures.csv",
        "这一页的每一个数一行，附它的清单在哪里。",
        "One row for each figure of this page, with the address of its list.",
        (
            Column("subject", "说的是什么：held、states、rules、findings 等", "what it is about"),
            Column("group", "所属：年度、表、规则、轻重或省级地区", "table, rule, severity, province or year"),
            Column("item", "其中的哪一种：状态、结果、代码或年度", "state, status, code or year"),
            Column("form", "表格版本，只有格子的状态才分版本", "form edition, for states of cells alone"),
            Column("count", "数", "the figure"),
            Column("unit", "单位", "its unit, in Chinese"),
            Column("rows", "清单有多少行", "rows of its list"),
            Column("list", "清单的地址，从网站的根算起", "address of its list, below the root of the site"),
        ),
    ),
    DataFile(
        "coverage.csv",
        "每个机关、每个年度一行：从它收录的第一个年度，到全部数据的最新年度。",
        "One row for each agency and year, from its first held to the newest of the package.",
        (
            Column("agency_id", "机关编号，同 agencies.csv", "agency id, as in agencies.csv"),
            Column("province", "省级地区的代码", "code of the province"),
            Column("year", "报告年度", "report year"),
            Column(
                "status",
                "held 已收录，表中有数；numberless 已收录，表中没有一个数；not_held 未收录",
                "held, numberless or not_held",
            ),
            Column("report_id", "报告编号；未收录的为空", "report id; empty if not held"),
        ),
    ),
    DataFile(
        "reports.csv",
        "每份报告一行。",
        "One row for each report.",
        (
            _REPORT,
            Column("form", "表格版本", "form edition"),
            Column("scope", "统计范围", "scope"),
            Column("source_format", "报告文件格式", "format of the file handed in"),
            Column("text_release", "正文的公布", "whether its text is published"),
            Column("source", "来源的网址：recorded 有记录，unrecorded 没有记录", "whether its source is recorded"),
            Column("corrections", "更正数", "corrections"),
        ),
    ),
    DataFile(
        "states.csv",
        "每份报告的每张表一行；没有表格的报告没有行。",
        "One row for each table of each report; none for reports without a form.",
        (
            _REPORT,
            Column("form", "表格版本", "form edition"),
            Column("table", "表：disclosures、applications、remedies", "table"),
        ),
    ),
    DataFile(
        "rules.csv",
        "每份报告的每条规则一行。",
        "One row for each rule of each report.",
        (_REPORT, Column("rule", "规则，同代码表 rules", "rule, as in the list rules")),
    ),
    DataFile(
        "findings.csv",
        "每条发现一行，不含说明文字；文字在数据包的 findings.csv。",
        "One row for each finding, without its words, which stand in findings.csv of the package.",
        (
            Column("finding_id", "发现编号", "finding id"),
            Column("report_id", "报告编号；文件没有成为报告的为空", "report id; empty if the file gave no report"),
            Column("source_file", "文件", "file"),
            Column("line", "行号；说的是整个文件时为空", "line; empty if it is about the file"),
            Column("code", "发现代码，同代码表 finding_codes", "code, as in the list finding_codes"),
            Column("severity", "轻重", "severity"),
        ),
    ),
)
"""The files in the order they are offered, without the columns that are codes."""

CODE_COLUMNS = {
    "states.csv": ("states", "“{}”的格子数", "cells that are {}"),
    "rules.csv": ("check_statuses", "“{}”的核对数", "checks that are {}"),
}
"""File → the code list whose codes are its last columns, and what they hold: with the label of each, with its code."""


def describe_files(context: SiteContext) -> tuple[DataFile, ...]:
    """Every data file with its columns; states and statuses are columns, so their names are those of the code lists."""
    return tuple(file._replace(columns=(*file.columns, *_list_codes(file.name, context))) for file in FILES)


def _list_codes(file: str, context: SiteContext) -> Iterator[Column]:
    if file in CODE_COLUMNS:
        name, zh, en = CODE_COLUMNS[file]
        for row in context.codes.lists[name]:
            yield Column(row["code"], zh.format(row["label_zh"]), en.format(row["code"]))
