"""Files that travel together, with what is told of them.

Comes in: bytes, and files by name. Goes out: one piece of bytes, and the files again. Refuses to know: what they are.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from build_scripts.files import FilesError, read_bytes, read_part, write_bytes

_TOLD = "/told"
_PACKED = frozenset({".gz", ".parquet", ".pdf", ".png", ".xlsx", ".zip", ".docx"})
_LEVEL = 1


class Stretch(NamedTuple):
    """`size` bytes from `offset` of a file; the whole file where there is no size."""

    path: Path
    offset: int = 0
    size: int | None = None

    def read(self) -> bytes:
        """The bytes; raises FilesError."""
        return read_bytes(self.path) if self.size is None else read_part(self.path, self.offset, self.size)


def bundle(told: bytes, files: Iterable[tuple[str, Stretch]]) -> bytes:
    """The bytes told and the files, in the order of their names; raises FilesError."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as packed:
        for name, data in ((_TOLD, told), *((name, stretch.read()) for name, stretch in sorted(files))):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_STORED if PurePosixPath(name).suffix in _PACKED else zipfile.ZIP_DEFLATED
            packed.writestr(entry, data, compresslevel=_LEVEL)
    return stream.getvalue()


def unbundle(data: bytes, place: Callable[[str], Path]) -> tuple[bytes, list[Path]]:
    """What is told, and where each file was put: at `place(name)`. Raises FilesError."""
    written = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                if name != _TOLD:
                    if ".." in PurePosixPath(name).parts:
                        raise FilesError(f"{name}: leads out of its folder")
                    path = place(name)
                    write_bytes(path, packed.read(name))
                    written.append(path)
            return packed.read(_TOLD), written
    except (zipfile.BadZipFile, KeyError) as error:
        raise FilesError(f"a bundle of files is broken: {error}") from error


def list_files(folder: Path) -> Iterator[Path]:
    """Every file below a folder."""
    return (path for path in folder.rglob("*") if path.is_file())
