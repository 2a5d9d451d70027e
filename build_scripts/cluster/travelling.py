"""How the files of tasks travel where machines share no folder: through a store that all of them reach.

Comes in: functions, contexts, tasks, the store's address. Goes out: jobs that name what they need, and what came of
them, its files where they belong. Refuses to know: who does the jobs.

A task reads the files it names and, below one folder, whatever it likes (the package a site is made of); it writes
below folders it names. Functions of which that is true are listed here, and no others are sent away. An answer's key is
the hash of the program, the function, the context, the task and the content of every file named: what stands under it
is right, whoever put it there, and what does not is made again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from build_scripts.cluster.bundles import bundle, unbundle
from build_scripts.cluster.messages import Job, move_path, name_function, pack, unpack
from build_scripts.cluster.program import hash_program
from build_scripts.files import FilesError, measure_file
from build_scripts.files.fingerprints import hash_parts
from build_scripts.files.mirrors import Entry, list_local, send_folder
from build_scripts.files.remote import open_folder
from build_scripts.files.store_away import list_keys, open_store

CARRIED = frozenset(
    {
        "build_scripts.packaging.intake:read_batch",
        "build_scripts.packaging.output:write_batch",
    }
)
"""Functions that read no file but those their tasks and contexts name, and the folder that is only read."""

_STAGED = re.compile(r"((?:/[^/]+)*/\.[^/]+\.new)-\d+-\d+(?=/|$)")
"""The folder that an output is staged in (`files/staging`): named after the process, which no key may follow from."""

INPUTS = "inputs"
"""Below the store's address: folders that are only read, each under the hash of all that is in it."""


class Travel:
    """Files of tasks through the store at `address`; `inputs` is the folder that tasks may read as they like."""

    def __init__(self, address: str, inputs: Path | None = None, carried: frozenset[str] = CARRIED) -> None:
        self._address = address.rstrip("/")
        self._store = open_store(self._address)
        self._keys = set(list_keys(self._address))
        self._inputs = str(inputs.resolve()) if inputs else ""
        self._inputs_key = ""
        self._carried = carried
        self._staged: list[tuple[str, str]] = []
        self._needs: dict[str, dict[str, Path]] = {}
        self._measured: dict[str, Entry] = {}
        self._allowed: dict[str, frozenset[str]] = {}

    def carries(self, function: Callable[..., object]) -> bool:
        """Whether tasks of this function may be done where their folders are not seen."""
        return name_function(function) in self._carried

    def plan(self, function: Callable[..., object], context: object, tasks: Sequence[object]) -> Iterator[Job]:
        """A job for each task; the context goes first. Raises FilesError."""
        data, in_context = self._pack(context)
        context_key = hash_parts("context", data)
        self._keep(context_key, lambda: data)
        for task in tasks:
            told, in_task = self._pack(task)
            paths = in_context | in_task
            files = {path: Path(path) for path in sorted(paths) if not self._is_input(path) and Path(path).is_file()}
            inputs = self._send_inputs() if any(map(self._is_input, paths)) else ""
            listed = [f"{move_path(path, self._staged)} {self._measure(path).sha256}" for path in files]
            needs = hash_parts("needs", *listed) if files else ""
            name = name_function(function)
            answer = hash_parts("answer", hash_program(), name, context_key, told, needs, inputs)
            self._needs[needs] = files
            self._allowed[answer] = frozenset(paths)
            yield Job(
                function=name,
                code=hash_program(),
                context=context_key,
                task=told,
                work=self._address,
                needs=needs,
                inputs=f"{self._address}/{INPUTS}/{inputs}" if inputs else "",
                read_only=self._inputs,
                answer=answer,
            )

    def has(self, job: Job) -> bool:
        """Whether an answer was there when the work began."""
        return job.answer in self._keys

    def is_whole(self, job: Job) -> bool:
        """Whether the answer can be read."""
        return self._store.get(job.answer) is not None

    def send(self, job: Job) -> None:
        """Bring what the job needs to the store; raises FilesError."""
        if job.needs:
            files = self._needs[job.needs]
            self._keep(
                job.needs,
                lambda: bundle(b"", ((move_path(path, self._staged)[1:], place) for path, place in files.items())),
            )

    def take(self, job: Job) -> Any:
        """The result of a job that was done; its files are put where they belong. Raises FilesError."""
        data = self._store.get(job.answer)
        if data is None:
            raise FilesError(f"{self._address}: 结果不见了 / an answer is gone: {job.answer[:12]}")
        allowed = self._allowed.pop(job.answer)
        self._needs.pop(job.needs, None)

        def place(name: str) -> Path:
            path = Path(move_path(f"/{name}", self._back))
            if not any(str(each) in allowed for each in (path, *path.parents)):
                raise FilesError(f"{path}: 不在任务说的文件夹里 / is in no folder that the task names")
            return path

        return unpack(unbundle(data, place)[0], self._back)

    def _pack(self, content: object) -> tuple[bytes, frozenset[str]]:
        """The content as bytes in which a staged folder has the name it has in every run, and the paths in it."""
        for path in pack(content)[1]:
            if (match := _STAGED.match(path)) and match[0] not in dict(self._staged):
                self._staged.append((match[0], f"{match[1]}"))
        return pack(content, self._staged)

    @property
    def _back(self) -> list[tuple[str, str]]:
        return [(there, here) for here, there in self._staged]

    def _keep(self, key: str, make: Callable[[], bytes]) -> None:
        if key not in self._keys:
            self._store.put(key, make())
            self._keys.add(key)

    def _measure(self, path: str) -> Entry:
        if path not in self._measured:
            self._measured[path] = Entry(*measure_file(Path(path)))
        return self._measured[path]

    def _is_input(self, path: str) -> bool:
        return bool(self._inputs) and (path == self._inputs or path.startswith(f"{self._inputs}/"))

    def _send_inputs(self) -> str:
        """The hash of the folder that is only read, which is in the store from now on; raises FilesError."""
        if not self._inputs_key:
            folder = Path(self._inputs)
            entries = list_local(folder)
            key = hash_parts(*(f"{name} {entry.size} {entry.sha256}" for name, entry in sorted(entries.items())))
            send_folder(folder, open_folder(f"{self._address}/{INPUTS}/{key}"), "datapackage.json")
            self._inputs_key = key
        return self._inputs_key
