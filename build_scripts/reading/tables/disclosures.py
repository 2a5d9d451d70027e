"""The table of proactive disclosure: blocks of an article each, with heads of their own.

Comes in: the labelled table, the form's view. Goes out: `RowOutcome`s. Refuses to know: why this edition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from build_scripts.model import Finding
from build_scripts.reading.labels import fold_label
from build_scripts.reading.tables.cells import (
    MONEY,
    UNCLEAR_UNIT,
    Column,
    RowOutcome,
    read_plain_row,
    read_row,
    unreadable_cells,
)
from build_scripts.reading.tables.forms import FormView
from build_scripts.reading.tables.full_rows import find_full_rows
from build_scripts.reading.tables.grids import GridRow
from build_scripts.reading.tables.heads import HeadWords, find_columns, find_units, list_unknown
from build_scripts.reading.tables.placement import FullRow
from build_scripts.reading.tables.rows import LabelledRow, LabelledTable

TABLE = "disclosures"


@dataclass(frozen=True, slots=True)
class _Block:
    """The heads above a row: the columns they name, in printed order, the cell each is named in, the cells of heads
    that name none, and their texts; `pieces` are heads, folded, that name no column by themselves."""

    columns: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()
    text: str = ""
    width: int = 0
    pieces: tuple[str, ...] = ()

    def places_for(self, columns: Sequence[Column]) -> tuple[int | None, ...]:
        """The cell in which each column's head stands, None where it is not known."""
        known = dict(zip(self.columns, self.places, strict=True))
        return tuple(known.get(column.code) for column in columns)

    @property
    def is_strange(self) -> bool:
        """Whether a head stands in a column of its own that the form does not have (last year's, growth)."""
        return any(place not in self.places for place in self.unknown)


def read_disclosures(
    table: LabelledTable, view: FormView, words: HeadWords, outer_units: tuple[str, ...], source_file: str
) -> list[RowOutcome]:
    """Each printed row; columns are matched by the heads above it, and where these name no edition's columns, or more
    than the edition's, the row is unreadable. `outer_units`: units of money that stand outside the table."""
    lines: list[GridRow | LabelledRow] = sorted([*table.heads, *table.rows], key=_line_of)
    layout = tuple([(row.code, row.label) if isinstance(row, LabelledRow) else ("", row.cells) for row in lines])
    rows = [row for row in lines if isinstance(row, LabelledRow)]
    plan = _plan_columns(layout, view, words, outer_units)
    full: dict[int, dict[int, frozenset[FullRow]]] = {}
    outcomes: dict[int, RowOutcome] = {}
    for row, (block, found) in zip(rows, plan, strict=True):
        outcome = read_plain_row(TABLE, row, found) if found else _refuse_row(row, view, block, source_file)
        if outcome is None:
            width = len(found)
            if width not in full:
                alike = [one for one, (_, columns) in zip(rows, plan, strict=True) if len(columns) == width]
                full[width] = find_full_rows(alike, {one.code: width for one in alike})
            full_rows = full[width].get(row.layout, frozenset())
            outcome = read_row(TABLE, row, found, full_rows, (), source_file, block.places_for(found), block.width)
        outcomes[row.line] = outcome
    return [outcomes[row.line] for row in table.rows]


def _line_of(row: GridRow | LabelledRow) -> int:
    return row.line


@lru_cache(maxsize=1024)
def _plan_columns(
    layout: tuple[tuple[str, str | tuple[str, ...]], ...],
    view: FormView,
    words: HeadWords,
    outer_units: tuple[str, ...],
) -> tuple[tuple[_Block, tuple[Column, ...]], ...]:
    """For each row its heads and its columns in printed order, none if they cannot be told. `layout`: the lines of the
    table from above, a row as its code and label, a line of heads as '' and its cells."""
    blocks = _find_blocks(layout, words)
    if not any(block.columns for _, _, block in blocks):
        return tuple((block, ()) for _, _, block in blocks)
    return tuple(
        (block, _choose_columns(view.editions[TABLE, code], block, label, words, outer_units))
        for code, label, block in blocks
    )


def _find_blocks(
    layout: Sequence[tuple[str, str | tuple[str, ...]]], words: HeadWords
) -> list[tuple[str, str, _Block]]:
    """Code, label and heads of each row; the heads are those since the row or the article before."""
    found: list[tuple[str, str, _Block]] = []
    block, after_row = _Block(), False
    for code, printed in layout:
        if isinstance(printed, str):
            found.append((code, printed, block))
            after_row = True
            continue
        row = GridRow(0, printed, True)
        named = [(one, at) for one, at in find_columns(row, words.columns) if after_row or one not in block.columns]
        if after_row or (not named and fold_label(printed[0]) in words.heads):
            block, after_row = _Block(), False
        strange = tuple(place for place in list_unknown(row, words.columns, words.heads) if place > 0)
        block = _Block(
            block.columns + tuple(one for one, _ in named),
            block.places + tuple(place for _, place in named),
            block.unknown + strange,
            block.text + "".join(printed),
            max(block.width, len(printed)),
            block.pieces + tuple([key for cell in printed[1:] if (key := fold_label(cell)) and key not in words.heads]),
        )
    return found


def _choose_columns(
    editions: Sequence[tuple[Column, ...]], block: _Block, label: str, words: HeadWords, outer_units: tuple[str, ...]
) -> tuple[Column, ...]:
    """The row's columns in printed order: those of the edition whose columns the heads name, all of them and no other.

    Heads that name only some of an edition's columns, each in its place behind the cell of the row labels, are taken
    for torn: the edition's order stands. Without a head, a row of a single column needs none if others have theirs.
    """
    if block.is_strange:
        return ()
    unit = _tell_unit(block.text + label, outer_units)
    for columns in editions:
        codes = [column.code for column in columns]
        if sorted(codes) == sorted(block.columns):
            by_code = {column.code: column for column in columns}
            return tuple(by_code[code]._replace(head_unit=unit) for code in block.columns)
    for columns in editions:
        codes = [column.code for column in columns]
        torn = bool(block.columns) and all(
            code in codes and codes.index(code) + 1 == place
            for code, place in zip(block.columns, block.places, strict=True)
        )
        alone = not block.columns and len(columns) == 1
        if (torn or alone) and all(_is_piece(piece, codes, words) for piece in block.pieces):
            return tuple(column._replace(head_unit=unit) for column in columns)
    return ()


def _is_piece(piece: str, codes: Sequence[str], words: HeadWords) -> bool:
    """Whether a torn head may be one of these columns', or no column's at all."""
    labels = [label for label in (*words.columns, *words.heads) if piece in label]
    return not labels or any(words.columns.get(label, "") in ("", *codes) for label in labels)


def _tell_unit(text: str, outer: tuple[str, ...]) -> str:
    """The unit of money that heads and label name; several, or another outside the table, is none to rely on."""
    units = find_units(text)
    if len(units) > 1 or any(unit not in (units or (MONEY,)) for unit in outer):
        return UNCLEAR_UNIT
    return units[0] if units else ""


def _refuse_row(row: LabelledRow, view: FormView, block: _Block, source_file: str) -> RowOutcome:
    columns = view.columns(TABLE, row.code)
    details = (("table", view.row_labels[TABLE, row.code]), ("found", block.text[:200]))
    cells = unreadable_cells(TABLE, row.code, columns, row.printed, row.line)
    return RowOutcome(row.code, row.line, cells, (Finding("header-differs", source_file, row.line, details),))
