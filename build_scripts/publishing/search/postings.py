"""Normalised texts → which documents hold each term, as coded lists.

Comes in: texts and terms by document, in rising order. Goes out: the coded list of every term, and how many documents
stand in it. Refuses to know: files, kinds, rows. The bigrams of all texts are found at once as numbers of 64 bits (two
characters of 21 bits, a document of 22) that are sorted and counted by numpy: ten times as fast as sets of strings.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from build_scripts.publishing.search.coding import encode_numbers
from build_scripts.publishing.search.terms import list_simplified

MOST_DOCUMENTS = 1 << 22

_Numbers: TypeAlias = NDArray[np.uint64]
_CHARACTER = np.uint64(21)
_DOCUMENT = np.uint64(22)


class Postings:
    """The lists of a partition; documents are entered in rising order."""

    def __init__(self, variants: Mapping[int, str]) -> None:
        self._variants = variants
        self._texts: list[str] = []
        self._numbers: list[int] = []
        self._others: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))

    def add(self, number: int, terms: Iterable[str], text: str = "") -> None:
        """Enter a document under these terms, and under the bigrams of its normalised text."""
        if number >= MOST_DOCUMENTS:
            raise ValueError(f"more than {MOST_DOCUMENTS} documents in one partition of the search index")
        if text:
            self._texts.append(text)
            self._numbers.append(number)
        for term in terms:
            self._others[term].append(number)

    def encode(self) -> tuple[dict[str, bytes], dict[str, int]]:
        """The coded list of every term, and how many documents stand in it."""
        lists, counts = _encode_bigrams(_find_bigrams(self._texts, self._numbers))
        for number, text in self._find_traditional():
            for term in list_simplified(text, self._variants):
                self._others[term].append(number)
        for term, numbers in self._others.items():
            if term in lists:
                raise ValueError(f"the term {term!r} is no bigram's")
            lists[term] = encode_numbers(numbers)
            counts[term] = len(numbers)
        return lists, counts

    def _find_traditional(self) -> Iterable[tuple[int, str]]:
        """The documents that have a character which is another in simplified script."""
        if not self._variants or not self._texts:
            return
        is_variant = np.zeros(0x110000, dtype=bool)
        is_variant[list(self._variants)] = True
        found = np.flatnonzero(is_variant[_read_codes("".join(self._texts))])
        ends = np.cumsum([len(text) for text in self._texts])
        for at in np.unique(np.searchsorted(ends, found, side="right")):
            yield self._numbers[at], self._texts[at]


def _read_codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _find_bigrams(texts: list[str], numbers: list[int]) -> _Numbers:
    """Every bigram with every document that holds it, once, in rising order."""
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    codes = _read_codes("".join(texts)).astype(np.uint64)
    if len(codes) < 2:
        return codes[:0]
    documents = np.repeat(np.array(numbers, dtype=np.uint64), lengths)
    found = (codes[:-1] << (_CHARACTER + _DOCUMENT)) | (codes[1:] << _DOCUMENT) | documents[:-1]
    inside = np.ones(len(found), dtype=bool)
    inside[np.cumsum(lengths)[:-1] - 1] = False
    found = found[inside]
    found.sort()
    return found[np.concatenate(([True], found[1:] != found[:-1]))]


def _encode_bigrams(found: _Numbers) -> tuple[dict[str, bytes], dict[str, int]]:
    """The coded list of every bigram, and its length."""
    if not len(found):
        return {}, {}
    pairs = found >> _DOCUMENT
    numbers = (found & np.uint64(MOST_DOCUMENTS - 1)).astype(np.int64)
    starts = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1])))
    differences = np.diff(numbers, prepend=0)
    differences[starts] = numbers[starts]
    data, ends = _encode_varints(differences)
    cuts = [0, *ends[np.append(starts[1:], len(numbers)) - 1].tolist()]
    lengths = np.diff(np.append(starts, len(numbers))).tolist()
    terms = [chr(pair >> 21) + chr(pair & 0x1FFFFF) for pair in pairs[starts].tolist()]
    lists = {term: data[cuts[at] : cuts[at + 1]] for at, term in enumerate(terms)}
    return lists, dict(zip(terms, lengths, strict=True))


def _encode_varints(values: NDArray[np.int64]) -> tuple[bytes, NDArray[np.int64]]:
    """All numbers one after another as `coding.encode_varints` has them, and where each ends."""
    sizes = 1 + (values >= 1 << 7).astype(np.int64) + (values >= 1 << 14) + (values >= 1 << 21)
    ends = np.cumsum(sizes)
    data = np.zeros(int(ends[-1]), dtype=np.uint8)
    starts = ends - sizes
    for place in range(int(sizes.max())):
        has = sizes > place
        follows = np.where(sizes[has] > place + 1, 128, 0)
        data[starts[has] + place] = (values[has] >> (7 * place)) & 127 | follows
    return data.tobytes(), ends
