"""Zip files, the same bytes for the same files: no clock, no owner, order as given.

Comes in: names and bytes. Goes out: a file. Refuses to know: what is packed.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from build_scripts.files.disk import name_path

_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_zip(path: Path, entries: Iterable[tuple[str, bytes]]) -> None:
    """Write the entries to `path`, one at a time, so that memory does not grow with them; raises FilesError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, data in entries:
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 3
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, data)
    except OSError as error:
        raise name_path(error, path) from error
