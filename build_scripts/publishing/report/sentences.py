"""Text → its sentences, and what makes two of them the same sentence.

Comes in: a paragraph as printed. Goes out: its sentences, which joined are the paragraph again, and a key for each.
Refuses to know: reports, HTML. The same means word for word, figures and all: only white space, full or half width,
the marks of conversion and the stop at the end do not count. Short ones (captions, 无) have no key: they are the same
everywhere and say nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from unicodedata import normalize

SHORTEST = 10
"""A sentence with fewer characters is not compared."""

SHORTEST_OPEN = 20
"""Nor one with fewer characters that has no stop at its end: a caption, or who signed and when."""

_KEPT = 1 << 13
"""So many sentences are kept once they are looked at: most of a report were printed the year before, or elsewhere."""

_SENTENCE = re.compile(r"[^。！？；!?;]*(?:[。！？；!?;]+[”’」』）)\"*]*|$)")
_IDLE = re.compile(r"[\s*]+")
_STOP = "。!?;"
_ENDED = re.compile(r"[。!?;][”’」』)\"]*$")
_DIGITS = re.compile(r"\d+")


def split_sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph, parted behind 。！？； and the quotes and brackets that close there.

    >>> split_sentences("一是“不全。”二是慢；三是少")
    ['一是“不全。”', '二是慢；', '三是少']
    """
    return [found for found in _SENTENCE.findall(paragraph) if found]


@lru_cache(maxsize=_KEPT)
def fold_sentence(sentence: str) -> str:
    """The sentence as it is compared; empty if it is too short to be.

    >>> fold_sentence("主动公开 信息１２条以上。") == fold_sentence("**主动公开信息 12 条以上**；")
    True
    >>> fold_sentence("（一）主动公开。"), fold_sentence("上城区南星街道办事处")
    ('', '')
    """
    whole = _IDLE.sub("", normalize("NFKC", sentence))
    folded = whole.rstrip(_STOP)
    return folded if len(folded) >= (SHORTEST if _ENDED.search(whole) else SHORTEST_OPEN) else ""


@lru_cache(maxsize=_KEPT)
def hash_sentence(folded: str) -> int:
    """64 bits that stand for a folded sentence, the same on every machine."""
    return int.from_bytes(blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def mask_digits(folded: str) -> str:
    """The sentence with a sign for every figure: two that are equal now say the same with other figures.

    >>> mask_digits("2023年公开12条信息"), mask_digits("没有数的一句")
    ('#年公开#条信息', '没有数的一句')
    """
    return _DIGITS.sub("#", folded)
