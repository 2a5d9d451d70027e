"""Bytes of many things in one, each named by where it begins and ends.

Comes in: bytes, and what is told of them as JSON. Goes out: one piece of bytes, and from it the same again. Refuses to
know: what is told.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

Place = list[int]
"""The first byte of a thing and the one after its last."""


class Blobs:
    """Things one behind the other."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, data: bytes) -> Place:
        """Put a thing behind the others; returns its place."""
        self._parts.append(data)
        self._size += len(data)
        return [self._size - len(data), self._size]

    def close(self, told: object) -> bytes:
        """All of them, and before them what is told of them, in which places stand for bytes."""
        return json.dumps(told, separators=(",", ":")).encode() + b"\n" + b"".join(self._parts)


class Opened:
    """What `Blobs.close` gave."""

    def __init__(self, data: bytes) -> None:
        self._start = data.index(b"\n") + 1
        self._data = data
        self.told: Any = json.loads(data[: self._start])

    def get(self, place: Sequence[int]) -> bytes:
        """The thing in this place."""
        return self._data[self._start + place[0] : self._start + place[1]]
