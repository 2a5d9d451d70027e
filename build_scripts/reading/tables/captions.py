"""What stands right above a table → whether it is the table of another year, or of other bodies.

Comes in: a table's lines, every line of the report, the report's year. Goes out: the caption, '' if there is nothing to
doubt. Refuses to know: labels, columns, numbers. An annex of last year, or of subordinate bodies, has the form's own
heads and rows; only its caption tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from build_scripts.reading.identity.dates import find_years
from build_scripts.reading.labels import strip_space
from build_scripts.reading.tables.grids import GridRow

_CAPTION = re.compile(r"表|情况|统计|数据|年度$|年$")
_OTHER_YEAR = re.compile(r"上一?年度?(?!结转|项目)|去年")
_OTHER_BODY = re.compile(r"(?:下属|所属|直属)(?:各?单位|机构|部门|事业单位)|各(?:部门|单位|乡镇|县区|区县)")
_MONTH = re.compile(r"月")
_LONGEST, _LINES_ABOVE, _ROWS_BELOW = 40, 3, 3
_SENTENCE_ENDS = "。；;！？，,"


def find_strange_caption(rows: Sequence[GridRow], texts: Sequence[str], year: int | None) -> str:
    """The caption that names another year than `year`, or other bodies than the one that reports; '' if none does.

    `texts`: every line of the report. Looked at are up to three short lines right above the table, and its first lines
    that hold a single text.

    >>> rows = [GridRow(3, ("规章", "0", "1", "2"), True)]
    >>> find_strange_caption(rows, ["附件：2022年政府信息公开情况表", "", "规章\\t0\\t1\\t2"], 2023)
    '附件：2022年政府信息公开情况表'
    >>> find_strange_caption(rows, ["附件：2023年政府信息公开情况表", "", "规章\\t0\\t1\\t2"], 2023)
    ''
    """
    if not rows:
        return ""
    return next((text for text in _list_captions(rows, texts) if _is_strange(strip_space(text), year)), "")


def _list_captions(rows: Sequence[GridRow], texts: Sequence[str]) -> Iterator[str]:
    seen = 0
    for number in range(rows[0].line - 1, 0, -1):
        text = texts[number - 1].strip()
        if not text:
            continue
        if seen == _LINES_ABOVE or len(text) > _LONGEST or text[-1] in _SENTENCE_ENDS or "\t" in text or "|" in text:
            break
        seen += 1
        yield text
    for row in rows[:_ROWS_BELOW]:
        printed = [cell for cell in row.cells if cell]
        if len(printed) == 1 and len(printed[0]) <= _LONGEST:
            yield printed[0]


def _is_strange(text: str, year: int | None) -> bool:
    if not _CAPTION.search(text):
        return False
    years = find_years(text)
    other_year = bool(years) and year is not None and year not in years and not _MONTH.search(text)
    return other_year or _OTHER_YEAR.search(text) is not None or _OTHER_BODY.search(text) is not None
