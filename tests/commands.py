"""`python -m build_scripts …` for tests: each call a process of its own, forked from one that has loaded the program.

Comes in: arguments, a folder. Goes out: exit code, standard output, standard error. To start Python and load the
program anew takes longer than most calls; the tests that do just that start it themselves.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from .packages import ROOT

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["build_scripts.cli", "pandas", "frictionless"])


class Answer(NamedTuple):
    """How a call ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: object, folder: Path = ROOT) -> Answer:
    """`python -m build_scripts …` in a folder."""
    with tempfile.TemporaryDirectory() as said:
        paths = [Path(said, name) for name in ("stdout", "stderr")]
        process = _FORKS.Process(target=be_the_program, args=(list(map(str, arguments)), folder, paths))
        process.start()
        process.join()
        assert process.exitcode is not None
        return Answer(process.exitcode, *(path.read_text(encoding="utf-8") for path in paths))


def be_the_program(arguments: list[str], folder: Path, paths: list[Path]) -> None:
    for descriptor, path in enumerate(paths, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), descriptor)
    multiprocessing.set_start_method(None, force=True)  # its own processes start as they would anywhere
    os.chdir(folder)
    sys.argv = ["build_scripts", *arguments]
    runpy.run_module("build_scripts", run_name="__main__", alter_sys=True)
