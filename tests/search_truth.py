"""What a search must find, computed without the index: plain substring search over what the package's files hold.

Comes in: a package folder, a question. Goes out: the hits in their order. Refuses to know: the index, its terms, its
normalisation, the page. Words are compared after NFKC and case folding, with no white space but between two letters or
two digits; slips are counted by the edit distance, plainly; filters are columns of `reports` and `agencies`; agencies
follow the written rules of their filter, spelled out here a second time.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl

import numpy as np
from numpy.typing import NDArray
from opencc import OpenCC
from pypinyin import lazy_pinyin

from build_scripts.publishing.report.table_lines import find_table_lines

QUERIES = Path(__file__).with_name("search_queries.tsv")
KINDS = ("agency", "title", "section", "table")
STATES = ("blank", "dash", "absent", "unreadable")
_TOKEN = re.compile(r'([-－−]?)(?:["“”＂]([^"“”＂]*)["“”＂](?=\s|$)|(\S+))')
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|(t)|(\\))")
_UNSEEN = re.compile("[*\u00ad\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
_APART = re.compile(r"(?<=[a-z])\s+(?=[a-z])|(?<=[0-9])\s+(?=[0-9])")


class Question(NamedTuple):
    """A line of the labelled set: what is typed, what is chosen beside it, its kind, why it is there."""

    typed: str
    options: Mapping[str, str]
    kind: str
    why: str

    @property
    def is_loose(self) -> bool:
        return self.options.get("mode") == "loose"

    @property
    def label(self) -> str:
        """The question in one line, as tables print it."""
        options = "&".join(f"{name}={value}" for name, value in self.options.items())
        typed = self.typed if len(self.typed) <= 40 else f"{self.typed[:16]}…（{len(self.typed)} 字）"
        return f"{typed} [{options}]" if options else typed


class Hit(NamedTuple):
    """Something that is found; `section` is empty unless a section is; `slips` are those of all words in loose mode."""

    kind: str
    address: str
    section: str = ""
    slips: int = 0


@dataclass(frozen=True, eq=False)
class Document:
    """A title, a section or the tables of a report, with what it can be chosen by."""

    hit: Hit
    printed: str
    year: int
    agency: Agency
    states: frozenset[str]

    @cached_property
    def text(self) -> str:
        return plain(self.printed)


@dataclass(frozen=True, eq=False)
class Agency:
    """An agency with all its names, its places from the province down, and the years held."""

    agency_id: str
    names: tuple[str, ...]
    places: tuple[str, ...]
    regions: frozenset[str]
    level: str
    function: str
    held: frozenset[int]

    @cached_property
    def syllables(self) -> tuple[str, ...]:
        return tuple(lazy_pinyin(plain(self.names[0])))


@dataclass
class Truth:
    """All that can be found in a package."""

    agencies: tuple[Agency, ...]
    documents: tuple[Document, ...]
    lines: Mapping[str, tuple[str, ...]]
    """The text of every report as it was read, line by line, by the address of its page."""

    _loose: dict[str, tuple[NDArray[np.uint32], NDArray[np.int64]]] = field(default_factory=dict)

    def find(self, question: Question) -> list[Hit]:
        """Every hit in its order: agencies (those among themselves in no order that is told here), titles, sections,
        tables; each newest year first, then as the package has them; in loose mode those of fewest slips first, else in
        no order that is told here. Filters without words choose reports, each found by its title."""
        words, excluded = read_words(question.typed)
        if not question.typed and set(question.options) - {"mode"}:
            question = question._replace(options={"section": "title", **question.options})
        elif not any(len(word) > 1 for word in words):
            return []
        chosen = [document for document in self.documents if _is_chosen(document, question.options)]
        if question.is_loose:
            found = self._find_loosely(words, excluded, chosen)
        else:
            found = [
                document.hit
                for document in chosen
                if all(word in document.text for word in words) and not any(word in document.text for word in excluded)
            ]
        return [*self._find_agencies(question), *found]

    def find_in_lines(self, question: Question) -> set[str]:
        """Addresses of the reports that have a line with all words, whatever became of the line; exact words only."""
        words, _ = read_words(question.typed)
        return {
            address
            for address, lines in self.lines.items()
            if any(all(word in line for word in words) for line in lines)
        }

    def _find_agencies(self, question: Question) -> list[Hit]:
        options = question.options
        if options.get("section", "agency") != "agency" or "state" in options or "agency" in options:
            return []
        words, excluded = read_words(question.typed)
        if question.is_loose:
            words, excluded = [simplify(word) for word in words], [simplify(word) for word in excluded]
        return [
            Hit("agency", f"agencies/{agency.agency_id}/", "", sum(not agency_matches(agency, word) for word in words))
            for agency in self.agencies
            if _agency_is_chosen(agency, options)
            and all(agency_matches(agency, word) or (question.is_loose and _is_almost(agency, word)) for word in words)
            and not any(plain(word) in plain(name) for word in excluded for name in agency.names)
        ]

    def _find_loosely(self, words: list[str], excluded: list[str], chosen: Sequence[Document]) -> list[Hit]:
        slips = {id(document): 0 for document in chosen}
        for word in map(simplify, words):
            counted = self._count_slips(word)
            slips = {key: sofar + counted[key] for key, sofar in slips.items() if key in counted}
        unwanted = [simplify(word) for word in excluded]
        found = [
            document.hit._replace(slips=slips[id(document)])
            for document in chosen
            if id(document) in slips and not any(word in simplify(document.text) for word in unwanted)
        ]
        return sorted(found, key=lambda hit: hit.slips)

    def _count_slips(self, word: str) -> dict[int, int]:
        """Of every document that holds the word with at most as many slips as its length allows: the fewest."""
        if "all" not in self._loose:
            joined = "\n".join(simplify(document.text) for document in self.documents)
            lengths = [len(document.text) + 1 for document in self.documents]
            starts = np.cumsum([0, *lengths[:-1]], dtype=np.int64)
            self._loose["all"] = (np.array([ord(character) for character in joined], dtype=np.uint32), starts)
        codes, starts = self._loose["all"]
        counted: dict[int, int] = {}
        for count, ends in enumerate(find_ends(codes, word, allowed_slips(word))):
            for at in np.unique(np.searchsorted(starts, np.flatnonzero(ends), side="right") - 1):
                counted.setdefault(id(self.documents[at]), count)
        return counted


def read_questions(path: Path = QUERIES) -> list[Question]:
    """The labelled set; of what is typed, `\\t`, `\\\\` and `\\uXXXX` are read as they are in JSON."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return [Question(_unescape(typed), dict(parse_qsl(options)), kind, why) for typed, options, kind, why in rows]


