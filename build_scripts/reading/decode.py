"""Bytes of a file as handed in → numbered lines of text, and the rows of its tables.

Comes in: bytes. Goes out: `Document`, or a `DecodeFailure` naming the finding. Refuses to know: labels, reports, paths.
The format is told by content, never by suffix; each has its module in `formats`, loaded when the first such file comes.
"""

from __future__ import annotations

import hashlib

from build_scripts import limits
from build_scripts.reading.document import ConversionError, Converter, DecodeFailure, Document
from build_scripts.reading.formats.kinds import CONVERTED, holds_tables, is_page, tell_binary_kind
from build_scripts.reading.formats.legacy import find_damage, find_lock, is_unclosed
from build_scripts.reading.formats.text import decode_text, read_text

MAX_BYTES, MAX_CHARACTERS = limits.FILE_BYTES, limits.TEXT_CHARACTERS


def hash_bytes(data: bytes) -> str:
    """SHA-256 of the bytes as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def decode_document(data: bytes, convert: Converter | None = None) -> Document | DecodeFailure:
    """What a file says; `convert` turns an older office file into a .docx, without it such files are refused."""
    document = _decode(data, convert)
    if isinstance(document, DecodeFailure) or (length := sum(map(len, document.lines))) <= MAX_CHARACTERS:
        return document
    return DecodeFailure("text-too-long", (("found", str(length)), ("expected", str(MAX_CHARACTERS))))


def _decode(data: bytes, convert: Converter | None) -> Document | DecodeFailure:
    if len(data) > MAX_BYTES:
        return DecodeFailure("file-too-large", (("found", str(len(data))), ("expected", str(MAX_BYTES))))
    kind = tell_binary_kind(data)
    if kind in CONVERTED:
        return _read_converted(data, kind, convert)
    if kind:
        return _read_binary(data, kind)
    if is_page(data):
        from build_scripts.reading.formats.html import read_html

        return read_html(data)
    text = decode_text(data)
    if isinstance(text, str) and holds_tables(text):
        from build_scripts.reading.formats.mixed import read_mixed

        return read_mixed(text)
    return read_text(text) if isinstance(text, str) else text


def _read_binary(data: bytes, kind: str) -> Document | DecodeFailure:
    if kind == "pdf":
        from build_scripts.reading.formats.pdf import read_pdf

        return read_pdf(data)
    if kind == "docx":
        from build_scripts.reading.formats.docx import read_docx

        return read_docx(data)
    if kind == "mhtml":
        from build_scripts.reading.formats.mhtml import read_mhtml

        return read_mhtml(data)
    damaged = find_damage(data, kind)
    return DecodeFailure("file-damaged" if damaged else "unsupported-format", (("found", damaged or kind),))


def _read_converted(data: bytes, kind: str, convert: Converter | None) -> Document | DecodeFailure:
    lock = find_lock(data, kind)
    if lock:
        return DecodeFailure("file-encrypted", (("found", lock),))
    if find_damage(data, kind):
        return DecodeFailure("file-damaged", (("found", kind),))
    if convert is None:
        return DecodeFailure("office-missing", (("found", kind),))
    try:
        converted = convert(data, kind)
    except ConversionError as error:
        if kind == "rtf" and error.code == "office-failed" and is_unclosed(data):
            return DecodeFailure("file-damaged", (("found", kind),))
        return DecodeFailure(error.code, (("found", error.found or kind),))
    if tell_binary_kind(converted) != "docx":
        return DecodeFailure("office-failed", (("found", kind),))
    document = _read_binary(converted, "docx")
    return document if isinstance(document, DecodeFailure) else Document(kind, document.lines, document.rows)
