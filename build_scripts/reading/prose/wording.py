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
_TORN, _ENDING = 20, "。！？!?；;：:”』」）)】》"
_OPENS = re.compile(
    r"\s*(?:$|[（(][一二三四五六七八九十0-9]|[一二三四五六七八九十]{1,2}[、是]|[0-9]{1,2}[.、)）]|[-•·*#>|])"
)
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
    """Known words by their first character, the longest first, each with its sign; and patterns, tried before words.

    `starts` holds every character that a pattern can begin with; a group of `patterns` has the sign `named` gives it.
    """

    words: Mapping[str, tuple[tuple[str, str], ...]]
    patterns: re.Pattern[str]
    starts: frozenset[str]
    named: Mapping[str, str]


def build_lexicon(
    rows: Iterable[Row], use: str, signs: Mapping[str, str], patterns: Mapping[str, tuple[str, str]], starts: str
) -> Lexicon:
    """The words of one use. `signs` maps kinds to signs; `patterns` maps group names to (sign, expression), in the
    order in which they are tried. Raises CodeListError for an unknown kind and for a word of two kinds."""
    found: dict[str, str] = {}
    for row in rows:
        if row["use"] != use:
            continue
        if row["kind"] not in signs:
            raise CodeListError(f"sentence_words: {use}: unknown kind {row['kind']!r}")
        if found.setdefault(row["word"], signs[row["kind"]]) != signs[row["kind"]]:
            raise CodeListError(f"sentence_words: {use}: {row['word']!r} stands for two kinds")
    by_first: dict[str, list[tuple[str, str]]] = {}
    for word in sorted(found, key=lambda word: (-len(word), word)):
        by_first.setdefault(word[0], []).append((word, found[word]))
    expression = "|".join(f"(?P<{name}>{expression})" for name, (_, expression) in patterns.items())
    return Lexicon(
        {first: tuple(words) for first, words in by_first.items()},
        re.compile(expression),
        frozenset(starts),
        {name: sign for name, (sign, _) in patterns.items()},
    )


def fold_sentence(text: str) -> str:
    """The sentence without blanks and conversion marks, full-width signs and digits as plain ones.

    >>> fold_sentence("收到 申请１７件，")
    '收到申请17件,'
    """
    return _SPACE.sub("", text.translate(_FOLD))


def take_apart(text: str, lexicon: Lexicon) -> Wording:
    """The words of a folded sentence; neighbouring characters that no word covers are one unknown word."""
    words: list[Word] = []
    known, starts, match = lexicon.words, lexicon.starts, lexicon.patterns.match
    end = 0
    for at, first in enumerate(text):
        if at < end or (first not in known and first not in starts):
            continue
        found = match(text, at) if first in starts else None
        if found:
            sign, stop = lexicon.named[str(found.lastgroup)], found.end()
        else:
            for known_word, known_sign in known.get(first, ()):
                if text.startswith(known_word, at):
                    sign, stop = known_sign, at + len(known_word)
                    break
            else:
                continue
        if at > end:
            words.append(Word(UNKNOWN, end, at))
        words.append(Word(sign, at, stop))
        end = stop
    if end < len(text):
        words.append(Word(UNKNOWN, end, len(text)))
    return Wording(text, tuple(words), "".join(word.sign for word in words))


def list_sentences(text: str, is_wanted: Callable[[str], bool]) -> Iterator[tuple[str, int]]:
    """The wanted sentences with the place where each begins; longer ones than any real one are parted at ；, and what
    is still too long is left out. Paragraphs nobody wants are passed over as a whole. A line that ends in the midst of
    a sentence goes on in the next: half a sentence says other things than the whole."""
    at = 0
    for paragraph in _mend_lines(text).split("\n"):
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


def _mend_lines(text: str) -> str:
    """The text of the same length, a blank for each line break that tears a sentence."""
    lines = text.split("\n")
    for number in range(len(lines) - 1):
        line = lines[number].rstrip()
        torn = len(line) >= _TORN and line[-1] not in _ENDING and not _OPENS.match(lines[number + 1])
        lines[number] += " " if torn else "\n"
    return "".join(lines)


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
