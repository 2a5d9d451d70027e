"""Reports are written as files of every format by other programs, then read: the same cells or a finding, never others.

`ROUND_TRIP_FORMATS=n` writes n files of each format instead of 15, or 6 where a browser and 3 where
LibreOffice writes them; `make audit` writes 100.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser import BrowserMissing, find_browser
from tests.printing.damage import BY_NAME
from tests.printing.folder import CODELISTS
from tests.printing.formats.damage import FORMAT_DAMAGE, TEXT_ONLY, applicable
from tests.printing.formats.draft import FORMATS, Draft, draw_draft
from tests.printing.formats.files import needs, write_files
from tests.printing.formats.office import OfficeMissing, require_office
from tests.printing.formats.readback import Judged, choose_kinds, draw_drafts, judge_drafts
from tests.printing.formats.table import ALL_FORMATS, DAMAGES
from tests.printing.formats.web import to_page
from tests.printing.formats.word import to_docx
from tests.printing.generate import Promise
from tests.printing.places import list_places
from tests.printing.readback import known_codes

ASKED = int(os.environ.get("ROUND_TRIP_FORMATS", "0"))
KINDS_EACH = 4
PAGE = Path(__file__).parents[1] / "docs" / "contribute" / "reading-quality.md"
PLACES = list_places(CODELISTS)
Once = Callable[[Path, Callable[[Path], None]], Path]


def count_usual(form: str) -> int:
    """So many files of a format as `make test` writes: LibreOffice takes a second for each, our own printers none."""
    return {"office": 3, "browser": 6}.get(needs(form), 15)


def drafts_of(form: str) -> list[Draft]:
    return draw_drafts([form], ASKED or count_usual(form), KINDS_EACH)


@pytest.fixture(scope="session")
def judged(shared_folder: Path, make_once: Once) -> Callable[[str], list[Judged]]:
    """The drafts of a format, written by the first process that asks, read and judged."""

    def judge(form: str) -> list[Judged]:
        _require(form)
        drafts = drafts_of(form)
        folder = make_once(shared_folder / f"printed-{form}", lambda made: write_files(drafts, made))
        return list(judge_drafts(drafts, folder))

    return judge


def _require(form: str) -> None:
    """The program that writes this format; without it the test is skipped, but in CI it fails."""
    try:
        _ = {"office": require_office, "browser": find_browser}.get(needs(form), Path)()
    except (OfficeMissing, BrowserMissing) as missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(missing))


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
def test_files_of_every_format_keep_their_promise(form: str, judged: Callable[[str], list[Judged]]) -> None:
    faults: dict[str, list[str]] = {"wrong": [], "broken": [], "silent": []}
    for one in judged(form):
        for kind, found in faults.items():
            found += [f"{one.draft.seed} {one.draft.damages}: {fault}" for fault in getattr(one.verdict, kind)]
    assert faults["wrong"] == []
    assert faults["broken"] == []
    assert faults["silent"] == []


def test_every_kind_of_damage_stands_in_some_file() -> None:
    """With the count of `make test`, over all formats together."""
    drawn = {name for form in FORMATS for names in choose_kinds(form, count_usual(form), KINDS_EACH) for name in names}
    assert drawn == {*BY_NAME, *FORMAT_DAMAGE} - TEXT_ONLY.keys()


def test_every_damage_of_the_formats_leaves_a_trace() -> None:
    untouched = {name for name, one in FORMAT_DAMAGE.items() if not _leaves_a_trace(name, sorted(one.formats)[0])}
    assert untouched == set()


def _leaves_a_trace(damage: str, form: str) -> bool:
    for seed in range(12):
        damaged, sound = (draw_draft(seed, form, names, known_codes(), PLACES) for names in ([damage], []))
        if (to_page(damaged), to_docx_text(damaged)) != (to_page(sound), to_docx_text(sound)):
            return True
        if damaged.setup != sound.setup:
            return True
    return False


def to_docx_text(draft: Draft) -> bytes:
    import io
    import zipfile

    return zipfile.ZipFile(io.BytesIO(to_docx(draft))).read("word/document.xml")


def test_an_undamaged_draft_promises_every_cell() -> None:
    drafts = (draw_draft(seed, "docx", [], known_codes(), PLACES) for seed in range(20))
    draft = next(one for one in drafts if all(expected.truth.value is not None for expected in one.cells.values()))
    assert {expected.promise for expected in draft.cells.values()} == {Promise.EXACT}
    assert draft.sections.keys() == set("0123456")


def test_the_same_seed_draws_the_same_file() -> None:
    first, second = (draw_draft(5, "html", ["row_hidden", "dashes"], known_codes(), PLACES) for _ in range(2))
    assert to_page(first) == to_page(second)


def test_each_format_has_damage_of_its_own() -> None:
    assert all(set(applicable(form)) & FORMAT_DAMAGE.keys() for form in FORMATS)


def test_the_page_counts_every_format_and_every_damage_and_nothing_wrong() -> None:
    """The page is made by the command it names; new damage or a new format asks for a new run."""
    page = PAGE.read_text("utf-8")
    summary, matrix = (re.findall(r"^\| (.+) \|$", part, re.MULTILINE) for part in page.split("| 损坏 damage |"))
    counted = {row.split(" | ")[0]: row.split(" | ") for row in summary if row.split(" | ")[0] in ALL_FORMATS}
    assert set(counted) == set(ALL_FORMATS)
    assert {row[8] for row in counted.values()} == {"0"}, "wrong"
    assert {row[9] for row in counted.values()} == {"0"}, "silent"
    assert all(float(row[5].removesuffix(" %")) >= 99.9 for row in counted.values())
    assert page.split("| 损坏 damage |")[1].split("\n")[0].strip(" |").split(" | ") == list(ALL_FORMATS)
    assert [row.split(" | ")[0] for row in matrix if " / " in row] == list(DAMAGES)
