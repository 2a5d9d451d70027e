"""The statement of quality of a version in words: neutral, every number out of how many.

Comes in: the counts of a version by name. Goes out: sentences. Refuses to know: HTML, where the counts come from. The
report is described, never an agency judged; there is no score.
"""

from __future__ import annotations

from collections.abc import Mapping

from build_scripts.packaging.resources import CELL_TABLES
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.quality.statement import RuleGroup, group_rules
from build_scripts.publishing.quality.words import RELEASES

GROUPS: Mapping[str, str] = {
    "whole": "总数",
    "reports": "报告年度",
    "coverage": "收录情况",
    "states": "格子的状态",
    "rules": "数字核对",
    "findings": "读取时的发现",
    "texts": "正文的公布",
    "scopes": "统计范围",
    "forms": "表格版本",
    "formats": "报告文件格式",
    "sources": "来源的网址",
    "changes": "与上一版相比",
    "other": "其他",
}
"""The groups of measures in the order of the page, with their headings."""


def tell_statement(counts: Mapping[str, int], context: SiteContext) -> tuple[str, ...]:
    """The sentences, one for each part of the statement; of what the counts do not tell at all, none."""
    kept = {name.partition(".")[0] for name in counts}
    cells = (_tell_cells(counts, context),) if "cells" in kept else ()
    rules = (_tell_rules(group, counts) for group in group_rules(context)) if "checks" in kept else ()
    return _tell_reports(counts), *cells, *rules, _tell_rest(counts)


def _tell_reports(counts: Mapping[str, int]) -> str:
    years = [name.split(".")[1] for name in counts if name.startswith("reports.")]
    span = f"，报告年度 {min(years)} 至 {max(years)}" if years else ""
    return (
        f"收录 {counts.get('agencies', 0):,} 个机关的 {counts.get('reports', 0):,} 份报告{span}；"
        f"交来而没有收录的文件 {counts.get('files_withheld', 0):,} 个。"
    )


def _tell_cells(counts: Mapping[str, int], context: SiteContext) -> str:
    states = {
        state: sum(counts.get(f"cells.{table}.{state}", 0) for table in CELL_TABLES)
        for state in context.labels["states"]
    }
    told = "，".join(f"{context.label('states', state)} {count:,} 格" for state, count in states.items())
    return f"三张表共 {sum(states.values()):,} 格：{told}。没有数的格子不是 0。"


def _tell_rules(group: RuleGroup, counts: Mapping[str, int]) -> str:
    found = {
        label: sum(counts.get(f"checks.{rule['code']}.{status}", 0) for rule in group.rules)
        for status, label in group.statuses.items()
    }
    told = "，".join(f"{label} {count:,} 处" for label, count in found.items() if count)
    total = sum(found.values())
    return f"{group.heading}：共 {total:,} 处，{told}。" if total else f"{group.heading}：没有核对过。"


def _tell_rest(counts: Mapping[str, int]) -> str:
    findings = sum(count for name, count in counts.items() if name.startswith("findings."))
    texts = [
        f"{label} {counts[f'texts.{code}']:,} 份" for code, label in RELEASES.items() if counts.get(f"texts.{code}")
    ]
    corrections = counts.get("corrections", 0)
    fixed = f"更正 {corrections:,} 处，各有理由和依据" if corrections else "没有更正"
    return f"读取时的发现 {findings:,} 条，说的是文件；{fixed}。正文：{'，'.join(texts) or '没有一份'}。"
