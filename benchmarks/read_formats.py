"""`python -m benchmarks.read_formats RUNS`: reading one report of every format, and PDFs of about ten pages.

Comes in: how many runs. Goes out: a line for each file: its name and the seconds of each run, tab-parted. The files are
written beforehand by the programs of `tests.printing.formats`; a reading is one call of the reader's own function, in a
process that has read a file of the format before. LibreOffice's work on .doc, .rtf and .odt is part of it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from build_scripts.packaging.handed_in import convert_office
from build_scripts.reading import read_report
from tests.printing.folder import CODELISTS
from tests.printing.formats.draft import FORMATS, Draft, draw_draft
from tests.printing.formats.files import file_of, write_files
from tests.printing.places import list_places
from tests.printing.readback import known, known_codes

_SEED = 3
_LONG = 7
"""Times that a long report says its paragraphs: it has about ten pages then."""


def main() -> None:
    """Write the files, read each `RUNS` times, print the seconds."""
    runs = int(sys.argv[1])
    places = list_places(CODELISTS)
    drafts = [draw_draft(_SEED, form, [], known_codes(), places) for form in FORMATS]
    drafts += [
        lengthen(draw_draft(_SEED + 1, form, [], known_codes(), places)) for form in FORMATS if form.startswith("pdf")
    ]
    with tempfile.TemporaryDirectory() as folder:
        write_files(drafts, Path(folder))
        for draft in drafts:
            file = file_of(Path(folder), draft)
            pages = f", {count_pages(file)} pages" if file.suffix == ".pdf" else ""
            print(f"{draft.format}{pages}", *time_readings(file, runs), sep="\t", flush=True)


def lengthen(draft: Draft) -> Draft:
    """The same report with as much text as ten pages hold: its paragraphs again and again, numbered."""
    at = next(at for at, block in enumerate(draft.blocks) if block.text.startswith("五、"))
    more = [block for block in draft.blocks if block.kind == "paragraph"] * _LONG
    draft.blocks[at:at] = [replace(block, text=f"{number}．{block.text}") for number, block in enumerate(more, 1)]
    return draft


def count_pages(file: Path) -> int:
    """The pages of a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(file)
    try:
        return len(document)
    finally:
        document.close()


def time_readings(file: Path, runs: int) -> list[float]:
    """Seconds of each reading; the first, which loads the format's library, is not among them."""
    data, seconds = file.read_bytes(), list[float]()
    for _ in range(runs + 1):
        begun = time.perf_counter()
        reading = read_report(f"2021/410781{file.suffix}", data, None, known(), convert_office)
        seconds.append(time.perf_counter() - begun)
        if reading.report is None:
            raise SystemExit(f"{file.name}: {[finding.code for finding in reading.findings]}")
    return seconds[1:]


if __name__ == "__main__":
    main()
