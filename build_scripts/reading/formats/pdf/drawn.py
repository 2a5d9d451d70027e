"""A page's drawn objects → straight pieces of rules, filled areas, the area of images.

Comes in: a page and its frame. Goes out: `DrawnObjects`. Refuses to know: text, tables.
Borders are strokes, thin filled rectangles, frames filled between two rectangles, or thin images; all become rules.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from itertools import pairwise

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from build_scripts.reading.formats.pdf.content import Area, Rule, TooComplexError
from build_scripts.reading.formats.pdf.frames import Frame

Matrix = tuple[float, float, float, float, float, float]
_SELF: Matrix = (1, 0, 0, 1, 0, 0)
_THIN, _SLANT, _DOT = 3.5, 0.7, 2.0
_WHITE, _LIGHT = 250, 225
_DEEPEST = 12
_SMALL, _CORNERS = 24.0, 4
_MOST_BACKGROUNDS = 500
_Points = list[tuple[float, float]]


class DrawnObjects:
    """Collects what a page draws besides text. `seen` counts objects and pieces of paths, at most `most` of them."""

    def __init__(self, frame: Frame, most: int) -> None:
        self.across: list[Rule] = []
        self.down: list[Rule] = []
        self.backgrounds: list[Area] = []
        self.shapes: list[Area] = []
        self.blocks: list[Area] = []
        self.pictured = 0.0
        self.drawings = 0
        self.seen = 0
        self._frame = frame
        self._most = most

    def collect(self, page: object) -> None:
        """Everything on the page; raises TooComplexError where it draws more than reports do."""
        count = pdfium.FPDFPage_CountObjects(page)
        self._walk(count, lambda index: pdfium.FPDFPage_GetObject(page, index), _SELF, 0)

    def _walk(self, count: int, get: Callable[[int], object], outer: Matrix, depth: int) -> None:
        self._count(count)
        for index in range(count):
            drawn = get(index)
            kind = pdfium.FPDFPageObj_GetType(drawn)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._read_path(drawn, _multiply(_matrix_of(drawn), outer))
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._read_image(_multiply(_matrix_of(drawn), outer))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                self._walk_form(drawn, outer, depth)

    def _walk_form(self, form: object, outer: Matrix, depth: int) -> None:
        inner = _multiply(_matrix_of(form), outer)
        count = pdfium.FPDFFormObj_CountObjects(form)
        self._walk(max(count, 0), lambda index: pdfium.FPDFFormObj_GetObject(form, index), inner, depth + 1)

    def _count(self, more: int) -> None:
        self.seen += more
        if self.seen > self._most:
            raise TooComplexError(f"{self.seen} 个图形 / drawn objects")

    def _read_image(self, matrix: Matrix) -> None:
        area = self._area([_apply(matrix, x, y) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))])
        self.pictured += max(area.x1 - area.x0, 0) * max(area.y1 - area.y0, 0)
        self._add_thin(area)
        self._add_background(area)
        if min(area.x1 - area.x0, area.y1 - area.y0) > _THIN:
            self.shapes.append(area)

    def _read_path(self, path: object, matrix: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke)):
            return
        fills = fill.value != 0 and _alpha(pdfium.FPDFPageObj_GetFillColor, path) > 0
        strokes = stroke.value != 0 and _alpha(pdfium.FPDFPageObj_GetStrokeColor, path) > 0
        if not fills and not strokes:
            return
        outlines, curves = self._outlines(path, matrix)
        if curves:
            self.drawings += 1
        is_white = not strokes and _is_white(path, _WHITE)
        if not is_white:
            self._add_shapes(outlines, curves)
        if strokes:
            thick = _thickness(path, matrix)
            for points in outlines:
                self._add_strokes(points, thick)
        if fills:
            boxes = [self._area(points, placed=True) for points in outlines if len(points) > 2]
            for area in boxes:
                self._add_thin(area)
            self._add_frames(boxes)
            if boxes and not _is_white(path, _LIGHT):
                for area in boxes[:20]:
                    self._add_background(area)
            if not is_white:
                self.blocks += [area for area in boxes if _is_small(area)]

    def _outlines(self, path: object, matrix: Matrix) -> tuple[list[_Points], list[_Points]]:
        """The straight outlines of a path as displayed, and the curved ones."""
        count = max(pdfium.FPDFPath_CountSegments(path), 0)
        self._count(count)
        x, y = ctypes.c_float(), ctypes.c_float()
        outlines: list[_Points] = []
        points: _Points = []
        curves: list[_Points] = []
        curved = False
        for index in range(count):
            piece = pdfium.FPDFPath_GetPathSegment(path, index)
            kind = pdfium.FPDFPathSegment_GetType(piece)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                if points:
                    (curves if curved else outlines).append(points)
                points, curved = [], False
            elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
                curved = True
            pdfium.FPDFPathSegment_GetPoint(piece, ctypes.byref(x), ctypes.byref(y))
            points.append(self._frame.place(*_apply(matrix, x.value, y.value)))
            if pdfium.FPDFPathSegment_GetClose(piece) and len(points) > 1:
                points.append(points[0])
        if points:
            (curves if curved else outlines).append(points)
        return outlines, curves

    def _area(self, points: Sequence[tuple[float, float]], placed: bool = False) -> Area:
        """The box around points, cut to the page."""
        shown = points if placed else [self._frame.place(x, y) for x, y in points]
        xs, ys = [x for x, _ in shown], [y for _, y in shown]
        wide, high = self._frame.width, self._frame.height
        return Area(
            min(max(min(xs), 0.0), wide), min(max(min(ys), 0.0), high), max(min(max(xs), wide), 0.0),
            max(min(max(ys), high), 0.0),
        )  # fmt: skip

    def _add_strokes(self, points: _Points, thick: float) -> None:
        if thick > _THIN:
            half = thick / 2
            for (ax, ay), (bx, by) in pairwise(points):
                self._add_background(
                    Area(min(ax, bx) - half, min(ay, by) - half, max(ax, bx) + half, max(ay, by) + half)
                )
            return
        for (ax, ay), (bx, by) in pairwise(points):
            wide, high = abs(bx - ax), abs(by - ay)
            if high <= _SLANT and wide > high:
                self.across.append(Rule((ay + by) / 2, min(ax, bx), max(ax, bx)))
            elif wide <= _SLANT and high > wide:
                self.down.append(Rule((ax + bx) / 2, min(ay, by), max(ay, by)))

    def _add_thin(self, area: Area) -> None:
        wide, high = area.x1 - area.x0, area.y1 - area.y0
        is_dot = wide <= _DOT and high <= _DOT
        if high <= _THIN and (wide > high or is_dot):
            self.across.append(Rule((area.y0 + area.y1) / 2, area.x0, area.x1))
        if wide <= _THIN and (high > wide or is_dot):
            self.down.append(Rule((area.x0 + area.x1) / 2, area.y0, area.y1))

    def _add_frames(self, boxes: Sequence[Area]) -> None:
        """A frame is filled between a rectangle and the one just inside it."""
        for outer, inner in pairwise(boxes):
            gaps = (inner.x0 - outer.x0, inner.y0 - outer.y0, outer.x1 - inner.x1, outer.y1 - inner.y1)
            if all(0 <= gap <= _THIN for gap in gaps) and max(gaps) > 0:
                if gaps[1] > 0:
                    self.across.append(Rule(outer.y0 + gaps[1] / 2, outer.x0, outer.x1))
                if gaps[3] > 0:
                    self.across.append(Rule(outer.y1 - gaps[3] / 2, outer.x0, outer.x1))
                if gaps[0] > 0:
                    self.down.append(Rule(outer.x0 + gaps[0] / 2, outer.y0, outer.y1))
                if gaps[2] > 0:
                    self.down.append(Rule(outer.x1 - gaps[2] / 2, outer.y0, outer.y1))

    def _add_shapes(self, outlines: Sequence[_Points], curves: Sequence[_Points]) -> None:
        """Boxes of what is curved or slanted, or has more corners than a rectangle."""
        odd = [points for points in outlines if len(points) > 1 and _is_odd(points)]
        self.shapes += [self._area(points, placed=True) for points in (*curves, *odd)]

    def _add_background(self, area: Area) -> None:
        if min(area.x1 - area.x0, area.y1 - area.y0) > _THIN and len(self.backgrounds) < _MOST_BACKGROUNDS:
            self.backgrounds.append(area)


def _is_small(area: Area) -> bool:
    wide, high = area.x1 - area.x0, area.y1 - area.y0
    return _THIN < wide <= _SMALL and _THIN < high <= _SMALL


def _is_odd(points: _Points) -> bool:
    if len(points) > _CORNERS + 2:
        return True
    return any(min(abs(bx - ax), abs(by - ay)) > _THIN for (ax, ay), (bx, by) in pairwise(points))


def _matrix_of(drawn: object) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(drawn, ctypes.byref(matrix)):
        return _SELF
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _multiply(one: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _thickness(path: object, matrix: Matrix) -> float:
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(path, ctypes.byref(width))
    return abs(width.value) * max(abs(matrix[0]) + abs(matrix[1]), abs(matrix[2]) + abs(matrix[3]))


def _colour(get: Callable[..., object], path: object) -> tuple[int, int, int, int] | None:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not get(path, *(ctypes.byref(part) for part in parts)):
        return None
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha


def _alpha(get: Callable[..., object], path: object) -> int:
    colour = _colour(get, path)
    return 255 if colour is None else colour[3]


def _is_white(path: object, least: int) -> bool:
    colour = _colour(pdfium.FPDFPageObj_GetFillColor, path)
    return colour is not None and min(colour[:3]) >= least
