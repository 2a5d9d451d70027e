"""A reading held against the print it came from.

Comes in: a `PrintedReport` and the `Reading` of its bytes. Goes out: a `Verdict`: counts, and in words
every number read wrongly, every promise not kept, every gap without a finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from build_scripts.codes import Codes
from build_scripts.model import Cell, Finding, Reading, Report, State
from tests.printing.facts import Key
from tests.printing.generate import Expected, PrintedReport, Promise

TABLE_WORDS = {
    "disclosures": ("disclosures", "主动公开"),
    "applications": ("applications", "申请"),
    "remedies": ("remedies", "复议"),
}
WHOLE_TABLE = frozenset({"table-missing", "rows-missing", "header-differs", "columns-not-parted"})


@dataclass
class Verdict:
    """`exact` and `withheld` count cells; the lists say in words what must not be."""

    exact: int = 0
    withheld: int = 0
    wrong: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """Everything that must not be, the worst first."""
        return [*self.wrong, *self.broken, *self.silent]


def judge_reading(printed: PrintedReport, reading: Reading, codes: Codes) -> Verdict:
    """The verdict on cells, findings, identity and sections of one reading."""
    verdict = Verdict()
    report = reading.report
    if report is None:
        codes_found = [f"{finding.code} {dict(finding.details)}" for finding in reading.findings]
        verdict.broken.append(f"report withheld: {codes_found}")
        return verdict
    if report.form == "none" and _hides_its_edition(printed):
        verdict.withheld += len(printed.cells)
        if not any(finding.code == "form-unknown" for finding in reading.findings):
            verdict.silent.append("no edition, and no finding says so")
        return verdict
    _judge_identity(printed, report, verdict)
    _judge_cells(printed, report, reading.findings, verdict)
    labels = row_labels(codes)
    verdict.silent += [
        f"{cell.table} {cell.row} {cell.column} is {cell.state} (line {cell.line}), no finding says so"
        for cell in report.cells
        if cell.state in (State.ABSENT, State.UNREADABLE) and not is_told(cell, reading.findings, labels)
    ]
    return verdict


def _hides_its_edition(printed: PrintedReport) -> bool:
    """Whether no table tells the edition: disclosures are not printed, and the labels below （六） are damaged."""
    disclosures = [expected.truth for (table, _, _), expected in printed.cells.items() if table == "disclosures"]
    damaged = any(name.startswith(("label_", "row_missing")) for name in printed.damages)
    return damaged and all(truth.state is State.ABSENT for truth in disclosures)


def _judge_identity(printed: PrintedReport, report: Report, verdict: Verdict) -> None:
    facts = printed.facts
    promised = {
        "agency": (facts.place.agency, report.agency.name),
        "region": (facts.place.region_code, report.agency.region_code),
        "year": (facts.year, report.year),
        "form": (facts.form, report.form),
        "published": (facts.published, report.published),
        "title": (_squeeze(printed.title), _squeeze(report.title)),
    }
    read = {section.code: section.text for section in report.sections}
    promised |= {f"section {code}": (text, read.get(code, "")) for code, text in printed.sections.items()}
    verdict.broken += [f"{name}: {want!r}, read {got!r}" for name, (want, got) in promised.items() if want != got]


def _judge_cells(printed: PrintedReport, report: Report, findings: tuple[Finding, ...], verdict: Verdict) -> None:
    told = any(finding.code.startswith("label-") for finding in findings)
    read = {(cell.table, cell.row, cell.column): cell for cell in report.cells}
    for key, expected in printed.cells.items():
        _judge_cell(key, expected, read.pop(key, None), told, verdict)
    verdict.broken += [f"{' '.join(key)}: a cell that was not printed, {cell.state}" for key, cell in read.items()]


def _judge_cell(key: Key, expected: Expected, cell: Cell | None, told: bool, verdict: Verdict) -> None:
    truth = expected.truth
    name = " ".join(key)
    if cell is None and expected.promise is Promise.GAP_ALLOWED:
        verdict.withheld += 1  # a row of the other edition whose label is lost has no cell of its own
        if not told:
            verdict.silent.append(f"{name} has no cell, no finding speaks of a label")
    elif cell is None:
        verdict.broken.append(f"{name}: no such cell read")
    elif (cell.state, cell.value) == (truth.state, truth.value):
        verdict.exact += 1
    elif cell.state is State.REPORTED or (truth.state is State.REPORTED and cell.state in (State.BLANK, State.DASH)):
        verdict.wrong.append(f"{name}: {truth.state} {truth.value}, read {cell.state} {cell.value} ({cell.printed!r})")
    else:
        verdict.withheld += 1
        # a row not printed, beside a row whose label is lost: the lost row may have been this one
        may_be_the_lost_row = told and truth.state is State.ABSENT and cell.state is State.UNREADABLE
        if expected.promise is Promise.EXACT and not may_be_the_lost_row:
            verdict.broken.append(f"{name}: {truth.state} {truth.value}, read {cell.state} ({cell.printed!r})")


def is_told(cell: Cell, findings: tuple[Finding, ...], labels: dict[tuple[str, str], set[str]]) -> bool:
    """Whether a finding names this cell's line, its row, or its whole table."""
    return any(_tells(finding, cell, labels) for finding in findings)


def _tells(finding: Finding, cell: Cell, labels: dict[tuple[str, str], set[str]]) -> bool:
    if cell.line is not None and finding.line == cell.line:
        return True
    values = [value for _, value in finding.details]
    if finding.code in WHOLE_TABLE:
        return any(word in value for value in values for word in TABLE_WORDS[cell.table])
    names = labels[cell.table, cell.row] | {cell.row}
    return any(name in _squeeze(value) for value in values for name in names)


def row_labels(codes: Codes) -> dict[tuple[str, str], set[str]]:
    """The printed labels of every row, without enumerators and blanks."""
    labels: dict[tuple[str, str], set[str]] = {}
    for table in codes.tables.values():
        for cell in table.cells:
            bare = re.sub(r"^([一二三四]、|（[一二三四五六七]）|\d\.)", "", cell.row_label)
            labels.setdefault((cell.table, cell.row), set()).update({_squeeze(bare), _squeeze(bare.split("（")[0])})
    return labels


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)
