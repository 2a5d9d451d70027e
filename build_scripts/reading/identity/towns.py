"""The name of a town, township or street → the counties that hold or held one of that name.

Comes in: an agency's name, the rows of `township_names`. Goes out: region codes, all of them. Refuses to know: reports,
sidecars, which of several is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

TOWN_BODY = re.compile(
    r"(?:街道|镇|乡|苏木)(?=人民政府|政府|办事处|党委|党工委|人大|机关|[（(]|$)|街道(?=办$)|(?<!驻)地区(?=办事处$)"
)
# The first of the lists names are taken from is of 2015: of years before it nobody can say that a name was unique.
FIRST_LISTED_YEAR = 2015
_MOST = 100


def build_towns(rows: Iterable[tuple[str, str]]) -> str:
    """One text to search in, a line for each region; `rows` are region codes with names parted by `|`."""
    return "\n" + "".join(f"{code}|{names}|\n" for code, names in rows)


def name_town(rest: str) -> str:
    """The town that an agency's name without its county names, '' for any other agency.

    >>> name_town("龙归镇人民政府"), name_town("前进街道办事处"), name_town("城镇管理局")
    ('龙归镇', '前进街道', '')
    """
    found = TOWN_BODY.search(rest)
    return rest[: found.end()] if found else ""


def is_listed_year(year: int | None) -> bool:
    """Whether the lists of towns reach back to a report's year."""
    return year is not None and year >= FIRST_LISTED_YEAR


@lru_cache(maxsize=4096)
def find_counties(town: str, towns: str) -> tuple[str, ...]:
    """The codes of the regions that list a town of this name, at most 100.

    >>> find_counties("杨林寨乡", build_towns([("430624", "六塘乡|杨林寨乡"), ("430626", "六塘乡")]))
    ('430624',)
    """
    codes: list[str] = []
    place = towns.find(f"|{town}|") if town and "|" not in town else -1
    while place >= 0 and len(codes) < _MOST:
        start = towns.rfind("\n", 0, place) + 1
        codes.append(towns[start : start + 6])
        place = towns.find(f"|{town}|", place + 1)
    return tuple(codes)
