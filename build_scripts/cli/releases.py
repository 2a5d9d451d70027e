"""The commands about versions of the data: `diff`, `release`.

Comes in: arguments. Goes out: what is said, and exit codes as `commands` has them. Refuses to know: how it is done.
"""

from __future__ import annotations

from pathlib import Path

import click

from build_scripts.checking.summary import Lang
from build_scripts.cli.commands import cli
from build_scripts.cli.options import FILE, jobs_option, reports_option
from build_scripts.cli.outcomes import NOTHING_WRITTEN, WELL, WITHHELD, fail_softly
from build_scripts.cli.profiling import profile_option, profiled
from build_scripts.cli.progress import Progress
from build_scripts.cli.terminal import show_package
from build_scripts.files import PROJECT, put_file, show_path
from build_scripts.release import make_release
from build_scripts.releasing.assets import name_package
from build_scripts.releasing.bundles import open_bundle
from build_scripts.releasing.differences import find_changes
from build_scripts.releasing.showing import Style, name_sides, show_changes
from build_scripts.releasing.words import read_words


@cli.command("diff", short_help="比较两个数据包 / compare two packages")
@click.argument("old", type=FILE, metavar="OLD")
@click.argument("new", type=FILE, metavar="NEW")
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "csv", "markdown"]), default="text", help="写法 / how"
)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="语言 / language")
@click.option("--output", type=FILE, default=None, help="写到这个文件，不写到屏幕 / write to this file")
def diff_command(old: Path, new: Path, style: Style, lang: Lang, output: Path | None) -> int:
    """比较两个数据包（文件夹或压缩包，旧版本的也可以），列出增加、改动、删去的报告和格子，各写明原因。

    Compare two packages, folders or zips, of any version: reports, cells, sections, agencies and codes added, changed
    or removed, each with its reason.

    \b
    例 / examples:
      diff 旧.zip datapackage/build  上一版与手上的 / the version before and the one at hand
      diff 旧 新 --format csv --output 不同.csv  写成表 / as a table

    \b
    退出码 / exit codes:
      0  比较完了，有没有不同都是 0 / compared, whether or not anything differs
      2  有一个不是数据包、已损坏或被改动 / one is no package, damaged or tampered with
    """
    with fail_softly(NOTHING_WRITTEN if output else ("", "")) as outcome:
        with open_bundle(old) as before, open_bundle(new) as after:
            changes = tuple(find_changes(before, after))
            shown = show_changes(changes, read_words(before, after, lang), name_sides(before, after), style)
        if output is None:
            click.echo(shown, nl=False)
        else:
            put_file(output, shown.encode())
            click.echo(f"{len(changes):,} 处不同 / differences: {show_path(output)}")
    return outcome.code


@cli.command("release", short_help="发布一版数据 / release a version of the data")
@click.option("--previous", type=FILE, default=None, help="上一版的数据包（压缩包或文件夹）/ the previous package")
@click.option("--first", is_flag=True, help="这是第一版，没有上一版 / the first version of all")
@click.option("--check", "is_check", is_flag=True, help="不改手工保存的文件，只核对 / compare with the ledger only")
@reports_option
@click.option("--output", type=FILE, default=PROJECT.root / "dist", help="发布的文件放在哪里，默认 dist / where to")
@jobs_option
@profile_option
def release_command(
    previous: Path | None,
    first: bool,
    is_check: bool,
    reports: Path,
    output: Path,
    jobs: int,
    profile: Path | None,
) -> int:
    """登记新机关和地址，生成数据包，与上一版比较，逐条核对，写账册，生成网站和发布的文件。

    Pin newcomers and addresses, build the package, compare it with the previous one, assert, write the ledger entry,
    build the site, gather the files. The version is the newest heading under Data in CHANGELOG.md.

    \b
    例 / examples:
      release --previous 上一版.zip  登记、核对、写账册 / pin, assert, write the ledger
      release --previous 上一版.zip --check  只核对，不改手工保存的文件 / compare with the ledger only

    \b
    退出码 / exit codes:
      0  可以发布 / released
      1  可以发布，有报告未收录 / released, some reports withheld
      2  有一条不合，什么也没有改动 / an assertion fails; nothing was written
    """
    if first == (previous is not None):
        raise click.UsageError("--previous 和 --first 写一个 / give either --previous or --first")
    with fail_softly(NOTHING_WRITTEN) as outcome, profiled(profile), Progress(tells_time=True) as progress:
        made = make_release(PROJECT, previous, reports, output, jobs, progress.announce, is_check)
        progress.close()
        show_package(made.package, reports, output / name_package(made.package.version))
        click.echo(f"新登记 {made.pinned} 个机关 / {made.pinned} agencies pinned")
        click.echo(f"与上一版 {len(made.changes):,} 处不同 / {len(made.changes):,} changes")
        click.echo(f"发布的文件 {len(made.assets)} 个 / {len(made.assets)} files: {show_path(output)}")
        outcome.code = WITHHELD if made.package.withheld else WELL
    return outcome.code
