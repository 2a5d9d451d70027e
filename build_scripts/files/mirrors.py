"""A whole folder sent to object storage, or fetched from it: only what changed, told by content.

Comes in: a folder here, one away. Goes out: the same files on the other side. Refuses to know: what they say.

Sent with the files goes a list of them, `.disclosure-files.gz`: SHA-256, size and name of each. By it the next run
knows what is there without fetching it. Object storage replaces one object in one step, never several together, so:

1. a list of what is about to change is put there (`.disclosure-sending.gz`): after a run that was cut short, none of
   those names is trusted;
2. files are sent, those that hold nothing together first, then those that a reader begins with (`LAST`); both lists
   follow, so that a run that was cut short goes on where it was;
3. what is no longer wanted is removed, and at last the list of what was about to change.

Until 2 is done nothing is removed, so a reader who began with an old page still finds what it names; in between, some
files may be of the old version and some of the new. Who needs better sends to a folder of another name and points to it
when all is there.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from build_scripts.files.disk import FilesError, measure_file, name_path
from build_scripts.files.ours import Ours
from build_scripts.files.remote import Folder, each_at_a_time

LIST = ".disclosure-files.gz"
SENDING = ".disclosure-sending.gz"
OURS = frozenset({LIST, SENDING})
LAST = ("index.html", "datapackage.json", "sitemap.xml", ".disclosure-site")
"""Where readers and programs begin, at the top of the folder: sent after everything they lead to."""


ALL = "*"
"""Stands for every name, in a list of what was about to change that cannot be read."""

_MANY = 5000


class Entry(NamedTuple):
    """Size in bytes and SHA-256 of a file."""

    size: int
    sha256: str


class Moved(NamedTuple):
    """How many files were sent or fetched, how many bytes, how many stood already, how many were removed."""

    files: int
    size: int
    standing: int
    removed: int


def list_local(folder: Path) -> dict[str, Entry]:
    """Every file below a folder, by name; raises FilesError for a link: what it leads to is not ours to send."""
    names = [path.relative_to(folder).as_posix() for path in _walk(folder)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        measured = pool.map(lambda name: Entry(*measure_file(folder / name)), names)
        return dict(zip(names, measured, strict=True))


def send_folder(folder: Path, away: Folder, ours: Ours | str) -> Moved:
    """Make the folder away hold just the files of the one here; raises FilesError.

    One that holds other things than ours is left alone: `ours` tells them, as for an output here (`ours`).
    """
    listed = away.list_sizes()
    check_away(away, ours, listed)
    wanted = list_local(folder)
    known = _read_list(away, LIST)
    doubted = _read_names(away, SENDING)
    sure = set() if ALL in doubted else known.keys() & listed.keys() - doubted
    known = {name: known[name] for name in sure}
    stands = {name for name, entry in wanted.items() if known.get(name) == entry and listed[name] == entry.size}
    fresh = [name for name in wanted if name not in stands]
    gone = [name for name in listed if name not in wanted and name not in OURS]
    if not fresh and not gone and LIST in listed and SENDING not in listed:
        return Moved(0, 0, len(stands), 0)
    left = {*doubted, *fresh}
    away.write(SENDING, _pack_names(left))
    for some in _order(fresh):
        for _ in each_at_a_time(lambda name: away.send(name, folder / name), some):
            pass
        left.difference_update(some)
        known.update((name, wanted[name]) for name in some)
        away.write(LIST, _pack_list({name: entry for name, entry in known.items() if name not in left}))
        away.write(SENDING, _pack_names(left))
    away.write(LIST, _pack_list(wanted))
    for _ in each_at_a_time(away.remove, gone):
        pass
    away.remove(SENDING)
    return Moved(len(fresh), sum(wanted[name].size for name in fresh), len(stands), len(gone))


def _order(names: Collection[str]) -> Iterator[list[str]]:
    """The names, so many at a time that a run cut short does not begin anew; those of `LAST` one by one, at the end."""
    first = [name for name in names if name not in LAST]
    yield from (first[start : start + _MANY] for start in range(0, len(first), _MANY))
    yield from ([name] for name in sorted(set(names) & set(LAST), key=LAST.index))


def check_away(away: Folder, ours: Ours | str, listed: Collection[str]) -> None:
    """Raise FilesError if the folder holds things, but not ours: what is not ours would be removed."""
    kind = Ours(ours) if isinstance(ours, str) else ours
    if not listed:
        return
    is_sent = bool(OURS & set(listed))
    if kind.marker not in listed and not is_sent:
        raise FilesError(
            f"{away.address}: 那里有别的东西（没有 {kind.marker}），不覆盖；请换一个空的 / "
            f"holds other things (no {kind.marker}); it is left alone: choose an empty one"
        )
    if not is_sent and kind.sign and kind.sign not in (away.read(kind.marker) or b""):
        raise FilesError(
            f"{away.address}: 那里的 {kind.marker} 不是我们写的，不覆盖；请换一个空的 / "
            f"its {kind.marker} is none of ours; it is left alone: choose an empty one"
        )
    known = {kind.marker, *kind.names, *OURS}
    others = sorted(name for name in listed if kind.names and name.partition("/")[0] not in known)
    if others:
        raise FilesError(
            f"{away.address}: 那里有不是我们写的东西，如 {others[0]!r}，不覆盖；请移走它，或换一个空的 / holds things "
            f"that are none of ours, such as {others[0]!r}; it is left alone: move them away, or choose an empty one"
        )


def fetch_folder(away: Folder, folder: Path) -> Moved:
    """Make the folder here hold just the files of the one away; raises FilesError.

    Where a list of files lies beside them, what stands here with the listed hash is not fetched, and what is fetched
    must have it; else every file is fetched: only the content tells whether it changed.
    """
    listed = away.list_sizes()
    names = sorted(listed.keys() - OURS)
    for name in names:
        _check_name(name, away)
    known = _read_list(away, LIST)
    unsure = _read_names(away, SENDING)
    folder.mkdir(parents=True, exist_ok=True)
    standing = list_local(folder) if known else {}
    sure = set() if ALL in unsure else known.keys() - unsure
    stands = {name for name in names if name in sure and standing.get(name) == known[name]}
    gone = [path for path in _walk(folder) if path.relative_to(folder).as_posix() not in listed]
    fresh = [name for name in names if name not in stands]
    try:
        for path in gone:
            path.unlink()
        for parent in {(folder / name).parent for name in fresh}:
            parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise name_path(error, folder) from error

    def fetch(name: str) -> int:
        return _fetch_file(away, name, folder / name, known[name] if name in sure else None)

    size = sum(each_at_a_time(fetch, fresh))
    return Moved(len(fresh), size, len(stands), len(gone))


def _fetch_file(away: Folder, name: str, path: Path, listed: Entry | None) -> int:
    """Fetch one file beside its place and put it there in one step; its size in bytes. Raises FilesError, also if it is
    not what is listed of it, where something is."""
    begun = path.with_name(f".{path.name}.new")
    away.fetch(name, begun)
    entry = Entry(*measure_file(begun))
    if listed is not None and entry != listed:
        raise FilesError(f"{away.address}/{name}: 与清单里的散列不同 / is not what the list of files says")
    try:
        os.replace(begun, path)
    except OSError as error:
        raise name_path(error, path) from error
    return entry.size


def _walk(folder: Path) -> Iterator[Path]:
    """Every file below a folder, by name."""
    try:
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            if entry.is_symlink():
                raise FilesError(f"{entry.path}: 是符号链接，不送出 / is a symbolic link; it is not sent")
            if entry.is_dir():
                yield from _walk(Path(entry.path))
            else:
                yield Path(entry.path)
    except OSError as error:
        raise name_path(error, folder) from error


def _check_name(name: str, away: Folder) -> None:
    """Raise FilesError for a name that would lead out of the folder, or that no file here can have."""
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or "\\" in name or "\0" in name or "/".join(parts) != name:
        raise FilesError(f"{away.address}: 名称不能用 / a name that cannot be used: {name!r}")


def _pack_list(entries: Mapping[str, Entry]) -> bytes:
    lines = [f"{entry.sha256} {entry.size} {name}\n" for name, entry in sorted(entries.items())]
    return gzip.compress("".join(lines).encode("utf-8", "surrogateescape"), 6, mtime=0)


def _read_list(away: Folder, name: str) -> dict[str, Entry]:
    """The files a list tells of; none where there is no list, or a broken one: that only costs time."""
    found: dict[str, Entry] = {}
    for line in _read_lines(away, name):
        digest, _, rest = line.partition(" ")
        size, _, file = rest.partition(" ")
        if len(digest) != hashlib.sha256().digest_size * 2 or not size.isdecimal() or not file:
            return {}
        found[file] = Entry(int(size), digest)
    return found


def _pack_names(names: Collection[str]) -> bytes:
    return gzip.compress("".join(f"{name}\n" for name in sorted(names)).encode("utf-8", "surrogateescape"), 6, mtime=0)


def _read_names(away: Folder, name: str) -> frozenset[str]:
    return frozenset(_read_lines(away, name, (ALL,)))


def _read_lines(away: Folder, name: str, broken: tuple[str, ...] = ()) -> Sequence[str]:
    """The lines of a packed list; none where there is no list, `broken` where there is no reading it."""
    data = away.read(name)
    if data is None:
        return ()
    try:
        return gzip.decompress(data).decode("utf-8", "surrogateescape").split("\n")[:-1]
    except (OSError, EOFError, ValueError, zlib.error):
        return broken
