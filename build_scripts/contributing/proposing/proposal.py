"""A proposal as it travels from the job that read what a stranger sent to the jobs that may write.

Comes in: what was asked, what became of each file. Goes out: `proposal.json` and `answer.md`, beside the files under
numbers. Refuses to know: GitHub's programs, how a file was read. Who may write takes none of this on trust:
`setup/take_proposal.py` looks at every name, size and hash again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from build_scripts.codes import TABLES, Codes
from build_scripts.contributing.added import ADDED, AddedFile
from build_scripts.contributing.markdown import draw_tables, label_both, write_legend
from build_scripts.contributing.proposing.asked import Asked
from build_scripts.contributing.proposing.words import Words
from build_scripts.contributing.reviewing.words import TABLES as TABLE_WORDS
from build_scripts.findings import render_message, render_next_step, severity
from build_scripts.model import Cell, Finding, State
from build_scripts.packaging.held_back import WITHHELD
from build_scripts.packaging.package import CellRow
from build_scripts.releasing.showing import quote_markdown

STATES = ("ready", "partly", "blocked", "held", "nothing")
"""What may become of an issue: all of it can be taken, some of it, the review found errors, it is held, none of it."""
DONE = ("already_held", "given_twice")
"""Outcomes that leave nothing to do and take nothing."""
MOST_FINDINGS = 8
MOST_LINKS = 10
MOST_LINES = 6
LONGEST = 500
ROOM = 48_000
"""Bytes of an answer after which no tables are drawn: who may write takes no more than LONGEST_ANSWER of it."""


class Told(NamedTuple):
    """One thing that was given: as what, what became of it, a code if the form does not agree with it, and whether
    nothing was held of its agency before."""

    name: str
    file: AddedFile
    differs: str = ""
    is_newcomer: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether it is proposed."""
        return self.file.outcome == ADDED

    @property
    def has_gaps(self) -> bool:
        """Whether a cell was printed and not read, or nothing was found of a whole table."""
        return bool(find_gaps(self.file.understood.states))


class Stored(NamedTuple):
    """A file of the proposal: its path in the repository, and its bytes."""

    path: str
    data: bytes


def decide_state(told: Sequence[Told], is_blocked: bool) -> str:
    """One of STATES."""
    taken = [one for one in told if one.is_taken]
    if not taken:
        return "held" if told and all(one.file.outcome in DONE for one in told) else "nothing"
    if is_blocked:
        return "blocked"
    return "ready" if all(one in taken or one.file.outcome in DONE for one in told) else "partly"


def write_manifest(number: int, state: str, files: Sequence[Stored]) -> str:
    """What is proposed: for each file its path, size and SHA-256, and the number it is stored under."""
    listed = [
        {
            "path": file.path,
            "size": len(file.data),
            "sha256": hashlib.sha256(file.data).hexdigest(),
            "stored": f"{at:04}",
        }
        for at, file in enumerate(files, start=1)
    ]
    return json.dumps({"issue": number, "state": state, "files": listed}, ensure_ascii=True, indent=1) + "\n"


def write_answer(asked: Asked, state: str, told: Sequence[Told], words: Words, codes: Codes) -> str:
    """What the issue is told, in Markdown: state, what to do next, each thing that was given and what it says."""
    taken = [one for one in told if one.is_taken]
    heading = "ready_gaps" if state == "ready" and any(one.has_gaps for one in taken) else state
    following = f"next_{heading}" if f"next_{heading}" in words else "next_other"
    lines = [
        f"## {' / '.join(words[heading])}",
        "",
        *_say(words[following]),
        "",
        *(line for code in asked.troubles for line in _list(words[code])),
        *(_list(words["address_unasked"]) if taken and asked.url and not asked.is_fetched else ()),
        *(_list(words["sidecar_is_ours"]) if any(one.file.findings for one in told) else ()),
        *(line for one in told for line in _tell(one, asked, words, codes)),
        "",
    ]
    if taken:
        lines += (f"### {' / '.join(words['compare'])}", "", write_legend(codes), "")
    for one in taken:
        drawn = list(_draw(one, words, codes, len(taken) > 1))
        has_room = len("\n".join((*lines, *drawn)).encode()) < ROOM
        lines += drawn if has_room else (*_list((f"{quote(one.name)} {words['no_room'][0]}", words["no_room"][1])), "")
    return "\n".join(lines).rstrip() + "\n"


def _draw(one: Told, words: Words, codes: Codes, is_named: bool) -> Iterator[str]:
    """The three tables of a file with the numbers as they were read, and how its sums come out."""
    understood = one.file.understood
    if is_named:
        yield f"**{quote(one.name)}**"
        yield ""
    holds, differs = (understood.sums.get(status, 0) for status in ("holds", "differs"))
    others = sum(understood.sums.values()) - holds - differs
    yield "<br>".join(said.format(holds=holds, differs=differs, others=others) for said in words["sums"])
    yield ""
    yield from draw_tables(_sort_cells(one.file.cells), understood.form, codes)


