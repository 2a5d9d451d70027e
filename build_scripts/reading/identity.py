"""Title and sidecar → which agency, which year, which place.

Comes in: title, sidecar, `Knowledge`. Goes out: `Identity`, or findings that ask. Refuses to know: lines, tables.
A place that fits several regions is asked for, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from build_scripts.model import Agency, Finding
from build_scripts.reading.knowledge import Knowledge
from build_scripts.reading.labels import strip_space
from build_scripts.reading.places import level_of_name, locate_agency
from build_scripts.reading.sidecars import Sidecar
from build_scripts.reading.titles import Title

FIRST_YEAR, LAST_YEAR = 2008, 2099
_GOVERNMENT = "人民政府"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports on which year."""

    agency: Agency
    year: int


def identify_report(
    title: Title | None, sidecar: Sidecar, knowledge: Knowledge, source_file: str
) -> tuple[Identity | None, tuple[Finding, ...]]:
    """The agency and the year; the sidecar goes before the title. None with findings if one of them is not told."""
    printed = title.printed if title else ""
    line = title.lines[0] if title else None
    name = strip_space(sidecar.get("agency")) or (title.agency if title else "")
    year = _tell_year(sidecar, title)
    findings: list[Finding] = []
    if title is None and (not name or year is None):
        return None, (Finding("title-missing", source_file, None),)
    if not name:
        findings.append(Finding("agency-unknown", source_file, line, (("found", printed),)))
    if year is None:
        findings.append(Finding("year-unknown", source_file, line, (("found", printed),)))
    if not name or year is None:
        return None, tuple(findings)
    if not sidecar.get("agency") and title and title.before_government and _is_place(name, year, knowledge):
        name += _GOVERNMENT
    agency, findings = _describe_agency(name, year, sidecar, knowledge, (source_file, line))
    return (Identity(agency, year) if agency else None), tuple(findings)


def _tell_year(sidecar: Sidecar, title: Title | None) -> int | None:
    if sidecar.get("year"):
        return int(sidecar.get("year"))
    years = title.years if title else ()
    return years[0] if len(years) == 1 and FIRST_YEAR <= years[0] <= LAST_YEAR else None


def _is_place(name: str, year: int, knowledge: Knowledge) -> bool:
    """Whether a name is exactly one place and nothing else, so that 上海市政府 is the government of that place."""
    match = locate_agency(name, knowledge.gazetteer, year)
    return len(match.codes) == 1 and match.printed == name and not match.rest


def _describe_agency(
    name: str, year: int, sidecar: Sidecar, knowledge: Knowledge, place: tuple[str, int | None]
) -> tuple[Agency | None, list[Finding]]:
    match = locate_agency(name, knowledge.gazetteer, year)
    region = sidecar.get("region_code") or _pinned_region(name, year, knowledge)
    if not region and len(match.codes) > 1:
        candidates = "；".join(f"{code} {knowledge.region_labels.get(code, '')}".strip() for code in match.codes)
        return None, [Finding("region-ambiguous", *place, (("found", name), ("candidates", candidates)))]
    if not region and not match.codes:
        return None, [Finding("region-unknown", *place, (("found", name),))]
    region = region or match.codes[0]
    rest = match.rest or name
    if not match.rest:
        return None, [Finding("agency-unknown", *place, (("found", name),))]
    level = sidecar.get("level") or level_of_name(rest, knowledge.region_levels[region])
    agency_id = _pinned_id(name, year, knowledge) or f"{region}-{spell_pinyin(rest)}"
    function = sidecar.get("function") or tell_function(rest, knowledge.function_parts)
    return Agency(agency_id, name, rest, region, level, function), []


def _pinned_id(name: str, year: int, knowledge: Knowledge) -> str:
    for entry in knowledge.register.get(name, ()):
        if entry.covers(year):
            return entry.agency_id
    return ""


def _pinned_region(name: str, year: int, knowledge: Knowledge) -> str:
    return _pinned_id(name, year, knowledge).partition("-")[0]


@lru_cache(maxsize=16384)
def spell_pinyin(name: str) -> str:
    """Hanyu Pinyin without tones, parts run together, letters and digits only.

    >>> spell_pinyin("城市管理局")
    'chengshiguanliju'
    """
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
