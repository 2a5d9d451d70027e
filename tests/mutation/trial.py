"""One mutant against the tests of its module, in a forked process.

Comes in: a mutant, node ids or paths of tests. Goes out: `killed`, `survived` or `timeout`. Refuses to know: where
mutants come from. The process that forks has imported everything and run the tests once; what survives there is tried
once more from a fresh start (`python -m tests.mutation.trial`), where nothing can be left of the code as it was.
"""

from __future__ import annotations

import doctest
import importlib
import importlib.abc
import importlib.util
import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings

from tests.mutation.swapping import swap

ROOT = Path(__file__).parents[2]
KILLED, SURVIVED, TIMEOUT = "killed", "survived", "timeout"
_PASSED, _FAILED, _STALE = 0, 1, 3
_OPTIONS = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--noconftest", "--no-header", "--tb=no",
            "-o", "addopts=", "--import-mode=importlib"]  # fmt: skip


class Mutant(NamedTuple):
    """A change: the module's path, the operator, the line (from 1), and what stands there instead."""

    path: str
    operator: str
    line: int
    start: int
    end: int
    text: str

    def source(self) -> str:
        """The module with the change in it."""
        source = (ROOT / self.path).read_text("utf-8")
        return source[: self.start] + self.text + source[self.end :]

    @property
    def module(self) -> str:
        """The module's name."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def lines(self) -> tuple[str, str]:
        """The line before and after."""
        before, after = (text.split("\n")[self.line - 1].strip() for text in
                         ((ROOT / self.path).read_text("utf-8"), self.source()))  # fmt: skip
        return before, after


def settle() -> None:
    """The settings of the tests: the same examples every time."""
    settings.register_profile("mutation", deadline=None, derandomize=True, database=None, max_examples=60,
                              suppress_health_check=list(HealthCheck))  # fmt: skip
    settings.load_profile("mutation")


class _ByThemselves:
    """Leaves out the tests that want what `conftest.py` makes: whole packages and sites, which take too long here."""

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        wanting = [item for item in items if _wants_more(item)]
        config.hook.pytest_deselected(items=wanting)
        items[:] = [item for item in items if item not in wanting]


def _wants_more(item: pytest.Item) -> bool:
    if not isinstance(item, pytest.Function):
        return False
    found = item._fixtureinfo.name2fixturedefs
    return any(name != "request" and name not in found for name in item.fixturenames)


def run_tests(tests: Sequence[str], module: str) -> int:
    """0 if the module's doctests and these tests pass."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        found = doctest.testmod(
            importlib.import_module(module), optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        )
        if found.failed:
            return _FAILED
        return _FAILED if tests and pytest.main([*_OPTIONS, *tests], plugins=[_ByThemselves()]) else _PASSED


def try_mutant(mutant: Mutant, tests: Sequence[str], seconds: int) -> str:
    """What became of it; `seconds` of processor time are enough for all of the tests."""
    said = _try_forked(mutant, tests, seconds)
    return said if said in (KILLED, TIMEOUT) else _try_afresh(mutant, tests, seconds)


def _try_forked(mutant: Mutant, tests: Sequence[str], seconds: int) -> str:
    child = os.fork()
    if not child:
        status = _FAILED
        try:
            _limit(seconds)
            status = run_tests(tests, mutant.module) if swap(mutant.module, mutant.source()) else _STALE
        except BaseException:
            status = _FAILED
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    if os.WIFSIGNALED(ended):
        return TIMEOUT
    return {_PASSED: SURVIVED, _STALE: "stale"}.get(os.waitstatus_to_exitcode(ended), KILLED)


def _limit(seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 1)
    os.dup2(devnull, 2)


def _try_afresh(mutant: Mutant, tests: Sequence[str], seconds: int) -> str:
    command = [sys.executable, "-m", "tests.mutation.trial", json.dumps(mutant._asdict()), str(seconds), *tests]
    status = subprocess.run(command, cwd=ROOT, capture_output=True).returncode
    return SURVIVED if status == _PASSED else KILLED if status > 0 else TIMEOUT


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Gives the mutant where its module is asked for."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if name != self.mutant.module:
            return None
        return importlib.util.spec_from_file_location(name, self.get_filename(name), loader=self)

    def get_filename(self, name: str) -> str:
        return str(ROOT / self.mutant.path)

    def get_data(self, path: Any) -> bytes:
        return self.mutant.source().encode()


if __name__ == "__main__":
    mutant = Mutant(**json.loads(sys.argv[1]))
    sys.meta_path.insert(0, _Finder(mutant))
    sys.dont_write_bytecode = True
    settle()
    _limit(int(sys.argv[2]) + 20)
    try:
        sys.exit(run_tests(sys.argv[3:], mutant.module))
    except BaseException as error:
        sys.exit(error.code if isinstance(error, SystemExit) else _FAILED)
