"""What earlier runs found out, by key: a hash of everything that it follows from.

Comes in: a folder, keys (hex). Goes out: the bytes that were kept under a key. Refuses to know: what they say. A key is
never used twice for different bytes, so nothing here is ever out of date; what is broken, half written or not there is
simply made again. No answer is decided by the time of a file, only what is let go of first.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from xxhash import xxh3_128_digest

_MARK = b"disclosure-store-2\n"
_DIGEST = 16
"""Bytes of an XXH3: it has to tell a broken entry from a whole one, as `reuse` does of files."""


def seal(data: bytes) -> bytes:
    """The bytes with their hash before them."""
    return b"".join((_MARK, xxh3_128_digest(data), data))


def unseal(sealed: bytes) -> bytes | None:
    """What was sealed; None if it is not just that any more."""
    kept = sealed[len(_MARK) + _DIGEST :]
    whole = sealed.startswith(_MARK) and sealed[len(_MARK) : len(_MARK) + _DIGEST] == xxh3_128_digest(kept)
    return kept if whole else None


class Store:
    """Bytes by key below `folder`, which need not exist; it may be emptied or removed at any time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        """What was kept under the key; None if nothing was, or not just that any more."""
        try:
            kept = unseal(self._place(key).read_bytes())
        except OSError:
            return None
        if kept is not None:
            with suppress(OSError):
                os.utime(self._place(key))  # for `keep_within` alone
        return kept

    def has(self, key: str) -> bool:
        """Whether something lies under the key, which `get` may still find broken; it counts as used."""
        try:
            os.utime(self._place(key))
        except OSError:
            return False
        return True

    def put(self, key: str, data: bytes) -> None:
        """Keep these bytes; a folder that cannot be written to only costs time."""
        place = self._place(key)
        fresh = place.with_name(f".{place.name}-{os.getpid()}")
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(seal(data))
            fresh.replace(place)

    def keep_within(self, most: int) -> None:
        """Let go of what was not used for the longest time, until no more than so many bytes are kept."""
        with suppress(OSError):
            found = sorted(((one.stat(), one) for one in self.folder.glob("??/*")), key=lambda one: one[0].st_mtime_ns)
            total = sum(told.st_size for told, _ in found)
            for told, path in found:
                if total <= most:
                    return
                path.unlink(missing_ok=True)
                total -= told.st_size

    def _place(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]
