"""One rendered specimen of each kind of page, filled for every page of that kind by joining strings.

Comes in: the HTML that the renderer made of a specimen, with a marker `@@slot:name@@` wherever a value belongs.
Goes out: finished pages. Refuses to know: what the values mean. A specimen is split once, when it is read; a value
is never looked at again, so a marker inside a report's text stays text. Values are HTML: who gives them has escaped
them, quotes included, for a slot may stand in an attribute. Characters that cannot be seen or turn the direction of
writing are shown by their numbers, whoever gave them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from build_scripts.publishing.shown import show_unseen

MARKER_START = "@@slot:"
_RELATIVE = re.compile(r'((?:\b(?:href|src|action)|"base")(?:=|: )")(?![#/]|[a-z][a-z0-9+.-]*:)')
"""An address relative to the page, up to where it begins: in an attribute, and the theme's own way to the root."""

_MARKER = re.compile(r"@@slot:([a-z][a-z0-9_]*)@@")


class SpecimenError(ValueError):
    """A specimen is malformed, or was filled with other slots than it has; the message names them."""


@dataclass(frozen=True, slots=True)
class Specimen:
    """A page split at its slots: texts[0] slots[0] texts[1] … slots[-1] texts[-1]. A slot may stand several times."""

    texts: tuple[str, ...]
    slots: tuple[str, ...]
    names: frozenset[str]


def slot_marker(name: str) -> str:
    """What stands in a specimen where the value `name` belongs.

    >>> slot_marker("title")
    '@@slot:title@@'
    """
    return f"{MARKER_START}{name}@@"


def read_specimen(html: str) -> Specimen:
    """The specimen that `html` is, split at its markers; raises SpecimenError at a marker that is not whole."""
    pieces = _MARKER.split(html)
    texts, slots = tuple(pieces[::2]), tuple(pieces[1::2])
    for text in texts:
        if MARKER_START in text:
            start = text.index(MARKER_START)
            raise SpecimenError(f"a slot marker is not whole: {text[start : start + 40]!r}")
    return Specimen(texts, slots, frozenset(slots))


def deepen(specimen: Specimen, steps: int) -> Specimen:
    """The specimen of pages that lie so many folders deeper: its relative addresses lead so much further up.

    >>> deepen(read_specimen('<a href="../x/"><a href="#top"><a href="https://a.b/">'), 2).texts[0]
    '<a href="../../../x/"><a href="#top"><a href="https://a.b/">'
    """
    up = "../" * steps
    return replace(specimen, texts=tuple(_RELATIVE.sub(rf"\g<1>{up}", text) for text in specimen.texts))


def stamp(specimen: Specimen, slots: Mapping[str, str]) -> str:
    """The page with every slot filled; raises SpecimenError naming each slot that is missing or unknown."""
    if slots.keys() != specimen.names:
        missing, unknown = specimen.names - slots.keys(), slots.keys() - specimen.names
        raise SpecimenError(f"slots missing: {sorted(missing)}, unknown: {sorted(unknown)}")
    pieces = [""] * (2 * len(specimen.slots) + 1)
    pieces[::2] = specimen.texts
    shown = {name: show_unseen(value) for name, value in slots.items()}
    pieces[1::2] = [shown[name] for name in specimen.slots]
    return "".join(pieces)
