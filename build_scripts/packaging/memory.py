"""What earlier runs read: a file that is the same, read by the same reader, is not read again.

Comes in: the hashes of the files handed in, outcomes. Goes out: outcomes that an earlier run kept. Refuses to know:
what is done with them. Reports lie in `folder`, as `intake` wrote them, each told by its hash; what became of the files
is noted in groups, by the hash of their names, so that one file more changes one group. What is not just what was kept
is read again; so is what a fault of the day may have decided (a file that could not be opened, a reader that died).
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from build_scripts.files import link_file, tell_office
from build_scripts.files.fingerprints import hash_parts
from build_scripts.files.input_hashes import InputHash
from build_scripts.files.reuse import Earlier
from build_scripts.model import Agency, Finding
from build_scripts.packaging.intake import FileOutcome, Place, ReadReport

PASSING = frozenset(
    {
        "file-unreadable",
        "office-failed",
        "office-missing",
        "reader-died",
        "reader-failed",
        "reader-out-of-memory",
        "reader-too-slow",
    }
)
"""Findings of a day: another run may find something else in the same bytes."""

_PAIR = (b")\x02", b"\xa9\x02")
"""How `marshal` begins a pair. What another program left may begin as a list does, and `marshal` makes room for as many
entries as the next four bytes say: twelve gigabytes for the JSON `[1,2]`."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Where earlier runs left what they read, the folder of their reports, and what reading follows from, as a hash."""

    earlier: Earlier
    folder: Path
    reading: str


class Recalled(NamedTuple):
    """The outcomes of files that an earlier run read just so, by name, and the groups of which nothing was left out."""

    outcomes: dict[str, FileOutcome]
    whole: frozenset[str] = frozenset()


def recall_outcomes(memory: Memory, files: Mapping[str, Path], hashes: Iterable[InputHash]) -> Recalled:
    """The outcomes of those files that an earlier run read just so; `files` tells where each lies today."""
    wanted = {each for each in hashes if each.is_whole}
    found: dict[str, FileOutcome] = {}
    whole: set[str] = set()
    for group in sorted({_name_group(each.source_file) for each in wanted}):
        entries = _load_group(memory, group)
        fit = [entry for entry in entries if entry[0] in wanted and entry[1] in ("", tell_office())]
        for entry in fit:
            found[entry[0][0]] = _unpack(entry, memory, files[entry[0][0]])
        if len(fit) == len(entries):
            whole.add(group)
    return Recalled(found, frozenset(whole))


def adopt_outcomes(outcomes: Mapping[str, FileOutcome], memory: Memory) -> dict[str, FileOutcome]:
    """Outcomes that were kept elsewhere, by name, their reports from now on where ours are; raises FilesError."""
    adopted = {}
    first = 1 + max((int(path.name[5:11]) for path in memory.folder.glob("read-??????*")), default=-1)
    places: dict[Path, Path] = {}
    for name, outcome in outcomes.items():
        if outcome.read:
            path = outcome.read.place.path
            if path not in places:
                places[path] = memory.folder / f"read-{first + len(places):06}"
                link_file(path, places[path])
            place = replace(outcome.read.place, path=places[path])
            outcome = replace(outcome, read=replace(outcome.read, place=place))
        adopted[name] = outcome
    return adopted


def keep_outcomes(memory: Memory, pairs: Iterable[tuple[InputHash, FileOutcome]], recalled: Recalled) -> None:
    """Keep these outcomes, and nothing else, for the next run; `recalled` are those that are kept already."""
    groups: dict[str, list[tuple[InputHash, FileOutcome]]] = {}
    changed: set[str] = set()
    used: set[str] = set()
    for hashes, outcome in pairs:
        if is_lasting(hashes, outcome):
            group = _name_group(hashes.source_file)
            groups.setdefault(group, []).append((hashes, outcome))
            if outcome.source_file not in recalled.outcomes:
                changed.add(group)
            if outcome.read:
                used.add(outcome.read.place.path.name)
    for group in groups.keys() - (recalled.whole - changed):
        entries = [_pack(*pair) for pair in groups[group]]
        memory.earlier.put(_name_note(group), marshal.dumps((memory.reading, entries)))
    for path in memory.folder.glob("read-*"):
        if path.name not in used:
            with suppress(OSError):
                path.unlink()


def is_lasting(hashes: InputHash, outcome: FileOutcome) -> bool:
    """Whether another run over the same bytes comes to the same."""
    is_same = hashes.is_whole and outcome.source_sha256 == hashes.sha256
    return is_same and not any(finding.code in PASSING for finding in outcome.findings)


def add_key(memory: Memory, hashes: InputHash, outcome: FileOutcome) -> FileOutcome:
    """The outcome with a hash of all that it follows from, unless it may be another tomorrow."""
    if outcome.read is None or not is_lasting(hashes, outcome):
        return outcome
    return replace(outcome, read=replace(outcome.read, key=_make_key(memory, hashes, outcome.office)))


def _make_key(memory: Memory, hashes: Sequence[str], office: str) -> str:
    told = repr((memory.reading, *hashes, office))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _name_group(source_file: str) -> str:
    return hashlib.sha256(source_file.encode("utf-8", "surrogatepass")).hexdigest()[:2]


def _name_note(group: str) -> str:
    return hash_parts("outcomes of files", group)


def _load_group(memory: Memory, group: str) -> Sequence[tuple[Any, ...]]:
    data = memory.earlier.get(_name_note(group))
    if data is not None and data[:2] in _PAIR:
        with suppress(ValueError, EOFError, TypeError):
            reading, entries = marshal.loads(data)
            if reading == memory.reading:
                return list(entries)
    return []


def _pack(hashes: InputHash, outcome: FileOutcome) -> tuple[Any, ...]:
    read = outcome.read
    report: tuple[Any, ...] | None = None
    if read:
        agency, place = read.agency, read.place
        report = (
            tuple(getattr(agency, name) for name in Agency.__slots__),
            (place.path.name, place.offset, place.size, place.sha256),
            (read.report_id, read.year, read.replaces, read.text_release),
        )
    findings = tuple((one.code, one.source_file, one.line, one.details, one.report_id) for one in outcome.findings)
    return tuple(hashes), outcome.office, outcome.text_release, findings, report


def _unpack(entry: Sequence[Any], memory: Memory, path: Path) -> FileOutcome:
    (source_file, sha256, _), office, release, findings, report = entry
    read = None
    if report:
        agency, (name, *stretch), (report_id, year, replaces, own_release) = report
        place = Place(memory.folder / name, *stretch)
        key = _make_key(memory, entry[0], office)
        read = ReadReport(report_id, Agency(*agency), year, replaces, place, path, own_release, key)
    return FileOutcome(source_file, sha256, read, tuple(Finding(*one) for one in findings), release, office)
