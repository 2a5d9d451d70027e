"""A scheduler found, or one of this machine started; its workers asked what program they run.

Comes in: `local`, or an address such as `tcp://10.0.0.1:8786`; a folder to work in. Goes out: workers for
`packaging/pool`, until the block ends. Refuses to know: tasks. Addresses are never guessed; encryption is as Dask's own
settings say (`DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION` and those beside it).
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import dask
from distributed import Client, LocalCluster, TimeoutError

from build_scripts.cluster.doing import DIFFERS
from build_scripts.cluster.program import hash_program
from build_scripts.cluster.travelling import Travel
from build_scripts.cluster.workers import DaskWorkers
from build_scripts.packaging.pool import WorkerDied

LOCAL = "local"
WAIT = 60
"""Seconds for the scheduler to answer and for the first worker to be there."""

_PREFIX = ".disclosure-cluster-"
_TOKEN = "token"


@contextmanager
def open_workers(
    address: str,
    beside: Path,
    jobs: int,
    work: str = "",
    inputs: Path | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Iterator[DaskWorkers]:
    """The workers of the scheduler at `address`; `local` starts one, with `jobs` workers.

    `beside` is the output: a folder for what all need is made next to it, and removed. All machines must see it, unless
    `work` is the address of a store; then `inputs` is a folder that tasks may read as they like. Raises WorkerDied.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(_make_folder(beside.resolve().parent))
        client = stack.enter_context(_connect(address, jobs))
        size = _check_workers(client, folder, is_shared=not work)
        tell(f"Dask {address}: {size} 个工作进程 / {size} workers")
        yield DaskWorkers(client, size, folder, Travel(work, inputs) if work else None, jobs)


@contextmanager
def _connect(address: str, jobs: int) -> Iterator[Client]:
    with ExitStack() as stack, dask.config.set({"distributed.worker.memory.terminate": False}):
        try:
            place: object = address
            if address == LOCAL:
                place = stack.enter_context(
                    LocalCluster(
                        n_workers=jobs, threads_per_worker=1, dashboard_address=None, memory_limit=0, silence_logs=50
                    )
                )
            client = stack.enter_context(Client(place, timeout=WAIT, set_as_default=False))
            client.wait_for_workers(1, timeout=WAIT)
        except (OSError, ValueError, TimeoutError) as error:
            raise WorkerDied(
                f"{address}: 连不上调度器，或没有工作进程 / no scheduler there, or it has no workers: {error}"
            ) from error
        yield client


def describe_here(token: str) -> tuple[str, str]:
    """Which program runs here, and what the token's file holds; empty if it is not seen."""
    try:
        return hash_program(), Path(token).read_text(encoding="utf-8")
    except OSError:
        return hash_program(), ""


def _check_workers(client: Client, folder: Path, is_shared: bool) -> int:
    """How many workers there are; raises WorkerDied unless all run this program and, if shared, see the folder."""
    token = folder / _TOKEN
    token.write_text(folder.name, encoding="utf-8")
    try:
        told = client.run(describe_here, str(token))
    except Exception as error:
        raise WorkerDied(
            "工作进程装不了这个程序；请在项目的文件夹里启动它们（python -m dask worker …） / "
            f"the workers cannot load this program; start them in the project's folder: {error}"
        ) from error
    others = sorted(worker for worker, (code, _) in told.items() if code != hash_program())
    if others:
        raise WorkerDied(f"{DIFFERS}: {', '.join(others)}")
    blind = sorted(worker for worker, (_, seen) in told.items() if seen != folder.name)
    if is_shared and blind:
        raise WorkerDied(
            f"{', '.join(blind)}: 看不见 {folder.parent}；请把输出放在各台机器共用的文件夹里，或用 --work 网址 / "
            "does not see that folder; put the output where all machines see it, or give --work an address"
        )
    return len(told)


@contextmanager
def _make_folder(parent: Path) -> Iterator[Path]:
    """A new folder there, removed at the end; those of runs that were killed are removed before."""
    parent.mkdir(parents=True, exist_ok=True)
    for left in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            _remove_dead(left)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
    lock = os.open(folder, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _remove_dead(folder: Path) -> None:
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)
