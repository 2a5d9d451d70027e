"""A draft: a report as blocks, with known damage and its promises, before a program writes it as a file.

Comes in: a seed, a format, names of damage. Goes out: `Draft`, and with the file's bytes a `PrintedReport`.
The same seed gives the same draft. Refuses to know: which program writes it, and the reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from build_scripts.codes import Codes
from tests.printing.damage import ORDER
from tests.printing.facts import MODES, Facts, Key, make_facts
from tests.printing.formats.blocks import Block, lay_blocks
from tests.printing.formats.columns import mend_short_rows, unmeasured_cells
from tests.printing.generate import (
    YEARS,
    Expected,
    MisleadingPrintError,
    PrintedReport,
    Promise,
    expect_cells,
    expect_sections,
    print_sheet,
)
from tests.printing.places import Place
from tests.printing.sheet import LAYOUTS, lay_out

SUFFIXES = {
    "html": ".html", "html-office": ".html", "mhtml": ".mhtml", "docx": ".docx", "docx-office": ".docx",
    "doc": ".doc", "rtf": ".rtf", "odt": ".odt", "pdf-office": ".pdf", "pdf-browser": ".pdf",
}  # fmt: skip
"""The formats by name and suffix; `-office` is written by LibreOffice, `-browser` by Chromium."""
FORMATS = tuple(SUFFIXES)
AS_WRITTEN = ("html", "mhtml", "docx")
"""Formats that keep a table's columns as they are written; in the others each table has those that its rows show."""
DRAWN = (LAYOUTS[2], LAYOUTS[4], LAYOUTS[6])
"""Layouts whose heads stand above their numbers, as they do wherever a table is drawn."""
_TRIES = 20


@dataclass
class Setup:
    """How the page is made. `rules`: all, horizontal, none. `markup`: article, word, layout, bare, fragment."""

    markup: str = "bare"
    rules: str = "all"
    codec: str = "utf-8"
    charset: str = ""
    end_tags: bool = True
    landscape: bool = False
    paper: str = "A4"
    running_heads: bool = False
    repeat_heads: bool = False
    spacious: bool = False
    framed: bool = False
    hard_blanks: bool = False


@dataclass(eq=False)
class Draft:
    """A report about to be written; `cells` and `sections` are what is promised of it."""

    seed: int
    format: str
    facts: Facts
    damages: tuple[str, ...]
    title: str
    blocks: list[Block]
    cells: dict[Key, Expected]
    sections: dict[str, str]
    setup: Setup = field(default_factory=Setup)

    @property
    def name(self) -> str:
        """A file name that tells how to draw it again."""
        return f"{self.seed}-{'+'.join(self.damages) or 'none'}"[:120]

    def leave_open(self, keys: Iterable[Key]) -> None:
        """Of these cells nothing is promised but that no other number is given."""
        for key in keys:
            if key in self.cells:
                self.cells[key] = replace(self.cells[key], promise=Promise.GAP_ALLOWED)

    def printed(self, data: bytes) -> PrintedReport:
        """The file beside its promises; a PDF's paragraphs are promised without their line breaks (`pdf_sections`)."""
        sections = {} if SUFFIXES[self.format] == ".pdf" else self.sections
        return PrintedReport(
            self.facts, self.damages, SUFFIXES[self.format], "", data, self.title, self.cells, sections
        )


def draw_draft(seed: int, form: str, damages: Sequence[str], codes: Codes, places: tuple[Place, ...]) -> Draft:
    """A draft of random facts with the named damage, of the text prints' kinds and of the formats' own."""
    for turn in range(_TRIES):
        try:
            return _draw(seed, Random(f"{seed}/{form}/{turn}"), form, damages, codes, places)
        except MisleadingPrintError:
            continue
    raise MisleadingPrintError(f"no print of {damages} that does not mislead, seed {seed}")


def _draw(seed: int, rng: Random, form: str, damages: Sequence[str], codes: Codes, places: tuple[Place, ...]) -> Draft:
    from tests.printing.formats.damage import FORMAT_DAMAGE

    edition = rng.choice(("2019", "2021"))
    facts = make_facts(rng, codes, rng.choice(places), rng.choice(YEARS), edition, rng.choice(MODES))
    merged = rng.random() < 0.75
    sheet = lay_out(rng, facts, codes, SUFFIXES[form], DRAWN if merged or rng.random() < 0.5 else LAYOUTS)
    of_text = sorted({name for name in damages if name in ORDER}, key=ORDER.__getitem__)
    sheet, _ = print_sheet(sheet, of_text, codes, rng)
    mend_short_rows(sheet)
    cells = expect_cells(sheet)
    own = [name for name in FORMAT_DAMAGE if name in damages]
    names = (*of_text, *own)
    draft = Draft(
        seed, form, facts, names, "".join(sheet.title), lay_blocks(sheet, merged), cells, expect_sections(sheet)
    )
    draft.setup.codec = sheet.codec
    draft.setup.markup = rng.choice(("article", "article", "bare")) if form in ("html", "mhtml") else "bare"
    draft.leave_open(unmeasured_cells(sheet, form not in AS_WRITTEN))
    for name in own:
        FORMAT_DAMAGE[name].apply(draft, rng)
    if draft.setup.markup == "article":
        draft.sections.pop("0", None)  # the date and the source of the page's head may stand before the report's text
    return draft
