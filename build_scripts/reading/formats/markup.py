"""The tree of a web page → what it shows, line by line and table row by table row, each with the element it stands in.

Comes in: an element of the parsed page. Goes out: `Piece`s in reading order. Refuses to know: which of them are the
article, labels, reports. Source: the HTML standard's rendering section (which elements are blocks, what is hidden) and
the markup that Word, LibreOffice and the sites' editors write.

Struck-out text is kept between `~~` marks: a cell with it holds no plain number, and the reader says so, where leaving
it out would turn a struck number into a blank. A deletion that Word tracked (with its date) was never published.
Raised and lowered digits become ², ₂ …, so that 44 with a note mark is not 442. What a cell shows in another way than
by text that is walked (pictures, drawings, buttons, what a script writes) is counted: beside a number it makes it none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from build_scripts.reading.document import PICTURE, TableRow
from build_scripts.reading.formats.looks import SHOWN, Look, look_at
from build_scripts.reading.formats.stylesheets import Styles
from build_scripts.reading.formats.webtexts import clean_text, keep_blanks

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
_APART = _NOT_SHOWN | {"img", "input"}
_DRAWN = frozenset(("applet", "canvas", "embed", "iframe", "object", "svg", "video"))
_WRITTEN = frozenset(("button", "map", "math", "rt", "rtc", "select"))
_BESIDE_TAGS, _BESIDE_ROLES = ("nav", "aside", "footer"), ("navigation", "contentinfo", "complementary")
_STRUCK = frozenset(("del", "s", "strike"))
_FAR = r"-?(?:[2-9]|[1-9][0-9])(?:\.[0-9]+)?p[tx]"
_RAISED_STYLE = re.compile(
    rf"vertical-align:(?:(?:super|sub)(?=[;!]|$)|{_FAR}|-?[0-9.]*[1-9][0-9]?(?:%|em))|mso-text-raise:{_FAR}"
)
_MOVED_STYLE = re.compile(rf"(?:^|;)(?:top|bottom):(?:{_FAR}|-?[0-9.]*[1-9][0-9]?(?:%|em))")
_BLOCK_STYLE = re.compile(r"display:(?:block|flex|grid|list-item|table(?:-row|-cell)?)(?=[;!]|$)")
_PRE_STYLE = re.compile(r"white-space:(?:pre|break-spaces)")
_NO_PLAIN_DIGIT = str.maketrans("0123456789０１２３４５６７８９", "⁰¹²³⁴⁵⁶⁷⁸⁹" * 2)
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉")
_FIELD_VALUE = re.compile(r"[0-9０-９.,，+\-—–/ ]{1,30}")
_FIELD_KINDS = ("", "text", "number", "tel")
_FIELD_COUNT = re.compile(r"[0-9０-９〇零一二两三四五六七八九十百千万无]")
_FIELDS_WITHOUT_TEXT = ("checkbox", "color", "file", "hidden", "password", "radio")
_TINY, _TINY_STYLE = re.compile(r"^\s*[0-3](?:px)?\s*$"), re.compile(r"(?:^|;)(?:width|height):[0-3](?:\.[0-9]+)?p[xt]")
_WRITES = re.compile(r"write|innerHTML|innerText|textContent|\.(?:html|text|append)\(")


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
    piece of a page, line ends are kept `outside` its elements, or in `all` of it; `look`: whether it is seen."""

    pre: bool = False
    link: bool = False
    raised: str = ""
    struck: bool = False
    lines: str = ""
    look: Look = SHOWN


