"""A table whose heads count in tens of thousands of pieces → the same table, unreadable.

Comes in: `RowOutcome`s, the table's lines and the short lines beside it. Goes out: `RowOutcome`s. Refuses to know:
labels, columns, numbers. The form counts single pieces; only money has other units, and those are read by the heads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from build_scripts.model import Finding
from build_scripts.reading.tables.cells import RowOutcome, unreadable_cells
from build_scripts.reading.tables.forms import FormView
from build_scripts.reading.tables.grids import GridRow

_SCALED = re.compile(r"(?:[(（]|单位)[^()（）\s。]{0,16}?[十百千万亿]\s*[件个项次宗条起例份人户篇]")
_MANY = "十百千万亿"
_UNIT_LINE = 40


def find_scale(rows: Iterable[GridRow], beside: Iterable[str]) -> str:
    """The first line of a table, or beside it, that names a unit of many pieces; '' if none does.

    >>> find_scale([GridRow(1, ("信息内容", "本年处理决定数量（单位：万件）"), True)], [])
    '信息内容\\t本年处理决定数量（单位：万件）'
    >>> find_scale([GridRow(1, ("信息内容", "本年收费金额（单位：万元）"), True)], ["单位：件", "单位：千件"])
    '单位：千件'
    """
    printed = next((row.printed for row in rows if _holds_scale(row.cells)), "")
    return printed or next((line for line in beside if len(line) <= _UNIT_LINE and _names_scale(line)), "")


def _holds_scale(cells: Sequence[str]) -> bool:
    """Whether one of the cells names such a unit; most rows have no word for many."""
    text = "".join(cells)
    return any(word in text for word in _MANY) and any(_SCALED.search(cell) for cell in cells)


def _names_scale(line: str) -> bool:
    return "单位" in line and _SCALED.search(line) is not None


def refuse_table(
    table: str, outcomes: Sequence[RowOutcome], reason: str, view: FormView, source_file: str
) -> list[RowOutcome]:
    """The rows as they are without a `reason`, the print that casts doubt on the table; else all unreadable, with one
    finding that quotes it."""
    if not reason or not outcomes:
        return list(outcomes)
    details = (("table", view.table_labels[table]), ("found", reason.strip()[:200]))
    finding = Finding("header-differs", source_file, outcomes[0].line, details)
    found: list[RowOutcome] = []
    for place, one in enumerate(outcomes):
        printed = "\t".join([cell.printed for cell in one.cells])
        cells = unreadable_cells(table, one.code, view.columns(table, one.code), printed, one.line)
        found.append(RowOutcome(one.code, one.line, cells, (finding,) if place == 0 else ()))
    return found
