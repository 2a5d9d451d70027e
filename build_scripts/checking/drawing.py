"""The three tables drawn with the characters of a terminal, Chinese characters two columns wide.

Comes in: a report's cells and the code lists' labels. Goes out: lines of text. Refuses to know: rules, findings.
Every state has its own mark, so that a blank is never seen as a zero; text of a report is shown with what would
steer a terminal (control, direction and invisible characters) written out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from build_scripts.codes import AXIS_LISTS, Codes
from build_scripts.model import Cell, Report, State

MARKS = {State.BLANK: "_", State.DASH: "-", State.ABSENT: "x", State.UNREADABLE: "?"}
LABEL_WIDTH = 30
HEAD_WIDTH = 10
_STEERING = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def draw_table(report: Report, table: str, codes: Codes, lang: str) -> list[str]:
    """The lines of one table: a head, then a line for each row; a place the form does not have stays empty."""
    cells = [cell for cell in report.cells if cell.table == table]
    if not cells:
        return []
    row_list, column_list = AXIS_LISTS[table]
    columns = tuple(dict.fromkeys(cell.column for cell in cells))
    drawn = {(cell.row, cell.column): draw_cell(cell) for cell in cells}
    head = ["", *(cut_text(codes.label(column_list, column, lang), HEAD_WIDTH) for column in columns)]
    body = [
        [cut_text(codes.label(row_list, row, lang), LABEL_WIDTH), *(drawn.get((row, column), "") for column in columns)]
        for row in dict.fromkeys(cell.row for cell in cells)
    ]
    return _align_columns([head, *body])


def draw_cell(cell: Cell) -> str:
    """The number of a cell, or the mark of its state; a corrected cell carries a `*`."""
    if cell.value is None:
        drawn = MARKS.get(cell.state, "")
    else:
        drawn = str(cell.value) if isinstance(cell.value, int) else f"{cell.value:f}"
    return f"{drawn}*" if cell.correction else drawn


def show_text(text: str) -> str:
    r"""Text of a report or a file name as one harmless line.

    >>> show_text("a\nb\x1b[31m\u202ec")
    'a\\nb\\x1b[31m\\u202ec'
    """
    return "".join(
        char.encode("unicode_escape").decode("ascii") if unicodedata.category(char) in _STEERING else char
        for char in text
    )


def measure_width(text: str) -> int:
    """How many columns of a terminal a text takes.

    >>> measure_width("总计 7")
    6
    """
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def cut_text(text: str, width: int) -> str:
    """The text, or as much of its beginning as leaves room for two dots within `width` columns.

    >>> cut_text("社会公益组织", 10)
    '社会公益..'
    """
    if measure_width(text) <= width:
        return text
    kept = ""
    for char in text:
        if measure_width(kept + char) > width - 2:
            break
        kept += char
    return f"{kept}.."


def _align_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(measure_width(text) for text in column) for column in zip(*rows, strict=True)]
    lines = []
    for first, *others in rows:
        padded = [first + " " * (widths[0] - measure_width(first))]
        padded += [" " * (width - measure_width(text)) + text for width, text in zip(widths[1:], others, strict=True)]
        lines.append("  ".join(padded).rstrip())
    return lines
