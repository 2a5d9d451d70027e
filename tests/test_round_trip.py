"""Reports are printed with random numbers and known damage, then read: the same cells or a finding, never others.

`ROUND_TRIP=audit` (or a number of examples) looks longer than `make test` does.
"""

from __future__ import annotations

import os
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings

from tests.printing.damage import BY_NAME
from tests.printing.facts import make_facts
from tests.printing.folder import CODELISTS
from tests.printing.generate import PrintedReport, Promise, draw_report, print_report
from tests.printing.judge import Verdict, judge_reading
from tests.printing.places import list_places
from tests.printing.readback import known_codes, read_back
from tests.printing.strategies import printed_reports

PLACES = list_places(CODELISTS)
ASKED = os.environ.get("ROUND_TRIP", "")
EXAMPLES = 20_000 if ASKED == "audit" else int(ASKED or 250)


def judge(printed: PrintedReport) -> Verdict:
    return judge_reading(printed, read_back(printed), known_codes())


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=not ASKED,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(printed_reports(known_codes()))
def test_combined_damage_never_gives_another_number(printed: PrintedReport) -> None:
    verdict = judge(printed)
    if verdict.faults:
        note(f"damage: {printed.damages}")
        note(printed.text)
    assert verdict.wrong == []
    assert verdict.broken == []
    assert verdict.silent == []


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("seed", range(4))
def test_an_undamaged_print_is_read_whole(seed: int, form: str, suffix: str) -> None:
    rng = Random(seed)
    facts = make_facts(rng, known_codes(), rng.choice(PLACES), 2021 + seed, form, "busy")
    printed = print_report(facts, [], known_codes(), rng, suffix)
    assert {expected.promise for expected in printed.cells.values()} == {Promise.EXACT}
    verdict = judge(printed)
    assert verdict.faults == []
    assert verdict.exact == len(printed.cells) == (198 if form == "2019" else 200)


@pytest.mark.parametrize("damage", BY_NAME)
def test_each_damage_alone_keeps_its_promise(damage: str) -> None:
    for seed in range(100, 104):
        printed = draw_report(Random(seed), known_codes(), PLACES, [damage], ".txt")
        assert judge(printed).faults == [], f"{damage}, seed {seed}"


def test_the_same_seed_prints_the_same_bytes() -> None:
    first, second = (draw_report(Random(5), known_codes(), PLACES, ["dashes", "label_wrapped"]) for _ in range(2))
    assert first.data == second.data


def test_every_damage_leaves_a_trace_in_the_print() -> None:
    untouched = {name for name in BY_NAME if not any(_prints_otherwise(name, seed) for seed in range(12))}
    assert untouched == set()


def _prints_otherwise(damage: str, seed: int) -> bool:
    damaged, sound = (draw_report(Random(seed), known_codes(), PLACES, names) for names in ([damage], []))
    return damaged.data != sound.data