def read_words(typed: str) -> tuple[list[str], list[str]]:
    """Words that must stand in a text, and those that must not: parted by white space, quotes keep together, a minus
    excludes. A single character after a number is its unit: `2021 年` is one word."""
    words: list[str] = []
    excluded: list[str] = []
    goes_on = False
    for minus, phrase, bare in _TOKEN.findall(typed):
        is_phrase = not bare
        word = plain(phrase or bare)
        if not word or re.fullmatch("[-－−]*", minus + (phrase or bare)):
            continue
        if minus:
            excluded.append(word)
            goes_on = False
        elif (
            goes_on and not is_phrase and len(word) == 1 and words[-1][-1].isdigit() and not re.match("[a-z0-9]", word)
        ):
            words[-1] += word
        else:
            words.append(word)
            goes_on = not is_phrase
    return list(dict.fromkeys(words)), list(dict.fromkeys(excluded))


def plain(text: str) -> str:
    """Text as it is compared: NFKC, no case, no asterisks, white space only where it parts letters or digits.

    >>> plain("**２０２１** 年 1 月，Open  Data")
    '2021年1月,open data'
    """
    folded = _UNSEEN.sub("", unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))
    return re.sub(r"\s+", "", _APART.sub("\x00", folded)).replace("\x00", " ")


@cache
def _simplified(character: str) -> str:
    return str(_T2S.convert(character))


_T2S = OpenCC("t2s")


def simplify(text: str) -> str:
    """Every traditional character as its simplified one, by itself."""
    return "".join(map(_simplified, text))


