"""`--profile FILE`: which functions took the time of a run, in this process and its workers.

Comes in: where the profile goes. Goes out: one file for the whole run in Python's own format (snakeviz and others read
it), and the dearest functions on the standard error. Nothing of it reaches what the command writes. A profiled run is
slower, small functions most of all: it tells where to look, not how long it takes.
"""

from __future__ import annotations

import io
import pstats
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from build_scripts.files import put_file
from build_scripts.packaging.profiles import begin_profile, end_profile

DEAREST = 25


def refuse_stray(context: click.Context, option: click.Parameter, value: Path | None) -> Path | None:
    """The path, unless it lies in no folder: said before the work, not after it."""
    if value is not None and not value.absolute().parent.is_dir():
        raise click.BadParameter(f"{value.parent}: 没有这个文件夹 / no such folder")
    return value


profile_option = click.option(
    "--profile",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    default=None,
    metavar="FILE",
    callback=refuse_stray,
    help="记下时间花在哪些函数上，连同各工作进程，写到这个文件；会慢一些 / which functions took the time, workers too",
)


@contextmanager
def profiled(target: Path | None) -> Iterator[None]:
    """Profile what is done inside; without a target nothing is. A run that fails leaves its profile too."""
    if target is None:
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        begin_profile(Path(folder))
        try:
            yield
        finally:
            end_profile()
            told = _merge(sorted(Path(folder).iterdir()), target)
            click.echo(told, err=True)


def _merge(profiles: list[Path], target: Path) -> str:
    """All profiles as one in `target`; its dearest functions, by the time spent in each alone."""
    said = io.StringIO()
    stats = pstats.Stats(*map(str, profiles), stream=said)
    with tempfile.TemporaryDirectory() as folder:
        stats.dump_stats(whole := Path(folder) / "profile")
        put_file(target, whole.read_bytes())
    stats.files = []  # type: ignore[attr-defined]  # their names, each in a folder that is gone by then
    stats.strip_dirs().sort_stats("tottime").print_stats(DEAREST)
    return f"{len(profiles)} 个进程 / processes → {target}\n{said.getvalue().strip()}"
