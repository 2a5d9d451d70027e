"""The peers of an agency: those of its function and level, of the same prefecture, then province, then elsewhere.

Comes in: the agencies of the package. Goes out: at most so many peers, always the same. Refuses to know: pages.
Agencies are sorted once, so that finding the peers of one does not look at all others; those elsewhere follow
it in the order of codes, so that no few agencies are everybody's peers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple

from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.report.peers import UNTOLD

MOST_PEERS = 12
Kind = tuple[str, str]


class Peer(NamedTuple):
    """A peer, and the years that are held of both, oldest first."""

    agency: Row
    years: tuple[int, ...]


class Peers:
    """All agencies by function and level, in the order of their regions."""

    def __init__(self, context: SiteContext) -> None:
        self._years = {
            agency_id: tuple(int(row["year"]) for row in rows) for agency_id, rows in context.reports_of.items()
        }
        self._kinds: dict[Kind, list[Row]] = {}
        for row in sorted(context.agencies.values(), key=lambda row: (row["region_code"], row["agency_id"])):
            self._kinds.setdefault(_kind_of(row), []).append(row)
        self._places = {row["agency_id"]: at for found in self._kinds.values() for at, row in enumerate(found)}

    def count(self, agency: Row) -> int:
        """How many others are of its function and level."""
        return len(self._kinds[_kind_of(agency)]) - 1 if agency["function"] != UNTOLD else 0

    def find(self, agency: Row) -> tuple[Peer, ...]:
        """Its peers, the nearest first."""
        if not self.count(agency):
            return ()
        kind = self._kinds[_kind_of(agency)]
        others = _choose(kind, self._places[agency["agency_id"]], agency["region_code"])
        held = self._years.get(agency["agency_id"], ())
        return tuple(Peer(row, _share(held, self._years.get(row["agency_id"], ()))) for row in others)


def _choose(kind: Sequence[Row], at: int, region: str) -> list[Row]:
    """The nearest: around its place in the order of regions lie those of its prefecture and province."""
    here, around = region[:4], region[:2]
    near = _reach(kind, at, here)
    province = (row for row in _reach(kind, at, around) if not row["region_code"].startswith(here))
    ahead = (kind[(at + step) % len(kind)] for step in range(1, len(kind)))
    elsewhere = (row for row in ahead if not row["region_code"].startswith(around))
    return list(islice(chain(near, province, elsewhere), MOST_PEERS))


def _reach(kind: Sequence[Row], at: int, prefix: str) -> Iterator[Row]:
    """The neighbours whose region begins so, in order."""
    first = at
    while first and kind[first - 1]["region_code"].startswith(prefix):
        first -= 1
    for place in range(first, len(kind)):
        if not kind[place]["region_code"].startswith(prefix):
            return
        if place != at:
            yield kind[place]


def _share(ours: Sequence[int], theirs: Sequence[int]) -> tuple[int, ...]:
    held = set(theirs)
    return tuple(year for year in ours if year in held)


def _kind_of(row: Mapping[str, str]) -> Kind:
    return row["function"], row["level"]
