"""The tree of a web page → what it shows, line by line and table row by table row, each with the element it stands in.

Comes in: an element of the parsed page. Goes out: `Piece`s in reading order. Refuses to know: which of them are the
article, labels, reports. Source: the HTML standard's rendering section (which elements are blocks, what is hidden) and
the markup that Word, LibreOffice and the sites' editors write.

Struck-out text is kept between `~~` marks: a cell with it holds no plain number, and the reader says so, where leaving
it out would turn a struck number into a blank. A deletion that Word tracked (with its date) was never published.
Raised and lowered digits become ², ₂ …, so that 44 with a note mark is not 442.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from build_scripts.reading.document import TableRow
from build_scripts.reading.formats.text import NO_PRINT

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary tbody td tfoot th"
    " thead tr ul"
)
_NAMES_NOT_SHOWN = (
    "applet area audio base button canvas colgroup datalist embed frameset head iframe link map meta noembed noframes"
    " noscript object option param rp rt rtc script select style svg template textarea title video xml"
)
_BLOCKS, _NOT_SHOWN = frozenset(_BLOCK_NAMES.split()), frozenset(_NAMES_NOT_SHOWN.split())
_BESIDE_TAGS, _BESIDE_ROLES = ("nav", "aside", "footer"), ("navigation", "contentinfo", "complementary")
_STRUCK = frozenset(("del", "s", "strike"))
_HIDDEN = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|mso-hide:all"
    r"|font-size:0+(?:\.0+)?(?:px|pt|em|rem|%)?(?=[;!]|$))"
)
_RAISED_STYLE = re.compile(r"vertical-align:(?:super|sub)(?=[;!]|$)")
_BLOCK_STYLE = re.compile(r"display:(?:block|flex|grid|list-item|table(?:-row|-cell)?)(?=[;!]|$)")
_PRE_STYLE = re.compile(r"white-space:(?:pre|break-spaces)")
_CJK = r"\u2e80-\u2fff\u3001-\u9fff\uf900-\ufaff\uff01-\uff0f\uff1a-\uff5e“”‘’—…·"
_WRAP = re.compile(rf"(?<=[{_CJK}])[ \t\f]*[\n\r][ \t\n\r\f]*(?=[{_CJK}])")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_OTHER_BREAK = re.compile(r"[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(rf"(?<![0-9{NO_PRINT}])[{NO_PRINT}]++|[{NO_PRINT}]++(?![0-9])")
_BOTH_CJK = re.compile(rf"[{_CJK}]")
_NO_PLAIN_DIGIT = str.maketrans("0123456789０１２３４５６７８９", "⁰¹²³⁴⁵⁶⁷⁸⁹" * 2)
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉")
_BLANKS = " \u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
_KEPT_BLANK, _KEPT_TAB = "\xa0", "\x1f"
_FIELD_VALUE = re.compile(r"[0-9０-９.,，+\-—–/ ]{1,30}")
_FIELD_KINDS = ("", "text", "number", "tel")
_TINY = re.compile(r"^\s*[0-3](?:px)?\s*$")
_IMAGE = "[图]"


class Place:
    """An element that holds pieces, and the element around it; `is_beside` if it is navigation, a side column or the
    page's foot by its own tag or role, or within one; the foot of an article is none."""

    __slots__ = ("depth", "in_article", "is_beside", "parent", "tag")

    def __init__(self, tag: str, parent: Place | None = None, role: str = "") -> None:
        self.tag = tag
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent else 0
        self.in_article: bool = tag == "article" or (parent is not None and parent.in_article)
        beside = tag in _BESIDE_TAGS or role in _BESIDE_ROLES or (parent is not None and parent.is_beside)
        self.is_beside: bool = beside and not self.in_article


class Piece(NamedTuple):
    """A line or a table row as shown: its text, the element it stands in, how many of its characters are links."""

    text: str
    place: Place
    linked: int = 0
    row: TableRow | None = None


@dataclass(frozen=True, slots=True)
class _Style:
    """How text is shown: its line ends kept (`pre`), in a link, raised or lowered, struck out. `lines`: in the
    piece of a page, line ends are kept `outside` its elements, or in `all` of it."""

    pre: bool = False
    link: bool = False
    raised: str = ""
    struck: bool = False
    lines: str = ""


