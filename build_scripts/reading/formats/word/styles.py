"""The styles part → how a style's text is printed: hidden, struck out, raised, unseen; and the list it numbers in.

Comes in: the root of the styles part. Goes out: `Styles`. Refuses to know: text, tables.
Source: ISO/IEC 29500-1, 17.7 (style hierarchy, toggle properties).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from build_scripts.reading.formats.word.package import Element, W

_VAL = f"{W}val"
_OFF = frozenset({"0", "false", "off"})
_RUN_TAGS = {
    f"{W}vanish": "hidden",
    f"{W}strike": "struck",
    f"{W}dstrike": "struck",
    f"{W}vertAlign": "raised",
    f"{W}position": "position",
    f"{W}color": "white",
    f"{W}sz": "tiny",
    f"{W}rStyle": "style",
}
_RAISED = {"superscript": "up", "subscript": "down"}
_DEEPEST = 60
_TINY = 4
"""Half points: letters no higher than this (0.7 mm) nobody reads."""
_WHITE = re.compile(r"(?:[Ff][89A-Fa-f]){3}")


class Look(NamedTuple):
    """What matters of a run's look; None where nothing is said of it. `raised` is up, down or ''; `position` is how
    far above the line it stands, in half points."""

    hidden: bool | None = None
    struck: bool | None = None
    raised: str | None = None
    position: int | None = None
    white: bool | None = None
    tiny: bool | None = None


class ListPlace(NamedTuple):
    """The list a paragraph is numbered in, by its number ('' if nothing is said, '0' if in none), and its level."""

    number: str = ""
    level: int | None = None


class Style(NamedTuple):
    """What matters of a style, with what it is based on."""

    look: Look = Look()
    place: ListPlace = ListPlace()


PLAIN = Style()


class Styles:
    """The styles of a document by their id, found when asked for."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._found: dict[str, Style] = {"": PLAIN}
        usual = ""
        for element in root.findall(f"{W}style") if root is not None else ():
            style = element.get(f"{W}styleId", "")
            self._elements.setdefault(style, element)
            if element.get(f"{W}type") == "paragraph" and is_on(element.get(f"{W}default", "0")):
                usual = style
        self._found[""] = self.find(usual)

    def find(self, style: str) -> Style:
        """The style of this id; of the default paragraph style where it is '' or not defined."""
        if style not in self._found:
            self._found[style] = self._resolve(style)
        return self._found[style]

    def character(self, style: str) -> Look:
        """The look a character style gives; none of its own if it is '' or not defined."""
        return self.find(style).look if style in self._elements else PLAIN.look

    def is_shaded(self, style: str) -> bool:
        """Whether a style lays any ground behind its text; a table's may do so in some of its rows only."""
        return any(is_ground(one) for element in self._chain(style) for one in element.iter(f"{W}shd"))

    def _chain(self, style: str) -> list[Element]:
        chain: list[Element] = []
        while style in self._elements and len(chain) < _DEEPEST:
            chain.append(self._elements[style])
            based = chain[-1].find(f"{W}basedOn")
            style = based.get(_VAL, "") if based is not None else ""
        return chain

    def _resolve(self, style: str) -> Style:
        chain = self._chain(style)
        if not chain:
            return self._found[""]
        look, place = PLAIN
        for element in reversed(chain):
            own, _ = read_look(element.find(f"{W}rPr"))
            look = merge_looks(look, own)
            properties = element.find(f"{W}pPr")
            place = merge_places(place, read_place(properties.find(f"{W}numPr") if properties is not None else None))
        return Style(look, place)


def is_on(value: str | None) -> bool:
    """Whether a switch is on; one without a value is.

    >>> is_on(None), is_on("false")
    (True, False)
    """
    return value not in _OFF


def read_look(properties: Element | None) -> tuple[Look, str]:
    """The look that run properties give by themselves, and the id of the character style they name."""
    if properties is None or not len(properties):
        return PLAIN.look, ""
    hidden: bool | None = None
    struck: bool | None = None
    raised: str | None = None
    position: int | None = None
    white: bool | None = None
    tiny: bool | None = None
    style = ""
    for child in properties:
        match _RUN_TAGS.get(child.tag):
            case None:
                continue
            case "hidden":
                hidden = is_on(child.get(_VAL))
            case "struck":
                struck = is_on(child.get(_VAL)) or bool(struck)
            case "raised":
                raised = _RAISED.get(child.get(_VAL, ""), "")
            case "position":
                position = read_int(child.get(_VAL), 0)
            case "white":
                white = is_white(child.get(_VAL, ""))
            case "tiny":
                tiny = read_int(child.get(_VAL), _TINY + 1) <= _TINY
            case _:
                style = child.get(_VAL, "")
    return Look(hidden, struck, raised, position, white, tiny), style


def is_white(colour: str) -> bool:
    """Whether a colour is not to be told from the paper's.

    >>> is_white("FFFFFF"), is_white("FEFEFE"), is_white("auto")
    (True, True, False)
    """
    return _WHITE.fullmatch(colour) is not None


def is_ground(shading: Element) -> bool:
    """Whether a shading is another ground than the paper's."""
    if shading.get(f"{W}val", "clear") not in ("clear", "nil"):
        return True
    fill, theme = shading.get(f"{W}fill", "auto"), shading.get(f"{W}themeFill", "background1")
    return theme != "background1" or not (fill == "auto" or is_white(fill))


def merge_looks(below: Look, above: Look) -> Look:
    """A look with what another one says laid over it."""
    if above == PLAIN.look:
        return below
    return below._replace(**{name: said for name, said in above._asdict().items() if said is not None})


def toggle_looks(paragraph: Look, character: Look) -> Look:
    """The look by a paragraph's style and a character style together: hidden and struck in both is neither."""
    if character == PLAIN.look:
        return paragraph
    return merge_looks(paragraph, character)._replace(
        hidden=bool(paragraph.hidden) != bool(character.hidden), struck=bool(paragraph.struck) != bool(character.struck)
    )


def read_place(properties: Element | None) -> ListPlace:
    """The list and level that numbering properties name."""
    if properties is None:
        return ListPlace()
    number, level = properties.find(f"{W}numId"), properties.find(f"{W}ilvl")
    return ListPlace(
        number.get(_VAL, "") if number is not None else "",
        read_int(level.get(_VAL), 0) if level is not None else None,
    )


def merge_places(below: ListPlace, above: ListPlace) -> ListPlace:
    """A place in a list with what another one says laid over it."""
    return ListPlace(above.number or below.number, below.level if above.level is None else above.level)


def read_int(value: str | None, otherwise: int) -> int:
    """A whole number as written in an attribute; widths may have a fraction."""
    try:
        return int(float(value)) if value is not None and len(value) < 20 else otherwise
    except (ValueError, OverflowError):
        return otherwise
