"""A picture with everything that belongs to it: title, unit, words, source, notes and the table of its numbers.

Comes in: the drawings as SVG and the rest as plain data. Goes out: HTML of a figure. Refuses to know: how to draw.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from markupsafe import Markup

from build_scripts.publishing.charts.svg import escape_words
from build_scripts.publishing.templates import escape_text


class Entry(NamedTuple):
    """What stands in a cell of a picture's table: the number or the word for its absence, and where it comes from."""

    shown: str
    link: str = ""
    note: str = ""
    is_number: bool = True


class Line(NamedTuple):
    """A row of a picture's table; `breaks` says that the form of the report changed before it."""

    head: str
    entries: tuple[Entry, ...]
    link: str = ""
    breaks: bool = False


class Table(NamedTuple):
    """The numbers of a picture: the heads of its columns, the first above the heads of the rows, and its rows."""

    heads: tuple[str, ...]
    lines: tuple[Line, ...]


class Figure(NamedTuple):
    """A picture before it is set: `name` is its anchor, `drawings` are SVG, everything else is plain text."""

    name: str
    title: str
    unit: str
    words: str
    drawings: tuple[str, ...]
    source: str
    table: Table
    notes: tuple[str, ...] = ()
    kind: str = ""
    legend: Markup = Markup("")


def set_figure(figure: Figure) -> Markup:
    """The figure as HTML."""
    items = "".join(f"<li>{escape_text(note)}</li>" for note in figure.notes)
    notes = f'<ul class="ch-notes">{items}</ul>' if items else ""
    return Markup(
        f'<figure class="ch{f" {figure.kind}" if figure.kind else ""}" id="{figure.name}" '
        f'aria-labelledby="{figure.name}-title"><figcaption><p class="ch-title" id="{figure.name}-title">'
        f'{escape_text(figure.title)}<span class="ch-unit">单位：{escape_text(figure.unit)}</span></p>'
        f"<p>{escape_text(figure.words)}</p></figcaption>"
        f'{figure.legend}<div class="ch-drawings">{"".join(figure.drawings)}</div><div class="ch-about">'
        f'{notes}<p class="ch-source">来源：{escape_text(figure.source)}</p>'
        f'<details class="more"><summary>图中的数</summary>{set_table(figure.title, figure.table)}</details>'
        f"</div></figure>"
    )


def set_table(title: str, table: Table) -> str:
    """The table of a picture as HTML; its scrolling frame can be reached by keyboard."""
    heads = "".join(
        f'<th scope="col"{"" if at == 0 else NUMERIC}>{escape_words(head)}</th>' for at, head in enumerate(table.heads)
    )
    label = f"{escape_text(title)}：图中的数"
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table class="list">'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(map(_set_line, table.lines))}</tbody></table></div>"
    )


NUMERIC = ' class="n"'


def _set_line(line: Line) -> str:
    kind = ' class="ch-break"' if line.breaks else ""
    return f'<tr{kind}><th scope="row">{_set_link(line.head, line.link)}</th>{set_entries(line.entries)}</tr>'


def set_entries(entries: Sequence[Entry], breaks: Collection[int] = (), left_out: Collection[int] = ()) -> str:
    """The cells of a row; before those at the places of `breaks` stands a double rule."""
    return "".join(
        f'<td class="n{"" if entry.is_number else " muted"}{" break" if at in breaks else ""}">{_set_entry(entry)}</td>'
        for at, entry in enumerate(entries)
        if at not in left_out
    )


def set_whole(entry: Entry, rows: int) -> str:
    """One cell for all rows of a column."""
    return f'<td class="whole" rowspan="{rows}">{_set_entry(entry)}</td>'


def _set_entry(entry: Entry) -> str:
    star = f'<abbr class="star" title="经更正：{escape_text(entry.note)}">*</abbr>' if entry.note else ""
    return f"{_set_link(entry.shown, entry.link)}{star}"


def _set_link(shown: str, link: str) -> str:
    return f'<a href="{escape_text(link)}">{escape_words(shown)}</a>' if link else escape_words(shown)
