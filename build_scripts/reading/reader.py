"""One file's bytes and its sidecar → a `Reading`: the report, or why there is none, and every finding.

Comes in: bytes. Goes out: `Reading`. Refuses to know: the disk, other reports, pages, CSV.
The whole way: bytes → lines → headings, regions → tables, sections, title → report. Where numbers of persons stand and
nobody decided to give them out, the lines are masked and read once more, so that nothing that is taken from them, cut
or joined, can hold a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from build_scripts.model import Finding, Reading, Report, Section, State
from build_scripts.reading.decode import decode_document, hash_bytes
from build_scripts.reading.document import PICTURE, Converter, DecodeFailure, Document
from build_scripts.reading.identity.dates import find_opening_years, find_period, find_published
from build_scripts.reading.identity.furniture import find_document_number, find_index_number
from build_scripts.reading.identity.identify import Identity, identify_report
from build_scripts.reading.identity.titles import (
    Title,
    choose_title,
    confirm_year,
    find_explanation,
    find_second_title,
    find_titles,
)
from build_scripts.reading.knowledge import Knowledge
from build_scripts.reading.labels import fold_label, strip_space
from build_scripts.reading.privacy.finder import Place, find_places
from build_scripts.reading.privacy.masking import mask_document
from build_scripts.reading.privacy.release import (
    FULL,
    WITHHELD,
    find_left,
    list_rows,
    mask_named,
    settle_release,
)
from build_scripts.reading.privacy.unread import has_unread_number
from build_scripts.reading.privacy.words import PrivacyWords
from build_scripts.reading.prose.scope import Scope, tell_scope
from build_scripts.reading.prose.sections import Heading, find_headings, gather_sections, note_headings
from build_scripts.reading.scripts import note_script, restore_findings, restore_report, simplify_document
from build_scripts.reading.sidecar.corrections import Corrected, apply_corrections
from build_scripts.reading.sidecar.sidecars import Sidecar, read_sidecar
from build_scripts.reading.tables.all_tables import NO_FORM, TablesRead, read_tables
from build_scripts.reading.tables.grids import find_regions
from build_scripts.reading.tables.parting import part_lines
from build_scripts.reading.unseen import note_unseen

_FEW_HEADINGS = 2
_SECTION_OF_PLANS = "5"
_OPENING_LINES, _CLOSING_LINES = 24, 12
_SIDECAR_SUFFIX = ".yml"


def read_report(
    source_file: str, data: bytes, sidecar: bytes | None, knowledge: Knowledge, convert: Converter | None = None
) -> Reading:
    """Read one report. Bad input never raises: it gives findings, and no report if one of them is an error.

    `convert` turns older office files into .docx; without it they are refused with a finding.
    """
    digest = hash_bytes(data)
    path = source_file + _SIDECAR_SUFFIX
    words = knowledge.privacy_words
    said, findings = read_sidecar(sidecar, path, knowledge.codes, words) if sidecar is not None else (Sidecar(), ())
    decided = said.get("text_release")
    document = decode_document(data, convert)
    if isinstance(document, DecodeFailure):
        release = settle_release(decided, (), said.personal, None, source_file, path)
        failure = Finding(document.code, source_file, None, document.details)
        return Reading(source_file, digest, None, (*findings, failure, *release.findings), (), release.text_release)
    report, more = _read_printed(document, source_file, said, knowledge)
    places: tuple[Place, ...] = ()
    left: int | None = None
    if decided != FULL:
        places = _find_personal(document, report, words)
        if places:
            document = mask_document(document, places)
            report, more = _read_printed(document, source_file, said, knowledge)
        left = find_left(report, words) if report else None
    is_unread = (
        decided != FULL
        and not places
        and has_unread_number(data, document.format, document.lines, words, _list_properties)
    )
    release = settle_release(decided, places, said.personal, left, source_file, path, is_unread)
    findings = (*findings, *more, *release.findings)
    if report is not None:
        findings = tuple(replace(finding, report_id=report.report_id) for finding in findings)
        report = report if left is None else mask_named(report, words)
        report = replace(report, source_sha256=digest, text_release=release.text_release)
    severe = any(knowledge.codes.finding_codes[finding.code].severity == "error" for finding in findings)
    return Reading(source_file, digest, None if severe else report, findings, document.lines, release.text_release)


def _list_properties(data: bytes) -> tuple[str, ...] | None:
    from build_scripts.reading.formats.pdf import list_properties

    return list_properties(data)


def _read_printed(
    document: Document, source_file: str, said: Sidecar, knowledge: Knowledge
) -> tuple[Report | None, tuple[Finding, ...]]:
    """The report and the findings, everything they quote as it is printed."""
    plain = simplify_document(document)
    report, more = _read_document(plain, source_file, said, knowledge)
    findings = note_script(plain, document, source_file) + restore_findings(more, plain, document)
    findings += note_unseen(document.lines, source_file)
    if report is not None:
        report = restore_report(report, plain, document, bool(said.get("agency")))
    return report, findings


def _find_personal(document: Document, report: Report | None, words: PrivacyWords) -> tuple[Place, ...]:
    """Where numbers of persons stand; the words around them are known in simplified characters."""
    plain = simplify_document(document)
    pairs = zip(plain.lines, document.lines, strict=True)
    lines = document.lines if plain is document else [one if len(one) == len(two) else two for one, two in pairs]
    return find_places(lines, words, list_rows(report))


def _read_document(
    document: Document, source_file: str, sidecar: Sidecar, knowledge: Knowledge
) -> tuple[Report | None, tuple[Finding, ...]]:
    lines = document.lines
    headings = find_headings(lines, knowledge.headings, knowledge.section_labels.values())
    end = headings[0].line if headings else len(lines) + 1
    title, doubt = _tell_title(lines, end, sidecar, source_file)
    books = tuple(knowledge.books.values())
    breaks = {n for heading in headings for n in heading.lines}
    regions = find_regions(
        lines,
        breaks,
        lambda text: fold_label(text) in knowledge.anchors,
        part_lines(lines, document.rows, breaks, books),
        lambda text: any(fold_label(text) in book.heads or fold_label(text) in book.joined for book in books),
    )
    table_of_line = _table_finder(headings, len(lines), knowledge)
    years = title.years if title else ()
    told = int(sidecar.get("year")) if sidecar.get("year") else years[0] if len(years) == 1 else None
    tables = read_tables(tuple(regions), table_of_line, tuple(enumerate(lines, 1)), knowledge, source_file, told)
    settled = bool(sidecar.get("agency") and sidecar.get("year") and tables.lines)
    refusal = doubt or _refuse(title, headings, lines, settled, source_file)
    if refusal:
        return None, (refusal,)
    if title is None and not tables.lines and len(headings) < _FEW_HEADINGS:
        return None, (_no_report(lines, source_file),)
    identity, findings = identify_report(title, sidecar, knowledge, source_file, lines, end)
    findings += note_headings(headings, knowledge.section_labels, source_file) + tables.findings
    findings += _note_pictures(lines, table_of_line, tables, source_file)
    if identity is None:
        return None, findings
    corrected = apply_corrections(
        tables.cells, sidecar.corrections, knowledge.views.get(tables.form), source_file + _SIDECAR_SUFFIX
    )
    report = _assemble(document, source_file, sidecar, identity, title, headings, tables, corrected, knowledge)
    return report, findings + tuple(_year_findings(report, title, source_file)) + corrected.findings


def _table_finder(headings: Sequence[Heading], count: int, knowledge: Knowledge) -> Callable[[int], str]:
    """For a line number up to `count`, the table of the section it stands in."""
    table_at = [""] * (count + 2)
    ends = [*(heading.line for heading in headings[1:]), count + 2]
    for heading, end in zip(headings, ends, strict=False):
        table_at[heading.line : end] = [knowledge.section_tables.get(heading.section, "")] * (end - heading.line)
    return table_at.__getitem__


def _note_pictures(
    lines: Sequence[str], table_of_line: Callable[[int], str], tables: TablesRead, source_file: str
) -> tuple[Finding, ...]:
    """The first picture of every section whose table was not found: it may show the table."""
    if PICTURE not in lines:
        return ()
    printed = {cell.table for cell in tables.cells if cell.state is not State.ABSENT}
    found: dict[str, int] = {}
    for number, text in enumerate(lines, 1):
        table = table_of_line(number) if text == PICTURE else ""
        if table and table not in printed:
            found.setdefault(table, number)
    return tuple(Finding("picture-unread", source_file, number) for number in found.values())


def _tell_title(
    lines: Sequence[str], end: int, sidecar: Sidecar, source_file: str
) -> tuple[Title | None, Finding | None]:
    """The title above line number `end`, or the finding that asks which of two it is."""
    year = sidecar.get("year")
    chosen = choose_title(find_titles(lines, end), strip_space(sidecar.get("agency")), int(year) if year else None)
    if len(chosen) > 1:
        one, other = chosen
        details = (
            ("first", str(one.lines[0])),
            ("found", one.printed),
            ("second", str(other.lines[0])),
            ("other", other.printed),
        )
        return None, Finding("title-ambiguous", source_file, other.lines[0], details)
    title = chosen[0] if chosen else None
    if title and not confirm_year(title, lines[end - 1 :]):
        title = replace(title, years=())
    return title, None


def _refuse(
    title: Title | None, headings: Sequence[Heading], lines: Sequence[str], settled: bool, source_file: str
) -> Finding | None:
    """The reason why the file cannot be one report, if there is one. `settled`: the sidecar names agency and year, and
    tables are printed, so that an explanation beside them is only a link."""
    if title is None:
        announced = None if settled else find_explanation(lines, headings[0].line if headings else len(lines) + 1)
        found = (("found", announced[1]),) if announced else ()
        return Finding("explanation-page", source_file, announced[0], found) if announced else None
    if title.is_explanation and not settled:
        return Finding("explanation-page", source_file, title.lines[0], (("found", title.printed),))
    second = find_second_title(lines, [(heading.line, heading.section) for heading in headings], title)
    if second is None:
        return None
    details = (("first", str(title.lines[0])), ("second", str(second)))
    return Finding("two-reports-in-file", source_file, second, details)


def _no_report(lines: Sequence[str], source_file: str) -> Finding:
    first = next(((n, text.strip()) for n, text in enumerate(lines, 1) if text.strip()), (1, ""))
    return Finding("not-a-report", source_file, first[0], (("found", first[1][:80]),))


def _assemble(
    document: Document,
    source_file: str,
    sidecar: Sidecar,
    identity: Identity,
    title: Title | None,
    headings: Sequence[Heading],
    tables: TablesRead,
    corrected: Corrected,
    knowledge: Knowledge,
) -> Report:
    lines = document.lines
    sections = gather_sections(lines, headings, tables.lines, title.lines if title else ())
    opening = lines[: headings[0].line - 1 if headings else len(lines)][:_OPENING_LINES]
    closing = [text for text in lines if text.strip()][-_CLOSING_LINES:]
    under = lines[title.lines[-1] : headings[0].line - 1] if title and headings else ()
    agency = identity.agency
    names = (agency.name, agency.short_name, strip_space(title.agency) if title else "")
    scope = _tell_scope(sidecar, title, agency.name, sections, knowledge)
    start, end = find_period([paragraph for section in sections for paragraph in section.text.split("\n")])
    return Report(
        report_id=f"{identity.agency.agency_id}-{identity.year}",
        agency=identity.agency,
        year=identity.year,
        title=title.printed if title else "",
        form=tables.form,
        scope=scope.code,
        scope_quote=scope.quote,
        document_number=find_document_number(opening),
        index_number=find_index_number(opening),
        published=find_published(opening, under, closing, names, identity.year),
        period_start=start,
        period_end=end,
        source_file=source_file,
        source_sha256="",
        source_format=document.format,
        source_url=sidecar.get("source_url"),
        retrieved=sidecar.get("retrieved"),
        text_release=sidecar.get("text_release") or "full",
        replaces=sidecar.get("replaces"),
        sections=sections,
        cells=corrected.cells,
        placed_by_sum=tables.placed_by_sum,
        corrections=corrected.corrections,
        lines=lines,
    )


def _tell_scope(
    sidecar: Sidecar, title: Title | None, agency: str, sections: Sequence[Section], knowledge: Knowledge
) -> Scope:
    """What the sidecar says, else what the report says of itself, quoted if its text may be shown."""
    if sidecar.get("scope"):
        return Scope(sidecar.get("scope"), "")
    texts = (section.text for section in sections if section.code != _SECTION_OF_PLANS)
    printed, name = (title.printed, strip_space(title.agency)) if title else ("", "")
    scope = tell_scope(printed, (name, agency), texts, knowledge.scope_words)
    return scope if sidecar.get("text_release") != WITHHELD else scope._replace(quote="")


def _year_findings(report: Report, title: Title | None, source_file: str) -> Iterator[Finding]:
    """Notes where the statistical period, or the first section's sentences, name another year than the title."""
    year, line = str(report.year), title.lines[0] if title else None
    period = report.period_end[:4]
    if report.form != NO_FORM and period and period != year:
        yield Finding("year-differs", source_file, line, (("expected", year), ("found", period)))
    first = next((section for section in report.sections if section.code == "1"), None)
    years = find_opening_years(first.text.split("\n")) if first else ()
    if first and years and report.year not in years:
        details = (("expected", year), ("found", str(years[0])))
        yield Finding("year-differs-text", source_file, first.line_start, details)
