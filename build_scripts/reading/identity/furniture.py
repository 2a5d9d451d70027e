"""What stands around a title: document number, index number.

Comes in: the lines before the first heading. Goes out: the numbers as printed, '' if none. Refuses to know: sections.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from build_scripts.reading.identity.dates import read_date
from build_scripts.reading.labels import strip_space

_BRACKETED_YEAR = r"[〔(\[【［][12][0-9]{3}[〕)\]】］](?:第)?[0-9]{1,5}号"
_DOCUMENT = re.compile(rf"[㐀-鿿]{{1,20}}{_BRACKETED_YEAR}")
_DOCUMENT_LABEL = re.compile(
    r"(?:发\s{0,8}文\s{0,8}字\s{0,8}号|公\s{0,8}文\s{0,8}字?\s{0,8}号|文\s{0,8}号|文\s{0,8}件\s{0,8}编\s{0,8}号)"
)
_INDEX_LABEL = re.compile(r"索\s{0,8}引\s{0,8}(?:号|码)")
_MARK = re.compile(r"[\s:：|*\]】]{0,30}")
_CELL = re.compile(r"[^\t|]{1,80}")
_INDEX = re.compile(r"[0-9A-Za-z㐀-鿿]{0,12}[0-9A-Za-z][0-9A-Za-z/\-_.·()]{3,60}")
_LONGEST = 500


def find_document_number(opening: Sequence[str]) -> str:
    """The document number that a line consists of, or that stands behind its label, on its line or below it.

    >>> find_document_number(["卫政文〔2024〕5号"])
    '卫政文〔2024〕5号'
    >>> find_document_number(["发文字号：\\t卫政文 〔2024〕 5号\\t发布机构：\\t某局"])
    '卫政文〔2024〕5号'
    >>> find_document_number(["根据国办公开办函〔2021〕30号的要求"])
    ''
    """
    for text in opening:
        if "号" in text and _DOCUMENT.fullmatch(plain := strip_space(text[:_LONGEST])):
            return plain
    return _find_behind(opening, _DOCUMENT_LABEL, _DOCUMENT, "号")


def find_index_number(opening: Sequence[str]) -> str:
    """The index number behind its label, on its line or alone below it.

    >>> find_index_number(["索 引 号：005184531/2024-00012"])
    '005184531/2024-00012'
    >>> find_index_number(["索引号\\t005184531/2024-00012\\t2024-01-20"])
    '005184531/2024-00012'
    """
    return _find_behind(opening, _INDEX_LABEL, _INDEX, "引")


def _find_behind(opening: Sequence[str], label: re.Pattern[str], value: re.Pattern[str], sign: str) -> str:
    """The first value that fills what stands behind a label up to the next tab, pipe, wide gap or further label."""
    printed = [text[:_LONGEST] for text in opening if text.strip()]
    for text, below in zip(printed, [*printed[1:], ""], strict=False):
        for found in label.finditer(text) if sign in text else ():
            mark = _MARK.match(text, found.end())
            start = mark.end() if mark else found.end()
            behind = _CELL.match(text, start) or (_CELL.match(below.lstrip()) if start >= len(text) else None)
            match = (
                value.match(strip_space(re.split(r"\s{2,}|[㐀-鿿]{2,8}[:：]", behind.group())[0])) if behind else None
            )
            if match and not read_date(match.group()):
                return match.group()
    return ""
