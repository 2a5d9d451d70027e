"""The command about a change that is proposed: `review`.

Comes in: arguments. Goes out: what is said, and an exit code. Refuses to know: how it is done, git, GitHub.
"""

from __future__ import annotations

from pathlib import Path

import click

from build_scripts.cli.commands import cli
from build_scripts.cli.options import FILE, package_option
from build_scripts.cli.outcomes import NOTHING_WRITTEN, WELL, WITHHELD, fail_softly
from build_scripts.contributing.reviewing.reviewed import list_reasons
from build_scripts.contributing.reviewing.words import REASONS
from build_scripts.files import PROJECT, show_path
from build_scripts.review import review_change


@cli.command("review", short_help="看一次改动 / review a change")
@click.option("--base", type=FILE, default=None, help="改动以前的数据包；没有就不比较 / the package before the change")
@package_option
@click.option(
    "--changed", type=FILE, required=True, help="改动的文件名，以 NUL 相隔 / names of changed files, ended by NUL"
)
@click.option("--failed", type=FILE, default=None, help="没有数据包时，package 说了什么 / what package said instead")
@click.option(
    "--site-failed", type=FILE, default=None, help="没有网站时，site 说了什么 / what site said where it was not built"
)
@click.option("--output", type=FILE, required=True, help="写到哪里 / where to write")
def review_command(
    base: Path | None, package: Path, changed: Path, failed: Path | None, site_failed: Path | None, output: Path
) -> int:
    """比较改动前后的数据包，写出给维护者看的摘要。

    Compare the packages before and after a change, and write what a maintainer has to know: summary.md, full.md and
    comment.md (short enough for a comment), annotations.txt, review.json, changes.csv. Names of changed files as
    `git diff --no-renames --name-only -z` gives them.

    \b
    例 / examples:
      review --base 旧数据包 --package 新数据包 --changed 文件名 --output 摘要  与改动前比较 / compared with what was

    \b
    退出码 / exit codes:
      0  没有挡住合并的问题 / nothing stands against it
      1  有：文件没有收录、放错了地方，或网站做不成 / a file is not taken or in a strange place, or no site
      2  什么也没有写出 / nothing was written
    """
    with fail_softly(NOTHING_WRITTEN) as outcome:
        reviewed = review_change(PROJECT, base, package, changed, output, failed, site_failed)
        for code, count in list_reasons(reviewed):
            click.echo(REASONS[code].fill(count=f"{count:,}").both)
        click.echo(f"摘要 / summary: {show_path(output / 'summary.md')}")
        outcome.code = WITHHELD if reviewed.blocks else WELL
    return outcome.code
