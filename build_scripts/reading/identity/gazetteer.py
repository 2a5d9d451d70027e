"""The rows of the lists of places → tables ready for look-up.

In: rows of `regions`, `region_names`, `national_bodies` and `township_names`. Out: `Gazetteer`. Refuses to know: names
of agencies, reports, files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from build_scripts.reading.identity.towns import build_towns

NATION = "100000"


@dataclass(frozen=True, slots=True)
class Region:
    """One row of `regions`; `to_year` is the year a place ended that was merged or parted since."""

    code: str
    name: str
    level: str
    parent: str
    to_year: int | None = None


@dataclass(frozen=True, slots=True)
class RegionName:
    """One row of `region_names`: `kind` is full, short, stem, former or merged; the years are a former name's."""

    region_code: str
    name: str
    kind: str
    from_year: int | None = None
    to_year: int | None = None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Places ready for look-up.

    `names` by word · `lengths`: of the words that begin with a character, longest first · `above`: a code's own
    and its parents' codes · `bodies`: names of central bodies by their first two characters, longest first ·
    `towns`: the text to search names of towns in · `ended`: places that are no more, with their last year · `parted`:
    places that have others below them.
    """

    names: dict[str, tuple[RegionName, ...]]
    lengths: dict[str, tuple[int, ...]]
    above: dict[str, frozenset[str]]
    bodies: dict[str, tuple[str, ...]]
    towns: str
    ended: dict[str, int]
    parted: frozenset[str]


def build_gazetteer(
    regions: Iterable[Region],
    names: Iterable[RegionName],
    national_bodies: Iterable[str] = (),
    towns: Iterable[tuple[str, str]] = (),
) -> Gazetteer:
    """Return the look-up tables; `national_bodies` are the Chinese labels of that code list, `towns` the region codes
    and names of `township_names`."""
    listed = tuple(regions)
    words: dict[str, list[RegionName]] = {}
    lengths: dict[str, set[int]] = {}
    for row in names:
        if row.region_code != NATION:
            words.setdefault(row.name, []).append(row)
            lengths.setdefault(row.name[0], set()).add(len(row.name))
    bodies: dict[str, list[str]] = {}
    for body in national_bodies:
        bodies.setdefault(body[:2], []).append(body)
    return Gazetteer(
        {word: tuple(rows) for word, rows in words.items()},
        {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
        _list_ancestors({region.code: region.parent for region in listed}),
        {start: tuple(sorted(found, key=len, reverse=True)) for start, found in bodies.items()},
        build_towns(towns),
        {region.code: region.to_year for region in listed if region.to_year},
        frozenset(region.parent for region in listed),
    )


def _list_ancestors(parents: dict[str, str]) -> dict[str, frozenset[str]]:
    above: dict[str, frozenset[str]] = {}
    for code in parents:
        line = []
        step = code
        while step:
            line.append(step)
            step = parents.get(step, "")
        above[code] = frozenset(line)
    return above
