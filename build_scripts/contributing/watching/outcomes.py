"""An answer, beside what was remembered → how it is with an address.

Comes in: answers, comparisons, the memory, the day. Goes out: `Outcome`s and the memory for the next check. Refuses to
know: the network, how it is told. A page is only called gone when two checks at least six days apart found none, and no
silence or guard ever makes it so; what was known before a check that learnt nothing stays known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from build_scripts.codes import Row
from build_scripts.contributing.watching.addresses import Address
from build_scripts.contributing.watching.asking import Answer
from build_scripts.contributing.watching.comparing import Comparison
from build_scripts.contributing.watching.memory import Memory, Trouble
from build_scripts.files import read_rows

KINDS = Path(__file__).with_name("kinds.csv")
DAYS_APART = 6
"""Two checks of a page so many days apart are two weekly ones, whichever hour they began."""
OF_REASONS = {
    "not_found": "not_found",
    "refused": "refused",
    "robots": "not_allowed",
    "not_http": "unusable",
    "bad_address": "unusable",
    "too_large": "uncompared",
    "not_asked": "not_asked",
}
"""The kind that a reason makes; all others are `unreachable`, which says nothing of the page."""
LEARNT_NOTHING = frozenset({"unreachable", "empty", "refused", "not_allowed", "not_asked"})
REMEMBERED = frozenset({"not_found", "gone", "changed", "unlike", "moved", "unusable"})
_FAMILY = {"gone": "not_found"}


class Outcome(NamedTuple):
    """How it is with an address: the kind (kinds.csv), since which day, where it moved or what differs; `now` is the
    kind of this check where it learnt nothing and an older trouble stands."""

    address: Address
    kind: str
    since: str = ""
    moved_to: str = ""
    comparison: Comparison | None = None
    now: str = ""


@cache
def read_kinds() -> tuple[Row, ...]:
    """The kinds in the order in which they are told; raises FilesError."""
    return tuple(sorted(read_rows(KINDS), key=lambda row: int(row["order"])))


def settle_outcome(
    address: Address, answer: Answer, comparison: Comparison | None, before: Trouble | None, day: date
) -> Outcome:
    """How it is with an address on this day."""
    if before is not None and before.kind not in REMEMBERED:
        before = None  # somebody wrote into the memory
    kind = _find_kind(answer, comparison)
    if kind in LEARNT_NOTHING and before:
        return Outcome(address, before.kind, before.since, now=kind)
    if kind not in REMEMBERED:
        return Outcome(address, kind)
    is_known = before is not None and _FAMILY.get(before.kind, before.kind) == kind
    since = before.since if before and is_known else day.isoformat()
    if kind == "not_found" and (day - date.fromisoformat(since)).days >= DAYS_APART:
        kind = "gone"
    return Outcome(address, kind, since, answer.moved_to, comparison if kind == "changed" else None)


def remember(outcomes: Iterable[Outcome], before: Memory, addresses: Iterable[Address]) -> Memory:
    """What the next check should know: the troubles of this one, and older ones of addresses that had no turn."""
    held = {address.key for address in addresses}
    asked = {outcome.address.key: outcome for outcome in outcomes}
    old = {key: trouble for key, trouble in before.items() if key in held and key not in asked}
    return old | {key: Trouble(one.kind, one.since) for key, one in asked.items() if one.since}


def count_kinds(outcomes: Iterable[Outcome]) -> Mapping[str, int]:
    """How many addresses there are of each kind, in the order of kinds.csv."""
    counts: dict[str, int] = {row["code"]: 0 for row in read_kinds()}
    for outcome in outcomes:
        counts[outcome.kind] += 1
    return counts


def _find_kind(answer: Answer, comparison: Comparison | None) -> str:
    """The kind of this check alone; what is not found is only `not_found` yet."""
    if answer.reason:
        return OF_REASONS.get(answer.reason, "unreachable")
    if comparison is not None and comparison.kind in ("changed", "unlike", "empty"):
        return comparison.kind
    if answer.moved_to:
        return "moved"
    return "here" if comparison is not None and comparison.kind == "same" else "uncompared"
