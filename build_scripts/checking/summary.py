"""What one file was understood to say, for a terminal, for a program, or for a pull request.

Comes in: a reading, its checks, `Codes`. Goes out: text without a last line break. Refuses to know: files, terminals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from build_scripts.checking.annotations import annotate_finding, write_command
from build_scripts.checking.drawing import MARKS, draw_table, show_text
from build_scripts.checking.machine import write_json
from build_scripts.checking.words import choose_word, label_scope, label_state
from build_scripts.codes import AXIS_LISTS, TABLES, Codes
from build_scripts.findings import render_message, render_next_step, severity, sort_key
from build_scripts.model import Check, CheckStatus, Finding, Reading, Report, State

Lang = Literal["zh", "en"]
Style = Literal["text", "json", "github"]
_Placed = tuple[str, Finding]


def render_summary(
    reading: Reading, checks: Sequence[Check], codes: Codes, lang: Lang, style: Style, path: str | None = None
) -> str:
    """The summary of one reading in one of three styles.

    `path` is how the reader knows the file (from the root of the repository, or as typed); without it, its path below
    the reports folder. `text`: many lines. `json`: one line, one object, all messages in both languages, amounts that
    are not whole as strings. `github`: workflow commands, none if there is nothing to say.
    """
    shown = path if path is not None else reading.source_file
    findings = sorted(reading.findings, key=sort_key)
    if style == "json":
        return write_json(reading, findings, checks, codes)
    places = [(_name_file(finding, reading.source_file, shown), finding) for finding in findings]
    if style == "github":
        if reading.report and reading.report.source_format not in ("txt", "md"):  # GitHub shows no lines of these
            places = [(place, replace(one, line=None) if place == shown else one) for place, one in places]
        return "\n".join(_annotate(shown, places, checks, codes, lang))
    return "\n".join(_write_text(shown, reading.report, places, checks, codes, lang))


def number_lines(lines: Sequence[str]) -> str:
    """The text that was read, each line with its number, tabs shown as they part the columns."""
    return "\n".join(
        f"{number:>5}  {' │ '.join(map(show_text, text.split(chr(9))))}" for number, text in enumerate(lines, 1)
    )


def _name_file(finding: Finding, source_file: str, shown: str) -> str:
    """How the reader knows the file that a finding is about: the report, its sidecar, or another in the same folder."""
    if finding.source_file.startswith(source_file):
        return shown + finding.source_file.removeprefix(source_file)
    return shown[: shown.rfind("/") + 1] + finding.source_file.rpartition("/")[2]


def _write_text(
    path: str, report: Report | None, findings: Sequence[_Placed], checks: Sequence[Check], codes: Codes, lang: Lang
) -> list[str]:
    lines = [show_text(path)]
    if report is None:
        lines.append("  " + choose_word("withheld", lang))
    else:
        lines += ["  " + line for line in _describe_report(report, codes, lang)]
        for table in TABLES:
            lines += _draw_with_counts(report, table, codes, lang)
        lines += _list_corrections(report, codes, lang)
        lines += ["", *_list_rules(checks, codes, lang)]
    return [*lines, *_list_findings(findings, codes, lang)]


def _describe_report(report: Report, codes: Codes, lang: Lang) -> list[str]:
    agency = report.agency
    region = " ".join((agency.region_code, *_labels_of("regions", agency.region_code, codes, lang)))
    told = {
        "title": report.title,
        "agency": f"{agency.name} ({agency.agency_id})",
        "region": region,
        "year": str(report.year),
        "form": codes.label("forms", report.form, lang),
        "scope": _describe_scope(report, codes, lang),
        "published": report.published or choose_word("not_printed", lang),
        "format": _describe_format(report, lang),
        "period": f"{report.period_start} – {report.period_end}" if report.period_start else "",
    }
    colon = "：" if lang == "zh" else ": "
    return [choose_word(name, lang) + colon + show_text(text) for name, text in told.items() if text]


def _describe_scope(report: Report, codes: Codes, lang: Lang) -> str:
    label = codes.label("scopes", report.scope, lang)
    return f"{label} — “{report.scope_quote}”" if report.scope_quote else label


def _describe_format(report: Report, lang: Lang) -> str:
    """The format; for a file that an editor does not show by lines also what the line numbers mean."""
    is_text = report.source_format in ("txt", "md")
    return report.source_format if is_text else f"{report.source_format} ({choose_word('lines_of_text', lang)})"


def _labels_of(list_name: str, code: str, codes: Codes, lang: Lang) -> list[str]:
    return [row[f"label_{lang}"] for row in codes.lists.get(list_name, ()) if row["code"] == code]


def _draw_with_counts(report: Report, table: str, codes: Codes, lang: Lang) -> list[str]:
    counts = _count_states(report, table)
    if not counts:
        return ["", f"{choose_word(table, lang)} {choose_word('no_cells', lang)}"]
    marked = (
        f"{label_state(state, codes, lang)}{f' {MARKS[state]}' if state in MARKS else ''} {counts[state]}"
        for state in State
        if counts[state]
    )
    drawn = ("  " + line for line in draw_table(report, table, codes, lang))
    return ["", f"{choose_word(table, lang)} {' · '.join(marked)}", *drawn]


def _list_corrections(report: Report, codes: Codes, lang: Lang) -> list[str]:
    """What the sidecar changed, each with what is printed and why; nothing at all without corrections."""
    if not report.corrections:
        return []
    lines = ["", f"{choose_word('corrections', lang)} {len(report.corrections)}"]
    for fix in report.corrections:
        row_list, column_list = AXIS_LISTS[fix.table]
        place = f"{codes.label(row_list, fix.row, lang)} · {codes.label(column_list, fix.column, lang)}"
        change = f"{choose_word('printed', lang)} “{fix.printed}”, {choose_word('corrected', lang)} {fix.value}"
        lines.append(f"  {place}: {show_text(change)} ({show_text(fix.reason)}; {show_text(fix.evidence)})")
    return lines


def _count_states(report: Report, table: str) -> Counter[State]:
    return Counter(cell.state for cell in report.cells if cell.table == table)


def _list_rules(checks: Sequence[Check], codes: Codes, lang: Lang) -> list[str]:
    differing = _find_differing(checks)
    head = f"{choose_word('rules_differ', lang)} {len(differing)}"
    return [head, *("  " + _describe_check(check, codes, lang) for check in differing)]


def _find_differing(checks: Sequence[Check]) -> list[Check]:
    """Sums that do not come out; a section that is unlike last year's is nothing to mend."""
    return [check for check in checks if check.status is CheckStatus.DIFFERS and check.difference is not None]


