"""A second reader of the search index, as the description of its format has it; knows nothing of how it is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from build_scripts.publishing.search.coding import choose_shard
from build_scripts.publishing.search.text import normalise

KINDS = ("agency", "title", "section", "table")


class Part:
    """A second reader of a partition, as the format's description has it."""

    def __init__(self, folder: Path, told: Mapping[str, Any]) -> None:
        self.told = told
        self.folder = folder / told["name"]
        counts = read_varints((self.folder / "blocks.bin").read_bytes())
        blocks = [json.loads((self.folder / f"text/{number}.json").read_bytes()) for number in range(len(counts))]
        assert [len(block) for block in blocks] == counts
        self.rows = [row for block in blocks for row in block]
        assert len(self.rows) == sum(told["documents"].values())
        self.lists: dict[str, list[int]] = {}
        for number in range(told["shards"]):
            self.read_shard(number)

    def read_shard(self, number: int) -> None:
        data = (self.folder / f"shards/{number}.bin").read_bytes()
        count, at = read_varint(data, 0)
        sizes = []
        for _ in range(count):
            length, at = read_varint(data, at)
            term = data[at : at + length].decode()
            size, at = read_varint(data, at + length)
            assert choose_shard(term, self.told["shards"]) == number
            sizes.append((term, size))
        for term, size in sizes:
            numbers = read_varints(data[at : at + size])
            self.lists[term] = [sum(numbers[: end + 1]) for end in range(len(numbers))]
            at += size
        assert at == len(data)

    def holding(self, terms: Iterable[str]) -> list[Any]:
        """The rows listed under all these terms."""
        return [self.rows[number] for number in sorted(set.intersection(*(set(self.lists.get(t, ())) for t in terms)))]


class Index:
    """The whole index, read so."""

    def __init__(self, folder: Path) -> None:
        self.manifest = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        self.agencies = Part(folder, self.manifest["agencies"])
        table = json.loads((folder / "variants.json").read_text(encoding="utf-8"))
        self.variants = dict(zip(table["from"], table["to"], strict=True))
        self.parts = [Part(folder, told) for told in self.manifest["partitions"]]

    def find(self, word: str) -> list[tuple[str, str, str]]:
        """As a reader of the index finds: lists first, then the texts."""
        wanted = normalise(word)
        terms = [wanted[at : at + 2] for at in range(len(wanted) - 1)]
        found = []
        for agency, name, _, _, _, others in self.agencies.holding(terms):
            if wanted in normalise("；".join([name, *others, agency])):
                found.append(("agency", f"agencies/{agency}/", ""))
        hits = [
            (kind, address, section)
            for part in self.parts
            for kind, address, _, heading, section, text, *_ in part.holding(terms)
            if wanted in normalise(f"{heading}\n{text}")
        ]
        return found + sorted(hits, key=lambda hit: KINDS.index(hit[0]))


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def read_varints(data: bytes) -> list[int]:
    values, at = [], 0
    while at < len(data):
        value, at = read_varint(data, at)
        values.append(value)
    return values
