"""The statement of quality as data: every measure with numerator, denominator and definition.

Comes in: the counts of a version by name, those of the version before. Goes out: measures in a fixed order. Refuses to
know: pages, where counts come from. A version of the ledger and the package in hand give the same measures for the same
counts; what only the package in hand can tell (scopes, forms, coverage) is counted beside them under further names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from build_scripts.packaging.resources import CELL_TABLES
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.quality.coverage import Coverage
from build_scripts.publishing.quality.words import (
    TABLE_NAMES,
    define_statuses,
    define_value,
    name_statuses,
    name_value,
    tell_source,
)

Counts = Mapping[str, int]
EXTRA = (("scopes", "scope"), ("forms", "form"), ("formats", "source_format"), ("sources", "source_url"))
"""What is counted of the package in hand alone: group and column of `reports`."""


class Measure(NamedTuple):
    """A figure: its name, what it is part of, of how many it is a part (none: a count that is part of nothing), its
    unit, label and definition, and the same figure of the version before (none: not known)."""

    name: str
    group: str
    label_zh: str
    numerator: int
    denominator: int | None
    unit: str
    definition_zh: str
    definition_en: str
    before: int | None

    @property
    def difference(self) -> str:
        """How many more than before; empty if nothing is known of the version before."""
        return "" if self.before is None else str(self.numerator - self.before)

    def describe(self) -> dict[str, object]:
        """The measure as JSON; `change` is the difference from the version before."""
        change = None if self.before is None else self.numerator - self.before
        return {**self._asdict(), "change": change}


class Kind(NamedTuple):
    """A count with its label and meaning before it is looked up."""

    name: str
    label: str
    zh: str
    en: str


def count_extra(coverage: Coverage, context: SiteContext) -> dict[str, int]:
    """What the package in hand tells beyond the ledger's names: coverage, scopes, forms, formats, sources."""
    counts: dict[str, int] = {}
    for year in coverage.years:
        counts[f"coverage.{year.year}.held"] = len(year.held)
        counts[f"coverage.{year.year}.not_held"] = len(year.missing)
    for group, column in EXTRA:
        for report in context.reports:
            value = tell_source(report[column]) if group == "sources" else report[column]
            counts[f"{group}.{value}"] = counts.get(f"{group}.{value}", 0) + 1
    return counts


def list_measures(counts: Counts, before: Counts | None, context: SiteContext) -> tuple[Measure, ...]:
    """Every measure that these counts tell, in the order of the statement; none that stands in them is left out, so
    names of codes that are no more come last."""
    known = tuple(_list_known(counts, before, context))
    names = {measure.name for measure in known}
    rest = [Kind(name, name, "这个名称现在的代码表里没有。", "A name of no code today.") for name in sorted(counts)]
    return (*known, *_fill([kind for kind in rest if kind.name not in names], "other", None, "", counts, before))


def _list_known(counts: Counts, before: Counts | None, context: SiteContext) -> Iterator[Measure]:
    reports = counts.get("reports", 0)
    yield from _fill(_WHOLE, "whole", None, "", counts, before)
    years = sorted({name.split(".")[1] for name in counts if name.startswith("reports.")}, reverse=True)
    kinds = [
        Kind(f"reports.{year}", f"{year} 年度的报告", "这一报告年度收录的报告。", "Reports held of this year.")
        for year in years
    ]
    yield from _fill(kinds, "reports", reports, "份报告", counts, before)
    for year in sorted({name.split(".")[1] for name in counts if name.startswith("coverage.")}, reverse=True):
        kinds = [kind._replace(name=f"coverage.{year}.{kind.name}", label=f"{year} 年度{kind.label}") for kind in _HELD]
        yield from _fill(kinds, "coverage", _add(kinds, counts), "个机关", counts, before)
    for table in CELL_TABLES:
        kinds = [
            Kind(
                f"cells.{table}.{row['code']}",
                f"{TABLE_NAMES[table]}“{row['label_zh']}”的格子",
                row["definition_zh"],
                row["definition_en"],
            )
            for row in context.codes.lists["states"]
        ]
        yield from _fill(kinds, "states", _add(kinds, counts), "格", counts, before)
    yield from _list_rules(counts, before, context)
    kinds = [
        Kind(f"findings.{row['code']}", row["label_zh"], row["definition_zh"], row["definition_en"])
        for row in context.codes.lists["finding_codes"]
    ]
    yield from _fill(kinds, "findings", _add(kinds, counts), "条发现", counts, before)
    for group, label in _ATTRIBUTES.items():
        values = sorted({name.partition(".")[2] for name in counts if name.startswith(f"{group}.")})
        subject = "releases" if group == "texts" else group
        kinds = [
            Kind(
                f"{group}.{value}",
                f"{label}：{name_value(subject, value, context)}",
                define_value(subject, value, context) or f"{label}是“{name_value(subject, value, context)}”的报告。",
                f"Reports whose {_COLUMN[group]} is {value or 'empty'}.",
            )
            for value in values
        ]
        yield from _fill(kinds, group, reports, "份报告", counts, before)
    kinds = [_name_change(name) for name in sorted(counts) if name.startswith("changes.")]
    yield from _fill(kinds, "changes", None, "处", counts, None)


