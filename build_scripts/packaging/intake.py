"""First half of the package: batches of files → readings, kept on disk.

Comes in: report files. Goes out: for each a light `FileOutcome`; the report itself stays in the work folder, so that
memory does not grow with the number of reports and nothing large travels between processes. Refuses to know: CSV.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from build_scripts.files import (
    FilesError,
    InputFile,
    find_refusal,
    read_input,
    read_part,
    tell_office,
    write_bytes,
)
from build_scripts.model import Agency, Finding, Report
from build_scripts.packaging.bounds import bounded, tell_memory
from build_scripts.packaging.handed_in import convert_office, read_handed_in
from build_scripts.packaging.kept_reports import pack_report, unpack_report
from build_scripts.packaging.unfit import UNFIT, find_unfit
from build_scripts.reading.knowledge import Knowledge
from build_scripts.reading.privacy.release import FULL, WITHHELD

BATCH = 200
_DECLARED = re.compile(rb"text_release[\"']?\s*:\s*[\"']?withheld")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a report lies among those that were read: a stretch of a file, and the SHA-256 of its bytes in hex."""

    path: Path
    offset: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What has to be known of a report while all are settled, where the rest of it lies, and where its file.

    `key` is a hash of all it was read from and by; empty where it is not known."""

    report_id: str
    agency: Agency
    year: int
    replaces: str
    place: Place
    path: Path
    text_release: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file; `read` is None if it is withheld. `text_release` is also told of such a one. `office`
    tells which LibreOffice took part."""

    source_file: str
    source_sha256: str
    read: ReadReport | None
    findings: tuple[Finding, ...]
    text_release: str = FULL
    office: str = ""


@dataclass(frozen=True, slots=True)
class ReadTask:
    """A batch of files, and the file that takes their reports."""

    files: tuple[InputFile, ...]
    target: Path


def plan_reading(files: Sequence[InputFile], folder: Path) -> list[ReadTask]:
    """Batches of files in their order; what lies in the folder already is not written over."""
    first = 1 + max((int(path.name[5:11]) for path in folder.glob("read-??????*")), default=-1)
    return [
        ReadTask(tuple(files[start : start + BATCH]), folder / f"read-{first + start // BATCH:06}")
        for start in range(0, len(files), BATCH)
    ]


def read_batch(knowledge: Knowledge, task: ReadTask) -> tuple[FileOutcome, ...]:
    """Read the files of a batch, each within bounds, and keep their reports in its target. Not for a process that has
    anything else to do: a file that meets a bound of time ends it."""
    kept = bytearray()
    outcomes = []
    for file in task.files:
        try:
            with bounded():
                report, outcome = _read_file(file, knowledge)
        except MemoryError:
            report = None
            outcome = withhold(file, tell_memory(file.source_file, file.path))
        if report is not None:
            data = pack_report(report)
            place = Place(task.target, len(kept), len(data), hashlib.sha256(data).hexdigest())
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
    data = pack_report(replace(load_report(outcome.read.place), source_file=source_file))
    write_bytes(target, data)
    findings = (replace(one, source_file=names.get(one.source_file, one.source_file)) for one in outcome.findings)
    read = replace(outcome.read, place=Place(target, 0, len(data), hashlib.sha256(data).hexdigest()), key="")
    return replace(outcome, source_file=source_file, read=read, findings=tuple(findings))


def load_report(place: Place) -> Report:
    """The report that `read_batch` kept there; raises FilesError if it is not there any more."""
    data = read_part(place.path, place.offset, place.size)
    if hashlib.sha256(data).hexdigest() != place.sha256:
        raise FilesError(f"{place.path}: no report at {place.offset}")
    return unpack_report(data)


def withhold(file: InputFile, finding: Finding) -> FileOutcome:
    """The outcome of a file of which nothing is known but why it was not read."""
    try:
        digest = hashlib.sha256(read_input(file.path)).hexdigest()
    except FilesError:
        digest = ""
    release = WITHHELD if _declares_withheld(file) else FULL
    return FileOutcome(file.source_file, digest, None, (finding,), release)


def _read_file(file: InputFile, knowledge: Knowledge) -> tuple[Report | None, FileOutcome]:
    """One file read; what CSV cannot carry holds the report back."""
    asked = []

    def convert(data: bytes, kind: str) -> bytes:
        asked.append(kind)
        return convert_office(data, kind)

    reading = read_handed_in(file, knowledge, convert)
    findings = tuple(_show_unfit(finding) for finding in reading.findings)
    report = reading.report
    unfit = find_unfit(_list_texts(report)) if report else ""
    if unfit:
        findings = (*findings, Finding("reader-failed", file.source_file, None, (("found", unfit),)))
        report = None
    release = WITHHELD if report is None and _declares_withheld(file) else reading.text_release
    office = tell_office() if asked else ""
    return report, FileOutcome(file.source_file, reading.source_sha256, None, findings, release, office)


def declares_withheld(sidecar: bytes) -> bool:
    """Whether a sidecar asks that the text be held back: also one with faults, whose report is not published."""
    return _DECLARED.search(sidecar) is not None


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
        (name, UNFIT.sub(lambda found: f"\\u{ord(found.group()):04x}", text)) for name, text in finding.details
    )
    return replace(finding, details=details)
