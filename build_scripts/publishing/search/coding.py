"""Numbers as bytes, and terms in shards: how the files of the search index are coded.

Comes in: numbers, terms. Goes out: bytes, shard numbers. Refuses to know: texts, files. The reader of the index is
`docs/assets/js/search/reader.js`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import sub

from build_scripts.publishing.search.terms import SIMPLIFIED

SHARD_BYTES = 3_000
MOST_SHARDS = 4_096


def choose_shard(term: str, shards: int) -> int:
    """The shard of a term, the same for one that is simplified; `shards` is a power of two.

    >>> choose_shard("公开", 1), choose_shard("公开", 1024), choose_shard("7320", 1024)
    (0, 26, 876)
    """
    mixed = 0
    for character in term.removeprefix(SIMPLIFIED):
        mixed = (mixed ^ ord(character)) * 0x9E3779B1 & 0xFFFFFFFF
    return (mixed ^ mixed >> 15) & (shards - 1)


def count_shards(size: int) -> int:
    """How many shards lists of `size` bytes in all are spread over: a power of two that grows with them.

    >>> [count_shards(size) for size in (0, 12_000, 3_000_000)]
    [1, 4, 1024]
    """
    shards = 1
    while shards * SHARD_BYTES < size and shards < MOST_SHARDS:
        shards *= 2
    return shards


def encode_shards(lists: Mapping[str, bytes]) -> Iterator[bytes]:
    """The shards of these terms and their coded lists, each: how many terms; for each the length of its name in bytes,
    its name, the bytes of its list; then the lists."""
    shards = count_shards(sum(map(len, lists.values())))
    terms: list[list[str]] = [[] for _ in range(shards)]
    for term in sorted(lists):
        terms[choose_shard(term, shards)].append(term)
    for held in terms:
        head = bytearray(encode_varints([len(held)]))
        for term in held:
            key = term.encode()
            head += encode_varints([len(key)]) + key + encode_varints([len(lists[term])])
        yield bytes(head) + b"".join(lists[term] for term in held)


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