def _sort_cells(cells: Iterable[Cell]) -> Mapping[str, Sequence[CellRow]]:
    sorted_cells: dict[str, list[CellRow]] = {table: [] for table in TABLES}
    for cell in cells:
        value = "" if cell.value is None else f"{cell.value:d}" if isinstance(cell.value, int) else f"{cell.value:f}"
        row = CellRow(cell.row, cell.column, value, cell.state.value, "", str(cell.line or ""), cell.correction)
        sorted_cells[cell.table].append(row)
    return sorted_cells


def _tell(one: Told, asked: Asked, words: Words, codes: Codes) -> Iterator[str]:
    """One thing that was given, as items of a list."""
    file, understood = one.file, one.file.understood
    label = words[f"outcome:{file.outcome}"]
    yield f"- {quote(one.name)}: **{label[0]}** / **{label[1]}**"
    if any(found.code.startswith("personal-number") for found in file.findings):
        yield from _list(words["personal"], "    ")
    if understood.report_id:
        yield f"    - {quote(understood.title)}"
        yield f"    - {quote(understood.agency)} {quote(understood.agency_id)} · {quote(understood.year)}"
    if one.is_taken:
        yield from _list_unread(understood.states, words)
    if one.is_newcomer:
        yield from _list(words["newcomer"], "    ")
    if one.differs:
        yield from _list(words[one.differs], "    ")
        yield f"    - {quote(asked.agency or asked.agency_id)} · {quote(asked.year)}"
    if any(file.said):
        yield from _list((quote(file.said[0]), quote(file.said[1])), "    ")
    for other in file.others:
        yield f"    - {quote(other)}"
    for link in file.links[:MOST_LINKS]:
        yield f"    - {quote(link)}"
    yield from _list_findings(file, codes)


def _list_unread(states: Mapping[str, Mapping[str, int]], words: Words) -> Iterator[str]:
    """The tables of which cells, or all, were not read."""
    for table, count in find_gaps(states).items():
        zh, en = (said.format(count=count) for said in words["unread" if count else "no_table"])
        yield from _list((f"**{TABLE_WORDS[table].zh}**：{zh}", f"{TABLE_WORDS[table].en}: {en}"), "    ")


def find_gaps(states: Mapping[str, Mapping[str, int]]) -> Mapping[str, int]:
    """The tables of which cells were printed and not read, with their number; 0 where no cell of a table was found."""
    found = {table: states.get(table, {}) for table in TABLES}
    is_there = {
        table: any(count for state, count in one.items() if state != State.ABSENT) for table, one in found.items()
    }
    unread = {table: one.get(State.UNREADABLE.value, 0) for table, one in found.items()}
    return {table: count for table, count in unread.items() if count or not is_there[table]}


def _list_findings(file: AddedFile, codes: Codes) -> Iterator[str]:
    """What was found, errors first, each code once with its lines and the words of its first; of a text that is held
    back no words that could quote it."""
    order = ("error", "warning", "note")
    is_public = file.understood.text_release != WITHHELD and not any("personal" in one.code for one in file.findings)
    found: dict[str, list[Finding]] = {}
    for one in sorted(file.findings, key=lambda one: order.index(severity(one, codes))):
        found.setdefault(one.code, []).append(one)
    for code, same in list(found.items())[:MOST_FINDINGS]:
        lines = [f"L{one.line}" for one in same if one.line]
        more = f" … {len(same)}" if len(same) > MOST_LINES else ""
        yield f"    - {' '.join((label_both('finding_codes', code, codes), quote(code), *lines[:MOST_LINES]))}{more}"
        for lang in ("zh", "en"):
            said = f"{quote(render_message(same[0], codes, lang))} " if is_public else ""
            yield f"      <br>{said}→ {quote(render_next_step(same[0], codes, lang))}"
    if len(found) > MOST_FINDINGS:
        yield f"    - … {len(found) - MOST_FINDINGS}"


def quote(text: str) -> str:
    """Any text as text, on one line, cut if it is long; a dash for none."""
    return quote_markdown(text if len(text) <= LONGEST else f"{text[:LONGEST]}…") or "—"


def _say(words: tuple[str, str]) -> tuple[str, ...]:
    return (words[0], "", f"*{words[1]}*")


def _list(words: tuple[str, str], indent: str = "") -> tuple[str, str]:
    return f"{indent}- {words[0]}<br>", f"{indent}  {words[1]}"
