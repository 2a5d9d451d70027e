"""A new agency whose name only looks like one that is held: told as such to who reviews it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from build_scripts.contributing.reviewing import newcomers
from build_scripts.contributing.reviewing.newcomers import find_newcomers
from build_scripts.contributing.reviewing.words import ALIKE
from build_scripts.files import read_rows
from build_scripts.packaging.load import load_package

LOOKS = Path(newcomers.__file__).with_name("look_alikes.csv")


@pytest.mark.parametrize(("other", "why"), [("城巿菅理局", "looks"), ("城市管埋局", "name"), ("财政局", "")])
def test_a_name_that_differs_in_characters_that_look_alike_is_told_as_such(
    other: str, why: str, real_package: Path
) -> None:
    before = load_package(real_package)
    held = next(row for row in before.agencies.values() if row["short_name"] == "城市管理局")
    row = {**held, "agency_id": "000000-x", "name": f"某市{other}", "short_name": other, "function": "other"}
    (newcomer,) = find_newcomers(before, replace(before, agencies={**before.agencies, "000000-x": row}))
    assert [one.why for one in newcomer.alike if one.agency_id == held["agency_id"]] == [why] * bool(why)


def test_every_character_stands_in_one_group_and_every_reason_has_its_words() -> None:
    counted = Counter(char for row in read_rows(LOOKS) for char in row["characters"])
    assert max(counted.values()) == 1
    assert all(len(row["characters"]) > 1 for row in read_rows(LOOKS))
    assert ALIKE["looks"].zh == "同地区，只差形近的字"
