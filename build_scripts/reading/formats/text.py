"""Bytes of a text file → the text, and text → numbered lines.

Comes in: bytes that are no other format. Goes out: `str`, `Document`, or a `DecodeFailure`. Refuses to know: labels.
Source of the encodings met: UTF-8 with or without BOM, UTF-16, GB18030.
"""

from __future__ import annotations

import re

from build_scripts.reading.document import DecodeFailure, Document

_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_OTHER_BREAK = re.compile(r"[\x0b\x85\u2028\u2029]")
NO_PRINT = r"\u200b-\u200f\u2060\ufeff\xad"
_INVISIBLE = re.compile(rf"(?<![0-9{NO_PRINT}])[{NO_PRINT}]++|[{NO_PRINT}]++(?![0-9])")
_PIPE_ROW = re.compile(r"^[ \t]*\|.*\|[ \t\r]*$", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode_text(data: bytes) -> str | DecodeFailure:
    """The text of the bytes without characters that print nothing; else the reason why it is none.

    Characters that print nothing (U+200B to U+200F, U+2060, U+FEFF, U+00AD) are left out, but not between two digits,
    where they may part two numbers.
    """
    text = _decode(data)
    if isinstance(text, DecodeFailure):
        return text
    plain = _INVISIBLE.sub("", text)
    if not plain.strip():
        return DecodeFailure("empty-file")
    control = _CONTROL.search(text)
    if control:
        return DecodeFailure("binary-file", (("found", f"U+{ord(control.group()):04X}"),))
    return plain


def read_text(text: str) -> Document:
    """Numbered lines of a plain or Markdown text, split at LF, CRLF and CR as editors count them."""
    return Document(_text_format(text), _split_lines(text))


def _split_lines(text: str) -> tuple[str, ...]:
    """The lines; marks that Word and web pages leave inside a line are white space, unless the text has no other."""
    if not _LINE_BREAK.search(text):
        return tuple(_OTHER_BREAK.split(text))
    return tuple(_LINE_BREAK.split(_OTHER_BREAK.sub(" ", text)))


def _decode(data: bytes) -> str | DecodeFailure:
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
