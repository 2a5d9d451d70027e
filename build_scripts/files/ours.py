"""Which folders are ours to replace: the output of an earlier run, and nothing of anybody else; and whether a folder is
still the one it was.

Comes in: a folder, what outputs of its kind hold. Goes out: nothing, or why it is left alone. Refuses to know: what is
written there. A folder is replaced as a whole and the old one removed, so a file of somebody else in it would be lost:
who puts one there is told its name before anything is made.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from build_scripts.files.disk import FilesError, name_path, resolve

LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file managers leave in any folder they show."""
_HEAD = 1 << 20
"""Bytes of a marker that are looked at."""


class Ours(NamedTuple):
    """Outputs of one kind: `marker` is the file, directly in the folder, by which one is known, `sign` what its bytes
    hold. With `names`, nothing else may lie directly in it but what the marker itself names (a list of checksums)."""

    marker: str
    sign: bytes = b""
    names: frozenset[str] = frozenset()


def check_ours(output: Path, kind: Ours) -> None:
    """Raise FilesError if `output` is a file, or a folder with things in it which are not an output of this kind."""
    try:
        if not os.path.lexists(output):
            return
        if not output.is_dir():
            raise FilesError(f"{output}: 不是文件夹，不覆盖 / is not a folder; it is left alone")
        _refuse_others(output, kind)
    except OSError as error:
        raise name_path(error, output) from error


def check_apart(output: Path, source: Path) -> None:
    """Raise FilesError if one folder lies in the other: what is read must not be replaced."""
    target, origin = resolve(output), resolve(source)
    if target == origin or target in origin.parents or origin in target.parents:
        raise FilesError(
            f"{output}: 输出文件夹和输入文件夹 {source} 不能互相包含 / output and input {source} must lie apart"
        )


@contextmanager
def held_in_place(folder: Path, told: str) -> Iterator[None]:
    """Raise FilesError, saying what is told, if another folder bears this path at the end of the block, or none. It is
    held open meanwhile, so that no other can be taken for it."""
    try:
        held = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise name_path(error, folder) from error
    try:
        yield
        try:
            is_same = os.path.samestat(os.fstat(held), os.stat(folder))
        except (FileNotFoundError, NotADirectoryError):
            is_same = False
        if not is_same:
            raise FilesError(f"{folder}: {told}")
    finally:
        os.close(held)


def _refuse_others(output: Path, kind: Ours) -> None:
    found = sorted(set(os.listdir(output)) - LITTER)
    if not found:
        return
    marker = output / kind.marker
    if marker.is_symlink() or not marker.is_file():
        raise FilesError(
            f"{output}: 文件夹里有别的东西（没有 {kind.marker}），不覆盖；请换一个空文件夹 / "
            f"holds other things (no {kind.marker}); it is left alone: choose an empty folder"
        )
    with marker.open("rb") as stream:
        head = stream.read(_HEAD)
    if kind.sign not in head:
        raise FilesError(
            f"{output}: 里面的 {kind.marker} 不是我们写的，不覆盖；请换一个空文件夹 / "
            f"its {kind.marker} is none of ours; it is left alone: choose an empty folder"
        )
    told = frozenset(head.split())
    others = [name for name in found if kind.names and name not in kind.names and os.fsencode(name) not in told]
    others = [name for name in others if name != kind.marker]
    if others:
        shown = os.fsencode(others[0]).decode("utf-8", "backslashreplace")
        raise FilesError(
            f"{output}: 里面有不是我们写的东西，如 {shown!r}，不覆盖；请移走它，或换一个空文件夹 / "
            f"holds things that are none of ours, such as {shown!r}; it is left alone: move them away, or choose an "
            f"empty folder"
        )
