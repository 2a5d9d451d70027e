"""The book of addresses: every address the site ever had, and where those lead that are no more.

Comes in: the book as it was, the loaded package, why pages were taken down. Goes out: the book with what is new, and
the entries that lead nowhere without a word. Refuses to know: files. No row is ever dropped. An agency whose page is
gone leads to the agency that bears its name in the register now, a list that has no report left to all of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from build_scripts.packaging.package import Package
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.links import agency_address, version_address
from build_scripts.releasing.ledger import VERSION

COLUMNS = ("address", "name", "years", "since", "moved_to", "note")
FIXED = {
    "about/": "关于", "about/glossary/": "名词", "agencies/": "机关", "changes/": "变更", "compare/": "对照",
    "contribute/": "参与", "contribute/commands/": "每条命令", "contribute/findings/": "每种发现", "data/": "数据",
    "data/dictionary/": "数据字典", "en/": "English", "en/about/": "About", "en/contribute/": "Contribute",
    "en/data/": "Data", "en/dictionary/": "Dictionary", "en/glossary/": "Glossary", "functions/": "职能",
    "quality/": "质量", "regions/": "地区", "search/": "搜索", "years/": "年份",
}  # fmt: skip
"""Hand-written pages that others link to; a page new here is added in the version in which it first stood."""
_VERSION = re.compile(f"data/{VERSION.pattern}/")
CUTS = ("years/", "regions/", "functions/")
"""Lists of reports: one that has none any more leads to all lists of its kind."""


class Entry(NamedTuple):
    """A row of the book; `years` are those of an agency's reports, apart by blanks."""

    address: str
    name: str
    years: str = ""
    since: str = ""
    moved_to: str = ""
    note: str = ""


def keep_book(book: Sequence[Entry], package: Package, released: Sequence[str] = ()) -> tuple[list[Entry], list[Entry]]:
    """The book with what is new, sorted by address; and the entries that lead nowhere without a word.

    `released` are versions of the ledger. Their pages stand for ever; that of an unreleased build may go.
    """
    standing = {entry.address: entry for entry in list_standing(package)}
    standing |= {entry.address: entry for entry in book if _VERSION.fullmatch(entry.address)}
    for version in released:
        standing.setdefault(version_address(version), Entry(version_address(version), f"数据 {version} 版"))
    heirs = {row["name"]: agency_address(row["agency_id"]) for row in package.register}
    kept: dict[str, Entry] = {}
    lost: list[Entry] = []
    for entry in book:
        now = standing.get(entry.address)
        years = set(entry.years.split())
        if now is not None:
            gone = years - set(now.years.split()) if not entry.moved_to else set()
            gone -= {one.address.split("/")[-2] for one in book if one.address.startswith(entry.address) and one.note}
            kept[entry.address] = entry._replace(years=" ".join(sorted(years | set(now.years.split()))))
            if gone:
                lost.append(entry._replace(years=" ".join(sorted(gone))))
            continue
        heir = heirs.get(entry.name, "")
        if not entry.moved_to and not entry.note and heir in standing:
            entry = entry._replace(moved_to=heir, note="机关改了名称或编号。")
        if not entry.moved_to and not entry.note and entry.address.startswith(CUTS) and entry.address not in FIXED:
            entry = entry._replace(moved_to=f"{entry.address.split('/')[0]}/", note="现在没有收录这里的报告。")
        if not entry.moved_to and not entry.note and entry.address not in FIXED:
            lost.append(entry)
        kept[entry.address] = entry
    for address, entry in standing.items():
        kept.setdefault(address, entry._replace(since=package.version))
    for address, name in FIXED.items():
        kept.setdefault(address, Entry(address, name, since=package.version))
    return [kept[address] for address in sorted(kept)], lost


def list_standing(package: Package) -> Iterator[Entry]:
    """Agencies with their years, years, regions and functions that have a page in the site of this package."""
    context = build_context(package, Settings(""))
    years: dict[str, list[str]] = {}
    for report in package.reports:
        years.setdefault(report["agency_id"], []).append(report["year"])
    regions: dict[str, str] = {}
    functions: dict[str, str] = {}
    for agency_id, agency in package.agencies.items():
        yield Entry(agency_address(agency_id), agency["name"], " ".join(sorted(years.get(agency_id, ()))))
        regions |= {place["code"]: place["label_zh"] for place in context.region_path(agency["region_code"])}
        functions[agency["function"]] = context.label("functions", agency["function"])
    yield from (Entry(f"regions/{code}/", label) for code, label in regions.items())
    yield from (Entry(f"functions/{code}/", label) for code, label in functions.items())
    yield from (Entry(f"years/{year}/", f"{year} 年") for year in sorted({row["year"] for row in package.reports}))


def take_down(book: Sequence[Entry], reasons: Mapping[str, str]) -> list[Entry]:
    """The book, saying of each address (of an agency, or of a report) why its page was taken down; sorted."""
    known = {entry.address: entry for entry in book}
    for address, reason in reasons.items():
        agency = known.get("/".join(address.split("/")[:2]) + "/", Entry(address, ""))
        entry = known.get(address, Entry(address, agency.name, since=agency.since))
        known[address] = entry if entry.note or entry.moved_to else entry._replace(note=reason)
    return [known[address] for address in sorted(known)]
