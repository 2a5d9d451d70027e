"""From the printed name of an agency to the place it belongs to.

In: an agency's name without white space, in simplified characters, and a gazetteer. Out: the codes that fit, all of
them, and where the name was cut. Refuses to know: files, reports, sidecars; it never guesses: one code is certain.

A place is matched where the name begins, longest word first, and followed downwards (河南省, 信阳市, …): each
next place must lie below the one before. A bare stem (和平, 新华) is an everyday word, so it counts only when
a place below it follows (济宁兖州区), or behind a central body's name (国家统计局中山调查队).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from build_scripts.reading.identity.gazetteer import NATION, Gazetteer, RegionName
from build_scripts.reading.identity.own_parts import is_own_part
from build_scripts.reading.identity.towns import TOWN_BODY, find_counties, name_town

FORMER_KINDS = ("former", "merged")

# How many years a former name may still be printed in reports beside the present ones.
FORMER_NAME_YEARS = 2

CENTRAL_STARTS = ("中华人民共和国", "国家", "中国", "全国")
LOCAL_OFFICE = re.compile(
    r"税务局|海关|海事局|调查队|管理局|监管局|专员|分局|分行|支行|办事处|街道|[镇乡]人民政府|开发区|新区|园区|试验区"
)
PORT_OFFICES = ("海关", "海事局", "海关缉私局")
ZONE = re.compile(r"管委会|管理委员会|开发区|新区|园区|示范区|实验区|试验区")
JOINS = ("和", "与", "及", "暨", "、")
PARTY = "中共"  # before the place of a committee (中共卫辉市委…)
TYPE_WORD = re.compile(r"[省市县区旗州盟]")

# A type word that is the first half of another word: 恩平|市场监管局, 新城|区域合作局, 城区|街道办事处.
SPLIT_WORD = re.compile(
    r"市(?:场|容(?=[环管局和景整])|政(?![府务协法策研]|和县))|区(?:域|划|块|位)|县域|旗帜|[区县](?:街道|镇|乡)(?:人民政府|政府|办事处|党工委|$)"
)

# What begins the rest of a name like the name of a county (黄埔区, 沙县), and words that only end so.
COUNTY_LIKE = re.compile(
    r"[^省市县区旗州盟（）()、“”]{1,6}(?:县|(?<!地)区|地区(?!办事处)|市|旗(?!渠))|[^省市县区州盟（）()]{1,18}自治[县旗]"
)
NO_COUNTY = re.compile(r"(?:自治|社|山|老|库|牧|灾|灌|校|军|小|街|特|贫困地)区$|[城都上超]市$|[各国]旗$|各[县市区]$")
ZONE_KIND = re.compile(
    r"(?:开发|新|高新|经开|管理|景|园|示范|实验|试验|保税|港|合作|度假|旅游|保护|名胜|工业|集聚|功能|商务|经济|产业)区$"
)


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """Where an agency belongs.

    `codes`: candidates, sorted; exactly one is certain, none means that the name holds no place, or below a known one
    another that no list knows · `printed`: the leading part of the name that names the place · `rest`: the name
    without it.
    """

    codes: tuple[str, ...]
    printed: str
    rest: str


class _Chain(NamedTuple):
    """Places followed downwards: the codes of the lowest, and where it ends."""

    codes: tuple[str, ...]
    end: int


def locate_agency(name: str, gazetteer: Gazetteer, year: int | None = None) -> PlaceMatch:
    """Return the places an agency's name fits; `year` (of the report) decides whether a former name may be meant.

    >>> from build_scripts.reading.identity.gazetteer import Region, build_gazetteer
    >>> rows = [("410000", "河南省", "100000"), ("411500", "信阳市", "410000"), ("360000", "江西省", "100000")]
    >>> places = build_gazetteer(
    ...     [Region(code, name, "", parent) for code, name, parent in rows],
    ...     [RegionName(code, name, "full") for code, name, parent in rows],
    ...     ["财政部"],
    ... )
    >>> locate_agency("河南省信阳市财政局", places)
    PlaceMatch(codes=('411500',), printed='河南省信阳市', rest='财政局')
    >>> locate_agency("市财政局", places), locate_agency("财政部", places).codes
    (PlaceMatch(codes=(), printed='', rest='市财政局'), ('100000',))
    """
    whole = _locate_central_body(name, gazetteer)
    if whole is None and name.endswith(PORT_OFFICES):
        whole = _locate_port_office(name, gazetteer)
    if whole is not None:
        return PlaceMatch(whole, "", name)
    start = len(PARTY) if name.startswith(PARTY) else 0
    chain = _follow_chain(name, start, (), gazetteer, year)
    if chain is None or (start and name[chain.end : chain.end + 1] != "委"):
        return PlaceMatch((), "", name)
    codes = {*chain.codes, *_find_further_places(name[chain.end :], chain.codes, gazetteer)}
    if names_unknown_county(tuple(codes), name[chain.end :]):
        codes = set()
    return PlaceMatch(tuple(sorted(codes)), name[: chain.end], name[chain.end :])


def locate_town(
    codes: tuple[str, ...], rest: str, gazetteer: Gazetteer, year: int | None
) -> tuple[tuple[str, ...], bool]:
    """Return the places of a name with a town in it, and whether the town told them: the counties that hold one of that
    name, at or below the places the name tells. For any other name the places told, and False.

    A place without counties of its own (中山市西区街道), or one certain county, needs no town to tell it.
    """
    town = name_town(rest)
    if not town or (len(codes) == 1 and codes[0] not in gazetteer.parted):
        return codes, False
    found = [
        code
        for code in find_counties(town, gazetteer.towns)
        if gazetteer.ended.get(code, 9999) >= (year or 0)
        and (not codes or not gazetteer.above.get(code, frozenset()).isdisjoint(codes))
    ]
    return (tuple(found), True) if found else (codes, False)


def names_unknown_county(codes: tuple[str, ...], rest: str) -> bool:
    """Tell whether behind one province or prefecture stands the name of a county that no list knows: a slip of the
    pen, or a place that was never listed. A zone behind a prefecture is the prefecture's; a province's lies somewhere.

    >>> names_unknown_county(("310000",), "黄埔区人民政府"), names_unknown_county(("320100",), "江北新区管理委员会")
    (True, False)
    >>> names_unknown_county(("110000",), "城市管理委员会"), names_unknown_county(("410000",), "市场监督管理局")
    (False, False)
    """
    found = COUNTY_LIKE.match(rest) if len(codes) == 1 and codes[0].endswith("00") else None
    if found is None or SPLIT_WORD.match(rest, found.end() - 1) or name_town(rest) or NO_COUNTY.search(found.group()):
        return False
    return codes[0].endswith("0000") or not ZONE_KIND.search(found.group())


def needs_county(code: str, rest: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a town's place is still too wide: a province or prefecture that has counties."""
    return code in gazetteer.parted and bool(name_town(rest))


