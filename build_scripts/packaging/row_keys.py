"""Primary keys of records, vectorised: are they in order, does one stand twice?

Comes in: the columns of a key. Goes out: numbers that compare as the keys do, and what is wrong with them. Refuses to
know: files, other rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from build_scripts.packaging.columns import Column, Fault

Ranks = npt.NDArray[np.int64]
_MOST = 1 << 62


def rank_keys(columns: Sequence[Column], count: int) -> Ranks:
    """A number for each record that compares with the others as its key does, field by field, by code point."""
    ranks = np.zeros(count, np.int64)
    highest = 1
    for column in columns:
        order = sorted(range(len(column.texts)), key=lambda place: column.texts[place] or "")
        rank_of = np.empty(len(order), np.int64)
        rank_of[order] = np.arange(len(order))
        if highest * max(1, len(order)) > _MOST:
            _, ranks = np.unique(ranks, return_inverse=True)
            highest = count
        ranks = ranks * len(order) + rank_of[column.places]
        highest *= max(1, len(order))
    return ranks


def find_misplaced(ranks: Ranks) -> Iterator[Fault]:
    """Records whose key stands before theirs already, and records whose key is less than that of the one before."""
    steps = np.diff(ranks)
    if (steps > 0).all():
        return
    _, firsts, which = np.unique(ranks, return_index=True, return_inverse=True)
    for record in np.flatnonzero(firsts[which] != np.arange(len(ranks))).tolist():
        yield Fault(record, -1, "primary-key", "the primary key stands twice")
    for record in (np.flatnonzero(steps < 0) + 1).tolist():
        yield Fault(record, -1, "order-error", "the record does not stand in the order of the primary key")


def find_empty(columns: Sequence[Column], missing: frozenset[str]) -> Iterator[Fault]:
    """Records that have no primary key at all."""
    empty = [
        [place for place, text in enumerate(column.texts) if text is None or text in missing] for column in columns
    ]
    if all(empty):
        hit = np.logical_and.reduce(
            [np.isin(column.places, places) for column, places in zip(columns, empty, strict=True)]
        )
        for record in np.flatnonzero(hit).tolist():
            yield Fault(record, -1, "primary-key", "the record has no primary key")
