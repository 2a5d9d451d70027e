"""Bytes → other bytes, changed with some sense for what they are made of: lines, tags, entries of a ZIP, PDF's objects.

Comes in: bytes, what their parts are, a random number generator, something that changes bytes blindly. Goes out:
bytes. Refuses to know: what is done with them. Changing bytes blindly seldom gets past the first check of a packed
format; parts that are moved, doubled, left out or given an odd number get far into it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random

Blindly = Callable[[bytes, int], bytes]
"""Changes bytes without sense; gives at most so many."""
_PARTS = {
    "lines": re.compile(rb"[^\n\t]*[\n\t]|[^\n\t]+$"),
    "tags": re.compile(rb"<[^<>]*>|[^<>]+|[<>]"),
    "objects": re.compile(rb"(?s)\d+ \d+ obj.*?endobj\s*|[^\n]*\n|[^\n]+$"),
}
_NUMBER = re.compile(rb"-?[0-9]+(?:\.[0-9]+)?")
_NUMBERS = (b"", b"0", b"-1", b"1", b"2", b"7", b"15", b"200", b"65536", b"2147483647", b"99999999999999999999", b"1e9",
            b"0.0001", b"NaN", "\uff17".encode(), "\u2464".encode(), "\u0661".encode())  # fmt: skip
_CHARACTERS = tuple(
    char.encode() for char in ("\0", "\ufeff", "\u200b", "\u202e", "\u2028", "\x85", "\x0b", "\xa0", "\u3000", "\ufdfa",
                               "\U0001f600", "\u0301", "\u2f00", "—", "/", "（", "）", "&#0;", "&amp;", "|", "**", "\r")
)  # fmt: skip
_UNICODE_FAULTS = (b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\x84\x31\x95\x33", b"\x81")
_LONGEST_ENTRY = 1_000_000
_MOST_CHANGES = 4


def change(data: bytes, parts: str, rng: Random, blindly: Blindly, most: int) -> bytes:
    """Other bytes, `most` at most; `parts` as in `targets`. Half of the changes are blind."""
    if parts == "zip":
        return _change_zip(data, rng, blindly, most)[:most]
    if rng.random() < 0.5:
        return blindly(data, most)
    return change_parts(data, parts, rng)[:most]


def change_parts(data: bytes, parts: str, rng: Random) -> bytes:
    """One to four parts doubled, moved, left out, exchanged, nested or given another number or character."""
    found = _PARTS[parts].findall(data)
    for _ in range(rng.randint(1, _MOST_CHANGES)):
        if not found:
            break
        _change_one(found, rng)
    return b"".join(found)


def _change_one(found: list[bytes], rng: Random) -> None:
    at, other = rng.randrange(len(found)), rng.randrange(len(found))
    end = min(len(found), at + rng.choice((1, 1, 2, 5, 20, 100)))
    kind = rng.randrange(8)
    if kind == 0:
        del found[at:end]
    elif kind == 1:
        found[other:other] = found[at:end]
    elif kind == 2:
        found[at], found[other] = found[other], found[at]
    elif kind == 3:
        moved = found[at:end]
        del found[at:end]
        other = min(other, len(found))
        found[other:other] = moved
    elif kind == 4:
        found[at:at] = [found[at]] * rng.choice((1, 2, 8, 64, 300))
    elif kind in (5, 6):
        found[at] = _change_number(found[at], rng)
    else:
        place = rng.randint(0, len(found[at]))
        odd = rng.choice(_CHARACTERS if rng.random() < 0.8 else _UNICODE_FAULTS)
        found[at] = found[at][:place] + odd + found[at][place:]


def _change_number(part: bytes, rng: Random) -> bytes:
    numbers = list(_NUMBER.finditer(part))
    if not numbers:
        return part
    one = rng.choice(numbers)
    return part[: one.start()] + rng.choice(_NUMBERS) + part[one.end() :]


def _change_zip(data: bytes, rng: Random, blindly: Blindly, most: int) -> bytes:
    """An entry changed and the ZIP made anew; a ZIP that cannot be opened, and one of ten, is changed blindly."""
    entries = read_entries(data) if rng.random() < 0.9 else None
    if not entries:
        return blindly(data, most)
    name = rng.choice(_favour(entries))
    if rng.random() < 0.05:
        del entries[name]
    elif rng.random() < 0.2:
        entries[name] = blindly(entries[name], min(most, len(entries[name]) + 100))
    else:
        entries[name] = change_parts(entries[name], "tags", rng)
    return write_entries(entries)


def _favour(entries: dict[str, bytes]) -> list[str]:
    """The names, that of the document itself several times."""
    main = [name for name in entries if name.endswith(("word/document.xml", "content.xml"))]
    return [*entries, *main * (2 * len(entries))]


def read_entries(data: bytes) -> dict[str, bytes] | None:
    """The entries of a ZIP, or None where they cannot be had."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > _LONGEST_ENTRY:
                return None
            return {one.filename: archive.read(one) for one in archive.infolist()}
    except (zipfile.BadZipFile, zlib.error, OSError, LookupError, ValueError, RuntimeError, EOFError):
        return None


def write_entries(entries: dict[str, bytes]) -> bytes:
    """A ZIP of these entries; the same entries give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
