"""A printed report with known damage, and what the contract promises for every cell of it.

Comes in: `Facts`, names of damage, a `random.Random`. Goes out: `PrintedReport`: bytes, suffix, the expected cells,
title, sections. The same seed gives the same bytes. Refuses to know: the reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from random import Random

from build_scripts.codes import Codes
from build_scripts.model import State
from tests.printing.contract import contract_reading, to_plain
from tests.printing.damage import BY_NAME, ORDER
from tests.printing.facts import MODES, Facts, Key, Truth, make_facts
from tests.printing.places import Place
from tests.printing.sheet import Line, Sheet, Table, lay_out, to_bytes, to_text

YEARS = range(2019, 2026)


_ROUNDS = 12  # each print afresh may move the others' blanks; three have been enough so far


class MisleadingPrintError(RuntimeError):
    """The contract itself reads such a print as other numbers, whatever of it is printed afresh."""


class Promise(Enum):
    """What the contract promises for a cell."""

    EXACT = "read with this state and value"
    GAP_ALLOWED = "read so, or unreadable or absent with a finding; never another number"


@dataclass(frozen=True, slots=True)
class Expected:
    """What a reading is held against: the truth of a cell and how much of it is promised."""

    promise: Promise
    truth: Truth


@dataclass(frozen=True, slots=True, repr=False)
class PrintedReport:
    """A print beside the facts. `cells` covers the form edition and printed rows of the other edition.

    `title` is the printed title without line breaks. `sections` maps code to text where the text is promised, and is
    empty where damage leaves open what belongs where.
    """

    facts: Facts
    damages: tuple[str, ...]
    suffix: str
    text: str
    data: bytes
    title: str
    cells: Mapping[Key, Expected]
    sections: Mapping[str, str]

    def __repr__(self) -> str:
        return f"<{self.title}{self.suffix}, {self.facts.form}, {', '.join(self.damages) or 'undamaged'}>"


def print_report(
    facts: Facts, damages: Iterable[str], codes: Codes, rng: Random, suffix: str = ".txt"
) -> PrintedReport:
    """The facts printed in a random layout with the named damage, always applied in the same order."""
    names = tuple(sorted(set(damages), key=ORDER.__getitem__))
    sheet, cells = print_sheet(lay_out(rng, facts, codes, suffix), names, codes, rng)
    title, sections = "".join(sheet.title), expect_sections(sheet)
    return PrintedReport(facts, names, suffix, to_text(sheet), to_bytes(sheet), title, cells, sections)


def print_sheet(sheet: Sheet, damages: Iterable[str], codes: Codes, rng: Random) -> tuple[Sheet, dict[Key, Expected]]:
    """The sheet after the named damage, in the order given, and what is promised of its cells."""
    for name in damages:
        BY_NAME[name](sheet, rng, codes)
    _avoid_other_readings(sheet)
    return sheet, expect_cells(sheet)


def draw_report(
    rng: Random, codes: Codes, places: tuple[Place, ...], damages: Iterable[str], suffix: str = ".txt"
) -> PrintedReport:
    """A print of random facts: any place, year, edition and mode."""
    form = rng.choice(("2019", "2021"))
    facts = make_facts(rng, codes, rng.choice(places), rng.choice(YEARS), form, rng.choice(MODES))
    return print_report(facts, damages, codes, rng, suffix)


def _pad_rows(sheet: Sheet) -> None:
    """Tables are as wide as their widest row, in Markdown and in all formats but text."""
    for table in sheet.tables() if sheet.suffix != ".txt" else []:
        width = max((len(cells) for line in table.lines for cells in line.printed()), default=0)
        for line in table.data():
            line.after += width - len(line.printed()[0])


def columns_of(line: Line) -> int:
    """How many columns of the form the row has."""
    return 15 if line.row == "*" else len({slot for slot in line.slots if slot}) or len(line.slots)


def _readings(sheet: Sheet) -> Iterable[tuple[Table, Line, list[str] | None]]:
    for table in sheet.tables():
        for line in table.data():
            yield table, line, contract_reading(table, line, columns_of(line))


def truths_of(sheet: Sheet, table: Table, line: Line) -> list[Truth]:
    """What the row's columns truly hold, in order."""
    keys = dict.fromkeys(slot for slot in line.slots if slot)
    return [sheet.truths[(table.name, *slot)] for slot in keys]


def _avoid_other_readings(sheet: Sheet) -> None:
    """Print a row afresh where the contract itself would read the damaged one as other numbers than the true ones.

    Such a print (a lost number made up for by a surplus one) is not to be told from an undamaged one by anybody.
    """
    for turn in range(_ROUNDS):
        _pad_rows(sheet)
        misleading = [
            (table, line)
            for table, line, reading in _readings(sheet)
            if reading is not None and not agrees(reading, truths_of(sheet, table, line))
        ]
        if not misleading:
            return
        tables = {id(table): table for table, _ in misleading}
        whole = [(table, line) for table in tables.values() for line in table.data() if any(line.slots)]
        for table, line in misleading if turn < _ROUNDS // 2 else whole:
            print_afresh(sheet, table, line)
    raise MisleadingPrintError("a print that misleads could not be mended")


def print_afresh(sheet: Sheet, table: Table, line: Line) -> None:
    """The row as an honest printer prints it."""
    line.values = [truth.printed for truth in truths_of(sheet, table, line)]
    line.slots = list(dict.fromkeys(slot for slot in line.slots if slot))
    line.before, line.after = line.spare


def agrees(reading: list[str], truths: list[Truth]) -> bool:
    """Whether a row read so is read rightly."""
    return len(reading) == len(truths) and all(map(_is_printed_as, truths, reading))


def _is_printed_as(truth: Truth, cell: str) -> bool:
    if truth.state is State.REPORTED:
        return cell != "" and cell[-1].isdigit() and Decimal(to_plain(cell)) == truth.value
    return (cell == "") == (truth.state is State.BLANK) and not cell[-1:].isdigit()


def expect_cells(sheet: Sheet) -> dict[Key, Expected]:
    """What is promised of every cell."""
    doubtful = {table.name for table in sheet.tables() if table.doubtful}
    left_open = {key for key in sheet.truths if key[0] in doubtful}
    for table, line, reading in _readings(sheet):
        read_rightly = reading is not None and agrees(reading, truths_of(sheet, table, line))
        unlabelled_blank = line.row == "*" and not any(line.values)
        if line.label_lost or not read_rightly or unlabelled_blank:
            left_open |= {(table.name, *slot) for slot in line.slots if slot}
    return {
        key: Expected(Promise.GAP_ALLOWED if key in left_open else Promise.EXACT, truth)
        for key, truth in sheet.truths.items()
    }


def expect_sections(sheet: Sheet) -> dict[str, str]:
    """The text of every section, by code; nothing where damage leaves open what belongs where."""
    if not sheet.exact_text:
        return {}
    texts = {part.code: [*sheet.facts.sections[int(part.code)], *part.after] for part in sheet.parts}
    texts["6"] += sheet.ending
    return {code: "\n".join(paragraphs) for code, paragraphs in texts.items()}
