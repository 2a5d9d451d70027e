"""What is written is read back exactly, by the readers that people use."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import frictionless
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.packaging.tables import TableError, render_head, render_rows, sort_rows
from build_scripts.packaging.unfit import find_unfit

HOSTILE = [
    "=1+1",
    "+1036",
    '=HYPERLINK("http://x.invalid")',
    "-",
    "@a",
    "a\rb",
    "a\r\nb",
    "a\nb",
    '"',
    '""a',
    "，,;\t|",
    " before and after ",
    "\u2028line\u2029paragraph\x0cform\x85next",
    "NA",
    "null",
    "1e5",
    "007",
    "<script>&amp;</script>",
    "\ufeffmark",
    "{{ x }}",
    "西工区🏛️\U00020000",
]


def test_numbers_are_printed_as_reported_and_none_is_nothing() -> None:
    rows = [
        ("r", "fee", "amount", Decimal("250.83"), "reported", "250.83", 7, ""),
        ("r", "fee", "decisions", Decimal("7.32E+3"), "reported", "7320", 8, ""),
        ("r", "licence", "decisions", None, "blank", "", None, ""),
        ("r", "penalty", "decisions", -5, "reported", "-5", 9, ""),
        ("r", "procurement", "procurement_amount", Decimal("580.5858"), "reported", "580.5858", 10, ""),
    ]
    assert render_rows("disclosures", rows) == (
        "r,fee,amount,250.83,reported,250.83,7,\n"
        "r,fee,decisions,7320,reported,7320,8,\n"
        "r,licence,decisions,,blank,,,\n"
        "r,penalty,decisions,-5,reported,-5,9,\n"
        "r,procurement,procurement_amount,580.5858,reported,580.5858,10,\n"
    )


def test_rows_are_sorted_by_code_point_whatever_their_order() -> None:
    keys = ["机", "z", "A", "a-1", "a", "\U00020000", "a1", "\uff5e"]
    rendered = render_rows("sections", [(key, "0", "", "", 1, 1) for key in keys])
    assert [line.split(",")[0] for line in rendered.splitlines()] == sorted(keys)


def test_fields_are_quoted_only_if_they_must_be() -> None:
    rendered = render_rows("corrections", [("r", "t", "a,b", 'say "x"', "l\rr", "l\nr", " =1 ", "plain")])
    assert rendered == 'r,t,"a,b","say ""x""","l\rr","l\nr", =1 ,plain\n'


def test_a_key_that_stands_twice_is_refused_by_name() -> None:
    rows = [("r1", "1", "", "", 1, 1), ("r1", "1", "x", "", 2, 2)]
    with pytest.raises(TableError, match="sections: the key r1, 1 stands twice"):
        sort_rows("sections", rows)


@pytest.mark.parametrize(("text", "name"), [("a\x00b", "U+0000"), ("\ud800", "U+D800"), ("\udfff", "U+DFFF")])
def test_what_csv_cannot_carry_is_refused_by_name(text: str, name: str) -> None:
    assert find_unfit(["good", text]) == name
    with pytest.raises(TableError, match=f"column heading: a text holds {name.replace('+', '.')}"):
        render_rows("sections", [("r", "1", text, "", 1, 1)])


def test_no_rows_give_no_text() -> None:
    assert render_rows("checks", []) == ""


@pytest.mark.parametrize("text", HOSTILE)
def test_text_comes_back_exactly_from_every_reader(text: str, tmp_path: Path) -> None:
    assert read_three_ways(text, tmp_path) == {"csv": text, "pandas": text, "frictionless": text}


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40))
def test_any_text_comes_back_exactly_from_csv(text: str) -> None:
    table = render_head("sections") + render_rows("sections", [("r", "1", text, text, 1, 1)])
    assert list(csv.reader(io.StringIO(table, newline="")))[1] == ["r", "1", text, text, "1", "1"]


def read_three_ways(text: str, folder: Path) -> dict[str, object]:
    """The text as the standard library, pandas and frictionless read it from a table with rows around it."""
    rows = [("r", "0", "before", "x", 1, 1), ("r", "1", text, "y", 2, 2), ("r", "2", "after", "z", 3, 3)]
    table = render_head("sections") + render_rows("sections", rows)
    (folder / "t.csv").write_bytes(table.encode())
    frame = pd.read_csv(folder / "t.csv", dtype=str, keep_default_na=False, encoding="utf-8")
    fields = [{"name": name, "type": "string"} for name in render_head("sections").strip().split(",")]
    resource = frictionless.Resource(
        {"name": "t", "path": "t.csv", "encoding": "utf-8", "schema": {"fields": fields}}, basepath=str(folder)
    )
    with (folder / "t.csv").open(encoding="utf-8", newline="") as stream:
        plain = list(csv.reader(stream))
    assert len(plain) == 4
    assert frame.shape == (3, 6)
    return {"csv": plain[2][2], "pandas": frame.iloc[1]["heading"], "frictionless": resource.read_rows()[1]["heading"]}
