"""An output folder that is replaced as a whole.

Comes in: the output's path and how outputs of its kind are known as ours (`ours`). Goes out: an empty folder to write
into, which takes the output's place when all went well. Refuses to know: what is written.

The new version is written beside the output, in `.<name>.new-<process>-<number>`, synced once, and exchanged with the
output in one step (`renameat2` with `RENAME_EXCHANGE`, Linux); the folder around it is synced before the old version is
removed. So whenever power fails there is one whole version. Where the system or the file system has no such step,
the old version is renamed aside and the new one renamed into place: between the two there is a moment without output,
and a run killed in just that moment leaves the whole old version beside it, which the next run puts back. A run that
is killed or fails leaves its folder behind; it is locked while the run lives, and the next run removes those that are
not. Needs a Unix (Linux, macOS).

Of an output of many files the version before may be kept as a spare, for who can make use of its folders.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from build_scripts.files.disk import FilesError, make_folder, name_path, resolve, sync_folder
from build_scripts.files.ours import Ours, check_ours, held_in_place
from build_scripts.files.renaming import EXCHANGE, find_libc, rename_specially

FEW = 2000
"""Files and folders up to which the old version is removed before the run ends, and is not worth to be a spare."""
_PARTS = frozenset({"new", "work", "old", "gone", "spent"})
"""What a run puts into its folder."""
_REMOVED = "写到一半被别的程序删掉了，请重新运行 / was removed while it was written; run again"
"""Whoever removed it took with it what was written, and what was written since is not all."""


@dataclass(frozen=True, slots=True)
class Stage:
    """`output` becomes the new version; `work` is for what is needed meanwhile, and vanishes."""

    output: Path
    work: Path


@contextmanager
def stage_output(output: Path, ours: Ours | str, spare: Path | None = None, few: int = FEW) -> Iterator[Stage]:
    """An empty folder that becomes `output` when the block ends without an exception; else `output` stays as it was.

    `ours` tells by what a folder is known as ours, or is just the name of its marker. An old version that holds more
    than `few` things is put in the place of `spare`, if that is given and lies in the same file system; else it is
    removed. Raises FilesError, naming the path, if `output` exists, is not empty and not ours, if something cannot be
    written, or if somebody has meanwhile removed what was being written.
    """
    output = resolve(output)
    kind = Ours(ours) if isinstance(ours, str) else ours
    check_ours(output, kind)
    home, lock = _make_home(output)
    try:
        stage = Stage(home / "new", home / "work")
        make_folder(stage.output)
        make_folder(stage.work)
        with held_in_place(stage.output, _REMOVED), held_in_place(stage.work, _REMOVED):
            yield stage
            check_ours(output, kind)
        _sync(stage.output)
        _replace(output, stage.output, home / "old")
        sync_folder(output.parent)
        if spare:
            _keep_old(home, spare, few)
    finally:
        _remove_soon(home, lock)
        if lock >= 0:
            os.close(lock)


def begin_sync(folder: Path) -> None:
    """Let the system begin to bring to the disk what was written so far, without waiting for it: the one sync that
    counts, before the exchange, then has little left to do. Where this is not to be had nothing happens."""
    nowhere = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    with suppress(OSError):
        os.posix_spawnp("sync", ["sync", "-f", "--", str(folder)], os.environ, file_actions=nowhere)


def _make_home(output: Path) -> tuple[Path, int]:
    """A new folder beside the output, and the lock on it, after those left behind by dead runs were removed. It bears
    its name only once it is locked: until then a run beside this one would take it for one that was left behind."""
    prefix, begun = f".{output.name}.new-", f".{output.name}.begun-"
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        for left in _list_left(output.parent, prefix):
            _remove_dead(left, output)
        for left in _list_left(output.parent, begun):
            _remove_begun(left)
        for number in range(1000):
            home = output.parent / f"{prefix}{os.getpid()}-{number}"
            fresh = output.parent / f"{begun}{os.getpid()}-{number}"
            if not os.path.lexists(home):
                with suppress(FileExistsError):
                    fresh.mkdir()
                    if (lock := _lock_and_name(fresh, home)) >= 0:
                        return home, lock
    except OSError as error:
        is_long = error.errno == errno.ENAMETOOLONG
        raise name_path(error, output if is_long else output.parent) from error
    raise FilesError(f"{output.parent}: 太多名为 {prefix}… 的文件夹 / too many folders named {prefix}…")


def _list_left(folder: Path, prefix: str) -> list[Path]:
    """What runs left there under this beginning of a name; whatever else begins so is somebody else's."""
    wanted = re.compile(re.escape(prefix) + "[0-9]+-[0-9]+")
    return [folder / name for name in sorted(os.listdir(folder)) if wanted.fullmatch(name)]


