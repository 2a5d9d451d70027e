"""True facts of a report: random numbers for every cell of a form edition, texts, dates.

Comes in: a `random.Random`, an agency, a year, the form. Goes out: `Facts`. Refuses to know: how they are printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from build_scripts.codes import Codes, FormTable
from build_scripts.model import State
from tests.printing.places import Place
from tests.printing.texts import write_sections

Key = tuple[str, str, str]
MODES = ("busy", "sparse", "zero", "blank", "patchy", "wrong_sums")
CONCLUDED_BEFORE = ("received", "carried_in")
CLOSING = ("concluded_total", "carried_out")


@dataclass(frozen=True, slots=True)
class Truth:
    """What a cell truly holds; `value` is filled exactly when the state is REPORTED."""

    state: State
    value: int | Decimal | None = None

    @property
    def printed(self) -> str:
        """The cell as an honest printer prints it."""
        if self.state is State.DASH:
            return "—"
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True, slots=True)
class Facts:
    """One report before it is printed. `sections` holds the paragraphs of the sections 0 to 6."""

    place: Place
    year: int
    form: str
    cells: Mapping[Key, Truth]
    sections: tuple[tuple[str, ...], ...]
    published: str

    @property
    def title(self) -> str:
        return f"{self.place.agency}{self.year}年政府信息公开工作年度报告"


def make_facts(
    rng: Random, codes: Codes, place: Place, year: int, form: str, mode: str = "sparse", previous: Facts | None = None
) -> Facts:
    """Facts of one report; with the `previous` year's report the request carried over continues it."""
    numbers: dict[Key, int | Decimal] = {}
    numbers |= _disclosures(rng, codes.tables[form, "disclosures"], mode)
    numbers |= _applications(rng, codes.tables[form, "applications"], mode, previous)
    numbers |= _remedies(rng, codes.tables[form, "remedies"], mode)
    cells = {key: Truth(State.REPORTED, value) for key, value in numbers.items()}
    _leave_blank(rng, cells, mode)
    published = f"{year + 1}-{rng.randint(1, 3):02}-{rng.randint(1, 28):02}" if rng.random() < 0.7 else ""
    received = numbers["applications", "received", "total"]
    return Facts(place, year, form, cells, write_sections(rng, place.agency, year, int(received)), published)


def _amount(rng: Random, mode: str, top: int = 900) -> int:
    if mode in ("zero", "blank"):
        return 0
    if mode == "sparse" and rng.random() < 0.7:
        return 0
    return rng.randint(1, top)


def _disclosures(rng: Random, table: FormTable, mode: str) -> dict[Key, int | Decimal]:
    numbers: dict[Key, int | Decimal] = {}
    for cell in table.cells:
        value: int | Decimal = _amount(rng, mode, 9000 if cell.column == "decisions" else 300)
        if cell.unit == "万元" and value and rng.random() < 0.7:
            value = Decimal(value) + Decimal(rng.randint(1, 9999)) / 10000
        if cell.column == "items_change" and rng.random() < 0.3:
            value = -value
        numbers["disclosures", cell.row, cell.column] = value
    return numbers


def _applications(rng: Random, table: FormTable, mode: str, previous: Facts | None) -> dict[Key, int | Decimal]:
    parts = [column for column in table.columns if column != "total"]
    outcomes = [row for row in table.rows if row not in CONCLUDED_BEFORE + CLOSING]
    counts = {(row, column): _amount(rng, mode, 60) for row in outcomes for column in parts}
    for column in parts:
        counts["concluded_total", column] = sum(counts[row, column] for row in outcomes)
        counts["carried_out", column] = _amount(rng, mode, 30)
        closed = counts["concluded_total", column] + counts["carried_out", column]
        carried = _carried_in(rng, previous, column, closed)
        counts["carried_in", column] = carried
        counts["received", column] = max(closed - carried, 0)
    numbers: dict[Key, int | Decimal] = {}
    for row in table.rows:
        for column in parts:
            numbers["applications", row, column] = counts[row, column]
        total = sum(counts[row, column] for column in parts)
        slip = rng.randint(1, 9) if mode == "wrong_sums" and rng.random() < 0.5 else 0
        numbers["applications", row, "total"] = total + slip
    return numbers


def _carried_in(rng: Random, previous: Facts | None, column: str, closed: int) -> int:
    if previous is not None:
        before = previous.cells["applications", "carried_out", column].value
        if before is not None and before <= closed:
            return int(before)
    return rng.randint(0, min(closed, 30))


def _remedies(rng: Random, table: FormTable, mode: str) -> dict[Key, int | Decimal]:
    numbers: dict[Key, int | Decimal] = {}
    for row in table.rows:
        values = [_amount(rng, mode, 20) for _ in table.columns[1:]]
        slip = rng.randint(1, 9) if mode == "wrong_sums" and rng.random() < 0.5 else 0
        for column, value in zip(table.columns, [*values, sum(values) + slip], strict=True):
            numbers["remedies", row, column] = value
    return numbers


def _leave_blank(rng: Random, cells: dict[Key, Truth], mode: str) -> None:
    """`blank` leaves whole tables blank, `patchy` some rows and some cells, or prints a dash in them."""
    if mode == "blank":
        empty = rng.sample(("disclosures", "applications", "remedies"), rng.randint(1, 3))
        cells |= {key: Truth(State.BLANK) for key in cells if key[0] in empty}
    if mode == "patchy":
        rows = sorted({key[:2] for key in cells})
        for row in rng.sample(rows, len(rows) // 4):
            state = rng.choice((State.BLANK, State.BLANK, State.DASH))
            share = rng.choice((1.0, 0.3))
            keys = [key for key in cells if key[:2] == row]
            cells |= {key: Truth(state) for key in keys if rng.random() < share}
