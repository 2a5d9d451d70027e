"""The words and addresses of the quality pages: what a table, a status, a side of a rule, a value is called.

Comes in: codes, the context. Goes out: labels, definitions, addresses below the root. Refuses to know: figures, HTML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from build_scripts.checking.declarations import TEXT
from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.quality.listing import HOME
from build_scripts.publishing.report.repeats import WORDS as REPEAT_WORDS
from build_scripts.publishing.report.sums import REPEATS

TABLE_NAMES = {"disclosures": "主动公开表", "applications": "依申请公开表", "remedies": "复议诉讼表"}
SOURCES = {"recorded": "有记录", "unrecorded": "没有记录"}
REPEAT_MEANINGS = {
    "holds": ("这一部分与上一年的报告一字一格都相同。", "This part is the same as in the report of the year before."),
    "differs": (
        "这一部分与上一年的报告有不同的地方。",
        "This part is not the same as in the report of the year before.",
    ),
    "not_assessable": (
        "有一年没有印出这一部分，表里没有一个数，有格子读不出来，或正文不公布，所以不作比较。",
        "One of both does not print this part, holds no number or an unreadable cell, or its text is held back.",
    ),
    "not_applicable": (
        "没有收录上一年的报告，或两年的表格版本不同。",
        "No report of the year before is held, or its edition is another.",
    ),
}
"""What the statuses mean where two years are merely set side by side; the others cannot be."""
_EQUAL = re.compile("(.+?)，?应等于(.+?)[；。]")
_BESIDE = re.compile("与(表中.+?)相比")
RELEASES = {"full": "照全文公布", "masked": "遮去个人信息后公布", "withheld": "暂不公布"}


def name_statuses(rule: Row, context: SiteContext) -> Mapping[str, str]:
    """The statuses of a rule in words; what merely sets two years side by side neither fits nor fails to fit."""
    names = context.labels["check_statuses"]
    if rule["code"] != REPEATS:
        return names
    return {code: REPEAT_WORDS.get(code, label) for code, label in names.items() if code in REPEAT_MEANINGS}


def define_statuses(rule: Row, context: SiteContext) -> Mapping[str, tuple[str, str]]:
    """What the statuses of a rule mean, in Chinese and English; of likeness to last year only those that can be."""
    if rule["code"] == REPEATS:
        return REPEAT_MEANINGS
    return {row["code"]: (row["definition_zh"], row["definition_en"]) for row in context.codes.lists["check_statuses"]}


def name_sides(rule: Row) -> tuple[str, str]:
    """What stands at the left and the right of a rule, as its definition says.

    >>> name_sides({"left": "a", "definition_zh": "各行总计，应等于六类申请人之和。"})
    ('各行总计', '六类申请人之和')
    >>> name_sides({"left": "text", "definition_zh": "文字里说的件数，与表中处理决定数量相比。"})
    ('文字里说的', '表中处理决定数量')
    """
    if rule["left"] == TEXT:
        told = _BESIDE.search(rule["definition_zh"])
        return "文字里说的", told[1] if told else "表中的数"
    equal = _EQUAL.match(rule["definition_zh"])
    return (equal[1], equal[2]) if equal else ("式子左边", "式子右边")


def name_value(subject: str, value: str, context: SiteContext) -> str:
    """A form, scope, format or release in words."""
    if subject == "formats":
        return f".{value}" if value else "没有记录"
    if subject == "releases":
        return RELEASES.get(value, value)
    if subject == "sources":
        return SOURCES[value]
    return context.label(subject, value)


def tell_source(source_url: str) -> str:
    """Whether it is recorded where a report was taken from.

    >>> tell_source("https://example.gov.cn/a.html"), tell_source("")
    ('recorded', 'unrecorded')
    """
    return "recorded" if source_url else "unrecorded"


def order_values(subject: str, members: Mapping[str, object], context: SiteContext) -> list[str]:
    """Values in the order of their code list, formats by name."""
    own: Mapping[str, Mapping[str, str]] = {"releases": RELEASES, "sources": SOURCES}
    known = list(own.get(subject) or context.labels.get(subject, {}))
    return sorted(members, key=lambda value: (known.index(value) if value in known else len(known), value))


def define_value(subject: str, value: str, context: SiteContext) -> str:
    """What a value of a code list means; empty for what is no code."""
    words = {row["code"]: row["definition_zh"] for row in context.codes.lists.get(subject, ())}
    return words.get(value, "")


def state_address(table: str, state: str) -> str:
    """Where a state of a table is explained.

    >>> state_address("applications", "blank")
    'quality/states/applications/blank/'
    """
    return f"{HOME}states/{table}/{state}/"


def rule_address(rule: str) -> str:
    """Where a rule is explained; codes with underscores stand in addresses as they are in the data.

    >>> rule_address("carry_over")
    'quality/rules/carry_over/'
    """
    return f"{HOME}rules/{rule}/"


def finding_address(code: str) -> str:
    """Where a finding code is explained, with its list.

    >>> finding_address("row-missing")
    'quality/findings/row-missing/'
    """
    return f"{HOME}findings/{code}/"