def _name_change(name: str) -> Kind:
    _, subject, change = f"{name}..".split(".")[:3]
    zh = f"与上一版相比，{_SUBJECTS.get(subject, subject)}{_DONE.get(change, change)}几处。"
    en = f"Changes since the version before: {subject}, {change}."
    return Kind(name, f"{_SUBJECTS.get(subject, subject)}：{_DONE.get(change, change)}", zh, en)


def _list_rules(counts: Counts, before: Counts | None, context: SiteContext) -> Iterator[Measure]:
    for rule in context.codes.lists["rules"]:
        names = name_statuses(rule, context)
        kinds = [
            Kind(f"checks.{rule['code']}.{status}", f"{rule['label_zh']}：{names[status]}", zh, en)
            for status, (zh, en) in define_statuses(rule, context).items()
        ]
        yield from _fill(kinds, "rules", _add(kinds, counts), "处核对", counts, before)


_WHOLE = (
    Kind("agencies", "机关", "收录了报告的机关（个）。", "Agencies of which a report is held."),
    Kind("reports", "报告", "收录的报告（份）。", "Reports held."),
    Kind(
        "corrections",
        "更正",
        "人工核对以后更正的格子（处），各有理由和依据。",
        "Cells corrected by hand, with reason and evidence.",
    ),
    Kind(
        "files_withheld",
        "没有成为报告的文件",
        "交来而没有收录的文件（个），原因在发现里。",
        "Files handed in that gave no report; findings say why.",
    ),
)
_HELD = (
    Kind(
        "held",
        "已收录",
        "收录了这一年度报告的机关；分母是从它收录的第一个年度起的机关。",
        "Agencies whose report of this year is held, of those held since an earlier or this year.",
    ),
    Kind(
        "not_held",
        "未收录",
        "有更早年度的报告、没有这一年度的机关。",
        "Agencies held since earlier, without this year.",
    ),
)
_ATTRIBUTES = {
    "texts": "正文的公布",
    "scopes": "统计范围",
    "forms": "表格版本",
    "formats": "报告文件格式",
    "sources": "来源的网址",
}
_COLUMN = {
    "texts": "text_release",
    "scopes": "scope",
    "forms": "form",
    "formats": "source_format",
    "sources": "source_url",
}


def _fill(
    kinds: Sequence[Kind], group: str, whole: int | None, unit: str, counts: Counts, before: Counts | None
) -> Iterator[Measure]:
    """The kinds as measures. A count that a version left out is 0 if it kept counts of that sort, else not known."""
    sorts = {_tell_sort(name) for name in before or ()}
    for kind in kinds:
        was = (before or {}).get(kind.name, 0) if _tell_sort(kind.name) in sorts else None
        yield Measure(kind.name, group, kind.label, counts.get(kind.name, 0), whole, unit, kind.zh, kind.en, was)


def _tell_sort(name: str) -> str:
    """What was counted together: the results of one rule, the states of one table, else all of one group.

    >>> _tell_sort("checks.carry_over.holds"), _tell_sort("findings.row-missing")
    ('checks.carry_over', 'findings')
    """
    parts = name.split(".")
    return ".".join(parts[:2] if parts[0] in _BY_SUBJECT else parts[:1])


_BY_SUBJECT = {"checks", "cells"}
_SUBJECTS = {
    "report": "报告",
    "field": "报告的字段",
    "section": "正文的部分",
    "cell": "格子",
    "agency": "机关",
    "code": "代码",
}
_DONE = {"added": "新增", "changed": "改动", "removed": "撤下"}


def _add(kinds: Sequence[Kind], counts: Counts) -> int:
    return sum(counts.get(kind.name, 0) for kind in kinds)
