"""A table is called plain exactly if Frictionless, left alone, finds nothing wrong with it, whatever may be wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import frictionless
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from build_scripts.packaging import plain_tables
from build_scripts.packaging.faultless import read_entries
from build_scripts.packaging.plain_tables import is_plain
from build_scripts.packaging.validation import find_problems
from tests.tables_with_errors import GOOD, GOOD_GROUPS, GROUPS, RECORDS, render, write_raw, write_tables

Record = tuple[str, ...]
NAMES = [field["name"] for field in RECORDS["fields"]]


@pytest.fixture(autouse=True, params=[2, 100], ids=["in blocks of two", "in one block"])
def block(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that have to do with each other stand in one block, and in two."""
    monkeypatch.setattr(plain_tables, "BLOCK", request.param)


def tell_alone(folder: Path, name: str) -> list[tuple[str, str]]:
    """What Frictionless, left alone, says of a table: types of errors, and messages."""
    report = frictionless.Package(str(folder / "datapackage.json")).get_resource(name).validate()
    return [(error.type, error.message) for task in report.tasks for error in task.errors] + [
        (error.type, error.message) for error in report.errors
    ]


def with_cell(field: str, text: str) -> Callable[[int], bytes]:
    """The good records, in one of them a cell that says this."""
    place = NAMES.index(field)

    def write(row: int) -> bytes:
        record = GOOD[row]
        return render([*GOOD[:row], (*record[:place], text, *record[place + 1 :]), *GOOD[row + 1 :]])

    return write


def with_line(line: bytes) -> Callable[[int], bytes]:
    """The good records, before one of them a line as it is."""
    return lambda row: render(GOOD[:row]) + line + render(GOOD[row:])


FAULTS = (
    ("no text where one is required", with_cell("part", ""), "constraint-error"),
    ("no form of the pattern", with_cell("id", "4101-A"), "constraint-error"),
    ("none of the enumeration", with_cell("kind", "three"), "constraint-error"),
    ("less than the minimum", with_cell("count", "-1"), "constraint-error"),
    ("more than the maximum", with_cell("count", "100"), "constraint-error"),
    ("no integer", with_cell("count", "1.5"), "type-error"),
    ("no number", with_cell("amount", "zz"), "type-error"),
    ("no date", with_cell("day", "2024-02-30"), "type-error"),
    ("no boolean", with_cell("sure", "maybe"), "type-error"),
    ("a unique value twice", with_cell("number", "40"), "unique-error"),
    ("a unique value written twice otherwise", with_cell("number", "+40"), "unique-error"),
    ("a key twice", with_line(render([GOOD[2]])), "primary-key"),
    ("a reference to nothing", with_cell("group", "zz"), "foreign-key"),
    ("a cell too many", with_line(b"4102-b,x,a,,,,,,,,\n"), "extra-cell"),
    ("a cell too few", with_line(b"4102-b,x,a,,,,,,\n"), "missing-cell"),
    ("cells with nothing", with_line(b",,,,,n/a,,,,\n"), "blank-row"),
    ("a line with nothing", with_line(b"\n"), "blank-row"),
    ("what is not UTF-8", with_line(b"4102-b,x,a,,,,,,,\xff\n"), "encoding-error"),
)
"""What is wrong, how the records are written then with the fault at a row, and what Frictionless calls it."""


@pytest.mark.parametrize("row", [0, 3])
@pytest.mark.parametrize(("write", "code"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS])
def test_each_kind_of_faulty_row_is_left_to_frictionless_which_says_what_it_says_alone(
    tmp_path: Path, write: Callable[[int], bytes], code: str, row: int
) -> None:
    folder = write_tables(tmp_path, write(row))
    alone = tell_alone(folder, "records")
    assert code in {kind for kind, _ in alone}
    assert not is_plain(folder, read_entries(folder / "datapackage.json"), "records")
    assert [(one.code, one.message) for one in find_problems(folder, ("records",))] == alone


