"""Sentences of a report taken apart into known words, so that what is asked of them is asked of a short line of signs.

Comes in: text, and the words of the code list `sentence_words`. Goes out: sentences, and for each a `Wording`: one sign
for each word. Refuses to know: what a sentence says, agencies, tables, files.
Every step is one pass over the text: known words win by length, what no word covers is one unknown sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from build_scripts.codes import CodeListError, Row

UNKNOWN = "?"
LONGEST = 400
_ENDS = re.compile(r"[。！？!?\n]")
_PARTS = re.compile(r"[；;]")
_FOLD: dict[int, int | str | None] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= {ord("〔"): "[", ord("〕"): "]", ord("—"): "-", ord("–"): "-", ord("*"): None}
_SPACE = re.compile(r"\s+")


class Word(NamedTuple):
    """A word of a sentence: its sign, and where it stands in the folded sentence."""

    sign: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence folded (full width, blanks), its words, and their signs as one string of the same length."""

    text: str
    words: tuple[Word, ...]
    signs: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Known words and patterns as one expression; `signs` gives the sign of a literal word.

    A group of the expression has the sign of its name's kind; `named` maps group names to signs.
    """

    pattern: re.Pattern[str]
    signs: Mapping[str, str]
    named: Mapping[str, str]


def build_lexicon(
    rows: Iterable[Row], use: str, signs: Mapping[str, str], patterns: Mapping[str, tuple[str, str]]
) -> Lexicon:
    """The words of one use. `signs` maps kinds to signs; `patterns` maps group names to (sign, expression), tried
    before the words. Raises CodeListError for an unknown kind and for a word of two kinds."""
    found: dict[str, str] = {}
    for row in rows:
        if row["use"] != use:
            continue
        if row["kind"] not in signs:
            raise CodeListError(f"sentence_words: {use}: unknown kind {row['kind']!r}")
        if found.setdefault(row["word"], signs[row["kind"]]) != signs[row["kind"]]:
            raise CodeListError(f"sentence_words: {use}: {row['word']!r} stands for two kinds")
    groups = [f"(?P<{name}>{expression})" for name, (_, expression) in patterns.items()]
    expression = re.compile("|".join([*groups, _join_words(found)]))
    return Lexicon(expression, found, {name: sign for name, (sign, _) in patterns.items()})


def _join_words(words: Iterable[str]) -> str:
    """Words as one expression, longest first, gathered by their first character so that few are tried anywhere."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in sorted(by_first.items()))


def fold_sentence(text: str) -> str:
    """The sentence without blanks and conversion marks, full-width signs and digits as plain ones.

    >>> fold_sentence("收到 申请１７件，")
    '收到申请17件,'
    """
    return _SPACE.sub("", text.translate(_FOLD))


def take_apart(text: str, lexicon: Lexicon) -> Wording:
    """The words of a folded sentence; neighbouring characters that no word covers are one unknown word."""
    words: list[Word] = []
    at = 0
    for match in lexicon.pattern.finditer(text):
        start, end = match.span()
        if start > at:
            words.append(Word(UNKNOWN, at, start))
        sign = lexicon.named[match.lastgroup] if match.lastgroup else lexicon.signs[match.group()]
        words.append(Word(sign, start, end))
        at = end
    if at < len(text):
        words.append(Word(UNKNOWN, at, len(text)))
    return Wording(text, tuple(words), "".join(word.sign for word in words))


def list_sentences(text: str, is_wanted: Callable[[str], bool]) -> Iterator[tuple[str, int]]:
    """The wanted sentences with the place where each begins; longer ones than any real one are parted at ；, and what
    is still too long is left out. Paragraphs nobody wants are passed over as a whole."""
    at = 0
    for paragraph in text.split("\n"):
        if is_wanted(paragraph):
            for start, sentence in _split(paragraph, _ENDS):
                if len(sentence) <= LONGEST:
                    if is_wanted(sentence):
                        yield sentence, at + start
                    continue
                for offset, part in _split(sentence, _PARTS):
                    if len(part) <= LONGEST and is_wanted(part):
                        yield part, at + start + offset
        at += len(paragraph) + 1


def _split(text: str, ends: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """The pieces of a text, each with the mark that ends it, and where it begins."""
    start = 0
    for match in ends.finditer(text):
        yield start, text[start : match.end()]
        start = match.end()
    if start < len(text):
        yield start, text[start:]


def choose_quote(sentence: str, part: int, most: int = 160) -> str:
    """What to quote: the sentence as printed, or of a long one the part between ； with that number."""
    whole = sentence.strip()
    if len(whole) <= most:
        return whole
    return _PARTS.split(sentence)[part].strip()
