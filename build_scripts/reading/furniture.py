"""What stands around a title: document number, index number.

Comes in: the lines before the first heading. Goes out: the numbers as printed, '' if none. Refuses to know: sections.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from build_scripts.reading.labels import strip_space

_DOCUMENT = re.compile(r"(?:(?:发文字号|文号|公文字号):?)?([㐀-鿿]{1,20}[〔\[(][12][0-9]{3}[〕\])][0-9]{1,5}号)")
_INDEX = re.compile(r"索引号:?([0-9A-Za-z][0-9A-Za-z/\-_.]{3,60})")


def find_document_number(opening: Sequence[str]) -> str:
    """The document number that a line consists of, with or without a label.

    >>> find_document_number(["卫政文〔2024〕5号"])
    '卫政文〔2024〕5号'
    >>> find_document_number(["根据国办公开办函〔2021〕30号的要求"])
    ''
    """
    for text in opening:
        match = _DOCUMENT.fullmatch(strip_space(text))
        if match:
            return match.group(1)
    return ""


def find_index_number(opening: Sequence[str]) -> str:
    """The index number behind its label.

    >>> find_index_number(["索 引 号：005184531/2024-00012"])
    '005184531/2024-00012'
    """
    for text in opening:
        match = _INDEX.search(strip_space(text))
        if match:
            return match.group(1)
    return ""
