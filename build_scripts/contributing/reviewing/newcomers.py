"""Agencies that no version held before, each beside those held already that look like it.

Comes in: two packages. Goes out: `Newcomer`s. Refuses to know: words, whether they are the same: a person decides. An
agency is taken for a new one where its name is printed otherwise than before; then its years would stand apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import read_rows
from build_scripts.packaging.package import Package, Row

NEAR = 0.75
"""Names without their region this alike look alike."""
MANY = frozenset(("", "other", "township"))
"""Functions that a place has many bodies of: that they are the same says nothing."""
MOST_ALIKE = 5


class Likeness(NamedTuple):
    """An agency held already: `why` is looks (all that differs are characters that look alike), function, name, or
    elsewhere (the very name in another region)."""

    agency_id: str
    name: str
    why: str


class Newcomer(NamedTuple):
    """A new agency, the names of its reports' files, and who looks like it; `is_pinned` if the register knows it."""

    agency: Row
    files: tuple[str, ...]
    alike: tuple[Likeness, ...]
    is_pinned: bool


def find_newcomers(before: Package | None, after: Package) -> tuple[Newcomer, ...]:
    """The agencies that only the newer package holds, in the order of their ids; none without an older one."""
    if before is None:
        return ()
    new = [row for key, row in sorted(after.agencies.items()) if key not in before.agencies]
    if not new:
        return ()
    pinned = {row["agency_id"] for row in after.register}
    held = _list_held(before, after)
    files: dict[str, list[str]] = {}
    for report in after.reports:
        files.setdefault(report["agency_id"], []).append(report["source_file"])
    by_region: dict[str, list[Row]] = {}
    by_name: dict[str, list[Row]] = {}
    for row in held:
        by_region.setdefault(row["region_code"], []).append(row)
        by_name.setdefault(row["name"], []).append(row)
    return tuple(
        Newcomer(
            row,
            tuple(files.get(row["agency_id"], ())),
            _find_alike(row, by_region.get(row["region_code"], ()), by_name.get(row["name"], ())),
            row["agency_id"] in pinned,
        )
        for row in new
    )


def fold_looks(name: str) -> str:
    """A name in which of characters that look alike (`look_alikes.csv`) the first stands for all.

    >>> fold_looks("财政局") == fold_looks("材攻局"), fold_looks("财政局") == fold_looks("民政局")
    (True, False)
    """
    return name.translate(_read_looks())


@cache
def _read_looks() -> Mapping[int, str]:
    groups = (row["characters"] for row in read_rows(Path(__file__).with_name("look_alikes.csv")))
    return {ord(char): group[0] for group in groups for char in group}


def _list_held(before: Package, after: Package) -> list[Row]:
    """Every agency that may be meant: those held, then names of the register without reports now."""
    held: list[Row] = [*before.agencies.values()]
    held += [row for key, row in after.agencies.items() if key not in before.agencies]
    names = {(row["agency_id"], row["name"]) for row in held}
    known: Mapping[str, Row] = {row["agency_id"]: row for row in held}
    for row in after.register:
        agency_id, name = row["agency_id"], row["name"]
        if agency_id and (agency_id, name) not in names:
            region = agency_id.partition("-")[0]
            function = known.get(agency_id, {}).get("function", "")
            short = known.get(agency_id, {}).get("short_name", name)
            held.append(
                {"agency_id": agency_id, "name": name, "short_name": short, "region_code": region, "function": function}
            )
    return held


def _find_alike(row: Row, near: Iterable[Row], namesakes: Iterable[Row]) -> tuple[Likeness, ...]:
    found = dict.fromkeys(_iterate_alike(row, near, namesakes))
    unlike = {one.agency_id: one for one in reversed(found)}
    return tuple(list(unlike.values())[::-1][:MOST_ALIKE])


def _iterate_alike(row: Row, near: Iterable[Row], namesakes: Iterable[Row]) -> Iterator[Likeness]:
    mine = row["short_name"] or row["name"]
    for other in near:
        if other["agency_id"] == row["agency_id"]:
            continue
        theirs = other["short_name"] or other["name"]
        if mine != theirs and fold_looks(mine) == fold_looks(theirs):
            yield Likeness(other["agency_id"], other["name"], "looks")
        elif row["function"] not in MANY and row["function"] == other["function"]:
            yield Likeness(other["agency_id"], other["name"], "function")
        elif mine in theirs or theirs in mine or SequenceMatcher(None, mine, theirs, False).ratio() >= NEAR:
            yield Likeness(other["agency_id"], other["name"], "name")
    for other in namesakes:
        if other["agency_id"] != row["agency_id"] and other["region_code"] != row["region_code"]:
            yield Likeness(other["agency_id"], other["name"], "elsewhere")
