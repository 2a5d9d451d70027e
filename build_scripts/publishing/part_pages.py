"""What is made of the reports of one partition: pages, the files beside them, the API's reports, and what is counted.

Comes in: a partition's agencies. Goes out: files of the site, and `PartCounted`. Refuses to know: other partitions, but
for what `outside` lists. Two steps, each a task: `learn_part` reads what has to be known of all partitions before the
first page is made, `make_part` makes the files.

An agency with its reports is what is made, or taken over, as one. Its key is the hash of all that its files follow
from: what the package says of it, what `outside` lists for it, and the basis of all pages. What the last run noted of
the partition says under which key each agency's files were made, and what they were.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from build_scripts.files import FilesError, write_bytes
from build_scripts.files.fingerprints import hash_code, hash_parts
from build_scripts.files.plain_data import pack_plain, unpack_plain
from build_scripts.files.reuse import Earlier, Kept, measure_bytes, take_tree
from build_scripts.packaging.load import read_source
from build_scripts.packaging.package import ReportRecord, Row
from build_scripts.packaging.partitions import name_partition
from build_scripts.publishing.agency.page import AgencyPages
from build_scripts.publishing.agency.years import collect_year
from build_scripts.publishing.api.agencies import PLACE, describe_alone
from build_scripts.publishing.api.json_files import API, encode_json
from build_scripts.publishing.api.reports import describe_report
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.data.questions import Questions, QuestionsPart
from build_scripts.publishing.links import agency_address
from build_scripts.publishing.outside import Outside, Surroundings, hash_outside
from build_scripts.publishing.pages import Page
from build_scripts.publishing.part_records import PartTables
from build_scripts.publishing.quality.counted import TallyPart
from build_scripts.publishing.quality.tally import QualityTally
from build_scripts.publishing.report.page import ReportPages
from build_scripts.publishing.report.shared_text import choose_sentences, list_sentences
from build_scripts.publishing.search.site_index import spool_shares
from build_scripts.publishing.site_tasks import IndexedWork
from build_scripts.publishing.specimens import Specimens, stamp_page

ROOMS = (
    "publishing",
    "packaging",
    "checking",
    "codes.py",
    "model.py",
    "findings.py",
    "limits.py",
    "files",
    "unseen.py",
)
"""What of the program the files of a partition follow from. The reader is not among them: what it reads otherwise, the
package says otherwise."""


Noted = Mapping[str, tuple[str, tuple[Kept, ...]]]
"""By agency: the key under which its files were made, and what they were."""


@dataclass(frozen=True, slots=True)
class PartWork(IndexedWork):
    """What these tasks look up besides: `basis` is the hash of what all data pages follow from: settings, version, code
    lists, specimens; `surroundings` and, once they are known, `shared` are what pages take from outside their
    partition."""

    specimens: Specimens
    basis: str
    surroundings: Surroundings
    shared: frozenset[int] = frozenset()


class Part(NamedTuple):
    """A partition: its name and the ids of its agencies, in the package's order."""

    name: str
    agencies: tuple[str, ...]


class Learnt(NamedTuple):
    """By agency: the hash of all that the package says of it, and the hashes of its sentences, as `list_sentences` has
    them."""

    said: Mapping[str, str]
    sentences: Mapping[str, bytes]


class PagesWanted(NamedTuple):
    """A partition whose files are to be made, and what was learnt of it."""

    part: Part
    learnt: Learnt


class PartCounted(NamedTuple):
    """What the reports of a partition amount to; the hash of what is found in them, by year; how many agencies were
    made anew."""

    tally: TallyPart
    questions: QuestionsPart
    shares: Mapping[str, str]
    made: int


def list_parts(context: SiteContext) -> tuple[Part, ...]:
    """Every partition that has reports, in the order of their names; raises FilesError where the reports of an agency
    do not follow one another."""
    found: dict[str, dict[str, None]] = {}
    for report in context.reports:
        found.setdefault(name_partition(report["report_id"]), {})[report["agency_id"]] = None
    parts = tuple(Part(name, tuple(agencies)) for name, agencies in found.items())
    ordered = (row for part in parts for agency_id in part.agencies for row in context.reports_of[agency_id])
    for row, report in zip(ordered, context.reports, strict=True):
        if row["report_id"] != report["report_id"]:
            raise FilesError(f"reports: {report['report_id']} stands among the reports of {row['agency_id']}")
    return parts


def learn_part(work: PartWork, part: Part) -> Learnt:
    """What is to be known of a partition before pages are made; raises FilesError."""
    tables = _open_tables(work, part)
    key = hash_parts("learnt", hash_code(*ROOMS), *part.agencies, tables.hash_all()) if work.earlier else ""
    kept = work.earlier.get(key) if work.earlier else None
    if kept is not None:
        return Learnt(*unpack_plain(kept))
    said, sentences = {}, {}
    for agency_id in part.agencies:
        reports = work.context.reports_of[agency_id]
        said[agency_id] = tables.hash_agency(agency_id, reports)
        sentences[agency_id] = list_sentences(tables.read_sections(reports))
    if work.earlier:
        work.earlier.put(key, pack_plain((said, sentences)))
    return Learnt(said, sentences)


