"""From dated lists of codes to the names a place goes or went by.

In: the editions, oldest first, and the curated lines. Out: rows of `region_names`, and the places that are
no more. Refuses to guess: a former name is mapped to a present place only where the stem and the parent show
it, the code was kept, or a curated line says so; every other one is counted and left out. A place that was
merged into another, or parted among several, is no name of theirs: it keeps its own last code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from build_scripts.upkeep.region_english import split_name
from build_scripts.upkeep.region_sources import Edition


@dataclass(frozen=True, slots=True)
class NameRow:
    """One row of `region_names`; years as printed in the file, empty where open."""

    region_code: str
    name: str
    kind: str
    from_year: str
    to_year: str
    source: str


@dataclass(frozen=True, slots=True)
class Override:
    """One curated line: see `region_overrides.csv`."""

    kind: str
    code: str
    name: str
    value: str
    year: str
    note: str


@dataclass(frozen=True, slots=True)
class Span:
    """How long one name stood at one code: first and last edition, and the first edition without it."""

    first: Edition
    last: Edition
    without: Edition


@dataclass(frozen=True, slots=True)
class GonePlace:
    """A place that was merged into another or parted among several: its last code and the year it ended."""

    code: str
    name: str
    to_year: str
    source: str


Origin = tuple[str, Span]

SHORT_TYPES = {"自治州": "州", "自治县": "县", "自治旗": "旗", "区": "区"}


def list_names(
    editions: list[Edition], overrides: Iterable[Override]
) -> tuple[list[NameRow], list[GonePlace], list[str]]:
    """Return the rows of all places by region and name, the places that are no more, and the names left out."""
    current = editions[-1]
    curated = list(overrides)
    rows = [row for code, name in current.names.items() for row in name_place(code, name, current.pin.label)]
    rows += [NameRow(line.code, line.name, "short", "", "", "curated") for line in curated if line.kind == "short"]
    formers, gone, left_out = list_former_names(editions, curated)
    return first_of_key([*rows, *formers]), gone, left_out


def name_place(code: str, name: str, source: str) -> list[NameRow]:
    """Return the full name of a place, the short form with a type word, and the bare stem of two or more characters.

    A province's bare stem (河南) is a `short` name: it is printed as such. Any other stem (和平, 城关) is an
    everyday word too, so it is a kind of its own, which a reader may use only where something else confirms it.

    >>> [(row.name, row.kind) for row in name_place("630223", "互助土族自治县", "")]
    [('互助土族自治县', 'full'), ('互助县', 'short'), ('互助自治县', 'short'), ('互助', 'stem')]
    """
    stem, peoples, type_word = split_name(name)
    names = {name: "full"}
    if type_word.startswith("自治"):
        stem = stem.removesuffix("族")
    if type_word in SHORT_TYPES and (peoples or type_word != "区"):
        names.setdefault(stem + SHORT_TYPES[type_word], "short")
        names.setdefault(stem + type_word, "short")
    if len(stem) > 1:
        names.setdefault(stem, "short" if code.endswith("0000") else "stem")
    return [NameRow(code, each, kind, "", "", source) for each, kind in names.items()]


def list_former_names(
    editions: list[Edition], curated: list[Override]
) -> tuple[list[NameRow], list[GonePlace], list[str]]:
    """Return the rows of kinds `former` and `merged`, the places that are no more, and `code name` of those that no
    rule maps."""
    decided = {(line.code, line.name): line for line in curated if line.kind == "former"}
    current = editions[-1].names
    stems = index_stems(current)
    rows: list[NameRow] = []
    left_out: list[str] = []
    origins: dict[tuple[str, str], Origin] = {}
    for (code, name), span in trace_names(editions).items():
        line = decided.get((code, name))
        if line is None and (current.get(code) == name or still_stands(code, name, span, editions)):
            continue
        targets = line.value.split(";") if line else find_targets(code, name, span, current, stems)
        if not targets or targets == ["-"]:
            left_out.append(f"{code} {name}")
            continue
        last = line.year if line and line.year else span.without.month[:4]
        first = "" if span.first is editions[0] else span.first.month[:4]
        source = f"{span.last.pin.label} {span.last.month}" + (" + curated" if line else "")
        rows += [NameRow(target, name, "former", first, last, source) for target in targets]
        origins |= {(target, name): (code, span) for target in targets}
    kept, gone = part_gone_places([mark_merged(row, origins, current) for row in rows], origins, current)
    return kept, gone, left_out


def part_gone_places(
    rows: Iterable[NameRow], origins: Mapping[tuple[str, str], Origin], current: Mapping[str, str]
) -> tuple[list[NameRow], list[GonePlace]]:
    """Return the rows, those of places that are no more under their own last code, and these places by code.

    Only a code that no present place bears can stay; without one the name goes on pointing to its successors.
    """
    targets: dict[tuple[str, str], list[NameRow]] = {}
    for row in rows:
        targets.setdefault((origins[row.region_code, row.name][0], row.name), []).append(row)
    kept: list[NameRow] = []
    gone: dict[str, GonePlace] = {}
    for (code, name), found in targets.items():
        if code in current or (len({row.region_code for row in found}) == 1 and found[0].kind != "merged"):
            kept += [replace(row, kind="former") for row in found]
            continue
        last = found[0]
        kept.append(replace(last, region_code=code, kind="merged"))
        if code not in gone or gone[code].to_year < last.to_year:
            gone[code] = GonePlace(code, name, last.to_year, last.source)
    return kept, [gone[code] for code in sorted(gone)]


def mark_merged(row: NameRow, origins: Mapping[tuple[str, str], Origin], current: Mapping[str, str]) -> NameRow:
    """Return the row as kind `merged` when the place became part of one that had another predecessor.

    A place of the same code or stem only changed its name (襄樊市, 铜梁县). 崇文区 was merged into 东城区, which
    stood beside it; 塘沽区, 汉沽区 and 大港区 into one 滨海新区.
    """
    code, span = origins[row.region_code, row.name]
    beside = [edition.names.get(row.region_code) == current[row.region_code] for edition in (span.first, span.last)]
    if all(beside):
        return replace(row, kind="merged")
    if code == row.region_code or split_name(row.name)[0] == split_name(current[row.region_code])[0]:
        return row
    others = any(
        target == row.region_code
        and name != row.name
        and max(span.first.month, other.first.month) <= min(span.last.month, other.last.month)
        for (target, name), (_, other) in origins.items()
    )
    return replace(row, kind="merged") if others or any(beside) else row


def trace_names(editions: list[Edition]) -> dict[tuple[str, str], Span]:
    """Return the span of every (code, name) that some edition carries and the last one does not."""
    spans: dict[tuple[str, str], Span] = {}
    for edition, following in pairwise(editions):
        for pair in edition.names.items():
            first = spans[pair].first if pair in spans else edition
            spans[pair] = Span(first, edition, following)
    return {pair: span for pair, span in sorted(spans.items()) if editions[-1].names.get(pair[0]) != pair[1]}


def still_stands(code: str, name: str, span: Span, editions: list[Edition]) -> bool:
    """Tell whether only the code changed: the name stands in the province and never stood beside the old code."""
    return any(
        other[:2] == code[:2] and level_of(other) == level_of(code) and span.last.names.get(other) != name
        for other, standing in editions[-1].names.items()
        if standing == name
    )


def find_targets(
    code: str, name: str, span: Span, current: Mapping[str, str], stems: Mapping[str, list[str]]
) -> list[str]:
    """Return the one present place of the same stem and level (same parent first), else that of the same code.

    A place that already stood beside the old one is none of them: 石家庄's 桥东区 did not become 张家口's.
    """
    stem = split_name(name)[0]
    found = stems.get(f"{code[:2]}{level_of(code)}{stem}", []) if len(stem) > 1 else []
    found = [other for other in found if span.last.names.get(other) != current[other]]
    found = [other for other in found if other[:4] == code[:4]] or found
    if len(found) == 1:
        return found
    return [code] if code in current and not found else []


def index_stems(current: Mapping[str, str]) -> dict[str, list[str]]:
    """Return province, level and stem → codes."""
    stems: dict[str, list[str]] = {}
    for code, name in current.items():
        stems.setdefault(f"{code[:2]}{level_of(code)}{split_name(name)[0]}", []).append(code)
    return stems


def level_of(code: str) -> str:
    """Return province, prefecture or county, as the digits of a code tell it.

    >>> level_of("410300"), level_of("429004")
    ('prefecture', 'county')
    """
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def first_of_key(rows: Iterable[NameRow]) -> list[NameRow]:
    """Return one row for each region and name, the first given; of former spans of one name, the widest.

    A former name goes before an equal stem: 沙县 is the stem of 沙县区, and was its name.
    """
    kept: dict[tuple[str, str], NameRow] = {}
    for row in rows:
        key = (row.region_code, row.name)
        before = kept.get(key)
        if before is None or before.kind == "stem":
            kept[key] = row
        elif {before.kind, row.kind} <= {"former", "merged"}:
            start = min(before.from_year, row.from_year)
            kept[key] = NameRow(*key, before.kind, start, max(before.to_year, row.to_year), row.source)
    return [kept[key] for key in sorted(kept)]
