"""One file in the place of another, in one step, known to the disk before anything else is written.

Comes in: a path, bytes. Goes out: the file. Refuses to know: what is put there. What is written lies beside it first,
in a hidden file of its own name and this process's number, locked while it is written; a run that is killed leaves it,
and the next that writes there removes it.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from build_scripts.files.disk import FilesError, name_path, resolve, sync_folder


def replace_bytes(path: Path, data: bytes) -> None:
    """Write one file, with its folders, in one step: whoever reads it, or is there after a crash, finds the old bytes
    or the new ones, and what is written after it is not there without it. Raises FilesError, and then leaves nothing
    behind."""
    try:
        make_folders(path.parent)
        with written_beside(path, data) as fresh:
            os.replace(fresh, path)
        sync_folder(path.parent)
    except OSError as error:
        raise name_path(error, path) from error


def put_file(path: Path, data: bytes) -> None:
    """Write the one file that somebody asked for in one step; a link is followed to where it leads. Raises
    FilesError, and leaves what stands there, if that is no regular file."""
    path = resolve(path)
    if os.path.lexists(path) and not path.is_file():
        raise FilesError(f"{path}: 不是普通文件，不覆盖 / not a regular file; it is left alone")
    replace_bytes(path, data)


@contextmanager
def written_beside(path: Path, data: bytes) -> Iterator[Path]:
    """A new file of these bytes beside `path`, brought to the disk, to be renamed or linked; what is then left of it is
    removed, and so is what dead runs left of theirs."""
    remove_left(path)
    fresh = path.with_name(f"{_begin(path)}{os.getpid()}.new")
    with fresh.open("xb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
            yield fresh
        finally:
            if os.path.lexists(fresh):
                fresh.unlink()


def make_folders(folder: Path) -> None:
    """Make a folder with those above it, each known to the disk before anything lies in it."""
    missing = [one for one in (folder, *folder.parents) if not one.is_dir()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in reversed(missing):
        sync_folder(one.parent)


def remove_left(path: Path) -> None:
    """Remove what runs that died left beside a file they were writing."""
    wanted = re.compile(re.escape(_begin(path)) + "[0-9]+[.]new")
    for name in os.listdir(path.parent):
        if wanted.fullmatch(name):
            left = path.with_name(name)
            with suppress(OSError), left.open("rb") as stream:  # one that is locked is being written
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                left.unlink()


def _begin(path: Path) -> str:
    return f".{path.name[:50]}."
