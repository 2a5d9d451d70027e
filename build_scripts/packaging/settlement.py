"""All files together → what is published.

Comes in: the outcome of every file. Goes out: the reports that are published, every finding with the report it
belongs to, the files that are withheld. Refuses to know: files, CSV.

A finding carries a report_id exactly if the file it is about became that published report. So a withheld copy of a
report does not mark the report that stands, and every report_id in `findings` is a key of `reports`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from build_scripts.codes import Codes
from build_scripts.findings import finding_id, severity, sort_key
from build_scripts.model import Finding
from build_scripts.packaging.intake import FileOutcome, ReadReport
from build_scripts.reading.collection import Entry, settle_collection

REPLACED = "replaced-report"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is published, in the order of report_id; every finding, once; the files withheld by an error, by name.

    `unquoted` are the files, and their sidecars, whose findings may not quote them: their text, or that of a file of
    the same bytes, is held back.
    """

    published: tuple[ReadReport, ...]
    findings: tuple[Finding, ...]
    withheld: tuple[str, ...]
    unquoted: frozenset[str] = frozenset()


def settle_files(
    outcomes: Sequence[FileOutcome], refused: Iterable[Finding], codes: Codes, pinned: frozenset[tuple[str, str]]
) -> Settlement:
    """What is published of all files, given those that were refused before they were read.

    `pinned` holds the (name, agency_id) pairs of the agency register.
    """
    extra: dict[str, list[Finding]] = {}
    for finding in settle_collection([_make_entry(outcome, pinned) for outcome in outcomes if outcome.source_sha256]):
        extra.setdefault(finding.source_file, []).append(finding)
    published: list[ReadReport] = []
    findings: list[Finding] = []
    withheld: list[str] = []
    for outcome in outcomes:
        own = [*outcome.findings, *extra.pop(outcome.source_file, [])]
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
        unquoted=_find_unquoted(outcomes),
    )


def _find_unquoted(outcomes: Sequence[FileOutcome]) -> frozenset[str]:
    digests = {outcome.source_sha256 for outcome in outcomes if outcome.unquoted and outcome.source_sha256}
    names = [outcome.source_file for outcome in outcomes if outcome.unquoted or outcome.source_sha256 in digests]
    return frozenset(name for file in names for name in (file, f"{file}.yml"))


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
