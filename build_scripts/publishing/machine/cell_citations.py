"""How to cite a single number of a report: where it stands in the table, as printed, and the number or its state.

Comes in: a report, the words of a cell. Goes out: citations as plain text, and their pieces for the reader's browser,
which puts them together for the cell that is chosen: one source of the form for both. Refuses to know: HTML, the clock
(the date of access is the browser's). Where the page of a book would stand, GB/T 7714 has the cell. There is no CFF of
a single number: that format describes a whole data set, and the report's own has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from build_scripts.codes import Codes, FormCell
from build_scripts.packaging.package import CellRow, Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import cell_anchor, report_address
from build_scripts.publishing.machine.citation_files import clean_text, tame_tex, write_fields
from build_scripts.publishing.machine.citations import (
    entitle_report,
    list_fields,
    name_report,
    name_version,
    note_version,
    tell_unreleased,
)
from build_scripts.publishing.templates import group_digits

WORDS, TEX_WORDS, ADDRESS, ANCHOR, ACCESSED = range(5)
"""What is filled in: the cell in words, the same for TeX, its address, its anchor, the date of access in brackets."""

Pieces = Mapping[str, Sequence[str | int]]


class CellCitations(NamedTuple):
    """A cell cited three ways."""

    inline: str
    gbt7714: str
    bibtex: str


def name_cell(title: str, form_cell: FormCell, cell: CellRow, states: Mapping[str, str]) -> str:
    """A cell in words: the table, row and column as the form prints them, then the number with its unit, or its state.

    A blank is said to be blank; it is never a number.
    """
    heads = (*form_cell.row_group, form_cell.row_label, *form_cell.column_group, form_cell.column_label)
    path = "，".join(dict.fromkeys((clean_text(title), *filter(None, heads))))
    if cell.state != "reported":
        return f"{path}：{states[cell.state]}{'（经更正）' if cell.correction else ''}"
    number = f"{group_digits(cell.value)} {form_cell.unit}".strip()
    return f"{path}：{number}{'（经更正）' if cell.correction else ''}"


def find_form_cell(codes: Codes, form: str, table: str, cell: CellRow) -> FormCell:
    """What the form prints around a cell; for a row of another edition that is printed all the same, that edition's.

    Raises LookupError for a cell of no edition.
    """
    editions = (codes.tables[(form, table)], *(other for key, other in codes.tables.items() if key[1] == table))
    for edition in editions:
        for one in edition.cells:
            if (one.row, one.column) == (cell.row, cell.column):
                return one
    raise LookupError(f"form_cells: {table}, {cell.row}, {cell.column}")


def cite_cell(
    report: Row, agency: Row, cell: CellRow, table: str, words: str, pieces: Pieces, context: SiteContext
) -> CellCitations:
    """The citations of a cell, put together from the pieces of its report; without an address of the site, the report's
    id and the cell's anchor stand there."""
    anchor = cell_anchor(table, cell.row, cell.column)
    base = context.absolute(report_address(agency["agency_id"], report["year"]))
    address = f"{base}#{anchor}" if base else f"报告编号 {report['report_id']}#{anchor}"
    fills = (words, tame_tex(words), address, anchor, "")
    entry = pieces["bibtex"] if base else [*pieces["bibtex"][:_BEFORE_URL], *pieces["bibtex"][_BEFORE_URL + 3 :]]
    forms = (pieces["inline"], pieces["gbt7714"], entry)
    return CellCitations(
        *("".join(fills[piece] if isinstance(piece, int) else piece for piece in form) for form in forms)
    )


def list_pieces(report: Row, agency: Row, context: SiteContext) -> Pieces:
    """What the citations of this report's cells are put together from; a number stands for what is filled in."""
    name, title, portal = agency["name"], clean_text(name_report(report, agency)), context.settings.site_name
    year, published, report_id = report["year"], report["published"], report["report_id"]
    inline = f"{name}：《{title}》，报告年度 {year}{f'，{published} 公布' if published else ''}；"
    source = f"。数据取自{name_version(context)}，"
    made = f"{context.version} 版{tell_unreleased(context, ', ')}. {portal}, {context.version[:4]}"
    standard = f"{name}. {entitle_report(report, agency)}[R/OL]. {made}: "
    fields = write_fields(list_fields(report, agency, context))
    rest = f"；报告年度 {year}，报告编号 {report_id}，{tame_tex(note_version(context))}}}"
    return {
        "inline": [inline, WORDS, source, ADDRESS],
        "gbt7714": [standard, WORDS, f"({context.date})", ACCESSED, ". ", ADDRESS, "."],
        "bibtex": [
            *(f"@misc{{{report_id}-", ANCHOR, f",\n{fields},\n  note = {{", TEX_WORDS, rest),
            *(",\n  url = {", ADDRESS, "}"),
            "\n}\n",
        ],
    }


_BEFORE_URL = 5
"""So many pieces of a BibTeX entry stand before its address, which takes three."""
