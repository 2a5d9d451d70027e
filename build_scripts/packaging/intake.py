"""First half of the package: batches of files → readings, kept on disk.

Comes in: report files. Goes out: for each a light `FileOutcome`; the report itself stays in the work folder, so that
memory does not grow with the number of reports and nothing large travels between processes. Refuses to know: CSV.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from build_scripts.files import FilesError, InputFile, find_refusal, read_input, read_part, write_bytes
from build_scripts.model import Agency, Finding, Report
from build_scripts.packaging.handed_in import read_handed_in
from build_scripts.packaging.held_back import FULL, WITHHELD, declares_withheld
from build_scripts.packaging.tables import find_unfit
from build_scripts.reading.knowledge import Knowledge

BATCH = 200
_UNFIT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a report lies in the work folder."""

    path: Path
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What has to be known of a report while all are settled, where the rest of it lies, and where its file."""

    report_id: str
    agency: Agency
    year: int
    replaces: str
    place: Place
    path: Path
    text_release: str


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file; `read` is None if it is withheld. `text_release` is also told of such a one."""

    source_file: str
    source_sha256: str
    read: ReadReport | None
    findings: tuple[Finding, ...]
    text_release: str = FULL


@dataclass(frozen=True, slots=True)
class ReadTask:
    """A batch of files, and the file in the work folder that takes their reports."""

    files: tuple[InputFile, ...]
    target: Path


def plan_reading(files: Sequence[InputFile], work: Path) -> list[ReadTask]:
    """Batches of files in their order."""
    return [
        ReadTask(tuple(files[start : start + BATCH]), work / f"read-{start // BATCH:06}")
        for start in range(0, len(files), BATCH)
    ]


def read_batch(knowledge: Knowledge, task: ReadTask) -> tuple[FileOutcome, ...]:
    """Read the files of a batch and keep their reports in its target."""
    kept = bytearray()
    outcomes = []
    for file in task.files:
        report, outcome = _read_file(file, knowledge)
        if report is not None:
            data = pickle.dumps(report, pickle.HIGHEST_PROTOCOL)
            place = Place(task.target, len(kept), len(data))
            kept += data
            read = ReadReport(
                report_id=report.report_id,
                agency=report.agency,
                year=report.year,
                replaces=report.replaces,
                place=place,
                path=file.path,
                text_release=report.text_release,
            )
            outcome = replace(outcome, read=read)
        outcomes.append(outcome)
    write_bytes(task.target, kept)
    return tuple(outcomes)


def rename_outcome(outcome: FileOutcome, source_file: str, target: Path) -> FileOutcome:
    """The outcome of a file as if it had been read under another name; its report is kept anew in `target`."""
    if outcome.read is None:
        raise ValueError(f"{outcome.source_file}: no report")
    names = {outcome.source_file: source_file, f"{outcome.source_file}.yml": f"{source_file}.yml"}
    data = pickle.dumps(replace(load_report(outcome.read.place), source_file=source_file), pickle.HIGHEST_PROTOCOL)
    write_bytes(target, data)
    findings = (replace(one, source_file=names.get(one.source_file, one.source_file)) for one in outcome.findings)
    read = replace(outcome.read, place=Place(target, 0, len(data)))
    return replace(outcome, source_file=source_file, read=read, findings=tuple(findings))


def load_report(place: Place) -> Report:
    """The report that `read_batch` kept there."""
    report = pickle.loads(read_part(place.path, place.offset, place.size))
    if not isinstance(report, Report):
        raise FilesError(f"{place.path}: no report at {place.offset}")
    return report


def _read_file(file: InputFile, knowledge: Knowledge) -> tuple[Report | None, FileOutcome]:
    """One file read; what CSV cannot carry holds the report back."""
    reading = read_handed_in(file, knowledge)
    findings = tuple(_show_unfit(finding) for finding in reading.findings)
    report = reading.report
    unfit = find_unfit(_list_texts(report)) if report else ""
    if unfit:
        findings = (*findings, Finding("reader-failed", file.source_file, None, (("found", unfit),)))
        report = None
    release = WITHHELD if report is None and _declares_withheld(file) else reading.text_release
    return report, FileOutcome(file.source_file, reading.source_sha256, None, findings, release)


def _declares_withheld(file: InputFile) -> bool:
    """Whether the sidecar asks that the text be held back, however faulty it is."""
    try:
        return (
            file.sidecar is not None and not find_refusal(file.sidecar) and declares_withheld(read_input(file.sidecar))
        )
    except FilesError:
        return False


def _list_texts(report: Report) -> list[str]:
    """Every text of a report that is published."""
    fields = (getattr(report, name) for name in Report.__slots__)
    agency = (getattr(report.agency, name) for name in Agency.__slots__)
    texts = [text for text in (*fields, *agency) if isinstance(text, str)]
    texts += [text for part in report.sections for text in (part.heading, part.text)]
    texts += [text for cell in report.cells for text in (cell.printed, cell.correction)]
    texts += [text for fix in report.corrections for text in (fix.printed, fix.value, fix.reason, fix.evidence)]
    return [*texts, *report.lines]


def _show_unfit(finding: Finding) -> Finding:
    """The finding with what CSV cannot carry shown as `\\uXXXX`."""
    details = tuple(
        (name, _UNFIT.sub(lambda found: f"\\u{ord(found.group()):04x}", text)) for name, text in finding.details
    )
    return replace(finding, details=details)
