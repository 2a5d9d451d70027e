"""Keep the address book: every address the site ever had, and where those lead that are no more.

In: the data package, the agency register, `datapackage/address_book.csv`. Out: the book with what is new added; no row
is ever dropped. An agency whose page is gone leads to the agency that bears its name in the register now; where that
tells nothing, the command says so and a maintainer writes `moved_to` or, for a page taken down, the reason into `note`.
Run before a release: `python -m build_scripts.upkeep.keep_addresses [--check]`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import PROJECT, read_rows
from build_scripts.packaging.load import load_package
from build_scripts.packaging.package import Package
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.links import agency_address
from build_scripts.upkeep.update_regions import format_table, has_text

COLUMNS = ("address", "name", "years", "since", "moved_to", "note")
FIXED = {
    "about/": "关于", "about/glossary/": "名词", "agencies/": "机关", "changes/": "变更", "compare/": "对照",
    "contribute/": "参与", "data/": "数据", "data/dictionary/": "数据字典", "en/": "English", "en/about/": "About",
    "en/data/": "Data", "en/dictionary/": "Dictionary", "en/glossary/": "Glossary", "functions/": "职能",
    "quality/": "质量", "regions/": "地区", "search/": "搜索", "years/": "年份",
}  # fmt: skip
"""Hand-written pages that others link to; a page new here is added in the version in which it first stood."""


class Entry(NamedTuple):
    """A row of the book; `years` are those of an agency's reports, apart by blanks."""

    address: str
    name: str
    years: str = ""
    since: str = ""
    moved_to: str = ""
    note: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the book, or compare it with `--check`; 0 when it is as it should be and all old pages lead on, else 1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only / 只比较，不改写")
    parser.add_argument("--package", type=Path, default=PROJECT.package, help="the data package / 数据包")
    options = parser.parse_args(arguments)
    package = load_package(options.package)
    entries, lost = keep_book([Entry(**row) for row in read_rows(PROJECT.address_book)], package)
    text = format_table(COLUMNS, entries)
    differs = not has_text(PROJECT.address_book, text)
    if differs and not options.check:
        PROJECT.address_book.write_bytes(text.encode())
    if differs:
        print("address_book.csv: " + ("与数据包不合 / differs" if options.check else "已更新 / written"))
    for entry in lost:
        print(
            f"address_book.csv: {entry.address} {entry.years}：页面没有了，请写明 moved_to 或 note"
            f" / has no page any more; state moved_to or note",
            file=sys.stderr,
        )
    return 1 if lost or (options.check and differs) else 0


def keep_book(book: Sequence[Entry], package: Package) -> tuple[list[Entry], list[Entry]]:
    """The book with what is new, sorted by address; and the entries that lead nowhere without a word."""
    standing = {entry.address: entry for entry in list_standing(package)}
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


if __name__ == "__main__":
    sys.exit(main())
