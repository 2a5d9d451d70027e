"""Axes begin at zero and end above the largest number; a number stands where its share of the axis is."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.publishing.charts.scales import MOST_TICKS, pick_ticks, place_on, write_tick
from build_scripts.publishing.charts.svg import LETTER, WIDTH, escape_words, measure, write_text, write_upright

NUMBERS = st.decimals(min_value="0.01", max_value=10**12, places=2)


@given(NUMBERS)
def test_ticks_rise_evenly_from_zero_to_the_first_not_below_the_largest(most: Decimal) -> None:
    ticks = pick_ticks(most)
    assert ticks[0] == 0
    assert ticks[-2] < most <= ticks[-1]
    assert len({after - before for before, after in pairwise(ticks)}) == 1
    assert 2 <= len(ticks) <= MOST_TICKS + 1


@given(NUMBERS)
def test_a_step_is_one_two_or_five_with_noughts_and_whole(most: Decimal) -> None:
    step = pick_ticks(most)[1]
    assert step == int(step)
    assert str(int(step)).rstrip("0") in {"1", "2", "5"}


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=9).filter(any))
def test_places_keep_the_order_and_the_proportion_of_numbers(numbers: list[int]) -> None:
    top = pick_ticks(Decimal(max(numbers)))[-1]
    for number in numbers:
        place = place_on(100, Decimal(number), top)
        assert 0 <= place <= 100
        assert place == pytest.approx(100 * number / float(top))


def test_large_ticks_are_written_in_wan_and_yi_exactly() -> None:
    assert [write_tick(tick) for tick in pick_ticks(Decimal(146))] == ["0", "50", "100", "150"]
    assert [write_tick(tick) for tick in pick_ticks(Decimal(58000))] == ["0", "2万", "4万", "6万"]
    assert write_tick(Decimal(250000000)) == "2.5亿"


def test_words_are_text_and_never_wider_than_their_room() -> None:
    assert escape_words('<b>"x"') == "&lt;b&gt;&#34;x&#34;"
    assert "textLength" not in write_text(0, 0, "短", most=WIDTH)
    assert 'textLength="40" lengthAdjust="spacingAndGlyphs"' in write_text(0, 0, "对不上的 123,456 件", most=40)
    assert measure("空白") == 2 * LETTER


def test_upright_words_end_on_their_base() -> None:
    drawn = write_upright(10, 100, "未收录", "k")
    assert [part.split('"')[3] for part in drawn.split("<tspan ")[1:]] == ["72", "85", "98"]