def _describe_check(check: Check, codes: Codes, lang: Lang) -> str:
    rule, scope = codes.label("rules", check.rule, lang), label_scope(check, codes, lang)
    told = f"{rule} · {scope}: {check.left} ≠ {check.right} ({choose_word('difference', lang)} {check.difference})"
    quotes = f" “{show_text(check.left_text)}” / {show_text(check.right_text)}" if check.left_text else ""
    return told + quotes


def _list_findings(findings: Sequence[_Placed], codes: Codes, lang: Lang) -> Iterator[str]:
    yield ""
    yield f"{choose_word('findings', lang)} {len(findings)}"
    for path, finding in findings:
        place = path if finding.line is None else f"{path}:{finding.line}"
        level = _labels_of("severities", severity(finding, codes), codes, lang)[0]
        yield f"{show_text(place)}: {finding.code} [{level}]"
        yield f"  {show_text(render_message(finding, codes, lang))}"
        yield f"  → {show_text(render_next_step(finding, codes, lang))}"


def _annotate(path: str, findings: Sequence[_Placed], checks: Sequence[Check], codes: Codes, lang: Lang) -> list[str]:
    commands = [annotate_finding(finding, place, codes, lang) for place, finding in findings]
    differing = _find_differing(checks)
    if differing:
        told = "\n".join(_describe_check(check, codes, lang) for check in differing)
        commands.append(write_command("notice", path, None, choose_word("rules_differ", lang), told))
    return commands
