"""The only hands on the disk: what is read, hashed and written passes through here.

Comes in: paths. Goes out: bytes, text, rows. Refuses to know: what a report says, what a page is. Trouble of the disk
or of hand-kept files is a `FilesError` that names the path.
"""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from build_scripts.limits import FILE_BYTES

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))

_REASONS = {
    errno.ENOENT: "不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOTDIR: "不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ELOOP: "是符号链接",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘只能读，不能写",
    errno.EEXIST: "已经有同名的东西",
    errno.ENAMETOOLONG: "名称太长",
    errno.EXDEV: "在另一个磁盘上，或是挂载点",
    errno.EBUSY: "是挂载点，或正被使用",
    errno.EIO: "磁盘出错",
    errno.EDQUOT: "超过了磁盘配额",
    errno.EFBIG: "文件太大",
}


class FilesError(OSError):
    """A file or folder cannot be read or written, or is not what it should be; the message names it."""


class TooLarge(FilesError):
    """A file has more bytes than are read of it: `size`, of at most `most`."""

    def __init__(self, path: Path, size: int, most: int) -> None:
        super().__init__(f"{path}: 有 {size} 字节，上限 {most} 字节 / has {size} bytes, at most {most} are read")
        self.size, self.most = size, most


def read_input(path: Path, most: int = FILE_BYTES) -> bytes:
    """The bytes of a regular file, never through a link at its end; raises FilesError, TooLarge beyond `most` bytes."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as stream:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise FilesError(f"{path}: 不是普通文件 / not a regular file")
            data = stream.read(most + 1) if found.st_size <= most else b""
            if (size := max(found.st_size, len(data))) > most:
                raise TooLarge(path, size, most)
            return data
    except OSError as error:
        raise name_path(error, path) from error


def read_bytes(path: Path) -> bytes:
    """The bytes of one of our own files; raises FilesError."""
    try:
        with open(path, "rb", buffering=0) as stream:
            return stream.readall()
    except OSError as error:
        raise name_path(error, path) from error


def read_text(path: Path) -> str:
    """The text of one of our own files, UTF-8, line ends as they are; raises FilesError."""
    try:
        return read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise FilesError(f"{path}: 第 {error.start} 字节不是 UTF-8 / not UTF-8 at byte {error.start}") from error


def read_json(path: Path) -> dict[str, object]:
    """The object of one of our own JSON files; raises FilesError."""
    return parse_json(read_bytes(path), str(path))


def parse_json(data: bytes, name: str) -> dict[str, object]:
    """The JSON object in these bytes, UTF-8; raises FilesError beginning with their name."""
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_take_once)
    except UnicodeDecodeError as error:
        raise FilesError(f"{name}: 第 {error.start} 字节不是 UTF-8 / not UTF-8 at byte {error.start}") from error
    except RecursionError as error:
        raise FilesError(f"{name}: 嵌套太深，不是我们的文件 / nested too deeply for a file of ours") from error
    except json.JSONDecodeError as error:
        raise FilesError(
            f"{name}:{error.lineno}: 不是合格的 JSON / is not JSON as it should be: {error.msg}"
        ) from error
    except ValueError as error:
        raise FilesError(f"{name}: {error}") from error
    if not isinstance(value, dict):
        raise FilesError(f"{name}: 不是 JSON 对象 / not a JSON object")
    return value


def _take_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object as JSON has it; of a name that stands twice one would be lost without a word."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} 写了两次 / stands twice")
    return found


def iterate_csv(path: Path) -> Iterator[list[str]]:
    """The records of a CSV file, head first, exactly as written; raises FilesError."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            yield from csv.reader(stream, strict=True)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise name_path(error, path) from error


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by column name; raises FilesError for a row of another width than the head."""
    records = iterate_csv(path)
    head = next(records, [])
    rows = []
    for number, record in enumerate(records, start=2):
        if len(record) != len(head):
            raise FilesError(f"{path}: record {number} has {len(record)} fields, the head has {len(head)}")
        rows.append(dict(zip(head, record, strict=True)))
    return rows


def measure_file(path: Path) -> tuple[int, str]:
    """Size in bytes and SHA-256 in hexadecimal; raises FilesError."""
    try:
        with path.open("rb") as stream:
            return path.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise name_path(error, path) from error


def write_bytes(path: Path | str, data: bytes | bytearray) -> None:
    """Write one file, with its folders; a file that is there is replaced, never written into, for another output may
    share it. Raises FilesError."""
    try:
        try:
            _write_new(path, data)
        except FileNotFoundError:  # the folder is there for all files but the first
            os.makedirs(os.path.dirname(path), exist_ok=True)
            _write_new(path, data)
    except OSError as error:
        raise name_path(error, Path(path)) from error


def _write_new(path: Path | str, data: bytes | bytearray) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        os.unlink(path)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        written = os.write(descriptor, data)
        if written < len(data):  # the system takes some 2 GB at a time
            view = memoryview(data)[written:]
            while view:
                view = view[os.write(descriptor, view) :]
    finally:
        os.close(descriptor)


def refuse_special(path: Path) -> None:
    """Raise FilesError if something stands there that is no regular file, also behind a link."""
    if path.exists() and not path.is_file():
        raise FilesError(f"{path}: 不是普通文件，不采用 / not a regular file: refused")


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the file system has such a thing."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise name_path(error, folder) from error


_NO_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EROFS})


def resolve(path: Path) -> Path:
    """The path without links; raises FilesError where they lead in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:
        raise FilesError(f"{path}: 符号链接绕成了圈，或路径不能用 / links in a circle, or no usable path") from error


