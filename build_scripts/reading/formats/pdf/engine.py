"""Bytes of a PDF → the content of its pages, by way of PDFium.

Comes in: bytes. Goes out: `PageContent`s one after the other, or a failure. Refuses to know: lines, tables, labels.
The one module that imports the library; PDFium is not made for threads, so one document is read at a time.
"""

from __future__ import annotations

import ctypes
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from build_scripts.reading.formats.pdf.content import Glyph, PageContent, TooComplexError
from build_scripts.reading.formats.pdf.drawn import DrawnObjects
from build_scripts.reading.formats.pdf.frames import Frame
from build_scripts.reading.formats.pdf.written import read_glyphs

MOST_PAGES = 300
MOST_GLYPHS, MOST_OBJECTS = 250_000, 150_000
_LOCK = threading.Lock()
_LOCKED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
_PROPERTIES = (b"Title", b"Author", b"Subject", b"Keywords", b"Creator", b"Producer")
_SHOWN_APART = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)


class OpenError(Exception):
    """The file cannot be opened; `is_locked`: for want of a password."""

    def __init__(self, is_locked: bool) -> None:
        super().__init__(is_locked)
        self.is_locked = is_locked


def read_pages(data: bytes) -> list[PageContent]:
    """Every page in order; raises OpenError, or TooComplexError where the file holds more than reports do."""
    with _LOCK, _opened(data) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if count <= 0:
            raise OpenError(False)
        if count > MOST_PAGES:
            raise TooComplexError(f"{count} 页 / pages")
        pages: list[PageContent] = []
        glyphs = objects = 0
        for number in range(count):
            page, seen = _read_page(document, number, MOST_GLYPHS - glyphs, MOST_OBJECTS - objects)
            glyphs += len(page.glyphs)
            objects += seen
            pages.append(page)
        return pages


def read_properties(data: bytes) -> tuple[str, ...] | None:
    """What the file says of itself: title, author, subject and so on; None if other files are attached to it."""
    with _LOCK, _opened(data) as document:
        if pdfium.FPDFDoc_GetAttachmentCount(document) > 0:
            return None
        return tuple(_read_property(document, name) for name in _PROPERTIES)


def _read_property(document: object, name: bytes) -> str:
    size = pdfium.FPDF_GetMetaText(document, name, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_GetMetaText(document, name, buffer, size)
    return str(buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0"))


@contextmanager
def _opened(data: bytes) -> Iterator[object]:
    buffer = ctypes.create_string_buffer(data, len(data))
    document = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
    if not document:
        raise OpenError(pdfium.FPDF_GetLastError() in _LOCKED)
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _read_page(document: object, number: int, glyphs: int, objects: int) -> tuple[PageContent, int]:
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        raise OpenError(False)
    try:
        if _has_fields(page) and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
            pdfium.FPDF_ClosePage(page)
            page = pdfium.FPDF_LoadPage(document, number)
            if not page:
                raise OpenError(False)
        frame = _frame_of(page)
        content, seen = _read_content(page, frame, glyphs, objects)
        turned = _most_turned(content.glyphs)
        if turned:  # a table printed sideways: read it as one turns the paper
            frame = replace(frame, turns=(frame.turns + turned // 90) % 4)
            content, seen = _read_content(page, frame, glyphs, objects)
        return content, seen
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


def _read_content(page: object, frame: Frame, glyphs: int, objects: int) -> tuple[PageContent, int]:
    drawn = DrawnObjects(frame, objects)
    drawn.collect(page)
    written, unmapped = read_glyphs(page, frame, drawn.backgrounds, glyphs)
    shown = drawn.pictured / max(frame.width * frame.height, 1.0)
    rules = tuple(drawn.across), tuple(drawn.down)
    odd = tuple(drawn.shapes), tuple(drawn.blocks)
    content = PageContent(frame.width, frame.height, tuple(written), *rules, shown, drawn.drawings, unmapped, *odd)
    return content, drawn.seen


def _most_turned(glyphs: Sequence[Glyph]) -> int:
    """The angle that most of a page's glyphs are turned by."""
    angles = Counter(glyph.angle for glyph in glyphs)
    angle, count = angles.most_common(1)[0] if angles else (0, 0)
    return angle if count * 2 > len(glyphs) else 0


def _has_fields(page: object) -> bool:
    """Whether filled-in fields or notes show text that is no part of the page's own content."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), 10_000)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if annotation:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            pdfium.FPDFPage_CloseAnnot(annotation)
            if kind in _SHOWN_APART:
                return True
    return False


def _frame_of(page: object) -> Frame:
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box)):
        raise OpenError(False)
    return Frame(box.left, box.bottom, box.right, box.top, pdfium.FPDFPage_GetRotation(page) % 4)