def test_a_fault_of_the_file_is_left_to_frictionless(tmp_path: Path) -> None:
    folder = write_tables(tmp_path)
    path = folder / "data/records.csv"
    good = path.read_bytes()
    for data in (good.replace(b"1.50", b"1.60"), good + render([("4104-a", "x", *[""] * 8)]), good[:1] + good, b""):
        path.write_bytes(data)
        assert tell_alone(folder, "records")
        assert not is_plain(folder, read_entries(folder / "datapackage.json"), "records")
    path.unlink()
    assert not is_plain(folder, read_entries(folder / "datapackage.json"), "records")


def test_a_head_that_does_not_count_case_is_left_to_frictionless(tmp_path: Path) -> None:
    folder = write_tables(tmp_path)
    entries = read_entries(folder / "datapackage.json")
    assert is_plain(folder, entries, "records")
    careless = {**entries["records"], "dialect": {**entries["records"]["dialect"], "headerCase": False}}
    assert not is_plain(folder, {**entries, "records": careless}, "records")


def test_what_a_key_refers_to_is_looked_up_anew_when_its_file_has_changed(tmp_path: Path) -> None:
    """In the same process, under the same name: what was looked up before is not what stands there now."""
    folder = write_tables(tmp_path)
    assert is_plain(folder, read_entries(folder / "datapackage.json"), "records")
    write_tables(tmp_path, groups=render(GOOD_GROUPS[:2]))
    assert not is_plain(folder, read_entries(folder / "datapackage.json"), "records")


def test_a_description_that_frictionless_refuses_is_told_though_the_tables_are_plain(tmp_path: Path) -> None:
    folder = write_tables(tmp_path)
    assert find_problems(folder, ("records",)) == ()
    path = folder / "datapackage.json"
    words = json.loads(path.read_text(encoding="utf-8"))
    words["resources"][0]["schema"]["fields"][0]["constraints"]["minLength"] = "one"
    path.write_text(json.dumps(words), encoding="utf-8")
    assert {one.file for one in find_problems(folder, ("records",))} == {"datapackage.json"}


TEXTS = sorted(
    {text for record in (*GOOD, *GOOD_GROUPS) for text in record} | {"zz", "100", "-1", "1.5", "3", "4101-A", "+40"}
)
cells = st.sampled_from(TEXTS)
records = st.lists(st.sampled_from(GOOD), unique=True) | st.lists(
    st.sampled_from(GOOD)
    | st.tuples(*[cells] * len(NAMES))
    | st.tuples(st.integers(0, 5), st.integers(0, len(NAMES) - 1), cells).map(
        lambda one: (*GOOD[one[0]][: one[1]], one[2], *GOOD[one[0]][one[1] + 1 :])
    )
    | st.lists(cells, max_size=12).map(tuple),
    max_size=7,
)
groups = st.lists(st.sampled_from(GOOD_GROUPS) | st.tuples(*[cells] * len(GROUPS["fields"])), max_size=4) | st.just(
    list(GOOD_GROUPS)
)


@settings(max_examples=30)
@given(records, groups)
@example(some=[], others=[("b", "2", "a")])
def test_a_table_is_plain_exactly_if_frictionless_alone_finds_nothing(some: list[Record], others: list[Record]) -> None:
    """But for a key that refers into a table with a fault of its own: that may be left to Frictionless."""
    with TemporaryDirectory() as name:
        folder = write_raw(Path(name), {"groups": (GROUPS, render(others)), "records": (RECORDS, render(some))})
        entries = read_entries(folder / "datapackage.json")
        alone = {name: tell_alone(folder, name) for name in entries}
        assert is_plain(folder, entries, "groups") == (not alone["groups"])
        plain = is_plain(folder, entries, "records")
        assert not (plain and alone["records"])
        assert plain or alone["records"] or alone["groups"]