def level_of_name(rest: str, region_level: str) -> str:
    """Return `township` for the body of a 镇, 乡, 街道 or 苏木, else the level of its region.

    `rest` is the agency's name without its region.

    >>> level_of_name("龙归镇人民政府", "county"), level_of_name("前进街道", "county")
    ('township', 'township')
    >>> level_of_name("住房和城乡建设局", "county"), level_of_name("乡镇企业局", "prefecture")
    ('county', 'prefecture')
    """
    return "township" if TOWN_BODY.search(rest) else region_level


def _follow_chain(
    name: str,
    start: int,
    above: tuple[str, ...],
    gazetteer: Gazetteer,
    year: int | None,
    stem_ends: bool = False,
) -> _Chain | None:
    """Return the longest chain of places that begins at `start`, each below the one before; None without any."""
    for length in gazetteer.lengths.get(name[start : start + 1], ()):
        rows = gazetteer.names.get(name[start : start + length])
        end = start + length
        if rows is None or end > len(name) or SPLIT_WORD.match(name, end - 1):
            continue
        codes = _choose_codes(rows, above, gazetteer, year)
        stems = tuple(row.region_code for row in rows if row.kind == "stem" and _is_below(row, above, gazetteer))
        further = _follow_chain(name, end, codes + stems, gazetteer, year, stem_ends) if codes + stems else None
        if further is not None:
            return further
        if stem_ends and not ZONE.search(name, end):
            codes = _join_stems(codes, stems)
        if codes and not _is_street_name(rows, name[end:]):
            return _Chain(codes, end)
    return None


def _choose_codes(
    rows: tuple[RegionName, ...], above: tuple[str, ...], gazetteer: Gazetteer, year: int | None
) -> tuple[str, ...]:
    """Return the present places of a word, with the former ones the year allows; without present ones, the former."""
    fitting = [row for row in rows if row.kind != "stem" and _is_below(row, above, gazetteer)]
    present = [row.region_code for row in fitting if row.kind not in FORMER_KINDS]
    former = [row for row in fitting if row.kind in FORMER_KINDS]
    told = [row.region_code for row in former if _is_still_printed(row, year)]
    if present:
        return tuple(dict.fromkeys(present + told))
    return tuple(dict.fromkeys(told or [row.region_code for row in former]))


def _is_below(row: RegionName, above: tuple[str, ...], gazetteer: Gazetteer) -> bool:
    if not above:
        return True
    line = gazetteer.above.get(row.region_code, frozenset())
    return any(code in line for code in above)


