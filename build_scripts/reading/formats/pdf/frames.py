"""Where a page's own coordinates lie on the page as displayed: its box and the quarter turns it is shown with.

Comes in: a page's box and rotation. Goes out: points and angles as displayed. Refuses to know: what is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's visible box in its own coordinates (y upwards), and by how many quarter turns clockwise it is shown."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    @property
    def width(self) -> float:
        """As displayed."""
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """As displayed."""
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point as displayed, y downwards from the upper left corner.

        >>> Frame(0, 0, 200, 100, 1).place(0, 0)
        (0, 0)
        """
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def turn(self, angle: int) -> int:
        """An angle of glyphs, counter-clockwise in quarter turns of 90, as displayed."""
        return (angle - 90 * self.turns) % 360
