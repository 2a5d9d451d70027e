"""Which cells of the two editions of the form mean the same, as data: `editions.csv`, each line with its reason.

Comes in: that file and the forms. Goes out: for each (table, row, column) whether it may stand on one line with the
cell of the same code in the other edition. Refuses to know: reports, pages. What the file does not name is an error: a
new edition is compared with nothing until somebody has said what of it means the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from build_scripts.codes import CodeListError, FormTable, Row
from build_scripts.files import read_rows

EDITIONS = Path(__file__).parent / "editions.csv"
EVERY = "*"
RULE = "两版含义相同的项目放在一行，含义不同或说不清的按版本分列，不前后相减。"
"""What follows from the file for whoever puts years side by side: the same on every page."""

Place = tuple[str, str, str]


class Alignment(NamedTuple):
    """Whether a cell means the same in every edition that prints it, and why, in Chinese."""

    aligned: bool
    reason: str


def list_aligned(tables: Iterable[FormTable]) -> frozenset[Place]:
    """The cells that mean the same in every edition that prints them."""
    return frozenset(place for place, said in align_editions(tables).items() if said.aligned)


def align_editions(tables: Iterable[FormTable], rows: Iterable[Row] | None = None) -> Mapping[Place, Alignment]:
    """The alignment of every cell of these tables; raises CodeListError naming what is said twice, or not at all."""
    said: dict[Place, Alignment] = {}
    for row in read_rows(EDITIONS) if rows is None else rows:
        place = (row["table"], row["row"], row["column"])
        if place in said or row["aligned"] not in {"yes", "no"} or not row["reason_zh"]:
            raise CodeListError(f"{EDITIONS.name}: {'/'.join(place)}: said twice, neither yes nor no, or no reason")
        said[place] = Alignment(row["aligned"] == "yes", row["reason_zh"])
    found: dict[Place, Alignment] = {}
    used: set[Place] = set()
    for table in tables:
        for cell in table.cells:
            place, whole = (table.table, cell.row, cell.column), (table.table, cell.row, EVERY)
            chosen = place if place in said else whole
            if chosen not in said:
                raise CodeListError(f"{EDITIONS.name}: {'/'.join(place)} is not named")
            found[place] = said[chosen]
            used.add(chosen)
    if unused := said.keys() - used:
        raise CodeListError(f"{EDITIONS.name}: no form prints {sorted(unused)}")
    return found
