"""Zip files of what is made while it is written, the same bytes for the same pieces: no clock, no owner.

Comes in: names and pieces of contents. Goes out: a file. Refuses to know: what is packed. Memory does not grow with the
contents, which nobody holds whole.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from build_scripts.files.disk import name_path

_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_streamed_zip(path: Path, entries: Iterable[tuple[str, Iterable[bytes | memoryview]]], level: int) -> None:
    """Write the entries to `path`, each piece by piece, compressed at `level`; raises FilesError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
            for name, pieces in entries:
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 3
                entry._compresslevel = level  # type: ignore[attr-defined]
                entry.external_attr = 0o644 << 16
                with archive.open(entry, "w") as stream:
                    for piece in pieces:
                        stream.write(piece)
    except OSError as error:
        raise name_path(error, path) from error
