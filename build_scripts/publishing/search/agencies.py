"""Agencies → the partition they are found in, by a few characters of a name, by pinyin or its initials.

Comes in: agencies. Goes out: the folder `agencies` of the index. Refuses to know: reports, the package. Agencies of one
kind stand side by side, for who asks for one asks for its likes: few blocks are read. A row has

    id, name, pinyin in syllables, labels of its places from the province, years held (newest first), other names

which is what `prepare()` of docs/assets/js/filter/match.js takes. An agency is listed under
- every single character of its names and places (folded, and in simplified script), every initial of its pinyin: who
  types 人社局 finds the names that have all three, and looks whether they stand in that order;
- every bigram of each name, each place, of its pinyin in one piece, and of its id: who types renshe or 民政局;
- its filters: `facets`, and `y` with each year held.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from build_scripts.publishing.search.partition import Listed, PartitionName, SearchStats, print_row, write_listed
from build_scripts.publishing.search.text import normalise

AGENCIES = PartitionName("agencies", "")


@dataclass(frozen=True, slots=True)
class AgencyDocument:
    """An agency as it is found; `names` the one it bears first, then short and former ones; `places` from the province
    down; `function` is where it stands among the others."""

    agency_id: str
    names: tuple[str, ...]
    pinyin: str
    places: tuple[str, ...]
    held: tuple[int, ...]
    function: str = ""
    facets: tuple[str, ...] = ()


def write_agencies(agencies: Iterable[AgencyDocument], output: Path, variants: Mapping[int, str]) -> SearchStats:
    """Write the partition of agencies below `output`."""
    ordered = sorted(agencies, key=_place)
    kinds = {"agency": len(ordered)}
    return write_listed(AGENCIES, kinds, _list_agencies(ordered, variants), output, variants)


def list_agency_terms(agency: AgencyDocument, variants: Mapping[int, str]) -> set[str]:
    """What an agency is listed under.

    >>> sorted(list_agency_terms(AgencyDocument("1-ju", ("水局",), "shui ju", (), ()), {}))
    ['-j', '1-', 'hu', 'ij', 'j', 'ju', 's', 'sh', 'ui', '局', '水', '水局']
    """
    labels = [form for label in (*agency.names, *agency.places) for form in _forms(label, variants)]
    pieces = [*labels, agency.pinyin.replace(" ", ""), agency.agency_id]
    terms = {piece[start : start + 2] for piece in pieces for start in range(len(piece) - 1)}
    terms.update(*labels)
    terms.update(syllable[0] for syllable in agency.pinyin.split())
    terms.update(agency.facets)
    return terms


def _forms(label: str, variants: Mapping[int, str]) -> set[str]:
    """A name as the filter of agencies folds it and as the search does, each in simplified script too."""
    folded = {normalize("NFKC", label).lower(), normalise(label)}
    return folded | {form.translate(variants) for form in folded}


def _list_agencies(agencies: Iterable[AgencyDocument], variants: Mapping[int, str]) -> Iterator[Listed]:
    for agency in agencies:
        name, *others = agency.names
        yield Listed(
            print_row((agency.agency_id, name, agency.pinyin, agency.places, agency.held, others)),
            list_agency_terms(agency, variants),
        )


def _place(agency: AgencyDocument) -> tuple[str, str, str]:
    """Agencies of a function together, within it those whose names are the same but for the place."""
    bare = agency.names[0]
    for place in agency.places:
        bare = bare.removeprefix(place)
    return agency.function, bare, agency.agency_id
