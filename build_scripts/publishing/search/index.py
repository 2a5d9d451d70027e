"""Documents → a search index of static files: exact and complete, in the browser, from any web server.

Comes in: documents in the order in which hits are to stand: agencies, titles, sections, tables. Goes out: files.
Refuses to know: the package, pages, queries. The reader of the index is `docs/assets/js/search/`.

The index lists for each term the numbers of the documents that hold it. Terms are all bigrams (two characters in a row,
after `search_text.normalise`), and of runs of Latin letters and digits also all pieces of three and four characters,
for there are but a hundred pairs of digits. A reader intersects the lists of a query's terms and compares the text of
each document before showing it. Nothing is cut by words and no dictionary is used, so nothing is missed.

    index.json                   format, partitions: name, documents of each kind, shards, digest, common terms
    <partition>/blocks.bin       varints: how many documents stand in each block of texts
    <partition>/text/<n>.json    a block: rows of kind, address, title, heading, section, text, line numbers
    <partition>/shards/<n>.bin   varint: how many terms; for each: length in bytes, UTF-8, bytes of its list;
                                 then the lists: first number, then differences, as varints

Document numbers count within a partition, so that one is written without the others. All bytes follow from the
documents alone.
"""

from __future__ import annotations

import hashlib
import json
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import sub
from pathlib import Path

from build_scripts.files import write_bytes, write_text
from build_scripts.publishing.search.text import normalise

FORMAT = 2
KINDS = ("agency", "title", "section", "table")
LONGEST_TEXT = 300_000
"""In characters. A text of one section this long is no section: nothing is cut, the build stops."""

BLOCK_BYTES = 6_000
SHARD_BYTES = 16_000
MOST_SHARDS = 4_096
MOST_COMMON = 2_048
COMMON_DOCUMENTS = 64
"""A term is called common from this many documents on; the commonest `MOST_COMMON` are named in index.json."""

_LATIN_RUN = re.compile("[a-z0-9]{3,}")


