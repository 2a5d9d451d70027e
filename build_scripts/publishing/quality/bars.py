"""Counts of parts as one bar: each part told apart by its pattern and, beside it, its name and number.

Comes in: parts by code, with their counts. Goes out: SVG. Refuses to know: what is counted. Widths are tenths of a
percent, the same bytes always; a part that is there is never too thin to be seen. The patterns stand once on the page
(`quality/patterns.html`); a code without one is drawn full.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

WHOLE, LEAST = 1000, 4
HEIGHT = 12
EMPTY = ("blank", "not_held")
PATTERNED = ("dash", "absent", "unreadable")


def draw_bar(parts: Sequence[tuple[str, int]], label: str, whole: int = 0) -> Markup:
    """The parts side by side, each filled with the pattern of its code; `label` says it in words.

    Bars that are compared are given the same `whole`, so that equal counts are equally long; else the parts fill it.
    """
    shapes, start = [], 0
    for (code, _), width in zip(parts, share_width([count for _, count in parts], whole), strict=True):
        if width:
            shapes.append(_draw_part(code, f"{start / 10:g}%", f"{width / 10:g}%"))
            start += width
    return Markup('<svg class="parts" width="100%" height="{}" role="img" aria-label="{}">{}</svg>').format(
        HEIGHT, label, Markup("").join(shapes)
    )


def swatch(code: str) -> Markup:
    """The pattern of a part, small, beside its name."""
    return Markup('<svg class="swatch" width="20" height="{}" aria-hidden="true">{}</svg>').format(
        HEIGHT, _draw_part(code, "0", "100%")
    )


def share_width(counts: Sequence[int], whole: int = 0) -> list[int]:
    """Widths of parts of `whole`, or of their sum, at least LEAST for each that is not 0; all 0 if there is nothing.

    >>> share_width([1, 1]), share_width([9999, 1, 0]), share_width([0]), share_width([1, 1], 4)
    ([500, 500], [996, 4, 0], [0], [250, 250])
    """
    total = sum(counts)
    if not total:
        return [0 for _ in counts]
    length = WHOLE * total // max(whole, total)
    widths = [max(LEAST, count * length // total) if count else 0 for count in counts]
    widths[widths.index(max(widths))] += max(length, LEAST) - sum(widths)
    return widths


def _draw_part(code: str, start: str, width: str) -> Markup:
    fill = Markup(' fill="url(#part-{})"').format(code) if code in PATTERNED else Markup("")
    kind = "part" if code in PATTERNED else "part none" if code in EMPTY else "part full"
    return Markup('<rect class="{}"{} x="{}" width="{}" height="{}"/>').format(kind, fill, start, width, HEIGHT)
