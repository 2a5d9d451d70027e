"""The feeds of the site: all changes, those of a region with all that lies in it, those of an agency.

Comes in: the ledger, the context, the directory of agencies. Goes out: address → Atom. Refuses to know: XML, the disk,
the clock. Only what was released is told. An entry's words and id never change once it is released, but for what is
held back since; so a feed's bytes change only when its agency or region did. Feeds need absolute addresses: without
`site_url` there are none.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from build_scripts.packaging.descriptor import RIGHTS
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import FEED, agency_address, report_address, version_address
from build_scripts.publishing.versions.atom import Category, Entry, Feed, clean_text, write_entry, write_feed
from build_scripts.publishing.versions.changes import ADDED, CHANGED, REMOVED, Group, is_told
from build_scripts.publishing.versions.words import Words
from build_scripts.releasing.ledger import Change, Release

MOST_REPORTS = 50
"""Entries of reports and agencies that a feed holds of one version."""
MOST_VERSIONS = 20
MOST_PARTS = 20
"""Cells, fields and sections that an entry tells."""

_IDS = uuid.UUID("6c0e6c1f-6a52-5f0e-9d3c-2f3f5b0a7f41")
"""Ids are made in this name space from what they name, so they outlive a change of the site's address."""


class Version(NamedTuple):
    """A release with its groups."""

    release: Release
    groups: tuple[Group, ...]


