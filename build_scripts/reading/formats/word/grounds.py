"""Where a run stands → whether white letters can be seen there.

Comes in: elements, the document's styles. Goes out: yes or no. Refuses to know: text.
In doubt (a text box, a style of table that shades some of its rows) they can.
Source: ISO/IEC 29500-1, 17.3.2.32 and 17.4.32 (shading), 17.3.2.15 (highlight).
"""

from __future__ import annotations

from build_scripts.reading.formats.word.package import Element, W
from build_scripts.reading.formats.word.styles import Styles, is_ground

_VAL = f"{W}val"
_BOX = f"{W}txbxContent"
_PROPERTIES = tuple(f"{W}{name}" for name in ("rPr", "pPr", "tcPr", "trPr", "tblPr", "tblPrEx"))
_STYLES = tuple(f"{W}{name}" for name in ("rStyle", "pStyle", "tblStyle"))


def is_on_ground(element: Element, styles: Styles) -> bool:
    """Whether an element itself has a ground of colour behind its text."""
    for tag in _PROPERTIES:
        properties = element.find(tag)
        for one in properties if properties is not None else ():
            if one.tag == f"{W}shd" and is_ground(one):
                return True
            if one.tag == f"{W}highlight" and one.get(_VAL) not in ("none", "white"):
                return True
            if one.tag in _STYLES and styles.is_shaded(one.get(_VAL, "")):
                return True
    return False


def lies_on_ground(paragraph: Element, styles: Styles) -> bool:
    """Whether a paragraph, or anything it stands in, has one."""
    if is_on_ground(paragraph, styles):
        return True
    return any(parent.tag == _BOX or is_on_ground(parent, styles) for parent in paragraph.iterancestors())
