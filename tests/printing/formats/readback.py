"""Drafts drawn, written and read back, each with its verdict.

Comes in: formats, damage, seeds, a folder. Goes out: `Judged` drafts. The judge is that of the text prints; the text
of a PDF's sections is held against the print without blanks and line breaks, for its lines are those of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from build_scripts.model import Reading
from build_scripts.reading import read_report
from build_scripts.reading.document import Converter
from tests.printing.folder import CODELISTS
from tests.printing.formats.damage import applicable
from tests.printing.formats.draft import FORMATS, Draft, draw_draft
from tests.printing.formats.files import converter, file_of
from tests.printing.generate import PrintedReport
from tests.printing.judge import Verdict, judge_reading
from tests.printing.places import list_places
from tests.printing.readback import known, known_codes


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft, the print of it, and what the reader made of that."""

    draft: Draft
    printed: PrintedReport
    reading: Reading
    verdict: Verdict


def choose_kinds(form: str, count: int, each: int, seed: int = 0) -> list[list[str]]:
    """The damage of `count` files of a format: the first has none, the others `each` kinds by turns.

    Kinds that few formats know come first, so that all come up over the formats even where the count is small.
    """
    by_format = [set(applicable(one)) for one in FORMATS]
    kinds = applicable(form)
    Random(f"{form}/{seed}").shuffle(kinds)
    kinds.sort(key=lambda name: sum(name in shown for shown in by_format))
    starts = range(0, (count - 1) * each, each)
    return [[], *([kinds[(start + step) % len(kinds)] for step in range(each)] for start in starts)]


def draw_drafts(forms: Iterable[str], count: int, each: int, seed: int = 0) -> list[Draft]:
    """`count` drafts of every format, with the damage that `choose_kinds` gives them."""
    places, codes = list_places(CODELISTS), known_codes()
    return [
        draw_draft(seed + number, form, names, codes, places)
        for form in forms
        for number, names in enumerate(choose_kinds(form, count, each, seed))
    ]


def judge_drafts(drafts: Sequence[Draft], folder: Path) -> Iterator[Judged]:
    """Each draft's file read back and judged."""
    convert = converter(drafts, folder)
    for draft in drafts:
        printed = draft.printed(file_of(folder, draft).read_bytes())
        reading = read_file(printed, convert)
        verdict = judge_reading(printed, reading, known_codes())
        if printed.suffix == ".pdf":
            _judge_sections(draft, reading, verdict)
        yield Judged(draft, printed, reading, verdict)


def read_file(printed: PrintedReport, convert: Converter | None = None) -> Reading:
    """The reading of a print of any format."""
    path = f"{printed.facts.year}/{printed.facts.place.region_code}{printed.suffix}"
    return read_report(path, printed.data, None, known(), convert)


def _judge_sections(draft: Draft, reading: Reading, verdict: Verdict) -> None:
    if reading.report is None:
        return
    read = {section.code: _squeeze(section.text) for section in reading.report.sections}
    for code, text in draft.sections.items():
        if read.get(code, "") != _squeeze(text):
            verdict.broken.append(f"section {code}: {_squeeze(text)!r}, read {read.get(code, '')!r}")


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)
