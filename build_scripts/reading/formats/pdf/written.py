"""A page's text → its visible glyphs.

Comes in: a page, its frame, the filled areas behind the text. Goes out: `Glyph`s in the order they are drawn. Refuses
to know: lines, words. What is drawn invisibly (the text a scanner's program lays over its image), white on white or
outside the page is left out; what a file draws twice to make it bold counts once.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from typing import NamedTuple

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from build_scripts.reading.formats.pdf.content import UNMAPPED, Area, Glyph, TooComplexError
from build_scripts.reading.formats.pdf.frames import Frame

_HIDDEN_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_WHITE, _PALE = 240, 150
_MIDDLE = 0.38  # of the em box above the baseline
_SAME_PLACE = 0.15
_WIDEST = 2.5
_LEAST_SIZE = 1.0
_QUARTER = math.pi / 2
_NO_GLYPHS = "\r\n\t\x0b\x0c\u200b\u200c\u200d\u2060\ufeff\ufffe\uffff\x02"


class _Style(NamedTuple):
    piece: int
    shown: bool
    white: bool
    pale: bool
    size: float
    angle: int  # quarter turns of 90 as displayed, -1 for a slant


def read_glyphs(page: object, frame: Frame, backgrounds: Sequence[Area], most: int) -> tuple[list[Glyph], int]:
    """The visible glyphs, blanks among them, and how many have no character; raises TooComplexError."""
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return [], 0
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > most:
            raise TooComplexError(f"{count} 个字符 / characters")
        glyphs = _collect(text, count, frame, backgrounds)
    finally:
        pdfium.FPDFText_ClosePage(text)
    kept = _drop_doubles(glyphs)
    return kept, sum(glyph.char == UNMAPPED for glyph in kept)


def _collect(text: object, count: int, frame: Frame, backgrounds: Sequence[Area]) -> list[Glyph]:
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    box_ref, x_ref, y_ref = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    styles: dict[int, _Style] = {}
    glyphs: list[Glyph] = []
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if pdfium.FPDFText_IsGenerated(text, index) == 1 and code in (0x20, 0x0D, 0x0A):
            continue
        drawn = pdfium.FPDFText_GetTextObject(text, index)
        address = ctypes.cast(drawn, ctypes.c_void_p).value or 0
        style = styles.get(address)
        if style is None:
            style = styles[address] = _style_of(text, index, drawn if address else None, frame, len(styles))
        if not style.shown:
            continue
        char = _char_of(text, index, code)
        if not char or not pdfium.FPDFText_GetLooseCharBox(text, index, box_ref):
            continue
        if box.right - box.left > _WIDEST * style.size:
            _take_tight_box(text, index, box, style.size)
        pdfium.FPDFText_GetCharOrigin(text, index, x_ref, y_ref)
        glyph = _place_glyph(char, style, frame, (box.left, box.bottom, box.right, box.top), (x.value, y.value))
        inside = 0 <= glyph.x <= frame.width and 0 <= glyph.y <= frame.height
        if not inside:
            continue
        if style.pale and any(area.holds(glyph.x, glyph.y) for area in backgrounds):
            glyphs.append(glyph._replace(pale=False))
        elif not style.white:
            glyphs.append(glyph)
    return glyphs


def _take_tight_box(text: object, index: int, box: pdfium.FS_RECTF, size: float) -> None:
    """Vertical fonts may give advance boxes without the scale of the page: the inked box then tells the place."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(
        text, index, ctypes.byref(left), ctypes.byref(right), ctypes.byref(bottom), ctypes.byref(top)
    )
    middle_x, middle_y = (left.value + right.value) / 2, (bottom.value + top.value) / 2
    box.left, box.right = middle_x - size / 2, middle_x + size / 2
    box.bottom, box.top = middle_y - size / 2, middle_y + size / 2


def _char_of(text: object, index: int, code: int) -> str:
    if pdfium.FPDFText_IsHyphen(text, index) == 1:
        return "-"
    if code == 0 or pdfium.FPDFText_HasUnicodeMapError(text, index) == 1:
        return UNMAPPED
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return UNMAPPED
    char = chr(code)
    if char in _NO_GLYPHS:
        return ""
    return UNMAPPED if code < 0x20 or 0x7F <= code < 0xA0 else char


def _style_of(text: object, index: int, drawn: object | None, frame: Frame, piece: int) -> _Style:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
    size = abs(pdfium.FPDFText_GetFontSize(text, index)) * math.hypot(matrix.c, matrix.d)
    turned = pdfium.FPDFText_GetCharAngle(text, index)
    quarters = round(turned / _QUARTER)
    slanted = turned < 0 or abs(turned - quarters * _QUARTER) > 0.1
    angle = -1 if slanted else frame.turn(-90 * quarters % 360)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    coloured = pdfium.FPDFText_GetFillColor(
        text, index, ctypes.byref(red), ctypes.byref(green), ctypes.byref(blue), ctypes.byref(alpha)
    )
    mode = pdfium.FPDFTextObj_GetTextRenderMode(drawn) if drawn is not None else pdfium.FPDF_TEXTRENDERMODE_FILL
    clear = bool(coloured) and alpha.value == 0
    white = bool(coloured) and mode == 0 and min(red.value, green.value, blue.value) >= _WHITE
    shown = mode not in _HIDDEN_MODES and not clear and not slanted and size != 0
    pale = bool(coloured) and mode == 0 and red.value + green.value + blue.value >= 3 * _PALE
    return _Style(piece, shown, white, pale, size, angle)


def _place_glyph(
    char: str, style: _Style, frame: Frame, box: tuple[float, float, float, float], origin: tuple[float, float]
) -> Glyph:
    """The glyph as displayed. Its middle is told from the baseline, which fonts agree on, unless its box lies elsewhere
    (vertical writing has its origin above the glyph)."""
    left, bottom, right, top = box
    ax, ay = frame.place(left, bottom)
    bx, by = frame.place(right, top)
    x0, x1 = min(ax, bx), max(ax, bx)
    middle = (ay + by) / 2
    size = style.size if style.size >= _LEAST_SIZE else max(abs(by - ay), _LEAST_SIZE)
    if style.angle == 0:
        above = frame.place(*origin)[1] - _MIDDLE * size
        middle = above if abs(above - middle) < size / 2 else middle
    return Glyph(char, x0, x1, middle, size, style.piece, style.angle, style.pale)


def _drop_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs without those that another text object draws again in the same place."""
    first: dict[tuple[str, int, int], list[Glyph]] = {}
    kept: list[Glyph] = []
    for glyph in glyphs:
        step = max(_SAME_PLACE * glyph.size, 0.1)
        column, line = int(glyph.x / 4), int(glyph.y / 4)
        near = (
            other
            for i in (column - 1, column, column + 1)
            for j in (line - 1, line, line + 1)
            for other in first.get((glyph.char, i, j), ())
        )
        if any(
            abs(other.x - glyph.x) <= step and abs(other.y - glyph.y) <= step and other.piece != glyph.piece
            for other in near
        ):
            continue
        first.setdefault((glyph.char, column, line), []).append(glyph)
        kept.append(glyph)
    return kept
