"""Files that were read → which of them may be placed, as far as they themselves tell, and where.

Comes in: candidates, what is held. Goes out: places, and the outcomes of those that are out. Refuses to know: how files
are read, the rules of a package.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from build_scripts.checking import check_report
from build_scripts.codes import Codes
from build_scripts.contributing.added import ADDED, WOULD_ADD, AddedFile
from build_scripts.contributing.gathering import Given
from build_scripts.contributing.held import Held, find_same
from build_scripts.contributing.links import find_links
from build_scripts.contributing.places import choose_place
from build_scripts.contributing.understood import Understood, understand_reading, withhold
from build_scripts.files import FilesError, InputFile, read_input
from build_scripts.findings import severity
from build_scripts.model import Finding, Reading, Report
from build_scripts.packaging.held_back import WITHHELD, hide_details
from build_scripts.packaging.intake import FileOutcome

Told = dict[int, AddedFile]
"""Outcomes by the number of what was given."""


class Candidate(NamedTuple):
    """A file that was read: its number among the given, its report if there is one, where it would lie."""

    number: int
    given: Given
    file: InputFile
    outcome: FileOutcome
    report: Report | None
    place: str = ""

    @property
    def report_id(self) -> str:
        """The id of its report; empty without one."""
        return self.report.report_id if self.report else ""

    @property
    def agency_id(self) -> str:
        """Whose report it is; empty without one."""
        return self.report.agency.agency_id if self.report else ""

    def tell(
        self,
        outcome: str,
        codes: Codes,
        findings: Iterable[Finding] | None = None,
        others: tuple[str, ...] = (),
        previous: Report | None = None,
    ) -> AddedFile:
        """What became of it; findings name the file as it was given."""
        told = tuple(self.outcome.findings if findings is None else findings)
        told = hide_details(told) if self.outcome.text_release == WITHHELD else told
        shown = tuple(replace(one, source_file=self._show(one.source_file)) for one in told)
        placed = self.place if outcome in (ADDED, WOULD_ADD) else ""
        understood = self._understand(shown, codes, previous)
        cells = tuple(cell._replace(printed="") for cell in self.report.cells) if self.report else ()
        return AddedFile(self.given.name, outcome, placed, understood, shown, tuple(others), cells=cells)

    def _show(self, name: str) -> str:
        """The name of this file, or of one beside it, as it was given."""
        for own in filter(None, (self.place, self.file.source_file)):
            if name in (own, f"{own}.yml"):
                return self.given.name + name.removeprefix(own)
        return name

    def _understand(self, findings: Sequence[Finding], codes: Codes, previous: Report | None) -> Understood:
        if self.report is None:
            return withhold(self.given.name, Counter(severity(finding, codes) for finding in findings))
        reading = Reading(self.given.name, self.outcome.source_sha256, self.report, tuple(findings))
        return understand_reading(reading, check_report(self.report, previous, codes), codes)


def tell_unfit(candidates: Iterable[Candidate], codes: Codes) -> Told:
    """Those no report came of, each with its findings; of a fetched page also the files it links to."""
    return {one.number: _tell_unfit(one, codes) for one in candidates if one.report is None}


def tell_same(candidates: Iterable[Candidate], held: Held, codes: Codes) -> Told:
    """Those whose very bytes are held already, or were given before."""
    told: Told = {}
    first: dict[str, str] = {}
    for one in candidates:
        sha256 = one.outcome.source_sha256
        if sha256 in first:
            told[one.number] = one.tell("given_twice", codes, (), (first[sha256],))
        elif same := find_same(held, one.file.path, sha256):
            told[one.number] = one.tell("already_held", codes, (), (same,))
        first.setdefault(sha256, one.given.name)
    return told


def tell_rivals(candidates: Sequence[Candidate], codes: Codes) -> Told:
    """Those of which several were given for one agency and year: none of them is taken."""
    names: dict[str, list[str]] = {}
    for one in candidates:
        names.setdefault(one.report_id, []).append(one.given.name)
    return {
        one.number: one.tell(
            "rival_given", codes, (), tuple(name for name in names[one.report_id] if name != one.given.name)
        )
        for one in candidates
        if len(names[one.report_id]) > 1
    }


def choose_places(candidates: Iterable[Candidate], reports: Path) -> list[Candidate]:
    """Each with the place it would have, which nothing has, nor a sidecar's or another's. The very sidecar that would
    stand there stands in nobody's way: a run that was cut short leaves it."""
    taken: set[str] = set()
    placed = []
    for one in candidates:
        if one.report is not None:
            file = one.file

            def is_taken(place: str, file: InputFile = file) -> bool:
                return place in taken or os.path.lexists(reports / place) or not is_free(reports / f"{place}.yml", file)

            place = choose_place(one.report, is_taken)
            taken.add(place)
            placed.append(one._replace(place=place))
    return placed


def is_free(beside: Path, file: InputFile) -> bool:
    """Whether nothing stands where a file's sidecar would, or just that sidecar."""
    if not os.path.lexists(beside):
        return True
    try:
        return file.sidecar is not None and read_input(beside) == read_input(file.sidecar)
    except FilesError:
        return False


def _tell_unfit(one: Candidate, codes: Codes) -> AddedFile:
    told = one.tell("not_fit", codes)
    links = _find_links(one) if one.given.url else ()
    return told._replace(outcome="links_only", links=links) if links else told


def _find_links(one: Candidate) -> tuple[str, ...]:
    try:
        data = read_input(one.file.path)
    except FilesError:
        return ()
    return find_links(data, one.given.url) if b"<" in data[:4096] and not data.startswith(b"%PDF") else ()
