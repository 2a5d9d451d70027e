"""The commands: arguments in, progress and a summary out, exit codes 0, 1 and 2 as the data contract has them.

0: all well. 1: output written, some reports withheld. 2: nothing written, what stood before still stands. What was
made is told on the standard output; progress and everything that went wrong, on the standard error.
"""

from __future__ import annotations

import functools
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from build_scripts import pipeline
from build_scripts.checking.summary import Lang, Style
from build_scripts.cli.elsewhere import (
    PARTLY,
    Place,
    PlaceType,
    brought_near,
    chosen_workers,
    parts_options,
    scheduler_option,
    sent_away,
    work_option,
)
from build_scripts.cli.profiling import profile_option, profiled
from build_scripts.cli.progress import Progress
from build_scripts.cli.terminal import show_failure, show_package
from build_scripts.files import PROJECT, show_path
from build_scripts.packaging.pool import Workers, count_processors, spare_collector

WELL, WITHHELD, NOTHING = 0, 1, 2
FAILED, INTERRUPTED, OUR_FAULT = ("失败", "failed"), ("已中断", "interrupted"), ("程序错误", "a fault of ours")
NOTHING_WRITTEN = ("什么也没有写出，原有的不变", "nothing was written, what stood before still stands")
SITE_NOT_WRITTEN = (
    "数据包已写出；网站没有写出，原有的网站不变",
    "the package was written; the site was not, and one that stood before still stands",
)
FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path)

reports_option = click.option(
    "--reports",
    type=PlaceType(FOLDER),
    default=PROJECT.reports,
    help="报告文件夹，默认 datapackage/reports；可以是 s3://… / folder of reports, or an address",
)
package_output = click.option(
    "--output",
    type=PlaceType(FILE),
    default=PROJECT.package,
    help="数据包写到哪里，默认 datapackage/build；可以是 s3://… / where to write, a folder or an address",
)
package_made = click.option(
    "--package",
    type=PlaceType(FILE),
    default=PROJECT.package,
    help="数据包写到哪里，默认 datapackage/build；可以是 s3://… / where the package goes, a folder or an address",
)
package_option = click.option(
    "--package",
    type=PlaceType(FOLDER),
    default=PROJECT.package,
    help="数据包，默认 datapackage/build；可以是 s3://… / the package, a folder or an address",
)
site_output = click.option(
    "--output",
    type=PlaceType(FILE),
    default=PROJECT.site,
    help="网站写到哪里，默认 site；可以是 s3://… / where to write, a folder or an address",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=count_processors,
    help="进程数，默认等于可用的处理器数；不影响结果 / processes; the result does not depend on it",
)


def cache_options(command: Callable[..., int]) -> Callable[..., int]:
    """`--cache DIR` and `--no-cache`, given to the command as `cache`: the folder, or None. A folder that is named
    overrides what the environment says."""

    @click.option(
        "--cache",
        type=FOLDER,
        default=PROJECT.cache,
        help="以前的结果放在哪里，默认 .cache；可以随时删掉 / what earlier runs found out; may be removed at any time",
    )
    @click.option(
        "--no-cache", is_flag=True, envvar="DISCLOSURE_NO_CACHE", help="不用以前的结果，全部重做 / everything anew"
    )
    @functools.wraps(command)
    def run(cache: Path, no_cache: bool, **options: Any) -> int:
        source = click.get_current_context().get_parameter_source
        is_named = source("cache") is ParameterSource.COMMANDLINE and source("no_cache") is ParameterSource.ENVIRONMENT
        return command(cache=None if no_cache and not is_named else cache, **options)

    return run


def main() -> None:
    """Run the command line; never returns. A run that is interrupted, or cannot be understood, ends with 2."""
    try:
        sys.exit(cli.main(standalone_mode=False))
    except click.ClickException as error:
        error.show()
    except (click.Abort, KeyboardInterrupt):
        show_failure(INTERRUPTED, ("", ""), "")
    except Exception:
        show_failure(OUR_FAULT, ("", ""), traceback.format_exc())
    sys.exit(NOTHING)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def cli() -> None:
    """政府信息公开工作年度报告：读取、核对、打包、成站。

    Annual reports on government information disclosure: read, check, package, publish.

    \b
    退出码 / exit codes:
      0  一切正常 / all well
      1  已写出，有报告未收录 / output written, some reports withheld
      2  什么也没有写出，原有的不变 / nothing written, what stood before still stands
    check 不写文件：1 有文件不能收录（损坏、格式不能读也在内），2 没有一个文件打得开
      check writes nothing: 1 some file withheld (damaged and unsupported ones too), 2 none could be opened
    add：1 放入了一些，2 一个也没有放入 / add: 1 some added, 2 none added
    """


