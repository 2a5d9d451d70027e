"""Every nasty file, read within the bounds of this project: how long it takes, how much memory, and what is told.

`python -m tests.limits [--keep] [NAME …]` reads each in a process of its own and prints a line for it; it ends with 1
where a file met a bound, brought its reader down, or was told none of what must be told of it. With `--keep` the
figures go to `tests/guards/kept/limits.csv`. It is a step of `make audit`; `make test` has small ones (test_bounds).
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from build_scripts import limits
from build_scripts.files import PROJECT, InputFile
from build_scripts.packaging.handed_in import read_handed_in
from build_scripts.packaging.isolation import read_each_apart
from build_scripts.pipeline import load_knowledge
from build_scripts.reading.knowledge import Knowledge

from .guards.keeping import keep_figures
from .nasty_files import NASTY

FAILED = frozenset(("reader-died", "reader-failed", "reader-out-of-memory", "reader-too-slow"))
"""What must be told of no nasty file: its reader came to an end by itself."""


class Read(NamedTuple):
    """What came of one file: processor seconds, the most memory beside what its process began with, in MB, the codes
    that were told, and whether it became a report."""

    seconds: float
    megabytes: float
    codes: tuple[str, ...]
    is_taken: bool


def read_nasty(name: str, folder: Path, knowledge: Knowledge) -> Read:
    """One nasty file, read as every file is, and measured."""
    nasty = NASTY[name]
    path, sidecar = folder / name, folder / f"{name}.yml"
    path.write_bytes(nasty.make())
    if nasty.sidecar:
        sidecar.write_bytes(nasty.sidecar())
    file = InputFile(name, path, sidecar if nasty.sidecar else None)
    told, answer = os.pipe()
    child = os.fork()
    if child == 0:
        begun = resource.getrusage(resource.RUSAGE_SELF)
        reading = next(read_each_apart([file], knowledge))
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = spent.ru_utime + spent.ru_stime
        megabytes = max(0, spent.ru_maxrss - begun.ru_maxrss) / 1024
        codes = ",".join(dict.fromkeys(finding.code for finding in reading.findings))
        os.write(answer, f"{seconds} {megabytes} {int(reading.report is not None)} {codes}".encode())
        os._exit(0)
    os.close(answer)
    os.waitpid(child, 0)
    with os.fdopen(told) as stream:
        seconds, megabytes, is_taken, codes = (stream.read() or "0 0 0 reader-died").split(" ", 3)
    path.unlink()
    return Read(float(seconds), float(megabytes), tuple(filter(None, codes.split(","))), is_taken == "1")


def judge(name: str, read: Read) -> str:
    """What is wrong with what came of a nasty file; empty if nothing is."""
    wanted = NASTY[name].codes
    if FAILED & set(read.codes) - wanted:
        return "its reader did not come to an end by itself"
    if wanted and not wanted & set(read.codes):
        return f"told none of {', '.join(sorted(wanted))}"
    return "taken, though it must not be" if wanted and read.is_taken else ""


def measure_honest(knowledge: Knowledge, folder: Path) -> float:
    """Processor seconds of the slowest report of this project, by a reader that has just begun."""
    slowest = 0.0
    for path in sorted(folder.rglob("*.*")):
        if path.suffix not in (".yml", ".tsv") and path.name != "README.md":
            begun = time.process_time()
            read_handed_in(InputFile(path.name, path, None), knowledge)
            slowest = max(slowest, time.process_time() - begun)
    return slowest


def main(arguments: Sequence[str]) -> int:
    """Read all, or those named, and say what came of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.limits")
    parser.add_argument("names", nargs="*", choices=[*NASTY, []], metavar="NAME")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args(arguments)
    knowledge = load_knowledge(PROJECT)[1]
    figures: dict[str, tuple[float, str]] = {}
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in options.names or NASTY:
            read = read_nasty(name, Path(folder), knowledge)
            fault = judge(name, read)
            wrong += bool(fault)
            told = ", ".join(read.codes) or "nothing"
            print(
                f"{name}: {read.seconds:.1f} s, {read.megabytes:.0f} MB, {told}{f' — {fault}' if fault else ''}",
                flush=True,
            )
            figures[f"{name} processor time"] = (round(read.seconds, 1), "s")
            figures[f"{name} memory"] = (round(read.megabytes), "MB")
    honest = measure_honest(knowledge, PROJECT.reports)
    print(f"slowest report of the project: {honest:.2f} s of {limits.PROCESSOR_SECONDS:.0f} s; {wrong} wrong")
    figures["slowest real report processor time"] = (round(honest, 2), "s")
    if options.keep:
        keep_figures("limits", figures)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
