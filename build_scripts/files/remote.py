"""Folders that are object storage: named by an address, such as `s3://bucket/folder`.

Comes in: an address that fsspec knows, or `s3://`, which pyarrow serves; names of files below it. Goes out: their
bytes. Refuses to know: what the files are. S3 is reached as the usual variables of the surroundings say:
`AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` (or a profile, or the machine's own role), `AWS_REGION`, and for other
makers' servers `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL`. Trouble is a `FilesError` that names the address, never a
key.

One object is replaced in one step; several are not. What must be whole over many files is for whoever sends them.
"""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from build_scripts.files.disk import FilesError

AT_A_TIME = 16
"""Objects that travel at the same time: most of it is waiting."""

_CHUNK = 1 << 20
_MANY = 2000
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+)://(.*)", re.IGNORECASE | re.DOTALL)
_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".jsonl": "application/jsonl",
    ".md": "text/markdown; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".sqlite": "application/vnd.sqlite3",
    ".svg": "image/svg+xml",
    ".ttl": "text/turtle; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}


class Folder(Protocol):
    """Files by name below one place, `/` between the parts of a name."""

    address: str

    def list_sizes(self) -> dict[str, int]:
        """Every file and its size in bytes; empty where there is nothing. Raises FilesError."""
        ...

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None if there is none. Raises FilesError."""
        ...

    def fetch(self, name: str, path: Path) -> None:
        """Write a file of it to a path, whose folder is there; raises FilesError."""
        ...

    def send(self, name: str, path: Path) -> None:
        """Put a file there; raises FilesError."""
        ...

    def write(self, name: str, data: bytes) -> None:
        """Put these bytes there; raises FilesError."""
        ...

    def remove(self, name: str) -> None:
        """Take a file away, if it is there; raises FilesError."""
        ...


def is_address(text: str) -> bool:
    """Whether this is an address and no path.

    >>> is_address("s3://bucket/reports"), is_address("datapackage/reports"), is_address("C:\\\\reports")
    (True, False, False)
    """
    return _ADDRESS.fullmatch(text) is not None


def hide_secrets(address: str) -> str:
    """The address without name, password and question in it, to be shown.

    >>> hide_secrets("s3://key:secret@bucket/reports?x=1")
    's3://bucket/reports'
    """
    return re.sub(r"://[^/@]*@", "://", address).split("?")[0]


def open_folder(address: str) -> Folder:
    """The folder at an address; raises FilesError for one that nothing here can reach."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise FilesError(f"{hide_secrets(address)}: 不是网址 / is no address")
    try:
        if match[1].lower() == "s3":
            return _FsspecFolder(address, _open_s3(), match[2].strip("/"))
        import fsspec

        options = {"auto_mkdir": True} if match[1].lower() in ("file", "local") else {}
        system, root = fsspec.core.url_to_fs(address, **options)
        return _FsspecFolder(address, system, root.rstrip("/"))
    except (ImportError, ValueError, OSError) as error:
        raise FilesError(f"{hide_secrets(address)}: 不能打开 / cannot be opened: {error}") from error


def each_at_a_time(function: Any, tasks: Iterable[Any]) -> Iterator[Any]:
    """The results of `function(task)` in order, several tasks at a time; raises what it raises."""
    waiting = iter(tasks)
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        while some := list(islice(waiting, _MANY)):
            yield from pool.map(function, some)


def tell_type(name: str) -> str:
    """What a browser is to take a file for.

    >>> tell_type("agencies/index.html"), tell_type("a.tar.gz"), tell_type("logo.png"), tell_type("CNAME")
    ('text/html; charset=utf-8', 'application/gzip', 'image/png', 'application/octet-stream')
    """
    suffix = os.path.splitext(name)[1].lower()
    return _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


@cache
def _open_s3() -> Any:
    """S3 as fsspec has it, through pyarrow: s3fs wants another python-dateutil than frictionless."""
    from fsspec.implementations.arrow import ArrowFSWrapper
    from pyarrow.fs import AwsStandardS3RetryStrategy, S3FileSystem

    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    scheme, _, host = (endpoint or "").rpartition("://")
    return ArrowFSWrapper(
        S3FileSystem(
            endpoint_override=host or None,
            scheme=scheme or None,
            region=region or ("us-east-1" if endpoint else None),
            allow_delayed_open=True,
            background_writes=False,
            retry_strategy=AwsStandardS3RetryStrategy(max_attempts=5),
        )
    )


class _FsspecFolder:
    """A folder of a file system of fsspec, object storage most often."""

    def __init__(self, address: str, system: Any, root: str) -> None:
        self.address = hide_secrets(address)
        self._system = system
        self._root = root
        self._arrow = system.fs if hasattr(system, "fs") and hasattr(system.fs, "open_output_stream") else None

    def list_sizes(self) -> dict[str, int]:
        """Every file and its size in bytes; empty where there is nothing. Raises FilesError."""
        with _Named(self.address):
            if self._arrow is not None:  # one listing, not one for each folder
                from pyarrow.fs import FileSelector, FileType

                found = self._arrow.get_file_info(FileSelector(self._root, recursive=True, allow_not_found=True))
                pairs = ((info.path, info.size) for info in found if info.type == FileType.File)
            else:
                listed = self._system.find(self._root, detail=True)
                pairs = ((name, info["size"]) for name, info in listed.items())
            return {name[len(self._root) :].lstrip("/"): int(size) for name, size in pairs}

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None if there is none. Raises FilesError."""
        with _Named(self._name(name)):
            try:
                data: bytes = self._system.cat_file(self._name(name))
            except FileNotFoundError:
                return None
            except OSError as error:
                if _is_missing(error):
                    return None
                raise
            return data
        raise AssertionError

    def fetch(self, name: str, path: Path) -> None:
        """Write a file of it to a path, whose folder is there; raises FilesError."""
        with _Named(self._name(name)), self._open(name) as source, path.open("wb") as target:
            while piece := source.read(_CHUNK):
                target.write(piece)

    def send(self, name: str, path: Path) -> None:
        """Put a file there; raises FilesError."""
        with _Named(self._name(name)), path.open("rb") as source, self._create(name) as target:
            while piece := source.read(_CHUNK):
                target.write(piece)

    def write(self, name: str, data: bytes) -> None:
        """Put these bytes there; raises FilesError."""
        with _Named(self._name(name)), self._create(name) as target:
            target.write(data)

    def remove(self, name: str) -> None:
        """Take a file away, if it is there; raises FilesError."""
        with _Named(self._name(name)):
            try:
                self._system.rm_file(self._name(name))
            except FileNotFoundError:
                return

    def _name(self, name: str) -> str:
        return f"{self._root}/{name}" if self._root else name

    def _open(self, name: str) -> Any:
        options = {"seekable": False} if self._arrow is not None else {}
        return self._system.open(self._name(name), "rb", **options)

    def _create(self, name: str) -> Any:
        if self._arrow is None:
            return self._system.open(self._name(name), "wb")
        told = {"Content-Type": tell_type(name)}  # a bucket that is a site says it of each object
        return self._arrow.open_output_stream(self._name(name), compression=None, metadata=told)


class _Named:
    """What goes wrong inside, as a FilesError with this name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (OSError, ValueError)) and not isinstance(error, FilesError):
            raise FilesError(f"{self._name}: 取不来或放不下 / cannot be fetched or put: {error}") from error


def _is_missing(error: OSError) -> bool:
    """Whether the object storage says that there is no such object."""
    return isinstance(error, FileNotFoundError) or "does not exist" in str(error) or "NO_SUCH_KEY" in str(error)
