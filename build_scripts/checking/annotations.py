"""Findings as workflow commands, which GitHub shows beside the line of the file.

Comes in: a finding and the path under which the repository knows its file. Goes out: one command, on one line.
Refuses to know: what a finding means. Text of a report or a file name cannot end a command or begin another:
`%`, CR and LF are escaped everywhere, `:` and `,` in properties, and other steering characters are written out.
"""

from __future__ import annotations

from build_scripts.checking.drawing import show_text
from build_scripts.codes import Codes
from build_scripts.findings import render_message, render_next_step, severity
from build_scripts.model import Finding

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def annotate_finding(finding: Finding, path: str, codes: Codes, lang: str) -> str:
    """A workflow command: level by severity, file, line if there is one, the code as title, message and next step."""
    return write_command(
        COMMANDS[severity(finding, codes)],
        path,
        finding.line,
        finding.code,
        f"{show_text(render_message(finding, codes, lang))}\n{show_text(render_next_step(finding, codes, lang))}",
    )


def write_command(level: str, path: str, line: int | None, title: str, message: str) -> str:
    r"""One workflow command on one line.

    >>> write_command("error", "a,b:c\n.txt", 3, "x", "100 %\n::warning::y")
    '::error file=a%2Cb%3Ac%0A.txt,line=3,title=x::100 %25%0A::warning::y'
    """
    place = f"file={_escape_property(path)}" + (f",line={line}" if line is not None else "")
    return f"::{level} {place},title={_escape_property(title)}::{_escape_data(message)}"


def _escape_data(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return show_text(escaped)


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")