@cli.command("build", short_help="数据包和网站 / package, then site")
@reports_option
@package_made
@site_output
@jobs_option
@cache_options
@profile_option
def build_command(
    reports: Place, package: Place, output: Place, jobs: int, cache: Path | None, profile: Path | None
) -> int:
    """先生成数据包，再生成网站，在一次运行里 / package, then site, in one run.

    \b
    例 / examples:
      build  只做变了的 / what has changed
      build --no-cache  全部重做 / everything anew
      build --reports 报告 --package 数据包 --output 网站  别处的报告，写到别处 / elsewhere, written elsewhere
    """
    spare_collector()
    with fail_softly(NOTHING_WRITTEN) as outcome, profiled(profile), Progress(tells_time=True) as progress:
        with (
            brought_near(reports, click.echo) as folder,
            sent_away(package, pipeline.PACKAGE_MARKER, click.echo, lambda: outcome.leave(PARTLY)) as made,
        ):
            outcome.code = make_package(folder, made, jobs, progress.announce, cache)
        outcome.left = SITE_NOT_WRITTEN
        with sent_away(output, pipeline.SITE_MARKER, click.echo, lambda: outcome.leave(PARTLY)) as target:
            pipeline.build_site(made, target, progress.announce, PROJECT, jobs, cache)
            progress.close()
            click.echo(f"网站 / site: {show_path(target)}")
    return outcome.code


@cli.command("package", short_help="只生成数据包 / the data package")
@reports_option
@package_output
@jobs_option
@scheduler_option
@work_option
@parts_options
@cache_options
@profile_option
def package_command(
    reports: Place,
    output: Place,
    jobs: int,
    scheduler: str,
    work: str,
    regions: str,
    parts: tuple[Path, ...],
    cache: Path | None,
    profile: Path | None,
) -> int:
    """读取每份报告，写出并验证数据包 / read every report, write and validate the data package.

    \b
    例 / examples:
      package  写到 datapackage/build / into datapackage/build
      package --reports 报告 --output 数据包  别处的报告，写到别处 / reports elsewhere, written elsewhere
      package --scheduler local  用 Dask，在本机起工作进程 / on Dask, with workers of this machine
    """
    spare_collector()
    with (
        fail_softly(NOTHING_WRITTEN) as outcome,
        profiled(profile),
        Progress(tells_time=True) as progress,
        brought_near(reports, click.echo) as folder,
        sent_away(output, pipeline.PACKAGE_MARKER, click.echo, lambda: outcome.leave(PARTLY)) as target,
        chosen_workers(jobs, scheduler, work, target, None, click.echo) as workers,
    ):
        some = tuple(filter(None, regions.split(",")))
        outcome.code = make_package(folder, target, workers, progress.announce, cache, some, parts)
    return outcome.code


@cli.command("site", short_help="由数据包生成网站 / package to site")
@package_option
@site_output
@jobs_option
@scheduler_option
@work_option
@cache_options
@profile_option
def site_command(
    package: Place,
    output: Place,
    jobs: int,
    scheduler: str,
    work: str,
    cache: Path | None,
    profile: Path | None,
) -> int:
    """由数据包生成静态网站 / package to static site.

    \b
    例 / examples:
      site  写到 site，只做变了的 / into site, what has changed
      site --no-cache  全部重做 / everything anew
      site --package 数据包 --output 网站  别的数据包，写到别处 / another package, written elsewhere
    """
    spare_collector()
    with (
        fail_softly(NOTHING_WRITTEN) as outcome,
        profiled(profile),
        Progress(tells_time=True) as progress,
        brought_near(package, click.echo) as folder,
        sent_away(output, pipeline.SITE_MARKER, click.echo, lambda: outcome.leave(PARTLY)) as target,
        chosen_workers(jobs, scheduler, work, target, folder, click.echo) as workers,
    ):
        pipeline.build_site(folder, target, progress.announce, PROJECT, workers, cache)
        progress.close()
        click.echo(f"网站 / site: {show_path(target)}")
    return outcome.code


