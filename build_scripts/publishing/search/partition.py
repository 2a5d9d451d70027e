"""Documents of one partition → its files, from them alone.

Comes in: documents: titles, sections, tables. Goes out: the folder of the partition, as `index` describes it.
Refuses to know: other partitions, the package.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import write_bytes, write_text
from build_scripts.publishing.search.coding import encode_numbers, encode_shards, encode_varints
from build_scripts.publishing.search.terms import FACET, SIMPLIFIED, list_simplified, list_terms
from build_scripts.publishing.search.text import normalise

KINDS = ("title", "section", "table")
PARTITION = "partition.json"
"""What a partition says of itself."""

LONGEST_TEXT = 300_000
"""In characters. A text of one section this long is no section: nothing is cut, the build stops."""

BLOCK_BYTES = 6_000
COUNTED_DOCUMENTS = 16
"""A term is counted from this many documents on; the commonest `MOST_COUNTED` of a partition are named."""
MOST_COUNTED = 4_096


class SearchIndexError(ValueError):
    """Documents cannot be indexed as they are; the message names the page."""


class PartitionName(NamedTuple):
    """A partition: its name, year, and the first two digits of the province, empty if it holds all of the year."""

    name: str
    year: str
    province: str = ""


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing that can be found.

    `kind` is one of KINDS; `address` the page below the site's root (`agencies/410781-x/2021/`); `title` heads the
    hit; `heading` and `section` (a code) are those of a section, else empty. `heading` and `text` are searched, the
    text's paragraphs joined by LF: paragraph n of section s has the anchor `s{s}-p{n}`, n from 1, its heading `s{s}`.
    Of a table, `lines` are the line numbers of its paragraphs in the source: line n has the anchor `L{n}`.
    `facets` are the terms it can be filtered by.
    """

    kind: str
    address: str
    title: str
    text: str
    heading: str = ""
    section: str = ""
    lines: tuple[int, ...] = ()
    facets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchStats:
    """What was written: documents, terms (each partition's), shards, blocks of text, bytes of all files."""

    documents: int
    terms: int
    shards: int
    blocks: int
    size: int

    def plus(self, other: SearchStats) -> SearchStats:
        """Both together."""
        return SearchStats(
            self.documents + other.documents,
            self.terms + other.terms,
            self.shards + other.shards,
            self.blocks + other.blocks,
            self.size + other.size,
        )


def write_partition(
    name: PartitionName, documents: Iterable[SearchDocument], output: Path, variants: Mapping[int, str]
) -> SearchStats:
    """Write the partition's folder below `output`; raises SearchIndexError."""
    kinds = dict.fromkeys(KINDS, 0)
    return write_listed(name, kinds, _list_documents(documents, kinds, variants), output)


def write_listed(
    name: PartitionName, kinds: Mapping[str, int], listed: Iterable[tuple[str, Iterable[str]]], output: Path
) -> SearchStats:
    """Write a partition's folder of rows in JSON and the terms of each; `kinds` are counted when all are read."""
    files = _Folder(output / name.name)
    postings: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    blocks = array("I")
    for number, block in enumerate(_cut_blocks(_enter(listed, postings))):
        files.write(f"text/{number}.json", ("[" + ",\n".join(block) + "]\n").encode())
        blocks.append(len(block))
    files.write("blocks.bin", encode_varints(blocks))
    shards = 0
    for number, shard in enumerate(encode_shards({term: encode_numbers(found) for term, found in postings.items()})):
        files.write(f"shards/{number}.bin", shard)
        shards += 1
    told = {
        **name._asdict(),
        "documents": kinds,
        "shards": shards,
        "digest": files.digest(),
        "counts": count_common(postings),
    }
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    write_text(output / name.name / PARTITION, text)
    return SearchStats(sum(blocks), len(postings), shards, len(blocks), files.size + len(text.encode()))


def searched_text(document: SearchDocument) -> str:
    """What of a document is searched, normalised.

    >>> searched_text(SearchDocument("section", "", "", "2021 年，\\n我局", "一、总体情况", "1"))
    '一、总体情况2021年,我局'
    """
    return normalise(f"{document.heading}\n{document.text}")


def count_common(postings: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """How many documents hold the commonest terms of texts, the commonest first."""
    common = [
        (-len(numbers), term)
        for term, numbers in postings.items()
        if len(numbers) >= COUNTED_DOCUMENTS and term[0] not in (FACET, SIMPLIFIED)
    ]
    return {term: -count for count, term in sorted(common)[:MOST_COUNTED]}


def print_row(fields: Iterable[object]) -> str:
    """A row of a block, in JSON."""
    return json.dumps(tuple(fields), ensure_ascii=False, separators=(",", ":"))


def _list_documents(
    documents: Iterable[SearchDocument], kinds: dict[str, int], variants: Mapping[int, str]
) -> Iterator[tuple[str, Iterable[str]]]:
    """The row and the terms of each document, counted in `kinds` as it passes."""
    last = 0
    for document in documents:
        last = _check(document, last)
        kinds[document.kind] += 1
        text = searched_text(document)
        terms = list_terms(text)
        further = list_simplified(text, terms, variants)
        yield _print_document(document), (*terms, *further, *document.facets)


def _check(document: SearchDocument, last: int) -> int:
    """The place of the document's kind, not before the last one's."""
    length = len(document.heading) + len(document.text)
    if length > LONGEST_TEXT:
        raise SearchIndexError(f"{document.address}: a text of {length} characters; at most {LONGEST_TEXT} are indexed")
    if document.kind not in KINDS[last:]:
        raise SearchIndexError(f"{document.address}: kind {document.kind!r} after {KINDS[last]!r}")
    return KINDS.index(document.kind)


def _print_document(document: SearchDocument) -> str:
    found = (document.kind, document.address, document.title, document.heading, document.section, document.text)
    return print_row((*found, document.lines) if document.lines else found)


def _enter(listed: Iterable[tuple[str, Iterable[str]]], postings: defaultdict[str, array[int]]) -> Iterator[str]:
    """The rows, their terms entered in `postings` as they pass."""
    for number, (row, terms) in enumerate(listed):
        for term in terms:
            postings[term].append(number)
        yield row


def _cut_blocks(rows: Iterable[str]) -> Iterator[list[str]]:
    """Rows in runs of about BLOCK_BYTES; a row is never divided."""
    block: list[str] = []
    size = 0
    for row in rows:
        length = len(row.encode())
        if block and size + length > BLOCK_BYTES:
            yield block
            block, size = [], 0
        block.append(row)
        size += length
    if block:
        yield block


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
