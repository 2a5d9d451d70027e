"""What a run says while it goes on: rate and time left on a terminal, one line a step elsewhere; and `--profile`.

That a run says at its end where the time went is in `test_cli`.
"""

from __future__ import annotations

import io
import pstats
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from build_scripts.cli.progress import Progress
from build_scripts.cli.spent import PREPARING, Clock, Meter, Spent, read_machine_clock
from build_scripts.packaging.pool import run_tasks
from tests.commands import run
from tests.packages import REAL, hash_tree


class Terminal(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


def clock_of(*moments: tuple[float, float]) -> Callable[[], Clock]:
    """A clock that shows these moments, one after the other."""
    shown: Iterator[tuple[float, float]] = iter(moments)
    return lambda: Clock(*next(shown))


def test_every_second_belongs_to_one_step_and_they_add_up() -> None:
    meter = Meter(clock_of((100, 5), (101, 6), (104, 11), (105, 12), (107, 14), (108, 15)))
    meter.note("read", 0)
    meter.note("read", 7)
    meter.note("write", 0)
    meter.note("write", 7)
    assert meter.list_spent() == (Spent(PREPARING, 1, 1, 0), Spent("read", 4, 6, 7), Spent("write", 3, 3, 7))


def test_steps_side_by_side_each_have_the_time_that_ended_with_them() -> None:
    meter = Meter(clock_of((0, 0), (1, 0), (1, 0), (3, 0), (6, 0), (7, 0), (7, 0)))
    meter.note("pages", 0)
    meter.note("files", 0)
    meter.note("pages", 1)
    meter.note("files", 1)
    meter.note("pages", 2)
    assert meter.list_spent()[1:] == (Spent("pages", 3, 0, 2), Spent("files", 3, 0, 1))


def test_processor_time_counts_workers_that_still_run() -> None:
    before = read_machine_clock().processor
    results = run_tasks(_spin, None, [0.3, 0.3, 0.3], 2)
    next(results)
    during = read_machine_clock().processor - before
    list(results)
    assert during > 0.2
    assert read_machine_clock().processor - before > 0.8


def _spin(_: None, seconds: float) -> float:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return seconds


def test_elsewhere_a_step_is_one_line_with_count_and_rate(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress() as progress:
        for done in range(3):
            progress.announce("读取 / reading", done * 1000, 2000)
            time.sleep(0.03)
    said = capsys.readouterr().err
    assert re.fullmatch(r"读取 / reading: 2,000 \(\d+\.\d s, [\d,]+/s\)\n", said), said


def test_a_terminal_shows_rate_and_place_and_ends_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Progress() as progress:
        progress.announce("reading", 0, 3000)
        time.sleep(0.06)
        progress.announce("reading", 1500, 3000)
        progress.announce("reading", 3000, 3000)
    said = terminal.getvalue()
    assert re.search(r"1500/3000  (  \d\d:\d\d:\d\d)?.*/s", said), said
    assert said.count("\n") == 1
    assert said.endswith("\n")


def test_a_step_that_goes_on_beside_another_is_shown_when_that_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Progress() as progress:
        for step, done in [("pages", 0), ("files", 0), ("pages", 1), ("files", 2), ("pages", 2)]:
            progress.announce(step, done, 2)
    lines = re.sub(r"\x1b\[[^a-zA-Z]*[a-zA-Z]", "", terminal.getvalue()).splitlines()
    finished = [line.split("\r")[-1][:5] for line in lines if "100%" in line or "2/2" in line]
    assert "files" in finished


def test_a_profile_holds_this_process_and_its_workers_and_nothing_of_it_is_in_the_output(
    real_package: Path, tmp_path: Path
) -> None:
    profiled, kept = tmp_path / "profiled", tmp_path / "run.prof"
    answer = run("package", "--reports", REAL, "--output", profiled, "--jobs", "2", "--profile", kept)
    assert answer.returncode == 0, answer.stderr
    names = {name for _, _, name in pstats.Stats(str(kept)).stats}  # type: ignore[attr-defined]
    assert {"build_package", "read_report"} <= names, "the first is done here, the second by workers"
    assert "tottime" in answer.stderr
    assert hash_tree(profiled) == hash_tree(real_package)


def test_a_profile_that_has_no_folder_is_refused_before_the_work(tmp_path: Path) -> None:
    answer = run("package", "--output", tmp_path / "out", "--profile", tmp_path / "gone" / "run.prof")
    assert answer.returncode == 2
    assert "no such folder" in answer.stderr
    assert not (tmp_path / "out").exists()
