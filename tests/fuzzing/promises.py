"""What must hold of every reading, whatever was handed in.

Comes in: a `Reading`, the code lists. Goes out: nothing, or a BrokenPromise that says which and where. Refuses to know:
formats, how the bytes were made.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from build_scripts.checking import check_report
from build_scripts.checking.summary import render_summary
from build_scripts.codes import Codes
from build_scripts.findings import render_message, render_next_step
from build_scripts.model import Cell, Check, CheckStatus, Reading, Report, State
from build_scripts.packaging.kept_reports import pack_report, unpack_report
from build_scripts.packaging.unfit import find_unfit

_LONGEST_STACK = 30
"""Lines that the cells of one row may take."""


class BrokenPromise(AssertionError):
    """A reading, or what follows from it, is not as the contract says."""


def hold_promises(reading: Reading, codes: Codes) -> None:
    """Raise BrokenPromise for the first thing that does not hold."""
    _hold_findings(reading, codes)
    report = reading.report
    if report is None:
        render_summary(reading, (), codes, "zh", "text")
        return
    _demand(report.lines == reading.lines, "the report has other lines than the reading")
    _hold_cells(report, codes)
    _hold_sections(report)
    before = replace(report, year=report.year - 1, report_id=f"{report.agency.agency_id}-{report.year - 1}")
    for previous in (None, before):
        checks = check_report(report, previous, codes)
        _hold_checks(checks, codes)
    _demand(unpack_report(pack_report(report)) == report, "the report is another one after it was kept")
    if not find_unfit((report.title, report.agency.name, *report.lines)):
        for style in ("text", "json", "github"):
            render_summary(reading, checks, codes, "en", style).encode()  # type: ignore[arg-type]


def _demand(holds: bool, said: str) -> None:
    if not holds:
        raise BrokenPromise(said)


def _hold_findings(reading: Reading, codes: Codes) -> None:
    """Every finding has a code of the list, words in both languages, and a line the file has."""
    for finding in reading.findings:
        _demand(finding.code in codes.finding_codes, f"unknown code {finding.code}")
        for lang in ("zh", "en"):
            _demand(bool(render_message(finding, codes, lang)), f"{finding.code} says nothing")
            render_next_step(finding, codes, lang)
        if finding.line is not None:
            is_own = finding.source_file == reading.source_file and reading.lines
            _demand(finding.line >= 1, f"{finding.code} at line {finding.line}")
            _demand(not is_own or finding.line <= len(reading.lines), f"{finding.code} beyond the file's last line")
    severe = any(codes.finding_codes[finding.code].severity == "error" for finding in reading.findings)
    _demand(severe == (reading.report is None), "a report is withheld exactly where an error was found")


def _hold_cells(report: Report, codes: Codes) -> None:
    """Each cell of the edition has one row; a value stands where, and only where, a number is printed there."""
    keys = Counter((cell.table, cell.row, cell.column) for cell in report.cells)
    _demand(max(keys.values(), default=1) == 1, "a cell stands twice")
    form = (table for (code, _), table in codes.tables.items() if code == report.form)
    due = {(cell.table, cell.row, cell.column) for table in form for cell in table.cells}
    _demand(due <= keys.keys(), f"{len(due - keys.keys())} cells of the edition have no row")
    begins = sorted({cell.line for cell in report.cells if cell.line is not None})
    ends = dict(zip(begins, [*(line - 1 for line in begins[1:]), len(report.lines)], strict=False))
    for cell in report.cells:
        where = f"{cell.table}.{cell.row}.{cell.column} (line {cell.line}, printed {cell.printed[:60]!r})"
        _demand(isinstance(cell.state, State), f"{where}: state {cell.state!r}")
        _demand((cell.value is not None) == (cell.state is State.REPORTED), f"{where}: {cell.state} {cell.value}")
        _demand(cell.line is None or 1 <= cell.line <= len(report.lines), f"{where}: no such line")
        if cell.value is not None and not cell.correction:
            _hold_number(cell, report.lines, ends, where)


def _hold_number(cell: Cell, lines: Sequence[str], ends: Mapping[int, int], where: str) -> None:
    """The digits of a number stand in what the cell prints, and on the line it names; where each cell of a row has a
    line of its own, the row begins on that line, and the number stands before the next row."""
    value = cell.value
    _demand(isinstance(value, int | Decimal) and not isinstance(value, bool), f"{where}: {value!r}")
    assert value is not None
    _demand(cell.table == "disclosures" or isinstance(value, int), f"{where}: {value!r} is no count")
    _demand(Decimal(value).is_finite(), f"{where}: {value!r}")
    digits = f"{abs(value):f}" if isinstance(value, Decimal) else str(abs(value))
    digits = digits.replace(".", "").strip("0") or "0"
    _demand(digits in take_digits(cell.printed), f"{where}: read as {value}")
    _demand(cell.line is not None, f"{where}: a number on no line")
    assert cell.line is not None
    printed = lines[cell.line - 1]
    if digits not in take_digits(printed):
        printed = "\n".join(lines[cell.line - 1 : min(ends[cell.line], cell.line + _LONGEST_STACK)])
    _demand(digits in take_digits(printed), f"{where}: {value} is not on its line")


def take_digits(text: str) -> str:
    """The plain digits of a text, full-width ones among them.

    >>> take_digits("１，０３６件")
    '1036'
    """
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char in "0123456789")


def _hold_sections(report: Report) -> None:
    """Sections are those of the list, each once, within the file; their digits are those of the file, in its order."""
    codes = [section.code for section in report.sections]
    _demand(len(set(codes)) == len(codes) and set(codes) <= set("0123456"), f"sections {codes}")
    for section in report.sections:
        where = f"section {section.code}, lines {section.line_start} to {section.line_end}"
        _demand(1 <= section.line_start <= section.line_end <= len(report.lines), where)
        printed = take_digits("\n".join(report.lines[section.line_start - 1 : section.line_end]))
        _demand(_is_within(take_digits(section.text), printed), f"{where}: digits that are not printed there")


def _is_within(few: str, many: Iterable[str]) -> bool:
    """Whether the characters of one come in the other, in their order."""
    rest = iter(many)
    return all(char in rest for char in few)


def _hold_checks(checks: Sequence[Check], codes: Codes) -> None:
    """Every check has a status of the list, once for each rule and scope; what it says of two numbers is so."""
    _demand(len({(check.rule, check.scope) for check in checks}) == len(checks), "a check stands twice")
    for check in checks:
        where = f"{check.rule}.{check.scope}: {check.status}, {check.left} and {check.right}"
        _demand(isinstance(check.status, CheckStatus), where)
        judged = check.status in (CheckStatus.HOLDS, CheckStatus.DIFFERS)
        if check.left is None or check.right is None:
            _demand(check.difference is None, where)
            _demand(not judged or codes_of_text(check.rule), where)
            continue
        _demand(check.difference == check.left - check.right, where)
        if judged:
            _demand((check.status is CheckStatus.HOLDS) == (check.left == check.right), where)


def codes_of_text(rule: str) -> bool:
    """Whether a rule compares texts or contents, and so has no two numbers."""
    return rule == "same_as_last_year"
