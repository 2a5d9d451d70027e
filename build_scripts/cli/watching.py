"""The command of the weekly check: `watch`.

Comes in: arguments. Goes out: what is said, and exit codes as `commands` has them. Refuses to know: how it is done. The
day comes with the arguments, so that a check can be made again as of any day.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from build_scripts.cli.commands import cli
from build_scripts.cli.options import FILE, package_option
from build_scripts.cli.outcomes import NOTHING_WRITTEN, fail_softly
from build_scripts.cli.progress import Progress
from build_scripts.contributing.visiting import read_code_version, read_repository
from build_scripts.contributing.watching.asking import Pace
from build_scripts.contributing.watching.outcomes import count_kinds, read_kinds
from build_scripts.fetching import Fetched
from build_scripts.files import PROJECT, read_text, show_path
from build_scripts.watch import watch

PAUSE = 3.0
"""Seconds between two visits to a host: nobody waits for the weekly check."""
LARGEST = 8 * 1024 * 1024
"""Bytes of a page at most; a larger one is there, and is not compared."""


@cli.command("watch", short_help="查原文网址和还没有收录的年度 / check addresses and years not held")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="哪一天，如 2026-11-23 / as of which day")
@package_option
@click.option("--before", type=FILE, default=None, help="上一次写的 issue.md / what the last check wrote")
@click.option("--output", type=FILE, default=PROJECT.root / "watch", help="写到哪里，默认 watch / where to write")
@click.option("--most", type=click.IntRange(1, 100_000), default=2000, help="至多问几个网址 / addresses at most")
@click.option("--minutes", type=click.FloatRange(0.1, 300), default=90.0, help="至多几分钟 / minutes at most")
def watch_command(day: datetime, package: Path, before: Path | None, output: Path, most: int, minutes: float) -> int:
    """每周检查：原文网址还在不在，网页上的数变了没有，哪些机关到期的年度还没有收录。要联网。

    The weekly check: whether the addresses are there, whether the numbers on the pages changed, which agencies' years
    are due and not held yet. Asks the network, politely: robots.txt, one question at a time to a host, with pauses.

    \b
    例 / examples:
      watch --day 2026-11-23 --before 上次/issue.md  以这一天为准，接着上次 / as of that day, after the last check

    \b
    写出 / writes:
      issue.md     滚动的那一个 issue 的全文 / the whole text of the one rolling issue
      state        open 或 closed：有没有要人看的 / whether there is anything for a person to do
      summary.md、links.csv、years.csv、watch.json
    退出码 / exit codes:
      0  检查完了 / checked
      2  没有查成，原有的不变 / nothing was written
    """
    from build_scripts.fetching.fetcher import LIMITS, NETWORK, Visits, fetch, name_agent

    limits, visits = LIMITS._replace(pause=PAUSE, size=LARGEST), Visits()
    agent = name_agent(read_code_version(PROJECT), read_repository(PROJECT))

    def ask(url: str, method: str) -> Fetched:
        return fetch(url, limits, NETWORK, visits, agent, method)

    with fail_softly(NOTHING_WRITTEN) as outcome, Progress() as progress:
        told = read_text(before) if before else ""
        pace = Pace(minutes=minutes)
        result = watch(PROJECT, package, day.date(), told, output, ask, pace, most, progress.announce)
        progress.close()
        counts = count_kinds(result.outcomes)
        for row in read_kinds():
            if counts[row["code"]]:
                click.echo(f"{row['label_zh']} / {row['label_en']}: {counts[row['code']]:,}")
        behind = sum(one.is_behind for one in result.due)
        click.echo(f"到期还没有收录 {behind:,} 个机关 / {behind:,} agencies with a year due and not held")
        click.echo(f"写在 / written: {show_path(output)}")
    return outcome.code
