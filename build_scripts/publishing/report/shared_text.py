"""Sentences of a report that also stand elsewhere: in the agency's report of last year, in reports of other agencies.

Comes in: the sections of all reports, once, before any page is made; then one report's text and last year's. Goes out:
which sentences many agencies print, and a mark for each sentence. Refuses to know: HTML, what it means that a text
repeats itself: it is counted, never judged. Text that is held back is not looked at, neither here nor from elsewhere.

Memory: 8 bytes for each different sentence of an agency, so 100,000 reports of 40 sentences ask for some 30 MB; lists
of parts of the package are made apart, wherever and whenever, and counted together.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from build_scripts.packaging.package import Row, SectionRow
from build_scripts.publishing.report.held_back import is_released
from build_scripts.publishing.report.sentences import fold_sentence, hash_sentence, mask_digits, split_sentences

OTHERS = 3
"""A sentence is said to stand in many reports from as many other agencies on."""

_BITS = 3
_SHARES = 1 << _BITS
"""Sentences are counted in so many shares, so that never more than one of them is copied."""


class Piece(NamedTuple):
    """A stretch of a paragraph whose sentences are marked alike.

    `last_year` is "same", "figures" (the same but for its figures) or empty; `many` says that other agencies print it.
    """

    text: str
    last_year: str = ""
    many: bool = False


class Meter(NamedTuple):
    """How many sentences of a text were compared, and how many of them also stand elsewhere; one may count twice."""

    total: int = 0
    same: int = 0
    figures: int = 0
    many: int = 0

    def add(self, other: Meter) -> Meter:
        """Both together."""
        return Meter(*(one + more for one, more in zip(self, other, strict=True)))


class LastYear(NamedTuple):
    """The sentences of the report of the year before, as they stand and with their figures masked."""

    sentences: frozenset[str]
    masked: frozenset[str]


def find_shared(texts: Iterable[tuple[Row, Sequence[SectionRow]]]) -> frozenset[int]:
    """The hashes of sentences that at least OTHERS + 1 agencies print, so that for each of them OTHERS are others.

    `texts` are all reports of the package, in its order, so that those of an agency follow one another.
    """
    return count_sentences([list_sentences(texts)])


def list_sentences(texts: Iterable[tuple[Row, Sequence[SectionRow]]]) -> bytes:
    """The hashes of the sentences of these reports, each once for every agency that prints it: 8 bytes a hash.

    An agency's reports follow one another, and all of them are here.
    """
    hashes = array("Q")
    for found in _list_by_agency(texts):
        hashes.extend(sorted(found))
    return hashes.tobytes()


def count_sentences(parts: Sequence[bytes]) -> frozenset[int]:
    """The hashes that stand in these lists together at least OTHERS + 1 times; no agency is in two of them."""
    shared: set[int] = set()
    for share in range(_SHARES):
        hashes = np.concatenate([np.zeros(0, np.uint64), *(_take_share(part, share) for part in parts)])
        hashes.sort()
        if len(hashes) > OTHERS:
            shared.update(hashes[OTHERS:][hashes[OTHERS:] == hashes[:-OTHERS]].tolist())
    return frozenset(shared)


def choose_sentences(part: bytes, shared: Collection[int]) -> frozenset[int]:
    """Those of the shared hashes that stand in a list: all that the pages of its reports take from outside."""
    return frozenset(np.frombuffer(part, np.uint64).tolist()) & frozenset(shared)


def _take_share(part: bytes, share: int) -> npt.NDArray[np.uint64]:
    """The hashes of a list that begin with the same bits: they are counted apart from the others."""
    hashes = np.frombuffer(part, np.uint64)
    inside: npt.NDArray[np.bool_] = hashes >> np.uint64(64 - _BITS) == share
    return hashes[inside]


def remember(report: Row, sections: Iterable[SectionRow]) -> LastYear | None:
    """The sentences of the year before; None where its text is held back."""
    if not is_released(report):
        return None
    folded = frozenset(one for one in _fold_all(sections) if one)
    return LastYear(folded, frozenset(map(mask_digits, folded)))


def mark_sentences(paragraph: str, last_year: LastYear | None, shared: Collection[int]) -> tuple[list[Piece], Meter]:
    """The paragraph in pieces, which joined are the paragraph, and what they count."""
    pieces: list[Piece] = []
    total = same = figures = many = 0
    for sentence in split_sentences(paragraph):
        folded = fold_sentence(sentence)
        before, elsewhere = "", False
        if folded:
            before = _look_back(folded, last_year)
            elsewhere = hash_sentence(folded) in shared
            total += 1
            same += before == "same"
            figures += before == "figures"
            many += elsewhere
        if pieces and pieces[-1][1:] == (before, elsewhere):
            pieces[-1] = pieces[-1]._replace(text=pieces[-1].text + sentence)
        else:
            pieces.append(Piece(sentence, before, elsewhere))
    return pieces, Meter(total, same, figures, many)


def _look_back(folded: str, last_year: LastYear | None) -> str:
    if last_year is None:
        return ""
    if folded in last_year.sentences:
        return "same"
    masked = mask_digits(folded)
    return "figures" if masked != folded and masked in last_year.masked else ""


def _list_by_agency(texts: Iterable[tuple[Row, Sequence[SectionRow]]]) -> Iterator[set[int]]:
    """The different sentences of each agency over all its years."""
    agency, found = "", set[int]()
    for report, sections in texts:
        if report["agency_id"] != agency:
            yield found
            agency, found = report["agency_id"], set()
        if is_released(report):
            found.update(hash_sentence(one) for one in _fold_all(sections) if one)
    yield found


def _fold_all(sections: Iterable[SectionRow]) -> Iterator[str]:
    for section in sections:
        for paragraph in section.text.split("\n"):
            for sentence in split_sentences(paragraph):
                yield fold_sentence(sentence)
