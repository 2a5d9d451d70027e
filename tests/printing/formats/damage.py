"""Damage to cells that only web pages, Word files and PDFs know, and which formats can show which damage.

EXACT and GAP ALLOWED mean what they mean in `tests.printing.damage`; pages and markup are in `habits`. Refuses to know:
how a program writes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from build_scripts.model import State
from tests.printing.damage import BY_NAME
from tests.printing.facts import Key, Truth
from tests.printing.formats.blocks import Block, Box, Piece, Row
from tests.printing.formats.columns import partial_cells
from tests.printing.formats.draft import FORMATS, Draft
from tests.printing.formats.habits import (
    charset_declared_wrongly,
    end_tags_missing,
    heads_repeated_on_pages,
    landscape,
    layout_tables,
    markup_of_word,
    page_fragment,
    rules_horizontal,
    rules_none,
    running_heads,
    small_pages,
)
from tests.printing.generate import Expected, Promise
from tests.printing.sheet import Table
from tests.printing.text_damage import TEXT_DAMAGES

TEXT_ONLY = {
    "trailing_blanks_vary": "a drawn table has as many cells in every row",
    "trailing_blanks_cut": "a drawn table has as many cells in every row",
    "windows_newlines": "line ends print nothing there",
    "columns_by_blanks": "a drawn table parts its columns",
    "columns_by_single_blanks": "a drawn table parts its columns",
    "one_cell_a_line": "a drawn table parts its rows",
    **{one.__name__: "it is what becomes of a table, or of a page, as text" for one in TEXT_DAMAGES},
}
"""Damage of text prints that no drawn table can have, and why."""
WEB_ONLY = frozenset({"byte_order_mark", "utf_16", "gb18030"})
WEB = frozenset({"html", "mhtml"})
WORD = frozenset({"docx", "docx-office", "doc", "rtf", "odt"})
PDF = frozenset({"pdf-office", "pdf-browser"})
ALL = frozenset(FORMATS)
NUMBERS_OF_NOTES = ("1", "2", "①", "[1]")


@dataclass(frozen=True, slots=True)
class FormatDamage:
    """What is done to a draft, and the formats that can show it."""

    apply: Callable[[Draft, Random], None]
    formats: frozenset[str]


def applicable(form: str) -> list[str]:
    """The kinds of damage that files of this format can show, those of the text prints first."""
    of_text = [name for name in BY_NAME if name not in TEXT_ONLY and (form == "html" or name not in WEB_ONLY)]
    return [*of_text, *(name for name, one in FORMAT_DAMAGE.items() if form in one.formats)]


def labels_vertical(draft: Draft, rng: Random) -> None:
    """Labels over several rows printed downwards, stacked or turned. EXACT."""
    way = rng.choice(("stacked", "turned"))
    for box in _boxes(draft, "label"):
        if box.rows > 1 and len(box.pieces) == 1:
            box.vertical = way


def text_broken_in_cells(draft: Draft, rng: Random) -> None:
    """Line breaks inside labels and heads (本年新⏎制作数量). EXACT: they part no word."""
    for box in [*_boxes(draft, "label"), *_boxes(draft, "head")]:
        if len(box.pieces) == 1 and len(box.text) > 4 and rng.random() < 0.5:
            at = rng.randint(2, len(box.text) - 2)
            box.pieces = [Piece(box.text[:at]), Piece("", "break"), Piece(box.text[at:])]


def blank_cells_hold_blanks(draft: Draft, rng: Random) -> None:
    """Blank cells hold a no-break blank. EXACT: it prints nothing."""
    draft.setup.hard_blanks = True


def number_broken_over_lines(draft: Draft, rng: Random) -> None:
    """1036 as 10⏎36 in a narrow cell. GAP ALLOWED for the row: nobody sees whether it is one number."""
    for row, box in _some_numbers(draft, rng, longest=2):
        at = rng.randint(1, len(box.text) - 1)
        box.pieces = [Piece(box.text[:at]), Piece("", "break"), Piece(box.text[at:])]
        _leave_open(draft, row)


def note_mark_behind_number(draft: Draft, rng: Random) -> None:
    """44², a raised note mark. GAP ALLOWED for the row, and never 442."""
    for row, box in _some_numbers(draft, rng):
        box.pieces = [*box.pieces, Piece(rng.choice(NUMBERS_OF_NOTES), "raised")]
        _leave_open(draft, row)


def number_struck_out(draft: Draft, rng: Random) -> None:
    """A number struck out beside the one that holds. GAP ALLOWED for the row, and never both as one."""
    for row, box in _some_numbers(draft, rng):
        box.pieces = [Piece(str(rng.randint(1, 99)), "struck"), *box.pieces]
        _leave_open(draft, row)


def text_hidden_in_cells(draft: Draft, rng: Random) -> None:
    """Hidden digits before or behind numbers, in blank cells too. EXACT: they are not printed."""
    for row in _data_rows(draft):
        for box in row.boxes:
            if box.slot and rng.random() < 0.2:
                hidden = Piece(str(rng.randint(1, 99)), "hidden")
                box.pieces = [hidden, *box.pieces] if rng.random() < 0.5 else [*box.pieces, hidden]


def changes_tracked(draft: Draft, rng: Random) -> None:
    """Numbers put in the place of removed ones, the changes recorded. EXACT: as if accepted."""
    for _, box in _some_numbers(draft, rng, most=6):
        new = replace(box.pieces[0], look="added")
        box.pieces = [Piece(str(rng.randint(1, 99)), "removed"), new]


def row_hidden(draft: Draft, rng: Random) -> None:
    """A hidden copy of a row with other numbers. EXACT: it is not printed."""
    for block in _tables(draft):
        spots = [at for at, row in enumerate(block.rows) if _is_plain(row) and len(row.boxes) > 3]
        if spots:
            at = rng.choice(spots)
            model = block.rows[at]
            boxes = [replace(box, pieces=list(box.pieces), slot=None) for box in model.boxes]
            for box in boxes:
                if box.kind == "value":
                    box.pieces = [Piece(str(rng.randint(301, 999)))]
            hidden = Row(boxes, line=None, hidden=True)
            if all(box.rows == 1 for box in boxes) and not _covered(block, at + 1):
                block.rows.insert(at + 1, hidden)


def value_merged_over_rows(draft: Draft, rng: Random) -> None:
    """One cell for the same column of two rows. EXACT for the two: unreadable, for the number is of no single row;
    GAP ALLOWED for the rest of both rows.
    """
    block = rng.choice([one for one in _tables(draft) if one.table == "applications"] or [Block("table")])
    pairs = [
        (above, below)
        for above, below in zip(block.rows, block.rows[1:], strict=False)
        if _is_plain(above) and _is_plain(below) and len(_values(above)) == len(_values(below)) == 7
    ]
    if not pairs:
        return
    above, below = rng.choice(pairs)
    at = rng.randrange(7)
    upper, lower = _values(above)[at], _values(below)[at]
    if (
        upper.rows > 1
        or not upper.text
        or len(above.boxes) - above.boxes.index(upper) != len(below.boxes) - below.boxes.index(lower)
    ):
        return
    upper.rows = 2
    below.boxes.remove(lower)
    _leave_open(draft, above)
    _leave_open(draft, below)
    for box in (upper, lower):
        if box.slot:
            draft.cells[box.slot] = Expected(Promise.EXACT, Truth(State.UNREADABLE))


def value_merged_over_columns(draft: Draft, rng: Random) -> None:
    """One cell for two to seven columns of a row. GAP ALLOWED for the row: fewer numbers than columns."""
    rows = [row for row in _data_rows(draft) if _is_plain(row) and len(_values(row)) > 3]
    for row in rng.sample(rows, min(2, len(rows))):
        values = _values(row)
        if any(box.rows > 1 for box in values):
            continue
        first = rng.randrange(len(values) - 1)
        count = rng.randint(2, len(values) - first)
        values[first].columns = count
        for box in values[first + 1 : first + count]:
            row.boxes.remove(box)
        _leave_open(draft, row)


def spans_uneven(draft: Draft, rng: Random) -> None:
    """Cells of a table that reach over other columns than their heads do. EXACT: as many numbers as columns."""
    for block in _tables(draft):
        if block.table != "disclosures":
            continue
        for row in block.rows:
            if len(row.boxes) > 1 and all(box.rows == 1 for box in row.boxes):
                rng.choice(row.boxes).columns += 1
            elif row.boxes:
                row.boxes[-1].columns += 1
    _leave_partial_rows_open(draft, "disclosures")


def tables_in_frames(draft: Draft, rng: Random) -> None:
    """Each table inside the only cell of another one. EXACT."""
    draft.setup.framed = True


FORMAT_DAMAGE = {
    "labels_vertical": FormatDamage(labels_vertical, ALL - {"html-office"}),
    "text_broken_in_cells": FormatDamage(text_broken_in_cells, ALL),
    "blank_cells_hold_blanks": FormatDamage(blank_cells_hold_blanks, ALL),
    "number_broken_over_lines": FormatDamage(number_broken_over_lines, ALL),
    "note_mark_behind_number": FormatDamage(note_mark_behind_number, ALL),
    "number_struck_out": FormatDamage(number_struck_out, WEB | WORD | {"html-office"}),
    "text_hidden_in_cells": FormatDamage(text_hidden_in_cells, WEB | WORD | PDF),
    "changes_tracked": FormatDamage(changes_tracked, WORD),
    "row_hidden": FormatDamage(row_hidden, WEB | {"docx"}),
    "value_merged_over_rows": FormatDamage(value_merged_over_rows, ALL),
    "value_merged_over_columns": FormatDamage(value_merged_over_columns, ALL),
    "spans_uneven": FormatDamage(spans_uneven, ALL),
    "tables_in_frames": FormatDamage(tables_in_frames, ALL),
    "running_heads": FormatDamage(running_heads, WORD | PDF),
    "small_pages": FormatDamage(small_pages, PDF),
    "heads_repeated_on_pages": FormatDamage(heads_repeated_on_pages, PDF),
    "landscape": FormatDamage(landscape, PDF),
    "rules_horizontal": FormatDamage(rules_horizontal, PDF),
    "rules_none": FormatDamage(rules_none, PDF),
    "markup_of_word": FormatDamage(markup_of_word, WEB),
    "layout_tables": FormatDamage(layout_tables, WEB),
    "page_fragment": FormatDamage(page_fragment, frozenset({"html"})),
    "end_tags_missing": FormatDamage(end_tags_missing, frozenset({"html"})),
    "charset_declared_wrongly": FormatDamage(charset_declared_wrongly, frozenset({"html"})),
}


def _tables(draft: Draft) -> list[Block]:
    return [block for block in draft.blocks if block.kind == "table"]


def _data_rows(draft: Draft) -> list[Row]:
    return [row for block in _tables(draft) for row in block.rows if row.line and row.line.kind == "data"]


def _boxes(draft: Draft, kind: str) -> list[Box]:
    return [box for block in _tables(draft) for row in block.rows for box in row.boxes if box.kind == kind]


def _values(row: Row) -> list[Box]:
    return [box for box in row.boxes if box.slot]


def _is_plain(row: Row) -> bool:
    """A row of the form whose numbers no other damage has touched."""
    line = row.line
    return line is not None and line.kind == "data" and not line.shaped and not line.wraps and not line.label_lost


def _covered(block: Block, at: int) -> bool:
    """Whether a cell from above reaches into the row that would stand at `at`."""
    return any(box.rows > at - number for number, row in enumerate(block.rows[:at]) for box in row.boxes)


def _some_numbers(draft: Draft, rng: Random, longest: int = 1, most: int = 3) -> list[tuple[Row, Box]]:
    """Up to `most` plain rows, each with one number of at least `longest` digits."""
    found = []
    for row in _data_rows(draft):
        numbers = [box for box in _values(row) if box.text.isdigit() and len(box.text) >= longest]
        if _is_plain(row) and numbers and all(len(box.pieces) == 1 for box in row.boxes if box.slot):
            found.append((row, rng.choice(numbers)))
    return rng.sample(found, min(most, len(found)))


def _leave_open(draft: Draft, damaged: Row) -> None:
    """Nothing is promised of this row, nor of the partly blank ones of its table, which are placed by the full ones."""
    name = next(block.table for block in _tables(draft) if damaged in block.rows)
    draft.leave_open(_keys(name, damaged))
    _leave_partial_rows_open(draft, name)


def _leave_partial_rows_open(draft: Draft, name: str) -> None:
    """Nothing is promised of the rows of this table that hold some numbers, but not in every column."""
    draft.leave_open(partial_cells(Table(name, [row.line for row in _rows_of(draft, name) if row.line])))


def _rows_of(draft: Draft, name: str) -> list[Row]:
    return [row for block in _tables(draft) if block.table == name for row in block.rows]


def _keys(table: str, row: Row) -> list[Key]:
    """All cells of the form in this row."""
    return [(table, *slot) for slot in row.line.slots if slot] if row.line else []