def allowed_slips(word: str) -> int:
    """None below four characters, two from eight on."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def find_ends(codes: NDArray[np.uint32], word: str, most: int) -> list[NDArray[np.bool_]]:
    """For 0 … `most` slips: where in the text a piece ends that is the word but for so many slips.

    A slip is a wrong, a missing or an extra character, or two neighbours in the other order. No piece goes over LF.
    """
    inside = codes != ord("\n")
    everywhere = np.ones(len(codes), dtype=np.bool_)
    # rows[n][at]: the first characters of the word, as many as were read so far, end before `at` with n slips at most
    rows = [everywhere.copy() for _ in range(most + 1)]
    before: list[NDArray[np.bool_]] = []
    for place, character in enumerate(word):
        same = codes == ord(character)
        made: list[NDArray[np.bool_]] = []
        for slips in range(most + 1):
            row = _after(rows[slips]) & same
            if slips:
                row |= _after(rows[slips - 1]) & inside  # a wrong character
                row |= rows[slips - 1]  # one is missing
                row |= _after(made[slips - 1]) & inside  # one too many
                if place and before:
                    swapped = _after(same) & (codes == ord(word[place - 1]))
                    row |= _after(_after(before[slips - 1])) & swapped
            made.append(row)
        before, rows = rows, made
    return rows


def _after(row: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The row moved on by one character; before the first one everything is possible that costs nothing."""
    moved = np.empty_like(row)
    moved[0] = row[0] if row.size and row.all() else False
    moved[1:] = row[:-1]
    return moved


# Agencies


def agency_matches(agency: Agency, word: str) -> bool:
    """The rules of the filter of agencies: a part of a name or place; the characters of a name in order (人社局); the
    id; pinyin from a syllable on; initials, also cut short as people do (rsj, wcgj)."""
    names, places = [_fold(name) for name in agency.names], [_fold(place) for place in agency.places]
    if any(word in label for label in (*names, *places)):
        return True
    if not re.fullmatch("[0-9a-z]+", word):
        is_spread = len(word) > 1 and any(re.search(".*".join(map(re.escape, word)), name) for name in names)
        return bool(is_spread or word in agency.agency_id)
    return word in agency.agency_id or _sounds_like(agency, names[0], places, word)


def _is_almost(agency: Agency, word: str) -> bool:
    """Whether a name holds the word but for one slip; no word of three characters or of Latin letters has one."""
    if not allowed_slips(word) or re.fullmatch("[0-9a-z]+", word):
        return False
    names = "\n".join(simplify(_fold(name)) for name in agency.names)
    return bool(find_ends(np.array([ord(character) for character in names], dtype=np.uint32), word, 1)[1].any())


def _sounds_like(agency: Agency, name: str, places: Sequence[str], word: str) -> bool:
    syllables = agency.syllables
    initials = "".join(syllable[0] for syllable in syllables)
    starts = [0]
    for place in places:
        if name[starts[-1] :].startswith(place):
            starts.append(starts[-1] + len(place))
    own = starts[-1]
    if any("".join(syllables[start:]).startswith(word) for start in range(len(syllables))):
        return True
    if any(initials[start:].startswith(word) for start in starts) or word in initials[own:]:
        return True
    if len(word) < 3:
        return False
    ends = [len(syllables) - 1]
    if name.endswith(("委员会", "办公室")) and len(name) == len(syllables):
        ends.append(len(syllables) - 3)
    return any(
        _is_cut_short(word[cut:], initials, own, end) and (not cut or _is_place(word[:cut], initials, starts, own))
        for cut in range(len(word) - 1)
        for end in ends
    )


def _is_cut_short(word: str, initials: str, own: int, end: int) -> bool:
    if len(word) < 2 or own >= len(initials) or word[0] != initials[own] or word[-1] != initials[end]:
        return False
    return bool(re.search(".*".join(word[1:-1]), initials[own + 1 : end])) if word[1:-1] else True


def _is_place(part: str, initials: str, starts: Sequence[int], own: int) -> bool:
    return any(
        start < own
        and part[0] == initials[start]
        and (not part[1:] or re.search(".*".join(part[1:]), initials[start + 1 : own]))
        for start in starts
    )


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


# The package's files