class Walk:
    """One way through an element and all it holds; `in_cell` while it reads the cell of a table."""

    def __init__(self, place: Place, in_cell: bool = False, lines: str = "") -> None:
        self.pieces: list[Piece] = []
        self.images = 0
        self._place = place
        self._in_cell = in_cell
        self._style = _Style(lines=lines)
        self._texts: list[str] = []
        self._linked = 0

    def read(self, root: LexborNode) -> list[Piece]:
        """The pieces of everything below `root`."""
        open_elements: list[tuple[LexborNode, Place, _Style, bool]] = []
        node = root.first_child
        while node is not None or open_elements:
            if node is None:
                node = self._leave(*open_elements.pop()).next
                continue
            if node.is_text_node:
                self._add_text(node.text_content or "")
            elif node.is_element_node:
                entered = self._enter(node)
                if entered is not None:
                    open_elements.append(entered)
                    node = node.first_child
                    continue
            node = node.next
        self._flush()
        return self.pieces

    def _leave(self, node: LexborNode, place: Place, style: _Style, is_block: bool) -> LexborNode:
        if is_block:
            self._flush()
        self._place, self._style = place, style
        return node

    def _enter(self, node: LexborNode) -> tuple[LexborNode, Place, _Style, bool] | None:
        """Go into an element, and what to come back to; None if nothing below it is to be walked."""
        tag = node.tag or ""
        if tag == "br":
            self._flush()
            return None
        if tag in _NOT_SHOWN:
            if tag == "textarea" and self._in_cell:
                self._add_field(node.text(), "")
            return None
        attributes = node.attributes
        style = "".join((attributes.get("style") or "").split()).lower()
        if is_hidden(tag, attributes, style):
            return None
        if tag == "img":
            self.images += not any(_TINY.match(attributes.get(side) or "") for side in ("width", "height"))
            return None
        if tag == "input":
            if self._in_cell:
                self._add_field(attributes.get("value") or "", (attributes.get("type") or "").lower())
            return None
        if tag == "table":
            self._flush()
            from build_scripts.reading.formats.webtables import read_table

            self.pieces += read_table(node, Place("table", self._place))
            return None
        before = (node, self._place, self._style, tag in _BLOCKS or bool(style and _BLOCK_STYLE.search(style)))
        if before[3]:
            self._flush()
            self._place = Place(tag, self._place, attributes.get("role") or "")
        self._style = _change_style(self._style, tag, attributes, style, before[3])
        return before

    def _add_field(self, value: str, kind: str) -> None:
        """What stands in a field of a form that was printed with its numbers; prompts and buttons are left out."""
        if kind in _FIELD_KINDS and _FIELD_VALUE.fullmatch(value):
            self._texts.append(f" {value} ")

    def _add_text(self, text: str) -> None:
        style = self._style
        if style.raised:
            text = text.translate(_NO_PLAIN_DIGIT)
            text = text.translate(_LOWERED) if style.raised == "sub" else text
        if style.struck and text.strip():
            text = f"~~{text.strip()}~~"
        if style.link:
            self._linked += len(text.strip())
        if (style.pre or style.lines) and ("\n" in text or "\r" in text or style.pre):
            first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self._texts.append(_keep_blanks(first) if style.pre else first)
            for other in others:
                self._flush()
                self._texts.append(_keep_blanks(other) if style.pre else other)
        else:
            self._texts.append(text)

    def _flush(self) -> None:
        """End the line."""
        if not self._texts:
            return
        text = "".join(self._texts)
        self._texts = []
        if not text.isspace():
            text = clean_text(text)
            if text:
                self.pieces.append(Piece(text, self._place, self._linked))
        self._linked = 0


def clean_text(text: str) -> str:
    """Text as a browser shows it: white space collapsed, none where the source was only wrapped between two Chinese
    characters, and nothing that does not print.

    >>> clean_text("  规范性\\n  文件 1\\xa0 036 ")
    '规范性文件 1  036'
    """
    if "\n" in text or "\r" in text:
        text = _WRAP.sub("", text)
    text = _OTHER_BREAK.sub(" ", _SPACE.sub(" ", text))
    text = text.replace(_KEPT_BLANK, " ").replace(_KEPT_TAB, "\t")
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    return text.strip(_BLANKS)


def join_texts(texts: list[str]) -> str:
    """The lines of one cell as one text: nothing between two Chinese characters, else a blank, so that two numbers
    never become one.

    >>> join_texts(["本年新", "制作数量"]), join_texts(["1", "2"]), join_texts(["1.", "属于"])
    ('本年新制作数量', '1 2', '1. 属于')
    """
    if len(texts) < 2:
        return texts[0] if texts else ""
    joined = [texts[0]]
    for above, text in pairwise(texts):
        both = _BOTH_CJK.match(above[-1]) and _BOTH_CJK.match(text[0])
        joined += [text] if both else [" ", text]
    return "".join(joined)


def cell_text(pieces: list[Piece], images: int) -> str:
    """The text of a cell; a cell that holds nothing but a picture says so, for the picture may be of a number."""
    text = join_texts([piece.text for piece in pieces])
    return _IMAGE if images and not text else text


def is_hidden(tag: str, attributes: Mapping[str, str | None], style: str) -> bool:
    """Whether an element is not shown, by its own attributes; a page is never hidden as a whole.

    Icons are hidden from screen readers only (`aria-hidden`), so that counts for inline elements alone.
    """
    if not attributes or tag in ("html", "body"):
        return False
    if "hidden" in attributes or (style and _HIDDEN.search(style)):
        return True
    if tag == "del" and "datetime" in attributes:
        return True
    return attributes.get("aria-hidden") == "true" and tag not in _BLOCKS and tag != "table"


def _change_style(
    style: _Style, tag: str, attributes: Mapping[str, str | None], printed: str, is_block: bool
) -> _Style:
    """The style within an element."""
    raised = tag if tag in ("sup", "sub") else ""
    if printed and not is_block and not raised and _RAISED_STYLE.search(printed):
        raised = "sub" if "align:sub" in printed else "sup"
    pre = tag in ("pre", "listing", "xmp") or bool(printed and _PRE_STYLE.search(printed))
    link = tag == "a" and "href" in attributes
    struck = tag in _STRUCK or "line-through" in printed
    if not (raised or pre or link or struck or (style.lines == "outside" and is_block)):
        return style
    return _Style(
        pre=style.pre or pre,
        link=style.link or link,
        raised=style.raised or raised,
        struck=style.struck or struck,
        lines="" if is_block and style.lines == "outside" else style.lines,
    )


def _keep_blanks(text: str) -> str:
    return text.replace(" ", _KEPT_BLANK).replace("\t", _KEPT_TAB)
