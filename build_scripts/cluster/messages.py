"""What travels between the machine that asks and those that do: jobs, answers, and paths told apart from places.

Comes in: plain data with paths in it. Goes out: bytes, the files that are named in them, and the data again with every
path where it lies on the other machine. Refuses to know: who sends them, how.

Bytes are only ever unpickled that came from our own program: whoever can reach the scheduler can run programs on the
workers, as Dask says of itself, so it belongs into a private network, or behind its TLS.
"""

from __future__ import annotations

import importlib
import io
import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PosixPath
from typing import Any

PROTOCOL = 5


@dataclass(frozen=True, slots=True)
class Job:
    """One task: the function as `module:name`, what it needs as the bytes of `pack`, and how its files travel.

    `code` is the hash of the program that sends it. Where a folder is shared, `context` is the path of a file with the
    context's bytes, and that is all. Else `work` is the address of a store, `context` and `needs` (empty: none) are
    keys in it, of the context's bytes and of a bundle of the files that the task names; `inputs` is the address that
    the folder `read_only` is fetched from (empty: none); `answer` is the key that result and files are kept under.
    """

    function: str
    code: str
    context: str
    task: bytes
    work: str = ""
    needs: str = ""
    inputs: str = ""
    read_only: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The result as the bytes of `pack`; empty where it lies in the store under the job's `answer`."""

    result: bytes


@dataclass(frozen=True, slots=True)
class Failed:
    """The exception that the function ended with."""

    error: Exception


@dataclass(frozen=True, slots=True)
class Died:
    """The process that did the task ended without an answer."""

    status: int


Answer = Done | Failed | Died


def name_function(function: Callable[..., object]) -> str:
    """`module:name` of a function at the top of its module.

    >>> name_function(name_function)
    'build_scripts.cluster.messages:name_function'
    """
    return f"{function.__module__}:{function.__qualname__}"


def find_function(name: str) -> Callable[[Any, Any], object]:
    """The function of that name; raises AttributeError or ImportError."""
    module, _, inner = name.partition(":")
    found: Callable[[Any, Any], object] = getattr(importlib.import_module(module), inner)
    return found


def pack(
    content: object, places: Iterable[tuple[str, str]] = (), instead: Callable[[object], object | None] = lambda _: None
) -> tuple[bytes, frozenset[str]]:
    """The content as bytes that `unpack` reads, its paths moved as there, and every path in it as it was.

    `instead` may give, for a thing in it, another that takes its place; not for that one again.
    """
    stream = io.BytesIO()
    packer = _Packer(stream, tuple(places), instead)
    packer.dump(content)
    return stream.getvalue(), frozenset(packer.paths)


def unpack(data: bytes, places: Iterable[tuple[str, str]] = ()) -> Any:
    """What was packed, its paths moved: of `places`, pairs of (folder there, folder here), the first that holds it."""
    return _Unpacker(io.BytesIO(data), tuple(places)).load()


def move_path(path: str, places: Iterable[tuple[str, str]]) -> str:
    """Where that path lies here.

    >>> move_path("/a/b/c", [("/a/b", "/x"), ("/", "/y")]), move_path("/a/bc", [("/a/b", "/x"), ("/", "/y")])
    ('/x/c', '/y/a/bc')
    """
    for there, here in places:
        if path == there:
            return here
        if path.startswith(there.rstrip("/") + "/"):
            return f"{here.rstrip('/')}/{path[len(there.rstrip('/')) + 1 :]}"
    return path


class _Packer(pickle.Pickler):
    """Writes a path as its text, told apart from other text, and a set in an order that every run has."""

    def __init__(
        self, stream: io.BytesIO, places: tuple[tuple[str, str], ...], instead: Callable[[object], object | None]
    ) -> None:
        super().__init__(stream, PROTOCOL)
        self._places = places
        self._instead = instead
        self.paths: set[str] = set()

    def persistent_id(self, content: object) -> tuple[str, object] | None:
        """How a path, a set or what has another in its place is told; None of everything else."""
        if type(content) is PosixPath:
            self.paths.add(str(content))
            return "path", move_path(str(content), self._places)
        if type(content) is frozenset or type(content) is set:
            return type(content).__name__, tuple(sorted(content, key=repr))
        if (other := self._instead(content)) is not None:
            return "instead", other
        return None


class _Unpacker(pickle.Unpickler):
    """Reads what `_Packer` wrote."""

    def __init__(self, stream: io.BytesIO, places: tuple[tuple[str, str], ...]) -> None:
        super().__init__(stream)
        self._places = places

    def persistent_load(self, told: tuple[str, Any]) -> object:
        """The path here, the set, or what was put in the place of another."""
        kind, content = told
        match kind:
            case "path":
                return Path(move_path(content, self._places))
            case "frozenset":
                return frozenset(content)
            case "set":
                return set(content)
        return content
