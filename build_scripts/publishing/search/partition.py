"""Documents of one partition → its files, from them alone.

Comes in: documents: titles, sections, tables. Goes out: the folder of the partition, as `index` describes it.
Refuses to know: other partitions, the package.
"""

from __future__ import annotations

import hashlib
import json
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import write_bytes, write_text
from build_scripts.publishing.search.coding import encode_shards, encode_varints
from build_scripts.publishing.search.postings import Postings
from build_scripts.publishing.search.terms import FACET, SIMPLIFIED, list_latin
from build_scripts.publishing.search.text import normalise

KINDS = ("title", "section", "table")
PARTITION = "partition.json"
"""What a partition says of itself."""

LONGEST_TEXT = 300_000
"""In characters. A text of one section this long is no section: nothing is cut, the build stops."""

BLOCK_BYTES = 12_000
COUNTED_DOCUMENTS = 16
"""A term is counted from this many documents on; the commonest `MOST_COUNTED` of a partition are named."""
MOST_COUNTED = 4_096

_HALF = re.compile("[\ud800-\udfff]")


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


class Listed(NamedTuple):
    """A document as it is entered: its row in JSON; its terms, without the bigrams of its normalised text; that text,
    which has no line break."""

    row: bytes
    terms: Iterable[str]
    text: str = ""


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
    return write_listed(name, kinds, list_documents(documents, kinds), output, variants)


def write_listed(
    name: PartitionName, kinds: Mapping[str, int], listed: Iterable[Listed], output: Path, variants: Mapping[int, str]
) -> SearchStats:
    """Write a partition's folder of what is listed; `kinds` are counted when all is read."""
    files = _Folder(output / name.name)
    postings = Postings(variants)
    blocks = array("I")
    for number, block in enumerate(_cut_blocks(_enter(listed, postings))):
        files.write(f"text/{number}.json", b"[" + b",\n".join(block) + b"]\n")
        blocks.append(len(block))
    files.write("blocks.bin", encode_varints(blocks))
    lists, counts = postings.encode()
    shards = 0
    for number, shard in enumerate(encode_shards(lists)):
        files.write(f"shards/{number}.bin", shard)
        shards += 1
    told = {
        **name._asdict(),
        "documents": kinds,
        "shards": shards,
        "digest": files.digest(),
        "counts": name_common(counts),
    }
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    write_text(output / name.name / PARTITION, text)
    return SearchStats(sum(blocks), len(lists), shards, len(blocks), files.size + len(text.encode()))


def searched_text(document: SearchDocument) -> str:
    """What of a document is searched, normalised.

    >>> searched_text(SearchDocument("section", "", "", "2021 年，\\n我局", "一、总体情况", "1"))
    '一、总体情况2021年,我局'
    """
    return normalise(f"{document.heading}\n{document.text}")


def name_common(counts: Mapping[str, int]) -> dict[str, int]:
    """How many documents hold the commonest terms of texts, the commonest first."""
    common = [
        (-count, term)
        for term, count in counts.items()
        if count >= COUNTED_DOCUMENTS and term[0] not in (FACET, SIMPLIFIED)
    ]
    return {term: -count for count, term in sorted(common)[:MOST_COUNTED]}


def print_row(fields: Iterable[object]) -> bytes:
    """A row of a block, in JSON, on one line."""
    return _encode_row(tuple(fields)).encode()


_encode_row = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def list_documents(documents: Iterable[SearchDocument], kinds: dict[str, int] | None = None) -> Iterator[Listed]:
    """Each document ready to be entered, counted in `kinds` as it passes; raises SearchIndexError."""
    last = 0
    for document in map(_make_whole, documents):
        last = _check(document, last)
        if kinds is not None:
            kinds[document.kind] += 1
        text = searched_text(document)
        yield Listed(_print_document(document), (*document.facets, *sorted(list_latin(text))), text)


def _make_whole(document: SearchDocument) -> SearchDocument:
    """The document without halves of characters, which no file can hold: U+FFFD stands for each."""
    parts = (document.title, document.heading, document.text)
    try:
        "".join(parts).encode()
    except UnicodeEncodeError:
        title, heading, text = (_HALF.sub("\ufffd", part) for part in parts)
        return replace(document, title=title, heading=heading, text=text)
    return document


def _check(document: SearchDocument, last: int) -> int:
    """The place of the document's kind, not before the last one's."""
    length = len(document.heading) + len(document.text)
    if length > LONGEST_TEXT:
        raise SearchIndexError(f"{document.address}: a text of {length} characters; at most {LONGEST_TEXT} are indexed")
    if document.kind not in KINDS[last:]:
        raise SearchIndexError(f"{document.address}: kind {document.kind!r} after {KINDS[last]!r}")
    return KINDS.index(document.kind)


def _print_document(document: SearchDocument) -> bytes:
    found = (document.kind, document.address, document.title, document.heading, document.section, document.text)
    return print_row((*found, document.lines) if document.lines else found)


def _enter(listed: Iterable[Listed], postings: Postings) -> Iterator[bytes]:
    """The rows, their terms entered in `postings` as they pass."""
    for number, one in enumerate(listed):
        postings.add(number, one.terms, one.text)
        yield one.row


def _cut_blocks(rows: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Rows in runs of about BLOCK_BYTES; a row is never divided."""
    block: list[bytes] = []
    size = 0
    for row in rows:
        if block and size + len(row) > BLOCK_BYTES:
            yield block
            block, size = [], 0
        block.append(row)
        size += len(row)
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