class SearchIndexError(ValueError):
    """Documents cannot be indexed as they are; the message names the page."""


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing that can be found.

    `kind` is one of KINDS; `address` the page below the site's root (`agencies/410781-x/2021/`); `title` heads the
    hit; `heading` and `section` (a code) are those of a section, else empty. `heading` and `text` are searched, the
    text's paragraphs joined by LF: paragraph n of section s has the anchor `s{s}-p{n}`, n from 1, its heading `s{s}`.
    Of a table, `lines` are the line numbers of its paragraphs in the source: line n has the anchor `L{n}`.
    """

    kind: str
    address: str
    title: str
    text: str
    heading: str = ""
    section: str = ""
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchStats:
    """What was written: documents, distinct terms, shards, blocks of text, bytes of all files."""

    documents: int
    terms: int
    shards: int
    blocks: int
    size: int


def write_search_index(documents: Iterable[SearchDocument], output: Path, partition: str = "all") -> SearchStats:
    """Write the index of these documents below `output`, which is empty or new; returns what was written.

    Raises SearchIndexError for a text that is too long, an unknown kind, or kinds out of order.
    """
    files = _Folder(output / partition)
    postings: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    kinds = dict.fromkeys(KINDS, 0)
    blocks = array("I")
    for number, block in enumerate(_cut_blocks(_read_terms(documents, postings, kinds))):
        files.write(f"text/{number}.json", _join_rows(block))
        blocks.append(len(block))
    files.write("blocks.bin", encode_varints(blocks))
    shards = _write_shards(postings, files)
    manifest = {
        "name": partition,
        "documents": kinds,
        "shards": shards,
        "digest": files.digest(),
        "common": "\n".join(find_common(postings)),
    }
    text = json.dumps({"format": FORMAT, "partitions": [manifest]}, ensure_ascii=False, indent=1) + "\n"
    write_text(output / "index.json", text)
    size = files.size + len(text.encode())
    return SearchStats(sum(kinds.values()), len(postings), shards, len(blocks), size)


def searched_text(document: SearchDocument) -> str:
    """What of a document is searched, normalised.

    >>> searched_text(SearchDocument("section", "", "", "2021 年，\\n我局", "一、总体情况", "1"))
    '一、总体情况2021年,我局'
    """
    return normalise(f"{document.heading}\n{document.text}")


def list_terms(text: str) -> set[str]:
    """The terms of a normalised text.

    >>> sorted(list_terms("局732件"))
    ['2件', '32', '73', '732', '局7']
    """
    terms = {text[start : start + 2] for start in range(len(text) - 1)}
    for run in _LATIN_RUN.findall(text):
        terms.update(run[start : start + size] for size in (3, 4) for start in range(len(run) - size + 1))
    return terms


def choose_shard(term: str, shards: int) -> int:
    """The shard of a term; `shards` is a power of two.

    >>> choose_shard("公开", 1), choose_shard("公开", 1024), choose_shard("7320", 1024)
    (0, 26, 876)
    """
    mixed = 0
    for character in term:
        mixed = (mixed ^ ord(character)) * 0x9E3779B1 & 0xFFFFFFFF
    return (mixed ^ mixed >> 15) & (shards - 1)


def count_shards(size: int) -> int:
    """How many shards lists of `size` bytes in all are spread over: a power of two that grows with them.

    >>> [count_shards(size) for size in (0, 60_000, 16_000_000)]
    [1, 4, 1024]
    """
    shards = 1
    while shards * SHARD_BYTES < size and shards < MOST_SHARDS:
        shards *= 2
    return shards


def find_common(postings: Mapping[str, Sequence[int]]) -> list[str]:
    """The terms that many documents hold, the commonest first: a reader asks for rarer ones before them."""
    common = [(-len(numbers), term) for term, numbers in postings.items() if len(numbers) >= COMMON_DOCUMENTS]
    return [term for _, term in sorted(common)[:MOST_COMMON]]


def encode_varints(values: Iterable[int]) -> bytes:
    """Numbers of seven bits a byte, the lowest first; the highest bit is set where more follow.

    >>> encode_varints([1, 127, 128, 300]).hex()
    '017f8001ac02'
    """
    found = bytearray()
    for value in values:
        while value > 127:
            found.append(value & 127 | 128)
            value >>= 7
        found.append(value)
    return bytes(found)


def encode_numbers(numbers: Sequence[int]) -> bytes:
    """Rising document numbers: the first, then differences.

    >>> encode_numbers([5, 6, 306]).hex()
    '0501ac02'
    """
    differences = [numbers[0], *map(sub, numbers[1:], numbers)]
    return bytes(differences) if max(differences) < 128 else encode_varints(differences)


def _read_terms(
    documents: Iterable[SearchDocument], postings: defaultdict[str, array[int]], kinds: dict[str, int]
) -> Iterator[SearchDocument]:
    """The documents, each entered in `postings` and counted in `kinds` as it passes."""
    last = 0
    for number, document in enumerate(documents):
        last = _check(document, last)
        kinds[document.kind] += 1
        for term in list_terms(searched_text(document)):
            postings[term].append(number)
        yield document


def _check(document: SearchDocument, last: int) -> int:
    """The place of the document's kind, not before the last one's."""
    length = len(document.heading) + len(document.text)
    if length > LONGEST_TEXT:
        raise SearchIndexError(f"{document.address}: a text of {length} characters; at most {LONGEST_TEXT} are indexed")
    if document.kind not in KINDS[last:]:
        raise SearchIndexError(f"{document.address}: kind {document.kind!r} after {KINDS[last]!r}")
    return KINDS.index(document.kind)


def _cut_blocks(documents: Iterable[SearchDocument]) -> Iterator[list[str]]:
    """Rows of documents in JSON, in runs of about BLOCK_BYTES; a document is never divided."""
    block: list[str] = []
    size = 0
    for document in documents:
        row = _print_row(document)
        length = len(row.encode())
        if block and size + length > BLOCK_BYTES:
            yield block
            block, size = [], 0
        block.append(row)
        size += length
    if block:
        yield block


def _print_row(document: SearchDocument) -> str:
    found = (document.kind, document.address, document.title, document.heading, document.section, document.text)
    row = (*found, document.lines) if document.lines else found
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _join_rows(rows: Iterable[str]) -> bytes:
    return ("[" + ",\n".join(rows) + "]\n").encode()


def _write_shards(postings: Mapping[str, Sequence[int]], files: _Folder) -> int:
    """Write every term's list into its shard; returns how many shards there are."""
    lists = {term: encode_numbers(numbers) for term, numbers in postings.items()}
    shards = count_shards(sum(map(len, lists.values())))
    terms: list[list[str]] = [[] for _ in range(shards)]
    for term in sorted(lists):
        terms[choose_shard(term, shards)].append(term)
    for number, held in enumerate(terms):
        head = bytearray(encode_varints([len(held)]))
        for term in held:
            key = term.encode()
            head += encode_varints([len(key)]) + key + encode_varints([len(lists[term])])
        files.write(f"shards/{number}.bin", bytes(head) + b"".join(lists[term] for term in held))
    return shards


class _Folder:
    """A folder that is written file by file, and counts and hashes what it was given."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, name: str, data: bytes) -> None:
        """Write one file."""
        write_bytes(self._path / name, data)
        self._hash.update(f"{name}\0{len(data)}\0".encode() + data)
        self.size += len(data)

    def digest(self) -> str:
        """A hash over the names and bytes of all files so far; readers ask for files by it, past an old cache."""
        return self._hash.hexdigest()[:16]
