"""Killed at any step, two at once, power lost: what is published is one whole version, and nothing is left behind.

Kills at random moments of whole builds: `tests.kills`, for `make audit`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from build_scripts import pipeline
from build_scripts.files import (
    PROJECT,
    FilesError,
    InputFile,
    place_pair,
    placing,
    replace_bytes,
    stage_output,
    staging,
)
from build_scripts.packaging import handed_in
from build_scripts.packaging.handed_in import read_handed_in
from build_scripts.packaging.writing import WRITE
from build_scripts.pipeline import build_package, build_site
from build_scripts.reading import read_report
from build_scripts.release import keep_books
from tests import disks
from tests.packages import copy_real, hash_tree

STEPS = frozenset(
    ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.posix_spawn", "subprocess.Popen")
) | {"ctypes.dlsym"}
"""What Python tells before it touches the disk; `ctypes.dlsym` is told before the one sync and before the exchange."""


def run_until(step: int, act: Callable[[], object]) -> bool:
    """Do it in a process of its own that is killed before that step of its; whether it came to its end before."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    try:
        done = []

        def count(event: str, about: tuple[object, ...]) -> None:
            if event in STEPS and not (event == "open" and str(about[0]).endswith((".py", ".pyc"))):
                done.append(event)
                if len(done) > step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        act()
        os._exit(0)
    finally:
        os._exit(1)


def each_step(act: Callable[[], object], most: int = 80) -> Iterator[int]:
    """Kill it before its first step, its second and so on, until it comes to its end."""
    for step in range(most):
        is_ended = run_until(step, act)
        yield step
        if is_ended:
            assert step > 2, "it was never killed"
            return
    raise AssertionError("it never came to its end")


def write(output: Path, version: str) -> None:
    """A version of two files."""
    with stage_output(output, "m") as stage:
        (stage.output / "m").write_text(version)
        (stage.output / "other").write_text(version)


def read(output: Path) -> set[str]:
    """What the files of an output say."""
    return {path.read_text() for path in output.iterdir()} if output.exists() else {"nothing"}


@pytest.mark.parametrize("platform", [sys.platform, "darwin"], ids=["exchanged", "renamed aside"])
def test_whenever_a_run_is_killed_one_whole_version_stands_and_the_next_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    write(tmp_path / "out", "0")
    for step in each_step(lambda: write(tmp_path / "out", "new")):
        stands = read(tmp_path / "out")
        if platform == "darwin" and stands == {"nothing"}:  # between two renames; the next run puts it back
            with pytest.raises(RuntimeError), stage_output(tmp_path / "out", "m"):
                raise RuntimeError
            stands = read(tmp_path / "out")
        assert stands in ({str(step)}, {"new"}), step
        write(tmp_path / "out", str(step + 1))
        assert (read(tmp_path / "out"), os.listdir(tmp_path)) == ({str(step + 1)}, ["out"]), step


def test_whenever_add_is_killed_no_report_stands_without_its_sidecar_and_the_next_completes_it(tmp_path: Path) -> None:
    report, beside = tmp_path / "base/2023/a.txt", tmp_path / "base/2023/a.txt.yml"

    def place() -> None:
        place_pair(report, b"report", b"sidecar", tmp_path / "base")

    (tmp_path / "base").mkdir()
    for step in each_step(place):
        assert not report.exists() or (report.read_bytes(), beside.read_bytes()) == (b"report", b"sidecar"), step
        assert not beside.exists() or beside.read_bytes() == b"sidecar", step
        if not report.exists():
            place()
        assert sorted(os.listdir(report.parent)) == ["a.txt", "a.txt.yml"], step
        shutil.rmtree(tmp_path / "base/2023")


def test_whenever_it_is_killed_a_file_is_the_old_or_the_new_and_nothing_is_left(tmp_path: Path) -> None:
    for step in each_step(lambda: replace_bytes(tmp_path / "f", b"new")):
        assert not (tmp_path / "f").exists() or (tmp_path / "f").read_bytes() == b"new", step
        replace_bytes(tmp_path / "f", b"newer")
        assert os.listdir(tmp_path) == ["f"], step
        (tmp_path / "f").unlink()


