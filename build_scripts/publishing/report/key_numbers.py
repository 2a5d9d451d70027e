"""The numbers a reader looks for first, each as stated in the report, or the state of its cell in the state’s own word.

Comes in: the cells of a report. Goes out: frozen figures. Refuses to know: HTML. Which cells are key says
`key_numbers.csv`; a cell the form does not have is left out. Blank never becomes 0. Where no request is stated, what
the agency decided comes first, since a page must be worth reading for an agency with no requests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from build_scripts.codes import Codes
from build_scripts.files import read_rows
from build_scripts.packaging.package import CellRow
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import cell_anchor
from build_scripts.publishing.report.sum_plans import Operand
from build_scripts.publishing.report.sums import RuleBlock
from build_scripts.publishing.templates import group_digits

KEY_NUMBERS = Path(__file__).with_name("key_numbers.csv")
_PLACES = [(row["kind"], (row["table"], row["row"], row["column"], row["label_zh"])) for row in read_rows(KEY_NUMBERS)]
REQUESTED = tuple(place for kind, place in _PLACES if kind == "requested")
DECIDED = tuple(place for kind, place in _PLACES if kind == "decided")
"""Table, row, column and label of the key numbers: what was asked, and what the agency decided."""
_RECEIVED = ("applications", "received", "total")
_WANTED: dict[str, set[tuple[str, str]]] = {}
for _table, _row, _column in (_RECEIVED, *(place[:3] for _, place in _PLACES)):
    _WANTED.setdefault(_table, set()).add((_row, _column))

SHORT_AMOUNT, LONGEST_AMOUNT = 9, 13
"""So many characters of number and unit fit a card, or do in smaller type; a Han character is as wide as two digits."""

LONGEST_PRINT = 16
"""What is printed in a cell is shown beside its state up to this length; else it may be a whole row."""


class KeyNumber(NamedTuple):
    """A figure: its label, the number (empty if there is none), unit, the word for the state of a cell without one, its
    cell's anchor, the reason of a correction, the anchor of a sum that the number is part of and that differs, that sum
    in words, and what is printed where no number could be read; each empty if none."""

    label: str
    number: str
    unit: str
    reason: str
    anchor: str
    correction: str = ""
    doubt: str = ""
    doubt_words: str = ""
    printed: str = ""

    @property
    def fit(self) -> str:
        """The class that keeps number and unit on one line of a narrow card, set smaller if need be; empty if they
        are too long for it."""
        width = len(self.number) + 2 * len(self.unit)
        return "whole" if width <= SHORT_AMOUNT else "whole small" if width <= LONGEST_AMOUNT else ""


def pick_key_numbers(form: str, tables: Mapping[str, Sequence[CellRow]], context: SiteContext) -> tuple[KeyNumber, ...]:
    """The key numbers of a report of this form with these cells, in the order in which they are worth reading; none for
    a report without a form."""
    cells = {
        (table, cell.row, cell.column): cell
        for table, wanted in _WANTED.items()
        for cell in tables.get(table, ())
        if cell[:2] in wanted
    }
    received = cells.get(_RECEIVED)
    has_requests = received is not None and received.value not in {"", "0"}
    figures = []
    for table, row, column, label in (*REQUESTED, *DECIDED) if has_requests else (*DECIDED, *REQUESTED):
        cell = cells.get((table, row, column))
        if cell is not None:
            reason = "" if cell.state == "reported" else context.label("states", cell.state)
            unit = _find_unit(context.codes, form, table, row, column)
            anchor = cell_anchor(table, row, column)
            number = group_digits(cell.value)
            figures.append(KeyNumber(label, number, unit, reason, anchor, cell.correction, printed=show_print(cell)))
    return tuple(figures)


def _find_unit(codes: Codes, form: str, table: str, row: str, column: str) -> str:
    """The unit of a cell of the form; empty for one of another."""
    printed = codes.tables.get((form, table))
    cells = printed.cells if printed else ()
    for cell in cells:
        if cell.row == row and cell.column == column:
            return cell.unit
    return ""


def show_print(cell: CellRow) -> str:
    """What is printed in a cell that holds something but no number that could be read, if it is short enough."""
    is_told = cell.state in ("unreadable", "dash") and len(cell.printed) <= LONGEST_PRINT and "\t" not in cell.printed
    return cell.printed if is_told else ""


def mark_doubtful(figures: Iterable[KeyNumber], rules: Iterable[RuleBlock]) -> tuple[KeyNumber, ...]:
    """The figures, each with the first sum that it is part of and that differs."""
    doubts: dict[str, tuple[str, str]] = {}
    for block in rules:
        for line in block.lines if block.loud else ():
            if line.status == "differs":
                sides = (line.left, line.right)
                for at, side in enumerate(sides):
                    words = name_doubt(block.label, sides, line.totals, at)
                    for operand in side:
                        doubts.setdefault(operand.link, (line.anchor, words))
    found = ((figure, *doubts.get(f"#{figure.anchor}", ("", ""))) for figure in figures)
    return tuple(figure._replace(doubt=anchor, doubt_words=words) for figure, anchor, words in found)


def name_doubt(label: str, sides: tuple[Sequence[Operand], Sequence[Operand]], totals: tuple[str, str], at: int) -> str:
    """What a number on side `at` of a sum that differs does not agree with; neither side is said to be wrong.

    `totals` is what the two sides come to.
    """
    other, total = sides[1 - at], totals[1 - at]
    if len(sides[at]) > 1:
        return f"{label}：两边 {totals[0]} 与 {totals[1]} 合不上"
    if len(other) > 1 and all(operand.sign in ("", "+") and operand.link.startswith("#") for operand in other):
        return f"与各项之和 {total} 合不上"
    if len(other) == 1 and not other[0].link.startswith("#"):
        return f"与上年报告的 {total} 合不上"
    return f"与算出的 {total} 合不上：{label}"
