"""Children that do jobs: processes of their own, so that what kills one takes no worker with it.

Comes in: jobs. Goes out: answers; `Died` where the child ended without one. Refuses to know: Dask. A child is started
anew, not forked: its parent has threads. It ends with its parent, even when that is killed.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import subprocess
import sys
import threading
from typing import IO

from build_scripts.cluster.doing import Doer
from build_scripts.cluster.messages import PROTOCOL, Answer, Died, Failed, Job
from build_scripts.files.fingerprints import PROGRAM
from build_scripts.packaging.pool import PR_SET_PDEATHSIG, spare_collector

_LENGTH = 8
_idle: list[Child] = []
_lock = threading.Lock()


class Child:
    """A process that does one job after the other."""

    def __init__(self) -> None:
        paths = filter(None, (str(PROGRAM.parent), os.environ.get("PYTHONPATH", "")))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "build_scripts.cluster.children", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )

    def do(self, job: Job) -> Answer:
        """The answer to the job."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            _send(self._process.stdin, job)
            answer = _receive(self._process.stdout)
        except (OSError, EOFError):
            answer = None
        if isinstance(answer, Answer):
            return answer
        self._process.kill()
        return Died(self._process.wait())

    def is_alive(self) -> bool:
        """Whether it can take another job."""
        return self._process.poll() is None


def perform(job: Job) -> Answer:
    """Have the job done by a child that is idle, or by a new one."""
    with _lock:
        child = _idle.pop() if _idle else None
    child = child if child and child.is_alive() else Child()
    answer = child.do(job)
    if not isinstance(answer, Died):
        with _lock:
            _idle.append(child)
    return answer


def serve(parent: int) -> None:
    """Do the jobs that come on the standard input until it ends; answers go to the standard output, prints do not."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            return
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    spare_collector()
    with Doer() as doer:
        while True:
            try:
                job = _receive(jobs)
            except EOFError:
                return
            answer = doer.do(job) if isinstance(job, Job) else Failed(TypeError("no job"))
            try:
                _send(answers, answer)
            except (pickle.PicklingError, TypeError, AttributeError) as error:
                _send(answers, Failed(RuntimeError(f"{type(error).__name__}: {error}")))


def _send(stream: IO[bytes], content: object) -> None:
    data = pickle.dumps(content, PROTOCOL)
    stream.write(len(data).to_bytes(_LENGTH, "big"))
    stream.write(data)
    stream.flush()


def _receive(stream: IO[bytes]) -> object:
    """What was sent; raises EOFError where the other side is gone."""
    length = stream.read(_LENGTH)
    if len(length) < _LENGTH:
        raise EOFError
    data = stream.read(int.from_bytes(length, "big"))
    return pickle.loads(data)


if __name__ == "__main__":
    from build_scripts.cluster import children  # so that what is unpickled is of the same classes as what is asked for

    children.serve(int(sys.argv[1]))
