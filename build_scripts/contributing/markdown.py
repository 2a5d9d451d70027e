"""What was understood of files → Markdown for GitHub, in Chinese and English.

Comes in: `FileRow`s, code lists. Goes out: lines. Refuses to know: limits, pull requests. Text of reports, file names
and messages go through `quote_markdown`, labels of code lists through `tame`: nothing in them is Markdown, HTML, a
link, a mention or a reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from build_scripts.checking.drawing import MARKS, show_text
from build_scripts.checking.words import label_scope
from build_scripts.codes import AXIS_LISTS, Codes
from build_scripts.codes import TABLES as TABLE_NAMES
from build_scripts.contributing.reviewing.verdict import FileRow
from build_scripts.contributing.reviewing.words import RELEASES, RESULTS, TABLES, Pair
from build_scripts.contributing.understood import SEVERITIES, Understood
from build_scripts.model import Check, CheckStatus, State
from build_scripts.packaging.package import CellRow, CheckRow, FindingRow, ReportRecord
from build_scripts.releasing.showing import quote_markdown

LONGEST = 120
"""A name, title or value longer than this is cut."""
LONGEST_NAME = 60
"""In the table, which has ten columns."""
LONGEST_MESSAGE = 600
_MEANS_SOMETHING = re.compile(r"[!-/:-@\[-`{-~]")
_CALLS = str.maketrans({"@": "＠", "#": "＃"})

FULL = Pair("其余在附件的 full.md 里", "the rest stands in full.md of the artifact")

HEAD = (
    Pair("结果", "result"),
    Pair("文件", "file"),
    Pair("机关", "agency"),
    Pair("年度", "year"),
    Pair("表格", "edition"),
    *(TABLES[name] for name in TABLE_NAMES),
    Pair("核对", "checks"),
    Pair("发现", "findings"),
)
SIGNS = Pair(
    "三张表下面是格子的个数：先是读出了数的，再是空白、未印等（不是报告里的数）；核对：= 相符，≠ 不符，· 其余"
    "（不适用、无法核对、空白算 0 才相符）；发现：E 错误，W 警告，N 提示",
    "below the tables stand counts of cells, first those with a number (no numbers of the report); checks: = hold, "
    "≠ differ, · others (not applicable, not assessable, hold if blank is 0); findings: E errors, W warnings, N notes",
)
"""What the signs in the table mean."""
_INITIALS = {"error": "E", "warning": "W", "note": "N"}


def quote(text: str, longest: int = LONGEST) -> str:
    """Any text as it stands, on one line, cut if it is long."""
    return quote_markdown(text if len(text) <= longest else f"{text[:longest]}…")


def tame(text: str) -> str:
    """A label of a code list in running words; it calls nobody and links nowhere.

    >>> tame("a|b @c #1")
    'a&#124;b ＠c ＃1'
    """
    return _MEANS_SOMETHING.sub(lambda found: f"&#{ord(found.group())};", show_text(text.translate(_CALLS)))


def write_table(rows: Iterable[FileRow], codes: Codes) -> Iterator[str]:
    """The table of files, a line each, head first."""
    yield f"| {' | '.join('<br>'.join(words) for words in HEAD)} |"
    yield f"|{'---|' * len(HEAD)}"
    for row in rows:
        yield f"| {' | '.join(_write_row(row, codes))} |"


def _write_row(row: FileRow, codes: Codes) -> Iterator[str]:
    told = row.understood
    yield "**{}**<br>{}".format(*RESULTS[row.result])
    before = f"<br>← {quote(row.before, LONGEST_NAME)}" if row.before else ""
    touched = "" if row.is_changed else "<br>没有改动 / untouched"
    decision = f"：{RELEASES[row.decision].both}" if row.decision in RELEASES else ""
    sidecar = f"<br>+ 附注 / sidecar{decision}" if row.is_sidecar_changed else ""
    place = f"<br>请移到 / move to {quote(row.folder_of_year)}" if row.folder_of_year else ""
    alone = "<br>不看附注读出的 / as read without its sidecar" if row.is_alone else ""
    yield f"{quote(row.source_file, LONGEST_NAME)}{sidecar}{before}{touched}{place}{alone}"
    yield "<br>".join(filter(None, (quote(told.agency), quote(told.agency_id)))) or "—"
    yield quote(told.year) or "—"
    yield label_both("forms", told.form, codes, "<br>") if told.form == "none" else quote(told.form) or "—"
    for table in TABLE_NAMES:
        yield _write_states(told.states.get(table, {}), codes)
    yield _write_sums(told.sums)
    yield write_findings_count(told)


def _write_states(states: Mapping[str, int], codes: Codes) -> str:
    """How many numbers, and how many cells of each other state."""
    if not sum(states.values()):
        return "—"
    others = (
        f"{label_both('states', state.value, codes)} {states[state.value]}"
        for state in State
        if state is not State.REPORTED and states.get(state.value)
    )
    return "<br>".join((str(states.get(State.REPORTED.value, 0)), *others))


def _write_sums(sums: Mapping[str, int]) -> str:
    """How many checks hold, differ, and say nothing of the kind."""
    holds, differs = sums.get("holds", 0), sums.get("differs", 0)
    counted = (("=", holds), ("≠", differs), ("·", sum(sums.values()) - holds - differs))
    return "<br>".join(f"{sign} {count}" for sign, count in counted if count) or "—"


def write_findings_count(told: Understood) -> str:
    """How many findings of each severity."""
    counted = (f"{sign} {told.findings[name]}" for name, sign in _INITIALS.items() if told.findings.get(name))
    return "<br>".join(counted) or "—"


def write_details(row: FileRow, codes: Codes, with_tables: bool, most: int) -> Iterator[str]:
    """One file, folded: what was understood, at most `most` findings, the sums that differ, the three tables."""
    told = row.understood
    head = " · ".join(filter(None, (RESULTS[row.result].both, quote(told.agency), quote(told.year))))
    yield f"<details><summary>{quote(row.source_file)} — {head}</summary>"
    yield ""
    yield from _describe(row, codes)
    yield from _list_findings(row.findings, codes, most)
    if row.record:
        yield from _list_corrections(row.record, codes, most)
        yield from _list_differing(row.record.checks, codes, most)
        if with_tables:
            yield from draw_tables(row.record.cells, told.form, codes)
    yield ""
    yield "</details>"
    yield ""


def _describe(row: FileRow, codes: Codes) -> Iterator[str]:
    told = row.understood
    if not told.is_taken:
        return
    release = "" if told.text_release == "full" else RELEASES[told.text_release].both
    published = row.record.row if row.record else {}
    facts = (
        ("标题 / title", quote(told.title)),
        ("机关 / agency", f"{quote(told.agency)} {quote(told.agency_id)}"),
        ("表格 / edition", label_both("forms", told.form, codes)),
        ("正文的公布 / release of the text", release),
        ("公布日期 / published", quote(published.get("published", ""))),
        ("网址 / address", quote(published.get("source_url", ""))),
        ("取得日期 / retrieved", quote(published.get("retrieved", ""))),
    )
    yield from (f"- {name}：{value}" for name, value in facts if value)
    yield ""


def _list_findings(findings: Sequence[FindingRow], codes: Codes, most: int) -> Iterator[str]:
    ordered = sorted(findings, key=lambda one: SEVERITIES.index(one.severity))
    for finding in ordered[:most]:
        yield f"- {write_finding(finding, codes)}"
    if len(findings) > most:
        yield f"- 另有 {len(findings) - most:,} 条 / {len(findings) - most:,} more"
    yield ""


def write_finding(finding: FindingRow, codes: Codes) -> str:
    """A finding: severity, place, label and code, its message and what to do next, in both languages."""
    declared = codes.finding_codes.get(finding.code)
    place = f"{finding.source_file}:{finding.line}" if finding.line else finding.source_file
    label = label_both("finding_codes", finding.code, codes)
    lines = [f"**{label_both('severities', finding.severity, codes)}** {quote(place)} {label} {quote(finding.code)}"]
    nexts = (declared.next_zh, declared.next_en) if declared else ("", "")
    for message, following in zip((finding.message_zh, finding.message_en), nexts, strict=True):
        lines.append(quote(message, LONGEST_MESSAGE))
        if following and "{" not in following:
            lines.append(f"→ {quote(following, LONGEST_MESSAGE)}")
    return "<br>".join(lines)


def _list_corrections(record: ReportRecord, codes: Codes, most: int) -> Iterator[str]:
    """What the sidecar sets right: the cell, what is printed and what stands there now, why, by what evidence."""
    if not record.corrections:
        return
    yield "更正 / corrections："
    yield ""
    for one in record.corrections[:most]:
        row_list, column_list = AXIS_LISTS[one.table]
        cell = f"{label_both(row_list, one.row, codes)} · {label_both(column_list, one.column, codes)}"
        why = " ".join(filter(None, (quote(one.reason), quote(one.evidence))))
        yield f"- {cell}：{quote(one.printed) or '—'} → {quote(one.value) or '—'}（{why}）"
    yield from tell_rest(len(record.corrections) - most)
    yield ""


def _list_differing(checks: Iterable[CheckRow], codes: Codes, most: int) -> Iterator[str]:
    """The sums that do not come out, left and right."""
    differing = [one for one in checks if one.status == CheckStatus.DIFFERS and one.difference]
    if not differing:
        return
    yield "不符的核对 / checks that differ："
    yield ""
    for one in differing[:most]:
        rule, scope = label_both("rules", one.rule, codes), name_scope(one.rule, one.scope, codes)
        yield f"- {rule} · {scope}：{quote(one.left)} ≠ {quote(one.right)}（差 / difference {quote(one.difference)}）"
    if len(differing) > most:
        yield f"- 另有 {len(differing) - most:,} 条 / {len(differing) - most:,} more"
    yield ""


def name_scope(rule: str, scope: str, codes: Codes) -> str:
    """What a rule was worked out for, in both languages."""
    check = Check("", rule, scope, CheckStatus.DIFFERS)
    return Pair(*(tame(label_scope(check, codes, lang)) for lang in ("zh", "en"))).both


def draw_tables(cells_by_table: Mapping[str, Sequence[CellRow]], printed_form: str, codes: Codes) -> Iterator[str]:
    """The three tables as they were understood, blank, dash, absent and unreadable drawn otherwise than 0."""
    for table in TABLE_NAMES:
        cells = cells_by_table[table]
        if not cells:
            continue
        row_list, column_list = AXIS_LISTS[table]
        form = codes.tables.get((printed_form, table))
        rows = _in_order(form.rows if form else (), (cell.row for cell in cells))
        columns = _in_order(form.columns if form else (), (cell.column for cell in cells))
        by_key = {(cell.row, cell.column): cell for cell in cells}
        yield f"**{TABLES[table].both}**"
        yield ""
        yield f"| 行 / row | {' | '.join(label_both(column_list, column, codes, '<br>') for column in columns)} |"
        yield f"|---|{'--:|' * len(columns)}"
        for row in rows:
            drawn = (_draw_cell(by_key.get((row, column))) for column in columns)
            yield f"| {label_both(row_list, row, codes)} | {' | '.join(drawn)} |"
        yield ""


def _in_order(printed: Iterable[str], found: Iterable[str]) -> tuple[str, ...]:
    """Those found, in the form's order; rows of the other edition after them."""
    there = dict.fromkeys(found)
    return tuple(dict.fromkeys((*(code for code in printed if code in there), *there)))


def write_legend(codes: Codes) -> str:
    """What the marks in the tables mean."""
    marks = (f"`{MARKS[state]}` {label_both('states', state.value, codes)}" for state in State if state in MARKS)
    return f"表中的记号 / marks in the tables：{' · '.join(marks)} · `*` 更正过 / corrected"


def _draw_cell(cell: CellRow | None) -> str:
    if cell is None:
        return ""
    state = State(cell.state)
    drawn = tame(cell.value) if state is State.REPORTED else f"`{MARKS[state]}`"
    return f"{drawn} `*`" if cell.correction else drawn


def label_both(list_name: str, code: str, codes: Codes, between: str = " / ") -> str:
    """The label of a code in both languages, or the code where the list does not have it."""
    for row in codes.lists.get(list_name, ()):
        if row["code"] == code:
            return between.join(dict.fromkeys((tame(row["label_zh"]), tame(row["label_en"].replace("_", " ")))))
    return quote(code)


def tell_rest(left: int) -> Iterator[str]:
    """How many more there are than are shown, and where; nothing if there are none."""
    if left > 0:
        yield f"（另有 {left:,}，{FULL.zh} / {left:,} more; {FULL.en}）"
        yield ""
