"""Plain data ↔ bytes that lie in the cache: to read them can make data and nothing else.

Comes in: numbers, texts, lists, mappings, arrays, our own named tuples; or bytes made here. Goes out: the other.
Refuses to know: what they say. A pickle may name any function of any module to be called; here only the data's own
types may be named, so that a cache that somebody else wrote can say something wrong, but cannot run a program.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

PROTOCOL = 5
_PLAIN = {("array", "array"), ("array", "_array_reconstructor"), ("collections", "Counter"), ("decimal", "Decimal")}
_OURS = "build_scripts."


def pack_plain(data: object) -> bytes:
    """The data as bytes."""
    return pickle.dumps(data, PROTOCOL)


def unpack_plain(data: bytes) -> Any:
    """What `pack_plain` made these bytes of; raises pickle.UnpicklingError where they name anything but data.

    >>> unpack_plain(pack_plain({"a": (1, ["b"])}))
    {'a': (1, ['b'])}
    """
    return _Reader(io.BytesIO(data)).load()


class _Reader(pickle.Unpickler):
    """Knows only types of data."""

    def find_class(self, module: str, name: str) -> Any:
        """The type; raises pickle.UnpicklingError for any other thing."""
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        if module.startswith(_OURS) and name.isidentifier():
            found = super().find_class(module, name)
            if isinstance(found, type) and issubclass(found, tuple) and hasattr(found, "_fields"):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no plain data")
