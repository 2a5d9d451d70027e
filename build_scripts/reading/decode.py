"""Bytes of a file as handed in → numbered lines of text.

Comes in: bytes. Goes out: `Document`, or a `DecodeFailure` naming the finding. Refuses to know: labels, reports, paths.
The format is told by content, never by suffix. Source of the encodings met: UTF-8 with or without BOM, UTF-16, GB18030.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

MAX_BYTES = 64 * 1024 * 1024
_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_OTHER_BREAK = re.compile(r"[\x0b\x85\u2028\u2029]")
NO_PRINT = r"\u200b-\u200f\u2060\ufeff\xad"
_INVISIBLE = re.compile(rf"(?<![0-9{NO_PRINT}])[{NO_PRINT}]++|[{NO_PRINT}]++(?![0-9])")
_PIPE_ROW = re.compile(r"^[ \t]*\|.*\|[ \t\r]*$", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x1f\x8b", "gzip"),
)
_HTML = re.compile(rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Document:
    """The text that was read: line 1 first, without line ends; `format` is txt or md."""

    format: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecodeFailure:
    """Why the bytes are no text: a finding code and the values of its template."""

    code: str
    details: tuple[tuple[str, str], ...] = ()


def hash_bytes(data: bytes) -> str:
    """SHA-256 of the bytes as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def decode_document(data: bytes) -> Document | DecodeFailure:
    """Numbered lines of a text file, split at LF, CRLF and CR as editors count them; else the reason why not.

    Characters that print nothing (U+200B to U+200F, U+2060, U+FEFF, U+00AD) are left out, but not between two digits,
    where they may part two numbers.
    """
    if len(data) > MAX_BYTES:
        return DecodeFailure("file-too-large", (("found", str(len(data))), ("expected", str(MAX_BYTES))))
    known = _known_format(data)
    if known:
        return DecodeFailure("unsupported-format", (("found", known),))
    text = _decode_text(data)
    if isinstance(text, DecodeFailure):
        return text
    if not _INVISIBLE.sub("", text).strip():
        return DecodeFailure("empty-file")
    control = _CONTROL.search(text)
    if control:
        return DecodeFailure("binary-file", (("found", f"U+{ord(control.group()):04X}"),))
    text = _INVISIBLE.sub("", text)
    return Document(_text_format(text), _split_lines(text))


def _split_lines(text: str) -> tuple[str, ...]:
    """The lines; marks that Word and web pages leave inside a line are white space, unless the text has no other."""
    if not _LINE_BREAK.search(text):
        return tuple(_OTHER_BREAK.split(text))
    return tuple(_LINE_BREAK.split(_OTHER_BREAK.sub(" ", text)))


def _known_format(data: bytes) -> str:
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    return "html" if _HTML.match(data[:4096]) else ""


def _decode_text(data: bytes) -> str | DecodeFailure:
    encodings = _encodings_by_mark(data)
    failure = DecodeFailure("empty-file")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            failure = DecodeFailure("unknown-encoding", (("position", str(error.start + 1)),))
    return failure


def _encodings_by_mark(data: bytes) -> tuple[str, ...]:
    if data.startswith(b"\xef\xbb\xbf"):
        return ("utf-8-sig",)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if b"\x00" in data[:4096]:
        return _utf16_without_mark(data[:4096])
    return ("utf-8", "gb18030")


def _utf16_without_mark(start: bytes) -> tuple[str, ...]:
    """UTF-16 text without a mark shows the zero bytes of its line ends, tabs and digits on one side only."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > 4 * even:
        return ("utf-16-le",)
    if even > 4 * odd:
        return ("utf-16-be",)
    return ("utf-8",)


def _text_format(text: str) -> str:
    return "md" if _PIPE_ROW.search(text) else "txt"
