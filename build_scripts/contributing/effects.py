"""Two packages of the same agencies, before and after → what changes in the data.

Comes in: two folders of packages. Goes out: an `Effect`. Refuses to know: how the packages came to be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from build_scripts.contributing.added import Effect
from build_scripts.contributing.reviewing.newcomers import Newcomer, find_newcomers
from build_scripts.contributing.reviewing.weighing import weigh_counts
from build_scripts.packaging.load import load_package
from build_scripts.packaging.package import Row
from build_scripts.releasing.bundles import read_bundle
from build_scripts.releasing.differences import find_changes
from build_scripts.releasing.words import read_words

NAMES = {"reports": "reports", "agencies": "agencies", "cells.reported": "cells"}
"""The counts that are told beside the checks, by the names they are told under."""


def measure_effect(before: Path, after: Path, known: Mapping[str, Row]) -> Effect:
    """What differs, and the counts of both; `known` are the agencies of the last package that was built, which the two
    need not hold. Raises FilesError."""
    old, new = read_bundle(before, "before"), read_bundle(after, "after")
    counts = {
        NAMES.get(one.name, one.name): (one.before, one.after)
        for one in weigh_counts(old, new)
        if one.name in NAMES or one.name.startswith("checks.")
    }
    is_grown = counts["agencies"][1] > counts["agencies"][0]
    return Effect(
        counts=counts,
        changes=tuple(find_changes(old, new)),
        words={"zh": read_words(old, new, "zh"), "en": read_words(old, new, "en")},
        newcomers=_find_newcomers(before, after, known) if is_grown else (),
    )


def _find_newcomers(before: Path, after: Path, known: Mapping[str, Row]) -> tuple[Newcomer, ...]:
    held = load_package(before)
    return find_newcomers(replace(held, agencies={**known, **held.agencies}), load_package(after))
