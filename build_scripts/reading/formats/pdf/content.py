"""What a page of a PDF draws, as plain data: glyphs with their places, straight pieces of rules, filled areas.

Comes in: nothing. Goes out: the types that travel between the modules beside this one. Refuses to know: the library.
Coordinates are those of the page as displayed, in points: x to the right, y downwards, 0 at the upper left corner.
"""

from __future__ import annotations

from typing import NamedTuple

UNMAPPED = "\ufffd"
"""Stands for a glyph of which the file does not say what character it is."""


class Glyph(NamedTuple):
    """A visible character: its advance box from `x0` to `x1`, the middle `y` of its em box, its size in points, the
    number of the text object that draws it, the angle (0, 90, 180, 270; counter-clockwise) it is turned by, and whether
    its colour is nearly that of the paper."""

    char: str
    x0: float
    x1: float
    y: float
    size: float
    piece: int
    angle: int = 0
    pale: bool = False

    @property
    def x(self) -> float:
        """The middle of the box."""
        return (self.x0 + self.x1) / 2


class Rule(NamedTuple):
    """A straight piece of a rule: at `at` across its direction, from `start` to `end` along it."""

    at: float
    start: float
    end: float


class Area(NamedTuple):
    """A rectangle: left, top, right, bottom."""

    x0: float
    y0: float
    x1: float
    y1: float

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1


class PageContent(NamedTuple):
    """All that counts of one page. `across` and `down` are pieces of horizontal and vertical rules; `pictured` is the
    share of the page that images cover; `drawings` counts drawn shapes that are no rules; `unmapped` the glyphs that
    have no character; `shapes` are boxes of images and of drawings that are neither rules nor rectangles, `blocks` of
    small filled rectangles."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    pictured: float = 0.0
    drawings: int = 0
    unmapped: int = 0
    shapes: tuple[Area, ...] = ()
    blocks: tuple[Area, ...] = ()


class TooComplexError(Exception):
    """The file draws more than any report does; `found` says what and how much."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found
