"""The page of each version: what it is, its quality in words, what changed, its files, how to cite it.

Comes in: facts of versions. Goes out: pages with the files beside them. Refuses to know: the disk, how anything is
counted. Long lists are cut; what is cut stands whole in `changes.csv`, and the page says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from build_scripts.packaging.descriptor import LICENCE_URL
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import agency_address, report_address, root_of, version_address
from build_scripts.publishing.machine.citations import cite_package
from build_scripts.publishing.machine.json_ld import write_json_ld
from build_scripts.publishing.pages import Anchor, Crumb, Page
from build_scripts.publishing.templates import render
from build_scripts.publishing.versions.atom import clean_text
from build_scripts.publishing.versions.changes import ADDED, CHANGED, REMOVED, Group, is_told
from build_scripts.publishing.versions.files import RELEASED, STATUSES, Facts, count_bytes, write_files
from build_scripts.publishing.versions.measures import Measure
from build_scripts.publishing.versions.statement import GROUPS, tell_statement
from build_scripts.publishing.versions.words import CHANGES, Words
from build_scripts.releasing.ledger import Change

MOST_AGENCIES, MOST_REPORTS, MOST_PARTS = 100, 50, 30
"""So many agencies with new reports, changed reports, and cells of one report does a page list."""
Notes = Sequence[tuple[str, str]]
"""The points of the changelog on a version, Chinese and English."""


class Line(NamedTuple):
    """An agency with years of its reports; addresses below the root, empty where nothing stands there any more."""

    name: str
    address: str
    years: tuple[tuple[str, str], ...]
    causes: str


class Fix(NamedTuple):
    """Why a cell was corrected: the cell, the reason, the evidence; `link` if the evidence is an address."""

    place: str
    reason: str
    evidence: str
    link: bool


class CodeList(NamedTuple):
    """A code list or table that is not as it was: its title, what became of how many of its rows or columns, why."""

    title: str
    told: str
    causes: str


class Story(NamedTuple):
    """A report or agency that changed: name, address, each change as place, before and after, how many are not
    listed, reasons and notes, why cells were corrected."""

    name: str
    address: str
    parts: tuple[tuple[str, str, str], ...]
    more: int
    causes: str
    fixes: tuple[Fix, ...]


def make_version_pages(
    versions: Sequence[Facts], words: Words, context: SiteContext, notes: Mapping[str, Notes]
) -> Iterator[tuple[Page, Mapping[str, bytes]]]:
    """The page of every version with its files; `notes` are the words of the changelog, by version."""
    for facts in versions:
        yield make_page(facts, words, context, notes.get(facts.version, ())), write_files(facts)


def make_page(facts: Facts, words: Words, context: SiteContext, notes: Notes = ()) -> Page:
    """The page of a version, what the changelog says of it first."""
    address = version_address(facts.version)
    title = f"数据 {facts.version} 版"
    of_version = replace(context, version=facts.version, date=facts.date, released=facts.status == RELEASED)
    description = (
        f"{title}（{facts.date}，{STATUSES[facts.status]}）：{facts.counts.get('agencies', 0):,} 个机关的"
        f" {facts.counts.get('reports', 0):,} 份报告；改了什么、质量怎样、有哪些文件、怎样引用。"
    )
    body = render(
        "versions/page.html",
        facts=facts,
        is_this_build=facts.in_hand,
        is_number_taken=facts.version == context.version and not facts.in_hand,
        newest=context.newest_release,
        statement=tell_statement(facts.counts, context),
        groups=[(heading, found) for group, heading in GROUPS.items() if (found := choose(facts.measures, group))],
        added=gather(facts.groups, ADDED, words, context),
        removed=gather(facts.groups, REMOVED, words, context),
        changed=[tell(group, words, context) for group in facts.groups if group.change == CHANGED and is_told(group)],
        codes=fold_codes(facts.groups, words),
        notes=notes,
        is_first=facts.release is not None and not facts.before,
        repository=context.settings.repository,
        most={"agencies": MOST_AGENCIES, "reports": MOST_REPORTS},
        size=count_bytes(facts.files),
        citations=cite_package(of_version),
        root=root_of(address),
    )
    return Page(
        address=address,
        specimen="version",
        title=title,
        description=description,
        crumbs=(Crumb("首页", ""), Crumb("数据", "data/"), Crumb(title, "")),
        contents=(
            Anchor("changes", "改了什么"),
            Anchor("counts", "这一版有什么"),
            Anchor("quality", "质量"),
            Anchor("files", "文件"),
            Anchor("again", "怎样重新做出这一版"),
            Anchor("cite", "引用"),
        ),
        body=body,
        json_ld=write_json_ld(describe_version(facts, description, context)),
    )


def choose(measures: Sequence[Measure], group: str) -> list[Measure]:
    """The measures of a group that count something in this version or in the one before."""
    return [one for one in measures if one.group == group and (one.numerator or one.before or group == "whole")]


def gather(groups: Sequence[Group], change: str, words: Words, context: SiteContext) -> list[Line]:
    """The reports that came or went, by agency, in the order of the agencies' ids; years newest first."""
    chosen = [group for group in groups if group.subject == "report" and group.change == change]
    chosen.sort(key=lambda group: group.agency_id)
    lines = []
    for agency_id, found in groupby(chosen, key=lambda group: group.agency_id):
        own = list(found)
        held = agency_id in context.agencies
        causes = dict.fromkeys(note for group in own for note in group.notes)
        years = tuple((group.year, _address(group, context)) for group in own)
        lines.append(Line(words.agency(agency_id), agency_address(agency_id) if held else "", years, "；".join(causes)))
    return lines


