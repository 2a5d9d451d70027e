"""Atom feeds as bytes, the same bytes always. The only module of `publishing` that imports lxml.

Comes in: feeds and entries of plain text and absolute addresses. Goes out: XML. Refuses to know: what is told, the
clock. Text is only ever text (`type="text"`), so nothing of a report can be markup; characters that XML cannot hold
become U+FFFD. Source: RFC 4287.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from build_scripts.publishing.shown import show_unseen

NAMESPACE = "http://www.w3.org/2005/Atom"
_IN = f"{{{NAMESPACE}}}"
MEDIA_TYPE = "application/atom+xml"
_OPEN = f' xmlns="{NAMESPACE}"'.encode()
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Category(NamedTuple):
    """What an entry is filed under: a code, the list it is of, its label."""

    term: str
    scheme: str
    label: str


class Entry(NamedTuple):
    """An entry; `id` is an IRI that never changes, `updated` a day (ISO), `page` an absolute address."""

    id: str
    title: str
    updated: str
    page: str
    summary: str
    categories: tuple[Category, ...]


class Feed(NamedTuple):
    """A feed without its entries; `address` is its own, `page` that of the page it belongs to, both absolute."""

    id: str
    title: str
    subtitle: str
    updated: str
    address: str
    page: str
    author: str
    author_page: str
    rights: str


def write_entry(entry: Entry) -> bytes:
    """An entry as XML, to be given to `write_feed`, to several if it stands in several feeds."""
    element = etree.Element(f"{_IN}entry", nsmap={None: NAMESPACE})
    _add(element, "id", entry.id)
    _add(element, "title", entry.title, type="text")
    _add(element, "updated", tell_day(entry.updated))
    _add(element, "link", rel="alternate", type="text/html", href=entry.page)
    for category in entry.categories:
        _add(element, "category", term=category.term, scheme=category.scheme, label=category.label)
    _add(element, "summary", entry.summary, type="text")
    return _write(element).replace(_OPEN, b"", 1)


def write_feed(feed: Feed, entries: Sequence[bytes]) -> bytes:
    """The whole feed."""
    element = etree.Element(f"{_IN}feed", nsmap={None: NAMESPACE})
    element.set("{http://www.w3.org/XML/1998/namespace}lang", "zh")
    _add(element, "id", feed.id)
    _add(element, "title", feed.title, type="text")
    _add(element, "subtitle", feed.subtitle, type="text")
    _add(element, "updated", tell_day(feed.updated))
    _add(element, "link", rel="self", type=MEDIA_TYPE, href=feed.address)
    _add(element, "link", rel="alternate", type="text/html", href=feed.page)
    author = _add(element, "author")
    _add(author, "name", feed.author)
    _add(author, "uri", feed.author_page)
    _add(element, "rights", feed.rights, type="text")
    head = _write(element).removesuffix(b"</feed>")
    lines = (b'<?xml version="1.0" encoding="UTF-8"?>', head, *entries, b"</feed>", b"")
    return b"\n".join(lines)


def tell_day(day: str) -> str:
    """The beginning of a day in China, as RFC 3339 has it.

    >>> tell_day("2026-11-21")
    '2026-11-21T00:00:00+08:00'
    """
    return f"{day}T00:00:00+08:00"


def clean_text(text: str) -> str:
    """Text that XML can hold; what cannot be seen or turns the direction of writing is shown by its number.

    >>> clean_text("a" + chr(0) + chr(27) + "b<c>" + chr(0xFFFF))
    'a��b<c>�'
    """
    return show_unseen(_UNFIT.sub("\ufffd", text))


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, _IN + name, {key: clean_text(value) for key, value in attributes.items()})
    if text:
        element.text = clean_text(text)
    return element


def _write(element: etree._Element) -> bytes:
    data: bytes = etree.tostring(element, encoding="UTF-8", xml_declaration=False)
    return data
