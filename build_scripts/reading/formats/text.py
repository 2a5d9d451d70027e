"""Bytes of a text file → the text, and text → numbered lines.

Comes in: bytes that are no other format. Goes out: `str`, `Document`, or a `DecodeFailure`. Refuses to know: labels.
Source of the encodings met: UTF-8 and UTF-16 with or without BOM, GB18030, Big5 (with the characters of Hong Kong).
Nearly all bytes decode as GB18030, so the one of the two that shows more of the commonest characters is taken.
"""

from __future__ import annotations

import re

from build_scripts.reading.document import PICTURE, DecodeFailure, Document

_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_OTHER_BREAK = re.compile(r"[\x0b\x85\u2028\u2029]")
NO_PRINT = r"\u200b-\u200f\u2060\ufeff\xad"
_INVISIBLE = re.compile(rf"(?<![0-9{NO_PRINT}])[{NO_PRINT}]++|[{NO_PRINT}]++(?![0-9])")
_ANY_INVISIBLE = re.compile(f"[{NO_PRINT}]")
_PIPE_ROW = re.compile(r"^[ \t]*\|.*\|[ \t\r]*$", re.MULTILINE)
_ONE_PICTURE = r"!\[\[[^\]\n]*\]\]|!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])(?:\{[^}\n]*\})?|<img\b[^<>\n]*>"
_PICTURES = re.compile(
    rf"^[ \t]*+(?:\[?(?:{_ONE_PICTURE})(?:\]\([^)\n]*\))?[ \t]*+)++(?=\r?$)", re.MULTILINE | re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_COMMON = re.compile(
    "[，。、：的一二三年月日和不在人中公开府政信息报告情况申请行复议诉讼规章数量总计其他处理结果機關開報資訊規請處結複訴訟總計數無經業組織內務項]"
)
_ASCII = re.compile(r"[\x00-\x7f]")
_LOOK, _SCORED = 4096, 20_000
_SOME_TEXT, _SHARE = 40, 50


def decode_text(data: bytes) -> str | DecodeFailure:
    """The text of the bytes without characters that print nothing; else the reason why it is none.

    Characters that print nothing (U+200B to U+200F, U+2060, U+FEFF, U+00AD) are left out, but not between two digits,
    where they may part two numbers.
    """
    text = _decode(data)
    if isinstance(text, DecodeFailure):
        return text
    plain = _INVISIBLE.sub("", text) if _ANY_INVISIBLE.search(text) else text
    if not plain.strip():
        return DecodeFailure("empty-file")
    control = _CONTROL.search(text)
    if control:
        return DecodeFailure("binary-file", (("found", f"U+{ord(control.group()):04X}"),))
    return plain


def read_text(text: str) -> Document:
    """Numbered lines of a plain or Markdown text, split at LF, CRLF and CR as editors count them."""
    return Document(_text_format(text), _split_lines(mark_pictures(text)))


def mark_pictures(text: str) -> str:
    """The text with the mark of a picture for every line that holds nothing but pictures, as Markdown writes them.

    >>> mark_pictures("二、主动公开\\n![](media/image1.png){width=5in}")
    '二、主动公开\\n〔图〕'
    """
    return _PICTURES.sub(PICTURE, text) if "![" in text or "<img" in text.lower() else text


def _split_lines(text: str) -> tuple[str, ...]:
    """The lines; marks that Word and web pages leave inside a line are white space, unless the text has no other."""
    has_other = _OTHER_BREAK.search(text) is not None
    if "\r" not in text and not has_other:
        return tuple(text.split("\n"))
    if not _LINE_BREAK.search(text):
        return tuple(_OTHER_BREAK.split(text))
    return tuple(_LINE_BREAK.split(_OTHER_BREAK.sub(" ", text)))


def _decode(data: bytes) -> str | DecodeFailure:
    encodings = _encodings_by_mark(data)
    failure: DecodeFailure | None = None
    found: list[str] = []
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            failure = failure or DecodeFailure("unknown-encoding", (("position", str(error.start + 1)),))
            continue
        if encoding == "utf-8" or len(encodings) == 1:
            return text
        found.append(text)
    if not found:
        return failure or DecodeFailure("empty-file")
    best = max(found, key=_count_common)
    return failure if failure and _is_gibberish(best) else best


def _encodings_by_mark(data: bytes) -> tuple[str, ...]:
    if data.startswith(b"\xef\xbb\xbf"):
        return ("utf-8-sig",)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if b"\x00" in data[:_LOOK]:
        return _utf16_without_mark(data[:_LOOK])
    return ("utf-8", "gb18030", "big5hkscs")


def _utf16_without_mark(start: bytes) -> tuple[str, ...]:
    """UTF-16 text without a mark shows the zero bytes of its line ends, tabs and digits on one side only, but for
    characters as 开 and 一, which have one on the other: then what is read tells."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    little, big = (_count_common(start.decode(encoding, "replace")) for encoding in ("utf-16-le", "utf-16-be"))
    if (odd > 4 * even and little >= big) or little > 2 * big:
        return ("utf-16-le",)
    if (even > 4 * odd and big >= little) or big > 2 * little:
        return ("utf-16-be",)
    return ("utf-8",)


def _count_common(text: str) -> int:
    """How many of the first characters are among the commonest of such reports."""
    return len(_COMMON.findall(text[:_SCORED]))


def _is_gibberish(text: str) -> bool:
    """Whether a text that is no ASCII shows hardly any of the characters that every report has: its bytes were not
    meant so, as those of a torn UTF-8 file."""
    strange = len(text) - len(_ASCII.findall(text))
    return strange >= _SOME_TEXT and _SHARE * _count_common(text) < min(strange, _SCORED)


def _text_format(text: str) -> str:
    return "md" if "|" in text and _PIPE_ROW.search(text) else "txt"
