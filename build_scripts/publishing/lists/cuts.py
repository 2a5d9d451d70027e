"""Agencies cut by place until no page lists more than it can show.

Comes in: agencies in the order of the directory. Goes out: `Cut`: groups to list on this page, and parts that have a
page of their own. Refuses to know: what is shown of an agency, HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from build_scripts.packaging.package import Row
from build_scripts.publishing.lists.directory import Listed

MOST_LISTED = 300
"""How many agencies one page lists at most; more are parted by province, then by prefecture, then by county."""


class Group(NamedTuple):
    """Agencies of one place, with those below it."""

    region: Row
    agencies: tuple[Listed, ...]


class Cut(NamedTuple):
    """What a page lists, and which places have a page of their own below it."""

    groups: tuple[Group, ...]
    parts: tuple[Group, ...]


def group_by_place(agencies: Sequence[Listed], depth: int = 0) -> tuple[Group, ...]:
    """Agencies by their place at `depth` (0: province); those of a place above it by that place."""
    groups: dict[str, list[Listed]] = {}
    regions: dict[str, Row] = {}
    for one in agencies:
        region = one.places[min(depth, len(one.places) - 1)]
        regions[region["code"]] = region
        groups.setdefault(region["code"], []).append(one)
    return tuple(Group(regions[code], tuple(found)) for code, found in groups.items())


def cut_by_place(agencies: Sequence[Listed], depth: int = 0, most: int = MOST_LISTED) -> Cut:
    """All of them listed if they are few; else only those of no deeper place, and every deeper place a part."""
    groups = group_by_place(agencies, depth)
    if len(agencies) <= most:
        return Cut(groups, ())
    deeper = [group for group in groups if _lies_at(group, depth)]
    return Cut(tuple(group for group in groups if not _lies_at(group, depth)), tuple(deeper))


def walk_parts(agencies: Sequence[Listed], depth: int = 0, most: int = MOST_LISTED) -> Iterator[tuple[Group, int, Cut]]:
    """Every part below, at any depth: its place and agencies, the depth of what lies in it, and its own cut."""
    for part in cut_by_place(agencies, depth, most).parts:
        yield part, depth + 1, cut_by_place(part.agencies, depth + 1, most)
        if len(part.agencies) > most:
            yield from walk_parts(part.agencies, depth + 1, most)


def _lies_at(group: Group, depth: int) -> bool:
    """Whether the group's place is one step below the page's, so that it can be parted off."""
    places = group.agencies[0].places
    return len(places) > depth and places[depth]["code"] == group.region["code"]
