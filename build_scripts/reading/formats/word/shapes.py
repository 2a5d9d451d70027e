"""Drawings, pictures and formulas inside a paragraph → the text boxes they hold, and whether they show a picture.

Comes in: elements. Goes out: `Box`es, text. Refuses to know: what the boxes say.
Source: ISO/IEC 29500-1, 20.4 (drawings), 29500-3 (alternatives), 29500-4 (VML).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from build_scripts.reading.formats.word.package import Element, W
from build_scripts.reading.formats.word.styles import read_int

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VML = "{urn:schemas-microsoft-com:vml}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_MATH_STRUCTURE = re.compile(r"\}(?:sSup|sSub|sSubSup|sPre|f|rad|nary|func|limLow|limUpp|m|eqArr|d)$")
_BOX = f"{W}txbxContent"
_SHOWN = (_BOX, *(f"{W}{name}" for name in ("t", "drawing", "pict", "object", "sym", "tbl", "contentPart")), _MATH_TEXT)
_UNREAD = ("}blip", "}imagedata", "}OLEObject", "}object", "}chart", "}relIds", "}contentPart", "}textpath", "}control")
_MARGIN_TOP = re.compile(r"(?:^|;)\s*margin-top:\s*(-?[0-9.]+)")
_VERTICAL = re.compile(r"(?:^|;)\s*mso-position-vertical-relative:\s*(\w+)")
_NEAR = frozenset({"paragraph", "line", "text", "char"})


class Box(NamedTuple):
    """A text box: its content, and where it floats against the paragraph it hangs on: `above` it, on the `page`, or
    elsewhere (''); `is_inline`: it stands in the line like a letter."""

    content: Element
    where: str = ""
    is_inline: bool = False


def choose_branch(alternate: Element) -> Element | None:
    """The one branch of an alternative that is read: the first that shows anything; every other is the same again."""
    branches = [*alternate.findall(f"{_MC}Choice"), *alternate.findall(f"{_MC}Fallback")]
    return next((one for one in branches if next(one.iter(*_SHOWN), None) is not None), None)


def find_boxes(element: Element) -> list[Box]:
    """The text boxes in a drawing or a VML picture, in their order, each once; those inside others come with them."""
    found: list[Box] = []
    _gather_boxes(element, "", False, found)
    return found


def _gather_boxes(element: Element, where: str, is_inline: bool, found: list[Box]) -> None:
    tag = element.tag
    if tag == _BOX:
        found.append(Box(element, where, is_inline))
        return
    if tag == f"{_MC}AlternateContent":
        branch = choose_branch(element)
        if branch is not None:
            _gather_boxes(branch, where, is_inline, found)
        return
    if isinstance(tag, str) and tag.endswith("}inline"):
        is_inline = True
    elif isinstance(tag, str) and tag.endswith("}anchor"):
        where = _read_anchor(element)
    elif isinstance(tag, str) and tag.startswith(_VML) and element.get("style") and not where:
        where = _read_style(element.get("style", ""))
    for child in element:
        _gather_boxes(child, where, is_inline, found)


def _read_anchor(anchor: Element) -> str:
    for child in anchor:
        if isinstance(child.tag, str) and child.tag.endswith("}positionV"):
            if child.get("relativeFrom") not in _NEAR:
                return "page"
            offset = next((one.text for one in child if str(one.tag).endswith("}posOffset")), "0")
            return "above" if read_int((offset or "0").strip(), 0) < 0 else ""
    return ""


def _read_style(style: str) -> str:
    relative = _VERTICAL.search(style[:2000])
    if relative and relative.group(1) not in _NEAR:
        return "page"
    top = _MARGIN_TOP.search(style[:2000])
    return "above" if top and top.group(1).startswith("-") else ""


def has_picture(element: Element) -> bool:
    """Whether a drawing shows a picture, a chart or an object of another program: text in it cannot be read."""
    return any(isinstance(one.tag, str) and one.tag.endswith(_UNREAD) for one in element.iter())


def read_formula(element: Element) -> str:
    """The text of a formula; a blank parts its pieces where they are raised, lowered or set upon each other."""
    texts = [one.text or "" for one in element.iter(_MATH_TEXT)]
    has_structure = any(isinstance(one.tag, str) and _MATH_STRUCTURE.search(one.tag) for one in element.iter())
    return (" " if has_structure else "").join(texts)
