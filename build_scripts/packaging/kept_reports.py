"""A report that was read ↔ bytes, to lie on disk between two steps or two runs.

Comes in: a `Report`, or bytes made here. Goes out: the other. Refuses to know: where the bytes lie. They are plain
numbers and texts in columns, so that they are made and read four times as fast as a pickle and run no code; whoever
keeps them sees to it that they are the very bytes that were made, by the same Python (`files.fingerprints`).
"""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from build_scripts.model import Agency, Cell, Correction, Report, Section, State

_STATES = tuple(State)
_NUMBER_OF = {id(state): number for number, state in enumerate(_STATES)}  # an enum’s own hash is slow
_make_cell = partial(tuple.__new__, Cell)  # as Cell._make, but all of it in C
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
    """The columns of the cells; a state is its number, amounts of money stand apart, as digits by their place."""
    if not cells:
        return ()
    tables, rows, columns, states, values, printed, lines, corrections = zip(*cells, strict=True)
    numbers = bytes(map(_NUMBER_OF.__getitem__, map(id, states)))
    amounts = {place: str(value) for place, value in enumerate(values) if isinstance(value, Decimal)}
    counts = [None if place in amounts else value for place, value in enumerate(values)] if amounts else values
    return tables, rows, columns, numbers, counts, amounts, printed, lines, corrections


def _unpack_cells(columns: Sequence[Any]) -> tuple[Cell, ...]:
    if not columns:
        return ()
    tables, rows, names, numbers, counts, amounts, printed, lines, corrections = columns
    values = list(counts)
    for place, digits in amounts.items():
        values[place] = Decimal(digits)
    states = map(_STATES.__getitem__, numbers)
    return tuple(map(_make_cell, zip(tables, rows, names, states, values, printed, lines, corrections, strict=True)))
