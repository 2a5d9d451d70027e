"""A web page saved as one file (RFC 2557) → numbered lines and the rows of its tables.

Comes in: bytes. Goes out: `Document`, or a `DecodeFailure`. Refuses to know: labels, reports, paths.
Such a file is a mail with the page, its frames and its pictures as parts. The page is the part that shows most table
rows, then most text: where a site puts the article into a frame, the first part holds only the navigation.
"""

from __future__ import annotations

import email
import re
from email.message import Message
from email.policy import compat32

from build_scripts.reading.document import DecodeFailure, Document
from build_scripts.reading.formats.html import read_html

_PAGES = ("text/html", "application/xhtml+xml")
_BLANK_LINE = re.compile(rb"\n\r?\n")
_MOST_PARTS, _MOST_PAGES, _MOST_BOUNDARIES, _LONGEST_HEAD = 5000, 20, 20_000, 65_536


def read_mhtml(data: bytes) -> Document | DecodeFailure:
    """The text and tables of the page in the file."""
    if data.count(b"\n--") > _MOST_BOUNDARIES or not _BLANK_LINE.search(data, 0, _LONGEST_HEAD):
        return _damaged()
    try:
        pages = _list_pages(email.message_from_bytes(data, policy=compat32))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError):
        return _damaged()  # what the library raises on mails that no program wrote
    read = [read_html(page, charset, "mhtml") for page, charset in pages]
    documents = [one for one in read if isinstance(one, Document)]
    if not documents:
        return read[0] if read else _damaged()
    return max(documents, key=lambda one: (len(one.rows), sum(map(len, one.lines))))


def _damaged() -> DecodeFailure:
    return DecodeFailure("file-damaged", (("found", "mhtml"),))


def _list_pages(message: Message) -> list[tuple[bytes, str]]:
    """The bytes of every page in the file, their transfer encoding undone, each with the charset its head names."""
    pages: list[tuple[bytes, str]] = []
    waiting: list[Message] = [message]
    seen = 0
    while waiting and seen < _MOST_PARTS and len(pages) < _MOST_PAGES:
        part = waiting.pop(0)
        seen += 1
        inner = part.get_payload()
        if isinstance(inner, list):
            waiting += [one for one in inner if isinstance(one, Message)]
        elif part.get_content_type() in _PAGES:
            body = part.get_payload(decode=True)
            if isinstance(body, bytes) and body.strip():
                pages.append((body, str(part.get_param("charset") or "")))
    return pages
