"""Which cells of the editions of the form mean the same, as data: `editions.csv`, each line with its reason.

Comes in: that file and the forms. Goes out: for each (table, row, column) the editions in groups; within a group the
cell may stand on one line. Refuses to know: reports, pages. What the file does not name is an error: a new edition is
compared with nothing until somebody has said what of it means the same.

`alike` names editions, in groups parted by `|`: `2019 2021` mean the same, `2019 | 2021` do not. It names every edition
that prints the cell, and may name one that does not, for what its reports print all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from build_scripts.codes import CodeListError, FormTable, Row
from build_scripts.files import read_rows

EDITIONS = Path(__file__).parent / "editions.csv"
EVERY = "*"
RULE = "各版含义相同的项目放在一行，含义不同或说不清的按版本分列，不前后相减。"
"""What follows from the file for whoever puts years side by side: the same on every page."""

Place = tuple[str, str, str]
Groups = tuple[tuple[str, ...], ...]


class Alignment(NamedTuple):
    """The editions in groups of those in which a cell means the same, and why, in Chinese."""

    groups: Groups
    reason: str
    aligned: bool
    """Whether it means the same in every edition there is."""


def list_groups(tables: Iterable[FormTable]) -> Mapping[Place, Groups]:
    """For each cell the editions in groups of those in which it means the same."""
    return {place: said.groups for place, said in align_editions(tables).items()}


def align_editions(tables: Iterable[FormTable], rows: Iterable[Row] | None = None) -> Mapping[Place, Alignment]:
    """The alignment of every cell of these tables; raises CodeListError naming what is said twice, or not at all."""
    tables = tuple(tables)
    said = _read_said(read_rows(EDITIONS) if rows is None else rows, {table.form for table in tables})
    found: dict[Place, Alignment] = {}
    used: set[Place] = set()
    for table in tables:
        for cell in table.cells:
            place, whole = (table.table, cell.row, cell.column), (table.table, cell.row, EVERY)
            chosen = place if place in said else whole
            if chosen not in said or all(table.form not in group for group in said[chosen].groups):
                raise CodeListError(f"{EDITIONS.name}: {'/'.join(place)} is not named for edition {table.form}")
            found[place] = said[chosen]
            used.add(chosen)
    if unused := said.keys() - used:
        raise CodeListError(f"{EDITIONS.name}: no form prints {sorted(unused)}")
    return found


def _read_said(rows: Iterable[Row], forms: set[str]) -> dict[Place, Alignment]:
    said: dict[Place, Alignment] = {}
    for row in rows:
        place = (row["table"], row["row"], row["column"])
        groups = tuple(tuple(group.split()) for group in row["alike"].split("|"))
        named = [form for group in groups for form in group]
        if place in said or not row["reason_zh"]:
            raise CodeListError(f"{EDITIONS.name}: {'/'.join(place)}: said twice, or no reason")
        if not all(groups) or len(set(named)) < len(named) or not set(named) <= forms:
            raise CodeListError(f"{EDITIONS.name}: {'/'.join(place)}: editions in groups expected: {row['alike']!r}")
        said[place] = Alignment(groups, row["reason_zh"], set(groups[0]) == forms)
    return said
