"""Two packages → what changes in the data, counted, and which checks of other reports come out otherwise.

Comes in: both bundles, the changes between them. Goes out: `Effects`. Refuses to know: words, which files changed.
A new report is also the year before of another one: its `carry_over` comes out otherwise, though nobody touched it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from build_scripts.files import read_rows
from build_scripts.releasing.assertions import ASSERTIONS
from build_scripts.releasing.blocks import pair_blocks, parse_block
from build_scripts.releasing.bundles import Bundle
from build_scripts.releasing.counts import Tally, count_package, list_reports_of
from build_scripts.releasing.ledger import Change
from build_scripts.releasing.outliers import Bound, Jump, find_jumps, find_newcomers

LIKENESS = "same_as_last_year"
"""Tells what a report repeats: that one differs from the year before is nothing amiss, so it is not counted."""
STATES = ("reported", "blank", "dash", "absent", "unreadable")


class Count(NamedTuple):
    """Something counted before and after; `name` is `reports`, `cells.<state>`, `checks.<status>` and the like."""

    name: str
    before: int
    after: int


class CheckChange(NamedTuple):
    """A check of a report that both versions hold, with another status; an empty one where there was none."""

    report_id: str
    rule: str
    scope: str
    before: str
    after: str


class Effects(NamedTuple):
    """`jumps` are numbers far from what their cell held so far: a release asks a note for each."""

    counts: tuple[Count, ...]
    checks: tuple[CheckChange, ...]
    jumps: tuple[Jump, ...]


def weigh_effects(old: Bundle, new: Bundle, changes: Sequence[Change]) -> Effects:
    """What the change does to the data; raises FilesError."""
    before, after = (count_package(bundle, frozenset()) for bundle in (old, new))
    return Effects(
        tuple(_pair_counts(before, after)),
        tuple(_compare_checks(old, new)),
        tuple(_find_jumps(old, new, before, changes)),
    )


def weigh_counts(old: Bundle, new: Bundle) -> tuple[Count, ...]:
    """The counts of both; raises FilesError."""
    return tuple(_pair_counts(*(count_package(bundle, frozenset()) for bundle in (old, new))))


def _pair_counts(before: Tally, after: Tally) -> Iterator[Count]:
    first, second = _fold(before.counts), _fold(after.counts)
    for name in sorted(first.keys() | second.keys(), key=_order):
        yield Count(name, first.get(name, 0), second.get(name, 0))


def _fold(counts: Mapping[str, int]) -> dict[str, int]:
    """The counts, cells and checks over all tables and rules; those of years, codes and likeness left out."""
    folded: dict[str, int] = {}
    for name, count in counts.items():
        head, _, rest = name.partition(".")
        if rest.startswith(f"{LIKENESS}."):
            continue
        if head in ("cells", "checks"):
            name = f"{head}.{rest.rpartition('.')[2]}"
        elif head == "findings":
            name = head
        elif head == "reports" and rest:
            continue
        folded[name] = folded.get(name, 0) + count
    return folded


_HEADS = ("reports", "agencies", "files_withheld", "texts", "cells", "corrections", "checks", "findings")


def _order(name: str) -> tuple[int, int, str]:
    head, _, rest = name.partition(".")
    place = _HEADS.index(head) if head in _HEADS else len(_HEADS)
    return place, STATES.index(rest) if rest in STATES else 0, name


def _compare_checks(old: Bundle, new: Bundle) -> Iterator[CheckChange]:
    first, second = old.tables["checks"], new.tables["checks"]
    if first.sha256 == second.sha256:
        return
    for report_id, before, after in pair_blocks(first.path, second.path):
        if not before or not after or before == after:
            continue
        olds, news = (
            {(row["rule"], row["scope"]): row["status"] for row in parse_block(block, table.columns)}
            for block, table in ((before, first), (after, second))
        )
        for key in sorted(olds.keys() | news.keys()):
            if olds.get(key) != news.get(key):
                yield CheckChange(report_id, *key, olds.get(key, ""), news.get(key, ""))


def _find_jumps(old: Bundle, new: Bundle, before: Tally, changes: Sequence[Change]) -> Iterator[Jump]:
    bounds = {row["code"]: row for row in read_rows(ASSERTIONS)}
    moved, first = (
        Bound(Decimal(bounds[code]["bound"]), Decimal(bounds[code]["least"])) for code in ("cell_moved", "cell_new")
    )
    yield from find_jumps(changes, False, moved)
    yield from find_newcomers(new, list_reports_of(old), changes, before.largest, first)
