"""The Dask run: scheduler and two workers as processes of their own, one killed half-way; object storage; same bytes.

    python -m benchmarks.cluster_run REPORTS WORK [--log FILE]

Comes in: a folder of reports, a scratch folder. Goes out: a log of what was done, when, and whether the bytes are those
of one machine. `REPORTS` go to a bucket of an S3 server on this machine first (moto's); package and site are made by
the workers, which see no folder of ours: everything travels through the bucket. One worker is killed (-9) while it
works, one while the site is made. Then what lies in the bucket is fetched and compared with what one process made.
The exit code is 1 if a byte differs.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import logging
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUCKET = "disclosure"
BUSY = 0.7
"""Processor seconds a worker's child has worked in a step when the worker is killed."""
WORKER = ("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard")


class Log:
    """Lines with the seconds since the run began, shown and kept."""

    def __init__(self, target: Path | None) -> None:
        self._begun, self._target, self._lines = time.monotonic(), target, list[str]()

    def tell(self, line: str) -> None:
        told = f"{time.monotonic() - self._begun:7.1f} s  {line}"
        print(told, flush=True)
        self._lines.append(told)
        if self._target:
            self._target.write_text("\n".join(self._lines) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cluster_run", description=__doc__)
    parser.add_argument("reports", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--log", type=Path)
    options = parser.parse_args(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    log = Log(options.log)
    with _serve_s3(log) as env, _start_cluster(options.work, env, log) as (address, workers):
        return _run(options.reports, options.work, env, address, workers, log)


def _run(reports: Path, work: Path, env: dict[str, str], address: str, workers: list[int], log: Log) -> int:
    count = sum(1 for path in reports.rglob("*") if path.is_file() and path.suffix != ".yml")
    log.tell(f"{count} 份报告，先由一台机器做一遍 / {count} reports, made by one machine first")
    _build(log, env, "package", "--reports", reports, "--output", work / "package", "--no-cache")
    _build(log, env, "site", "--package", work / "package", "--output", work / "site", "--no-cache")
    _copy_to_bucket(reports, env, log)
    bucket = f"s3://{BUCKET}"
    dask = ("--scheduler", address, "--work", f"{bucket}/work", "--cache", work / "cache")
    with _kill_one(workers, log):
        _build(log, env, "package", "--reports", f"{bucket}/reports", "--output", f"{bucket}/package", *dask)
    if len(workers) < 2:
        workers.append(_start_dask(work, env, address, log))
    with _kill_one(workers, log):
        _build(log, env, "site", "--package", f"{bucket}/package", "--output", f"{bucket}/site", *dask)
    wrong = [each for name in ("package", "site") for each in _compare(work / name, f"{bucket}/{name}", env, work, log)]
    return 1 if wrong else 0


def _build(log: Log, env: dict[str, str], *arguments: object) -> None:
    """A command of ours; the lines it says are kept."""
    command = [sys.executable, "-m", "build_scripts", *map(str, arguments)]
    log.tell(f"$ python -m build_scripts {' '.join(_shorten(str(each)) for each in arguments)}")
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if not line.startswith("mkdocs.yml"):
            log.tell(f"    {_hide_paths(line.rstrip())}")
    if process.wait() not in (0, 1):
        raise SystemExit(f"failed: {process.returncode}")


def _shorten(text: str) -> str:
    """No path and no address of this machine in a log that is kept."""
    return Path(text).name if text.startswith("/") else _hide_paths(text)


def _hide_paths(line: str) -> str:
    return re.sub(r"(?<=: )/(?:[\w.-]+/)+", "", re.sub(r"tcp://[\d.]+:\d+", "tcp://SCHEDULER:8786", line))


@contextlib.contextmanager
def _serve_s3(log: Log) -> Iterator[dict[str, str]]:
    """An S3 server of this machine with a bucket; the surroundings in which it is found."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    told = {"AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
    env = {**{k: v for k, v in os.environ.items() if not k.startswith("AWS_")}, **told}
    import boto3

    boto3.client(
        "s3",
        region_name="us-east-1",
        endpoint_url=told["AWS_ENDPOINT_URL"],
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    ).create_bucket(Bucket=BUCKET)
    log.tell("moto 的 S3 服务器 / moto's S3 server")
    try:
        yield env
    finally:
        server.stop()


@contextlib.contextmanager
def _start_cluster(work: Path, env: dict[str, str], log: Log) -> Iterator[tuple[str, list[int]]]:
    """`dask scheduler` and two `dask worker`, each a process."""
    import json

    told = work / "scheduler.json"
    told.unlink(missing_ok=True)
    command = [
        sys.executable,
        "-m",
        "dask",
        "scheduler",
        "--port",
        "0",
        "--no-dashboard",
        "--scheduler-file",
        str(told),
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = subprocess.Popen(command, cwd=ROOT, env=env, **quiet)
    workers: list[int] = []
    try:
        while not (told.is_file() and told.read_text().endswith("}")):
            time.sleep(0.1)
        address = json.loads(told.read_text())["address"]
        log.tell(f"$ dask scheduler  (pid {scheduler.pid})")
        workers += [_start_dask(work, env, address, log) for _ in range(2)]
        yield address, workers
    finally:
        scheduler.kill()
        for pid in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _start_dask(work: Path, env: dict[str, str], address: str, log: Log) -> int:
    with (work / "workers.log").open("ab") as stream:
        command = [sys.executable, "-m", "dask", *WORKER, address]
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=stream, stderr=stream)
    log.tell(f"$ dask worker  (pid {process.pid})")
    return process.pid


@contextlib.contextmanager
def _kill_one(workers: list[int], log: Log) -> Iterator[None]:
    """Kill the first worker when its children have worked for a while since the step began."""

    def kill() -> None:
        while not done.wait(0.05):
            if _measure_children(workers[0]) > begun + BUSY:
                log.tell(f"kill -9 {workers[0]}  （它的子进程正在做 / its child is at work）")
                os.kill(workers.pop(0), signal.SIGKILL)
                return

    begun, done = _measure_children(workers[0]), threading.Event()
    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _measure_children(pid: int) -> float:
    """Processor seconds of a worker's children so far."""
    ticks = 0
    for child in _list_children(pid):
        with contextlib.suppress(OSError):
            ticks += sum(map(int, Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _list_children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for path in found for child in path.read_text().split()]


def _copy_to_bucket(reports: Path, env: dict[str, str], log: Log) -> None:
    code = (
        "import sys; from pathlib import Path; from build_scripts.files.mirrors import send_folder; "
        "from build_scripts.files.remote import open_folder; "
        "print(send_folder(Path(sys.argv[1]), open_folder(sys.argv[2]), '-'))"
    )
    command = [sys.executable, "-c", code, str(reports), f"s3://{BUCKET}/reports"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    log.tell(f"报告放进桶里 / reports into the bucket: {done.stdout.strip()}")


def _compare(folder: Path, address: str, env: dict[str, str], work: Path, log: Log) -> list[str]:
    """The files that are not the same in the bucket, fetched anew; how many were looked at is told."""
    there = work / "fetched" / folder.name
    code = (
        "import sys; from pathlib import Path; from build_scripts.files.mirrors import fetch_folder; "
        "from build_scripts.files.remote import open_folder; fetch_folder(open_folder(sys.argv[2]), Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", code, str(there), address], cwd=ROOT, env=env, check=True)
    ours, theirs = _hash_tree(folder), _hash_tree(there)
    wrong = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
    same = "逐字节相同 / the same, byte for byte" if not wrong else f"{len(wrong)} 个不同 / differ: {wrong[:5]}"
    log.tell(f"{folder.name}: {len(ours):,} 个文件 / files, {sum(size for size, _ in ours.values()):,} bytes: {same}")
    return wrong


def _hash_tree(folder: Path) -> dict[str, tuple[int, str]]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in paths
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
