"""An element's tag, attributes and declarations → whether its text is seen.

Comes in: one element, and how the element around it looks. Goes out: `Look`. Refuses to know: style sheets, tables.
Source: CSS 2.2: `display: none` cuts off all below; visibility and the size of the type are inherited, and an element
below may set them anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_GONE = re.compile(r"(?:^|;)display:([a-z-]+)")
_SEEN = re.compile(r"(?:^|;)(?:visibility:(visible|initial|hidden|collapse)|mso-hide:(all|none))")
_SIZE = re.compile(r"(?:^|;)(?:font-size|font):([^;!]*)")
_ZERO = re.compile(r"[a-z-]*0+(?:\.0+)?(?:px|pt|em|rem|%)?(?=$|/|[a-z\"'])")
_ANEW = re.compile(
    r"[a-z-]*[0-9.]{0,12}[1-9][0-9.]{0,12}(?:px|pt|pc|cm|mm|q|in|rem|v[wh]|vmin|vmax)|(?:x*-?(?:small|large))|medium|initial"
)
_PALE = (
    r"transparent|white|snow|ivory|#f[0-9a-f]{2}(?![0-9a-f])(?<=fff)|#(?:f[0-9a-f]){3}|rgba?\((?:2[45][0-9],?){3}"
    r"|rgba\([0-9.,]*,0?\.?0*\)"
)
_PALE_FONT = re.compile(_PALE)
_UNSURE = re.compile(
    rf"(?:^|;)(?:opacity:0+(?:\.0+)?%?(?=[;!]|$)|color:(?:{_PALE})|text-indent:-[0-9]{{3}}|(?:left|top|margin-left):-[0-9]{{3}}"
    r"|clip(?:-path)?:(?!auto|none)|transform:(?!none)|unicode-bidi:(?:bidi|isolate)-override|float:right"
    r"|position:(?:absolute|fixed)|flex-direction:[a-z]*-reverse|order:-?[1-9]|font-size:(?:[12](?:\.[0-9]+)?|0?\.[0-9]+)p[xt]"
    r"|font-size:(?:calc|var|min|max|clamp)\()"
)
_NO_ROOM = re.compile(r"(?:^|;)(?:max-)?(?:width|height):0(?:px|pt)?(?=[;!]|$)")
_TELL = ("hidden", "datetime", "size", "color", "open")


class Look(NamedTuple):
    """Whether an element is `gone` with all it holds, `unseen` where it stands, set in type of no size; `unsure` if
    conditions or places not known here decide what it shows."""

    gone: bool = False
    unseen: bool = False
    no_size: bool = False
    unsure: bool = False

    @property
    def shows_text(self) -> bool:
        """Whether text right in it is seen."""
        return not (self.unseen or self.no_size)


SHOWN = Look()


def look_at(tag: str, attributes: Mapping[str, str | None], styles: tuple[str, str], around: Look) -> Look:
    """How an element looks: `styles` are its declarations, and those with the doubtful ones."""
    style, doubtful = styles
    if not style and not doubtful and tag != "dialog" and not any(name in attributes for name in _TELL):
        return around
    look = _look(tag, attributes, style, around)
    if not doubtful:
        return look
    other = _look(tag, attributes, doubtful, around)
    unsure = look.unsure or other.unsure or other != look
    return look._replace(gone=look.gone and other.gone, unsure=unsure)


def _look(tag: str, attributes: Mapping[str, str | None], style: str, around: Look) -> Look:
    """The last declaration of each property is the one that counts."""
    shown = _GONE.findall(style) if "display:" in style else []
    gone = tag == "del" and "datetime" in attributes
    if shown:
        gone = gone or shown[-1] == "none"
    else:
        gone = gone or "hidden" in attributes or (tag == "dialog" and "open" not in attributes)
    unseen, no_size = around.unseen, around.no_size
    seen = _SEEN.findall(style) if "visibility:" in style or "mso-hide:" in style else []
    if seen:
        unseen = (seen[-1][0] or seen[-1][1]) in ("hidden", "collapse", "all")
    if tag == "font" and attributes.get("size"):
        no_size = False
    for size in _SIZE.findall(style) if "font" in style else ():
        no_size = bool(_ZERO.match(size)) or (no_size and not _ANEW.match(size))
    unsure = around.unsure or bool(
        style and (_UNSURE.search(style) or ("overflow" in style and _NO_ROOM.search(style)))
    )
    if tag == "font" and _PALE_FONT.match((attributes.get("color") or "").strip().lower()):
        unsure = True
    return Look(gone, unseen, no_size, unsure)
