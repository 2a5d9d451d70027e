"""What an answer brings, piece by piece, within the limit: packed bytes are unpacked here.

Comes in: pieces off the wire, how they are packed. Goes out: the bytes. Refuses to know: where they come from. The
limit holds for what comes over the wire and for what it unpacks to, so nothing large is ever held.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from build_scripts.fetching.reasons import refuse

_GZIP = 16 + zlib.MAX_WBITS


def read_body(pieces: Iterable[bytes], encoding: str, size: int) -> bytes:
    """The bytes of an answer, unpacked; raises FetchError when there are more than `size`, or they are damaged."""
    if encoding in ("", "identity"):
        return _join(pieces, size)
    if encoding not in ("gzip", "x-gzip"):
        raise refuse("server", f"Content-Encoding: {encoding}")
    return _unzip(pieces, size)


def _join(pieces: Iterable[bytes], size: int) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        _refuse_large(len(body), size)
    return bytes(body)


def _unzip(pieces: Iterable[bytes], size: int) -> bytes:
    """Gzip may hold several parts one after the other; all of them count."""
    body, came = bytearray(), 0
    unpacker = zlib.decompressobj(_GZIP)
    is_begun = False
    try:
        for piece in pieces:
            came += len(piece)
            _refuse_large(came, size)
            while piece:
                if unpacker.eof:
                    unpacker = zlib.decompressobj(_GZIP)
                body += unpacker.decompress(piece, size - len(body) + 1)
                is_begun = True
                _refuse_large(len(body), size)
                piece = unpacker.unconsumed_tail or unpacker.unused_data
    except zlib.error as error:
        raise refuse("server", "gzip") from error
    if is_begun and not unpacker.eof:
        raise refuse("server", "gzip")
    return bytes(body)


def _refuse_large(count: int, size: int) -> None:
    if count > size:
        raise refuse("too_large", f"> {size:,} bytes")
