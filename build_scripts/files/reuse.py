"""Files of the output that stands, taken over into a fresh one instead of being made again.

Comes in: where the standing output and the cache lie; keys that hold everything a result follows from. Goes out: links
to files of the standing output whose content is still just what was written, and what was told beside them. Refuses to
know: what the files are. The cache holds names, sizes and hashes, never the files themselves: what was changed, lost or
half wiped, there or here, is simply made again. Nothing is decided by the time of a file.

The hash of a file is XXH3 (128 bits), ten times as fast as SHA-256: it has to tell whether a file of ours still is what
was written, which no accident passes; who can write into the output on purpose may as well write what they like.

A file that was taken over is the same file in both outputs: who writes into an output always writes new files and
replaces old ones, never into one that is there (`write_bytes` sees to that).

To link files into folders that have to be made costs more than to read them: so the version before the standing output
may lie ready as a spare, which nobody looks at. A folder of it whose files are just those that are wanted, read and
hashed like all others, is moved as a whole; what is not found there is linked.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

from xxhash import xxh3_128, xxh3_128_hexdigest

from build_scripts.files.disk import name_path
from build_scripts.files.fingerprints import hash_parts
from build_scripts.files.store import Store

Told = TypeVar("Told")
MOST = 8 << 30
"""Bytes that are kept at most: a site of 10,000 reports needs some 300 MB, and each change of it a few more."""


class Kept(NamedTuple):
    """A file as it was written: its path below the output with `/`, its size, its XXH3 of 128 bits in hex."""

    path: str
    size: int
    xxh3: str


class Reused(NamedTuple):
    """What was taken over: the files, and what was told beside them."""

    files: tuple[Kept, ...]
    told: bytes


@dataclass(frozen=True, slots=True)
class Earlier:
    """Where the work of earlier runs lies: `cache`, a folder of our own, and `standing`, the output that stands. Either
    need not exist, and may be emptied at any time. `name` is what notes are kept under, that of the output unless it is
    to be found under another one later. `spare` is the version before, whose folders may be moved away, None if there
    is none to be had. Plain data, to be handed to workers."""

    cache: Path
    standing: Path
    name: str = ""
    spare: Path | None = None

    def get(self, key: str) -> bytes | None:
        """What an earlier run kept under the key."""
        return Store(self.cache).get(key)

    def has(self, key: str) -> bool:
        """Whether something lies under the key, which need not be whole; it counts as used."""
        return Store(self.cache).has(key)

    def put(self, key: str, data: bytes) -> None:
        """Keep these bytes for the next run."""
        Store(self.cache).put(key, data)

    def recall(self, name: str) -> bytes | None:
        """What the last run noted under this name for this very output. Unlike what a key holds, it may be out of date:
        it is to be compared before it is believed."""
        return self.get(self._name(name))

    def recall_as(self, name: str, read: Callable[[bytes], Told]) -> Told | None:
        """The same, read; None also where another version of the program noted it in another form."""
        data = self.recall(name)
        try:
            return None if data is None else read(data)
        except (ValueError, TypeError, AttributeError):
            return None

    def note(self, name: str, data: bytes) -> None:
        """Note these bytes under a name, in the place of what was noted before."""
        self.put(self._name(name), data)

    def let_go(self, most: int = MOST) -> None:
        """At the end of a run: where more than `most` bytes are kept, drop what was not used for the longest time."""
        Store(self.cache).keep_within(most)

    def _name(self, name: str) -> str:
        return hash_parts("note", self.name or str(self.standing), name)


def take_keyed(earlier: Earlier | None, key: str, output: Path, folder: str = "") -> Reused | None:
    """The files that were kept under the key, taken over into `output`, or None, and then none of them is there; with
    `folder`, as `take_tree` does."""
    data = earlier.get(key) if earlier else None
    if earlier is None or data is None:
        return None
    head, _, told = data.partition(b"\n")
    files = read_kept(head)
    taken = take_tree(folder, files, earlier, output) if folder else take_files(files, earlier.standing, output)
    return Reused(files, told) if taken else None


def keep_keyed(earlier: Earlier | None, key: str, output: Path, paths: Iterable[str], told: bytes = b"") -> None:
    """Keep under the key that these files of `output` (paths below it) were made, and what is to be told beside them.

    Raises FilesError if one cannot be read."""
    if earlier:
        earlier.put(key, write_kept(measure_kept(output, paths)) + b"\n" + told)


def measure_kept(output: Path, paths: Iterable[str]) -> tuple[Kept, ...]:
    """Size and hash of these files of an output; raises FilesError."""
    found = []
    for path in paths:
        try:
            data = (output / path).read_bytes()
        except OSError as error:
            raise name_path(error, output / path) from error
        found.append(measure_bytes(path, data))
    return tuple(found)


def measure_bytes(path: str, data: bytes | bytearray) -> Kept:
    """Size and hash of a file of these bytes."""
    return Kept(path, len(data), xxh3_128_hexdigest(data))


def write_kept(files: Sequence[Kept]) -> bytes:
    """Files as one line of JSON, for `read_kept`."""
    return json.dumps(files, ensure_ascii=False, separators=(",", ":")).encode()


def read_kept(data: bytes) -> tuple[Kept, ...]:
    """The files that `write_kept` wrote."""
    return tuple(Kept(*one) for one in json.loads(data))


def take_files(files: Sequence[Kept], standing: Path, output: Path) -> bool:
    """Take over all of these files, or none: whether each still is just what was written. Raises FilesError if `output`
    cannot be written to."""
    done: list[str] = []
    folders: set[str] = set()
    old, new = os.fspath(standing), os.fspath(output)
    for one in files:
        if not _is_unchanged(one, f"{old}/{one.path}"):
            for path in done:
                (output / path).unlink(missing_ok=True)
            return False
        _place(f"{old}/{one.path}", f"{new}/{one.path}", folders)
        done.append(one.path)
    return True


def take_tree(folder: str, files: Sequence[Kept], earlier: Earlier, output: Path) -> bool:
    """Take over all of these files, or none, as `take_files` does; those below `folder` (a path below the output) are
    all that are to lie there, so that a folder of the spare will do as a whole. Raises FilesError."""
    inside = [one for one in files if one.path.startswith(f"{folder}/")]
    if earlier.spare and inside and _move_folder(folder, inside, earlier, earlier.spare, output):
        beside = [one for one in files if not one.path.startswith(f"{folder}/")]
        if take_files(beside, earlier.standing, output):
            return True
        shutil.rmtree(output / folder, ignore_errors=True)
        return False
    return take_files(files, earlier.standing, output)


def _move_folder(folder: str, files: Sequence[Kept], earlier: Earlier, spare: Path, output: Path) -> bool:
    """Move a folder of the spare into the output if it holds just these files as they were written, and nothing else:
    whether it did. Not if its files are others than those that stand: each would lie on the disk twice from then on."""
    old, new = os.fspath(spare), os.fspath(output)
    if (
        not stays_inside(f"{folder}/x")
        or not _is_same(f"{old}/{files[-1].path}", f"{earlier.standing}/{files[-1].path}")
        or not _holds_only(f"{old}/{folder}", _list_inside(folder, files))
        or not all(_is_unchanged(one, f"{old}/{one.path}") for one in files)
    ):
        return False
    try:
        os.makedirs(f"{new}/{folder}".rpartition("/")[0], exist_ok=True)
        os.rename(f"{old}/{folder}", f"{new}/{folder}")
    except OSError:
        return False
    return True


def _is_same(one: str, other: str) -> bool:
    """Whether both are the same file."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def _list_inside(folder: str, files: Iterable[Kept]) -> dict[str, set[str]]:
    """By folder below this one (itself is the empty name): the names in it; those of folders end in `/`."""
    found: dict[str, set[str]] = {"": set()}
    for one in files:
        place, _, name = one.path[len(folder) + 1 :].rpartition("/")
        if place not in found:
            found[place] = set()
            above = place
            while above:
                above, _, last = above.rpartition("/")
                found.setdefault(above, set()).add(f"{last}/")
        found[place].add(name)
    return found


