"""Words of the report page that the glossary explains, and where.

Comes in: a word as shown. Goes out: the word, linked if the glossary has it. Refuses to know: what the words mean. The
table below, and that of the key numbers, alone name the glossary's anchors; the test of links walks them.
"""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

from build_scripts.files import read_rows
from build_scripts.publishing.report.key_numbers import KEY_NUMBERS

PAGE = "about/glossary/"
TERMS = {row["label_zh"]: row["term"] for row in read_rows(KEY_NUMBERS) if row["term"]} | {
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
}
"""Word → anchor of the glossary; of the key numbers, what their table says."""


@lru_cache(maxsize=1 << 10)
def draw_term(word: str, root: str) -> Markup:
    """The word, linked to the glossary if it is explained there."""
    if word not in TERMS:
        return escape(word)
    return Markup('<a class="term" href="{}{}#{}">{}</a>').format(root, PAGE, TERMS[word], word)
