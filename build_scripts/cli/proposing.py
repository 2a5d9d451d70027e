"""The commands that turn an issue into a proposal: `propose gather`, `propose place`.

Comes in: arguments. Goes out: what is said, exit codes as `commands` has them. Refuses to know: how it is done, git,
GitHub's programs; `setup/check_proposal.sh` puts both beside the review of the change.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from build_scripts.cli.commands import cli
from build_scripts.cli.options import FILE, jobs_option
from build_scripts.cli.outcomes import NOTHING, NOTHING_WRITTEN, WELL, WITHHELD, fail_softly
from build_scripts.cli.progress import Progress
from build_scripts.cli.terminal import show_failure
from build_scripts.contributing.proposing.asked import ATTACHMENT_HOSTS, NotAnIssue
from build_scripts.contributing.visiting import make_fetch
from build_scripts.files import PROJECT, write_bytes
from build_scripts.propose import gather_issue, place_issue

LARGEST_ATTACHMENT = 25 * 1024 * 1024
"""What GitHub takes as an attachment is no larger."""
folder_option = click.option("--output", type=FILE, required=True, help="放在哪个文件夹 / the folder it is kept in")


@cli.group("propose", short_help="由问题单提议 / a proposal from an issue")
def propose_group() -> None:
    """把“添加一份报告”的问题单变成一份查过的提议；工作流用它，平时用 add。

    Turn an issue of the form “add a report” into a checked proposal. The workflow uses it; people use `add`.
    """


@propose_group.command("gather", short_help="取来 / bring what it asks for")
@click.argument("event", type=FILE, metavar="EVENT")
@folder_option
def gather_command(event: Path, output: Path) -> int:
    """读问题单的事件文件，取来附件、粘贴的文字或网页。

    Read the recorded event of an issue, and bring its attachments, its pasted text or the page it names.

    \b
    例 / examples:
      propose gather event.json --output 提议  读事件文件，取来原文 / read the event, bring the text

    \b
    退出码 / exit codes:
      0  取来了，或者说明了为什么没有 / brought, or told why not
      2  事件文件不能读，什么也没有写 / the event cannot be read, nothing was written
    """
    from build_scripts.fetching.fetcher import Limits, fetch

    attachments = Limits(size=LARGEST_ATTACHMENT, hosts=ATTACHMENT_HOSTS, robots=False)
    with fail_softly(NOTHING_WRITTEN) as outcome:
        try:
            asked = gather_issue(PROJECT, event, output, partial(fetch, limits=attachments), make_fetch(PROJECT))
        except NotAnIssue as error:
            show_failure(("失败", "failed"), NOTHING_WRITTEN, str(error))
            outcome.code = NOTHING
        else:
            click.echo(f"问题单 / issue: {asked.number}；{', '.join(asked.troubles) or '—'}")
    return outcome.code


@propose_group.command("place", short_help="放入 / add what was brought")
@folder_option
@jobs_option
def place_command(output: Path, jobs: int) -> int:
    """把取来的照 add 的规矩放进报告目录，写好要交出去的文件夹。

    Add what was brought as `add` does, and write the folders that are handed on: `well`, and `blocked` if a review
    finds something against it; `paths` names what was written, each ended by NUL.

    \b
    例 / examples:
      propose place --output 提议  把取来的放进报告目录 / put what was brought among the reports

    \b
    退出码 / exit codes:
      0  放入了 / something was added
      1  没有可以放入的，原因写在 answer.md / nothing could be added, answer.md says why
      2  什么也没有写出 / nothing was written
    """
    with fail_softly(NOTHING_WRITTEN) as outcome, Progress() as progress:
        paths = place_issue(PROJECT, output, jobs, progress.announce)
        write_bytes(output / "paths", b"".join(path.encode() + b"\0" for path in paths))
        outcome.code = WELL if paths else WITHHELD
    return outcome.code
