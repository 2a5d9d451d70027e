"""What every file format gives: numbered lines of text, and the rows of tables the format itself parts into cells.

Comes in: paragraphs and rows in reading order. Goes out: `Document`. Refuses to know: bytes, labels, reports.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_BREAK = re.compile(r"[\n\r\t\x0b\x0c\x85\u2028\u2029]+")
_LINE = re.compile(r"\r\n|\n|\r")
_MOST_COLUMNS, _MOST_ROWS = 200, 5000

PICTURE = "〔图〕"
"""Stands where a picture does: as a line of its own, or in a cell that holds nothing else."""
THIN_BLANK = "\u2009"
"""Stands between digits set as far apart as the letters of their line: one number or several, nobody can tell."""
Converter = Callable[[bytes, str], bytes]
"""Turns an office file (bytes, kind: `doc`, `rtf`, `odt`) into a .docx; raises ConversionError."""


class ConversionError(Exception):
    """An office file could not be turned into one we read; `code` names the finding."""

    def __init__(self, code: str, found: str = "") -> None:
        super().__init__(code, found)
        self.code = code
        self.found = found


class TableRow(NamedTuple):
    """A row of a table whose format parts the cells: one text for every column of the table's grid, '' where blank.

    `beside`: columns that belong to the cell on their left (merged across). `merged`: columns of a printed cell that
    reaches over several rows, so that its number is of no single row; in the rows below the first the text is ''.
    """

    cells: tuple[str, ...]
    beside: frozenset[int] = frozenset()
    merged: frozenset[int] = frozenset()


class SpanCell(NamedTuple):
    """A cell as formats write it: its text, how many rows and how many columns it takes."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """The text that was read: line 1 first, without line ends.

    `format` is one of txt, md, html, mhtml, docx, doc, rtf, odt, pdf. `rows` holds, by line number, the rows of tables
    that the format parts into cells; their lines are the cells joined by tabs.
    """

    format: str
    lines: tuple[str, ...]
    rows: Mapping[int, TableRow] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DecodeFailure:
    """Why the bytes are no report to be read: a finding code and the values of its template."""

    code: str
    details: tuple[tuple[str, str], ...] = ()


def build_document(kind: str, parts: Iterable[str | TableRow]) -> Document:
    """The document of paragraphs and table rows in reading order; a paragraph may hold several lines.

    >>> build_document("html", ["一\\n二", TableRow(("规章", "", "1"))]).lines
    ('一', '二', '规章\\t\\t1')
    """
    lines: list[str] = []
    rows: dict[int, TableRow] = {}
    for part in parts:
        if isinstance(part, TableRow):
            row = part._replace(cells=tuple(_BREAK.sub(" ", cell).strip() for cell in part.cells))
            lines.append("\t".join(row.cells))
            rows[len(lines)] = row
        else:
            lines += _LINE.split(part)
    return Document(kind, tuple(lines), rows)


def resolve_spans(rows: Sequence[Sequence[SpanCell]]) -> list[TableRow]:
    """Cells with spans, as HTML and Word have them → rows of grid columns, each text where its cell begins.

    A row with fewer cells than the others stays shorter. Spans that reach past the table are cut, as browsers do;
    columns beyond 200 and rows beyond 5,000 are left out.

    >>> resolve_spans([[SpanCell("其他", 2), SpanCell("1", 1, 2)], [SpanCell("2")]])[0]
    TableRow(cells=('其他', '1', ''), beside=frozenset({2}), merged=frozenset({0}))
    >>> resolve_spans([[SpanCell("其他", 2), SpanCell("1", 1, 2)], [SpanCell("2")]])[1]
    TableRow(cells=('', '2'), beside=frozenset(), merged=frozenset({0}))
    """
    grid: list[dict[int, str]] = [{} for _ in rows[:_MOST_ROWS]]
    beside: list[set[int]] = [set() for _ in grid]
    merged: list[set[int]] = [set() for _ in grid]
    for place, row in enumerate(rows[:_MOST_ROWS]):
        column = 0
        for cell in row:
            while column in grid[place]:
                column += 1
            if column >= _MOST_COLUMNS:
                break
            width = max(1, min(cell.columns, _MOST_COLUMNS - column))
            height = max(1, min(cell.rows, len(grid) - place))
            for below in range(place, place + height):
                for across in range(column, column + width):
                    if across in grid[below]:
                        break  # another cell reaches here from above; it was there first
                    grid[below][across] = cell.text if (below, across) == (place, column) else ""
                    if across > column:
                        beside[below].add(across)
                    elif height > 1 and cell.text.strip():
                        merged[below].add(across)
    return [
        TableRow(tuple(row.get(column, "") for column in range(max(row, default=-1) + 1)), frozenset(beside[place]),
                 frozenset(merged[place])) for place, row in enumerate(grid)
    ]  # fmt: skip