def _holds_only(folder: str, wanted: dict[str, set[str]]) -> bool:
    """Whether just these names are there, folders being real folders."""
    try:
        if not stat.S_ISDIR(os.lstat(folder).st_mode):
            return False
        for place, names in wanted.items():
            with os.scandir(f"{folder}/{place}") as entries:
                if names != {f"{one.name}/" if one.is_dir(follow_symlinks=False) else one.name for one in entries}:
                    return False
    except OSError:
        return False
    return True


def stays_inside(path: str) -> bool:
    """Whether a path that was read from the cache leads to nowhere outside the folder it is put below.

    >>> stays_inside("data/a..b.csv"), stays_inside("../.profile"), stays_inside("/etc/x"), stays_inside("a/../../x")
    (True, False, False, False)
    """
    return not path.startswith(("/", "../")) and "/../" not in path


def _is_unchanged(one: Kept, source: str) -> bool:
    """Whether the file at `source` has these bytes; read through to its end."""
    if not stays_inside(one.path):
        return False
    try:
        descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW)
    except (OSError, ValueError):
        return False
    try:
        if one.size <= _WHOLE:
            data = os.read(descriptor, one.size + 1)
            return len(data) == one.size and xxh3_128_hexdigest(data) == one.xxh3
        if os.fstat(descriptor).st_size != one.size:
            return False
        digest, block = xxh3_128(), memoryview(bytearray(_WHOLE))
        while count := os.readv(descriptor, [block]):
            digest.update(block[:count])
        return digest.hexdigest() == one.xxh3
    except OSError:
        return False
    finally:
        os.close(descriptor)


_WHOLE = 1 << 20
"""Bytes up to which a file is read at one stroke."""


def _place(source: str, target: str, folders: set[str]) -> None:
    """Link the file, or copy it where the file system cannot."""
    folder = target.rpartition("/")[0]
    try:
        if folder not in folders:
            _make_folder(folder)
            folders.add(folder)
        try:
            os.link(source, target)
        except FileExistsError:
            os.unlink(target)
            os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)
    except OSError as error:
        raise name_path(error, Path(target)) from error


def _make_folder(folder: str) -> None:
    """Make a folder with those above it, unless it is there: mostly those above it are."""
    try:
        os.mkdir(folder)
    except OSError:
        os.makedirs(folder, exist_ok=True)
