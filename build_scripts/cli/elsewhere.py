"""Folders and workers elsewhere: what `--scheduler`, `--work` and addresses in place of folders mean.

Comes in: what was said on the command line. Goes out: folders of this machine to read from and to write into, whose
files were fetched before and are sent after; who does the tasks. Refuses to know: what is built. Dask and object
storage are loaded only where they are asked for.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from build_scripts.files import PROJECT, FilesError, Ours
from build_scripts.files.fingerprints import hash_parts
from build_scripts.files.remote import hide_secrets, is_address
from build_scripts.packaging.pool import Workers

Place = Path | str
"""A folder of this machine, or the address of one elsewhere."""

MIRRORS = PROJECT.cache / "away"
"""What was fetched from addresses or is sent there, each in a folder of its own; it only saves time."""

PARTLY = (
    "这里已经做好；那里可能一部分是新的、一部分是旧的，再运行一次就会补齐",
    "all was made here; over there some files may be new and some old, and another run completes them",
)


class PlaceType(click.ParamType[Place]):
    """A folder, or an address such as `s3://bucket/folder`."""

    name = "place"

    def __init__(self, folder: click.Path) -> None:
        self._folder = folder

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Place:
        """The path, or the address as it was given."""
        if isinstance(value, str) and is_address(value):
            return value
        return Path(os.fsdecode(self._folder.convert(str(value), param, ctx)))


scheduler_option = click.option(
    "--scheduler",
    default="",
    metavar="ADDRESS",
    help="用 Dask 在几台机器上做：调度器的地址；local 在本机起一个；不影响结果 / Dask's scheduler, or local",
)
work_option = click.option(
    "--work",
    default="",
    metavar="PLACE",
    help="各台机器没有共用的文件夹时，任务的文件经由这里（文件夹或 s3://…）；中断后接着做 / where files travel",
)


def parts_options(command: Callable[..., int]) -> Callable[..., int]:
    """`--regions CODES` and `--part FOLDER`, given to the command as `regions` and `parts`."""
    command = click.option(
        "--regions",
        default="",
        metavar="CODES",
        callback=_check_regions,
        help="只做文件名以这些区划代码开头的报告（41,51），是全部的一部分 / a part: files named by these codes",
    )(command)
    return click.option(
        "--part",
        "parts",
        multiple=True,
        type=click.Path(path_type=Path, file_okay=False),
        help="另做好的一部分：含 package 和 cache 的文件夹，可以写几次 / a part made elsewhere, to be taken over",
    )(command)


def _check_regions(context: click.Context, option: click.Parameter, value: str) -> str:
    if value and not all(code.isascii() and code.isdecimal() for code in value.split(",")):
        raise click.BadParameter("写作 41,51 / write it as 41,51")
    return value


@contextmanager
def brought_near(place: Place, tell: Callable[[str], None]) -> Iterator[Path]:
    """The folder of this machine with the files of the place; raises FilesError."""
    if isinstance(place, Path):
        yield place
        return
    from build_scripts.files.mirrors import fetch_folder
    from build_scripts.files.remote import open_folder

    folder = _mirror(place)
    away = open_folder(place)
    if not away.list_sizes():
        raise FilesError(f"{away.address}: 那里什么也没有 / there is nothing there")
    moved = fetch_folder(away, folder)
    tell(
        f"{away.address}: 取来 {moved.files} 个文件，{moved.standing} 个没有变 / "
        f"{moved.files} files fetched, {moved.standing} unchanged"
    )
    yield folder


@contextmanager
def sent_away(place: Place, ours: Ours, tell: Callable[[str], None], fail: Callable[[], None]) -> Iterator[Path]:
    """The folder of this machine to write into; its files are sent to the place when all went well.

    `fail` is told before the first is sent: from then on a failure leaves files of two versions there. Raises
    FilesError, before anything is done for a place that holds other things.
    """
    if isinstance(place, Path):
        yield place
        return
    from build_scripts.files.mirrors import check_away, send_folder
    from build_scripts.files.remote import open_folder

    away = open_folder(place)
    check_away(away, ours, away.list_sizes())
    folder = _mirror(place)
    folder.parent.mkdir(parents=True, exist_ok=True)
    yield folder
    fail()
    moved = send_folder(folder, away, ours)
    tell(
        f"{away.address}: 送出 {moved.files} 个文件（{moved.size:,} 字节），{moved.standing} 个没有变，"
        f"删去 {moved.removed} 个 / "
        f"{moved.files} files sent ({moved.size:,} bytes), {moved.standing} unchanged, {moved.removed} removed"
    )


@contextmanager
def chosen_workers(
    jobs: int, scheduler: str, work: str, output: Path, inputs: Path | None, tell: Callable[[str], None]
) -> Iterator[int | Workers]:
    """Who does the tasks: so many processes of this machine, or the workers of a scheduler. Raises WorkerDied."""
    if not scheduler:
        if work:
            raise click.UsageError("--work 要与 --scheduler 一起用 / --work goes with --scheduler")
        yield jobs
        return
    try:
        from build_scripts.cluster.connecting import open_workers
    except ModuleNotFoundError as error:
        raise FilesError(
            f"缺少 {error.name}；请运行 build_scripts/setup/install_environment.sh cluster / "
            f"{error.name} is missing; run that script"
        ) from error
    address = work if not work or is_address(work) else Path(work).resolve().as_uri()
    with open_workers(scheduler, output, jobs, address, inputs, tell) as workers:
        yield workers


def _mirror(address: str) -> Path:
    return MIRRORS / hash_parts(hide_secrets(address).rstrip("/"))[:24]