# Power lost: what the disk is told, in which order.


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is synced and what bears a name from then on, in order."""
    events: list[str] = []

    def name(path: object) -> str:
        return os.path.basename(os.fsdecode(path)).replace(str(os.getpid()), "N")  # type: ignore[arg-type]

    def record(module: object, function: str, tell: Callable[..., str]) -> None:
        sound = getattr(module, function)

        def recorded(*about: object, **more: object) -> object:
            events.append(tell(*about))
            return sound(*about, **more)

        monkeypatch.setattr(module, function, recorded)

    record(os, "fsync", lambda number: f"sync {name(os.readlink(f'/proc/self/fd/{number}'))}")
    record(os, "replace", lambda old, new: f"replace {name(new)}")
    record(Path, "unlink", lambda path, *_: f"unlink {name(path)}")
    record(staging, "_sync", lambda folder: f"sync all of {name(folder)}")
    record(staging, "rename_specially", lambda fresh, output, _: f"exchange {name(output)}")
    record(placing, "rename_specially", lambda fresh, path, _: f"name {name(path)}")
    record(staging, "_remove", lambda home: "remove what was")
    return events


def test_a_version_is_on_the_disk_before_it_takes_the_place_and_that_is_before_the_old_one_goes(
    tmp_path: Path, told: list[str]
) -> None:
    write(tmp_path / "out", "1")
    told.clear()
    write(tmp_path / "out", "2")
    assert told == ["sync all of new", "exchange out", f"sync {tmp_path.name}", "remove what was"]


def test_the_one_sync_is_of_the_file_system_it_lies_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = []

    def sync(number: int) -> int:
        synced.append(os.readlink(f"/proc/self/fd/{number}"))
        return 0

    monkeypatch.setattr(staging, "find_libc", lambda: SimpleNamespace(syncfs=sync))
    write(tmp_path / "out", "1")
    assert [Path(path).name for path in synced] == ["new"]


def test_a_sidecar_is_on_the_disk_before_its_report_and_both_with_their_folders(
    tmp_path: Path, told: list[str]
) -> None:
    place_pair(tmp_path / "2023/a.txt", b"report", b"sidecar", tmp_path)
    assert told == [
        f"sync {tmp_path.name}",
        *("sync .a.txt.yml.N.new", "name a.txt.yml", "sync 2023"),
        *("sync .a.txt.N.new", "name a.txt", "sync 2023"),
    ]


def test_of_a_version_of_the_ledger_the_last_file_is_on_the_disk_after_all_others(
    tmp_path: Path, told: list[str]
) -> None:
    books = {tmp_path / name: b"new" for name in ("release.json", "a.csv", "b.csv")}
    (tmp_path / "release.json").write_bytes(b"old")
    keep_books(books, tmp_path / "release.json")
    folder = f"sync {tmp_path.name}"
    assert told == [
        *("unlink release.json", folder),
        *("sync .a.csv.N.new", "replace a.csv", folder),
        *("sync .b.csv.N.new", "replace b.csv", folder),
        *("sync .release.json.N.new", "replace release.json", folder),
    ]


# A report that changes while it is read.


def test_hash_and_text_of_a_report_are_of_the_same_bytes_whatever_happens_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = copy_real(tmp_path) / "2023/410781-chengshiguanliju.txt"
    whole, sound = source.read_bytes(), read_report

    def change_first(*about: Any) -> Any:
        source.write_bytes(whole[: len(whole) // 2].replace("城市".encode(), "民政".encode()))
        return sound(*about)

    monkeypatch.setattr(handed_in, "read_report", change_first)
    _, knowledge, _ = pipeline.load_knowledge(PROJECT)
    reading = read_handed_in(InputFile("2023/410781-chengshiguanliju.txt", source, None), knowledge)
    assert reading.source_sha256 == hashlib.sha256(whole).hexdigest()
    assert "\n".join(reading.lines).encode() == whole


def test_a_report_that_changed_between_reading_and_writing_stops_the_run_and_what_stood_stays(
    tmp_path: Path, real_package: Path
) -> None:
    reports = copy_real(tmp_path / "reports")
    source = reports / "2023/410781-chengshiguanliju.txt"
    shutil.copytree(real_package, tmp_path / "out")

    def truncate(step: str, *_: object) -> None:
        if step == WRITE:
            source.write_bytes(b"half")

    with pytest.raises(FilesError, match=f"{source}: 读取以后又改过，请重新运行 / changed after it was read"):
        build_package(PROJECT, reports, tmp_path / "out", 1, truncate)
    assert hash_tree(tmp_path / "out") == hash_tree(real_package)
    assert sorted(os.listdir(tmp_path)) == ["out", "reports"]


@pytest.mark.parametrize("gone", ["exchanged", "removed"])
def test_a_package_that_becomes_another_while_a_site_is_made_of_it_gives_no_site(
    tmp_path: Path, real_package: Path, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    package, site = tmp_path / "package", tmp_path / "site"
    shutil.copytree(real_package, package)

    def render(*_: object) -> None:
        package.rename(tmp_path / "old")
        if gone == "exchanged":
            shutil.copytree(real_package, package)
        for each in tmp_path.glob(".site.new-*/new"):
            (each / "index.html").touch()

    monkeypatch.setattr(pipeline, "load_renderer", lambda: (lambda *_: None, render))
    with pytest.raises(FilesError, match=f"{package}: 读取时换成了另一版.* / became another version"):
        build_site(package, site, lambda *_: None)
    assert not site.exists()


# Two at once.


def test_of_two_builds_of_one_output_each_is_whole_and_the_last_stands(tmp_path: Path) -> None:
    """While one is written another comes to its end; neither writes into the other's."""
    with stage_output(tmp_path / "out", "m") as first:
        (first.output / "m").write_text("first")
        write(tmp_path / "out", "second")
        assert read(tmp_path / "out") == {"second"}
        (first.output / "other").write_text("first")
    assert (read(tmp_path / "out"), os.listdir(tmp_path)) == ({"first"}, ["out"])


