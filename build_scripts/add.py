"""The story of adding, on one screen: what was given → read → settled with what is held → placed → told.

Comes in: files, folders, addresses, and what is said of them. Goes out: `Added`; files below the reports folder, each
with its sidecar. Refuses to know: the terminal, exit codes. Nothing that stands there is ever written over.

Whether a report fits among those that are held is asked of the very rules that settle a package, with the held reports
of the same agencies alone: what would be withheld there, or would make another be withheld, is not placed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from build_scripts.codes import Codes
from build_scripts.contributing.added import ADDED, NOT_WRITTEN, WOULD_ADD, Added, AddedFile, Effect
from build_scripts.contributing.candidates import Candidate, choose_places, tell_rivals, tell_same, tell_unfit
from build_scripts.contributing.effects import measure_effect
from build_scripts.contributing.gathering import Given, gather_inputs, is_address
from build_scripts.contributing.held import Held, find_held, read_known_agencies
from build_scripts.contributing.settling import Findings, Rules, Settled, settle_candidates
from build_scripts.contributing.sidecar_text import find_faults
from build_scripts.contributing.skeleton import write_skeleton
from build_scripts.fetching import Fetch
from build_scripts.files import (
    FilesError,
    InputFile,
    Layout,
    find_refusal,
    place_new,
    place_pair,
    read_bytes,
    read_data_version,
    read_input,
    show_path,
    write_bytes,
)
from build_scripts.findings import render_message
from build_scripts.model import Finding, Reading
from build_scripts.packaging.building import read_files
from build_scripts.packaging.common_files import copy_lists, write_descriptor
from build_scripts.packaging.file_names import mask_names
from build_scripts.packaging.intake import FileOutcome, load_report, rename_outcome
from build_scripts.packaging.isolation import read_each_apart
from build_scripts.packaging.settlement import Settlement
from build_scripts.packaging.sources import read_unchanged
from build_scripts.packaging.writing import write_tables
from build_scripts.pipeline import Announce, NotPublished, load_knowledge
from build_scripts.reading.knowledge import Knowledge
from build_scripts.reading.privacy.masking import mask_text
from build_scripts.reading.privacy.words import PrivacyWords

PLACE = "放入报告 / placing reports"
"""The step in which files are written; what ends a run before it has written nothing."""
ONE_ALONE = ("source_url", "retrieved", "replaces")
"""What can be said of one file only."""


def add_files(
    layout: Layout,
    inputs: Sequence[str],
    said: Mapping[str, str],
    fetch: Fetch,
    jobs: int,
    announce: Announce,
    is_trial: bool = False,
    is_measured: bool = True,
) -> Added:
    """Put these files, folders and addresses (http, https) below the reports folder, each with its sidecar.

    `said` holds keys of a sidecar (`agency`, `year`, `source_url`, `retrieved` …) for all of them; a file's own sidecar
    comes along. What has errors, stands against a report that is held, or against another that was given, is not
    placed, and its outcome says why; the others are. With `is_trial` nothing is written; the effect on the
    data is told only if `is_measured`. Raises one of `pipeline.FAILURES` where nothing can be done.
    """
    codes, knowledge, pinned = load_knowledge(layout)
    refuse_said(inputs, said, codes, layout.reports)
    rules = Rules(codes, pinned, int(read_data_version(layout.changelog).date[:4]))
    with TemporaryDirectory(prefix="disclosure-add-") as folder:
        desk = Desk(layout, knowledge, Path(folder), jobs, announce)
        given = list(gather_inputs(inputs, said, layout.reports, desk.work / "given", codes, fetch))
        told = {number: one.refused for number, one in enumerate(given) if one.refused}
        candidates = desk.read_given(given)
        told |= tell_unfit(candidates, codes)
        held = find_held(layout)
        fit = [one for one in candidates if one.report is not None]
        told |= tell_same(fit, held, codes)
        placed = choose_places([one for one in fit if one.number not in told], layout.reports)
        told |= tell_rivals(placed, codes)
        settled = desk.settle([one for one in placed if one.number not in told], held, rules)
        told |= settled.told
        effect = desk.measure(settled, codes) if settled.taken and is_measured else None
        tellings = tell_taken(settled, codes, WOULD_ADD if is_trial else ADDED)
        for done, (one, telling) in enumerate(zip(settled.taken, tellings, strict=True)):
            announce(PLACE, done, len(settled.taken))
            told[one.number] = telling if is_trial else desk.place(one, telling)
        if settled.taken:
            announce(PLACE, len(settled.taken), len(settled.taken))
    files = tuple(_mask(told[number], knowledge.privacy_words) for number in range(len(given)))
    return Added(files, None if any(file.outcome == NOT_WRITTEN for file in files) else effect, codes)


def refuse_said(inputs: Sequence[str], said: Mapping[str, str], codes: Codes, reports: Path) -> None:
    """Raise NotPublished for what cannot be said, before anything is read."""
    faults = find_faults(said, codes)
    if faults:
        raise NotPublished("\n".join(render_message(fault, codes, lang) for fault in faults for lang in ("zh", "en")))
    if "replaces" in said and not (reports / said["replaces"]).is_file():
        raise NotPublished(f"replaces: 没有收着这份文件 / no such file is held: {said['replaces']}")
    is_many = len(inputs) > 1 or any(not is_address(given) and Path(given).is_dir() for given in inputs)
    single = [key for key in ONE_ALONE if key in said]
    if single and is_many:
        raise NotPublished(f"{', '.join(single)}: 只能说一个文件 / can be said of one file only")
    if any(map(is_address, inputs)) and {"source_url", "retrieved"} & said.keys():
        raise NotPublished("网址自己就是来源，日期是今天 / an address is its own source, and the day is today")


def tell_taken(settled: Settled, codes: Codes, outcome: str) -> Iterator[AddedFile]:
    """What became of those that fit, each checked beside its agency's report of the year before."""
    known = Findings(settled.after)
    places = {(read.agency.agency_id, read.year): read.place for read in settled.after.published}
    for one in settled.taken:
        before = places.get((one.agency_id, one.report.year - 1)) if one.report else None
        previous = load_report(before) if before else None
        yield one.tell(outcome, codes, known.about(one.place), previous=previous)


