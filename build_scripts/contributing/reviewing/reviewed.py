"""All that is known of a change, in one place: what whoever tells it begins from.

Comes in: verdict, effects, changes, newcomers. Goes out: `Reviewed`; what stands against it, what asks for a look, each
with a count. Refuses to know: words, languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from build_scripts.codes import Codes
from build_scripts.contributing.reviewing.changed_files import ChangedFile
from build_scripts.contributing.reviewing.freed import Freed
from build_scripts.contributing.reviewing.newcomers import Newcomer
from build_scripts.contributing.reviewing.verdict import FileRow, Verdict
from build_scripts.contributing.reviewing.weighing import Effects
from build_scripts.releasing.ledger import Change
from build_scripts.releasing.words import ChangeWords

PERSONAL = frozenset(("personal-number", "personal-number-unread", "masking-incomplete", "file-name-personal"))
"""Findings that tell of a number of a person."""
NOTHING = Verdict((), ())


class Reviewed(NamedTuple):
    """`failure` is what was said where no package came of the change, `site_failure` where no site did.

    `codes` is missing only then. `effects` are
    missing where there is nothing to compare with. `words` are those of both languages, Chinese first."""

    version: str
    changed: tuple[ChangedFile, ...]
    verdict: Verdict
    effects: Effects | None = None
    changes: tuple[Change, ...] = ()
    newcomers: tuple[Newcomer, ...] = ()
    codes: Codes | None = None
    words: tuple[ChangeWords, ...] = ()
    failure: str = ""
    freed: tuple[Freed, ...] = ()
    site_failure: str = ""

    @property
    def blocks(self) -> bool:
        """Whether anything stands against it."""
        return any(True for _ in list_reasons(self))

    @property
    def rows(self) -> tuple[FileRow, ...]:
        """Its files."""
        return self.verdict.rows


def list_reasons(reviewed: Reviewed) -> Iterator[tuple[str, int]]:
    """What stands against the change: codes of `words.REASONS` with counts."""
    if reviewed.failure:
        yield "package", 1
    faulty = [row for row in reviewed.rows if row.errors]
    for code, is_changed in (("errors", True), ("elsewhere", False)):
        if count := sum(row.is_changed is is_changed for row in faulty):
            yield code, count
    if reviewed.verdict.strange:
        yield "strange", len(reviewed.verdict.strange)
    if reviewed.site_failure:
        yield "site", 1


def list_attention(reviewed: Reviewed) -> Iterator[tuple[str, int]]:
    """What asks for a look: codes of `words.ATTENTION` with counts."""
    if reviewed.effects is None and not reviewed.failure:
        yield "no_base", 1
    counts = {
        "freed": len(reviewed.freed),
        "program": sum(one.kind in ("program", "workflow") for one in reviewed.changed),
        "code_list": sum(one.kind == "code_list" for one in reviewed.changed),
        "book": sum(one.kind == "book" for one in reviewed.changed),
        "removed": sum(one.subject == "report" and one.change == "removed" for one in reviewed.changes),
        "personal": sum(any(one.code in PERSONAL for one in row.findings) for row in reviewed.rows),
        "decision": sum(bool(row.decision) for row in reviewed.rows),
        "newcomers": len(reviewed.newcomers),
        "alike": sum(bool(one.alike) for one in reviewed.newcomers),
        "folder": sum(bool(row.folder_of_year) for row in reviewed.rows),
        "jumps": len(reviewed.effects.jumps) if reviewed.effects else 0,
        "reading": sum(one.subject == "cell" and one.reason == "reading" for one in reviewed.changes),
        "left_out": sum(row.result == "left_out" for row in reviewed.rows),
    }
    yield from ((code, count) for code, count in counts.items() if count)
