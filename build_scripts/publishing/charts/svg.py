"""Small pieces of SVG as strings: coordinates written short, text escaped, the width of a word guessed.

Comes in: numbers and words. Goes out: SVG. Refuses to know: what is drawn. Letters are never set in units of the
page: a drawing is WIDTH units wide, as wide as a phone shows it, and its letters LETTER units high.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from build_scripts.publishing.templates import escape_text

WIDTH = 340
"""Units across every drawing: about the pixels a phone of 390 pixels gives it."""
LETTER = 13
"""Height of a letter in units; at the narrowest screen, 320 pixels, still 11 pixels."""

Anchor = Literal["start", "middle", "end"]


@lru_cache(maxsize=1 << 13)
def short(value: float) -> str:
    """A coordinate with two decimals at most, nothing needless.

    >>> short(12.0), short(0.125), short(-3.5)
    ('12', '0.12', '-3.5')
    """
    return f"{round(value, 2):g}"


def escape_words(words: object) -> str:
    """Words as they may stand in a text or between quotes.

    >>> escape_words("空白"), escape_words(2021), escape_words("<b>")
    ('空白', '2021', '&lt;b&gt;')
    """
    return escape_text(str(words))


@lru_cache(maxsize=1 << 12)
def measure(words: str) -> float:
    """About how wide words stand, in units: a Chinese character is a letter high and wide, others are narrower.

    >>> measure("空白"), measure("1,234")
    (26.0, 39.0)
    """
    return float(sum(LETTER if ord(char) > 0x2E7F else LETTER * 0.6 for char in words))


def write_text(
    x: float, y: float, words: object, anchor: Anchor = "start", kind: str = "", most: float | None = None
) -> str:
    """Words at a place; `y` is their baseline. Words wider than `most` are pressed together, never cut."""
    classes = f' class="{kind}"' if kind else ""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    pressed = ""
    if most is not None and measure(str(words)) > most:
        pressed = f' textLength="{short(most)}" lengthAdjust="spacingAndGlyphs"'
    return f'<text x="{short(x)}" y="{short(y)}"{place}{classes}{pressed}>{escape_words(words)}</text>'


def write_upright(x: float, y: float, words: str, kind: str) -> str:
    """Words one character below the other, as in vertical print, the last of them above `y`."""
    top = y - LETTER * (len(words) - 1) - 2
    spans = "".join(
        f'<tspan x="{short(x)}" y="{short(top + LETTER * at)}">{escape_words(c)}</tspan>' for at, c in enumerate(words)
    )
    return f'<text text-anchor="middle" class="{kind}">{spans}</text>'


def write_box(x: float, y: float, width: float, height: float, kind: str) -> str:
    """A box of a kind; what the kind looks like is for the style sheet to say."""
    return f'<rect x="{short(x)}" y="{short(y)}" width="{short(width)}" height="{short(height)}" class="{kind}"/>'


def write_line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """A straight line of a kind."""
    return f'<path d="M{short(x1)} {short(y1)}L{short(x2)} {short(y2)}" class="{kind}"/>'


def wrap_drawing(name: str, height: float, title: str, description: str, pieces: list[str]) -> str:
    """A whole drawing that a screen reader takes for one picture: its title, what it shows in words, its pieces.

    `name` is unlike any other on the page: the ids of title and description begin with it.
    """
    return (
        f'<svg class="ch-svg" viewBox="0 0 {WIDTH} {short(height)}" width="{WIDTH}" height="{short(height)}" '
        f'role="img" aria-labelledby="{name}-t {name}-d"><title id="{name}-t">{escape_text(title)}</title>'
        f'<desc id="{name}-d">{escape_text(description)}</desc>{"".join(pieces)}</svg>'
    )