def write_pieces(path: Path, pieces: Iterable[bytes | memoryview]) -> None:
    """Write one file piece by piece, with its folders; a file that is there is replaced. Raises FilesError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with path.open("wb") as stream:
            stream.writelines(pieces)
    except OSError as error:
        raise name_path(error, path) from error


def append_bytes(path: Path, data: bytes) -> None:
    """Write bytes behind those of a file of this run, which nothing else shares; raises FilesError."""
    try:
        with open(path, "ab", buffering=0) as stream:
            view = memoryview(data)
            while view:
                view = view[stream.write(view) :]
    except OSError as error:
        raise name_path(error, path) from error


def write_text(path: Path, text: str) -> None:
    """Write one file as UTF-8 without BOM, line ends as they are; raises FilesError."""
    write_bytes(path, text.encode("utf-8"))


def make_folder(path: Path) -> None:
    """Make one folder, whose parent exists; raises FilesError."""
    try:
        path.mkdir()
    except OSError as error:
        raise name_path(error, path) from error


def link_file(path: Path, target: Path) -> None:
    """Make the file stand at `target` too, where nothing stands, as a link or a copy; raises FilesError.

    A file that is not there leaves nothing: who looks for its bytes finds that out."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, target)
        except FileNotFoundError:
            return
        except OSError:
            shutil.copyfile(path, target)
    except OSError as error:
        raise name_path(error, path) from error


def join_files(parts: Sequence[Path], target: Path, head: str) -> None:
    """Write `head` and after it the parts, in order, to `target`, which is replaced; raises FilesError."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        with target.open("wb") as stream:
            stream.write(head.encode("utf-8"))
            for part in parts:
                stream.write(part.read_bytes())
    except OSError as error:
        raise name_path(error, target) from error


def read_part(path: Path, offset: int, size: int) -> bytes:
    """`size` bytes from `offset` of a file; raises FilesError."""
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            return stream.read(size)
    except OSError as error:
        raise name_path(error, path) from error


def name_path(error: Exception, path: Path) -> FilesError:
    """Our exception for the system's, naming the path once; the commonest reasons in both languages."""
    if isinstance(error, FilesError):
        return error
    if not isinstance(error, OSError) or not error.strerror:
        return FilesError(f"{path}: {error}")
    return FilesError(f"{path}: {_REASONS.get(error.errno or 0, '打不开或写不进')} / {error.strerror}")