class Walk:
    """One way through an element and all it holds; `in_cell` while it reads the cell of a table. `images` counts what
    it met that shows something else than text."""

    def __init__(
        self, place: Place, styles: Styles, in_cell: bool = False, lines: str = "", look: Look = SHOWN
    ) -> None:
        self.pieces: list[Piece] = []
        self.images = 0
        self._place = place
        self._styles = styles
        self._in_cell = in_cell
        self._style = _Style(lines=lines, look=look)
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
        if tag in _NOT_SHOWN and not self._in_cell:
            return None
        attributes = node.attributes
        styles = self._styles.declared(node, attributes)
        around = self._style.look
        if tag == "table" and around.no_size and self._styles.is_quirky:
            around = around._replace(no_size=False)
        look = look_at(tag, attributes, styles, around)
        if look.gone:
            return None
        if look.unsure and not self._in_cell:
            look = look._replace(unsure=False)
        if tag in _APART or (tag == "math" and self._in_cell):
            if not look.unseen:
                self._note(node, tag, attributes, styles[0])
            return None
        if attributes and attributes.get("aria-hidden") == "true" and tag not in _BLOCKS and tag != "table":
            self._count_text(node, look)
            return None
        if tag == "table":
            self._flush()
            from build_scripts.reading.formats.webtables import read_table

            pieces, images = read_table(node, Place("table", self._place), self._styles, look)
            self.pieces += pieces
            self.images += images
            return None
        style = styles[0]
        if tag == "bdo" and self._in_cell:
            look = look._replace(unsure=True)
        inline = style and "".join((attributes.get("style") or "").split()).lower()
        before = (node, self._place, self._style, tag in _BLOCKS or bool(inline and _BLOCK_STYLE.search(inline)))
        if before[3]:
            self._flush()
            self._place = Place(tag, self._place, attributes.get("role") or "")
        self._style = _change_style(self._style, look, tag, attributes, style, before[3])
        return before

    def _note(self, node: LexborNode, tag: str, attributes: Mapping[str, str | None], style: str) -> None:
        """What a cell shows in an element that is not walked: the value of a field, else it is only counted."""
        if tag == "img" or tag in _DRAWN:
            is_tiny = any(_TINY.match(attributes.get(side) or "") for side in ("width", "height"))
            if not is_tiny and not (style and _TINY_STYLE.search(style)):
                self.images += 1
                if not self._in_cell and not self._texts:  # it may show a table: that is not passed over in silence
                    self.pieces.append(Piece(PICTURE, self._place, 0))
        elif not self._in_cell:
            return
        elif tag == "input":
            self._add_field(attributes.get("value") or "", (attributes.get("type") or "").lower())
        elif tag == "textarea":
            self._add_field(node.text(), "")
        elif tag == "script":
            self.images += "src" in attributes or _WRITES.search(node.text()) is not None
        elif tag == "template":
            self.images += "shadowrootmode" in attributes or "shadowmode" in attributes
        elif tag in _WRITTEN:
            self._count_text(node, SHOWN)

    def _count_text(self, node: LexborNode, look: Look) -> None:
        """Note that a cell shows text that is not walked."""
        if self._in_cell and not self.images and not look.unseen and node.text().strip():
            self.images += 1

    def _add_field(self, value: str, kind: str) -> None:
        """What stands in a field of a form that was printed with its numbers; prompts and buttons are left out."""
        if kind in _FIELD_KINDS and _FIELD_VALUE.fullmatch(value):
            self._texts.append(f" {value} ")
        elif kind == "image" or (kind not in _FIELDS_WITHOUT_TEXT and _FIELD_COUNT.search(value)):
            self.images += 1

    def _add_text(self, text: str) -> None:
        style = self._style
        if style.look is not SHOWN:
            if not style.look.shows_text:
                return
            self.images += style.look.unsure and not text.isspace()
        if style.raised:
            text = text.translate(_NO_PLAIN_DIGIT)
            text = text.translate(_LOWERED) if style.raised == "sub" else text
        if style.struck and text.strip():
            text = f"~~{text.strip()}~~"
        if style.link:
            self._linked += len(text.strip())
        if (style.pre or style.lines) and ("\n" in text or "\r" in text or style.pre):
            first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self._texts.append(keep_blanks(first) if style.pre else first)
            for other in others:
                self._flush()
                self._texts.append(keep_blanks(other) if style.pre else other)
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


def _is_raised(style: str) -> bool:
    """Whether text stands higher or lower than the line, as Word writes its note marks too."""
    if _RAISED_STYLE.search(style):
        return True
    return "position:relative" in style and _MOVED_STYLE.search(style) is not None


def _change_style(
    style: _Style, look: Look, tag: str, attributes: Mapping[str, str | None], printed: str, is_block: bool
) -> _Style:
    """The style within an element."""
    raised = tag if tag in ("sup", "sub") else ""
    if printed and not is_block and not raised and _is_raised(printed):
        raised = "sub" if "align:sub" in printed else "sup"
    pre = tag in ("pre", "listing", "xmp") or bool(printed and _PRE_STYLE.search(printed))
    link = tag == "a" and "href" in attributes
    struck = tag in _STRUCK or "line-through" in printed
    if not (raised or pre or link or struck or (style.lines == "outside" and is_block) or look is not style.look):
        return style
    return _Style(
        pre=style.pre or pre,
        link=style.link or link,
        raised=style.raised or raised,
        struck=style.struck or struck,
        lines="" if is_block and style.lines == "outside" else style.lines,
        look=look,
    )
