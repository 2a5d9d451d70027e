"""A store that lies elsewhere, so that several machines share it.

Comes in: an address, keys (hex). Goes out: the bytes kept under a key, the keys there are. Refuses to know: what they
say. Entries are those of `Store`; a folder of this machine (`file://`) is one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from build_scripts.files.remote import Folder, open_folder
from build_scripts.files.store import Store, seal, unseal


class AnyStore(Protocol):
    """Bytes by key."""

    def get(self, key: str) -> bytes | None:
        """What was kept under the key; None if nothing was, or not just that any more."""
        ...

    def put(self, key: str, data: bytes) -> None:
        """Keep these bytes."""
        ...


class StoreAway:
    """Bytes by key in a folder of object storage."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """What was kept under the key; None if nothing was, or not just that any more. Raises FilesError."""
        sealed = self._folder.read(_place(key))
        return None if sealed is None else unseal(sealed)

    def put(self, key: str, data: bytes) -> None:
        """Keep these bytes; raises FilesError."""
        self._folder.write(_place(key), seal(data))


def open_store(address: str) -> AnyStore:
    """The store at an address; raises FilesError for one that nothing here can reach."""
    parts = urlsplit(address)
    if parts.scheme == "file":
        return Store(Path(unquote(parts.path)))
    return StoreAway(open_folder(address))


def list_keys(address: str) -> frozenset[str]:
    """Every key of the store at an address; raises FilesError."""
    names = open_folder(address).list_sizes()
    return frozenset(name.replace("/", "", 1) for name in names if _place(name.replace("/", "", 1)) == name)


def _place(key: str) -> str:
    return f"{key[:2]}/{key[2:]}"
