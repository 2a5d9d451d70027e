"""Reading has bounds of time, memory and size: what meets one is told and left out, and everything else published."""

from __future__ import annotations

import ctypes
import itertools
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from build_scripts import limits, pipeline, review
from build_scripts.add import start_sidecar
from build_scripts.files import PROJECT, FilesError, InputFile, TooLarge, read_input, read_rows
from build_scripts.files.input_hashes import hash_input
from build_scripts.findings import render_message, severity
from build_scripts.packaging import bounds, handed_in, memory
from build_scripts.packaging.apart import run_apart
from build_scripts.packaging.bounds import bounded, measure_memory, tell_memory, tell_time
from build_scripts.packaging.isolation import read_apart, read_each_apart
from build_scripts.reading.knowledge import Knowledge

from .limits import judge, read_nasty
from .packages import REAL, REAL_FILES, ROOT, copy_real, make_package
from .projects import make_project

WEIHUI = REAL_FILES[1]
SECOND = 0.5
PATIENCE = 300.0
"""Seconds on the clock in which a machine under load comes to the bound of processor time."""
MEGABYTE = 1 << 20


@cache
def learn() -> Knowledge:
    return pipeline.load_knowledge(PROJECT)[1]


def spin() -> None:
    """Work inside compiled code that never comes back to Python: no handler of a signal is ever called."""
    sum(itertools.repeat(1))


def wait_long() -> None:
    """Sleep as a call does that waits for what never comes."""
    ctypes.CDLL(None).sleep(600)


def fill() -> None:
    """Ask for memory without end."""
    held = []
    while True:
        held.append(bytearray(16 * MEGABYTE))


NASTY: dict[str, tuple[Callable[[], None], str]] = {
    "spin": (spin, "reader-too-slow"),
    "fill": (fill, "reader-out-of-memory"),
}


