"""The commands by which reports come in: `add`, `new`.

Comes in: arguments. Goes out: what is said, and exit codes as `commands` has them. Refuses to know: how it is done.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from build_scripts.add import PLACE, add_files, start_sidecar
from build_scripts.checking.summary import Lang
from build_scripts.cli.commands import cli
from build_scripts.cli.options import FILE, jobs_option
from build_scripts.cli.outcomes import NOTHING, NOTHING_WRITTEN, WELL, WITHHELD, fail_softly
from build_scripts.cli.progress import Progress
from build_scripts.cli.terminal import escape
from build_scripts.contributing.added import ADDED, WOULD_ADD, Added
from build_scripts.contributing.listing import list_added
from build_scripts.contributing.listing_files import Style, write_added_csv, write_added_json
from build_scripts.contributing.visiting import make_fetch
from build_scripts.fetching import Fetch, Fetched
from build_scripts.files import PROJECT, name_input, put_file, show_path
from build_scripts.pipeline import check_files

Command = TypeVar("Command", bound=Callable[..., Any])
SAID = {
    "agency": "机关全称 / the agency's full name",
    "region_code": "六位行政区划代码 / six-digit code of the region",
    "level": "级别，如 county / level",
    "function": "职能，如 urban_management / function",
    "year": "报告年度 / year of the report",
    "scope": "统计范围，如 organ / what the numbers cover",
    "url": "原文网址（只用于一个文件）/ address of the original (one file only)",
    "retrieved": "取得原文的日期，如 2026-01-31 / the day it was retrieved",
    "replaces": "取代这份已收录的文件 / the held file that this one replaces",
}
SOME_WRITTEN = (
    "已放入的留着，原有的不变，没有放到一半的；再运行一次就接着放",
    "what was added stays, what stood before still stands, no file is half there; run it again to go on",
)
FEW = 3
"""Up to so many files, each is shown as `check` shows it."""


def said_options(command: Command) -> Command:
    """The options that say what a sidecar says."""
    for name, told in reversed(SAID.items()):
        command = click.option(f"--{name.replace('_', '-')}", name, metavar="…", default=None, help=told)(command)
    return command


@cli.command("add", short_help="添加报告 / add reports")
@click.argument("inputs", nargs=-1, required=True, metavar="FILE|URL|FOLDER…")
@said_options
@click.option("--dry-run", "is_trial", is_flag=True, help="只说会怎样，什么也不写 / only say what would happen")
@click.option("--format", "style", type=click.Choice(["text", "json", "csv"]), default="text", help="写法 / how")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="语言 / language")
@click.option("--log", type=FILE, default=None, help="把全部细节写到这个文件 / write every detail to this file")
@jobs_option
def add_command(
    inputs: tuple[str, ...], is_trial: bool, style: Style, lang: Lang, log: Path | None, jobs: int, **said: str | None
) -> int:
    """检查报告，放到该放的地方，写好附注，说明数据会怎样变。文件、网址、文件夹都可以，几百份也可以。

    Check reports, put them where they belong, each with its sidecar, and say what changes in the data. Files, addresses
    (http, https) and folders, hundreds at once. Nothing that is there is written over; one bad file stops no other.

    \b
    例 / examples:
      add 报告.pdf --url https://www.example.gov.cn/report.pdf  一个文件 / a file
      add https://www.example.gov.cn/report.html  一个网址 / an address
      add 文件夹 --log add.log  许多份，细节写进文件 / many, details into a file
      add 新.docx --replaces datapackage/reports/2023/410781-chengshiguanliju.txt  更换 / another file for it

    \b
    退出码 / exit codes:
      0  全部放入，或早已收着 / all added, or held already
      1  放入了一些，别的没有放入 / some added, others not
      2  一个也没有放入，原有的不变 / none added; what stood before still stands
    """
    with fail_softly(NOTHING_WRITTEN) as outcome, Progress() as progress:

        def announce(step: str, done: int, total: int) -> None:
            if step == PLACE and not is_trial:
                outcome.left = SOME_WRITTEN
            progress.announce(step, done, total)

        added = add_files(PROJECT, inputs, _collect(said), _fetch_on_demand(), jobs, announce, is_trial=is_trial)
        progress.close()
        show_added(added, style, lang)
        if log is not None:
            put_file(log, list_added(added, show_path(PROJECT.reports), lang, is_whole=True).encode())
        is_any = any(file.outcome in (ADDED, WOULD_ADD) for file in added.files)
        outcome.code = WELL if all(file.is_well for file in added.files) else WITHHELD if is_any else NOTHING
    return outcome.code


@cli.command("new", short_help="写一份待填的附注 / a sidecar to be filled in")
@click.argument("file", type=FILE, metavar="FILE")
@said_options
def new_command(file: Path, **said: str | None) -> int:
    """在报告旁边写一份附注：每个键是什么、能写什么，读出的已经填好。已有附注的不动。

    Write a sidecar beside a report: what each key means and may hold, with what was understood filled in. A sidecar
    that is there stays as it is.

    \b
    例 / examples:
      new 报告.pdf  写出 报告.pdf.yml / writes 报告.pdf.yml
      new 报告.pdf --agency 某某市民政局 --region-code 410781  先填上这两样 / with these two filled in

    \b
    退出码 / exit codes:
      0  写好了 / written
      2  什么也没有写：没有这个文件，或附注早已有了 / nothing written: no such file, or a sidecar is there
    """
    with fail_softly(NOTHING_WRITTEN) as outcome:
        beside, reading = start_sidecar(PROJECT, file, _collect(said))
        click.echo(f"写好了 / written: {escape(show_path(beside))}")
        if reading.report:
            agency, year = reading.report.agency.name, reading.report.year
            click.echo(f"读出 / understood: {escape(agency)}, {year}")
        else:
            click.echo("没有读出机关或年度，请在附注里写明 / agency or year were not understood; say them in it")
        click.echo(f"填好后看一遍 / then look at it: make check FILES='{escape(show_path(file))}'")
    return outcome.code


def show_added(added: Added, style: Style, lang: Lang) -> None:
    """Say what became of every file; of a few that were added also what was understood, as `check` says it."""
    if style != "text":
        click.echo(write_added_json(added) if style == "json" else write_added_csv(added), nl=False)
        return
    if 0 < len(added.placed) <= FEW:
        paths = [PROJECT.reports / place for place in added.placed]
        for checked in check_files(PROJECT, paths, "text", lang):
            click.echo(f"{checked.text}\n")
    click.echo(list_added(added, show_path(PROJECT.reports), lang), nl=False)


def _collect(said: dict[str, str | None]) -> dict[str, str]:
    """What the options say, under the keys of a sidecar; a path of a held file as the sidecar names it."""
    given = {name: value for name, value in said.items() if value is not None}
    if "url" in given:
        given["source_url"] = given.pop("url")
    if "replaces" in given and not (PROJECT.reports / given["replaces"]).is_file():
        given["replaces"] = name_input(Path(given["replaces"]), PROJECT.reports).source_file
    return given


def _fetch_on_demand() -> Fetch:
    """Fetches; what is needed for it is loaded with the first address."""
    opened: list[Fetch] = []

    def fetch(url: str) -> Fetched:
        if not opened:
            opened.append(make_fetch(PROJECT))
        return opened[0](url)

    return fetch
