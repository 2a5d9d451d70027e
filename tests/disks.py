"""`python -m tests.disks --keep`: full and read-only disks, and every call by which a build touches the disk.

Package and site are made on a small disk of their own (a tmpfs in a mount namespace; needs root or user namespaces)
that is filled to several degrees, then made read-only: the exit code is 2, the message names path and reason, what
stood stands byte for byte, nothing is left; with room again the build succeeds. Then a whole `build` is traced by
`strace`: nothing is written outside output, cache and temporary files, and the new version is synced before the
exchange, the folder around it before the old version goes. What is not to be had here is told as not tried. With
`--keep` the figures are written to `tests/guards/kept/disks.csv`. For `make audit`.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.guards.keeping import keep_figures
from tests.packages import REAL, ROOT, hash_tree

ROOM = (0, 4, 300, 1500)
"""Kilobytes that are left on the disk: nothing, a folder, a few tables, nearly all."""
CALLS = (
    "open,openat,creat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir,"
    "truncate,chmod,fchmodat,chown,fchownat,mknod,mknodat,utimensat,fsync,fdatasync,syncfs,sync"
)
_NAMED = re.compile(r'(?:(?:AT_FDCWD|\d+)<(?P<at>[^>]*)>, )?"(?P<name>(?:[^"\\]|\\.)*)"')
_WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")
Figures = dict[str, int]


def main() -> None:
    """Try everything that can be tried here."""
    parser = argparse.ArgumentParser(prog="python -m tests.disks", description=__doc__)
    parser.add_argument("--inside", type=Path, help="the small disk, mounted by the call without this")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    if options.inside:
        sys.exit(0 if all([*try_full(options.inside), *try_read_only(options.inside)]) else 1)
    figures: Figures = {}
    with tempfile.TemporaryDirectory(prefix="disclosure-disks-") as folder:
        is_well = [try_small_disk(Path(folder), figures), try_trace(Path(folder), figures)]
    for name, value in figures.items():
        print(f"{name}: {value}")
    if options.keep:
        keep_figures("disks", {name: (value, "count") for name, value in figures.items()})
    sys.exit(0 if all(is_well) else 1)


# Disks.


def try_small_disk(folder: Path, figures: Figures) -> bool:
    """Mount a small disk where nobody else sees it, and try what is tried inside."""
    (disk := folder / "disk").mkdir()
    mount = 'mount -t tmpfs -o size=96m tmpfs "$1" && exec "$2" -m tests.disks --inside "$1"'
    alone = ["unshare", "--mount", "--map-root-user"] if os.geteuid() else ["unshare", "--mount"]
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        print("no mount namespace here: full and read-only disks were not tried")
        return True
    answer = subprocess.run(
        [*alone, "sh", "-c", mount, "sh", str(disk), sys.executable], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        check=False,
    )  # fmt: skip
    print(answer.stdout, end="")
    figures["disk_tried"] = answer.stdout.count("\n")
    figures["disk_failed"] = answer.stdout.count("FAILED")
    return answer.returncode == 0


def try_full(disk: Path) -> Iterator[bool]:
    """Builds on a disk with ever more room, and with enough of it in the end."""
    package, site = disk / "package", disk / "site"
    call("package", "--output", package)
    call("site", "--package", package, "--output", site)
    for words, standing in list_builds(package, site):
        before = hash_tree(standing)
        for room in ROOM:
            fill(disk, room)
            answer = call(*words)
            (disk / "filler").unlink()
            yield tell(f"{words[0]}, {room} kB left", answer, before, standing, disk, "磁盘已满 / No space left")
        answer = call(*words)
        is_well = answer.returncode == 0 and hash_tree(standing) == before
        told = "well" if is_well else f"exit code {answer.returncode}, said {answer.stderr[-400:]!r} FAILED"
        print(f"{words[0]}, room again: {told}", flush=True)
        yield is_well


def try_read_only(disk: Path) -> Iterator[bool]:
    """Builds on a disk that cannot be written to."""
    package, site = disk / "package", disk / "site"
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    for words, standing in list_builds(package, site):
        answer = call(*words)
        yield tell(
            f"{words[0]}, read-only", answer, hash_tree(standing), standing, disk, "磁盘只能读，不能写 / Read-only"
        )


def list_builds(package: Path, site: Path) -> tuple[tuple[tuple[object, ...], Path], ...]:
    """Commands, and the folder each replaces."""
    return (("package", "--output", package), package), (("site", "--package", package, "--output", site), site)


def tell(
    what: str, answer: subprocess.CompletedProcess[str], before: dict[str, str], standing: Path, disk: Path, said: str
) -> bool:
    """Whether it failed as it should, told in a line."""
    left = sorted(path.name for path in disk.iterdir() if path.name not in {"package", "site"})
    wrong = [
        *([] if answer.returncode == 2 else [f"exit code {answer.returncode}"]),
        *([] if hash_tree(standing) == before else ["what stood is not as it was"]),
        *([f"left: {left}"] if left else []),
        *([] if said in answer.stderr and str(disk) in answer.stderr else [f"said {answer.stderr[-400:]!r}"]),
    ]
    print(f"{what}: {'; '.join(wrong) + ' FAILED' if wrong else 'well'}", flush=True)
    return not wrong


def fill(disk: Path, room: int) -> None:
    """Leave so many kilobytes on the disk."""
    free = shutil.disk_usage(disk).free
    with (disk / "filler").open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, max(1, free - room * 1024))


def call(*words: object) -> subprocess.CompletedProcess[str]:
    """A command of ours, everything anew."""
    command = [sys.executable, "-m", "build_scripts", *map(str, words), "--no-cache", "--jobs", "1"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)


# Every call.


def try_trace(folder: Path, figures: Figures) -> bool:
    """Trace a build that replaces what stands."""
    if not shutil.which("strace"):
        print("no strace here: the calls of a build were not looked at")
        return True
    made, passing, log = folder / "made", folder / "passing", folder / "calls"
    passing.mkdir()
    words = ["build", "--reports", REAL, "--package", made / "package", "--output", made / "site"]
    command = [sys.executable, "-m", "build_scripts", *map(str, words), "--cache", str(made / "cache"), "--jobs", "1"]
    surroundings = {key: value for key, value in os.environ.items() if key != "DISCLOSURE_NO_CACHE"}
    surroundings |= {"TMPDIR": str(passing), "PYTHONDONTWRITEBYTECODE": "1"}
    for traced in ([], ["strace", "-f", "-y", "-s", "4096", "--seccomp-bpf", "-e", f"trace={CALLS}", "-o", str(log)]):
        shutil.rmtree(made / "cache", ignore_errors=True)
        answer = subprocess.run([*traced, *command], cwd=ROOT, env=surroundings, capture_output=True, check=False)
        if answer.returncode:
            print(answer.stderr.decode(errors="replace")[-2000:])
            return False
    calls = log.read_text("utf-8", "replace").splitlines()
    outside = sorted({path for path in list_written(calls) if not is_ours(path, made, passing)})
    late = [said for part in ("package", "site") for said in check_order(calls, made, part)]
    figures |= {"calls_traced": len(calls), "written_outside": len(outside), "out_of_order": len(late)}
    print(*(f"written outside: {path}" for path in outside), *late, sep="\n")
    return not outside and not late


def list_written(calls: Sequence[str]) -> Iterator[str]:
    """The paths that calls which came to something write, make, rename or remove."""
    for line in calls:
        told = line.partition(" ")[2].strip()
        name = told.partition("(")[0]
        if " = -1 " in told or "(" not in told or name in {"fsync", "fdatasync", "syncfs", "sync"}:
            continue
        if name in {"open", "openat"} and not _WRITING.search(told):
            continue
        for found in _NAMED.finditer(told):
            yield os.path.normpath(os.path.join(found["at"] or ROOT, found["name"]))
            if name in {"symlink", "symlinkat"}:
                break


def is_ours(path: str, made: Path, passing: Path) -> bool:
    """Whether a build may write there: output, cache, temporary files, compiled templates, memory of processes."""
    below = (f"{made}/", f"{passing}/", "/dev/shm/", "/proc/self/")
    return path.startswith(below) or path in {str(made), "/dev/null", "/dev/tty"} or "/__pycache__/" in path


def check_order(calls: Sequence[str], made: Path, part: str) -> Iterator[str]:
    """What is wrong with the order of sync, exchange and removal of an output."""
    mark = f"{made}/.{part}.new-"
    (exchange,) = (
        at for at, line in enumerate(calls) if "renameat2(" in line and "RENAME_EXCHANGE" in line and mark in line
    )
    syncs = [at for at, line in enumerate(calls[:exchange]) if "syncfs(" in line and mark in line]
    if not syncs:
        yield f"{part}: not synced before the exchange"
        return
    between = [line for line in list_written(calls[syncs[-1] + 1 : exchange]) if line.startswith(mark)]
    if between:
        yield f"{part}: written after the sync: {between[0]}"
    after = next(
        (line for line in calls[exchange + 1 :] if "fsync(" in line or "unlink" in line or "rmdir" in line), ""
    )
    if "fsync(" not in after or f"<{made}>" not in after:
        yield f"{part}: the folder around it is not synced before the old version goes: {after}"


if __name__ == "__main__":
    main()