def _remove_dead(home: Path, output: Path) -> None:
    """Remove a folder that no living run holds; if it keeps the only whole version, put that back first. One in which
    anything lies that no run puts there is none of ours."""
    if not home.is_dir() or home.is_symlink():
        return
    try:
        lock = _lock(home)
    except FileNotFoundError:  # a run beside this one has removed it
        return
    if lock < 0:
        return
    try:
        if not set(os.listdir(home)) <= _PARTS:
            return
        if (home / "old").is_dir() and not os.path.lexists(output):
            os.rename(home / "old", output)
            sync_folder(output.parent)
        _remove(home)
    finally:
        os.close(lock)


def _lock_and_name(fresh: Path, home: Path) -> int:
    """The lock on a folder just made, which then bears its name; -1 if a run beside this one removes it before."""
    with suppress(FileNotFoundError):
        lock = _lock(fresh)
        if lock >= 0:
            fresh.rename(home)
        return lock
    return -1


def _remove_begun(fresh: Path) -> None:
    """Remove an empty folder that a dead run had only just made."""
    with suppress(OSError):
        lock = _lock(fresh)
        if lock >= 0:
            try:
                fresh.rmdir()
            finally:
                os.close(lock)


def _keep_old(home: Path, spare: Path, few: int) -> None:
    """Put an old version of many files in the place of the spare."""
    for old in (home / "new", home / "gone"):
        if old.is_dir() and _holds_more(old, few):
            with suppress(OSError):
                spare.parent.mkdir(parents=True, exist_ok=True)
                if os.path.lexists(spare):
                    os.rename(spare, home / "spent")
                os.rename(old, spare)


def _remove(home: Path) -> None:
    """Remove a folder as far as that is possible. A site has files by the ten thousand: the system's own tool takes
    a third of the time."""
    with suppress(OSError):
        subprocess.run(["rm", "-rf", "--", str(home)], stderr=subprocess.DEVNULL, check=False)
    shutil.rmtree(home, ignore_errors=True)


def _remove_soon(home: Path, lock: int) -> None:
    """Remove a folder: at once where it holds few things; else leave that to a process of its own, for nobody need wait
    for it. It holds the lock as long as it lives; should it be killed, the next run removes what is left."""
    if lock < 0 or not _holds_more(home, FEW):
        _remove(home)
        return
    with suppress(OSError):
        os.set_inheritable(lock, True)
        nowhere = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
        os.posix_spawnp("rm", ["rm", "-rf", "--", str(home)], os.environ, file_actions=[nowhere], setsid=True)
        return
    _remove(home)


def _holds_more(folder: Path, most: int) -> bool:
    """Whether there are more than so many things below a folder; no more of them are counted."""
    found = (len(folders) + len(files) for _, folders, files in os.walk(folder))
    return any(total > most for total in accumulate(found))


def _lock(home: Path) -> int:
    """An exclusive lock on the folder, held until the number returned is closed; -1 if another run holds it."""
    descriptor = os.open(home, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return -1
    return descriptor


def _sync(folder: Path) -> None:
    """Bring everything written to the disk, once, before the exchange; raises FilesError if the disk could not take
    it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        libc = find_libc()
        if libc is None or not hasattr(libc, "syncfs"):
            os.sync()
        elif libc.syncfs(descriptor) != 0:
            code = ctypes.get_errno()
            raise name_path(OSError(code, os.strerror(code)), folder)
    finally:
        os.close(descriptor)


def _replace(output: Path, fresh: Path, aside: Path) -> None:
    """Put `fresh` in the place of `output`; the old version is then in `fresh` or in `aside`."""
    try:
        if not output.exists():
            os.rename(fresh, output)
        elif not rename_specially(fresh, output, EXCHANGE):
            os.rename(output, aside)
            try:
                os.rename(fresh, output)
            except OSError:
                os.rename(aside, output)
                raise
            os.rename(aside, aside.with_name("gone"))
    except OSError as error:
        raise name_path(error, output) from error
