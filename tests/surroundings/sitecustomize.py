"""What Python loads first where this folder is on its path: it shuffles what folders list (SHUFFLED), in every process
of a build. For `tests/same_bytes.py` and the quick test of the same.
"""

from __future__ import annotations

import os
import random
from typing import Any

if seed := os.environ.get("SHUFFLED"):
    _listdir, _scandir = os.listdir, os.scandir
    _chance = random.Random(int(seed))

    def _shuffle(found: Any) -> list[Any]:
        listed = sorted(found, key=str)
        _chance.shuffle(listed)
        return listed

    class _Entries:
        """What `os.scandir` gives, in another order."""

        def __init__(self, *given: Any) -> None:
            with _scandir(*given) as found:
                self._entries = iter(_shuffle(found))

        def __iter__(self) -> Any:
            return self._entries

        def __next__(self) -> Any:
            return next(self._entries)

        def __enter__(self) -> _Entries:
            return self

        def __exit__(self, *_: object) -> None:
            self.close()

        def close(self) -> None:
            """Nothing is open."""

    os.listdir = lambda *given: _shuffle(_listdir(*given))
    os.scandir = _Entries  # type: ignore[assignment,misc]
