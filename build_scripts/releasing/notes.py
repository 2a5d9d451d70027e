"""The notes of the maintainers to a release: why something went, was replaced, or jumped.

Comes in: `datapackage/release_notes.csv` (version, subject, note_zh, note_en). Goes out: the notes of one version by
subject. Refuses to know: whether a note is needed. A note is wrong, and named by file, line and key, if its version is
none, its subject is none of those below, a language is empty, or it stands twice.

    reports:<replaced_source or unseen_source: of every report that changed for it>
    report:<report_id>   agency:<agency_id>   measure:<code of key_measures.csv>
    state:<table>.<state>   check:<rule>.<status>   cell:<table>.<row>.<column>
    cells:<reading, correction or replaced_source>   findings   files_withheld
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import FilesError, read_rows
from build_scripts.releasing.ledger import VERSION, Change

COLUMNS = ("version", "subject", "note_zh", "note_en")
SUBJECT = re.compile(
    r"(?:report|agency):[a-z0-9-]+|reports:(?:replaced_source|unseen_source)|measure:[a-z_]+|(?:state|check):[a-z_0-9]+\.[a-z_]+"
    r"|cell:[a-z_]+\.[a-z_0-9]+\.[a-z_0-9]+|cells:(?:reading|correction|replaced_source)|findings|files_withheld"
)


class Note(NamedTuple):
    """Why, in both languages."""

    zh: str
    en: str

    @property
    def text(self) -> str:
        """Both in one line, as it stands in the ledger."""
        return f"{self.zh} / {self.en}"


def read_notes(path: Path, version: str) -> Mapping[str, Note]:
    """The notes of a version by subject; none without the file. Raises FilesError for any wrong note of any version."""
    if not path.is_file():
        return {}
    notes: dict[tuple[str, str], Note] = {}
    for line, row in _number_rows(path):
        place = f"{path}:{line}"
        if not VERSION.fullmatch(row["version"]):
            raise FilesError(f"{place}: version: {row['version']!r} 不是版本号 / is no version")
        if not SUBJECT.fullmatch(row["subject"]):
            raise FilesError(f"{place}: subject: {row['subject']!r} 不在可写的主题之列 / is none of the subjects")
        for key in ("note_zh", "note_en"):
            if not row[key].strip() or not row[key].isprintable():
                raise FilesError(f"{place}: {key}: 空着，或有控制字符 / is empty or holds control characters")
        key_of_note = (row["version"], row["subject"])
        if key_of_note in notes:
            raise FilesError(f"{place}: subject: {row['subject']!r} 写了两次 / stands twice")
        notes[key_of_note] = Note(row["note_zh"], row["note_en"])
    return {subject: note for (of, subject), note in notes.items() if of == version}


def refuse_strange(notes: Mapping[str, Note], changes: tuple[Change, ...], path: Path) -> None:
    """Raise FilesError for a note on a report or agency that did not change, or on reports none of which changed for
    that reason: a slip would excuse nothing."""
    known = {f"report:{one.report_id}" for one in changes} | {f"agency:{one.agency_id}" for one in changes}
    known |= {f"reports:{one.reason}" for one in changes if one.report_id}
    for subject in notes:
        if subject.startswith(("report:", "reports:", "agency:")) and subject not in known:
            raise FilesError(f"{path}: subject: {subject!r} 在这一版没有变 / did not change in this version")


def add_notes(changes: tuple[Change, ...], notes: Mapping[str, Note]) -> tuple[Change, ...]:
    """The changes, those of a report or an agency as a whole with what the maintainers wrote: of itself, or else of all
    reports that changed for its reason."""
    return tuple(one._replace(note=note.text) if (note := _find_note(one, notes)) else one for one in changes)


def _find_note(change: Change, notes: Mapping[str, Note]) -> Note | None:
    own = notes.get(f"{change.subject}:{change.report_id or change.agency_id}")
    is_shared = (change.subject, change.change) == ("report", "changed")
    return own or (notes.get(f"reports:{change.reason}") if is_shared else None)


def _number_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    rows = read_rows(path)
    for line, row in enumerate(rows, 2):
        if tuple(row) != COLUMNS:
            raise FilesError(f"{path}:1: the columns are {','.join(row)!r}, not {','.join(COLUMNS)!r}")
        yield line, row
