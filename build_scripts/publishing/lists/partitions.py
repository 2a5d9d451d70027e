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
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice, product

from pypinyin import Style, lazy_pinyin, pinyin

from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.lists.cuts import Group, group_by_place
from build_scripts.publishing.lists.directory import Directory, Listed
from build_scripts.publishing.lists.rows import name_place

FOLDER = "agencies/lists"
"""Where the files stand below the site."""

_MOST_READINGS = 200
_APART = re.compile(r"[^0-9a-z]+")


def make_partitions(context: SiteContext, directory: Directory) -> Iterator[tuple[str, bytes]]:
    """The file of every province that has an agency: its name and its bytes."""
    for province in group_by_place(directory.everyone):
        yield f"{province.region['code']}.json", write_province(province, context)


def write_province(province: Group, context: SiteContext) -> bytes:
    """The bytes of a province's file."""
    return json.dumps(describe_province(province, context), ensure_ascii=False, separators=(",", ":")).encode()


def describe_province(province: Group, context: SiteContext) -> dict[str, object]:
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
                one, at_place[one.places[-1]["code"]], levels[one.agency["level"]], functions[one.agency["function"]]
            )
            for one in province.agencies
        ],
    }


def spell(name: str, places: Iterable[Row] = ()) -> str:
    """A name in pinyin without tones, a syllable apart from the next; what is no character stays as it is, folded.

    A character of several readings in the name of one of the places is read as the place's English name has it.

    >>> spell("卫辉市城市管理局"), spell("重庆市"), spell("第３ <b>局")
    ('wei hui shi cheng shi guan li ju', 'chong qing shi', 'di 3 b ju')
    """
    folded = unicodedata.normalize("NFKC", name)
    for place in places:
        if place["label_zh"] in folded:
            folded = folded.replace(place["label_zh"], f" {_spell_place(place['label_zh'], place['label_en'])} ", 1)
    return _APART.sub(" ", " ".join(lazy_pinyin(folded)).lower()).strip()


@cache
def _spell_place(label: str, english: str) -> str:
    """A place's syllables, those readings that its English name begins with; the usual ones where it fits none."""
    letters = _APART.sub("", english.lower())
    usual = lazy_pinyin(label)
    readings = pinyin(label, style=Style.NORMAL, heteronym=True)
    for length in range(len(usual), 1, -1):
        for chosen in islice(product(*readings[:length]), _MOST_READINGS):
            if letters.startswith("".join(chosen)):
                return " ".join([*chosen, *usual[length:]])
    return " ".join(usual)


def _describe(one: Listed, place: int, level: int, function: int) -> list[object]:
    agency = one.agency
    short = agency["short_name"]
    others = [*one.former, *([short] if short not in agency["name"] else [])]
    held = sorted(one.reports, reverse=True)
    row: list[object] = [
        agency["agency_id"],
        agency["name"],
        spell(agency["name"], one.places),
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
