"""Rows beside a line of bare digits → the same rows, unreadable where the digits may be the rest of a number.

Comes in: `RowOutcome`s, the lines of the report. Goes out: `RowOutcome`s. Refuses to know: labels, heads, editions.
A narrow column wraps its numbers, and a copy then gives the last digits a line of their own; the number of a page
stands there just so. It is one for sure where all such lines of the report count its pages, and no number of a row
that meets its own sum. A blank line parts, and so does a format that knows its cells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from decimal import Decimal
from itertools import pairwise

from build_scripts.model import Cell, Finding, State
from build_scripts.reading.tables.cells import RowOutcome
from build_scripts.reading.tables.forms import FormView
from build_scripts.reading.tables.grids import GridRow, is_furniture
from build_scripts.reading.tables.rows import LabelledRow

_LONGEST_PIECE, _MOST_LINES, _A_ROW = 120, 3, 7
_OPENS_PIECE = frozenset("0123456789０１２３４５６７８９.,．，百千万亿元")
_PIECE = re.compile(
    r"(?:[0-9.,]+\s+)*(?:[0-9.,]*[0-9][0-9.,]*\s*[件个项次宗条起例份人户篇]?|[0-9.,]*\s*[百千]?[万亿]?元)"
)
_ENUMERATOR = re.compile(r"[0-9]{1,2}\.")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+")
_PAGE = re.compile(r"[1-9][0-9]{0,2}")
_FEW_PAGES, _FIRST_PAGES, _SHORTEST_PAGE = 3, (1, 2), 5
_PRINTED = frozenset({State.REPORTED, State.BLANK, State.DASH})


def read_piece(text: str) -> str:
    """The line in half width if it holds bare digits, or a unit of money, and nothing else; '' for any other.

    >>> read_piece(" ４３ "), read_piece("82\\t11"), read_piece("万元"), read_piece("1."), read_piece("— 3 —")
    ('43', '82\\t11', '万元', '', '')
    """
    if len(text) > _LONGEST_PIECE or text.lstrip()[:1] not in _OPENS_PIECE or is_furniture(text):
        return ""
    plain = unicodedata.normalize("NFKC", text).strip()
    return plain if _PIECE.fullmatch(plain) and not _ENUMERATOR.fullmatch(plain) else ""


def find_page_numbers(pieces: Sequence[str]) -> frozenset[int]:
    """The lines of bare digits, if all of a report count its pages: one more each time from the first or second page
    on, and lines enough between. `pieces`: what `read_piece` reads in each line.

    >>> sorted(find_page_numbers(["1", *[""] * 6, "2", *[""] * 6, "3"]))
    [1, 8, 15]
    >>> find_page_numbers(["1", *[""] * 6, "2", *[""] * 6, "3", "43"])
    frozenset()
    """
    found = [(number, piece) for number, piece in enumerate(pieces, 1) if piece and len(piece.split()) < _A_ROW]
    if len(found) < _FEW_PAGES or not all(_PAGE.fullmatch(piece) for _, piece in found):
        return frozenset()
    rises = all(
        int(later) == int(sooner) + 1 and below - above > _SHORTEST_PAGE
        for (above, sooner), (below, later) in pairwise(found)
    )
    return frozenset([number for number, _ in found]) if rises and int(found[0][1]) in _FIRST_PAGES else frozenset()


def doubt_wrapped(
    outcomes: Sequence[RowOutcome],
    printed: Sequence[GridRow],
    labelled: Sequence[LabelledRow],
    lines: Sequence[str],
    pieces: Sequence[str],
    pages: Collection[int],
    view: FormView,
    source_file: str,
) -> list[RowOutcome]:
    """The rows of a table, each unreadable that a line of bare digits right above or below may complete.

    `labelled`: the rows that take several lines; `pieces`: what `read_piece` reads in each line; `pages`: lines known
    to hold a page's number. Where every cell stands on a line of its own, two numbers on one line are a number with a
    blank for the comma of thousands.
    """
    members = {row.line: row.members for row in labelled if row.members}
    held = {line for own in members.values() for line in own} | {row.line for row in printed if not row.cells}
    ends = {row.line: (row.line, row.line) for row in printed if not row.on_grid}
    ends |= {line: (own[0], own[-1]) for line, own in members.items() if line in ends}
    stacks = {line - 1 for line in held if line <= len(lines) and pieces[line - 1]}
    found: list[RowOutcome] = []
    for outcome in outcomes:
        first, last = ends.get(outcome.line, (0, 0))
        above = _pieces_beside(lines, pieces, first, -1, held, pages)[::-1] if first else []
        below = _pieces_beside(lines, pieces, last, 1, held, pages) if last else []
        sides = ["\t".join(above), "\t".join(below)]
        if last in stacks and _THOUSANDS.fullmatch(sides[0]):
            sides[0] = "".join(sides[0].split())
        if (
            not any(sides)
            or not any(cell.state in _PRINTED for cell in outcome.cells)
            or _is_whole(outcome, sides, view)
        ):
            found.append(outcome)
        else:
            found.append(_refuse(outcome, above, below, view, source_file))
    return found


def _pieces_beside(
    lines: Sequence[str],
    pieces: Sequence[str],
    start: int,
    step: int,
    held: Collection[int],
    pages: Collection[int],
) -> list[str]:
    """The pieces of numbers on the lines right above (`step` -1) or below (1) a line; page numbers are passed over."""
    found: list[str] = []
    number = start + step
    while 0 < number <= len(lines) and number not in held and len(found) < _MOST_LINES:
        if number not in pages:
            if piece := pieces[number - 1]:
                found.append(piece)
            elif not is_furniture(lines[number - 1]):
                break
        number += step
    return found


def _is_whole(outcome: RowOutcome, sides: Sequence[str], view: FormView) -> bool:
    """Whether no piece can belong to the row: it holds zeros and dashes alone, or a number more breaks its own sum. As
    many pieces as numbers are another row, but a few on one side may complete a number and its total."""
    counts = [len(side.split()) for side in sides]
    if all(cell.state is State.DASH or cell.printed == "0" for cell in outcome.cells):
        return max(counts) == 1 and all(side[:1].isdigit() for side in sides if side)
    table = outcome.cells[0].table
    by_column = {cell.column: cell for cell in outcome.cells}
    columns = [column.code for column in view.columns(table, outcome.code)]
    sums = view.sums[table, outcome.code]
    if not sums or any(1 < count < len(columns) for count in counts) or any(code not in by_column for code in columns):
        return False
    cells = [by_column[code] for code in columns]
    return all(_holds(cells[own.total], [cells[at] for at in own.parts]) for own in sums)


def _holds(total: Cell, parts: Sequence[Cell]) -> bool:
    if total.value is None or any(part.state not in _PRINTED for part in parts):
        return False
    return Decimal(total.value) == sum((Decimal(part.value or 0) for part in parts), Decimal(0))


def _refuse(
    outcome: RowOutcome, above: Sequence[str], below: Sequence[str], view: FormView, source_file: str
) -> RowOutcome:
    """The row unreadable, each cell with the pieces beside it."""
    table = outcome.cells[0].table
    own = "\t".join([cell.printed for cell in outcome.cells])
    printed = "\n".join([*above, own, *below])
    cells = tuple([cell._replace(state=State.UNREADABLE, value=None, printed=printed) for cell in outcome.cells])
    found = " ".join(" ".join([*above, *below]).split())
    details = (("row", view.row_labels[table, outcome.code]), ("found", found[:100]))
    finding = Finding("number-wrapped", source_file, outcome.line, details)
    return RowOutcome(outcome.code, outcome.line, cells, (*outcome.findings, finding))
