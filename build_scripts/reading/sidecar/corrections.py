"""Corrections asked for by a sidecar → corrected cells.

Comes in: cells as read, `CorrectionRequest`s. Goes out: cells, `Correction`s, findings. Refuses to know: YAML, labels.
A correction says what the print says where the reader read it wrongly, cell by cell or a whole row at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from build_scripts.model import Cell, Correction, Finding, State
from build_scripts.reading.sidecar.sidecars import CorrectionRequest
from build_scripts.reading.tables.cells import MONEY
from build_scripts.reading.tables.forms import FormView

_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,8})?", re.ASCII)
_STATES = (State.BLANK, State.DASH, State.ABSENT, State.UNREADABLE)
_STATE_WORDS = " | ".join(_STATES)


@dataclass(frozen=True, slots=True)
class Corrected:
    """The cells with the corrections in them, what was changed, and what did not fit."""

    cells: tuple[Cell, ...]
    corrections: tuple[Correction, ...]
    findings: tuple[Finding, ...]


def apply_corrections(
    cells: Sequence[Cell], requests: Sequence[CorrectionRequest], view: FormView | None, path: str
) -> Corrected:
    """Each request put into its cells. `path` is the sidecar's. A value is a number, or a state's code."""
    if not requests:
        return Corrected(tuple(cells), (), ())
    by_key = {(cell.table, cell.row, cell.column): cell for cell in cells}
    made: list[Correction] = []
    findings: list[Finding] = []
    for request in requests:
        targets = _targets(request, by_key)
        values = request.value.split() if not request.column else [request.value.strip()]
        if not targets or len(values) != len(targets):
            findings.append(_misfit(request, path, cells))
            continue
        changed = [_correct(cell, value, request.reason, view) for cell, value in zip(targets, values, strict=True)]
        if None in changed:
            findings.append(_misfit(request, path, cells))
            continue
        pairs = [(old, new) for old, new in zip(targets, changed, strict=True) if new is not None]
        effective = [(old, new) for old, new in pairs if (new.state, new.value) != (old.state, old.value)]
        for old, new in effective:
            by_key[old.table, old.row, old.column] = new
            made.append(_record(old, new, request))
        if not effective:
            named = "/".join(part for part in (request.table, request.row, request.column) if part)
            findings.append(Finding("correction-without-effect", path, request.line, (("cell", named),)))
    return Corrected(tuple(by_key.values()), tuple(made), tuple(findings))


def _targets(request: CorrectionRequest, by_key: dict[tuple[str, str, str], Cell]) -> list[Cell]:
    return [
        cell
        for cell in by_key.values()
        if cell.table == request.table and cell.row == request.row and request.column in ("", cell.column)
    ]


def _correct(cell: Cell, value: str, reason: str, view: FormView | None) -> Cell | None:
    """The cell with another value or state; None if the value does not fit the cell."""
    if value in _STATES:
        return cell._replace(state=State(value), value=None, correction=reason)
    columns = view.columns(cell.table, cell.row) if view else ()
    column = next((column for column in columns if column.code == cell.column), None)
    if column is None or not _NUMBER.fullmatch(value):
        return None
    number = Decimal(value)
    if number < 0 and not column.signed:
        return None
    if column.unit == MONEY:
        return cell._replace(state=State.REPORTED, value=number, correction=reason)
    if number != number.to_integral_value():
        return None
    return cell._replace(state=State.REPORTED, value=int(number), correction=reason)


def _record(old: Cell, new: Cell, request: CorrectionRequest) -> Correction:
    value = (
        f"{new.value:f}" if isinstance(new.value, Decimal) else str(new.value if new.value is not None else new.state)
    )
    return Correction(old.table, old.row, old.column, old.printed, value, request.reason, request.evidence)


def _misfit(request: CorrectionRequest, path: str, cells: Sequence[Cell]) -> Finding:
    """The key at fault, on its line, with what this report offers in its place."""
    table = [cell for cell in cells if cell.table == request.table]
    row = [cell for cell in table if cell.row == request.row]
    chosen = [cell for cell in row if request.column in ("", cell.column)]
    if not table:
        key, found, zh, en = (
            "table",
            request.table,
            "有数的表；这份报告没有可更正的表格",
            "a table; this report has none",
        )
    elif not row:
        key, found = "row", request.row
        zh, en = _choices(cell.row for cell in table)
    elif not chosen:
        key, found = "column", request.column
        zh, en = _choices(cell.column for cell in row)
    elif not request.column:
        key, found, columns = "value", request.value, " ".join(cell.column for cell in row)
        zh = f"以空格分开的 {len(row)} 个值，依次为 {columns}；每个值是数，或 {_STATE_WORDS}"
        en = f"{len(row)} values parted by blanks, in the order {columns}; each a number, or {_STATE_WORDS}"
    else:
        key, found = "value", request.value
        zh, en = f"合于这一格的数，或 {_STATE_WORDS}", f"a number that fits the cell, or {_STATE_WORDS}"
    details = (("key", key), ("found", found[:200]), ("expected_zh", zh), ("expected_en", en))
    return Finding("sidecar-bad-value", path, request.line_of(key), details)


def _choices(codes: Iterable[str]) -> tuple[str, str]:
    listed = list(dict.fromkeys(codes))
    return "、".join(listed) + " 之一", "one of " + ", ".join(listed)
