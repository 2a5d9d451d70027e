"""A draft as a Word document: python-docx makes the package, the tables are written as Word writes them.

Comes in: a `Draft`. Goes out: the bytes of a .docx. Refuses to know: what is promised.
"""

from __future__ import annotations

import io
from html import escape

from docx import Document
from docx.document import Document as OpenDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from tests.printing.formats.blocks import Block, Box, Piece, Row
from tests.printing.formats.draft import Draft, Setup

FONT = "Noto Serif CJK SC"
PAPERS = {"A4": (210, 297), "A5": (148, 210)}
LOOKS = {
    "hidden": "<w:vanish/>",
    "struck": "<w:strike/>",
    "raised": '<w:vertAlign w:val="superscript"/>',
}
CHANGE = 'w:id="7" w:author="编辑" w:date="2022-01-05T08:00:00Z"'
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def to_docx(draft: Draft) -> bytes:
    """The document's bytes."""
    document = Document()
    _set_up(document, draft)
    for block in draft.blocks:
        if block.kind == "table":
            document.element.body.insert(len(document.element.body) - 1, parse_xml(_table(block, draft.setup)))
            document.add_paragraph()
            continue
        paragraph = (
            document.add_heading(block.text, 2) if block.kind == "heading" else document.add_paragraph(block.text)
        )
        if block.kind in ("title", "signature"):
            middle = block.kind == "title"
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if middle else WD_ALIGN_PARAGRAPH.RIGHT
        elif block.kind == "paragraph":
            paragraph.paragraph_format.first_line_indent = Pt(21)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_up(document: OpenDocument, draft: Draft) -> None:
    setup = draft.setup
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10.5)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    page = document.sections[0]
    short, long = (Mm(side) for side in PAPERS[setup.paper])
    page.page_width, page.page_height = (long, short) if setup.landscape else (short, long)
    page.orientation = WD_ORIENT.LANDSCAPE if setup.landscape else WD_ORIENT.PORTRAIT
    page.left_margin = page.right_margin = Mm(18)
    if setup.running_heads:
        page.header.paragraphs[0].text = draft.facts.place.agency
        field = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        foot = page.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        foot.add_run("— ")
        foot._p.append(parse_xml(field))
        foot.add_run(" —")


def _table(block: Block, setup: Setup) -> str:
    """The table's XML; a cell over several rows continues in each of them, as `w:vMerge` says."""
    width = block.width
    drawn = {"all": SIDES, "horizontal": ("top", "bottom", "insideH"), "none": ()}[setup.rules]
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in drawn)
    column = 9600 // max(width, 1)
    grid = f'<w:gridCol w:w="{column}"/>' * width
    rows, open_cells = [], dict[int, tuple[int, Box]]()
    for row in block.rows:
        rows.append(_row(row, setup, width, column, open_cells))
    table = (
        f'<w:tbl{{}}><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    namespaces = " " + nsdecls("w")
    if not setup.framed:
        return table.replace("{}", namespaces, 1)
    return (
        f'<w:tbl{namespaces}><w:tblPr><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid><w:gridCol w:w="9800"/>'
        f'</w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="9800" w:type="dxa"/></w:tcPr>{table.replace("{}", "", 1)}<w:p/>'
        "</w:tc></w:tr></w:tbl>"
    )


def _row(row: Row, setup: Setup, width: int, column: int, open_cells: dict[int, tuple[int, Box]]) -> str:
    """One row; `open_cells` holds by column the rows that cells from above still reach over, and is brought forward."""
    cells, boxes, at = [], iter(row.boxes), 0
    while at < width:
        left, above = open_cells.pop(at, (0, None))
        if above is not None:
            cells.append(_cell(above, setup, column, '<w:vMerge w:val="continue"/>', empty=True))
            box = above
        else:
            box = next(boxes, None) or Box([Piece("")], "value")
            cells.append(_cell(box, setup, column, '<w:vMerge w:val="restart"/>' if box.rows > 1 else ""))
            left = box.rows
        if left > 1:
            open_cells[at] = (left - 1, box)
        at += box.columns
    marks = ("<w:hidden/>" if row.hidden else "") + ("<w:tblHeader/>" if row.head and setup.repeat_heads else "")
    return f"<w:tr>{f'<w:trPr>{marks}</w:trPr>' if marks else ''}{''.join(cells)}</w:tr>"


def _cell(box: Box, setup: Setup, column: int, merge: str, empty: bool = False) -> str:
    span = f'<w:gridSpan w:val="{box.columns}"/>' if box.columns > 1 else ""
    turned = '<w:textDirection w:val="tbRlV"/>' if box.vertical == "turned" else ""
    runs = "" if empty else "".join(_runs(piece, box.vertical) for piece in box.pieces)
    if not box.text and not empty and setup.hard_blanks:
        runs += "<w:r><w:t>\u00a0</w:t></w:r>"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{column * box.columns}" w:type="dxa"/>{span}{merge}{turned}</w:tcPr>'
        f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{runs}</w:p></w:tc>'
    )


def _runs(piece: Piece, vertical: str) -> str:
    if piece.look == "break":
        return "<w:r><w:br/></w:r>"
    if not piece.text:
        return ""
    if vertical == "stacked":
        return "<w:r><w:br/></w:r>".join(_text(character) for character in piece.text)
    if piece.look == "removed":
        return f'<w:del {CHANGE}><w:r><w:delText xml:space="preserve">{escape(piece.text)}</w:delText></w:r></w:del>'
    if piece.look == "added":
        return f"<w:ins {CHANGE}>{_text(piece.text)}</w:ins>"
    return _text(piece.text, LOOKS.get(piece.look, ""))


def _text(text: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