def make_part(work: PartWork, wanted: PagesWanted) -> PartCounted:
    """Make the files of a partition, those that are as they were taken over; raises FilesError or SpecimenError."""
    part, said = wanted.part, wanted.learnt.said
    basis = hash_parts(work.basis, hash_code(*ROOMS))
    outside = {agency_id: _look_outside(work, agency_id, wanted.learnt) for agency_id in part.agencies}
    keys = {
        agency_id: hash_parts(basis, said[agency_id], hash_outside(outside[agency_id])) for agency_id in part.agencies
    }
    noted = _recall(work.earlier, part)
    files = _take_over(work, keys, noted)
    anew = [agency_id for agency_id in part.agencies if agency_id not in files]
    count_key = hash_parts("counted", basis, *said.values())
    kept = work.earlier.get(count_key) if work.earlier else None
    counter = _Counter(work.context) if kept is None else None
    passing = _pass_records(work, part, outside, files, counter) if anew or counter else iter(())
    if counter:
        shares = spool_shares(passing, part.name, work)
        found = (*counter.pack(), shares)
        if work.earlier:
            work.earlier.put(count_key, pack_plain(found))
    else:
        deque(passing, maxlen=0)
        found = unpack_plain(kept or b"")
    if work.earlier and (anew or noted.keys() != keys.keys()):
        entries = {agency_id: (keys[agency_id], files[agency_id]) for agency_id in part.agencies}
        work.earlier.note(f"pages {part.name}", json.dumps(entries, separators=(",", ":")).encode())
    return PartCounted(*found, len(anew))


def _take_over(work: PartWork, keys: Mapping[str, str], noted: Noted) -> dict[str, tuple[Kept, ...]]:
    """By agency, the files that were taken over: all those of agencies whose key is as it was noted."""
    if work.earlier is None:
        return {}
    return {
        agency_id: kept
        for agency_id, (key, kept) in noted.items()
        if keys.get(agency_id) == key
        and take_tree(agency_address(agency_id).rstrip("/"), kept, work.earlier, work.site)
    }


def _pass_records(
    work: PartWork,
    part: Part,
    outside: Mapping[str, Outside],
    files: dict[str, tuple[Kept, ...]],
    counter: _Counter | None,
) -> Iterator[ReportRecord]:
    """The records of a partition, an agency's at a time, those that are counted or whose files are made anew; counts
    them, and makes the files that are not there, as they pass."""
    tables, makers = _open_tables(work, part), _Makers(work, _join(outside.values()))
    for agency_id in part.agencies:
        if counter or agency_id not in files:
            records = tables.read_records(work.context.reports_of[agency_id])
            if counter:
                counter.add(records)
            if agency_id not in files:
                files[agency_id] = tuple(makers.write_agency(records))
            yield from records


def pair_years(records: Iterable[ReportRecord]) -> Iterator[tuple[ReportRecord, ReportRecord | None]]:
    """Each report of an agency, with that of the year before if it is held."""
    before: ReportRecord | None = None
    for record in records:
        is_next = before is not None and int(before.row["year"]) == int(record.row["year"]) - 1
        yield record, before if is_next else None
        before = record


class _Counter:
    """Counts the reports of a partition."""

    def __init__(self, context: SiteContext) -> None:
        self.tally, self.questions = QualityTally(context), Questions()

    def add(self, records: Sequence[ReportRecord]) -> None:
        for record, previous in pair_years(records):
            self.tally.add(record, previous)
        for _ in self.questions.watch(records):
            pass

    def pack(self) -> tuple[TallyPart, QuestionsPart]:
        return self.tally.pack(), self.questions.pack()


class _Makers:
    """Makes the files of agencies, one after another."""

    def __init__(self, work: PartWork, outside: Outside) -> None:
        self._work, self._site = work, os.fspath(work.site)
        self._reports = ReportPages(work.context, outside)
        self._agencies = AgencyPages(work.context, outside)

    def write_agency(self, records: Sequence[ReportRecord]) -> Iterator[Kept]:
        """Write the files of an agency and its reports; yields what they are."""
        work = self._work
        for record, previous in pair_years(records):
            path = f"{API}reports/{record.row['report_id']}.json"
            yield self._write(path, encode_json(describe_report(record, work.context)))
            made = self._reports.make(record, previous, read_source(work.package, record.row))
            yield from self._write_page(made.page, made.files)
        agency = records[-1].agency
        yield self._write(f"{PLACE}{agency['agency_id']}.json", encode_json(describe_alone(agency, work.context)))
        years = [collect_year(record, work.context) for record in records]
        yield from self._write_page(*self._agencies.make(agency, years))

    def _write_page(self, page: Page, files: Mapping[str, bytes]) -> Iterator[Kept]:
        html = stamp_page(page, self._work.specimens.at(page), self._work.context)
        yield self._write(f"{page.address}index.html", html.encode())
        for name, data in files.items():
            yield self._write(page.address + name, data)

    def _write(self, path: str, data: bytes) -> Kept:
        write_bytes(f"{self._site}/{path}", data)
        return measure_bytes(path, data) if self._work.earlier else Kept(path, 0, "")


def _open_tables(work: PartWork, part: Part) -> PartTables:
    reports: list[Row] = [row for agency_id in part.agencies for row in work.context.reports_of[agency_id]]
    return PartTables(work.package, work.indexes, reports)


def _look_outside(work: PartWork, agency_id: str, learnt: Learnt) -> Outside:
    return work.surroundings.around([agency_id], choose_sentences(learnt.sentences[agency_id], work.shared))


def _join(found: Iterable[Outside]) -> Outside:
    """What is listed for some agencies, for all of them."""
    listed = list(found)
    return Outside(
        listed[0].newest_year,
        {report_id: peers for one in listed for report_id, peers in one.reports.items()},
        {agency_id: told for one in listed for agency_id, told in one.agencies.items()},
        frozenset().union(*(one.shared for one in listed)),
    )


def _recall(earlier: Earlier | None, part: Part) -> Noted:
    """Under which key the files of each agency were made, and what they were."""
    return (earlier.recall_as(f"pages {part.name}", _read_noted) if earlier else None) or {}


def _read_noted(data: bytes) -> Noted:
    noted = json.loads(data).items()
    return {agency_id: (key, tuple(Kept(*one) for one in kept)) for agency_id, (key, kept) in noted}
