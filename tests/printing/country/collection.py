"""The files of the collection: reports at their places, some with sidecars.

Comes in: code lists, how many reports, a seed. Goes out: paths below the reports folder with bytes. The same seed
gives the same bytes; which years a body has, how it prints and what befell its files are drawn here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from pathlib import Path
from random import Random

from build_scripts.codes import Codes
from build_scripts.model import State
from tests.printing.country.atlas import TOWNSHIP, Body, list_bodies
from tests.printing.country.ledger import Year, keep_ledger
from tests.printing.country.prose import Writer, join_without_tables
from tests.printing.damage import BY_NAME
from tests.printing.facts import Facts, Key, Truth
from tests.printing.folder import CODELISTS, UNPUBLISHED
from tests.printing.generate import print_report

FIRST, FIRST_FORM, SECOND_FORM, LAST = 2016, 2019, 2021, 2024
DAMAGED, UNTIDY = 0.15, 0.06
_LICENCE: Key = ("disclosures", "licence", "decisions")


@dataclass(frozen=True, slots=True)
class Habits:
    """What a body does in all its reports. `wrong_form_in`: the year it prints on the other edition, 0 if none."""

    years: tuple[int, ...]
    wrong_form_in: int
    blank_for_zero: bool
    leaves_requests_blank: bool
    suffix: str
    dates: bool


def print_country(codes: Codes, count: int, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """Paths and bytes of `count` reports and of the sidecars beside them; raises ValueError if there are too few."""
    bodies = list_bodies(CODELISTS, count, seed)
    files = (file for number, body in enumerate(bodies) for file in _of_body(codes, body, number, seed))
    printed = 0
    for path, data, sidecar in islice(files, count):
        printed += 1
        yield path, data
        if sidecar:
            yield f"{path}.yml", sidecar.encode()
    if printed < count:
        raise ValueError(f"{count} reports asked for, {printed} can be printed")


def write_country(codes: Codes, folder: Path, count: int, seed: int = 0) -> int:
    """Writes the collection below `folder` and returns the number of bytes written."""
    size = 0
    for path, data in print_country(codes, count, seed):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        size += target.write_bytes(data)
    return size


def _of_body(codes: Codes, body: Body, number: int, seed: int) -> Iterator[tuple[str, bytes, str]]:
    """Path, bytes and sidecar of each report of a body."""
    rng = Random(f"{seed}/{body.place.agency}")
    habits, writer = _form_habits(rng, body), Writer(rng, body, seed)
    years = range(FIRST, LAST + 1)
    for year, ledger in zip(years, keep_ledger(rng, body, years), strict=True):
        # drawn for years not held too, so that a report does not depend on which others are
        draw = Random(f"{seed}/{body.place.agency}/{year}")
        sections = writer.write(year, ledger, draw.random() < 0.12)
        if year not in habits.years:
            continue
        path = f"{year}/{body.place.region_code}-{number:05}{habits.suffix}"
        if year < FIRST_FORM:
            title = f"{body.place.agency}{year}年政府信息公开工作年度报告"
            yield path, join_without_tables(sections, title, year).encode(), ""
            continue
        form = "2019" if (year < SECOND_FORM) != (year == habits.wrong_form_in) else "2021"
        cells = _fill_form(draw, codes, form, ledger, habits)
        published = f"{year + 1}-0{draw.randint(1, 3)}-{draw.randint(1, 28):02}" if habits.dates else ""
        facts = Facts(body.place, year, form, cells, sections, published)
        sidecar, printed = _write_sidecar(draw, facts, number)
        damages = [draw.choice(sorted(set(BY_NAME) - UNPUBLISHED))] if draw.random() < DAMAGED else []
        yield path, print_report(printed, damages, codes, draw, habits.suffix).data, sidecar


def _form_habits(rng: Random, body: Body) -> Habits:
    late, form_years = range(SECOND_FORM, LAST + 1), range(FIRST_FORM, LAST + 1)
    kind = rng.choices(("all", "late", "gaps", "one", "ended", "long"), (38, 20, 18, 9, 8, 7))[0]
    years = {
        "all": list(form_years),
        "late": list(late),
        "gaps": sorted(rng.sample(form_years, rng.randint(3, 4))),
        "one": [rng.choice(list(form_years))],
        "ended": list(range(FIRST_FORM, rng.choice((2022, 2023)))),
        "long": list(range(rng.choice((FIRST, FIRST + 1)), LAST + 1)),
    }[kind]
    return Habits(
        years=tuple(years),
        wrong_form_in=rng.choice((2020, 2021, 2021, 2022)) if rng.random() < 0.06 else 0,
        blank_for_zero=rng.random() < 0.05,
        leaves_requests_blank=rng.random() < (0.15 if body.function == TOWNSHIP else 0.03),
        suffix=".md" if rng.random() < 0.08 else ".txt",
        dates=rng.random() < 0.7,
    )


def _fill_form(rng: Random, codes: Codes, form: str, ledger: Year, habits: Habits) -> dict[Key, Truth]:
    """Every cell of the form; a few totals are off, and some bodies leave blank what is none."""
    cells: dict[Key, Truth] = {}
    for (edition, table), printed in codes.tables.items():
        for cell in printed.cells if edition == form else ():
            key = (table, cell.row, cell.column)
            cells[key] = Truth(State.REPORTED, _look_up(rng, ledger, form, key))
    totals = [key for key in cells if key[0] != "disclosures" and key[2] == "total" and cells[key].value]
    for key in rng.sample(totals, 1) if totals and rng.random() < UNTIDY else ():
        cells[key] = Truth(State.REPORTED, int(cells[key].value or 0) + rng.randint(1, 3))
    if habits.leaves_requests_blank or rng.random() < 0.02:
        cells |= {key: Truth(State.BLANK) for key in cells if key[0] != "disclosures"}
    if habits.blank_for_zero:
        rows = {key[:2] for key in cells}
        empty = {row for row in rows if not any(cells[key].value for key in cells if key[:2] == row)}
        cells |= {key: Truth(State.BLANK) for key in cells if key[:2] in empty}
    return cells


def _look_up(rng: Random, ledger: Year, form: str, key: Key) -> int | Decimal:
    table, row, column = key
    if table == "applications":
        return ledger.requests[row, column]
    if table == "remedies":
        return ledger.remedies[row, column]
    if column in ("issued", "newly_made", "newly_disclosed"):
        return ledger.documents[row, "issued"]
    if column in ("repealed", "in_force", "total_disclosed"):
        return ledger.documents[row, "in_force" if column == "total_disclosed" else column]
    if column == "decisions":
        return ledger.decisions.get(row, ledger.decisions["licence"] // 3)
    if column == "amount":
        return ledger.fee
    return _count_items(rng, ledger, row, column)


def _count_items(rng: Random, ledger: Year, row: str, column: str) -> int | Decimal:
    """The columns that the 2019 edition alone has."""
    busy = ledger.decisions.get(row, int(ledger.fee))
    if column == "items_change":
        return rng.choice((-3, -1, 0, 0, 0, 2)) if busy else 0
    if column == "procurement_amount":
        return ledger.fee * 2
    return min(60, busy // 4) if busy else 0


def _write_sidecar(rng: Random, facts: Facts, number: int) -> tuple[str, Facts]:
    """A sidecar, '' for most reports, and the facts as printed: wrong in one cell if the sidecar corrects it."""
    lines: list[str] = []
    source = f"https://www.example.gov.cn/zfxxgk/nb/{facts.year + 1}/{facts.place.region_code}/t{number:05}.html"
    if rng.random() < 0.3:
        lines += [f"source_url: {source}", f"retrieved: {facts.year + 1}-04-{rng.randint(1, 28):02}"]
    if rng.random() < 0.015:
        lines.append("text_release: withheld")
    licences = facts.cells[_LICENCE].value
    if licences and rng.random() < 0.03:
        lines += [
            *("corrections:", f"  - table: {_LICENCE[0]}", f"    row: {_LICENCE[1]}", f"    column: {_LICENCE[2]}"),
            *(
                f"    value: {licences}",
                "    reason: 转换文字时多读了一位数，已与原网页核对。",
                f"    evidence: {source}",
            ),
        ]
        slip = Truth(State.REPORTED, int(licences) * 10 + rng.randint(1, 9))
        facts = replace(facts, cells={**facts.cells, _LICENCE: slip})
    return "".join(f"{line}\n" for line in lines), facts
