"""A change as it was reviewed → workflow commands, which GitHub shows beside the lines of files.

Comes in: `Reviewed`. Goes out: commands, one a line. Refuses to know: where they are printed. GitHub shows ten of a
kind a step, so ten are given: the first of every file before a second of any, and the tenth says how many are left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from build_scripts.checking.annotations import COMMANDS, write_command
from build_scripts.checking.drawing import show_text
from build_scripts.checking.words import choose_word, label_scope
from build_scripts.codes import Codes
from build_scripts.contributing.reviewing.changed_files import REPORTS
from build_scripts.contributing.reviewing.reviewed import Reviewed
from build_scripts.contributing.reviewing.verdict import FileRow
from build_scripts.contributing.reviewing.words import FREED, STRANGE, STRANGE_NEXT, Pair
from build_scripts.model import Check, CheckStatus
from build_scripts.packaging.package import CheckRow, FindingRow

REASON = Pair("不能这样放", "not as it lies")
MOST_OF_A_KIND = 10
MOST_SUMS = 5
BY_LINES = (".txt", ".md", ".yml")
"""Files whose lines GitHub shows; of others the lines are those of the text taken from them."""


class Notice(NamedTuple):
    """What a command says: level, path from the root, line, title, message; `turn` is its place among its file's."""

    level: str
    turn: int
    path: str
    line: int | None
    title: str
    message: str


def write_notices(reviewed: Reviewed) -> str:
    """The commands, at most MOST_OF_A_KIND of each level."""
    codes = reviewed.codes
    strange = (
        Notice(
            "error",
            0,
            one.name,
            None,
            f"{REASON.both} {one.strange}",
            f"{STRANGE[one.strange].both}\n{STRANGE_NEXT.both}",
        )
        for one in reviewed.verdict.strange
    )
    freed = (
        Notice("warning", 0, REPORTS + one.source_file, None, f"{one.before} → {one.now}", FREED.both)
        for one in reviewed.freed
    )
    told = [*strange, *freed]
    if codes:
        told += [one for row in reviewed.rows for one in _list_notices(row, codes)]
    levels = list(COMMANDS.values())
    told.sort(key=lambda one: (levels.index(one.level), one.turn))
    lines = (line for _, group in groupby(told, lambda one: one.level) for line in _write_level([*group]))
    return "".join(f"{line}\n" for line in lines)


def _list_notices(row: FileRow, codes: Codes) -> Iterator[Notice]:
    """The findings of a file, and the sums that do not come out as one notice."""
    differing = [one for one in row.record.checks if one.status == "differs" and one.difference] if row.record else []
    if differing:
        told = "\n".join(f"{_name_check(one, codes)}: {one.left} ≠ {one.right}" for one in differing[:MOST_SUMS])
        more = f"\n… {len(differing)}" if len(differing) > MOST_SUMS else ""
        title = f"{choose_word('rules_differ', 'zh')} / {choose_word('rules_differ', 'en')}"
        yield Notice("notice", 0, REPORTS + row.source_file, None, title, told + more)
    for turn, finding in enumerate(row.findings):
        line = int(finding.line) if finding.line and finding.source_file.endswith(BY_LINES) else None
        path = REPORTS + finding.source_file
        title = " ".join(filter(None, (_find_label("finding_codes", finding.code, codes), finding.code)))
        yield Notice(COMMANDS[finding.severity], turn, path, line, title, _write_message(finding, codes))


def _name_check(check: CheckRow, codes: Codes) -> str:
    """A rule and what it was worked out for, in Chinese, then in codes."""
    try:
        scope = label_scope(Check("", check.rule, check.scope, CheckStatus.DIFFERS), codes, "zh")
    except (KeyError, ValueError):
        scope = ""
    return " ".join(filter(None, (_find_label("rules", check.rule, codes), scope, check.rule, check.scope)))


def _find_label(name: str, code: str, codes: Codes) -> str:
    """The Chinese label of a code; nothing where the list does not have it."""
    return next((row["label_zh"] for row in codes.lists.get(name, ()) if row["code"] == code), "")


def _write_message(finding: FindingRow, codes: Codes) -> str:
    declared = codes.finding_codes.get(finding.code)
    nexts = (declared.next_zh, declared.next_en) if declared else ()
    return "\n".join(
        show_text(text) for text in (finding.message_zh, finding.message_en, *nexts) if text and "{" not in text
    )


def _write_level(notices: list[Notice]) -> Iterable[str]:
    """The commands of one level."""
    kept = notices if len(notices) <= MOST_OF_A_KIND else notices[: MOST_OF_A_KIND - 1]
    yield from (write_command(one.level, one.path, one.line, one.title, one.message) for one in kept)
    if left := notices[len(kept) :]:
        message = f"另有 {len(left):,} 条，见摘要 / {len(left):,} more: see the summary"
        yield write_command(left[0].level, left[0].path, None, f"+{len(left):,}", message)
