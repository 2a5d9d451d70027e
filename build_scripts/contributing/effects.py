"""Two packages of the same agencies, before and after → what changes in the data.

Comes in: two folders of packages. Goes out: an `Effect`. Refuses to know: how the packages came to be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from build_scripts.contributing.added import Effect
from build_scripts.contributing.reviewing.newcomers import Newcomer, find_newcomers
from build_scripts.files import iterate_csv
from build_scripts.packaging.load import load_package
from build_scripts.packaging.package import Row
from build_scripts.packaging.resources import CELL_TABLES
from build_scripts.releasing.bundles import read_bundle
from build_scripts.releasing.differences import find_changes
from build_scripts.releasing.words import read_words


def measure_effect(before: Path, after: Path, known: Mapping[str, Row]) -> Effect:
    """What differs, and the counts of both; `known` are the agencies of the last package that was built, which the two
    need not hold. Raises FilesError."""
    old, new = read_bundle(before, "before"), read_bundle(after, "after")
    counts = [count_package(folder) for folder in (before, after)]
    return Effect(
        counts={name: (counts[0][name], counts[1][name]) for name in sorted(counts[0] | counts[1])},
        changes=tuple(find_changes(old, new)),
        words={"zh": read_words(old, new, "zh"), "en": read_words(old, new, "en")},
        newcomers=_find_newcomers(before, after, known) if counts[1]["agencies"] > counts[0]["agencies"] else (),
    )


def _find_newcomers(before: Path, after: Path, known: Mapping[str, Row]) -> tuple[Newcomer, ...]:
    held = load_package(before)
    return find_newcomers(replace(held, agencies={**known, **held.agencies}), load_package(after))


def count_package(folder: Path) -> Counter[str]:
    """Reports, agencies, cells with a number, and checks by status."""
    counts: Counter[str] = Counter()
    for name in ("reports", "agencies"):
        counts[name] = _count(folder, name, "")[""]
    for name in CELL_TABLES:
        counts["cells"] += _count(folder, name, "state")["reported"]
    counts.update({f"checks.{status}": count for status, count in _count(folder, "checks", "status").items()})
    return counts


def _count(folder: Path, table: str, column: str) -> Counter[str]:
    """The rows of a table by the values of a column; without one, all."""
    rows = iterate_csv(folder / "data" / f"{table}.csv")
    head = next(rows, [])
    place = head.index(column) if column else -1
    return Counter(row[place] if column else "" for row in rows)
