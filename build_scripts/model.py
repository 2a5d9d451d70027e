"""What travels between the wings: frozen, plain data.

Comes in: nothing. Goes out: the types every wing shares. Refuses to know: files, CSV, pages, labels.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """What is printed in a cell; the codes of the code list `states`."""

    REPORTED = "reported"
    BLANK = "blank"
    DASH = "dash"
    ABSENT = "absent"
    UNREADABLE = "unreadable"


class CheckStatus(StrEnum):
    """How a rule came out; the codes of the code list `check_statuses`."""

    HOLDS = "holds"
    DIFFERS = "differs"
    NOT_ASSESSABLE = "not_assessable"
    HOLDS_IF_BLANK_IS_ZERO = "holds_if_blank_is_zero"
    NOT_APPLICABLE = "not_applicable"


class Cell(NamedTuple):
    """One cell of one of the three tables.

    `value` is filled exactly when `state` is REPORTED: an `int` for counts, a `Decimal` for money.
    `printed` is the cell as printed, or the whole row where it could not be taken apart.
    `line` counts from 1; None where nothing is printed. `correction` is the reason of a correction.
    """

    table: str
    row: str
    column: str
    state: State
    value: int | Decimal | None
    printed: str
    line: int | None
    correction: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Trouble in a report: a stable code, where it stands, and the named values its template is filled with.

    `source_file` is a path below the reports folder; `line` counts from 1, None for the whole file.
    """

    code: str
    source_file: str
    line: int | None
    details: tuple[tuple[str, str], ...] = ()
    report_id: str = ""


@dataclass(frozen=True, slots=True)
class Agency:
    """Who reports: the name as printed, and what the codes and the register make of it."""

    agency_id: str
    name: str
    short_name: str
    region_code: str
    level: str
    function: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of the sections 0 to 6: heading as printed, paragraphs joined by LF, lines from 1, both inclusive."""

    code: str
    heading: str
    text: str
    line_start: int
    line_end: int


@dataclass(frozen=True, slots=True)
class Correction:
    """What a sidecar changed in one cell; `printed` is what the report prints there."""

    table: str
    row: str
    column: str
    printed: str
    value: str
    reason: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Report:
    """One report as read. Dates are ISO strings, empty where not printed.

    `cells` holds one cell for every cell of the form edition, in the form's order, then the rows of the other edition
    that were printed all the same. `placed_by_sum` names the (table, row) whose numbers were placed with the row's own
    sum, so that this sum proves nothing there. `lines` is the text that was read, line 1 first.
    """

    report_id: str
    agency: Agency
    year: int
    title: str
    form: str
    scope: str
    scope_quote: str
    document_number: str
    index_number: str
    published: str
    period_start: str
    period_end: str
    source_file: str
    source_sha256: str
    source_format: str
    source_url: str
    retrieved: str
    text_release: str
    replaces: str
    sections: tuple[Section, ...]
    cells: tuple[Cell, ...]
    placed_by_sum: tuple[tuple[str, str], ...]
    corrections: tuple[Correction, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file: the report, or None if it is withheld, and every finding.

    `lines` is the text that was read, line 1 first, also of a file that is withheld; empty if none could be read.
    `text_release` tells how the text is given out, or would be if the file had become a report.
    """

    source_file: str
    source_sha256: str
    report: Report | None
    findings: tuple[Finding, ...]
    lines: tuple[str, ...] = ()
    text_release: str = "full"


@dataclass(frozen=True, slots=True)
class Check:
    """One rule worked out for one scope of one report. The three numbers are None where an operand is missing."""

    report_id: str
    rule: str
    scope: str
    status: CheckStatus
    left: int | Decimal | None = None
    right: int | Decimal | None = None
    difference: int | Decimal | None = None
    left_text: str = ""
    right_text: str = ""
