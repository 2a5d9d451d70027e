"""New reports among those that are held: which of them a package would publish, without keeping out another.

Comes in: candidates as they would lie there, outcomes of all files of their agencies. Goes out: what is published
before and after, and the outcomes of those that do not fit. Refuses to know: how files are read or placed. It is the
rules of the package that decide (`packaging.settlement`), not others like them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from build_scripts.codes import Codes
from build_scripts.contributing.candidates import Candidate, Told
from build_scripts.findings import severity
from build_scripts.model import Finding
from build_scripts.packaging.intake import FileOutcome
from build_scripts.packaging.settlement import REPLACED, Settlement, settle_files

_TWO = "two-reports-one-year"


class Rules(NamedTuple):
    """What settles a collection besides its files: code lists, pinned agencies, the year of the data version."""

    codes: Codes
    pinned: frozenset[tuple[str, str]]
    last_year: int

    def settle(self, outcomes: Sequence[FileOutcome]) -> Settlement:
        """What a package of these files publishes."""
        return settle_files(outcomes, (), self.codes, self.pinned, self.last_year)


class Settled(NamedTuple):
    """What is published before and after, the candidates that are, and the outcomes of the others."""

    before: Settlement
    after: Settlement
    taken: tuple[Candidate, ...]
    told: Told


def settle_candidates(
    candidates: Sequence[Candidate],
    outcomes: Mapping[str, FileOutcome],
    held: Sequence[FileOutcome],
    rules: Rules,
) -> Settled:
    """`outcomes` are those of the candidates under their places, `held` those of all held files of their agencies."""
    before = rules.settle(held)
    told: Told = {}
    taken = list(candidates)
    while True:
        after = rules.settle([*held, *(outcomes[one.place] for one in taken)])
        out = _tell_unfit(taken, after, rules.codes) or _tell_harm(taken, before, after, held, rules.codes)
        if not out:
            return Settled(before, after, tuple(taken), told)
        told |= out
        taken = [one for one in taken if one.number not in out]


class Findings:
    """The findings of a settlement, to be asked for by file."""

    def __init__(self, settlement: Settlement) -> None:
        self._by_file: dict[str, list[Finding]] = {}
        for one in settlement.findings:
            self._by_file.setdefault(one.source_file, []).append(one)

    def about(self, place: str) -> tuple[Finding, ...]:
        """Those about one file and its sidecar."""
        return (*self._by_file.get(place, ()), *self._by_file.get(f"{place}.yml", ()))


def _tell_unfit(taken: Iterable[Candidate], after: Settlement, codes: Codes) -> Told:
    """The candidates that would not be published."""
    told: Told = {}
    withheld, known = frozenset(after.withheld), Findings(after)
    for one in taken:
        findings = known.about(one.place)
        rivals = [dict(finding.details).get("other", "") for finding in findings if finding.code == _TWO]
        if rivals:
            told[one.number] = one.tell("rival_held", codes, (), tuple(rivals[0].split("、")))
        elif one.place in withheld or any(finding.code == REPLACED for finding in findings):
            told[one.number] = one.tell("not_fit", codes, findings)
    return told


def _tell_harm(
    taken: Iterable[Candidate],
    before: Settlement,
    after: Settlement,
    held: Sequence[FileOutcome],
    codes: Codes,
) -> Told:
    """The candidates of agencies of which a held report would not be published any more."""
    lost = frozenset(after.withheld) - frozenset(before.withheld)
    harmed: dict[str, list[str]] = {}
    for outcome in held:
        if outcome.read and outcome.source_file in lost:
            harmed.setdefault(outcome.read.agency.agency_id, []).append(outcome.source_file)
    told: Told = {}
    known = Findings(after)
    for one in taken:
        if one.agency_id in harmed:
            names = harmed[one.agency_id]
            findings = [found for name in names for found in known.about(name)]
            errors = [found for found in findings if severity(found, codes) == "error"]
            told[one.number] = one.tell("harms_held", codes, errors, tuple(names))
    return told
