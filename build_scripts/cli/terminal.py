"""What the commands say: the summary of a package, failures.

Comes in: results. Goes out: lines on a terminal, plain lines elsewhere. Refuses to know: how results are made. Names
and texts of reports are shown with control, direction and unseen characters escaped: none can steer a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from build_scripts.codes import Codes
from build_scripts.files import show_path
from build_scripts.findings import render_message, render_next_step
from build_scripts.model import Finding
from build_scripts.pipeline import PackageResult, group_findings
from build_scripts.unseen import STEERING

_CONTROL = re.compile(f"[{STEERING}\t\n\x0c]")
_COMMAND = re.compile(r"^\s*:(?=:)|##\[", re.MULTILINE)


def show_package(result: PackageResult, reports: Path, output: Path) -> None:
    """Say what was published and, on the standard error, each withheld file with its findings and the next step."""
    groups = group_findings(result)
    folder = Path(show_path(reports))
    for name, findings in groups.items():
        click.echo(f"未收录 / withheld: {escape(str(folder / name))}", err=True)
        for line in (line for finding in findings for line in render_finding(finding, folder, result.codes)):
            click.echo(line, err=True)
    click.echo(f"数据包 / package: {show_path(output)}")
    click.echo(f"版本 / version: {result.version}")
    click.echo(f"收录 {result.reports} 份报告 / {result.reports} reports published")
    click.echo(f"未收录 {len(groups)} 个文件 / {len(groups)} files withheld")
    if result.held_back or result.masked:
        click.echo(
            f"正文暂不公布 {result.held_back} 份，遮去号码 {result.masked} 份 / "
            f"texts held back: {result.held_back}, masked: {result.masked}"
        )
    click.echo(f"发现 {len(result.findings)} 条，见 data/findings.csv / {len(result.findings)} findings")


def show_failure(head: tuple[str, str], left: tuple[str, str], reason: str) -> None:
    """Say on the standard error what happened and what it left standing, each in Chinese and English, and why."""
    zh, en = ("，".join(filter(None, (head[0], left[0]))), ", ".join(filter(None, (head[1], left[1]))))
    click.echo(f"{zh} / {en}{':' if reason else ''}", err=True)
    if reason:
        click.echo(escape(reason, keep="\n"), err=True)


def render_finding(finding: Finding, folder: Path, codes: Codes) -> Iterator[str]:
    """A finding as lines: `path:line: code` (`path: code` about a whole file), its message and next step, in both."""
    path = folder / finding.source_file
    place = f"{path}:{finding.line}" if finding.line is not None else str(path)
    yield f"{escape(place)}: {finding.code}"
    for lang in ("zh", "en"):
        yield f"  {escape(render_message(finding, codes, lang))}"
        yield f"    → {escape(render_next_step(finding, codes, lang))}"


def escape(text: str, keep: str = "") -> str:
    """The text with control, direction and unseen characters, but for those to keep, as `\\xNN` or `\\uNNNN`; and what
    the log of a workflow would take for a command likewise.

    >>> escape("a\\nb\\x1b[2J"), escape("::add-mask::a ##[x]")
    ('a\\\\x0ab\\\\x1b[2J', '\\\\x3a:add-mask::a ##\\\\x5bx]')
    """
    shown = _CONTROL.sub(lambda found: found.group() if found.group() in keep else _write_out(found.group()), text)
    return _COMMAND.sub(lambda found: f"{found.group()[:-1]}{_write_out(found.group()[-1])}", shown)


def _write_out(char: str) -> str:
    return f"\\x{ord(char):02x}" if char < "\u0100" else char.encode("unicode_escape").decode("ascii")
