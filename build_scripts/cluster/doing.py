"""One job done, on the machine where it is done.

Comes in: jobs. Goes out: answers, and the files a task wrote: where they belong if that folder is seen here too, else
as a bundle in the store. Refuses to know: who asks, what the task is.

Where no folder is shared, every path of the sender stands for one below a scratch folder of this process: the files
that the task names are laid there before, whatever it wrote is gathered there after. A folder that is only read (the
package a site is made of) is fetched once for all processes of this machine.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from build_scripts.cluster.bundles import Stretch, bundle, list_files, unbundle
from build_scripts.cluster.inputs import fetch_inputs
from build_scripts.cluster.messages import Answer, Done, Failed, Job, find_function, pack, unpack
from build_scripts.cluster.program import hash_program
from build_scripts.files import FilesError, read_bytes
from build_scripts.files.store_away import AnyStore, open_store
from build_scripts.packaging.pool import WorkerDied

CONTEXTS = 2
"""Contexts a process keeps at a time: that of the step before is not asked for again."""

DIFFERS = (
    "工作进程的程序与这里的不同（版本、代码表或 Python），请先更新 / "
    "a worker runs another program than this one (version, code lists or Python); bring it up to date first"
)
MISSING = "存放处没有所要的文件 / the store lacks what the task needs"


class Doer:
    """Does jobs one after the other, and remembers the contexts of the last."""

    def __init__(self) -> None:
        self._contexts: OrderedDict[str, Any] = OrderedDict()
        self._scratch: Path | None = None
        self._inputs: dict[str, Path] = {}

    def __enter__(self) -> Doer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def do(self, job: Job) -> Answer:
        """The result of the job, or the exception it ended with."""
        try:
            if job.code != hash_program():
                raise WorkerDied(DIFFERS)
            return self._do_here(job) if not job.work else self._do_away(job)
        except Exception as error:
            return Failed(error)

    def _do_here(self, job: Job) -> Done:
        """Done in the folders of the sender, which are seen here."""
        context = self._keep(job.context, lambda: unpack(read_bytes(Path(job.context))))
        return Done(pack(find_function(job.function)(context, unpack(job.task)))[0])

    def _do_away(self, job: Job) -> Done:
        """Done in a scratch folder; what was written and the result go to the store, in one piece."""
        store = open_store(job.work)
        scratch = self._open_scratch()
        places = [("/", str(scratch))]
        if job.inputs:
            places.insert(0, (job.read_only, str(self._open_inputs(job.inputs))))
        try:
            laid = set(unbundle(_get(store, job.needs), lambda name: scratch / name)[1]) if job.needs else set()
            context = self._keep(f"{job.context} {job.inputs}", lambda: unpack(_get(store, job.context), places))
            result = find_function(job.function)(context, unpack(job.task, places))
            back = [(here, there) for there, here in places]
            told = pack(result, back)[0]
            written = (
                (path.relative_to(scratch).as_posix(), Stretch(path))
                for path in list_files(scratch)
                if path not in laid
            )
            store.put(job.answer, bundle(told, written))
        finally:
            for each in scratch.iterdir():
                shutil.rmtree(each)
        return Done(b"")

    def _open_inputs(self, address: str) -> Path:
        """The folder fetched from that address, by whichever process of this machine comes first."""
        if address not in self._inputs:
            self._inputs[address] = fetch_inputs(address)
        return self._inputs[address]

    def _keep(self, key: str, make: Callable[[], Any]) -> Any:
        """The context of that key, made unless it is remembered."""
        if key not in self._contexts:
            self._contexts[key] = make()
            while len(self._contexts) > CONTEXTS:
                self._contexts.popitem(last=False)
        self._contexts.move_to_end(key)
        return self._contexts[key]

    def _open_scratch(self) -> Path:
        if self._scratch is None:
            self._scratch = Path(tempfile.mkdtemp(prefix="disclosure-task-")).resolve()
        return self._scratch


def _get(store: AnyStore, key: str) -> bytes:
    data = store.get(key)
    if data is None:
        raise FilesError(f"{MISSING}: {key[:12]}")
    return data
