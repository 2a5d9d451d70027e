"""The content of pages → paragraphs and table rows in reading order.

Comes in: `PageContent`s. Goes out: texts and `TableRow`s. Refuses to know: the library, labels, reports.
From the top down: free lines, then tables where they stand; a table that ends a page goes on at the top of the next.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from build_scripts.reading.document import TableRow
from build_scripts.reading.formats.pdf.breaks import continues, read_pieces
from build_scripts.reading.formats.pdf.cell_text import turn_upright
from build_scripts.reading.formats.pdf.content import Area, Glyph, PageContent, TooComplexError
from build_scripts.reading.formats.pdf.lattice import Lattice, find_lattices
from build_scripts.reading.formats.pdf.lines import TextLine
from build_scripts.reading.formats.pdf.margins import drop_furniture
from build_scripts.reading.formats.pdf.paragraphs import ParagraphJoiner, join_paragraph
from build_scripts.reading.formats.pdf.pictures import (
    find_bars,
    list_pictures,
    mark_lines,
    mark_tables,
    read_lines_of_text,
)
from build_scripts.reading.formats.pdf.ruled import RuledTable, is_table, trim
from build_scripts.reading.formats.pdf.rules import join_rules
from build_scripts.reading.formats.pdf.unruled import build_lines

_MOST_FIELDS = 150_000
_HANGS, _BOTTOM = 1.3, 0.9


@dataclass(slots=True)
class _Page:
    tables: list[RuledTable]
    lines: list[TextLine]


def read_layout(pages: Sequence[PageContent]) -> list[str | TableRow]:
    """Paragraphs and rows in reading order; raises TooComplexError."""
    laid: list[_Page] = []
    fields = 0
    for content in pages:
        laid.append(_lay_out(content))
        fields += sum(len(table.lattice.xs) * len(table.lattice.ys) for table in laid[-1].tables)
        if fields > _MOST_FIELDS:
            raise TooComplexError(f"{fields} 个表格单元 / cells of tables")
    kept = drop_furniture([page.lines for page in laid], [content.height for content in pages])
    for page, lines in zip(laid, kept, strict=True):
        page.lines = lines
    return list(_write(laid, [content.width for content in pages]))


def _lay_out(page: PageContent) -> _Page:
    page = read_lines_of_text(page)
    across = join_rules(page.across)
    bars, down = find_bars(across, join_rules(page.down))
    lattices = find_lattices(across, down)
    tables = [RuledTable(lattice) for lattice in lattices if is_table(lattice)]
    areas = sorted(((table.lattice.area, table) for table in tables), key=lambda pair: _size(pair[0]))
    upright: list[Glyph] = []
    turned: list[Glyph] = []
    for glyph in page.glyphs:
        held = next((table for area, table in areas if area.holds(glyph.x, glyph.y)), None)
        if held is not None:
            held.glyphs.append(glyph)
        elif glyph.angle == 0:
            upright.append(glyph)
        else:
            turned.append(turn_upright(glyph))
    if tables:
        upright = _take_cut_line(max(tables, key=lambda table: table.lattice.ys[-1]), upright, page.height)
    below = [line._replace(y=page.height) for line in build_lines(turned)]
    tables = [trim(table) for table in tables]
    mark_tables(tables, page, bars)
    return _Page(tables, [*build_lines(mark_lines(upright, page, bars)), *list_pictures(page, tables), *below])


def _take_cut_line(table: RuledTable, free: list[Glyph], height: float) -> list[Glyph]:
    """The free glyphs without those of a line that hangs out of the cells left open where the page ends: the table
    takes them."""
    lattice = table.lattice
    edge = lattice.ys[-1]
    hanging = [g for g in free if edge < g.y <= edge + _HANGS * g.size]
    below = [g for g in free if edge < g.y < _BOTTOM * height]
    if not hanging or len(hanging) < len(below) or not all(_is_open(lattice, glyph.x) for glyph in hanging):
        return free
    table.glyphs += hanging
    taken = set(map(id, hanging))
    return [glyph for glyph in free if id(glyph) not in taken]


def _is_open(lattice: Lattice, x: float) -> bool:
    column = bisect_right(lattice.xs, x) - 1
    return 0 <= column < len(lattice.xs) - 1 and not lattice.across[-1][column]


def _size(area: Area) -> float:
    return (area.x1 - area.x0) * (area.y1 - area.y0)


def _write(pages: Sequence[_Page], widths: Sequence[float]) -> Iterator[str | TableRow]:
    joiner = ParagraphJoiner([page.lines for page in pages], widths)
    paragraph: list[tuple[TextLine, int]] = []
    pieces: list[RuledTable] = []
    for number, page in enumerate(pages):
        for place, part in enumerate(_in_order(page)):
            if isinstance(part, RuledTable):
                yield from _close(paragraph)
                if place or not pieces or not continues(pieces[-1].lattice, part.lattice):
                    yield from read_pieces(pieces) if pieces else ()
                    pieces = []
                pieces.append(part)
                continue
            yield from read_pieces(pieces) if pieces else ()
            pieces = []
            if paragraph and not joiner.goes_on(*paragraph[-1], part, number):
                yield from _close(paragraph)
            paragraph.append((part, number))
    yield from read_pieces(pieces) if pieces else ()
    yield from _close(paragraph)


def _close(paragraph: list[tuple[TextLine, int]]) -> Iterator[str]:
    if paragraph:
        yield join_paragraph(line for line, _ in paragraph)
        paragraph.clear()


def _in_order(page: _Page) -> list[RuledTable | TextLine]:
    parts: list[tuple[float, RuledTable | TextLine]] = [(table.lattice.ys[0], table) for table in page.tables]
    parts += [(line.y, line) for line in page.lines]
    return [part for _, part in sorted(parts, key=lambda pair: pair[0])]
