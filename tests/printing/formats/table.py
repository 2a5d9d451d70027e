"""The table of formats and damage: how many cells of each are read rightly, withheld, read wrongly.

Comes in: formats, how many prints of each kind of damage. Goes out: `Tally`s and a page of Markdown in which every
number was counted in this run. Refuses to know: why.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from zlib import crc32

from build_scripts.model import Reading
from tests.printing.damage import BY_NAME
from tests.printing.folder import CODELISTS
from tests.printing.formats.damage import FORMAT_DAMAGE, applicable
from tests.printing.formats.draft import FORMATS, draw_draft
from tests.printing.formats.files import write_new_files
from tests.printing.formats.readback import judge_drafts
from tests.printing.generate import PrintedReport, Promise, draw_report
from tests.printing.judge import Verdict, judge_reading
from tests.printing.places import list_places
from tests.printing.readback import known_codes, read_back

TEXT_FORMATS = ("txt", "md")
ALL_FORMATS = (*TEXT_FORMATS, *FORMATS)
DAMAGES = ("none", *BY_NAME, *FORMAT_DAMAGE)
MARKS = ("<!-- counted: begin -->", "<!-- counted: end -->")
HEADS = (
    "格式 format",
    "份 files",
    "格 cells",
    "须读对 promised",
    "其中读对 kept",
    "占比 share",
    "读对 exact",
    "未收 withheld",
    "读错 wrong",
    "无说明 silent",
)


@dataclass
class Tally:
    """Counts over some prints. `kept`: promised cells read exactly. `faults`: format, damage, seed, and what it is."""

    files: int = 0
    cells: int = 0
    promised: int = 0
    kept: int = 0
    exact: int = 0
    withheld: int = 0
    wrong: int = 0
    silent: int = 0
    faults: list[tuple[str, str, int, str]] = field(default_factory=list)

    def add(self, printed: PrintedReport, reading: Reading, verdict: Verdict) -> None:
        """Count one print."""
        cells = reading.report.cells if reading.report else ()
        read = {(cell.table, cell.row, cell.column): (cell.state, cell.value) for cell in cells}
        exact = {key: one.truth for key, one in printed.cells.items() if one.promise is Promise.EXACT}
        self.files += 1
        self.cells += len(printed.cells)
        self.promised += len(exact)
        self.kept += sum(read.get(key) == (truth.state, truth.value) for key, truth in exact.items())
        self.exact += verdict.exact
        self.withheld += verdict.withheld if reading.report else len(printed.cells)
        self.wrong += len(verdict.wrong)
        self.silent += len(verdict.silent)

    def join(self, other: Tally) -> None:
        """Add the counts of another one."""
        for name in ("files", "cells", "promised", "kept", "exact", "withheld", "wrong", "silent"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.faults += other.faults

    @property
    def share(self) -> str:
        """Promised cells read exactly, in per cent, cut and not rounded."""
        return f"{self.kept * 10000 // self.promised / 100:.2f} %" if self.promised else "—"


Counted = dict[tuple[str, str], Tally]


def count_formats(
    formats: Sequence[str], damages: Sequence[str], count: int, seed: int = 0, folder: Path | None = None
) -> Counted:
    """A tally for each format and each kind of damage it can show; files that `folder` holds are not written again."""
    if folder is None:
        with tempfile.TemporaryDirectory() as made:
            return count_formats(formats, damages, count, seed, Path(made))
    counted: Counted = {}
    for form in formats:
        prints = (
            _text_prints(form, damages, count, seed)
            if form in TEXT_FORMATS
            else _file_prints(form, damages, count, seed, folder)
        )
        for damage, number, printed, reading, verdict in prints:
            tally = counted.setdefault((form, damage), Tally())
            tally.add(printed, reading, verdict)
            tally.faults += [(form, damage, number, fault) for fault in verdict.faults]
    return counted


Print = tuple[str, int, PrintedReport, Reading, Verdict]


def _text_prints(form: str, damages: Sequence[str], count: int, seed: int) -> Iterator[Print]:
    places = list_places(CODELISTS)
    for damage in damages:
        if damage in BY_NAME or damage == "none":
            for number in range(seed, seed + count):
                names = [damage] if damage != "none" else []
                printed = draw_report(Random(number), known_codes(), places, names, f".{form}")
                reading = read_back(printed)
                yield damage, number, printed, reading, judge_reading(printed, reading, known_codes())


def _file_prints(form: str, damages: Sequence[str], count: int, seed: int, folder: Path) -> Iterator[Print]:
    places = list_places(CODELISTS)
    shown = {"none", *applicable(form)}
    names = {
        crc32(damage.encode()) * 1000 + seed + number: damage
        for damage in DAMAGES
        for number in range(count)
        if damage in damages and damage in shown
    }
    drafts = [
        draw_draft(number, form, [damage] if damage != "none" else [], known_codes(), places)
        for number, damage in names.items()
    ]
    write_new_files(drafts, folder)
    for judged in judge_drafts(drafts, folder):
        number = judged.draft.seed
        yield names[number], number, judged.printed, judged.reading, judged.verdict


def to_markdown(counted: Counted) -> str:
    """Two tables: by format, and by damage and format (`exact / withheld / wrong`, — where a format cannot show it)."""
    formats = list(dict.fromkeys(form for form, _ in counted))
    damages = [damage for damage in DAMAGES if any((form, damage) in counted for form in formats)]
    lines = ["| " + " | ".join(HEADS) + " |", "|---|" + "---:|" * (len(HEADS) - 1)]
    whole = Tally()
    for form in formats:
        one = Tally()
        for damage in damages:
            one.join(counted.get((form, damage), Tally()))
        whole.join(one)
        lines.append(_summary(form, one))
    lines += [_summary("**合计 all**", whole), ""]
    lines += ["| 损坏 damage | " + " | ".join(formats) + " |", "|---|" + "---:|" * len(formats)]
    lines += [
        f"| {damage} | " + " | ".join(_counts(counted.get((form, damage))) for form in formats) + " |"
        for damage in damages
    ]
    return "\n".join(lines) + "\n"


def _summary(name: str, one: Tally) -> str:
    numbers = (one.files, one.cells, one.promised, one.kept)
    more = (one.exact, one.withheld, one.wrong, one.silent)
    cells = [*(f"{number:,}" for number in numbers), one.share, *(f"{number:,}" for number in more)]
    return f"| {name} | " + " | ".join(cells) + " |"


def _counts(one: Tally | None) -> str:
    return f"{one.exact} / {one.withheld} / {one.wrong}" if one else "—"


def write_page(page: Path, counted: Counted, command: str) -> None:
    """Puts the tables and the command that made them between the page's marks."""
    before, rest = page.read_text("utf-8").split(MARKS[0], 1)
    after = rest.split(MARKS[1], 1)[1]
    made = f"{MARKS[0]}\n\n```\n{command}\n```\n\n{to_markdown(counted)}\n{MARKS[1]}"
    page.write_text(before + made + after, "utf-8")
