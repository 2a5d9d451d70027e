"""What a page of a list follows from, as one hash: the agencies it counts or names, with all of their reports.

Comes in: the directory. Goes out: hashes. Refuses to know: pages. One report more changes the pages of its year, its
place and its function, and those above them.
"""

from __future__ import annotations

from collections.abc import Iterable

from build_scripts.files.fingerprints import hash_parts
from build_scripts.publishing.lists.cuts import MOST_LISTED
from build_scripts.publishing.lists.directory import Directory, Listed


class Follows:
    """The hash of every agency as the lists know it, taken once."""

    def __init__(self, directory: Directory) -> None:
        parted = [code for code, agencies in directory.of_function.items() if len(agencies) > MOST_LISTED]
        self._common = repr((directory.years, sorted(parted)))
        self._hashes = {one.agency["agency_id"]: hash_parts(repr(one)) for one in directory.everyone}

    def hash(self, agencies: Iterable[Listed]) -> str:
        """The hash of these agencies in their order, and of what every list shows of all: the years, and which
        functions are parted."""
        return hash_parts(self._common, *(self._hashes[one.agency["agency_id"]] for one in agencies))
