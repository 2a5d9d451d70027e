"""What the search tests look through: the documents of the five real reports, and thousands like them.

The truth is found here by plain substring search, with a normalisation of its own that knows nothing of ours.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from build_scripts.codes import build_codes
from build_scripts.files import PROJECT, list_reports, read_codelists, read_rows
from build_scripts.model import Report
from build_scripts.publishing.lists.spelling import spell
from build_scripts.publishing.report.table_lines import find_table_lines
from build_scripts.publishing.search.agencies import AgencyDocument
from build_scripts.publishing.search.index import write_search_index
from build_scripts.publishing.search.partition import PartitionName, SearchDocument, SearchStats
from build_scripts.reading import read_report
from build_scripts.reading.knowledge import build_knowledge
from build_scripts.reading.variants import list_variants

ROOT = Path(__file__).parents[1]


@cache
def real_reports() -> tuple[Report, ...]:
    knowledge = build_knowledge(build_codes(read_codelists(PROJECT.codelists)), read_rows(PROJECT.register))
    files, _ = list_reports(PROJECT.reports)
    read = [
        read_report(
            file.source_file, file.path.read_bytes(), file.sidecar.read_bytes() if file.sidecar else None, knowledge
        )
        for file in files
    ]
    return tuple(reading.report for reading in read if reading.report)


KINDS = ("agency", "title", "section", "table")


def write_index(documents: Iterable[SearchDocument], folder: Path) -> SearchStats:
    """An index of these documents; those of kind "agency" as agencies, the others by the year of their address."""
    agencies: list[AgencyDocument] = []
    years: dict[str, list[SearchDocument]] = {}
    for document in documents:
        if document.kind == "agency":
            name, *others = document.text.split("；")
            key = document.address.split("/")[1]
            names = (name, *(other for other in others if other != key))
            agencies.append(AgencyDocument(key, names, spell(name), (), (2023,)))
        else:
            years.setdefault(document.address.rstrip("/").rpartition("/")[2], []).append(document)
    parts = ((PartitionName(year, year), years[year]) for year in sorted(years, reverse=True))
    return write_search_index(agencies, parts, folder, list_variants())


def as_hits(documents: Iterable[SearchDocument]) -> tuple[SearchDocument, ...]:
    """The documents in the order of hits: by kind, newest year first, then as they come; agencies as the index has
    them."""
    return tuple(sorted(documents, key=_hit_order))


def _hit_order(document: SearchDocument) -> tuple[int, int, str, str]:
    if document.kind == "agency":
        return 0, 0, document.title, document.address
    return KINDS.index(document.kind), -int(document.address.rstrip("/").rpartition("/")[2]), "", ""


@cache
def real_documents() -> tuple[SearchDocument, ...]:
    return as_hits(_real_documents())


def _real_documents() -> tuple[SearchDocument, ...]:
    reports = real_reports()
    agencies = {report.agency.agency_id: report.agency for report in reports}
    return (
        *(
            SearchDocument("agency", f"agencies/{key}/", agency.name, f"{agency.name}；{agency.short_name}；{key}")
            for key, agency in agencies.items()
        ),
        *(SearchDocument("title", address_of(report), report.title, report.title) for report in reports),
        *(
            SearchDocument("section", address_of(report), report.title, found.text, found.heading, found.code)
            for report in reports
            for found in report.sections
        ),
        *(table_document(report) for report in reports),
    )


def table_document(report: Report) -> SearchDocument:
    """The printed table lines of a report."""
    lines = find_table_lines(
        report.lines,
        [found.heading + found.text for found in report.sections],
        [report.title, *(found.heading for found in report.sections)],
    )
    text = "\n".join(line for _, line in lines)
    return SearchDocument("table", address_of(report), report.title, text, lines=tuple(number for number, _ in lines))


def address_of(report: Report) -> str:
    return f"agencies/{report.agency.agency_id}/{report.year}/"


def many_documents(reports: int, seed: int = 7) -> tuple[SearchDocument, ...]:
    """The documents of `_many_documents` in the order of hits."""
    return as_hits(_many_documents(reports, seed))


def _many_documents(reports: int, seed: int) -> Iterator[SearchDocument]:
    """Documents of so many made-up reports: sentences of the real ones, shuffled, with names and numbers put in."""
    dice = random.Random(seed)
    pool = [document for document in real_documents() if document.kind == "section" and document.text]
    sentences = {
        document.section: [
            part
            for other in pool
            if other.section == document.section
            for part in re.findall(r"[^。；\n]+[。；]?", other.text)
        ]
        for document in pool
    }
    words = sorted({text[at : at + 2] for found in sentences.values() for text in found for at in range(len(text) - 1)})
    names = [
        f"{''.join(dice.choices(words, k=2))}{dice.choice(('市民政局', '县水利局', '区财政局'))}{n}号"
        for n in range(reports)
    ]
    titles = [f"{name}{2015 + number % 10}年政府信息公开工作年度报告" for number, name in enumerate(names)]
    for number, name in enumerate(names):
        yield SearchDocument("agency", f"agencies/{number}/", name, name)
    for number, title in enumerate(titles):
        yield SearchDocument("title", f"agencies/{number}/{2015 + number % 10}/", title, title)
    for number, title in enumerate(titles):
        for section, found in sorted(sentences.items()):
            paragraphs = [
                "".join(dice.choices(found, k=3))
                + f"全年{dice.choice(words)}{dice.choice(words)}{dice.randrange(9999)}件。"
                for _ in range(dice.randrange(1, 7))
            ]
            yield SearchDocument(
                "section", f"agencies/{number}/{2015 + number % 10}/", title, "\n".join(paragraphs), "一、标题", section
            )


def plain(text: str) -> str:
    """Our own idea of the same text, for the truth: no asterisks, and no white space but one between two digits."""
    bare = unicodedata.normalize("NFKC", text).casefold().replace("*", "")
    return re.sub(r"\s+", "", re.sub(r"(?<=\d)\s+(?=\d)", "|", bare)).replace("|", " ")


def known_characters() -> list[str]:
    """Every character that our Python knows; of unified ideographs and Hangul syllables, all alike, every fiftieth."""
    known = []
    for code in range(0x110000):
        character = chr(code)
        alike = unicodedata.name(character, "").startswith(("CJK UNIFIED IDEOGRAPH", "HANGUL SYLLABLE"))
        if unicodedata.category(character) not in {"Cn", "Cs", "Co"} and (not alike or code % 50 == 0):
            known.append(character)
    return known


def find_plainly(
    documents: Sequence[SearchDocument], words: Sequence[str], excluded: Sequence[str] = ()
) -> list[tuple[str, str, str]]:
    """Kind, address and section of every document that holds all words and none of those excluded, in order."""
    held = [(document, _plain_text(document)) for document in documents]
    return [
        (document.kind, document.address, document.section)
        for document, text in held
        if all(plain(word) in text for word in words) and not any(plain(word) in text for word in excluded)
    ]


@cache
def _plain_text(document: SearchDocument) -> str:
    return plain(document.heading + document.text)