def read_truth(package: Path) -> Truth:
    """All that can be found in the package in this folder."""
    regions = {row["code"]: row for row in _rows(package, "regions")}
    reports = _rows(package, "reports")
    held: dict[str, set[int]] = {}
    for row in reports:
        held.setdefault(row["agency_id"], set()).add(int(row["year"]))
    others: dict[str, list[str]] = {}
    for row in _rows(package, "agency_register"):
        others.setdefault(row["agency_id"], []).append(row["name"])
    agencies = {
        row["agency_id"]: _read_agency(
            row, regions, others.get(row["agency_id"], ()), held.get(row["agency_id"], set())
        )
        for row in _rows(package, "agencies")
    }
    sections: dict[str, list[dict[str, str]]] = {}
    for row in _rows(package, "sections"):
        sections.setdefault(row["report_id"], []).append(row)
    reports.sort(key=lambda row: -int(row["year"]))  # stable: within a year as the package has them
    documents: list[Document] = []
    lines: dict[str, tuple[str, ...]] = {}
    for kind in KINDS[1:]:
        for row in reports:
            agency = agencies[row["agency_id"]]
            states = frozenset(state for state in STATES if int(row[f"cells_{state}"] or 0))
            for hit, text in _texts(package, kind, row, agency, sections.get(row["report_id"], [])):
                documents.append(Document(hit, text, int(row["year"]), agency, states))
            if kind == "table" and row["text_release"] != "withheld":
                found = (package / "data/text" / f"{row['report_id']}.txt").read_text(encoding="utf-8").split("\n")
                lines[_address(row)] = tuple(plain(line) for line in found)
    return Truth(tuple(agencies.values()), tuple(documents), lines)


def _texts(
    package: Path, kind: str, row: Mapping[str, str], agency: Agency, sections: Sequence[Mapping[str, str]]
) -> Iterator[tuple[Hit, str]]:
    """What of a report can be found as this kind."""
    if kind == "title":
        yield Hit(kind, _address(row)), row["title"] or f"{agency.names[0]} {row['year']} 年"
    elif row["text_release"] == "withheld":
        return
    elif kind == "section":
        for one in sections:
            if one["heading"] or one["text"]:
                yield Hit(kind, _address(row), one["section"]), f"{one['heading']}\n{one['text']}"
    else:
        lines = (package / "data/text" / f"{row['report_id']}.txt").read_text(encoding="utf-8").split("\n")
        texts = [one["heading"] + one["text"] for one in sections]
        found = find_table_lines(lines, texts, [row["title"], *(one["heading"] for one in sections)])
        if found:
            yield Hit(kind, _address(row)), "\n".join(line for _, line in found)


def _read_agency(
    row: Mapping[str, str], regions: Mapping[str, Mapping[str, str]], others: Iterable[str], held: set[int]
) -> Agency:
    path: list[str] = []
    code = row["region_code"]
    while code in regions and regions[code]["parent"]:  # the country is no place
        path.insert(0, code)
        code = regions[code]["parent"]
    names = tuple(dict.fromkeys(name for name in (row["name"], row["short_name"], *others) if name))
    labels = tuple(regions[code]["label_zh"] for code in path)
    return Agency(
        row["agency_id"], names, labels, frozenset((*path, row["region_code"])), row["level"], row["function"],
        frozenset(held),
    )  # fmt: skip


def _is_chosen(document: Document, options: Mapping[str, str]) -> bool:
    section = options.get("section", "")
    if section and section != (document.hit.section or document.hit.kind):
        return False
    if "year" in options and int(options["year"]) != document.year:
        return False
    if "state" in options and options["state"] not in document.states:
        return False
    return _agency_is_chosen(document.agency, {name: value for name, value in options.items() if name != "year"})


def _agency_is_chosen(agency: Agency, options: Mapping[str, str]) -> bool:
    return (
        options.get("region", "") in ("", *agency.regions)
        and options.get("level", "") in ("", agency.level)
        and options.get("function", "") in ("", agency.function)
        and options.get("agency", "") in ("", agency.agency_id)
        and ("year" not in options or int(options["year"]) in agency.held)
    )


def _address(row: Mapping[str, str]) -> str:
    return f"agencies/{row['agency_id']}/{row['year']}/"


def _rows(package: Path, name: str) -> list[dict[str, str]]:
    with (package / "data" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _unescape(text: str) -> str:
    found = _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else "\t" if match[2] else "\\", text)
    return found.encode("utf-16", "surrogatepass").decode("utf-16")
