"""Pieces of rules → whole rules: double lines one, dashes and the borders of single cells joined.

Comes in: the pieces a page draws in one direction. Goes out: `Rule`s in order of their place. Refuses to know: tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from build_scripts.reading.formats.pdf.content import Rule

NEAR = 3.0
"""Points within which two edges are the same edge."""
_WIDEST_CLUSTER = 4.0
_SHORTEST = 5.0
_WHOLE_LENGTH = 1.0


def join_rules(pieces: Sequence[Rule]) -> list[Rule]:
    """Pieces side by side within a few points are one rule, and so are pieces one behind the other.

    >>> join_rules([Rule(10, 0, 20), Rule(11, 21, 50), Rule(90, 0, 2)])
    [Rule(at=10.6, start=0, end=50)]
    """
    joined: list[Rule] = []
    cluster: list[Rule] = []
    for piece in sorted(pieces):
        if cluster and (piece.at - cluster[-1].at > NEAR or piece.at - cluster[0].at > _WIDEST_CLUSTER):
            joined += _join_cluster(cluster)
            cluster = []
        cluster.append(piece)
    joined += _join_cluster(cluster)
    return sorted(joined)


def _join_cluster(pieces: Sequence[Rule]) -> Iterable[Rule]:
    """One place for all, weighed by length; runs parted by more than a dash's gap stay apart."""
    if not pieces:
        return
    weight = sum(piece.end - piece.start + _WHOLE_LENGTH for piece in pieces)
    at = round(sum(piece.at * (piece.end - piece.start + _WHOLE_LENGTH) for piece in pieces) / weight, 1)
    start = end = None
    for piece in sorted(pieces, key=attrgetter("start")):
        if start is None or end is None:
            start, end = piece.start, piece.end
        elif piece.start - end <= NEAR:
            end = max(end, piece.end)
        else:
            if end - start >= _SHORTEST:
                yield Rule(at, start, end)
            start, end = piece.start, piece.end
    if start is not None and end is not None and end - start >= _SHORTEST:
        yield Rule(at, start, end)


def cluster_places(places: Iterable[float]) -> list[float]:
    """Distinct places in order; those within a few points are one.

    >>> cluster_places([10.0, 11.0, 40.0])
    [10.5, 40.0]
    """
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][-1] <= NEAR and place - groups[-1][0] <= _WIDEST_CLUSTER:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [sum(group) / len(group) for group in groups]
