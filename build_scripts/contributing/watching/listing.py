"""What the check found, row by row, for programs: two tables as CSV, and the counts as JSON.

Comes in: a `Result`. Goes out: text. Refuses to know: how it is told to people.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from build_scripts.contributing.watching.issue import Result
from build_scripts.contributing.watching.outcomes import count_kinds

LINKS = ("kind", "since", "now", "url", "moved_to", "report_ids", "cells_that_differ")
YEARS = ("province", "agency_id", "name", "year_due", "newest_year_held", "held")


def write_links(result: Result) -> str:
    """A row for every address that had its turn."""
    rows = (
        (
            one.kind,
            one.since,
            one.now,
            one.address.url,
            one.moved_to,
            " ".join(one.address.report_ids),
            " ".join(f"{d.table}.{d.row}.{d.column}:{d.before}>{d.after}" for d in one.comparison.differences)
            if one.comparison
            else "",
        )
        for one in result.outcomes
    )
    return _write_csv(LINKS, rows)


def write_years(result: Result) -> str:
    """A row for every agency that still reports."""
    rows = (
        (one.province, one.agency_id, one.name, one.due, one.newest, str(not one.is_behind).lower())
        for one in result.due
    )
    return _write_csv(YEARS, rows)


def write_counts(result: Result, day: str) -> str:
    """The counts, whether there is anything to do, and the day."""
    told = {
        "day": day,
        "version": result.version,
        "asks": result.asks,
        "reports": result.reports,
        "addresses": result.addresses,
        "asked": len(result.outcomes),
        "kinds": dict(count_kinds(result.outcomes)),
        "agencies": len(result.due),
        "agencies_behind": sum(one.is_behind for one in result.due),
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _write_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return stream.getvalue()