class Desk:
    """Where one run of adding works: the layout, what the reader knows, a folder of its own."""

    def __init__(self, layout: Layout, knowledge: Knowledge, work: Path, jobs: int, announce: Announce) -> None:
        self.layout, self.knowledge, self.work, self.jobs, self.announce = layout, knowledge, work, jobs, announce

    def read(self, files: Sequence[InputFile], name: str) -> list[FileOutcome]:
        """The outcomes of these files, each read in a process that may die."""
        if not files:
            return []
        return read_files(files, self.knowledge, self.work / name, self.jobs, self.announce)

    def read_given(self, given: Sequence[Given]) -> list[Candidate]:
        """What was given, read as it was handed in."""
        pairs = [(number, one, one.file) for number, one in enumerate(given) if one.file is not None]
        outcomes = self.read([file for _, _, file in pairs], "read")
        return [
            Candidate(number, one, file, outcome, load_report(outcome.read.place) if outcome.read else None)
            for (number, one, file), outcome in zip(pairs, outcomes, strict=True)
        ]

    def settle(self, placed: Sequence[Candidate], held: Held, rules: Rules) -> Settled:
        """The candidates among the held reports of their agencies."""
        outcomes = {
            one.place: rename_outcome(one.outcome, one.place, self.work / "placed" / f"{one.number:06}")
            for one in placed
        }
        neighbours = self.read_neighbours(held, {one.agency_id for one in placed})
        return settle_candidates(placed, outcomes, neighbours, rules)

    def read_neighbours(self, held: Held, agencies: set[str]) -> list[FileOutcome]:
        """The held files of these agencies; whose a file is that nobody told, is known once it is read."""
        if not agencies:
            return []
        untold = held.list_untold()
        names = {file.source_file for file in untold}
        return [
            outcome
            for outcome in self.read([*held.list_neighbours(agencies), *untold], "held")
            if outcome.source_file not in names or (outcome.read and outcome.read.agency.agency_id in agencies)
        ]

    def measure(self, settled: Settled, codes: Codes) -> Effect:
        """What changes in the data of these agencies."""
        before, after = self.work / "before" / "package", self.work / "after" / "package"
        lists = copy_lists(self.layout, before)
        for name in lists:  # the same in both
            write_bytes(after / "data" / f"{name}.csv", read_bytes(before / "data" / f"{name}.csv"))
        self._draft(settled.before, codes, lists, before)
        self._draft(settled.after, codes, lists, after)
        return measure_effect(before, after, read_known_agencies(self.layout.package))

    def place(self, one: Candidate, told: AddedFile) -> AddedFile:
        """Put one file and its sidecar where they belong."""
        try:
            data = read_unchanged(one.file.path, one.outcome.source_sha256)
            sidecar = read_input(one.file.sidecar) if one.file.sidecar else None
            place_pair(self.layout.reports / one.place, data, sidecar, self.layout.reports)
        except FilesError as error:
            return told._replace(outcome=NOT_WRITTEN, placed="", said=(str(error), str(error)))
        return told

    def _draft(self, settlement: Settlement, codes: Codes, lists: Sequence[str], output: Path) -> None:
        """A package of these reports alone; it is compared, and never published, so nobody validates it."""
        write_tables(settlement, codes, output.with_name("parts"), output, self.jobs, lambda *_: None)
        write_descriptor(self.layout, read_data_version(self.layout.changelog), lists, output)


def _mask(file: AddedFile, words: PrivacyWords) -> AddedFile:
    """The file with a mark for the number of a person in any name that is told."""
    given, *others = (mask_text(name, words) for name in (file.given, *file.others))
    findings = tuple(mask_names(finding, words) for finding in file.findings)
    understood = file.understood._replace(source_file=given)
    return file._replace(given=given, others=tuple(others), findings=findings, understood=understood)


def start_sidecar(layout: Layout, path: Path, said: Mapping[str, str]) -> tuple[Path, Reading]:
    """Write a sidecar to be filled in beside a report, and give what was understood of the report.

    Raises NotPublished where there is no such file, or what is said does not fit; FilesError where a sidecar stands.
    """
    codes, knowledge, _ = load_knowledge(layout)
    refuse_said([str(path)], said, codes, layout.reports)
    if code := find_refusal(path):
        finding = Finding(code, show_path(path), None)
        raise NotPublished(
            f"{show_path(path)}: {render_message(finding, codes, 'zh')} / {render_message(finding, codes, 'en')}"
        )
    beside = path.with_name(f"{path.name}.yml")
    reading = next(read_each_apart([InputFile(show_path(path), path, None)], knowledge))
    place_new(beside, write_skeleton(reading.report, said, codes).encode("utf-8"), path.parent)
    return beside, reading
