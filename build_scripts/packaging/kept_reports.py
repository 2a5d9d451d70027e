"""A report that was read ↔ bytes, to lie on disk between two steps or two runs.

Comes in: a `Report`, or bytes made here. Goes out: the other. Refuses to know: where the bytes lie. They are plain
numbers and texts in columns, so that they are made and read four times as fast as a pickle and run no code; whoever
keeps them sees to it that they are the very bytes that were made, by the same Python (`files.fingerprints`).
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from build_scripts.model import Agency, Cell, Correction, Report, Section, State

_STATES = tuple(State)
_NUMBER_OF = {state: number for number, state in enumerate(_STATES)}
_PLAIN = tuple(
    name for name in Report.__slots__ if name not in {"agency", "sections", "cells", "corrections"}
)  # texts, numbers, and tuples of texts


def pack_report(report: Report) -> bytes:
    """The report as bytes; the same report gives the same bytes in the same process, not always in another."""
    parts: Any = (
        tuple(getattr(report, name) for name in _PLAIN),
        _list_fields(report.agency),
        tuple(map(_list_fields, report.sections)),
        tuple(map(_list_fields, report.corrections)),
        _pack_cells(report.cells),
    )
    return marshal.dumps(parts)


def unpack_report(data: bytes) -> Report:
    """The report that `pack_report` made these bytes of; ValueError, EOFError or TypeError for other bytes."""
    plain, agency, sections, corrections, cells = marshal.loads(data)
    return Report(
        **dict(zip(_PLAIN, plain, strict=True)),
        agency=Agency(*agency),
        sections=tuple(Section(*each) for each in sections),
        cells=_unpack_cells(cells),
        corrections=tuple(Correction(*each) for each in corrections),
    )


def _list_fields(record: Agency | Section | Correction) -> tuple[object, ...]:
    return tuple(getattr(record, name) for name in record.__slots__)


def _pack_cells(cells: Sequence[Cell]) -> tuple[object, ...]:
    """The columns of the cells; an amount of money is its digits, a state its number."""
    if not cells:
        return ()
    tables, rows, columns, states, values, printed, lines, corrections = zip(*cells, strict=True)
    numbers = [str(value) if isinstance(value, Decimal) else value for value in values]
    return tables, rows, columns, bytes(map(_NUMBER_OF.__getitem__, states)), numbers, printed, lines, corrections


def _unpack_cells(columns: Sequence[Iterable[object]]) -> tuple[Cell, ...]:
    if not columns:
        return ()
    tables, rows, names, states, values, printed, lines, corrections = columns
    told = map(_STATES.__getitem__, states)  # type: ignore[arg-type]
    numbers = (Decimal(value) if type(value) is str else value for value in values)
    return tuple(map(Cell, tables, rows, names, told, numbers, printed, lines, corrections))