class Feeds:
    """Writes feeds; an entry that stands in several is written once."""

    def __init__(self, versions: Sequence[Version], context: SiteContext, words: Words) -> None:
        self._context = context
        self._words = words
        self._versions = versions[:MOST_VERSIONS]
        self._written: dict[str, bytes] = {}
        self._pages = {row["report_id"]: report_address(row["agency_id"], row["year"]) for row in context.reports}
        self._of_agency: dict[str, list[list[Group]]] = {}
        self._of_region: dict[str, list[list[Group]]] = {}
        for at, version in enumerate(self._versions):
            for group in filter(is_told, version.groups):
                self._file(self._of_agency, group.agency_id, at, group)
                for code in self._regions(group.agency_id):
                    self._file(self._of_region, code, at, group)

    def make(self, regions: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Every feed with its address: of all, of each of these regions, of each agency of the package."""
        yield FEED, self._make_all()
        site = self._context.settings.site_name
        for code in regions:
            name = "".join(place["label_zh"] for place in self._context.region_path(code))
            address = f"regions/{code}/"
            yield address + FEED, self._make(f"{name}（含所辖地区）· {site}", address, self._of_region.get(code, ()))
        for agency_id, agency in self._context.agencies.items():
            address = agency_address(agency_id)
            yield address + FEED, self._make(f"{agency['name']} · {site}", address, self._of_agency.get(agency_id, ()))

    def _make_all(self) -> bytes:
        entries = []
        for version in self._versions:
            entries.append(write_entry(self._tell_version(version)))
            entries += map(self._entry, [group for group in version.groups if is_told(group)][:MOST_REPORTS])
        days = [version.release.date for version in self._versions]
        return self._write(f"{self._context.settings.site_name}：数据的更新", "", days, entries)

    def _make(self, title: str, address: str, versions: Sequence[Sequence[Group]]) -> bytes:
        shown = [group for groups in versions for group in groups[:MOST_REPORTS]]
        return self._write(title, address, [group.date for group in shown], [self._entry(group) for group in shown])

    def _write(self, title: str, address: str, days: Sequence[str], entries: Sequence[bytes]) -> bytes:
        context = self._context
        feed = Feed(
            id=name_id("feed", address),
            title=title,
            subtitle="每一版新收录、改动、撤下的报告，逐格写明原来和现在。说的是报告和我们的读取，不评价机关。"
            f"每一版最多列 {MOST_REPORTS} 份，最近 {MOST_VERSIONS} 版；全部见各版的页面："
            f"{context.absolute('changes/')}",
            updated=max(days, default=context.date),
            address=context.absolute(address + FEED),
            page=context.absolute(address),
            author=context.settings.site_name,
            author_page=context.absolute(""),
            rights=RIGHTS,
        )
        return write_feed(feed, entries)

    def _entry(self, group: Group) -> bytes:
        key = name_id("release", group.version, group.subject, group.key)
        if key not in self._written:
            self._written[key] = write_entry(
                Entry(
                    key,
                    self._words.title(group),
                    group.date,
                    self._context.absolute(self._page(group)),
                    self._summarise(group),
                    self._categories(group),
                )
            )
        return self._written[key]

    def _page(self, group: Group) -> str:
        """The report's page; of one that is no more its agency's, or else the version's."""
        if group.key in self._pages:
            return self._pages[group.key]
        held = group.agency_id in self._context.agencies
        return agency_address(group.agency_id) if held else version_address(group.version)

    def _summarise(self, group: Group) -> str:
        words, parts = self._words, group.parts
        lines = [f"{words.title(group)}（数据 {group.version} 版，{group.date}）。"]
        if parts:
            lines.append(f"改动 {len(parts)} 处：")
            lines += [self._tell_part(part, group.version) for part in parts[:MOST_PARTS]]
        if len(parts) > MOST_PARTS:
            page = self._context.absolute(version_address(group.version))
            lines.append(f"另有 {len(parts) - MOST_PARTS} 处，见 {page}")
        if causes := words.causes(group):
            lines.append(f"原因：{causes}")
        return "\n".join(lines)

    def _tell_part(self, part: Change, version: str) -> str:
        """A change in one line; of a correction why, and on what evidence."""
        found = self._words.correction(part, version)
        why = f"（理由：{found.reason}；依据：{found.evidence}）" if found else ""
        return clean_text(self._words.part(part) + " ".join(why.split()))

    def _categories(self, group: Group) -> tuple[Category, ...]:
        context = self._context
        agency = context.agencies.get(group.agency_id)
        path = context.region_path(agency["region_code"] if agency else group.agency_id[:6])
        found = [Category(group.change, context.absolute("changes/"), _KINDS[group.change])]
        if path:
            label = "".join(place["label_zh"] for place in path)
            found.append(Category(path[-1]["code"], context.absolute("regions/"), label))
        if agency:
            code = agency["function"]
            found.append(Category(code, context.absolute("functions/"), context.label("functions", code)))
        if group.year:
            found.append(Category(group.year, context.absolute("years/"), f"{group.year} 年"))
        return tuple(found)

    def _tell_version(self, version: Version) -> Entry:
        release = version.release
        told = [group for group in version.groups if is_told(group)]
        reports = [group for group in told if group.subject == "report"]
        counts = "，".join(
            f"{label} {sum(group.change == change for group in reports):,} 份" for change, label in _KINDS.items()
        )
        page = self._context.absolute(version_address(release.version))
        summary = (
            f"数据 {release.version} 版，{release.date}：{release.counts.get('agencies', 0):,} 个机关的"
            f" {release.counts.get('reports', 0):,} 份报告。"
        )
        summary += f"与上一版相比，{counts}。" if release.previous else "这是第一版。"
        if not release.published:
            summary += "这一版只有登记，没有作为文件发布。"
        if len(told) > MOST_REPORTS:
            summary += f"\n下面只列其中 {MOST_REPORTS} 份，全部见 {page}"
        category = Category("version", self._context.absolute("changes/"), "数据的一版")
        return Entry(
            name_id("release", release.version), f"数据 {release.version} 版", release.date, page, summary, (category,)
        )

    def _regions(self, agency_id: str) -> list[str]:
        agency = self._context.agencies.get(agency_id)
        code = agency["region_code"] if agency else agency_id[:6]
        return [place["code"] for place in self._context.region_path(code)]

    def _file(self, shelves: dict[str, list[list[Group]]], key: str, at: int, group: Group) -> None:
        shelf = shelves.setdefault(key, [[] for _ in self._versions])
        shelf[at].append(group)


_KINDS: Mapping[str, str] = {ADDED: "新收录", CHANGED: "改动", REMOVED: "撤下"}


def name_id(*names: str) -> str:
    """An IRI that is the same for the same names, wherever the site stands.

    >>> name_id("feed", "")
    'urn:uuid:ed7e8e33-dd2e-57d9-a01b-111398f5987c'
    """
    return f"urn:uuid:{uuid.uuid5(_IDS, '/'.join(names))}"
