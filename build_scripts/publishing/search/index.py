"""Documents → a search index of static files: exact and complete, in the browser, from any web server.

Comes in: agencies, and documents by partition in the order in which hits are to stand: titles, sections, tables. Goes
out: files. Refuses to know: the package, pages, queries. The reader of the index is `docs/assets/js/search/`.

The index lists for each term the numbers of the documents that hold it. Terms are all bigrams (two characters in a row,
after `text.normalise`), and of runs of Latin letters and digits also all pieces of three and four characters, for there
are but a hundred pairs of digits. A reader intersects the lists of a query's terms and compares the text of each
document before showing it. Nothing is cut by words and no dictionary is used, so nothing is missed. A text that has
traditional characters is listed a second time under the terms it has in simplified ones (U+0002 and the term), a
document under what it can be filtered by (U+0001, a letter, a value; see `facets`).

    index.json                  format; variants: digest of that file; common: the commonest terms, commonest first,
                                joined by LF; agencies and partitions as their partition.json has them, without counts;
                                newest year first
    variants.json               from, to: characters and what they are in simplified script, place by place
    <name>/partition.json       name, year, province, documents of each kind, shards, digest; counts: how many documents
                                hold the commonest terms; so index.json is made without the other partitions' texts
    <name>/blocks.bin           varints: how many documents stand in each block of texts
    <name>/text/<n>.json        a block: rows of kind, address, title, heading, section, text, line numbers;
                                of agencies: see `agencies`
    <name>/shards/<n>.bin       varint: how many terms; for each: length in bytes, UTF-8, bytes of its list;
                                then the lists: first number, then differences, as varints

Document numbers count within a partition, so that one is written without the others. All bytes follow from the
documents alone.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from build_scripts.files import read_json, read_text, write_text
from build_scripts.publishing.search.agencies import AGENCIES, AgencyDocument, write_agencies
from build_scripts.publishing.search.partition import (
    PARTITION,
    PartitionName,
    SearchDocument,
    SearchIndexError,
    SearchStats,
    write_partition,
)

FORMAT = 3
INDEX = "index.json"
VARIANTS = "variants.json"
MOST_COMMON = 2_048
"""So many of the commonest terms are named in index.json; a reader asks for rarer ones before them."""


def write_search_index(
    agencies: Iterable[AgencyDocument],
    parts: Iterable[tuple[PartitionName, Iterable[SearchDocument]]],
    output: Path,
    variants: Mapping[int, str] | None = None,
) -> SearchStats:
    """Write the whole index below `output`, which is empty or new; returns what was written.

    `variants` are characters by code and what they are in simplified script. Raises SearchIndexError for a text that is
    too long, an unknown kind, or kinds out of order.
    """
    table = variants or {}
    total = write_agencies(agencies, output, table)
    names = []
    for name, documents in parts:
        names.append(name.name)
        total = total.plus(write_partition(name, documents, output, table))
    size = write_variants(table, output) + write_manifest(names, output)
    return total.plus(SearchStats(0, 0, 0, 0, size))


def write_manifest(names: Iterable[str], output: Path) -> int:
    """Write index.json from what each of these partitions says of itself; returns its bytes."""
    counts: Counter[str] = Counter()
    told = []
    for name in names:
        partition, counted = _read_told(output / name)
        counts.update(counted)
        told.append(partition)
    common = sorted(counts, key=lambda term: (-counts[term], term))[:MOST_COMMON]
    manifest = {
        "format": FORMAT,
        "variants": hashlib.sha256(read_text(output / VARIANTS).encode()).hexdigest()[:16],
        "common": "\n".join(common),
        "agencies": _read_told(output / AGENCIES.name)[0],
        "partitions": told,
    }
    return _write_json(output / INDEX, manifest)


def _read_told(folder: Path) -> tuple[dict[str, object], dict[str, int]]:
    """What a partition says of itself, and how many of its documents hold the commonest terms."""
    told = read_json(folder / PARTITION)
    counts = told.pop("counts")
    if not isinstance(counts, dict):
        raise SearchIndexError(f"{folder / PARTITION}: no counts")
    return told, counts


def write_variants(variants: Mapping[int, str], output: Path) -> int:
    """Write the table of traditional characters; returns its bytes."""
    known = sorted(variants)
    table = {"from": "".join(map(chr, known)), "to": "".join(variants[code] for code in known)}
    return _write_json(output / VARIANTS, table)


def _write_json(path: Path, data: object) -> int:
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    write_text(path, text)
    return len(text.encode())
