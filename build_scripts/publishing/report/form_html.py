"""The three tables of a report as HTML: the grid of its form, drawn once, filled with the report's cells.

Comes in: a grid and the cells of a report. Goes out: HTML. Refuses to know: how a grid is built. The grid is a specimen
like a page: drawn once for each form (and set of other-edition rows), then only the cells differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from build_scripts.codes import Codes
from build_scripts.packaging.package import CellRow
from build_scripts.publishing.links import cell_anchor
from build_scripts.publishing.report.form_tables import Grid, Key, build_grid
from build_scripts.publishing.stamping import Specimen, read_specimen, slot_marker
from build_scripts.publishing.templates import escape_text, group_digits, render

MARKS = {"blank": "▢", "dash": "—", "absent": "╳", "unreadable": "？"}
"""What stands in a cell instead of a number: told apart by shape, not by colour."""


@dataclass(frozen=True, slots=True)
class DrawnGrid:
    """A grid as HTML with a slot for each cell, and where among the report's cells that of each slot stands; behind the
    last of them for a slot without one."""

    specimen: Specimen
    order: tuple[int, ...]


class FormPainter:
    """Draws the tables of reports; keeps each grid once it is drawn."""

    def __init__(self, codes: Codes, state_labels: Mapping[str, str], table_titles: Mapping[str, str]) -> None:
        self._codes = codes
        self._states = state_labels
        self._titles = table_titles
        self._sources = {row["code"]: f"{row['label_zh']}，{row['source']}" for row in codes.lists["forms"]}
        self._draw = lru_cache(maxsize=256)(self._draw_grid)

    def paint(self, form: str, table: str, cells: Sequence[CellRow]) -> str:
        """The table with these cells; empty if the form has no such table."""
        if (form, table) not in self._codes.tables:
            return ""
        keys = tuple([cell[:2] for cell in cells])
        drawn = self._draw(form, table, keys)
        states, pieces = self._states, [""] * (2 * len(drawn.order) + 1)
        painted = [paint_cell(cell, states) for cell in cells]
        painted.append("")
        pieces[::2] = drawn.specimen.texts
        pieces[1::2] = [painted[at] for at in drawn.order]
        return "".join(pieces)

    def _draw_grid(self, form: str, table: str, keys: tuple[Key, ...]) -> DrawnGrid:
        own = {(cell.row, cell.column) for cell in self._codes.tables[(form, table)].cells}
        grid = build_grid(self._codes, form, table, sorted(set(keys) - own))
        html = render(
            "report/form_table.html",
            grid=grid,
            title=self._titles[table],
            source=f"{self._sources[form]}{name_units(grid)}",
            width=grid.label_width + _count_columns(grid),
            mark=slot_marker,
            cell_id=lambda place: cell_anchor(table, place.row, place.column),
        )
        specimen = read_specimen(html)
        places = [place for row in grid.body for place in row.places]
        found = {key: at for at, key in enumerate(keys)}
        return DrawnGrid(specimen, tuple(found.get((place.row, place.column), len(keys)) for place in places))


def paint_cell(cell: CellRow, states: Mapping[str, str]) -> str:
    """What stands in a cell: a number or the mark of its state, linked to its line, with words for a screen reader."""
    if cell.state == "reported" and not cell.correction:
        return _paint_number(cell.value, cell.line)
    return _paint_rare(cell, states)


@lru_cache(maxsize=1 << 13)
def _paint_number(value: str, line: str) -> str:
    """A number as printed; most of a report are 0, many of them of one line."""
    number = escape_text(group_digits(value))
    return f'<a href="#L{int(line)}">{number}</a>' if line else f"<span>{number}</span>"


def _paint_rare(cell: CellRow, states: Mapping[str, str]) -> str:
    """What stands in a cell without a number, or in one that was corrected."""
    notes = [f"印作：{cell.printed}"] if cell.state == "unreadable" and cell.printed else []
    if cell.correction:
        notes.append(f"经更正：{cell.correction}")
    if cell.state == "reported":
        shown, kind = escape_text(group_digits(cell.value)), "fixed"
    else:
        mark, label = MARKS[cell.state], escape_text(states[cell.state])
        shown = f'<span aria-hidden="true">{mark}</span><span class="vh">{label}</span>'
        kind = f"s s-{cell.state}"
    star = "*" if cell.correction else ""
    title = f' title="{escape_text("；".join(notes))}"' if notes else ""
    if cell.line:
        return f'<a href="#L{int(cell.line)}" class="{kind}"{title}>{shown}{star}</a>'
    return f'<span class="{kind}"{title}>{shown}{star}</span>'


class Legend(NamedTuple):
    """What the marks of a table mean: `items` of a list, each with its definition; the same in a line of `words`."""

    items: Markup
    words: Markup


def draw_legend(states: Iterable[Mapping[str, str]]) -> Legend:
    """The legend of the states that have a mark, given the rows of their code list."""
    rows = {row["code"]: row for row in states}
    marked = [
        (f'<b class="s s-{code}" aria-hidden="true">{mark}</b>{escape(rows[code]["label_zh"])}', rows[code])
        for code, mark in MARKS.items()
    ]
    items = "".join(f"<li>{mark}：{escape(row['definition_zh'])}</li>\n" for mark, row in marked)
    return Legend(Markup(items), Markup("".join(f"{mark} " for mark, _ in marked)))


def name_units(grid: Grid) -> str:
    """The unit of a table in words if it has but one; else empty, and the heads name theirs."""
    units = {place.unit for row in grid.body for place in row.places}
    return f"；单位：{units.pop()}" if len(units) == 1 else ""


def _count_columns(grid: Grid) -> int:
    return max(sum(place.colspan for place in row.places) for row in grid.body)
