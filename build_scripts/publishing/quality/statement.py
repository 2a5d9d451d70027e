"""The page of the statement: every figure with a link to its list, in plain words.

Comes in: the listings, the coverage, the data files. Goes out: the page, and the files beside it. Refuses to know: how
anything is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup

from build_scripts.checking.declarations import TEXT
from build_scripts.packaging.descriptor import LICENCE_URL
from build_scripts.packaging.package import Row
from build_scripts.packaging.resources import CELL_TABLES
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import root_of
from build_scripts.publishing.machine.json_ld import write_json_ld
from build_scripts.publishing.pages import Anchor, Crumb, Page
from build_scripts.publishing.quality.bars import draw_bar, swatch
from build_scripts.publishing.quality.coverage import WORDS, Coverage
from build_scripts.publishing.quality.file_list import describe_files
from build_scripts.publishing.quality.listing import HOME, Key, Listing
from build_scripts.publishing.quality.words import (
    TABLE_NAMES,
    define_statuses,
    finding_address,
    name_statuses,
    name_value,
    rule_address,
    state_address,
)
from build_scripts.publishing.report.sums import REPEATS
from build_scripts.publishing.templates import render

DATA = "data/"
LEAST_DRAWN = 30
"""Fewer cells than this are said in numbers alone: their shares would say more than they hold."""
WHOLE_MATRIX = 60
"""So many agencies, and the matrix of all stands on the page itself."""

DESCRIPTION = (
    "收录了哪些报告、还缺哪些，表里的格子有数还是空白，数字彼此是否相合，读取时发现了什么：每个数都连着它的清单。"
)
CONTENTS = (
    Anchor("coverage", "收录情况"),
    Anchor("states", "格子的状态"),
    Anchor("rules", "数字核对"),
    Anchor("findings", "读取时的发现"),
    Anchor("corrections", "更正"),
    Anchor("reports", "报告的情形"),
    Anchor("files", "没有成为报告的文件"),
    Anchor("data", "作为数据"),
)


class Block(NamedTuple):
    """A table of an edition: its code and name, how many cells, each state with its figure, and the bar."""

    code: str
    table: str
    edition: str
    total: int
    parts: tuple[tuple[Row, Listing | None], ...]
    bar: Markup


class RuleGroup(NamedTuple):
    """Rules that compare the same kind of things: heading, words, statuses by code, their meanings, the rules."""

    heading: str
    english: str
    words: str
    statuses: Mapping[str, str]
    meanings: Mapping[str, str]
    rules: tuple[Row, ...]


_RULE_GROUPS = {
    "sums": (
        "表内和跨年的数",
        "Within the tables and between years",
        "“不符”说的是印出的数彼此不合，可能来自报告、转换的文件或我们的读取，这里不作判断。",
    ),
    "text": (
        "文字与表",
        "Text and table",
        "只是提示：正文没有说全年的数时无法核对；两处照引，不判断哪一处对。",
    ),
    "repeats": (
        "与上年对照",
        "Beside the year before",
        "各部分文字和各表，与这个机关上一年的报告逐字逐格相比。相同或不同都是平常的事，不是核对，也不是评价。",
    ),
}


_ATTRIBUTES = (
    ("scopes", "统计范围", "scope"),
    ("forms", "表格版本", "form edition"),
    ("formats", "报告文件的格式", "format of the file"),
    ("releases", "正文的公布", "release of the text"),
    ("sources", "来源的网址", "source address"),
)
"""What is said of reports as a whole: subject, heading, the same in English."""


def make_statement(
    figures: Mapping[Key, Listing],
    coverage: Coverage,
    files: Mapping[str, bytes],
    context: SiteContext,
) -> Page:
    """The page of the statement; `files` are its data files, by name."""
    root = root_of(HOME)
    body = render(
        "quality/index.html",
        root=root,
        version=context.version,
        least=LEAST_DRAWN,
        reports=len(context.reports),
        coverage=coverage,
        whole_matrix=coverage.agencies <= WHOLE_MATRIX,
        province_years=sorted({year.year for year in coverage.years}, reverse=True),
        words=WORDS,
        figure=lambda *key: link_figure(figures.get(key), root),
        years=_draw_years(coverage),
        blocks=list_blocks(figures, context),
        totals={subject: _count_all(subject, figures) for subject in ("states", "rules", "findings")},
        states=context.codes.lists["states"],
        state_address=state_address,
        rule_groups=group_rules(context),
        rule_address=rule_address,
        severities=list_findings(figures, context),
        finding_address=finding_address,
        attributes=_list_attributes(figures, context),
        data_files=[
            (file, len(files[file.name]), files[file.name].count(b"\n") - 1) for file in describe_files(context)
        ],
        data=DATA,
        swatch=swatch,
    )
    return Page(
        address=HOME,
        specimen="quality_index",
        title="数据的质量",
        description=DESCRIPTION,
        crumbs=(Crumb("首页", ""), Crumb("数据的质量", "")),
        contents=CONTENTS,
        body=body,
        json_ld=write_json_ld(describe_statement(files, context)),
    )


def group_rules(context: SiteContext) -> list[RuleGroup]:
    """The rules by what they compare, in the order of the code list; groups without a rule are left out."""
    found: dict[str, list[Row]] = {}
    for rule in context.codes.lists["rules"]:
        kind = "repeats" if not rule["operands"] else "text" if rule["left"] == TEXT else "sums"
        found.setdefault(kind, []).append(rule)
    return [
        RuleGroup(
            *_RULE_GROUPS[kind],
            name_statuses(rules[0], context),
            {status: zh for status, (zh, _) in define_statuses(rules[0], context).items()},
            tuple(rules),
        )
        for kind, rules in found.items()
    ]


def link_figure(listing: Listing | None, root: str) -> Markup:
    """A figure as a link to its list; 0 has none."""
    if listing is None:
        return Markup("0")
    return Markup('<a href="{}{}">{}</a>').format(root, listing.address, f"{listing.count:,}")


def list_blocks(figures: Mapping[Key, Listing], context: SiteContext) -> list[Block]:
    """Each table of each edition that has cells, in the order of the editions."""
    blocks = []
    for form in context.codes.forms:
        for table in CELL_TABLES:
            parts = tuple(
                (state, figures.get(("states", table, state["code"], form))) for state in context.codes.lists["states"]
            )
            counts = [(state["code"], one.count if one else 0) for state, one in parts]
            if total := sum(count for _, count in counts):
                told = "，".join(
                    f"{state['label_zh']} {count:,} 格" for (state, _), (_, count) in zip(parts, counts, strict=True)
                )
                blocks.append(
                    Block(table, TABLE_NAMES[table], context.label("forms", form), total, parts, draw_bar(counts, told))
                )
    return blocks


def list_findings(figures: Mapping[Key, Listing], context: SiteContext) -> list[tuple[Row, list[tuple[Row, Listing]]]]:
    """Each severity with the codes that were found, in the order of the code list."""
    return [
        (
            severity,
            [
                (code, figures[key])
                for code in context.codes.lists["finding_codes"]
                if (key := ("findings", severity["code"], code["code"])) in figures
            ],
        )
        for severity in context.codes.lists["severities"]
    ]


def describe_statement(files: Mapping[str, bytes], context: SiteContext) -> dict[str, object]:
    """The statement's data as a schema.org Dataset."""
    address = context.absolute(f"{HOME}{DATA}")
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{context.settings.site_name}：数据的质量",
        "description": DESCRIPTION,
        "inLanguage": "zh-Hans",
        "version": context.version,
        "license": LICENCE_URL,
        "isAccessibleForFree": True,
        "distribution": [
            {"@type": "DataDownload", "name": name, "encodingFormat": "text/csv", "contentSize": f"{len(data)} B"}
            | ({"contentUrl": f"{address}{name}"} if address else {})
            for name, data in files.items()
        ],
    }


def _count_all(subject: str, figures: Mapping[Key, Listing]) -> int:
    """All that a subject's figures count; what repeats the year before is no check."""
    return sum(one.count for key, one in figures.items() if key[0] == subject and key[1] != REPEATS)


def _list_attributes(
    figures: Mapping[Key, Listing], context: SiteContext
) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """Subject, heading in both languages, and each value that is met, as code and words."""
    return [
        (
            subject,
            heading,
            english,
            [(key[1], name_value(subject, key[1], context)) for key in figures if key[0] == subject],
        )
        for subject, heading, english in _ATTRIBUTES
    ]


def _draw_years(coverage: Coverage) -> list[tuple[int, Markup]]:
    """Each year with its bar; a report is as long in one year as in another."""
    longest = max((len(year.held) + len(year.missing) for year in coverage.years), default=0)
    return [
        (
            year.year,
            draw_bar(
                (("held", len(year.held)), ("not_held", len(year.missing))),
                f"已收录 {len(year.held):,} 份，未收录 {len(year.missing):,} 个机关",
                longest,
            ),
        )
        for year in coverage.years
    ]
