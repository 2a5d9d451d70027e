"""Which reports of a list are best set side by side: of one year, one level, one form; the newest first.

Comes in: agencies. Goes out: the address of the comparison, and what it compares. Refuses to know: HTML, what the
comparison shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from build_scripts.publishing.lists.directory import Listed

MOST_COMPARED = 6


class Comparable(NamedTuple):
    """Reports that can be compared: their year, their agencies' level, how many, where they stand side by side."""

    year: int
    level: str
    reports: int
    address: str


def find_comparable(agencies: Sequence[Listed]) -> Comparable | None:
    """Up to MOST_COMPARED reports of the newest year of which two or more are of one level and one form."""
    for year in sorted({year for one in agencies for year in one.reports}, reverse=True):
        alike: dict[tuple[str, str], list[Listed]] = {}
        for one in agencies:
            if year in one.reports and one.reports[year]["form"] != "none":
                alike.setdefault((one.level, one.reports[year]["form"]), []).append(one)
        (level, _), found = max(alike.items(), key=lambda item: len(item[1]), default=(("", ""), []))
        if len(found) > 1:
            chosen = [("r", one.reports[year]["report_id"]) for one in found[:MOST_COMPARED]]
            return Comparable(year, level, len(chosen), f"compare/?{urlencode(chosen)}")
    return None
