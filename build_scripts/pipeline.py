"""The story of the project on one screen: reports → readings → settled → tables → validated package → site.

Comes in: folders. Goes out: a package or a site in the place of the old one, and what is to be said about it. Refuses
to know: the terminal, the exit code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from build_scripts.checking import check_report
from build_scripts.checking.summary import Lang, Style, number_lines, render_summary
from build_scripts.codes import CodeListError, Codes, build_codes
from build_scripts.files import (
    PROJECT,
    FilesError,
    Layout,
    Ours,
    begin_sync,
    check_apart,
    find_misnamed,
    held_in_place,
    leave_out_sidecars,
    list_reports,
    name_input,
    read_bytes,
    read_codelists,
    read_data_version,
    read_rows,
    resolve,
    show_path,
    stage_output,
)
from build_scripts.files.caches import check_cache, hold_cache
from build_scripts.files.reuse import Earlier
from build_scripts.findings import severity
from build_scripts.model import Finding, Reading
from build_scripts.packaging.building import Sources, keep_collection, make_tables
from build_scripts.packaging.common_files import copy_lists, write_descriptor
from build_scripts.packaging.earlier_runs import find_earlier_runs
from build_scripts.packaging.file_names import refuse_reading
from build_scripts.packaging.hand_kept import refuse_slips
from build_scripts.packaging.held_back import MASKED, WITHHELD, show_publicly
from build_scripts.packaging.isolation import read_each_apart
from build_scripts.packaging.manifest import MANIFEST, write_manifest
from build_scripts.packaging.merging import PART, find_parts, is_of_regions
from build_scripts.packaging.pool import WorkerDied, Workers, run_tasks
from build_scripts.packaging.problems import Problem
from build_scripts.packaging.program import Program, hash_program
from build_scripts.packaging.row_rules import SchemaError
from build_scripts.packaging.standing import list_stretches
from build_scripts.packaging.steps import Announce as Announce
from build_scripts.packaging.steps import count
from build_scripts.packaging.tables import TableError
from build_scripts.packaging.writing import Tables
from build_scripts.reading.collection import find_year_ahead
from build_scripts.reading.knowledge import Knowledge, build_knowledge
from build_scripts.reading.privacy.masking import mask_text

if TYPE_CHECKING:
    from build_scripts.publishing.site_tasks import SiteRun

PACKAGE_MARKER = "datapackage.json"
SITE_MARKER = ".disclosure-site"
PACKAGE = Ours(PACKAGE_MARKER, sign=b'"name": "disclosure-reports"', names=frozenset({"data", MANIFEST}))
SITE = Ours(SITE_MARKER)
SPARE = "version-before"
"""Below the cache: the site before the one that stands."""
Keep = Callable[[Path, bytes], None]
"""Puts bytes into a hand-kept file, or refuses where they are not those that stand there."""


class NotPublished(RuntimeError):
    """Nothing was written, for the reasons given."""


FAILURES = (FilesError, CodeListError, SchemaError, TableError, WorkerDied, NotPublished)
"""What ends a run with nothing written, said in a message."""


@dataclass(frozen=True, slots=True)
class PackageResult:
    """What was published and what was withheld; `codes` puts the findings into words.

    `held_back` and `masked` count the published reports whose texts are not, or without the numbers of persons.
    """

    version: str
    reports: int
    files: int
    findings: tuple[Finding, ...]
    withheld: tuple[str, ...]
    held_back: int
    masked: int
    codes: Codes


def build_package(
    layout: Layout,
    reports: Path,
    output: Path,
    jobs: int | Workers,
    announce: Announce,
    cache: Path | None = None,
    program: Program | None = None,
    regions: Sequence[str] = (),
    parts: Sequence[Path] = (),
) -> PackageResult:
    """Read every report below `reports` and put the package in the place of `output`; raises one of FAILURES.

    With `cache`, a folder of our own, only what earlier runs did not do of the same is done; the bytes are the same.
    `program` stands for the code that does it, unless it is the code as it is. With `regions`, only the reports whose
    files are named by these codes: a part, to be put together with others (`parts`, folders; see `packaging/merging`).
    """
    check_apart(output, reports)
    check_cache(output, cache, "package")
    version = read_data_version(layout.changelog)
    codes, knowledge, pinned = load_knowledge(layout)
    files, refused = list_reports(reports)
    files = tuple(file for file in files if is_of_regions(file.source_file, regions))
    refused = tuple(finding for finding in refused if is_of_regions(finding.source_file, regions))
    if not files and not refused:
        raise NotPublished(f"{reports}: 没有报告文件 / holds no report file")
    with stage_output(output, PACKAGE) as stage, hold_cache(cache, "package") as held:
        known_code = program or hash_program()
        kept = held or (stage.work / "kept" if parts else None)
        runs = find_earlier_runs(kept, output, layout, codes, known_code, PART if regions else "") if kept else None
        if runs and parts:
            runs = replace(runs, parts=find_parts(parts, layout, codes, known_code))
        sources = Sources(codes, knowledge, pinned, int(version.date[:4]))
        collection, settlement, tables = make_tables(files, refused, sources, runs, stage, jobs, announce)
        if len(files) > SMALL:
            begin_sync(stage.output)
        known = runs.memory.earlier if runs else None
        lists = copy_lists(layout, stage.output, known)
        write_descriptor(layout, version, lists, stage.output, tables.joined)
        write_manifest(stage.output, tables.joined, jobs)
        few = 1 if isinstance(jobs, int) and len(files) <= SMALL else jobs
        refuse_problems(validate(stage.output, tables, stage.work, few, announce, known))
        if runs:
            keep_collection(runs, collection)
    releases = Counter(read.text_release for read in settlement.published)
    return PackageResult(
        version=version.name,
        reports=len(settlement.published),
        files=len(collection.outcomes),
        findings=settlement.findings,
        withheld=settlement.withheld,
        held_back=releases[WITHHELD],
        masked=releases[MASKED],
        codes=codes,
    )


class CheckedFile(NamedTuple):
    """What one file was understood to say, also as text, and whether neither it nor a file beside it is withheld."""

    reading: Reading
    text: str
    is_well: bool


def check_files(
    layout: Layout, files: Sequence[Path], style: Style, lang: Lang, with_text: bool = False
) -> Iterator[CheckedFile]:
    """What each of these files was understood to say, as text in the given style; raises one of FAILURES.

    `with_text` adds the text that was read, each line with its number, where the style is text. Sidecars given with
    their reports are no files of their own. A file that cannot be opened has a reading too: without hash and report,
    and with the finding that says why.
    """
    codes, knowledge, _ = load_knowledge(layout)
    words, last_year = knowledge.privacy_words, int(read_data_version(layout.changelog).date[:4])
    paths = leave_out_sidecars(files)
    readings = read_each_apart([name_input(path, layout.reports) for path in paths], knowledge)
    for path, reading in zip(paths, readings, strict=True):
        reading = replace(reading, findings=(*reading.findings, *find_misnamed(path, reading.source_file)))
        if reading.report:
            ahead = find_year_ahead(reading.source_file, reading.report.year, last_year)
            reading = replace(reading, findings=(*reading.findings, *ahead))
        reading = refuse_reading(reading, words)
        checks = check_report(reading.report, None, codes) if reading.report else ()
        shown, checks = show_publicly(reading, checks, codes) if style != "text" else (reading, checks)
        told = render_summary(shown, checks, codes, lang, style, mask_text(show_path(path), words))
        if with_text and style == "text":
            told = f"{told}\n\n{number_lines(reading.lines)}"
        has_error = any(severity(finding, codes) == "error" for finding in reading.findings)
        yield CheckedFile(reading, told, reading.report is not None and not has_error)


def build_site(
    package: Path,
    output: Path,
    announce: Announce,
    layout: Layout = PROJECT,
    jobs: int | Workers = 1,
    cache: Path | None = None,
) -> None:
    """Render the package into a site and put it in the place of `output`; ledger and address book are those of the
    layout. With `cache`, a folder of our own, only what changed is made; the bytes are the same. Raises one of
    FAILURES."""
    refuse_slips(layout)
    site_run, render_site = load_renderer()
    check_apart(output, package)
    check_apart(output, layout.reports)
    check_cache(output, cache, "site")
    if not (package / PACKAGE_MARKER).is_file():
        raise NotPublished(
            f"{package}: 没有数据包，请先运行 package / holds no data package; run the command package first"
        )
    with (
        hold_cache(cache, "site") as held,
        stage_output(output, SITE, held / SPARE if held else None) as stage,
        held_in_place(package, EXCHANGED),
    ):
        earlier = Earlier(held, resolve(output), spare=held / SPARE) if held else None
        try:
            run = site_run(jobs, earlier, stage.work, announce)
            render_site(package, stage.output, layout.releases, layout.address_book, run)
        except SystemExit as stop:  # MkDocs ends the process where it cannot go on
            raise NotPublished(f"MkDocs: {stop}") from stop
        except ModuleNotFoundError as error:  # MkDocs is loaded only where its pages have to be made
            raise tell_missing(error) from error
        if earlier:
            earlier.let_go()


EXCHANGED = (
    "读取时换成了另一版，做出的网站会一半新一半旧，没有写出；请重新运行 / "
    "became another version while it was read: the site would be half of each and was not written; run again"
)


def load_renderer() -> tuple[type[SiteRun], Callable[[Path, Path, Path, Path, SiteRun], None]]:
    """The renderer, imported only here: the package is made without what it needs being installed."""
    try:
        from build_scripts.publishing.site_tasks import SiteRun
        from build_scripts.publishing.website import render_site
    except ModuleNotFoundError as error:
        raise tell_missing(error) from error
    return SiteRun, render_site


def tell_missing(error: ModuleNotFoundError) -> NotPublished:
    """That a library is missing, and what to do."""
    return NotPublished(f"缺少 {error.name}；请运行 make environment / {error.name} is missing; run make environment")


VALIDATE = "验证数据包 / validating the package"
SMALL = 200
"""Up to so many files, validation costs less than starting processes for it, and the disk soon has what was written."""


def load_knowledge(layout: Layout) -> tuple[Codes, Knowledge, frozenset[tuple[str, str]]]:
    """The code lists, all the reader knows, and the (name, agency_id) pairs of the register; raises FilesError naming
    every slip in a hand-kept table."""
    refuse_slips(layout)
    codes = build_codes(read_codelists(layout.codelists))
    register = read_rows(layout.register)
    pinned = frozenset((row["name"], row["agency_id"]) for row in register)
    return codes, build_knowledge(codes, register), pinned


def validate(
    folder: Path,
    tables: Tables,
    work: Path,
    jobs: int | Workers,
    announce: Announce,
    earlier: Earlier | None = None,
) -> tuple[Problem, ...]:
    """The problems of a package of these tables; what earlier runs found valid is not looked at again by Frictionless.

    `work` is a folder for packages of some of the records. What looks at columns is loaded here: `check` has no use
    for it and would start later.
    """
    from build_scripts.packaging.validity import group_stretches, join_found, load_checkers, look_at, plan_validation

    plan = plan_validation(folder, group_stretches(list_stretches(tables.partitions)), work, earlier)
    load_checkers(plan)
    found = run_tasks(look_at, plan.context, plan.tasks, jobs)
    return join_found(plan, list(count(VALIDATE, found, len(plan.tasks), lambda _: 1, announce)), earlier)


def refuse_problems(problems: Sequence[Problem]) -> None:
    """Raise NotPublished naming the first problems, if there are any."""
    if problems:
        shown = "\n".join(f"  {problem}" for problem in problems[:20])
        raise NotPublished(
            f"数据包没有通过验证，共 {len(problems)} 处 / the package is not valid, {len(problems)} problems:\n{shown}"
        )


def refuse_difference(path: Path, data: bytes) -> None:
    """Raise NotPublished unless the file holds just these bytes."""
    if not path.is_file() or read_bytes(path) != data:
        raise NotPublished(
            f"{show_path(path)}: 与这次构建的结果不同；发布前先运行 release 并提交 / "
            f"differs from what this build gives; run the command release and commit before the tag"
        )


def group_findings(result: PackageResult) -> Mapping[str, list[Finding]]:
    """The findings of each withheld file, by its name, errors first."""
    groups: dict[str, list[Finding]] = {name: [] for name in result.withheld}
    for finding in result.findings:
        name = finding.source_file.removesuffix(".yml") if finding.source_file not in groups else finding.source_file
        if name in groups and not finding.report_id:
            groups[name].append(finding)
    return {
        name: sorted(found, key=lambda finding: severity(finding, result.codes) != "error")
        for name, found in groups.items()
    }
