"""Words of the report page that the glossary explains, and where.

Comes in: a word as shown. Goes out: the word, linked if the glossary has it. Refuses to know: what the words mean. The
table below is the only place that names the glossary's anchors; the test of links walks them.
"""

from __future__ import annotations

from markupsafe import Markup, escape

PAGE = "about/glossary/"
TERMS = {
    "年度报告": "annual_report",
    "主动公开": "proactive_disclosure",
    "公开申请": "disclosure_on_request",
    "表格版本": "form_edition",
    "统计范围": "scope",
    "核对": "check",
    "更正": "correction",
    "提示": "hint",
    "未收录": "not_held",
    "有数": "reported",
    "空白": "blank",
    "横线": "dash",
    "未印": "absent",
    "无法读取": "unreadable",
    "行政许可处理决定": "licence",
    "行政处罚处理决定": "penalty",
    "行政强制处理决定": "enforcement",
    "行政事业性收费": "fee",
    "政府集中采购": "procurement",
    "现行有效规范性文件": "in_force",
    "对外公开规范性文件": "normative_document",
    "新收公开申请": "received",
    "办结申请": "concluded_total",
    "结转下年度": "carried_out",
    "行政复议": "reconsideration",
    "诉讼（未经复议）": "litigation",
    "诉讼（复议后）": "litigation",
}
"""Word → anchor of the glossary."""


def draw_term(word: str, root: str) -> Markup:
    """The word, linked to the glossary if it is explained there."""
    if word not in TERMS:
        return escape(word)
    return Markup('<a class="term" href="{}{}#{}">{}</a>').format(root, PAGE, TERMS[word], word)