def test_two_that_write_one_file_at_once_never_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = os.replace

    def replace_late(old: Path, new: Path) -> None:
        monkeypatch.setattr(os, "replace", sound)
        child = os.fork()
        if not child:
            replace_bytes(tmp_path / "f", b"second")
            os._exit(0)
        os.waitpid(child, 0)
        assert (tmp_path / "f").read_bytes() == b"second"
        sound(old, new)

    monkeypatch.setattr(os, "replace", replace_late)
    replace_bytes(tmp_path / "f", b"first")
    assert ((tmp_path / "f").read_bytes(), os.listdir(tmp_path)) == (b"first", ["f"])


# What `make audit` looks at is looked at.

CALLS = (
    '7 openat(AT_FDCWD</p>, "/m/.out.new-1-0/new/a", O_WRONLY|O_CREAT|O_CLOEXEC, 0666) = 3</m/.out.new-1-0/new/a>',
    '7 openat(AT_FDCWD</p>, "/etc/hosts", O_RDONLY) = 3</etc/hosts>',
    '7 unlinkat(4</m/.out.new-1-0/work>, "b", 0) = -1 ENOENT (No such file or directory)',
    "7 syncfs(3</m/.out.new-1-0/new>) = 0",
    '7 renameat2(AT_FDCWD</p>, "/m/.out.new-1-0/new", AT_FDCWD</p>, "/m/out", RENAME_EXCHANGE) = 0',
    "7 fsync(3</m>) = 0",
    '7 unlinkat(4</m/.out.new-1-0/new>, "b", 0) = 0',
)
"""As `strace -f -y` tells a version put in its place."""


def test_the_calls_of_a_build_are_told_by_what_they_write() -> None:
    assert list(disks.list_written(CALLS)) == [
        *("/m/.out.new-1-0/new/a", "/m/.out.new-1-0/new", "/m/out", "/m/.out.new-1-0/new/b"),
    ]
    assert [disks.is_ours(path, Path("/m"), Path("/t")) for path in ("/m/a", "/t/a", "/etc/hosts", "/m2/a")] == [
        *(True, True, False, False),
    ]


@pytest.mark.parametrize(
    ("calls", "told"),
    [
        (CALLS, []),
        ((*CALLS[:3], *CALLS[4:]), ["out: not synced before the exchange"]),
        ((*CALLS[:4], CALLS[0], *CALLS[4:]), ["out: written after the sync: /m/.out.new-1-0/new/a"]),
        (
            (*CALLS[:5], *CALLS[6:]),
            [f"out: the folder around it is not synced before the old version goes: {CALLS[6]}"],
        ),
    ],
    ids=["in order", "not synced", "written after", "removed before"],
)
def test_calls_out_of_order_are_told(calls: tuple[str, ...], told: list[str]) -> None:
    assert list(disks.check_order(calls, Path("/m"), "out")) == told
