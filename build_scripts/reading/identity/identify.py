"""Title and sidecar → which agency, which year, which place.

Comes in: title, sidecar, `Knowledge`, the lines around the title. Goes out: `Identity`, or findings that ask. Refuses
to know: tables, cells. A place that fits several regions, an agency that two lines disagree on: asked for, not guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from build_scripts.model import Agency, Finding
from build_scripts.reading.identity.dates import FIRST_YEAR, LAST_YEAR, find_opening_years, find_period
from build_scripts.reading.identity.places import level_of_name, locate_agency, locate_town, needs_county
from build_scripts.reading.identity.titles import Title
from build_scripts.reading.identity.towns import is_listed_year
from build_scripts.reading.identity.witnesses import (
    Witness,
    agree_on_agency,
    complete_name,
    find_witnesses,
    is_agency_name,
)
from build_scripts.reading.knowledge import Knowledge
from build_scripts.reading.labels import strip_space
from build_scripts.reading.sidecar.sidecars import Sidecar

_GOVERNMENT = "人民政府"
_MOST_CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports on which year."""

    agency: Agency
    year: int


class _Told(NamedTuple):
    """What the title and the sidecar tell, and where the title stands."""

    title: Title | None
    sidecar: Sidecar
    source_file: str
    line: int | None


def identify_report(
    title: Title | None,
    sidecar: Sidecar,
    knowledge: Knowledge,
    source_file: str,
    lines: Sequence[str] = (),
    first_heading: int = 1,
) -> tuple[Identity | None, tuple[Finding, ...]]:
    """The agency and the year; the sidecar goes before the title, and the title before the `lines` around it, which
    are asked only where it does not tell. None with findings if one of them is not told."""
    told = _Told(title, sidecar, source_file, title.lines[0] if title else None)
    if title is None and not (sidecar.get("agency") and sidecar.get("year")):
        return None, (Finding("title-missing", source_file, None),)
    year, findings = _tell_year(told, lines, first_heading)
    agency, more = _tell_agency(told, year, knowledge, lines, first_heading)
    findings += more
    return (Identity(agency, year) if agency and year else None), findings


def _tell_year(told: _Told, lines: Sequence[str], first_heading: int) -> tuple[int | None, tuple[Finding, ...]]:
    """The sidecar's year, the title's, or that of the period where it is a whole year and the text names no other."""
    if told.sidecar.get("year"):
        return int(told.sidecar.get("year")), ()
    years = told.title.years if told.title else ()
    if len(years) == 1 and FIRST_YEAR <= years[0] <= LAST_YEAR:
        return years[0], ()
    start, end = find_period(lines) if told.title and not years and not told.title.loose_year else ("", "")
    opening = set(find_opening_years(lines[first_heading - 1 :]))
    if start.endswith("-01-01") and end == f"{start[:4]}-12-31" and opening == {int(start[:4])}:
        return int(start[:4]), (Finding("year-from-period", told.source_file, told.line, (("expected", start[:4]),)),)
    printed = told.title.printed if told.title else ""
    return None, (Finding("year-unknown", told.source_file, told.line, (("found", printed),)),)


def _tell_agency(
    told: _Told, year: int | None, knowledge: Knowledge, lines: Sequence[str], first_heading: int
) -> tuple[Agency | None, tuple[Finding, ...]]:
    said = strip_space(told.sidecar.get("agency"))
    if said:
        return _place_agency(said, year, told, knowledge)
    name = told.title.agency if told.title else ""
    before_government = told.title is not None and told.title.before_government
    if name and before_government and _is_place(name, year, knowledge):
        name += _GOVERNMENT
    if not name or not (is_agency_name(name) or (before_government and is_agency_name(name + _GOVERNMENT))):
        return _ask_witnesses(told, year, knowledge, find_witnesses(lines, first_heading))
    if told.title and len(told.title.lines) > 1:
        others = [one for one in find_witnesses(lines, first_heading) if _contradicts(one, name)]
        if others:
            return None, (_list_candidates(told, [name, *[one.name for one in others]]),)
    agency, findings = _place_agency(name, year, told, knowledge)
    if agency is None:
        fuller = complete_name(name, find_witnesses(lines, first_heading))
        placed, more = _place_agency(fuller.name, year, told, knowledge) if fuller else (None, ())
        if fuller and placed:
            return placed, (*more, _note_witness(told, fuller))
    return agency, findings


def _ask_witnesses(
    told: _Told, year: int | None, knowledge: Knowledge, witnesses: Sequence[Witness]
) -> tuple[Agency | None, tuple[Finding, ...]]:
    """The agency of a title that names none: only where the lines around it leave no doubt."""
    printed = told.title.printed if told.title else ""
    named = told.title.agency if told.title else ""
    agreed = agree_on_agency(witnesses) if not named and told.title and not told.title.holds_more else None
    if agreed:
        agency, findings = _place_agency(agreed.name, year, told, knowledge)
        return agency, (*findings, _note_witness(told, agreed)) if agency else findings
    places = [named + _GOVERNMENT] if named and _is_place(named, year, knowledge) else []
    if witnesses or places:
        return None, (_list_candidates(told, [*places, *[one.name for one in witnesses]]),)
    return None, (Finding("agency-unknown", told.source_file, told.line, (("found", printed),)),)


