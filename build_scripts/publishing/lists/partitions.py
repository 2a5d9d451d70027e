"""What the filter of agencies reads: one compact JSON file for each province, asked for only when it is needed.

Comes in: the directory. Goes out: names and bytes of files. Refuses to know: the disk, HTML. Names are plain text as
the package has them: who shows them sets them as text. A file has

    version   1, the manner of the file
    newest    the newest year of the package: from an agency's first year up to it, a year that is not named is not held
    places    [code, label, place above as an index or -1, until which year or ""], the province first
    levels    [code, label] · functions [code, label]
    agencies  [id, name, pinyin in syllables, place, level, function (indices), years held, other names]
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.lists.cuts import Group, group_by_place
from build_scripts.publishing.lists.directory import Directory, Listed
from build_scripts.publishing.lists.rows import name_place
from build_scripts.publishing.lists.spelling import Spell, spell

FOLDER = "agencies/lists"
"""Where the files stand below the site."""


def make_partitions(context: SiteContext, directory: Directory) -> Iterator[tuple[str, bytes]]:
    """The file of every province that has an agency: its name and its bytes."""
    for province in group_by_place(directory.everyone):
        yield f"{province.region['code']}.json", write_province(province, context)


def write_province(province: Group, context: SiteContext, spell: Spell = spell) -> bytes:
    """The bytes of a province's file."""
    return json.dumps(describe_province(province, context, spell), ensure_ascii=False, separators=(",", ":")).encode()


def describe_province(province: Group, context: SiteContext, spell: Spell = spell) -> dict[str, object]:
    """All agencies of a province, with the places, levels and functions they name."""
    places = _list_places(province.agencies)
    at_place = {row["code"]: at for at, row in enumerate(places)}
    levels = _used(context, "levels", (one.agency["level"] for one in province.agencies))
    functions = _used(context, "functions", (one.agency["function"] for one in province.agencies))
    return {
        "version": 1,
        "newest": context.newest_year,
        "places": [
            [row["code"], name_place(row), at_place.get(row["parent"], -1), row.get("to_year", "")] for row in places
        ],
        "levels": [[code, context.label("levels", code)] for code in levels],
        "functions": [[code, context.label("functions", code)] for code in functions],
        "agencies": [
            _describe(
                one,
                spell(one.agency["name"], one.places),
                at_place[one.places[-1]["code"]],
                levels[one.agency["level"]],
                functions[one.agency["function"]],
            )
            for one in province.agencies
        ],
    }


def _describe(one: Listed, pinyin: str, place: int, level: int, function: int) -> list[object]:
    agency = one.agency
    short = agency["short_name"]
    others = [*one.former, *([short] if short not in agency["name"] else [])]
    held = sorted(one.reports, reverse=True)
    row: list[object] = [
        agency["agency_id"],
        agency["name"],
        pinyin,
        place,
        level,
        function,
        held,
    ]
    return [*row, others] if others else row


def _list_places(agencies: Sequence[Listed]) -> list[Row]:
    places = {place["code"]: place for one in agencies for place in one.places}
    return [places[code] for code in sorted(places)]


def _used(context: SiteContext, list_name: str, codes: Iterable[str]) -> dict[str, int]:
    """The codes that are used, in the order of their list, with their places in the file."""
    found = set(codes)
    known = [code for code in context.labels[list_name] if code in found]
    return {code: at for at, code in enumerate([*known, *sorted(found - set(known))])}
