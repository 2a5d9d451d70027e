"""The parts of a file that are not read: heads and feet of a web page, comments and properties of a Word file.

Comes in: the bytes of a file and its format. Goes out: whether a number of a person stands anywhere in it. Refuses to
know: what was read. The text that is published has no such part, but the file itself, given out with a full text, has.
Scripts and styles are left out: their numbers are of machines. PDF, DOC and RTF are not looked into.
"""

from __future__ import annotations

import email
import email.policy
import html
import io
import re
import zipfile
from collections.abc import Iterator

from build_scripts.reading.privacy.finder import find_places
from build_scripts.reading.privacy.words import PrivacyWords

_DIGIT = rb"(?:[0-9]|\xef\xbc[\x90-\x99]|\xa3[\xb0-\xb9])"  # full-width ones in UTF-8 and in GB18030 too
_LIKELY = re.compile(_DIGIT + rb"(?:(?:[ .-]|<[^<>]{0,200}>|&[a-z]{2,8};)*" + _DIGIT + rb"){10}")
_SILENT = re.compile(r"(?is)<(script|style)\b.*?</\1\s*>|<!--.*?-->")
_CELL = re.compile(r"(?i)(?:</(?:w:|text:)?p>\s*)?</(?:td|th|w:tc|table:table-cell)\s*>|<w:tab\b[^<>]*>")
_LINE = re.compile(r"(?i)<w:(?:br|tr|tbl)\b[^<>]*>|</w:(?:tr|tbl)>")
_INLINE = re.compile(r"(?i)</?(?:b|i|u|em|strong|span|font|a|td|th|w:[a-oq-z]\w*|w:p[A-Z]\w*|text:span)\b[^<>]*>")
_TOLD = re.compile(r"""(?i)\b(?:href|content|alt|title|value)\s*=\s*("[^"]*"|'[^']*')""")
_TAG = re.compile(r"<[^<>]*>")
_LARGEST = 20_000_000


def has_unread_number(data: bytes, kind: str, words: PrivacyWords) -> bool:
    """Whether a number of a person stands in a file of this format, read or not."""
    return any(
        find_places(_take_text(part).split("\n"), words)
        for part in _list_parts(data, kind)
        if _LIKELY.search(part) is not None
    )


def _list_parts(data: bytes, kind: str) -> Iterator[bytes]:
    """The parts of the file that are markup."""
    if kind == "html":
        yield data
    elif kind == "mhtml":
        for part in email.message_from_bytes(data, policy=email.policy.compat32).walk():
            payload = part.get_payload(decode=True)
            if part.get_content_maintype() == "text" and isinstance(payload, bytes):
                yield payload
    elif kind in ("docx", "odt"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for entry in archive.infolist():
                    if entry.filename.endswith(".xml") and entry.file_size < _LARGEST:
                        yield archive.read(entry)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
            return


def _take_text(part: bytes) -> str:
    """The text of markup as it is seen, and what its attributes tell, each on a line of its own."""
    try:
        text = part.decode("utf-8")
    except UnicodeDecodeError:
        text = part.decode("gb18030", "replace")
    text = _SILENT.sub("\n", text)
    seen = _INLINE.sub("", _LINE.sub("\n", _CELL.sub("\t", text)))
    told = "\n".join(found[1:-1] for found in _TOLD.findall(text))
    return html.unescape(f"{_TAG.sub(chr(10), seen)}\n{told}")
