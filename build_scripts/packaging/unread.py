"""Whether a file as handed in holds a number of a person that stands nowhere in the text that was read of it.

Comes in: the bytes of a file, its format, the lines that were read. Goes out: yes or no. Refuses to know: what becomes
of the file. A web page holds more than is read of it (heads, feet, comments, script), and so does a Word file (notes,
what was struck out). What stands in the lines was judged there already. Not looked into: PDF, RTF and the old Word
format, whose bytes are no text; plain text is read whole.
"""

from __future__ import annotations

import email
import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from build_scripts.reading.privacy.finder import find_places
from build_scripts.reading.privacy.words import PrivacyWords

_INLINE = re.compile(r"</?(?:a|b|i|u|em|font|o:p|span|strong|sub|sup|w:(?!p\b|tab\b|tc\b|br\b)\w+|text:span)\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")
_MOST = 50_000_000
"""Bytes of one part of a file that are looked at; a file with a larger part is taken to hold such a number."""


def holds_unread_number(data: bytes, source_format: str, lines: Sequence[str], words: PrivacyWords) -> bool:
    """Whether the file holds such a number besides those in the lines; in doubt, yes."""
    try:
        found = {number for text in _list_texts(data, source_format) for number in _list_numbers(text, words)}
    except (_TooLarge, zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, LookupError):
        return True
    read = _keep_digits("".join(lines)) if found else ""
    return any(number not in read for number in found)


class _TooLarge(Exception):
    """A part of a file is larger than is looked at."""


def _list_numbers(text: str, words: PrivacyWords) -> Iterator[str]:
    lines = text.split("\n")
    for place in find_places(lines, words):
        yield _keep_digits(lines[place.line - 1][place.start : place.end])


def _list_texts(data: bytes, source_format: str) -> Iterator[str]:
    """Every text in the file as it is written, and as it is seen: without marks between characters of a word."""
    if source_format == "html":
        yield from _show(_decode(data))
    elif source_format == "mhtml":
        for part in email.message_from_bytes(data).walk():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and part.get_content_maintype() == "text":
                yield from _show(_decode(payload))
    elif source_format in ("docx", "odt"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                if entry.filename.endswith((".xml", ".rels")):
                    if entry.file_size > _MOST:
                        raise _TooLarge(entry.filename)
                    yield from _show(_decode(archive.read(entry)))


def _show(text: str) -> Iterator[str]:
    yield text
    yield html.unescape(_TAG.sub("\n", _INLINE.sub("", text)))


def _decode(data: bytes) -> str:
    """The bytes as text; digits are the same in every encoding that web pages use, words in these."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _keep_digits(text: str) -> str:
    return re.sub("[^0-9X]", "", unicodedata.normalize("NFKC", text).upper().replace("×", "X"))
