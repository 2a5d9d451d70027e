"""The compressed streams of a PDF, looked at before PDFium unpacks them: whether they are sound, and how big they grow.

Comes in: bytes. Goes out: whether a stream is torn or spoilt; TooComplexError for one that would fill the memory.
Refuses to know: what the streams say. PDFium reads on behind a torn stream as if nothing were amiss, and its text would
be a silent gap. Streams of encrypted files cannot be looked at.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from build_scripts.reading.formats.pdf.content import TooComplexError

MOST_OF_TEXT, MOST_OF_FONTS, MOST_OF_A_PICTURE = (size * 1024 * 1024 for size in (24, 96, 256))
_STREAM = re.compile(rb">>\s*stream(\r\n|\n|\r)")
_FILTERS = re.compile(rb"/(?:FlateDecode|LZWDecode|RunLengthDecode|ASCII85Decode|ASCIIHexDecode|Fl|LZW|RL)\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_NO_TEXT = re.compile(rb"/Length[123]\b|/Subtype\s*/(?:Type1C|CIDFontType0C|OpenType|XML)\b|/N\s+\d")
_DICT = 2048
_CHUNK, _STEP = 65536, 1024 * 1024
_MOST_PACKED = 2 * 1024 * 1024


class _Stream(NamedTuple):
    start: int
    end: int
    described: bytes


def has_damage(data: bytes) -> bool:
    """Whether the file is cut off, or a stream that may hold text torn or spoilt; raises TooComplexError."""
    if max(data.rfind(b"startxref"), data.rfind(b"%%EOF")) < data.rfind(b"endobj"):
        return True  # cut off: the list of its objects stands at the end of every file
    if b"/Encrypt" in data:
        return False
    text = fonts = 0
    view = memoryview(data)
    for stream in _list_streams(data):
        filters = _FILTERS.findall(stream.described)
        is_picture = _PICTURE.search(stream.described) is not None
        is_font = _NO_TEXT.search(stream.described) is not None
        most = MOST_OF_A_PICTURE if is_picture else MOST_OF_FONTS - fonts if is_font else MOST_OF_TEXT - text
        if not filters:
            continue
        if len(filters) > 1 or b"Fl" not in filters[0]:
            if stream.end - stream.start > _MOST_PACKED and not is_picture:
                raise TooComplexError(f"{stream.end - stream.start} 字节的数据流 / bytes in a stream")
            if filters.count(b"/FlateDecode") > 1:
                raise TooComplexError("多重压缩的数据流 / a stream packed twice")
            continue
        size, is_sound = _unpack(view[stream.start : stream.end], most)
        if is_font:
            fonts += size
        elif not is_picture:
            text += size
            if not is_sound:
                return True
    return False


def _list_streams(data: bytes) -> Iterator[_Stream]:
    place = 0
    while match := _STREAM.search(data, place):
        end = data.find(b"endstream", match.end())
        end = len(data) if end < 0 else end
        opened = data.rfind(b" obj", max(match.start() - _DICT, place), match.start())
        yield _Stream(match.end(), end, data[max(opened, match.start() - _DICT, place, 0) : match.start()])
        place = end


def _unpack(packed: memoryview, most: int) -> tuple[int, bool]:
    """How many bytes it unpacks to, and whether it is whole; raises TooComplexError above `most`."""
    size, error, ended = _inflate(packed, most, zlib.MAX_WBITS)
    if error or ended:
        return size, not error
    size, error, ended = _inflate(packed[2:], most, -zlib.MAX_WBITS)  # whole, but for its checksum
    return size, ended and not error


def _inflate(packed: memoryview, most: int, wbits: int) -> tuple[int, bool, bool]:
    unpacker, size = zlib.decompressobj(wbits), 0
    try:
        for start in range(0, len(packed), _CHUNK):
            waiting: bytes | memoryview = packed[start : start + _CHUNK]
            while len(waiting) and not unpacker.eof:
                size += len(unpacker.decompress(waiting, _STEP))
                waiting = unpacker.unconsumed_tail
                if size > most:
                    raise TooComplexError(f"{size} 字节的数据流 / bytes in a stream")
            if unpacker.eof:
                break
    except zlib.error:
        return size, True, False
    return size, False, unpacker.eof
