"""Looking by columns finds what Frictionless finds, and what it lets pass: every rule of every table, at its place."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import frictionless
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.packaging.problems import Problem
from build_scripts.packaging.stretches import cut_by_partition, cut_table
from build_scripts.packaging.table_checks import find_gaps, find_row_problems
from build_scripts.packaging.validation import find_problems
from tests.tables_with_errors import GOOD, GOOD_GROUPS, GROUPS, RECORDS, render, write_raw, write_tables

OURS_ALONE = {"order-error", "form-error"}
"""What Frictionless does not look for: the order of records, and bytes that are well read but not as agreed."""
Place = tuple[str, int, str, str]


def list_places(problems: tuple[Problem, ...]) -> set[Place]:
    return {(one.file, one.row, one.field, one.code) for one in problems if one.code not in OURS_ALONE}


def tell(problems: tuple[Problem, ...]) -> set[tuple[int, str, str]]:
    return {(one.row, one.field, one.code) for one in problems}


def test_a_package_without_a_fault_has_none(real_package: Path, tmp_path: Path) -> None:
    assert find_row_problems(real_package) == ()
    assert find_row_problems(write_tables(tmp_path)) == find_problems(tmp_path) == ()


# Every rule of every schema is broken in the real package, in rounds of one rule a field.


MOST = 60
"""Records of a table that are kept: what they refer to may be cut off, and is missed by both alike."""


NONE_REAL = {
    "corrections": ("410781-a-2021", "applications", "granted", "total", "1", "2", "改正", "https://example.org/"),
}
"""A record of the tables of which the real package has none."""

ROUNDS = 4
"""No field has more rules."""


@pytest.mark.parametrize("number", range(ROUNDS))
def test_each_rule_of_each_table_is_held_and_both_find_the_same(
    real_package: Path, tmp_path: Path, number: int
) -> None:
    broken = break_rules(real_package, tmp_path, number)
    ours, theirs = find_row_problems(tmp_path), find_problems(tmp_path)
    assert broken <= list_places(ours)
    assert list_places(ours) == list_places(theirs)


def break_rules(package: Path, folder: Path, number: int) -> set[Place]:
    """Write the package of some records of each table, the rule of this number of each field broken; where and how."""
    broken: set[Place] = set()
    tables = {}
    for entry in json.loads((package / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        text = (package / entry["path"]).read_text(encoding="utf-8")
        records = list(csv.reader(io.StringIO(text, newline="")))[1 : MOST + 1]
        records = records or [list(NONE_REAL[entry["name"]])]
        for place, field in enumerate(entry["schema"]["fields"]):
            ways = list_ways(field, entry["schema"])
            assert len(ways) <= ROUNDS
            if number < len(ways):
                code, text = ways[number]
                row = (place * 7 + number) % len(records)
                if code == "unique-error":
                    row = max(1, row)
                    text = records[row - 1][place]
                records[row][place] = text
                broken.add((entry["path"], row + 2, field["name"], code))
        tables[entry["name"]] = (entry["schema"], render(records))
    write_raw(folder, tables)
    return broken


def list_ways(field: dict[str, Any], schema: dict[str, Any]) -> list[tuple[str, str]]:
    """Codes of problems and texts that provoke them, one for each rule of the field."""
    asked = field.get("constraints", {})
    ways = [("type-error", "x")] if field["type"] != "string" else []
    ways += [("constraint-error", "")] if asked.get("required") else []
    ways += [("constraint-error", "!不 合")] if "pattern" in asked or "enum" in asked else []
    ways += [("constraint-error", str(asked["minimum"] - 1))] if "minimum" in asked else []
    ways += [("constraint-error", str(asked["maximum"] + 1))] if "maximum" in asked else []
    ways += [("unique-error", "")] if asked.get("unique") else []
    is_key = any(field["name"] in key["fields"] for key in schema.get("foreignKeys", ()))
    return ways + ([("foreign-key", "9")] if is_key else [])


# Records of a small package are filled at random, from texts that are good somewhere and bad elsewhere.

TEXTS = sorted(
    {text for record in (*GOOD, *GOOD_GROUPS) for text in record} | {"zz", "100", "-1", "1.5", "3", "4101-A"}
)
cells = st.sampled_from(TEXTS)
tables = st.tuples(
    st.lists(st.sampled_from(GOOD) | st.tuples(*[cells] * len(RECORDS["fields"])) | st.lists(cells, max_size=12)),
    st.lists(st.sampled_from(GOOD_GROUPS) | st.tuples(*[cells] * len(GROUPS["fields"]))),
)


@settings(max_examples=15)
@given(tables)
def test_both_verdicts_are_equal_whatever_stands_in_the_tables(
    contents: tuple[list[tuple[str, ...]], list[tuple[str, ...]]],
) -> None:
    records, groups = contents
    with TemporaryDirectory() as name:
        folder = write_tables(Path(name), render(records), render(groups))
        ours, theirs = find_row_problems(folder), find_problems(folder)
        assert list_places(ours) == list_places(theirs)
        pieces = [stretch for table in ("groups", "records") for stretch in cut_table(folder, table, 40)]
        assert list_places(find_row_problems(folder, pieces)) == list_places(ours)
        untouched = frictionless.Package(str(folder / "datapackage.json")).validate()
        told = [error.message for task in untouched.tasks for error in task.errors]
        assert sorted(one.message for one in theirs) == sorted(told)


# What Frictionless lets pass is refused here.

STRICTER = (
    ("count", " 12", "type-error"),
    ("count", "1_2", "type-error"),
    ("count", "１２", "type-error"),
    ("amount", "1E2", "type-error"),
    ("amount", "Infinity", "type-error"),
    ("amount", "1.", "type-error"),
    ("day", "2024-2-9", "type-error"),
    ("id", "4101-a\n", "constraint-error"),
)
"""Field, text, what is wrong with it: numbers and dates are written as the data contract has them, and no end of a line
hides behind the end of a pattern."""


@pytest.mark.parametrize(("field", "text", "code"), STRICTER)
def test_what_frictionless_lets_pass_is_refused(tmp_path: Path, field: str, text: str, code: str) -> None:
    record = list(GOOD[0])
    record[[each["name"] for each in RECORDS["fields"]].index(field)] = text
    folder = write_tables(tmp_path, render([record]))
    assert find_problems(folder) == ()
    assert tell(find_row_problems(folder)) == {(2, field, code)}


FIRST = render(GOOD[:3])
FORMS = (
    ("CR LF", FIRST + b"4102-a,x,a,,,,,,,\r\n", {(5, "", "form-error")}),
    ("a quote inside a field", FIRST + b'4102-a,x,a,,,,,,,a"b"c\n', {(5, "", "form-error")}),
    ("a quote that is not closed", FIRST + b'4102-a,x,a,,,,,,,"abc\n', {(5, "", "form-error")}),
    ("no LF at the end", FIRST + b"4102-a,x,a,,,,,,,", {(5, "", "form-error")}),
    ("a NUL", FIRST + b"4102-a,x,a,,,,,,,\0\n", {(5, "", "form-error")}),
    ("what is not UTF-8", FIRST + b"4102-a,x,a,,,,,,,\xff\n", {(5, "", "encoding-error")}),
    (
        "not UTF-8 below a record on two lines",
        render(GOOD[:4]) + b"4103-a,x,a,,,,,,,\xff\n",
        {(6, "", "encoding-error")},
    ),
    (
        "not UTF-8 on the third line of a record",
        FIRST + b'4102-a,x,a,,,,,,,"a\nb\n\xff"\n',
        {(5, "", "encoding-error")},
    ),
    ("a quote inside a character", FIRST + b'4102-a,x,a,,,,,,,\xe4\xb8"\x80\n', {(5, "", "encoding-error")}),
    ("a field too many", FIRST + b"4102-a,x,a,,,,,,,,\n", {(5, "", "extra-cell")}),
    ("a field too few", FIRST + b"4102-a,x,a,,,,,,\n", {(5, "text", "missing-cell")}),
    ("a line with nothing", FIRST + b"\n", {(5, "", "blank-row"), (5, "", "primary-key")}),
    ("fields with nothing", b",,,,,n/a,,,,\n" + FIRST, {(2, "", "blank-row"), (2, "", "primary-key")}),
    ("the order turned round", render(GOOD[::-1]), {(row, "", "order-error") for row in range(3, 8)}),
)
"""What is wrong with the bytes, records with it, and how it is told."""


@pytest.mark.parametrize(
    ("records", "told"), [(data, told) for _, data, told in FORMS], ids=[name for name, *_ in FORMS]
)
def test_bytes_that_are_not_as_agreed_are_told_with_their_record(
    tmp_path: Path, records: bytes, told: set[tuple[int, str, str]]
) -> None:
    assert tell(find_row_problems(write_tables(tmp_path, records))) == told


def test_a_record_that_cannot_be_read_is_told_and_those_above_it_are_looked_at(tmp_path: Path) -> None:
    folder = write_tables(tmp_path, b"4101-a,v,zz,,,,,,,\n" + FIRST + b"4102-a,x,a,,,,,,," + b"x" * 200 + b"\r\n")
    limit = csv.field_size_limit(100)
    try:
        assert tell(find_row_problems(folder)) == {(2, "group", "foreign-key"), (6, "", "source-error")}
    finally:
        csv.field_size_limit(limit)


def test_a_byte_that_is_no_text_in_a_record_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    folder = write_tables(tmp_path, FIRST + b"4102-a,x,a,,,,,,," + b"x" * 200 + b"\xff\n")
    limit = csv.field_size_limit(100)
    try:
        assert tell(find_row_problems(folder)) == {(5, "", "encoding-error"), (5, "", "source-error")}
    finally:
        csv.field_size_limit(limit)


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b"\xef\xbb\xbfcode,order,parent\n", {(0, "code", "incorrect-label")}),
        (b"code,order\n", {(0, "parent", "missing-label")}),
        (b"code,order,parent,more\n", {(0, "", "extra-label")}),
        (b"code,order,parent\r\n", {(1, "", "form-error")}),
    ],
)
def test_a_head_that_is_not_as_agreed_is_told(tmp_path: Path, head: bytes, told: set[tuple[int, str, str]]) -> None:
    path = write_tables(tmp_path) / "data/groups.csv"
    path.write_bytes(head + render(GOOD_GROUPS))
    found = tell(find_row_problems(tmp_path))
    assert {one for one in found if one[2] not in {"hash-count", "byte-count"}} == told


def test_a_file_that_is_not_the_described_one_is_told(tmp_path: Path) -> None:
    path = write_tables(tmp_path) / "data/groups.csv"
    path.write_bytes(path.read_bytes().replace(b"c,3,b", b"c,3,a"))
    assert {(one.file, one.code) for one in find_row_problems(tmp_path)} == {("data/groups.csv", "hash-count")}


# Partitions: a record in the wrong one, or in none, is found.


def test_a_record_of_another_partition_is_found(tmp_path: Path) -> None:
    (whole,) = cut_table(write_tables(tmp_path), "records")
    problems = find_row_problems(tmp_path, [whole._replace(prefix="4101")])
    assert tell(problems) == {(row, "id", "order-error") for row in (5, 6, 7)}


def test_partitions_must_make_up_the_table_in_their_order(tmp_path: Path) -> None:
    stretches = cut_by_partition(write_tables(tmp_path), "records")
    assert [stretch.prefix for stretch in stretches] == ["4101", "4102", "4103"]
    assert find_gaps(tmp_path, stretches) == ()
    one, two, three = stretches
    for wrong in ([one, three], [two, three], [one, two], [one, three, two], [one, two._replace(prefix="4101"), three]):
        assert [(each.file, each.code) for each in find_gaps(tmp_path, wrong)] == [("data/records.csv", "order-error")]