@pytest.fixture
def nasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds small enough to be met, and a reader that does what the name of the file says."""
    sound = handed_in.read_report

    def read(source_file: str, *rest: object) -> object:
        for name, (act, _) in NASTY.items():
            if name in source_file:
                act()
        return sound(source_file, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(handed_in, "read_report", read)
    monkeypatch.setattr(limits, "PROCESSOR_SECONDS", SECOND)
    monkeypatch.setattr(limits, "CLOCK_SECONDS", PATIENCE)
    monkeypatch.setattr(limits, "MEMORY_BYTES", 128 * MEGABYTE)


def place_nasty(folder: Path) -> None:
    """A report for each way to be nasty, beside the real ones."""
    for name in NASTY:
        (folder / f"{name}.txt").write_bytes((REAL / WEIHUI).read_bytes() + name.encode())


def expected_codes() -> list[tuple[str, str]]:
    return sorted((f"{name}.txt", code) for name, (_, code) in NASTY.items())


def test_what_meets_a_bound_is_told_and_the_others_are_published(tmp_path: Path, nasty: None) -> None:
    if sys.platform != "linux":
        pytest.skip("memory is bounded on Linux alone")
    reports = copy_real(tmp_path / "reports")
    place_nasty(reports)
    result = make_package(reports, tmp_path / "out", jobs=2)
    told = sorted((one.source_file, one.code) for one in result.findings if not one.report_id)
    assert told == expected_codes()
    assert (result.reports, result.withheld) == (5, tuple(sorted(f"{name}.txt" for name in NASTY)))
    rows = {row["source_file"]: row for row in read_rows(tmp_path / "out/data/findings.csv")}
    assert "0 秒处理器时间" in rows["spin.txt"]["message_zh"]
    assert "128 MB" in rows["fill.txt"]["message_en"]
    for name in NASTY:
        assert str((reports / f"{name}.txt").stat().st_size) in rows[f"{name}.txt"]["message_zh"]


def test_check_meets_a_bound_and_goes_on(tmp_path: Path, nasty: None) -> None:
    place_nasty(tmp_path)
    (tmp_path / "well.txt").write_bytes((REAL / WEIHUI).read_bytes())
    files = [tmp_path / f"{name}.txt" for name in ("spin", "fill", "well")]
    checked = list(pipeline.check_files(PROJECT, files, "text", "zh"))
    assert [[one.code for one in each.reading.findings] for each in checked[:2]] == [
        ["reader-too-slow"],
        ["reader-out-of-memory"],
    ]
    assert checked[2].is_well
    assert checked[2].reading.lines
    assert all(each.reading.source_sha256 for each in checked)


def test_what_waits_for_what_never_comes_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handed_in, "read_report", lambda *_: wait_long())
    monkeypatch.setattr(limits, "CLOCK_SECONDS", 1.0)
    (tmp_path / "a.txt").write_bytes(b"1")
    [reading] = read_each_apart([InputFile("a.txt", tmp_path / "a.txt", None)], learn())
    [finding] = reading.findings
    assert (finding.code, dict(finding.details)["expected_zh"]) == ("reader-too-slow", "1 秒等待")
    assert reading.source_sha256


def test_a_sidecar_is_begun_for_a_report_that_meets_a_bound(tmp_path: Path, nasty: None) -> None:
    layout = make_project(tmp_path / "project")
    place_nasty(tmp_path)
    beside, reading = start_sidecar(layout, tmp_path / "spin.txt", {})
    [finding] = reading.findings
    assert finding.code == "reader-too-slow"
    assert "processor" in dict(finding.details)["expected_en"]
    assert beside.is_file()


@pytest.mark.parametrize("module", [pipeline, review, "build_scripts.add"])
def test_no_road_reads_a_report_in_its_own_process(module: object) -> None:
    """Where a report is read, the process is one made for it: these modules know no other way."""
    path = Path(str(getattr(module, "__file__", ROOT / "build_scripts/add.py")))
    source = path.read_text(encoding="utf-8")
    assert "read_handed_in" not in source
    assert "import read_report" not in source


def test_bounds_are_lifted_and_what_stood_before_stands_again() -> None:
    before = (resource.getrlimit(resource.RLIMIT_DATA), signal.getitimer(signal.ITIMER_PROF))
    running: list[float] = []

    def fail() -> None:
        running.extend(signal.getitimer(timer)[0] for timer in (signal.ITIMER_PROF, signal.ITIMER_REAL))
        raise KeyError

    with pytest.raises(KeyError), bounded():
        fail()
    assert min(running) > 1
    assert (resource.getrlimit(resource.RLIMIT_DATA), signal.getitimer(signal.ITIMER_PROF)) == before
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_a_lower_bound_of_memory_set_from_outside_stands(tmp_path: Path) -> None:
    code = (
        "import resource; from build_scripts.packaging.bounds import bounded, measure_memory\n"
        "low = measure_memory() + (64 << 20); resource.setrlimit(resource.RLIMIT_DATA, (low, low))\n"
        "with bounded(): print(resource.getrlimit(resource.RLIMIT_DATA)[0] == low)"
    )
    made = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.stdout == ("True\n" if sys.platform == "linux" else "False\n"), made.stderr


def test_what_a_file_leaves_in_memory_does_not_count_against_the_next() -> None:
    if not measure_memory():
        pytest.skip("memory is not measured here")
    held = bytearray(64 * MEGABYTE)
    with bounded():
        soft = resource.getrlimit(resource.RLIMIT_DATA)[0]
    assert soft >= limits.MEMORY_BYTES + len(held)


# Processes for tasks that may bring them down.


def act(_: None, task: str) -> int:
    """What a task says: kill itself, leave, keep memory, or tell which process it was."""
    if task == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if task == "leave":
        os._exit(7)
    if task == "prof":
        os.kill(os.getpid(), signal.SIGPROF)
    if task == "raise":
        raise LookupError(task)
    if task == "keep":
        kept.append(bytearray(64 * MEGABYTE))
    return os.getpid()


kept: list[bytearray] = []


def test_how_a_process_ended_is_told() -> None:
    found = list(run_apart(act, None, ["kill", "leave", "prof", "well"], 1, lambda task, status: status))
    assert found[:3] == [-signal.SIGKILL, 7, -signal.SIGPROF]
    assert found[3] > 0


def test_a_bound_of_time_is_not_tried_twice_and_a_death_is(tmp_path: Path) -> None:
    for task, times in (("prof", 1), ("kill", 2)):
        log = tmp_path / task
        list(run_apart(act_noted, log, [task], 1, lambda task, status: status))
        assert len(log.read_text().splitlines()) == times, task


def act_noted(log: Path, task: str) -> int:
    with log.open("a") as stream:
        stream.write(f"{os.getpid()}\n")
    return act(None, task)


def test_the_others_keep_their_process_when_one_dies() -> None:
    found = list(run_apart(act, None, ["well", "kill", "well", "well"], 1, lambda task, status: status))
    assert found[1] == -signal.SIGKILL
    assert found[2] == found[3]


def test_an_exception_of_a_task_is_raised_and_nobody_is_left() -> None:
    before = set(multiprocessing.active_children())
    with pytest.raises(LookupError, match="raise"):
        list(run_apart(act, None, ["well", "raise", "well"], 2, lambda task, status: status))
    assert set(multiprocessing.active_children()) <= before


def test_a_run_that_is_given_up_ends_its_processes() -> None:
    before = set(multiprocessing.active_children())
    found = run_apart(act_slowly, None, list(range(6)), 2, lambda task, status: status)
    next(found)
    assert set(multiprocessing.active_children()) - before
    found.close()  # type: ignore[attr-defined]
    assert set(multiprocessing.active_children()) <= before


def act_slowly(_: None, task: int) -> int:
    time.sleep(0 if task == 0 else 60)
    return task


def test_a_process_that_keeps_too_much_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    if not measure_memory():
        pytest.skip("memory is not measured here")
    for most, is_same in ((32 * MEGABYTE, False), (512 * MEGABYTE, True)):
        monkeypatch.setattr(limits, "KEPT_BYTES", most)
        one, two = run_apart(act, None, ["keep", "well"], 1, lambda task, status: status)
        assert (one == two) is is_same


# Size.


def test_a_file_beyond_the_bound_of_size_is_never_read(tmp_path: Path) -> None:
    """A file of a terabyte that takes no room: it is told by its size, nothing is read or hashed."""
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as stream:
        os.truncate(stream.fileno(), 1 << 40)
    begun = time.process_time()
    with pytest.raises(TooLarge) as raised:
        read_input(huge)
    assert (raised.value.size, raised.value.most) == (1 << 40, limits.FILE_BYTES)
    assert str(huge) in str(raised.value)
    file = InputFile("huge.txt", huge, None)
    assert not hash_input(file).is_whole
    codes = pipeline.load_knowledge(PROJECT)[0]
    [reading] = read_each_apart([file], learn())
    assert [(one.code, one.line) for one in reading.findings] == [("file-too-large", None)]
    assert "1099511627776" in render_message(reading.findings[0], codes, "en")
    assert time.process_time() - begun < 10


def test_a_sidecar_beyond_the_bound_of_size_is_told(tmp_path: Path) -> None:
    report, sidecar = tmp_path / "a.txt", tmp_path / "a.txt.yml"
    report.write_bytes((REAL / WEIHUI).read_bytes())
    with sidecar.open("wb") as stream:
        os.truncate(stream.fileno(), 1 << 40)
    [reading] = read_each_apart([InputFile("a.txt", report, sidecar)], learn())
    assert [(one.code, one.source_file) for one in reading.findings] == [("file-too-large", "a.txt.yml")]
    assert reading.report is None


def test_a_file_that_grows_while_it_is_read_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"1" * 20)
    monkeypatch.setattr(os, "fstat", lambda descriptor: os.stat_result((0o100644, *(0,) * 9)))
    with pytest.raises(FilesError, match="has 11 bytes"):
        read_input(path, 10)


# The audit of nasty files.


def test_the_audit_measures_a_nasty_file_and_sees_what_is_wrong(tmp_path: Path) -> None:
    read = read_nasty("pdf-tree-loop", tmp_path, learn())
    assert (read.codes, read.is_taken, judge("pdf-tree-loop", read)) == (("file-damaged",), False, "")
    assert 0 < read.seconds < 60
    assert judge("pdf-tree-loop", read._replace(codes=("reader-died",))) != ""
    assert judge("pdf-tree-loop", read._replace(codes=("year-unknown",))) != ""
    assert judge("pdf-tree-loop", read._replace(is_taken=True)) != ""
    assert judge("pdf-form-loop", read._replace(codes=("reader-died",))) == ""


# What is said.


def test_findings_of_a_bound_are_errors_of_the_day_said_in_both_languages() -> None:
    codes = pipeline.load_knowledge(PROJECT)[0]
    path = REAL / WEIHUI
    slow = [tell_time("a.txt", path, status) for status in bounds.SLOW]
    for finding in (*slow, tell_memory("a.txt", path)):
        assert severity(finding, codes) == "error"
        assert finding.code in memory.PASSING
        for lang in ("zh", "en"):
            said = render_message(finding, codes, lang)
            assert str(path.stat().st_size) in said
            assert "{" not in said


def test_the_page_on_reading_lists_the_bounds() -> None:
    page = (ROOT / "docs/contribute/reading.md").read_text(encoding="utf-8")
    for number, unit in (
        (limits.FILE_BYTES >> 20, "MB"),
        (limits.MEMORY_BYTES >> 20, "MB"),
        (int(limits.PROCESSOR_SECONDS), "秒"),
        (int(limits.CLOCK_SECONDS), "秒"),
        (limits.SIDECAR_BYTES >> 20, "MB"),
    ):
        assert f"| {number:,} {unit}" in page
    assert f"| {limits.TEXT_CHARACTERS:,} 字" in page


def test_batches_with_a_nasty_file_give_the_same_as_without(tmp_path: Path, nasty: None) -> None:
    reports = copy_real(tmp_path / "reports")
    (reports / "spin.txt").write_bytes(b"spin")
    knowledge = learn()
    files = [InputFile(name, reports / name, None) for name in (*REAL_FILES[:2], "spin.txt", *REAL_FILES[2:])]
    (tmp_path / "work").mkdir()
    [found] = read_apart(files, knowledge, tmp_path / "work", 1)
    [(slow,)] = [one.findings for one in found if one.read is None]
    assert [one.source_file for one in found] == [file.source_file for file in files]
    assert (slow.code, slow.source_file) == ("reader-too-slow", "spin.txt")
