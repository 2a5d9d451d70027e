"""What the fuzzers kept is read again, and hypothesis hands every reader what nobody would print.

The coverage-guided run itself is `python -m tests.fuzzing`, in `make audit`; `FUZZING=n` asks for n examples of each
target here instead of a few.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from build_scripts.model import Cell, Reading, State
from build_scripts.reading import read_report
from build_scripts.reading.tables import amounts
from tests.fuzzing import targets
from tests.fuzzing.promises import BrokenPromise, hold_promises
from tests.fuzzing.shaping import change, read_entries
from tests.fuzzing.targets import CORPUS, PATH, TARGETS
from tests.guards.keeping import keep_figures
from tests.printing.readback import known, known_codes
from tests.report_texts import print_text

FEW = 3
EXAMPLES = int(os.environ.get("FUZZING", FEW))
"""With the few of `make test` they are the same ones every time."""
MOST_KEPT = 1_500_000


def kept(name: str) -> list[Path]:
    return sorted((CORPUS / name).iterdir())


@pytest.mark.parametrize("name", TARGETS)
def test_what_the_fuzzers_kept_is_read_and_keeps_its_promises(name: str) -> None:
    """The smallest half of it here, all of it in `make audit`."""
    files = sorted(kept(name), key=lambda path: (path.stat().st_size, path.name))
    assert files
    for path in files if EXAMPLES > FEW else files[: max(2, len(files) // 2)]:
        TARGETS[name].run(path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_changed_files_are_read_or_refused(name: str) -> None:
    """Inputs of the corpus with parts moved, doubled, left out or given odd numbers, and with bytes changed blindly."""
    smallest = sorted(kept(name), key=lambda path: (path.stat().st_size, path.name))[:4]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=EXAMPLES == FEW,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(smallest), st.integers(0, 2**32))
    def try_changed(path: Path, seed: int) -> None:
        rng = Random(seed)
        TARGETS[name].run(
            change(path.read_bytes(), TARGETS[name].parts, rng, lambda data, most: spoil(data, rng), 10**5)
        )

    try_changed()


def spoil(data: bytes, rng: Random) -> bytes:
    """A byte changed, a piece cut out, or both."""
    spoilt = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        if spoilt:
            spoilt[rng.randrange(len(spoilt))] = rng.randrange(256)
    at = rng.randrange(len(spoilt) + 1)
    return bytes(spoilt[:at] + spoilt[at + rng.choice((0, 1, 50)) :])


@settings(
    max_examples=5 * EXAMPLES,
    deadline=None,
    database=None,
    derandomize=EXAMPLES == FEW,
    suppress_health_check=list(HealthCheck),
)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(print_text().split("\n")),
            st.text(max_size=30),
            st.lists(st.sampled_from(["", "0", "1", "—", "１２", "3件", "(2)", "规章", "合计"]), max_size=12).map(
                "\t".join
            ),
        ),
        max_size=30,
    )
)
def test_lines_in_any_order_are_a_report_or_findings(lines: list[str]) -> None:
    targets.read_file("\n".join(lines).encode("utf-8", "surrogatepass"))


def test_no_file_of_the_corpus_is_large_and_all_are_made() -> None:
    files = [path for path in CORPUS.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < MOST_KEPT
    assert {path.parent.name for path in files} == {*TARGETS, "corpus"}


def test_changing_a_packed_file_leaves_a_packed_file() -> None:
    data = (CORPUS / "sound.docx").read_bytes()
    made = [change(data, "zip", Random(seed), lambda same, most: same, 10**6) for seed in range(40)]
    assert all(read_entries(one) for one in made)
    assert len({one for one in made if one != data}) > 20


def sound() -> Reading:
    return read_report(PATH, (CORPUS / "sound.txt").read_bytes(), None, known())


def spoil_cell(reading: Reading, **changes: object) -> Reading:
    """The reading with its first cell that has a number changed."""
    assert reading.report is not None
    at = next(at for at, cell in enumerate(reading.report.cells) if cell.value)
    cells: list[Cell] = list(reading.report.cells)
    cells[at] = cells[at]._replace(**changes)  # type: ignore[arg-type]
    return replace(reading, report=replace(reading.report, cells=tuple(cells)))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": 987}, "read as 987"),
        ({"state": State.BLANK}, "blank"),
        ({"value": None}, "reported"),
        ({"line": 10_000}, "no such line"),
        ({"line": 1}, "not on its line"),
        ({"line": None}, "a number on no line"),
        ({"row": "regulation"}, "stands twice|have no row"),
        ({"state": "printed"}, "state 'printed'"),
    ],
)
def test_a_cell_that_says_what_is_not_printed_breaks_a_promise(changes: dict[str, object], said: str) -> None:
    hold_promises(sound(), known_codes())
    with pytest.raises(BrokenPromise, match=said):
        hold_promises(spoil_cell(sound(), **changes), known_codes())


def test_a_report_without_a_table_keeps_its_promises() -> None:
    targets.read_file(print_text().split("\n")[0].encode())


def test_a_section_beyond_the_file_or_with_other_digits_breaks_a_promise() -> None:
    reading = sound()
    assert reading.report is not None
    first = reading.report.sections[0]
    for section in (replace(first, line_end=10_000), replace(first, text="2999"), replace(first, code="9")):
        spoilt = replace(reading, report=replace(reading.report, sections=(section,)))
        with pytest.raises(BrokenPromise, match="section"):
            hold_promises(spoilt, known_codes())


def test_a_withheld_report_without_an_error_breaks_a_promise() -> None:
    with pytest.raises(BrokenPromise, match="withheld"):
        hold_promises(replace(sound(), report=None), known_codes())


def test_a_number_read_wrongly_is_found_by_the_way_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard's own guard: a reader that drops a fraction's point is caught."""
    read = amounts.read_mark

    def misread(text: str) -> amounts.Mark:
        mark = read(text)
        return replace(mark, value=mark.value + 7) if mark.value else mark

    monkeypatch.setattr("build_scripts.reading.tables.cells.read_mark", misread)
    from build_scripts.reading.tables import cells

    cells.judge_cell.cache_clear()
    try:
        with pytest.raises(BrokenPromise, match="read as"):
            targets.read_file(print_text().replace("行政许可\t44", "行政许可\t44件").encode())
    finally:
        cells.judge_cell.cache_clear()


def test_figures_are_kept_one_a_row_and_newer_ones_replace_older(tmp_path: Path) -> None:
    keep_figures("some", {"b": (2, "MB"), "a": (1.5, "s")}, tmp_path)
    path = keep_figures("some", {"b": (1234567, "MB")}, tmp_path)
    rows = [line.split(",")[2:] for line in path.read_text("utf-8").splitlines()]
    assert rows == [["figure", "value", "unit"], ["a", "1.5", "s"], ["b", "1234567", "MB"]]
