"""What else a sentence says of a number it states: whether it is a sum with what was carried over, or one part of more.

Comes in: a sentence as signs, the place of a statement, the sentence behind if it goes on with 其中. Goes out: yes or
no. Refuses to know: which of the numbers is right. 受理20件，其中新收17件 states no number received, and
诉讼2件（未经复议），复议后起诉1件 none of all lawsuits. In doubt the answer is no.
"""

from __future__ import annotations

import re

from build_scripts.checking.numerals import read_number
from build_scripts.reading.prose.wording import Wording

_CARRIED_WITHIN = re.compile(r"[TB][^;]*c|\([^)]*c")
_CARRIED = re.compile(r"[^;]*c")
_RECEIVED = re.compile(r"R[FKEQYq]*[#Zn]")
_ACCEPTED = re.compile(r"A[FKEQYq]*(?P<number>[#Zn])")
_REQUESTED = re.compile(r"R(?:&[RAC])?F*[FKEQYq]*[#Z]")
_INSTANCE = re.compile(r"U[^,;:()]*[#Zn]")
_REMARK = re.compile(r"F*\([^TB)]*U")
_BREAK = re.compile(r"[,;:(]")
_NEW = "新"
_SUM = re.compile("[共计]")


def is_number_received(wording: Wording, start: int, end: int, value: int, further: str, firm: bool) -> bool:
    """Whether the number of requests from sign `start` to `end` is that of the year's own: not one that holds those
    carried over, or such as were no requests, nor one beside which another number was accepted.

    `further` are the signs of the next sentence where it goes on with 其中; a word that is not `firm` (受理) may hold
    what was carried over wherever that is told.
    """
    signs = wording.signs
    tail = signs[end:] + further
    if "e" in tail or (_CARRIED_WITHIN if firm else _CARRIED).search(tail) or _carries_before(wording, start, end):
        return False
    if any(_is_new(wording, end + found.start()) for found in _RECEIVED.finditer(signs[end:])):
        return False
    if not firm and _REQUESTED.search(signs[:start]):
        return False
    accepted = (_number_at(wording, end + found.start("number")) for found in _ACCEPTED.finditer(signs[end:]))
    return not firm or _says_new(wording, start) or all(number == value for number in accepted)


def is_number_of_all(wording: Wording, start: int, end: int, further: str) -> bool:
    """Whether the number of reviews or lawsuits is that of all: none of those after a review, or without one, stands
    beside it, and none carried over; what follows 其中 divides it and takes nothing away."""
    signs = wording.signs
    tail = signs[end:] + further
    divided = min((place for place in (tail.find("T"), tail.find("B")) if place >= 0), default=len(tail))
    beside = "U" in signs[:start] or _INSTANCE.search(tail[:divided]) or _REMARK.match(tail)
    return not beside and _CARRIED.match(tail) is None


def _carries_before(wording: Wording, start: int, end: int) -> bool:
    """Whether the clause adds up what the sentence counted before it as carried over: 结转3件，合计收到20件."""
    clause = _BREAK.split(wording.signs[:start])[-1]
    said = wording.text[wording.words[start - len(clause)].start : wording.words[end - 1].end]
    return "c" in wording.signs[:start] and not _is_new(wording, start) and _SUM.search(said) is not None


def _is_new(wording: Wording, at: int) -> bool:
    """Whether the word of receiving says 新收, or 本年 stands before it."""
    return wording.signs[:at].endswith("t") or _says_new(wording, at)


def _says_new(wording: Wording, at: int) -> bool:
    return wording.text[wording.words[at].start] == _NEW


def _number_at(wording: Wording, at: int) -> int | None:
    word = wording.words[at]
    return read_number(wording.text[word.start : word.end])
