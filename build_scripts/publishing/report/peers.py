"""Reports of the same year to read beside one: of the same function and level, the same edition, the nearest places.

Comes in: the context. Goes out: a few rows of `reports`. Refuses to know: HTML, what the reports say. Nearest is what
stands next by the code of its region: districts of one city, cities of one province. Nothing is ranked.
"""

from __future__ import annotations

from bisect import bisect_left

from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext

MOST = 5
UNTOLD = "other"
"""The function of those whose name does not tell it: they have nothing in common."""


class Peers:
    """Every group of like reports, in the order of their regions, built once."""

    def __init__(self, context: SiteContext) -> None:
        self._agencies = context.agencies
        groups: dict[tuple[str, ...], list[tuple[str, str, Row]]] = {}
        for row in context.reports:
            agency = context.agencies[row["agency_id"]]
            groups.setdefault(self._group(row), []).append((agency["region_code"], row["report_id"], row))
        self._groups = {key: sorted(found, key=lambda one: one[:2]) for key, found in groups.items()}

    def find(self, report: Row) -> tuple[Row, ...]:
        """Up to MOST like reports of other agencies, next to it on both sides in the order of regions; at an end of
        that order more of the one side."""
        if self._agencies[report["agency_id"]]["function"] == UNTOLD:
            return ()
        group = self._groups.get(self._group(report), [])
        region = self._agencies[report["agency_id"]]["region_code"]
        at = bisect_left(group, (region, report["report_id"]), key=lambda one: one[:2])
        start = max(0, min(at - MOST // 2, len(group) - MOST - 1))
        near = group[start : start + MOST + 1]
        return tuple(row for _, _, row in near if row["agency_id"] != report["agency_id"])[:MOST]

    def _group(self, report: Row) -> tuple[str, ...]:
        agency = self._agencies[report["agency_id"]]
        return report["year"], report["form"], agency["function"], agency["level"]
