"""JSON joined by hand is JSON: the encoder's own text, whatever the rows hold."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from build_scripts.packaging.package import CellRow, CheckRow
from build_scripts.publishing.json_text import Written, write_object, write_rows, write_tables

TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
CELLS = st.lists(st.tuples(*[TEXT] * len(CellRow._fields)).map(CellRow._make), max_size=4).map(tuple)
CHECKS = st.lists(st.tuples(*[TEXT] * len(CheckRow._fields)).map(CheckRow._make), max_size=4).map(tuple)


@given(CELLS, CHECKS, TEXT, st.integers())
def test_it_is_the_text_of_the_encoder(
    cells: tuple[CellRow, ...], checks: tuple[CheckRow, ...], text: str, number: int
) -> None:
    made = write_object(
        {text: text, "n": number, "none": None, "t": write_tables({text: cells}), "c": write_rows(checks)}
    )
    told = {
        text: text,
        "n": number,
        "none": None,
        "t": {text: [cell._asdict() for cell in cells]},
        "c": [check._asdict() for check in checks],
    }
    assert made == json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def test_only_what_is_said_to_be_json_is_taken_for_it() -> None:
    assert write_object({"a": "[1]", "b": Written("[1]")}) == '{"a":"[1]","b":[1]}'
