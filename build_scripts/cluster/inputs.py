"""A folder that tasks only read, fetched once for all processes of a machine.

Comes in: its address. Goes out: where it lies here. Refuses to know: what is in it. Kept below the system's folder for
temporary files, in one that belongs to this user alone; one that no process holds any more is removed when the next is
fetched.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

from build_scripts.files import FilesError
from build_scripts.files.fingerprints import hash_parts
from build_scripts.files.mirrors import fetch_folder
from build_scripts.files.remote import open_folder

_held: list[int] = []
"""Locks of the folders this process reads from, held until it ends."""


def fetch_inputs(address: str) -> Path:
    """Where the folder of that address lies on this machine; raises FilesError."""
    home = _make_home()
    name = hash_parts(address)[:32]
    folder = home / name
    used = os.open(home / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(used, fcntl.LOCK_SH)
    _held.append(used)
    with open(home / "fetching", "w", encoding="ascii") as fetching:
        fcntl.flock(fetching, fcntl.LOCK_EX)
        _drop_others(home, name)
        fetch_folder(open_folder(address), folder)
    return folder


def _make_home() -> Path:
    """The folder of this user; raises FilesError if somebody else made it."""
    home = Path(tempfile.gettempdir()).resolve() / f"disclosure-inputs-{os.getuid()}"
    home.mkdir(mode=0o700, exist_ok=True)
    found = home.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077 or home.is_symlink():
        raise FilesError(f"{home}: 不属于本用户一人 / does not belong to this user alone")
    return home


def _drop_others(home: Path, name: str) -> None:
    """Remove what no process holds."""
    for path in home.glob("*.lock"):
        if path.stem == name:
            continue
        lock = os.open(path, os.O_RDWR)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(home / path.stem, ignore_errors=True)
        except BlockingIOError:
            continue
        finally:
            os.close(lock)