@cli.command(
    "serve", short_help="本机预览 / the site with live reload", context_settings={"ignore_unknown_options": True}
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def serve_command(arguments: tuple[str, ...]) -> int:
    """本机预览，随改随看；参数交给 mkdocs serve / the site with live reload; arguments go to mkdocs serve.

    \b
    例 / examples:
      serve  在 http://127.0.0.1:8000/ 看 / to be seen at http://127.0.0.1:8000/
    """
    os.chdir(PROJECT.root)
    os.execv(sys.executable, [sys.executable, "-m", "mkdocs", "serve", *arguments])


@cli.command("check", short_help="检查报告文件 / check report files")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE…")
@click.option("--format", "style", type=click.Choice(["text", "json", "github"]), default="text", help="写法 / how")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="语言 / language")
@click.option(
    "--text", "with_text", is_flag=True, help="也列出读到的文本，带行号 / also the text that was read, numbered"
)
def check_command(files: tuple[Path, ...], style: Style, lang: Lang, with_text: bool) -> int:
    """只读这些文件，说明读懂了什么、没读懂什么、下一步怎么办。

    Read these files alone and say what was understood, what was not, where, and what to do next. The files may lie
    anywhere; nothing is written.

    附注（报告全名加 .yml）随报告一起读 / a sidecar (<file name>.yml) is read with it.

    \b
    例 / examples:
      check 报告.pdf  看一份 / look at one
      check --text 报告.pdf  也列出读到的文本，带行号 / also the text that was read, numbered
      check --lang en 一.txt 二.docx  看几份，用英语说 / several, told in English

    \b
    退出码 / exit codes:
      0  全部可以收录，附注也都读了 / every file is fit to be published, and every sidecar was read
      1  有文件不能收录：损坏、格式不能读、打不开的也在内；或有附注名字不对
         some file is withheld, damaged, unsupported and unopened ones too, or a sidecar is misnamed
      2  没有一个文件打得开（不存在、是文件夹、没有权限），或命令写错、程序中断
         none of the files could be opened (missing, a folder, no permission), a wrong command, or a run cut short
    """
    with fail_softly(("", "")) as outcome:
        is_opened = False
        fit = total = 0
        for checked in pipeline.check_files(PROJECT, files, style, lang, with_text):
            click.echo(checked.text)
            total += 1
            fit += checked.reading.report is not None
            is_opened = is_opened or bool(checked.reading.source_sha256)
            outcome.code = max(outcome.code, WELL if checked.is_well else WITHHELD)
        if style == "text" and total > 1:
            click.echo("\n" + COUNTED[lang].format(files=total, fit=fit, withheld=total - fit))
        outcome.code = outcome.code if is_opened else NOTHING
        sys.stdout.flush()
    return outcome.code


COUNTED = {
    "zh": "共 {files} 个文件：可以收录 {fit} 个，没有收录 {withheld} 个",
    "en": "{files} files: {fit} fit to be published, {withheld} withheld",
}


@dataclass(slots=True)
class Outcome:
    """The exit code as far as it is known, and what a failure would leave standing, in Chinese and English."""

    left: tuple[str, str]
    code: int = WELL

    def leave(self, left: tuple[str, str]) -> None:
        """Say from now on that a failure would leave this standing."""
        self.left = left


@contextmanager
def fail_softly(left: tuple[str, str]) -> Iterator[Outcome]:
    """An outcome to be filled; a failure becomes a message, which says what it left standing, and the code 2."""
    outcome = Outcome(left)
    try:
        yield outcome
    except pipeline.FAILURES as error:
        show_failure(FAILED, outcome.left, str(error))
        outcome.code = NOTHING
    except KeyboardInterrupt:
        show_failure(INTERRUPTED, outcome.left, "")
        outcome.code = NOTHING
    except BrokenPipeError:  # whoever read what we say has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        outcome.code = NOTHING
    except Exception:
        show_failure(OUR_FAULT, outcome.left, traceback.format_exc())
        outcome.code = NOTHING


def make_package(
    reports: Path,
    output: Path,
    jobs: int | Workers,
    announce: pipeline.Announce,
    cache: Path | None = None,
    regions: Sequence[str] = (),
    parts: Sequence[Path] = (),
) -> int:
    """Build the package, say what came of it, and give the exit code."""
    result = pipeline.build_package(PROJECT, reports, output, jobs, announce, cache, regions=regions, parts=parts)
    show_package(result, reports, output)
    return WITHHELD if result.withheld else WELL
