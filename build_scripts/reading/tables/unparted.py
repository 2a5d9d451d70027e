"""Lines outside the tables that hold rows of the form all the same → which rows are printed in a way not read.

Comes in: numbered lines, the books of labels. Goes out: for each table the rows met, and the heads met. Refuses to
know: numbers. A row met here is unreadable and not absent: it is printed, but nothing parts its columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from build_scripts.reading.knowledge import Knowledge
from build_scripts.reading.labels import LabelBook, fold_label
from build_scripts.reading.tables.grids import GridRow

_SENTENCE = re.compile(r"[。！？；]")
_NUMBERS_BEHIND = re.compile(r"[0-9一零〇]*$")
_NUMBERS_ALONE = re.compile(r"\s*(?:[0-9０-９.,，—\-/]+[\s　]+){4,}[0-9０-９.,，—\-/]+\s*")
_LONGEST_ROW = 90


@dataclass(frozen=True, slots=True)
class Unparted:
    """By table and row, what is printed and on which line; `heads` are the column codes of disclosures met."""

    rows: Mapping[str, Mapping[str, tuple[str, int]]]
    heads: tuple[str, ...]


def find_unparted(
    lines: Iterable[tuple[int, str]], table_of_line: Callable[[int], str], knowledge: Knowledge
) -> Unparted:
    """The rows and heads that stand on lines outside the tables, in the section their table belongs to."""
    rows: dict[str, dict[str, tuple[str, int]]] = {}
    heads: list[str] = []
    for number, text in lines:
        table = table_of_line(number)
        if not table or len(text) > _LONGEST_ROW or _SENTENCE.search(text):
            continue
        found = rows.setdefault(table, {})
        key = fold_label(text)
        for code in _codes_of(table, text, key, knowledge):
            found.setdefault(code, (text.strip(), number))
        if table == "disclosures" and key:
            heads += [code for label, code in knowledge.columns[table].items() if label in key]
    return Unparted(rows, tuple(heads))


def _codes_of(table: str, text: str, key: str, knowledge: Knowledge) -> tuple[str, ...]:
    if table == "remedies":
        channels = knowledge.row_orders[table][0]
        return channels if _NUMBERS_ALONE.fullmatch(text) else ()
    code = knowledge.books[table].row_of(_NUMBERS_BEHIND.sub("", key)) if key else ""
    return (code,) if code else ()


def find_hidden(rows: Iterable[GridRow], book: LabelBook) -> dict[str, tuple[str, int]]:
    """Rows of the form whose label, if it is no head's nor a group's, stands in any cell of a table's lines."""
    labels = {label: code for label, code in book.rows.items() if label not in book.heads and label not in book.groups}
    found: dict[str, tuple[str, int]] = {}
    for row in rows:
        for cell in row.cells:
            code = labels.get(_NUMBERS_BEHIND.sub("", fold_label(cell)), "") if cell else ""
            if code:
                found.setdefault(code, (row.printed, row.line))
    return found
