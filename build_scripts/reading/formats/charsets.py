"""Bytes of a web page → its text, by what the page declares and by what decodes to sense.

Comes in: bytes, and the charset that a part's head may name. Goes out: `str`, or a `DecodeFailure`. Refuses to know:
tags, labels. Pages are often saved in another encoding than they declare, so a declaration is only one candidate:
UTF-8 that decodes without a fault is UTF-8; among the others the one that shows most of the commonest characters wins.
"""

from __future__ import annotations

import re

from build_scripts.reading.document import DecodeFailure

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([0-9A-Za-z_\-]{2,20})""", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_COMMON = re.compile(r"[的一是在不了有和人年公府政信息]")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CODECS = {
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "xgbk": "gb18030",
    "cp936": "gb18030",
    "hzgb2312": "hz",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "xbig5": "big5hkscs",
    "cp950": "big5hkscs",
    "utf16": "utf-16-le",
    "utf16le": "utf-16-le",
    "utf16be": "utf-16-be",
    "unicode": "utf-16-le",
}
_LOOK, _SCORED = 4096, 200_000
_RIGHT_IN_A_FAULT = 500


def decode_page(data: bytes, declared: str = "") -> str | DecodeFailure:
    """The text of a page; characters that are no text are blanks, so that they part what stands beside them.

    >>> decode_page('<meta charset="gb2312"><p>信息公开'.encode())
    '<meta charset="gb2312"><p>信息公开'
    >>> decode_page('<meta charset="big5"><p>資訊公開'.encode("big5"))
    '<meta charset="big5"><p>資訊公開'
    """
    if not data.strip():
        return DecodeFailure("empty-file")
    text = _decode(data, declared)
    return text if isinstance(text, DecodeFailure) else _CONTROL.sub(" ", text.removeprefix("\ufeff"))


def _decode(data: bytes, declared: str) -> str | DecodeFailure:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data.decode(codec, errors="replace")
    zeros = _tell_utf16(data[:_LOOK])
    if zeros:
        return data.decode(zeros, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        position = error.start + 1
    found = _best_text(data, [*_list_declared(data, declared), "gb18030", "big5hkscs"])
    return DecodeFailure("unknown-encoding", (("position", str(position)),)) if found is None else found


def _list_declared(data: bytes, declared: str) -> list[str]:
    """The codecs that the part's head and the page itself name, as far as pages in Chinese use them."""
    printed = _DECLARED.findall(data[:_LOOK])
    names = [declared, *(name.decode("ascii") for name in printed)]
    codecs = [_CODECS.get(re.sub(r"[^0-9a-z]", "", name.lower()), "") for name in names]
    return [codec for codec in codecs if codec and not codec.startswith("utf-16")]


def _best_text(data: bytes, codecs: list[str]) -> str | None:
    """The text with most common characters; the first codec on a tie. A page with a torn character here and there is
    read with a mark in its place (U+FFFD), as browsers show it."""
    best: str | None = None
    score = 0
    for codec in dict.fromkeys([*codecs, "utf-8"]):
        text = data.decode(codec, errors="replace")
        if text.count("\ufffd") * _RIGHT_IN_A_FAULT > len(text):
            continue
        found = len(_COMMON.findall(text[:_SCORED]))
        if best is None or found > score:
            best, score = text, found
    return best


def _tell_utf16(start: bytes) -> str:
    """UTF-16 without a mark shows the zero bytes of its tags on one side only; '' if there are few."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) * 16 < len(start):
        return ""
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else ""
