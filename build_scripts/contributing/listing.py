"""What was added, for a terminal: one table of all files, details where needed.

Comes in: `Added`. Goes out: text. Refuses to know: how files are added, terminals. What files and people say is shown
with control characters written out, and cut where a row would grow too wide; `listing_files` has it whole.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from build_scripts.checking.drawing import cut_text, measure_width, show_text
from build_scripts.checking.summary import Lang
from build_scripts.codes import Codes
from build_scripts.contributing.added import Added, AddedFile, Effect
from build_scripts.contributing.listing_files import count_one
from build_scripts.contributing.reviewing.words import ALIKE
from build_scripts.contributing.understood import SEVERITIES
from build_scripts.files import read_rows
from build_scripts.findings import render_message, render_next_step, severity
from build_scripts.releasing.showing import Sides, show_changes

OUTCOMES = {row["code"]: row for row in read_rows(Path(__file__).with_name("outcomes.csv"))}
COLUMNS = {
    "outcome": ("结果", "outcome", 12),
    "file": ("文件", "file", 40),
    "agency": ("机关", "agency", 30),
    "year": ("年度", "year", 4),
    "form": ("表格", "form", 6),
    "numbers": ("数", "numbers", 7),
    "blank": ("空", "blank", 5),
    "dash": ("横线", "dash", 5),
    "absent": ("未印", "absent", 6),
    "unreadable": ("读不出", "unread", 6),
    "holds": ("相符", "hold", 5),
    "differs": ("不符", "differ", 6),
    "findings": ("发现", "findings", 26),
}
_NUMBERS = frozenset({"numbers", "blank", "dash", "absent", "unreadable", "holds", "differs"})
_WORDS = {
    "placed": ("放在这里", "Placed here"),
    "would": ("会放在这里", "Would be placed here"),
    "same": ("同样的文件", "The very same files"),
    "details": ("要看的地方", "To look at"),
    "effect": ("数据会怎样变（只比较这些机关的报告）", "What changes in the data (reports of these agencies alone)"),
    "no_effect": ("数据没有变化", "Nothing changes in the data"),
    "reports": ("报告", "reports"),
    "agencies": ("机关", "agencies"),
    "cells": ("有数的格子", "cells with a number"),
    "checks": ("核对", "checks"),
    "more": ("其余 {count} 行不列；--log FILE 写出全部", "{count} more lines left out; --log FILE writes all"),
    "more_findings": ("还有 {count} 条，用 check 看", "{count} more; check shows them"),
    "new": ("第一次收录的机关，请看名称和编号对不对", "Agencies held for the first time: are names and ids right?"),
    "before": ("放入前", "before"),
    "after": ("放入后", "after"),
}
_FIRST = {"reports": 0, "agencies": 1, "cells": 2}
MOST_CHANGES = 30
MOST_PLACES = 20
MOST_DETAILS = 400
MOST_FINDINGS = 5
"""Lines shown of each on a screen; a log has all."""


def list_added(added: Added, reports: str, lang: Lang, is_whole: bool = False) -> str:
    """The text: a table of all files, details of those with findings, what changes. `reports` is how the reports folder
    is shown; `is_whole` also tells notes and leaves nothing out."""
    lines = [*_draw_table(added, lang), "", count_outcomes(added, lang), *_count_reasons(added, lang)]
    lines += _cut_lines(_list_places(added, reports, lang), MOST_PLACES, lang, is_whole)
    ordered = sorted(added.files, key=lambda file: file.is_well)
    lines += _cut_lines(_list_same(added, reports, lang), MOST_PLACES, lang, is_whole)
    details = [line for file in ordered for line in _detail(file, reports, added.codes, lang, is_whole)]
    if details:
        lines += ["", f"— {_word('details', lang)} —", *_cut_lines(details, MOST_DETAILS, lang, is_whole)]
    if news := _list_new(added, lang):
        lines += ["", f"— {_word('new', lang)} —", *_cut_lines(news, MOST_PLACES, lang, is_whole)]
    if added.effect:
        lines += ["", f"— {_word('effect', lang)} —", *_list_effect(added.effect, lang, is_whole, added.codes)]
    return "\n".join(lines) + "\n"


def count_outcomes(added: Added, lang: Lang) -> str:
    """One line: how many files, and how many of each outcome."""
    counts = Counter(file.outcome for file in added.files)
    parts = [f"{_label(outcome, lang)} {counts[outcome]}" for outcome in OUTCOMES if counts[outcome]]
    total = f"共 {len(added.files)} 个文件" if lang == "zh" else f"{len(added.files)} files"
    return f"{total}{'：' if lang == 'zh' else ': '}{'，'.join(parts) if lang == 'zh' else ', '.join(parts)}"


def _count_reasons(added: Added, lang: Lang) -> Iterator[str]:
    """One line: of the files that cannot be taken, how many for which reason, the first of each file counting."""
    errors = (
        next((found.code for found in file.findings if severity(found, added.codes) == "error"), "")
        for file in added.files
        if file.outcome == "not_fit"
    )
    counts = Counter(filter(None, errors))
    if counts.total() > 1:
        said = (f"{added.codes.label('finding_codes', code, lang)} {count}" for code, count in counts.most_common())
        colon, comma = ("：", "，") if lang == "zh" else (": ", ", ")
        yield f"  {_label('not_fit', lang)}{colon}{comma.join(said)}"


def _draw_table(added: Added, lang: Lang) -> Iterator[str]:
    """A head, then a row for each file; columns are as wide as what stands in them, up to their limit."""
    rows: list[Mapping[str, str]] = [{name: str(titles[lang == "en"]) for name, titles in COLUMNS.items()}]
    rows += [_make_row(file, added.codes, lang) for file in added.files]
    widths = {name: min(COLUMNS[name][2], max(measure_width(row[name]) for row in rows)) for name in COLUMNS}
    for row in rows:
        yield "  ".join(_fit(name, row[name], widths[name]) for name in COLUMNS).rstrip()


def _make_row(file: AddedFile, codes: Codes, lang: Lang) -> Mapping[str, str]:
    one = file.understood
    numbers, blank, dash, absent, unreadable, holds, differs, *found = count_one(one)
    marks = [
        f"{count} {_severity(name, codes, lang)}" for name, count in zip(SEVERITIES, found, strict=True) if count != "0"
    ]
    return {
        "outcome": _label(file.outcome, lang),
        "file": show_text(file.given),
        "agency": show_text(one.agency or "—"),
        "year": one.year or "—",
        "form": one.form or "—",
        "numbers": numbers or "—",
        "blank": blank or "—",
        "dash": dash or "—",
        "absent": absent or "—",
        "unreadable": unreadable or "—",
        "holds": holds or "—",
        "differs": differs or "—",
        "findings": " ".join(marks) or "—",
    }


def _severity(name: str, codes: Codes, lang: Lang) -> str:
    return codes.label("severities", name, lang)


def _fit(name: str, text: str, width: int) -> str:
    """The text in so many columns; of a name of a file the end is kept, which tells more."""
    if name == "file" and measure_width(text) > width:
        while measure_width(text) > width - 2:
            text = text[1:]
        text = f"..{text}"
    text = cut_text(text, width)
    pad = " " * (width - measure_width(text))
    return pad + text if name in _NUMBERS else text + pad


def _list_same(added: Added, reports: str, lang: Lang) -> list[str]:
    """Where the very files lie that were given once more."""
    same = [file for file in added.files if file.outcome in ("already_held", "given_twice")]
    shown = (f"  {show_text(file.given)} = {show_text(_name_other(file.others[0], file, reports))}" for file in same)
    return ["", f"— {_word('same', lang)} —", *shown] if same else []


def _list_places(added: Added, reports: str, lang: Lang) -> list[str]:
    placed = [file for file in added.files if file.outcome in ("added", "would_add")]
    if not placed:
        return []
    head = _word("placed" if placed[0].outcome == "added" else "would", lang)
    return ["", f"— {head} —", *(f"  {show_text(reports)}/{show_text(file.placed)}" for file in placed)]


def _list_new(added: Added, lang: Lang) -> list[str]:
    """The agencies of which nothing was held, each with those that look like it: a slip in a name would make one."""
    lines = []
    found = added.effect.newcomers if added.effect else ()
    for one in sorted(found, key=lambda one: not one.alike):  # those that may be a slip before all others
        lines.append(f"  {show_text(one.agency['agency_id'])}  {show_text(one.agency['name'])}")
        for other in one.alike:
            why = ALIKE[other.why].en if lang == "en" else ALIKE[other.why].zh
            lines.append(f"    ≈ {show_text(other.agency_id)}  {show_text(other.name)} ({why})")
    return lines


def _detail(file: AddedFile, reports: str, codes: Codes, lang: Lang, is_whole: bool) -> Iterator[str]:
    """What has to be looked at in one file; nothing where there is nothing."""
    shown = [one for one in file.findings if is_whole or severity(one, codes) != "note"]
    if file.is_well and not shown and not is_whole:
        return
    outcome = OUTCOMES[file.outcome]
    yield ""
    yield f"{show_text(file.given)}: {outcome[f'label_{lang}']}"
    if said := file.said[lang == "en"]:
        yield f"  {show_text(said)}"
    if next_step := outcome[f"next_{lang}"]:
        yield f"  → {next_step}"
    yield from (f"    {show_text(_name_other(other, file, reports))}" for other in file.others)
    yield from (f"    add {shlex.quote(link)}" for link in file.links)
    if file.outcome == "rival_held" and len(file.others) == 1:
        given, held = (shlex.quote(show_text(name)) for name in (file.given, f"{reports}/{file.others[0]}"))
        yield f"    add {given} --replaces {held}"
    for finding in shown if is_whole else shown[:MOST_FINDINGS]:
        place = finding.source_file if finding.line is None else f"{finding.source_file}:{finding.line}"
        yield f"  {show_text(place)}: {finding.code} [{_severity(severity(finding, codes), codes, lang)}]"
        yield f"    {show_text(render_message(finding, codes, lang))}"
        yield f"    → {show_text(render_next_step(finding, codes, lang))}"

    if not is_whole and len(shown) > MOST_FINDINGS:
        yield f"  {_word('more_findings', lang).format(count=len(shown) - MOST_FINDINGS)}"


def _name_other(other: str, file: AddedFile, reports: str) -> str:
    """Files that are held are named from where we are; those that were given, as they were given."""
    return other if file.outcome in ("rival_given", "given_twice") else f"{reports}/{other}"


def _list_effect(effect: Effect, lang: Lang, is_whole: bool, codes: Codes) -> Iterator[str]:
    for name in sorted(effect.counts, key=lambda name: (_FIRST.get(name, len(_FIRST)), name)):
        before, after = effect.counts[name]
        kind, _, status = name.partition(".")
        label = _word(kind, lang) + (f" · {codes.label('check_statuses', status, lang)}" if status else "")
        yield f"  {label}: {before:,} → {after:,}" + (f" ({after - before:+,})" if after != before else "")
    sides = Sides(("", _word("before", lang), ""), ("", _word("after", lang), ""))
    text = show_changes(effect.changes, effect.words[lang], sides, "text").splitlines()
    yield from _cut_lines(text[1:], MOST_CHANGES, lang, is_whole)


def _cut_lines(lines: Sequence[str], most: int, lang: Lang, is_whole: bool) -> Iterator[str]:
    yield from lines if is_whole else lines[:most]
    if not is_whole and len(lines) > most:
        yield f"  {_word('more', lang).format(count=len(lines) - most)}"


def _label(outcome: str, lang: Lang) -> str:
    return OUTCOMES[outcome][f"label_{lang}"]


def _word(name: str, lang: Lang) -> str:
    return _WORDS[name][lang == "en"]
