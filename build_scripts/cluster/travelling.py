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
from typing import Any, NamedTuple

from build_scripts.cluster.bundles import Stretch, bundle, unbundle
from build_scripts.cluster.messages import Job, move_path, name_function, pack, unpack
from build_scripts.cluster.program import hash_program
from build_scripts.files import FilesError, measure_file
from build_scripts.files.fingerprints import hash_parts
from build_scripts.files.mirrors import list_local, send_folder
from build_scripts.files.remote import open_folder
from build_scripts.files.store_away import list_keys, open_store
from build_scripts.packaging.intake import Place

CARRIED = frozenset(
    {
        "build_scripts.packaging.intake:read_batch",
        "build_scripts.packaging.output:write_partition",
        "build_scripts.publishing.part_pages:learn_part",
        "build_scripts.publishing.part_pages:make_part",
        "build_scripts.publishing.site_tasks:_run",
    }
)
"""Functions that read no file but those their tasks and contexts name, and the folder that is only read."""

_STAGED = re.compile(r"((?:/[^/]+)*/\.[^/]+\.new)-\d+-\d+(?=/|$)")
"""The folder that an output is staged in (`files/staging`): named after the process, which no key may follow from."""

INPUTS = "inputs"
"""Below the store's address: folders that are only read, each under the hash of all that is in it."""

STRETCHES = "/disclosure-stretches"
"""Where reports that were read lie on the machine of a task: each in a file of its own, named by its hash."""

_READ = re.compile(r"/read-\d{6}[^/]*$")
"""A file for reports that are read (`packaging/intake`): numbered after what lies beside it already."""

_STAGED = re.compile(r"((?:/[^/]+)*/\.[^/]+\.new)-\d+-\d+(?=/|$)")
"""The folder that an output is staged in (`files/staging`): named after the process, which no key may follow from."""


class _Sent(NamedTuple):
    """What is known here of a job: the files it needs, by their name there; all paths it named; how they were moved."""

    needs: dict[str, Stretch]
    named: frozenset[str]
    moved: tuple[tuple[str, str], ...]


class Travel:
    """Files of tasks through the store at `address`; `inputs` is the folder that tasks may read as they like."""

    def __init__(self, address: str, inputs: Path | None = None, carried: frozenset[str] = CARRIED) -> None:
        self._address = address.rstrip("/")
        self._store = open_store(self._address)
        self._keys = list_keys(self._address)
        self._kept: set[str] = set()
        self._inputs = str(inputs.resolve()) if inputs else ""
        self._inputs_key = ""
        self._carried = carried
        self._sent: dict[str, _Sent] = {}
        self._measured: dict[str, str] = {}

    def carries(self, function: Callable[..., object], tasks: Sequence[object] = ()) -> bool:
        """Whether tasks of this function may be done where their folders are not seen; of the tasks of a site, which
        name functions of their own (`publishing/site_tasks`), whether all of these may."""
        functions = {function, *(task.run for task in tasks if hasattr(task, "run"))}
        return all(name_function(each) in self._carried for each in functions)

    def plan(self, function: Callable[..., object], context: object, tasks: Sequence[object]) -> Iterator[Job]:
        """A job for each task; the context goes first. Raises FilesError."""
        told_context = _tell(context)
        context_key = hash_parts("context", told_context.data)
        self._keep(context_key, lambda: told_context.data)
        name = name_function(function)
        for task in tasks:
            told = _tell(task)
            moved = (*told.moved, *told_context.moved)
            paths = told_context.paths | told.paths
            files = {
                move_path(path, moved): Stretch(Path(path))
                for path in sorted(paths)
                if not self._is_input(path) and Path(path).is_file()
            }
            needs = files | told_context.stretches | told.stretches
            inputs = self._send_inputs() if any(map(self._is_input, paths)) else ""
            listed = [f"{place} {self._measure(stretch.path)}" for place, stretch in files.items()]
            needs_key = hash_parts("needs", *listed, *sorted(told.stretches | told_context.stretches)) if needs else ""
            answer = hash_parts("answer", hash_program(), name, context_key, told.data, needs_key, inputs)
            self._sent[answer] = _Sent(needs, frozenset(paths), moved)
            yield Job(
                function=name,
                code=hash_program(),
                context=context_key,
                task=told.data,
                work=self._address,
                needs=needs_key,
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
            needs = self._sent[job.answer].needs
            self._keep(job.needs, lambda: bundle(b"", ((place[1:], stretch) for place, stretch in needs.items())))

    def take(self, job: Job) -> Any:
        """The result of a job that was done; its files are put where they belong. Raises FilesError."""
        data = self._store.get(job.answer)
        if data is None:
            raise FilesError(f"{self._address}: 结果不见了 / an answer is gone: {job.answer[:12]}")
        _, named, moved = self._sent.pop(job.answer)
        back = [(there, here) for here, there in moved]

        def place(name: str) -> Path:
            path = Path(move_path(f"/{name}", back))
            if not any(str(each) in named for each in (path, *path.parents)):
                raise FilesError(f"{path}: 不在任务说的文件夹里 / is in no folder that the task names")
            return path

        return unpack(unbundle(data, place)[0], back)

    def _keep(self, key: str, make: Callable[[], bytes]) -> None:
        if key in self._kept:
            return
        if key not in self._keys or self._store.get(key) is None:  # what is broken there is put there again
            self._store.put(key, make())
        self._kept.add(key)

    def _measure(self, path: Path) -> str:
        """The hash of a file, looked at once."""
        if str(path) not in self._measured:
            self._measured[str(path)] = measure_file(path)[1]
        return self._measured[str(path)]

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


class _Told(NamedTuple):
    """Content as bytes that are the same in every run; its paths, how they were moved, the reports it names by hash."""

    data: bytes
    paths: frozenset[str]
    moved: tuple[tuple[str, str], ...]
    stretches: dict[str, Stretch]


def _tell(content: object) -> _Told:
    """What is sent of a context or a task: no name of a process, no number of a file, only the reports it needs."""
    stretches: dict[str, Stretch] = {}

    def cut(part: object) -> object | None:
        if type(part) is not Place or str(part.path).startswith(f"{STRETCHES}/"):
            return None
        name = f"{STRETCHES}/{part.sha256}"
        stretches[name] = Stretch(part.path, part.offset, part.size)
        return Place(Path(name), 0, part.size, part.sha256)

    paths = {path for path in pack(content, (), cut)[1] if not path.startswith(f"{STRETCHES}/")}
    numbered = sorted(path for path in paths if _READ.search(path))
    staged = {match[0]: match[1] for path in sorted(paths) if (match := _STAGED.match(path))}
    moved = (*((path, _READ.sub(f"/read-{number}", path)) for number, path in enumerate(numbered)), *staged.items())
    return _Told(pack(content, moved, cut)[0], frozenset(paths), moved, stretches)
