"""Pages that are made only where something they follow from has changed; the others are taken over as they stand.

Comes in: planned pages, each with the hash of what it follows from beside settings, code lists, specimens and program.
Goes out: files below the site, and the addresses. Refuses to know: what a page says. What the last run noted of a group
of pages says under which key each was made and what file it was: compared before it is believed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from build_scripts.files import write_bytes
from build_scripts.files.fingerprints import hash_code, hash_parts
from build_scripts.files.reuse import Earlier, Kept, measure_bytes, take_files
from build_scripts.publishing.pages import Planned
from build_scripts.publishing.specimens import stamp_page
from build_scripts.publishing.whole_work import WholeWork

ROOMS = (
    "publishing",
    "packaging",
    "checking",
    "codes.py",
    "findings.py",
    "limits.py",
    "model.py",
    "files",
    "unseen.py",
)
"""What of the program such pages follow from."""


def write_planned(planned: Iterable[Planned], group: str, work: WholeWork) -> list[str]:
    """Write these pages or take them over; returns their addresses. `group` is a name of their own. Raises FilesError
    or SpecimenError."""
    code, noted = hash_code(*ROOMS), _recall(work.earlier, group)
    kept: dict[str, tuple[str, Kept]] = {}
    addresses = []
    for plan in planned:
        key = hash_parts(work.basis, code, plan.address, plan.follows)
        known, file = noted.get(plan.address, ("", None))
        if work.earlier is None or known != key or not file or not take_files([file], work.earlier.standing, work.site):
            page = plan.make()
            path = f"{plan.address}index.html"
            data = stamp_page(page, work.specimens.at(page), work.context).encode()
            write_bytes(work.site / path, data)
            file = measure_bytes(path, data)
        kept[plan.address] = key, file
        addresses.append(plan.address)
    if work.earlier:
        work.earlier.note(f"group {group}", json.dumps(kept, separators=(",", ":")).encode())
    return addresses


def _recall(earlier: Earlier | None, group: str) -> dict[str, tuple[str, Kept]]:
    """Under which key each page of a group was made, and its file."""
    return (earlier.recall_as(f"group {group}", _read_noted) if earlier else None) or {}


def _read_noted(data: bytes) -> dict[str, tuple[str, Kept]]:
    return {address: (key, Kept(*file)) for address, (key, file) in json.loads(data).items()}
