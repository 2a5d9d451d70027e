"""The commands that build, preview and check, and the group to which the other modules of this room add theirs.

Comes in: arguments. Goes out: progress, a summary, an exit code (`outcomes`). What was made is told on the standard
output; progress and everything that went wrong, on the standard error. Refuses to know: how anything is read or made.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from build_scripts import pipeline
from build_scripts.checking.summary import Lang, Style
from build_scripts.cli.elsewhere import (
    PARTLY,
    Place,
    brought_near,
    chosen_workers,
    parts_options,
    scheduler_option,
    sent_away,
    work_option,
)
from build_scripts.cli.options import (
    FILE,
    cache_options,
    jobs_option,
    package_made,
    package_option,
    package_output,
    reports_option,
    site_output,
)
from build_scripts.cli.outcomes import (
    INTERRUPTED,
    NOTHING,
    NOTHING_WRITTEN,
    OUR_FAULT,
    SITE_NOT_WRITTEN,
    WELL,
    WITHHELD,
    fail_softly,
)
from build_scripts.cli.profiling import profile_option, profiled
from build_scripts.cli.progress import Progress
from build_scripts.cli.terminal import show_failure, show_package
from build_scripts.files import PROJECT, check_apart, show_path
from build_scripts.packaging.pool import Workers, spare_collector


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
        refuse_overlap(reports, package, output)
        with (
            brought_near(reports, click.echo) as folder,
            sent_away(package, pipeline.PACKAGE, click.echo, lambda: outcome.leave(PARTLY)) as made,
        ):
            outcome.code = make_package(folder, made, jobs, progress.announce, cache)
        outcome.left = SITE_NOT_WRITTEN
        with sent_away(output, pipeline.SITE, click.echo, lambda: outcome.leave(PARTLY)) as target:
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
        sent_away(output, pipeline.PACKAGE, click.echo, lambda: outcome.leave(PARTLY)) as target,
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
        sent_away(output, pipeline.SITE, click.echo, lambda: outcome.leave(PARTLY)) as target,
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
            is_too_large = any(finding.code == "file-too-large" for finding in checked.reading.findings)
            is_opened = is_opened or is_too_large or bool(checked.reading.source_sha256)
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


def refuse_overlap(reports: Place, package: Place, output: Place) -> None:
    """Raise FilesError, before anything is made, if the site would take the place of reports or package."""
    for read in (reports, package):
        if isinstance(output, Path) and isinstance(read, Path):
            check_apart(output, read)


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
