"""What became of a year's requests: the sums that a picture of it needs, out of the cells of the report.

Comes in: the cells of a report. Goes out: `Flow`, plain numbers, or the reason why there is no picture. Refuses to
know: SVG. Blank is never 0: a blank row adds nothing and is told; a row that is not printed or cannot be read leaves
no picture. Which requests of the intake came to which outcome no report says, so all of them meet before they part.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from build_scripts.codes import Codes
from build_scripts.packaging.package import CellRow, ReportRecord
from build_scripts.publishing.context import SiteContext

TABLE = "applications"
TOTAL = "total"
CONCLUDED = "concluded_total"
INTAKE = ("received", "carried_in")
CARRIED_OUT = "carried_out"
SHORT_LABELS = {"received": "新收", "carried_in": "上年结转", CARRIED_OUT: "结转下年度", CONCLUDED: "办理结果总计"}
UNSTATED = ("blank", "dash")
_NUMERAL = re.compile(r"^（.{1,2}）")


class Stream(NamedTuple):
    """Requests of one kind: how many (None if no row of it has a number), the rows they are the sum of, how many of
    these rows are in which state without a number, and the reason of a correction, if any."""

    label: str
    number: int | None
    rows: tuple[str, ...]
    unstated: tuple[tuple[str, int], ...] = ()
    correction: str = ""


class Flow(NamedTuple):
    """Intake and outcomes. `reason` says why they cannot be drawn, empty if they can."""

    intake: tuple[Stream, ...]
    outcomes: tuple[Stream, ...]
    concluded: int | None = None
    reason: str = ""

    @property
    def left(self) -> int:
        """How many requests came in."""
        return sum(stream.number or 0 for stream in self.intake)

    @property
    def right(self) -> int:
        """What became of how many."""
        return sum(stream.number or 0 for stream in self.outcomes)

    @property
    def left_is_open(self) -> bool:
        """Whether a row of the intake has no number: then `left` is the least it can be."""
        return any(stream.unstated for stream in self.intake)

    @property
    def right_is_open(self) -> bool:
        """Whether a row of the outcomes has no number: then `right` is the least it can be."""
        return any(stream.unstated for stream in self.outcomes)

    @property
    def rest(self) -> int:
        """How many of the left are missing on the right; below 0, of the right on the left."""
        return self.left - self.right


class Group(NamedTuple):
    """An outcome as the form groups it: its label and its rows."""

    label: str
    rows: tuple[str, ...]


def group_outcomes(codes: Codes, labels: Mapping[str, str]) -> dict[str, tuple[Group, ...]]:
    """For each form the outcomes that sum into what was concluded, by the groups of the form, in printed order."""
    return {
        form: _group_rows(
            [(cell.row, cell.row_group) for cell in table.cells if cell.row_sums_into == CONCLUDED], labels
        )
        for (form, name), table in codes.tables.items()
        if name == TABLE
    }


def _group_rows(rows: Sequence[tuple[str, tuple[str, ...]]], labels: Mapping[str, str]) -> tuple[Group, ...]:
    groups: dict[str, dict[str, None]] = {}
    for row, path in rows:
        label = _NUMERAL.sub("", path[-1]) if len(path) > 1 else labels.get(row, row)
        groups.setdefault(label, {})[row] = None
    return tuple(Group(label, tuple(found)) for label, found in groups.items())


def read_flow(record: ReportRecord, groups: Sequence[Group], context: SiteContext) -> Flow:
    """The flow of a report of a form with these groups."""
    cells = {cell.row: cell for cell in record.cells[TABLE] if cell.column == TOTAL}
    states = context.labels["states"]
    intake = [(SHORT_LABELS[row], (row,)) for row in INTAKE]
    outcomes = [
        *((group.label, choose_rows(group.rows, cells, context.codes.parts)) for group in groups),
        (SHORT_LABELS[CARRIED_OUT], (CARRIED_OUT,)),
    ]
    reason = _find_reason([*intake, *outcomes], cells, states)
    if reason:
        return Flow((), (), reason=reason)
    concluded = cells.get(CONCLUDED)
    return Flow(
        tuple(_sum_rows(label, rows, cells, states) for label, rows in intake),
        tuple(_sum_rows(label, rows, cells, states) for label, rows in outcomes),
        int(concluded.value) if concluded is not None and concluded.value else None,
    )


def choose_rows(
    rows: tuple[str, ...], cells: Mapping[str, CellRow], parts_of: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """The rows to add up: of a row and its own parts those that are printed, the parts if both are."""
    for whole, parts in parts_of.items():
        if whole in rows or set(parts) & set(rows):
            if any(part in cells and cells[part].state != "absent" for part in parts):
                return tuple(part for part in parts if part in cells)
            if whole in cells:
                return (whole,)
    return rows


def _find_reason(
    streams: Sequence[tuple[str, tuple[str, ...]]], cells: Mapping[str, CellRow], states: Mapping[str, str]
) -> str:
    """Why there is no picture: the first row without which it would be wrong; empty if there is none."""
    for label, rows in streams:
        for row in rows:
            state = cells[row].state if row in cells else "absent"
            if state not in {"reported", *UNSTATED} or (row == INTAKE[0] and state != "reported"):
                return f"“{label}”{states[state]}，不知道一共有多少件"
    return ""


def _sum_rows(label: str, rows: tuple[str, ...], cells: Mapping[str, CellRow], states: Mapping[str, str]) -> Stream:
    found = [cells[row] for row in rows]
    numbers = [int(cell.value) for cell in found if cell.state == "reported"]
    unstated = Counter(states[cell.state] for cell in found if cell.state != "reported")
    corrections = dict.fromkeys(cell.correction for cell in found if cell.correction)
    return Stream(label, sum(numbers) if numbers else None, rows, tuple(unstated.items()), "；".join(corrections))