def _list_candidates(told: _Told, names: Sequence[str]) -> Finding:
    details = (("found", told.title.printed if told.title else ""), ("candidates", "；".join(dict.fromkeys(names))))
    return Finding("agency-candidates", told.source_file, told.line, details)


def _note_witness(told: _Told, witness: Witness) -> Finding:
    details = (("first", str(witness.line)), ("found", witness.name), ("expected", witness.name))
    return Finding("agency-from-text", told.source_file, witness.line, details)


def _contradicts(witness: Witness, name: str) -> bool:
    """Whether a name on a line of its own above a title may be a page's head or a link: another agency signs the
    report; of a government, whose name portals print above every page, another is named anywhere."""
    differs = witness.name not in name and name not in witness.name
    return differs and (witness.kind == "signature" or name.endswith("政府"))


def _is_place(name: str, year: int | None, knowledge: Knowledge) -> bool:
    """Whether a name is exactly one place and nothing else, so that 上海市政府 is the government of that place."""
    match = locate_agency(name, knowledge.gazetteer, year)
    return len(match.codes) == 1 and match.printed == name and not match.rest


def _place_agency(
    name: str, year: int | None, told: _Told, knowledge: Knowledge
) -> tuple[Agency | None, tuple[Finding, ...]]:
    """The agency with its region, id, level and function, or the finding that asks for its region."""
    place = (told.source_file, told.line)
    match = locate_agency(name, knowledge.gazetteer, year)
    pinned = _pinned_id(name, year, knowledge) if year else ""
    region = told.sidecar.get("region_code") or pinned.partition("-")[0]
    if match.printed and not match.rest and (region or len(match.codes) == 1):
        return None, (Finding("agency-unknown", *place, (("found", name),)),)
    rest = match.rest or name
    notes: tuple[Finding, ...] = ()
    if not region:
        codes, by_town = locate_town(match.codes, rest, knowledge.gazetteer, year)
        if not codes:
            return None, (Finding("region-unknown", *place, (("found", rest),)),)
        region = codes[0]
        labels = [label_region(code, knowledge) for code in codes[:_MOST_CANDIDATES]]
        if len(codes) > 1 or (by_town and not is_listed_year(year)) or needs_county(region, rest, knowledge.gazetteer):
            more = f"；等 {len(codes)} 处" if len(codes) > _MOST_CANDIDATES else ""
            details = (("found", name), ("candidates", "；".join(labels) + more))
            return None, (Finding("region-ambiguous", *place, details),)
        if by_town:
            notes = (Finding("region-by-town", *place, (("found", name), ("expected", labels[0]))),)
    level = told.sidecar.get("level") or level_of_name(rest, knowledge.region_levels[region])
    agency_id = pinned or f"{region}-{spell_pinyin(rest)}"
    function = told.sidecar.get("function") or tell_function(rest, knowledge.function_parts)
    return Agency(agency_id, name, rest, region, level, function), notes


def label_region(code: str, knowledge: Knowledge) -> str:
    """A region's code and whole name, with the year until which it stood if it is no more."""
    ended = knowledge.gazetteer.ended.get(code)
    return f"{code} {knowledge.region_labels.get(code, '')}".strip() + (f"（至{ended}年）" if ended else "")


def _pinned_id(name: str, year: int, knowledge: Knowledge) -> str:
    for entry in knowledge.register.get(name, ()):
        if entry.covers(year):
            return entry.agency_id
    return ""


@lru_cache(maxsize=16384)
def spell_pinyin(name: str) -> str:
    """Hanyu Pinyin without tones, parts run together, letters and digits only.

    >>> spell_pinyin("城市管理局")
    'chengshiguanliju'
    """
    from pypinyin import Style, lazy_pinyin  # its dictionaries take longer to load than all the rest of reading

    parts = lazy_pinyin(name, style=Style.NORMAL, v_to_u=False)
    return "".join(char for part in parts for char in part.lower() if char.isascii() and char.isalnum()) or "agency"


@lru_cache(maxsize=16384)
def tell_function(name: str, parts: tuple[tuple[str, str], ...]) -> str:
    """The function code by the longest part of the name that tells one; `other` if none or several are as long.

    >>> tell_function("城市管理局", (("城市管理", "urban_management"), ("管理", "x")))
    'urban_management'
    """
    found: dict[str, int] = {}
    for part, code in parts:
        if part in name:
            found[code] = max(found.get(code, 0), len(part))
    longest = max(found.values(), default=0)
    codes = [code for code, length in found.items() if length == longest]
    return codes[0] if len(codes) == 1 else "other"
