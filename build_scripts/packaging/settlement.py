"""All files together → what is published.

Comes in: the outcome of every file. Goes out: the reports that are published, every finding with the report it
belongs to, the files that are withheld. Refuses to know: files, CSV.

Of several files of the same bytes whose text is given out differently none is published until they agree: what one was
read as may tell what another holds back. A finding carries a report_id exactly if the file it is about became that
published report. So a withheld copy of a report does not mark the report that stands, and every report_id in `findings`
is a key of `reports`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from build_scripts.codes import Codes
from build_scripts.findings import finding_id, severity, sort_key
from build_scripts.model import Finding
from build_scripts.packaging.held_back import FULL, MASKED, WITHHELD, hide_details
from build_scripts.packaging.intake import FileOutcome, ReadReport
from build_scripts.reading.collection import Entry, settle_collection

REPLACED = "replaced-report"
_STRICTNESS = (FULL, MASKED, WITHHELD)
_NOTHING_MASKED = "nothing-to-mask"
_COPY = "held-back-copy"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is published, in the order of report_id; every finding, once; the files withheld by an error, by name.

    `unquoted` are the files, and their sidecars, whose findings may not quote them: their text is held back.
    """

    published: tuple[ReadReport, ...]
    findings: tuple[Finding, ...]
    withheld: tuple[str, ...]
    unquoted: frozenset[str] = frozenset()


def settle_files(
    outcomes: Sequence[FileOutcome],
    refused: Iterable[Finding],
    codes: Codes,
    pinned: frozenset[tuple[str, str]],
    last_year: int,
) -> Settlement:
    """What is published of all files, given those that were refused before they were read.

    `pinned` holds the (name, agency_id) pairs of the agency register; `last_year` is that of the data version's day.
    """
    outcomes = refuse_differing_copies(outcomes)
    extra: dict[str, list[Finding]] = {}
    entries = [_make_entry(outcome, pinned) for outcome in outcomes if _may_stand(outcome)]
    for finding in settle_collection(entries, last_year):
        extra.setdefault(finding.source_file, []).append(finding)
    published: list[ReadReport] = []
    findings: list[Finding] = []
    withheld: list[str] = []
    for outcome in outcomes:
        told = hide_details(outcome.findings) if outcome.text_release == WITHHELD else outcome.findings
        own = [*told, *extra.pop(outcome.source_file, [])]
        is_error = outcome.read is None or any(severity(finding, codes) == "error" for finding in own)
        stands = not is_error and not any(finding.code == REPLACED for finding in own)
        report_id = outcome.read.report_id if stands and outcome.read else ""
        findings += [replace(finding, report_id=report_id) for finding in own]
        if is_error:
            withheld.append(outcome.source_file)
        if stands and outcome.read:
            published.append(outcome.read)
    left = [finding for group in extra.values() for finding in group] + list(refused)
    findings += [replace(finding, report_id="") for finding in left]
    withheld += [finding.source_file for finding in left if severity(finding, codes) == "error"]
    return Settlement(
        published=tuple(sorted(published, key=lambda read: read.report_id)),
        findings=tuple({finding_id(finding): finding for finding in sorted(findings, key=sort_key)}.values()),
        withheld=tuple(sorted(set(withheld))),
        unquoted=frozenset(
            name
            for outcome in outcomes
            if outcome.text_release == WITHHELD
            for name in (outcome.source_file, f"{outcome.source_file}.yml")
        ),
    )


def refuse_differing_copies(outcomes: Sequence[FileOutcome]) -> list[FileOutcome]:
    """The outcomes, those of files of the same bytes without a report if their texts are given out differently.

    Nothing of such a report may stay, however it was read: a copy that was read in full holds, in title and cells, the
    numbers of persons that the decision on the other one was to hide.
    """
    copies: dict[str, list[FileOutcome]] = {}
    for outcome in outcomes:
        if outcome.source_sha256:
            copies.setdefault(outcome.source_sha256, []).append(outcome)
    refused = {
        outcome.source_file: [other.source_file for other in group if other is not outcome]
        for group in copies.values()
        if len(group) > 1 and len(set(map(_tell_strictness, group))) > 1
        for outcome in group
    }
    return [
        _refuse_copy(outcome, others) if (others := refused.get(outcome.source_file)) else outcome
        for outcome in outcomes
    ]


def _tell_strictness(outcome: FileOutcome) -> int:
    """How strict a release is; a masked text in which nothing was masked is given out in full."""
    is_whole = any(finding.code == _NOTHING_MASKED for finding in outcome.findings)
    return 0 if is_whole else _STRICTNESS.index(outcome.text_release)


def _refuse_copy(outcome: FileOutcome, others: Sequence[str]) -> FileOutcome:
    """The file without its report; what was found in it is told without a quote."""
    finding = Finding(_COPY, outcome.source_file, None, (("other", "、".join(sorted(others))),))
    return replace(outcome, read=None, findings=(*outcome.findings, finding), text_release=WITHHELD)


def _may_stand(outcome: FileOutcome) -> bool:
    """Whether a file is weighed against the others: none that could not be opened, no copy that is refused already."""
    return bool(outcome.source_sha256) and all(finding.code != _COPY for finding in outcome.findings)


def _make_entry(outcome: FileOutcome, pinned: frozenset[tuple[str, str]]) -> Entry:
    read = outcome.read
    if read is None:
        return Entry(outcome.source_file, outcome.source_sha256, "", "", None)
    return Entry(
        source_file=outcome.source_file,
        source_sha256=outcome.source_sha256,
        report_id=read.report_id,
        agency_name=read.agency.name,
        year=read.year,
        replaces=read.replaces,
        agency_is_pinned=(read.agency.name, read.agency.agency_id) in pinned,
    )
