"""The six sections of a report as they are shown: paragraphs with anchors, sentences marked that also stand elsewhere.

Comes in: the sections of a record, what the tables hold, last year's sentences and those many agencies print. Goes out:
views. Refuses to know: how a sentence is compared, HTML but for the marks of sentences.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from build_scripts.packaging.package import CellRow, ReportRecord, SectionRow
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.report.said import Clause, find_figures
from build_scripts.publishing.report.shared_text import LastYear, Meter, Piece, mark_sentences
from build_scripts.publishing.templates import escape_text

TABLE_OF_SECTION = {"2": "disclosures", "3": "applications", "4": "remedies"}
"""The table that the form prints in a section."""

_CLASSES = {"same": "again y", "figures": "again f", "": "again"}


class Paragraph(NamedTuple):
    """A paragraph of a section with its anchor; `marked` is its text with the shared sentences marked."""

    anchor: str
    text: str
    marked: Markup


class SectionView(NamedTuple):
    """A section of the text: the form's name of it, the heading as printed, its paragraphs, its first line.

    `table` is the code of the table that stands there, empty if none is printed.
    """

    anchor: str
    label: str
    heading: str
    paragraphs: tuple[Paragraph, ...]
    line: int
    meter: Meter
    table: str


class TextView(NamedTuple):
    """All of the text: its sections, the figures in it, what of it also stands elsewhere, whether there is a report of
    the year before to compare it with, and whether conversion left marks in it."""

    sections: tuple[SectionView, ...]
    figures: tuple[Clause, ...]
    meter: Meter
    has_last_year: bool
    has_asterisks: bool


def view_text(
    record: ReportRecord, last_year: LastYear | None, shared: Collection[int], context: SiteContext
) -> TextView:
    """The text of a record, its sentences marked."""
    sections = tuple(
        _view_section(found, last_year, shared, record.cells, context)
        for found in record.sections
        if found.heading or found.text
    )
    meter = Meter()
    for section in sections:
        meter = meter.add(section.meter)
    paragraphs = [paragraph[:2] for section in sections for paragraph in section.paragraphs]
    return TextView(
        sections,
        find_figures(paragraphs),
        meter,
        last_year is not None,
        any("**" in found.heading + found.text for found in record.sections),
    )


def _view_section(
    found: SectionRow,
    last_year: LastYear | None,
    shared: Collection[int],
    cells: Mapping[str, Sequence[CellRow]],
    context: SiteContext,
) -> SectionView:
    anchor = f"s{found.section}"
    paragraphs, meter = [], Meter()
    for at, line in enumerate((line for line in found.text.split("\n") if line.strip()), 1):
        pieces, counted = mark_sentences(line, last_year, shared)
        paragraphs.append(Paragraph(f"{anchor}-p{at}", line, _draw_pieces(pieces)))
        meter = meter.add(counted)
    table = TABLE_OF_SECTION.get(found.section, "")
    is_printed = any(cell.state != "absent" for cell in cells.get(table, ()))
    return SectionView(
        anchor=anchor,
        label=context.label("sections", found.section),
        heading=found.heading,
        paragraphs=tuple(paragraphs),
        line=int(found.line_start or 0),
        meter=meter,
        table=table if is_printed else "",
    )


def _draw_pieces(pieces: Sequence[Piece]) -> Markup:
    return Markup("".join(map(_draw_piece, pieces)))


def _draw_piece(piece: Piece) -> str:
    text = escape_text(piece.text)
    if not piece.last_year and not piece.many:
        return text
    return f'<span class="{_CLASSES[piece.last_year]}{" m" if piece.many else ""}">{text}</span>'
