"""What one report file may take of the machine: bytes, processor time, waiting, memory.

Comes in: nothing. Goes out: numbers, one place for all. Refuses to know: who keeps to them. The page on reading lists
them, and a test holds the two together. What a single format may hold (pages, tags, parts of an archive) stands with
its reader: it tells a report from what is none, and only this module tells what the machine bears.
"""

from __future__ import annotations

from typing import Final

FILE_BYTES: Final = 64 * 1024 * 1024
"""Bytes of a report file; annual reports have some ten thousand, with scanned pages a few million."""

TEXT_CHARACTERS: Final = 1_000_000
"""Characters of the text taken from a file; what annual reports say takes a tenth of it at most."""

SIDECAR_BYTES: Final = 1024 * 1024
"""Bytes of a sidecar."""

PROCESSOR_SECONDS: Final = 120.0
"""Seconds of processor time to read one file. The slowest honest report takes one or two, on whatever machine: a
machine that does other work too spends more time on the clock, not more of the processor's."""

CLOCK_SECONDS: Final = 900.0
"""Seconds on the clock to read one file, for what waits and does nothing. LibreOffice has 120 of its own."""

MEMORY_BYTES: Final = 2 * 1024**3
"""Bytes of memory that reading one file may take beside what its process held before it."""

KEPT_BYTES: Final = 512 * 1024**2
"""Bytes more than at its beginning with which a reading process is let go, and a new one begun."""
