"""An answer of the search page held against the truth.

Comes in: a question, what can be found, an answer. Goes out: what is wrong, in words. Refuses to know: the browser, the
index.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.search_probe import Answer
from tests.search_truth import KINDS, Hit, Question, plain, read_words

ALL_COUNTED = 150
"""So many hits are counted exactly, for which each text is read; of more, what is told at first is looked at."""

ALL_SHOWN = 60
"""So many hits are all read; of more, the first."""

AGENCIES_SHOWN = 5


def compare(question: Question, hits: Sequence[Hit], answer: Answer, is_counted: bool) -> list[str]:
    """What is wrong with an answer, in words; nothing if it is right. `hits` are the true ones in their order; of an
    answer that was counted, all kinds are told exactly."""
    agencies = [hit for hit in hits if hit.kind == "agency"]
    others = [hit for hit in hits if hit.kind != "agency"]
    told_agencies = [hit for hit in answer.hits if hit.kind == "agency"]
    told = [hit for hit in answer.hits if hit.kind != "agency"]
    wrong = []
    for kind in KINDS:
        number = sum(hit.kind == kind for hit in hits)
        first, last = answer.first[kind], answer.last[kind]
        if not (first.number == number if first.exact else first.number <= number):
            wrong.append(f"first told {kind}: {first}, but {number}")
        if is_counted and (last.number, last.exact) != (number, True):
            wrong.append(f"told {kind}: {last}, but {number}")
    if not _are_first(told, others, question.is_loose) or (is_counted and len(told) < min(len(others), ALL_SHOWN)):
        wrong.append(_differ(told, others))
    if not set(told_agencies) <= set(agencies) or len(told_agencies) != min(len(agencies), AGENCIES_SHOWN):
        wrong.append(f"agencies {sorted(hit.address for hit in told_agencies)} of {len(agencies)}")
    if len(set(answer.hits)) < len(answer.hits):
        wrong.append("a hit is shown twice")
    words, _ = read_words(question.typed)
    if not question.is_loose:
        for one in answer.shown:
            missing = [word for word in words if not any(word in plain(mark) for mark in one.marks)]
            if missing and one.hit.kind != "agency":
                wrong.append(f"{one.hit} does not mark {missing}")
    return [f"{question.label}: {text}" for text in wrong]


def _are_first(told: Sequence[Hit], true: Sequence[Hit], is_loose: bool) -> bool:
    """Whether these are the first hits; in loose mode, of the fewest slips."""
    if is_loose:
        return set(told) <= set(true) and [hit.slips for hit in told] == [hit.slips for hit in true[: len(told)]]
    return told == true[: len(told)]


def _differ(told: Sequence[object], true: Sequence[object]) -> str:
    at = next(
        (at for at, (one, other) in enumerate(zip(told, true, strict=False)) if one != other), min(len(told), len(true))
    )
    return f"{len(told)} shown of {len(true)}; number {at + 1} is {told[at : at + 1]}, truly {true[at : at + 1]}"
