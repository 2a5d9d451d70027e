"""The parts of a file that are not read, and whether a number of a person stands there.

Comes in: the bytes of a file, its format, the lines that were read of it. Goes out: yes or no; in doubt, yes. Refuses
to know: what becomes of the file. The text that is published has no such part, but the file itself has: heads and feet
of a web page, comments, scripts, attributes; every member of a Word file, what is embedded in it, its comments; the
properties of a PDF. What stands in the lines was judged there. Not looked into: pictures and fonts, what PDF holds
besides its pages and properties, RTF and the old Word format. Plain text is read whole.
"""

from __future__ import annotations

import email
import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from build_scripts.reading.privacy.finder import find_places
from build_scripts.reading.privacy.words import PrivacyWords

_CELL = re.compile(r"(?i)(?:</(?:w:|text:)?p>\s*)?</(?:td|th|w:tc|table:table-cell)\s*>|<w:tab\b[^<>]*>")
_INLINE = re.compile(
    r"(?i)</?(?:a|abbr|b|bdi|bdo|big|code|del|em|font|i|ins|kbd|label|mark|o:p|q|s|samp|small|span|strike|strong|sub|sup|td|th"
    r"|tt|u|var|wbr|text:(?:a|span)|w:(?!(?:p|br|cr|tbl|tr)\b)\w+)\b[^<>]*>"
)
_REMARK = re.compile(r"<!--|-->|<!\[CDATA\[|\]\]>")
_TAG = re.compile(r"<([^<>]*)>")
_VALUE = re.compile(r"""=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
_SOME_DIGIT = re.compile(r"[^\x00-/:-~]")
"""What may be a digit, or stand for one."""
_METADATA = (b"<x:xmpmeta", b"</x:xmpmeta>")
_HARMLESS = re.compile(r"(?i)\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|webp|ttf|otf|odttf|fntdata)$|^layout-cache$")
_TEXTS = re.compile(r"(?i)\.(?:xml|rels|vml|txt|html?|xhtml|rdf|css|js|json|csv|svg)$|^mimetype$")
_MOST = 50_000_000
"""Bytes of one part of a file that are looked at; a file with a larger part is taken to hold such a number."""
_DEEPEST = 3
Properties = Callable[[bytes], Iterable[str] | None]


def has_unread_number(
    data: bytes, kind: str, lines: Sequence[str], words: PrivacyWords, properties: Properties = lambda _: ()
) -> bool:
    """Whether such a number stands in a file of this format and not in its lines; or whether this cannot be told.

    `properties` gives the texts of a PDF that are none of its pages, None if there is what has none.
    """
    try:
        found = {number for text in _list_texts(data, kind, properties) for number in _list_numbers(text, words)}
    except (_Closed, zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, LookupError):
        return True
    read = _keep_digits("".join(lines)) if found else ""
    return any(number not in read for number in found)


class _Closed(Exception):
    """A part of a file that cannot be looked into."""


def _list_numbers(text: str, words: PrivacyWords) -> Iterator[str]:
    lines = text.split("\n")
    for place in find_places(lines, words):
        yield _keep_digits(lines[place.line - 1][place.start : place.end])


def _list_texts(data: bytes, kind: str, properties: Properties) -> Iterator[str]:
    """Every text in the file, each line of it what belongs together."""
    if kind == "html":
        yield from _show(_decode(data))
    elif kind == "mhtml":
        for part in email.message_from_bytes(data).walk():
            yield "\n".join(str(value) for value in part.values())
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and part.get_content_maintype() == "text":
                yield from _show(_decode(payload))
    elif kind in ("docx", "odt"):
        yield from _open(data, 1)
    elif kind == "pdf":
        told = properties(data)
        if told is None:
            raise _Closed
        yield "\n".join(told)
        yield from (text for piece in _list_metadata(data) for text in _show(_decode(piece)))


def _list_metadata(data: bytes) -> Iterator[bytes]:
    """The XMP of a PDF, where it is not compressed (it should not be)."""
    end = 0
    while (start := data.find(_METADATA[0], end)) >= 0:
        end = data.find(_METADATA[1], start)
        end = end if end >= 0 else len(data)
        yield data[start:end]


def _open(data: bytes, depth: int) -> Iterator[str]:
    """The texts of an archive: its comments, the names and contents of its members, archives in it too."""
    if depth > _DEEPEST:
        raise _Closed
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield _decode(archive.comment)
        for entry in archive.infolist():
            yield f"{entry.filename}\n{_decode(entry.comment)}"
            if entry.is_dir() or _HARMLESS.search(entry.filename):
                continue
            if entry.file_size > _MOST:
                raise _Closed
            member = archive.read(entry)
            if member.startswith(b"PK\x03\x04"):
                yield from _open(member, depth + 1)
            elif _TEXTS.search(entry.filename) or not member:
                yield from _show(_decode(member))
            else:
                raise _Closed


def _show(text: str) -> Iterator[str]:
    """Markup as it is seen, remarks and scripts too, without marks between the characters of a word; and what its tags
    tell, each value on a line of its own."""
    text = _REMARK.sub("\n", text)
    seen = _INLINE.sub("", _CELL.sub("\t", text))
    yield html.unescape(_TAG.sub("\n", seen))
    told = []
    for tag in _TAG.findall(text):
        if _SOME_DIGIT.search(tag) is not None:
            told.append(_VALUE.sub(" ", tag))
            told += ("".join(values) for values in _VALUE.findall(tag))
    yield html.unescape("\n".join(told))


def _decode(data: bytes) -> str:
    """The bytes as text; digits are the same in every encoding that such files use, words in these."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\0" in data[:4]:
        return data.decode("utf-16-be" if data.startswith(b"\0") else "utf-16-le", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _keep_digits(text: str) -> str:
    return re.sub("[^0-9X]", "", unicodedata.normalize("NFKC", text).upper().replace("×", "X"))
