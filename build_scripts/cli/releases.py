"""The commands about versions of the data: `diff`.

Comes in: arguments. Goes out: what is said, and exit codes as `commands` has them. Refuses to know: how it is done.
"""

from __future__ import annotations

from pathlib import Path

import click

from build_scripts.checking.summary import Lang
from build_scripts.cli.commands import FILE, NOTHING_WRITTEN, cli, fail_softly
from build_scripts.files import show_path, write_text
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

    \\b
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
            write_text(output, shown)
            click.echo(f"{len(changes):,} 处不同 / differences: {show_path(output)}")
    return outcome.code