def _is_still_printed(row: RegionName, year: int | None) -> bool:
    if year is None:
        return False
    return (row.from_year or 0) <= year <= (row.to_year or year) + FORMER_NAME_YEARS


def _join_stems(codes: tuple[str, ...], stems: tuple[str, ...]) -> tuple[str, ...]:
    """Return codes with those of equal stems; a county's stem gives way to a province's name (河南)."""
    if any(code.endswith("0000") for code in codes):
        stems = tuple(code for code in stems if code.endswith("00"))
    return tuple(dict.fromkeys(codes + stems))


def _is_street_name(rows: tuple[RegionName, ...], rest: str) -> bool:
    """Tell whether a province's bare name only begins the name of a street or town (湖南路街道办事处)."""
    return rows[0].kind == "short" and rows[0].region_code.endswith("0000") and bool(TOWN_BODY.search(rest))


def _find_further_places(rest: str, codes: tuple[str, ...], gazetteer: Gazetteer) -> Iterator[str]:
    """Yield the places that the rest of a name still names and that make the place found uncertain.

    Places below the one found (鄂州市…局鄂城分局, 河南省郑州航空港…区), and one right behind it that lies elsewhere
    (六安市寿县: the county changed its prefecture); of districts, whose names recur, only those of its province.
    A place behind an "and" shares the report (辉县市和卫辉市城市管理局).
    """
    provinces = {code[:2] for code in codes}
    behind = 1 if rest.startswith(JOINS) else 0
    for start, row in _list_named_places(rest, gazetteer):
        elsewhere = start in (0, behind) and (row.region_code[:2] in provinces or not row.name.endswith("区"))
        if elsewhere or _is_below(row, codes, gazetteer):
            yield row.region_code
    branch = rest.find("分局")
    stems = [rest[start:branch] for start in range(max(0, branch - 8), branch)]
    if ZONE.search(rest):
        stems += [rest[:length] for length in gazetteer.lengths.get(rest[0], ())]
    for stem in stems:
        for row in gazetteer.names.get(stem, ()):
            if row.region_code not in codes and _is_below(row, codes, gazetteer):
                yield row.region_code


def _list_named_places(text: str, gazetteer: Gazetteer) -> Iterator[tuple[int, RegionName]]:
    """Yield the start and row of every place named with its type word anywhere in a text."""
    for found in TYPE_WORD.finditer(text):
        end = found.end()
        if SPLIT_WORD.match(text, end - 1):
            continue
        for start in range(max(0, end - 15), end - 1):
            for row in gazetteer.names.get(text[start:end], ()):
                if row.kind != "stem":
                    yield start, row


def _locate_central_body(name: str, gazetteer: Gazetteer) -> tuple[str, ...] | None:
    """Return the nation for a central body, the places its name holds for a local office, None for any other agency."""
    if name.startswith("国务院"):
        return (NATION,)
    core = name.removeprefix("中华人民共和国")
    for body in gazetteer.bodies.get(core[:2], ()):
        if core.startswith(body):
            part = core[len(body) :]
            return (NATION,) if is_own_part(part) else _find_places_inside(part, gazetteer) or ()
    start = next((word for word in CENTRAL_STARTS if name.startswith(word)), "")
    if not start:
        return None
    part = name[len(start) :]
    places = _find_places_inside(part, gazetteer)
    if places is None:
        return () if LOCAL_OFFICE.search(part) else (NATION,)
    return places


def _find_places_inside(part: str, gazetteer: Gazetteer) -> tuple[str, ...] | None:
    """Return the places that the name of a local office holds behind the name of its central body: None where it names
    none, an empty tuple where it names a county that no list knows."""
    text = part.lstrip("（(驻")
    chain = _follow_chain(text, 0, (), gazetteer, None, stem_ends=True)
    if chain:
        named = [(code, chain.end) for code in chain.codes]
    else:
        named = [(row.region_code, start + len(row.name)) for start, row in _list_named_places(text, gazetteer)]
    codes = {code for code, _ in named}
    if not codes:
        return None
    if names_unknown_county(tuple(codes), text[named[0][1] :]):
        return ()
    provinces = {code for code in codes if code.endswith("0000")}
    return tuple(sorted(provinces if provinces and "总队" in text else codes))


def _locate_port_office(name: str, gazetteer: Gazetteer) -> tuple[str, ...] | None:
    """Return the places of a customs house or maritime office printed without its central body (上海海关)."""
    chain = _follow_chain(name, 0, (), gazetteer, None, stem_ends=True)
    if chain is None or name[chain.end :] not in PORT_OFFICES:
        return None
    return tuple(sorted(chain.codes))
