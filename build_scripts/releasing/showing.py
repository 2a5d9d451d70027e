"""Changes → text for a terminal, JSON, CSV or Markdown.

Comes in: changes, words, the names of the two versions. Goes out: text, ended by a line break. Refuses to know: how
changes are found, files. What a report or a list says stays text: steering characters are written out, in Markdown
every character that could mean something there is an entity inside `<code>`, where nothing is linked or mentioned;
CSV and JSON are exact.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from build_scripts.checking.drawing import show_text
from build_scripts.releasing.bundles import Bundle
from build_scripts.releasing.ledger import Change, write_changes
from build_scripts.releasing.words import CHANGES, SUBJECTS, ChangeWords

Style = Literal["text", "json", "csv", "markdown"]
LONGEST = 120
"""A value longer than this is cut where people read; CSV and JSON have it whole."""
MOST_ROWS = 500
"""Markdown of more rows is cut, and says so: what shows it takes no longer text."""
_MEANS_SOMETHING = re.compile(r"[!-/:-@\[-`{-~]")


class Sides(NamedTuple):
    """What was compared: names, versions and days of the older and the newer package."""

    old: tuple[str, str, str]
    new: tuple[str, str, str]


def name_sides(old: Bundle, new: Bundle) -> Sides:
    """The two packages as they are shown."""
    return Sides((old.name, old.version, old.date), (new.name, new.version, new.date))


def show_changes(changes: Sequence[Change], words: ChangeWords, sides: Sides, style: Style) -> str:
    """The changes in one of four styles."""
    if style == "csv":
        return write_changes(changes)
    if style == "json":
        return _write_json(changes, sides)
    lines = _write_markdown(changes, words, sides) if style == "markdown" else _write_text(changes, words, sides)
    return "\n".join(lines) + "\n"


def count_changes(changes: Iterable[Change]) -> dict[tuple[str, str], int]:
    """How many changes there are of each subject and kind, in the order of SUBJECTS."""
    counts = Counter((one.subject, one.change) for one in changes)
    return {(s, c): counts[s, c] for s in SUBJECTS for c in CHANGES if counts[s, c]}


def describe_change(change: Change, words: ChangeWords) -> tuple[str, str, str]:
    """What changed, and what stood there before and stands there after; of what came or went, the one is empty."""
    if change.subject == "cell":
        before = words.show_value(change.before_state, change.before) if change.before_state else ""
        after = words.show_value(change.after_state, change.after) if change.after_state else ""
        return words.name_cell(change), before, after
    if change.subject == "section":
        label = words.labels.get(("section_codes", change.row), "")
        return f"{words.pick(SUBJECTS['section'])} {change.row} {label}".rstrip(), "", ""
    name = ".".join(filter(None, (change.table, change.row, change.column)))
    return name or words.pick(CHANGES[change.change]), change.before, change.after


def _write_json(changes: Sequence[Change], sides: Sides) -> str:
    told = {
        "old": {"name": sides.old[0], "version": sides.old[1], "date": sides.old[2]},
        "new": {"name": sides.new[0], "version": sides.new[1], "date": sides.new[2]},
        "counts": {".".join(key): count for key, count in count_changes(changes).items()},
        "changes": [one._asdict() for one in changes],
    }
    return json.dumps(told, ensure_ascii=True, indent=1) + "\n"


def _write_text(changes: Sequence[Change], words: ChangeWords, sides: Sides) -> Iterator[str]:
    yield " → ".join(show_text(" ".join(filter(None, (side[1], side[2])))) for side in sides)
    if not changes:
        yield words.pick(("没有不同。", "Nothing differs."))
        return
    for (subject, change), count in count_changes(changes).items():
        yield f"  {words.pick(SUBJECTS[subject])} {words.pick(CHANGES[change])}: {count:,}"
    for key, group in groupby(changes, _head):
        yield ""
        members = list(group)
        yield show_text(_write_head(key, members, words))
        for one in members:
            if one.subject not in ("report", "agency"):
                name, before, after = (show_text(_cut(each)) for each in describe_change(one, words))
                arrow = f": {before or '—'} → {after or '—'}" if before or after else ""
                kind = "" if one.change == "changed" else f" [{words.pick(CHANGES[one.change])}]"
                reason = words.reasons.get(one.reason, one.reason)
                yield f"  {name}{kind}{arrow}  ({show_text(reason)})" + (f"  {show_text(one.note)}" if one.note else "")


def _write_markdown(changes: Sequence[Change], words: ChangeWords, sides: Sides) -> Iterator[str]:
    yield f"**{quote_markdown(sides.old[1])} → {quote_markdown(sides.new[1])}**"
    yield ""
    if not changes:
        yield words.pick(("没有不同。", "Nothing differs."))
        return
    for (subject, change), count in count_changes(changes).items():
        yield f"- {words.pick(SUBJECTS[subject])} {words.pick(CHANGES[change])}: {count:,}"
    for key, group in groupby(changes[:MOST_ROWS], _head):
        members = list(group)
        yield ""
        yield f"{quote_markdown(_write_head(key, members, words))}"
        rows = [one for one in members if one.subject not in ("report", "agency")]
        if rows:
            yield ""
            yield words.pick(("| 内容 | 原来 | 现在 | 原因 |", "| what | before | after | reason |"))
            yield "|---|---|---|---|"
        for one in rows:
            cells = (quote_markdown(_cut(each)) for each in describe_change(one, words))
            yield f"| {' | '.join(cells)} | {words.reasons.get(one.reason, one.reason)} |"
    if len(changes) > MOST_ROWS:
        yield ""
        zh, en = f"只列出前 {MOST_ROWS:,} 条，共 {len(changes):,} 条。", f"The first {MOST_ROWS:,} of {len(changes):,}."
        yield words.pick((zh, en))


def _head(change: Change) -> tuple[str, str]:
    """What a change is listed under: its report, else its agency, else its table."""
    if change.report_id:
        return "report", change.report_id
    return ("agency", change.agency_id) if change.agency_id else ("list", change.table)


def _write_head(key: tuple[str, str], members: Sequence[Change], words: ChangeWords) -> str:
    """The line above the changes of one report, agency or list; of a report, how it changed and why."""
    first = members[0]
    title = words.titles.get(key[1], "") if key[0] == "report" else ""
    if first.subject not in ("report", "agency"):
        return key[1]
    told = f"{words.pick(CHANGES[first.change])}, {words.reasons.get(first.reason, first.reason)}"
    return " ".join(filter(None, (f"{key[1]}", title, f"[{told}]", first.note)))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def quote_markdown(text: str) -> str:
    """The text inside `<code>`, nothing in it being Markdown, HTML, a link or a mention.

    GitHub links addresses of mail inside `<code>` too, and finds them after entities are read: so no letter may follow
    an `@` at once, and a word joiner, which nobody sees, stands between.

    >>> quote_markdown("@all|<b>")
    '<code>&#64;&#8288;all&#124;&#60;b&#62;</code>'
    """
    if not text:
        return ""
    quoted = _MEANS_SOMETHING.sub(lambda found: f"&#{ord(found.group())};", show_text(text))
    return f"<code>{quoted.replace('&#64;', '&#64;&#8288;')}</code>"
