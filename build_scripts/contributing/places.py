"""Where a report lies below the reports folder, and whose it is by its name.

Comes in: a report, which names are taken. Goes out: a path. Refuses to know: files. The name is made of what
was understood, never of the name a file was handed in under.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from build_scripts.model import Report
from build_scripts.packaging.sources import EXTENSIONS

_CANONICAL = re.compile(r"[0-9]{4}/([0-9]{6}-[a-z][a-z0-9]*?)(?:-[0-9]{1,3})?\.[a-z]+")
_AGENCY_ID = re.compile(r"[0-9a-z]+(?:-[0-9a-z]+)*")


def choose_place(report: Report, is_taken: Callable[[str], bool]) -> str:
    """The canonical place, `<year>/<agency_id>.<ext>`; where that name is taken, the first free with a number."""
    agency_id = report.agency.agency_id
    if not _AGENCY_ID.fullmatch(agency_id) or report.source_format not in EXTENSIONS:
        raise ValueError(f"no place for {agency_id!r}, {report.source_format!r}")
    stem, number = f"{report.year:04}/{agency_id}", 2
    place = f"{stem}.{report.source_format}"
    while is_taken(place):
        place, number = f"{stem}-{number}.{report.source_format}", number + 1
    return place


def tell_agency(source_file: str) -> str:
    """The agency of a file at a canonical place, by its name; empty for another name.

    >>> tell_agency("2023/410781-chengshiguanliju.txt"), tell_agency("2023/410781-chengshiguanliju-2.pdf")
    ('410781-chengshiguanliju', '410781-chengshiguanliju')
    >>> tell_agency("weihui/2023.pdf")
    ''
    """
    found = _CANONICAL.fullmatch(source_file)
    return found[1] if found else ""
