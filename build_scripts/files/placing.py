"""Putting a new file where nothing stands, whole or not at all.

Comes in: a path, bytes. Goes out: the file. Refuses to know: what is put there. Whatever stands at a path, a broken
link too, stays; a run that is killed leaves a hidden file of another name at most, which nobody reads and the next run
removes. A sidecar is on the disk before its report is named.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from build_scripts.files.disk import FilesError, name_path, sync_folder
from build_scripts.files.renaming import NO_REPLACE, rename_specially
from build_scripts.files.replacing import make_folders, written_beside

_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS, errno.EXDEV})


def place_new(path: Path, data: bytes, base: Path) -> None:
    """Put these bytes at a path below `base`, with its folders, known to the disk; raises FilesError if something
    stands there, or if a folder on the way is a link."""
    try:
        _refuse_links(path, base)
        make_folders(path.parent)
        with written_beside(path, data) as fresh:
            _take_name(fresh, path)
        sync_folder(path.parent)
    except FileExistsError as error:
        raise FilesError(f"{path}: 已经有了，不覆盖 / is there already and is not written over") from error
    except OSError as error:
        raise name_path(error, path) from error


def place_pair(path: Path, data: bytes, sidecar: bytes | None, base: Path) -> None:
    """Put a report and its sidecar, if there is one, where they belong; the sidecar first, so that no report stands
    without it, and not at all if the report cannot be put. Just that sidecar may stand there already."""
    beside = path.with_name(f"{path.name}.yml")
    is_new = sidecar is not None and not (beside.is_file() and beside.read_bytes() == sidecar)
    if sidecar is not None and is_new:
        place_new(beside, sidecar, base)
    try:
        place_new(path, data, base)
    except FilesError:
        if is_new:
            beside.unlink(missing_ok=True)
        raise


def _take_name(fresh: Path, path: Path) -> None:
    """Give the file its name, unless something has it: in one step, or where the system has none, by a second name;
    where the disk knows no second names, by renaming."""
    if rename_specially(fresh, path, NO_REPLACE):
        return
    try:
        os.link(fresh, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        os.rename(fresh, path)


def _refuse_links(path: Path, base: Path) -> None:
    folder = base
    for part in path.parent.relative_to(base).parts:
        folder /= part
        if folder.is_symlink():
            raise FilesError(f"{folder}: 是符号链接，不往里写 / is a symbolic link; nothing is written through it")
