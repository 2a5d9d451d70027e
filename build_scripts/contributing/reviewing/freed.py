"""Two packages → the reports whose text is given out more freely than before.

Comes in: the package before, the package after. Goes out: `Freed`. Refuses to know: why. A sidecar that was deleted or
moved, a file that takes another's place, another code list: whatever the way, a text that was held back is no longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from build_scripts.packaging.held_back import FULL, MASKED, WITHHELD
from build_scripts.packaging.package import Package, Row

STRICTNESS = (FULL, MASKED, WITHHELD)
SAME_BY = ("report_id", "source_file")
"""A report is that of before where one of these is the same: it may have another name, year or agency now. The hash of
a file whose text is not given out in full is told nowhere."""


class Freed(NamedTuple):
    """A report as it is held now, how its text was given out before and is now."""

    report_id: str
    source_file: str
    before: str
    now: str


def find_freed(before: Package | None, after: Package) -> tuple[Freed, ...]:
    """The reports given out more freely, in the order of their ids; none without an older package."""
    strictest: dict[tuple[str, str], int] = {}
    for row in before.reports if before else ():
        for key in _list_keys(row):
            strictest[key] = max(strictest.get(key, 0), _tell_strictness(row))
    found = []
    for row in after.reports:
        was = max(strictest.get(key, 0) for key in _list_keys(row))
        if was > _tell_strictness(row):
            found.append(Freed(row["report_id"], row["source_file"], STRICTNESS[was], row["text_release"]))
    return tuple(sorted(found))


def _list_keys(row: Row) -> Iterator[tuple[str, str]]:
    return ((name, row[name]) for name in SAME_BY)


def _tell_strictness(row: Row) -> int:
    return STRICTNESS.index(row["text_release"]) if row["text_release"] in STRICTNESS else 0