def tell(group: Group, words: Words, context: SiteContext) -> Story:
    """A changed report or agency."""
    parts = tuple((words.place(part), *words.sides(part)) for part in group.parts[:MOST_PARTS])
    more = len(group.parts) - len(parts)
    fixes = tuple(fix for part in group.parts[:MOST_PARTS] if (fix := explain(part, group.version, words)))
    return Story(words.name(group), _address(group, context), parts, more, words.causes(group), fixes)


def explain(part: Change, version: str, words: Words) -> Fix | None:
    """Why a cell was corrected in this version; None where it was not, or where the correction is no more."""
    found = words.correction(part, version)
    if found is None:
        return None
    is_link = found.evidence.startswith(("https://", "http://"))
    return Fix(words.place(part), clean_text(found.reason), clean_text(found.evidence), is_link)


def fold_codes(groups: Sequence[Group], words: Words) -> list[CodeList]:
    """The code lists that changed, a line each: every row stands in `changes.csv`."""
    shelves: dict[str, list[Group]] = {}
    for group in groups:
        if group.subject == "code":
            shelves.setdefault(group.key.partition("/")[0], []).append(group)
    return [
        CodeList(
            words.table(table), _count_codes(found), "；".join(dict.fromkeys(filter(None, map(words.causes, found))))
        )
        for table, found in sorted(shelves.items())
    ]


def _count_codes(groups: Sequence[Group]) -> str:
    kinds = Counter(
        ("整张表" if "/" not in group.key else "列" if group.parts else "代码", group.change) for group in groups
    )
    return "，".join(
        f"{kind}{CHANGES[change]}{f' {count:,} 个' if kind != '整张表' else ''}"
        for (kind, change), count in kinds.items()
    )


def describe_version(facts: Facts, description: str, context: SiteContext) -> dict[str, object]:
    """A version as a schema.org Dataset."""
    address = context.absolute(version_address(facts.version))
    described: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{context.settings.site_name}，{facts.version} 版",
        "description": description,
        "inLanguage": "zh-Hans",
        "version": facts.version,
        "license": LICENCE_URL,
        "isAccessibleForFree": True,
    }
    published = {"datePublished": facts.date} if facts.status == RELEASED else {}
    return described | published | ({"url": address} if address else {})


def _address(group: Group, context: SiteContext) -> str:
    """The page of a group; empty where it has none any more."""
    if group.subject == "agency":
        return agency_address(group.agency_id) if group.agency_id in context.agencies else ""
    held = any(row["report_id"] == group.key for row in context.reports_of.get(group.agency_id, ()))
    return report_address(group.agency_id, group.year) if held else ""
