"""The words of the summary, in Chinese and English; what has a code takes its label from the code lists.

Comes in: a name or a code. Goes out: a word. Refuses to know: where it is shown.
"""

from __future__ import annotations

from build_scripts.checking.declarations import SECTION_SCOPE
from build_scripts.codes import AXIS_LISTS, CodeListError, Codes
from build_scripts.model import Check, State

_WORDS = {
    "withheld": ("没有收录：原因见下。", "Not taken: see below."),
    "title": ("标题", "Title"),
    "agency": ("机关", "Agency"),
    "region": ("地区", "Region"),
    "year": ("年度", "Year"),
    "form": ("表格", "Form"),
    "published": ("公布日期", "Published"),
    "period": ("统计期限", "Period"),
    "not_printed": ("未印", "not printed"),
    "no_cells": ("没有可以辨认版本的表格", "no table whose edition can be told"),
    "disclosures": ("【主动公开】", "[Proactive disclosure]"),
    "applications": ("【依申请公开】", "[Requests]"),
    "remedies": ("【复议诉讼】", "[Reviews and lawsuits]"),
    "rules_differ": ("不符的勾稽关系", "Sums that differ"),
    "difference": ("差", "difference"),
    "findings": ("发现", "Findings"),
    "corrections": ("更正（表中以 * 标出）", "Corrections (marked * in the tables)"),
    "printed": ("文件中为", "in the file"),
    "corrected": ("更正为", "corrected to"),
    "format": ("格式", "Format"),
    "scope": ("范围", "Scope"),
    "lines_of_text": (
        "行号指取出的文本，可用 --text 看",
        "lines are those of the text taken from it; --text shows them",
    ),
}


def choose_word(name: str, lang: str) -> str:
    """The word of that name in `lang`; a KeyError if there is none."""
    zh, en = _WORDS[name]
    return zh if lang == "zh" else en


def label_state(state: State, codes: Codes, lang: str) -> str:
    """The label of a cell's state."""
    return codes.label("states", state.value, lang)


def label_scope(check: Check, codes: Codes, lang: str) -> str:
    """The label of what a rule was worked out for: a row or column of its table, a section, or a table."""
    rule = next((rule for rule in codes.rules if rule.code == check.rule), None)
    if rule is None:
        raise CodeListError(f"rules: no code {check.rule!r}")
    if rule.table:
        row_list, column_list = AXIS_LISTS[rule.table]
        return codes.label(column_list if rule.operands == "row" else row_list, check.scope, lang)
    if check.scope.startswith(SECTION_SCOPE):
        return codes.label("sections", check.scope.removeprefix(SECTION_SCOPE), lang)
    return choose_word(check.scope, lang)
