"""A sentence → the numbers it states of the whole year: requests received and concluded, reviews, lawsuits, and so on.

Comes in: the text of a section, and who speaks of which year. Goes out: `Statement`s, each with its sentence.
Refuses to know: cells, rules' outcomes. A hint that is wrong accuses, so a sentence is understood as a whole or not at
all: between the words of a statement nothing unknown may stand, and nothing before it may make it a part (by post, of
them), another year's, another body's, or a plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from build_scripts.checking.divisions import is_number_of_all, is_number_received
from build_scripts.checking.numerals import NUMBER_PATTERNS, NUMBER_STARTS, read_number
from build_scripts.checking.surroundings import Speaker, follows_break, names_body, stands_alone
from build_scripts.codes import Codes
from build_scripts.reading.prose.wording import (
    LONGEST,
    UNKNOWN,
    Lexicon,
    build_lexicon,
    choose_quote,
    fold_sentence,
    list_sentences,
    take_apart,
)

SIGNS = {
    "received": "R",
    "accepted": "A",
    "concluded": "C",
    "issued": "I",
    "decided": "D",
    "raised": "S",
    "request": "Q",
    "disclosure_on_request": "Y",
    "plain_request": "q",
    "reconsideration": "V",
    "litigation": "L",
    "licence": "P",
    "licence_decision": "p",
    "document": "N",
    "disclosure": "G",
    "filler": "F",
    "assorted": "E",
    "quantity": "K",
    "joined": "&",
    "negation": "-",
    "other": "?",
    "this_year": "t",
    "other_year": "o",
    "part_of_year": "m",
    "comparison": "M",
    "carried": "c",
    "carried_on": "d",
    "excluded": "e",
    "instance": "U",
    "part": "T",
    "including": "B",
    "aside": "X",
    "by": "J",
    "wide": "W",
    "narrow": "O",
    "own": "H",
}
"""The sign of each kind of word in the code list; further signs: # a number with its unit, Z zero without one, n
another, ~ an inexact one, y a year, m a month, and the punctuation , ; : ( ) with / for 、."""

_END = r"(?=F*(?:[,;:/()&.]|$))"
_COUNT = r"F*K?F*(?:(?P<number>[#Z])|(?<=K)(?P<plain>n))"
_ASKED = r"(?:[FE]*Q|F*[Yq])"
_LIST = r"(?P<list>[VL](?:F*[/&]?[FSG&]*[VL])*)"
_REMEDY = "remedy"
_GRAMMAR = {
    "narrative_received": (
        rf"(?P<firm>R)(?:&[RAC])?{_ASKED}{_COUNT}",
        rf"(?P<firm>R)(?:&[RAC])?F*(?P<number>#){_ASKED}{_END}",
        r"(?P<firm>Q)F*(?:RF*K?|K)F*(?:(?P<number>[#Z])|(?<=K)(?P<plain>n))",
        rf"(?P<none>-)F*(?P<firm>[RA](?:&[RA])?{_ASKED}|[QY]){_END}",
        rf"A(?:&C)?{_ASKED}{_COUNT}",
        rf"A(?:&C)?F*(?P<number>#){_ASKED}{_END}",
    ),
    "narrative_decided": (
        rf"(?:[RA]&)?C{_ASKED}{_COUNT}",
        rf"(?:[RA]&)?CF*(?P<number>#){_ASKED}{_END}",
        rf"[QYq]F*C{_COUNT}",
        r"(?P<elided>C)F*(?P<number>#)",
    ),
    "narrative_licences": (
        rf"[DC]F*[Pp]{_COUNT}",
        rf"[DC]F*(?P<number>#)F*[Pp]{_END}",
        rf"p{_COUNT}",
        rf"(?P<none>-)[DC]?F*[Pp]{_END}",
    ),
    "narrative_documents": (
        rf"IF*N{_COUNT}",
        rf"IF*(?P<number>#)F*N{_END}",
        rf"NF*I{_COUNT}",
        rf"(?P<none>-)F*IF*N{_END}",
    ),
    _REMEDY: (
        rf"{_LIST}{_COUNT}",
        rf"(?P<number>#)[FSGQ]*(?P<list>[VL])(?!F*[#nZ]){_END}",
        rf"(?P<none>-)[FSGRHQ&]*(?:[?X]{{1,3}}[/&][FSG&]*){{0,3}}{_LIST}{_END}",
    ),
}
"""For each rule the shapes of its statements over the signs, those tried first standing first. Groups: `number` with a
unit or zero, `plain` without one behind 数量, `none` the negation, `firm` (see `Statement`), `elided` where what is
counted was named by the statement of requests before it."""

_CHANNELS = {"V": "narrative_reviews", "L": "narrative_litigation"}
NARRATIVE_RULES = frozenset((*_GRAMMAR, *_CHANNELS.values())) - {_REMEDY}
_SECTION_OF_REMEDIES = "4"
_OWN = "本机关"
_ANCHORS = ("申请", "复议", "诉讼", "行政许可", "规范性文件")
_ANCHOR = "(?:申请|复议|诉讼|行政许可|规范性文件)"
_COUNTED = r"(?:[0-9０-９零一二两三四五六七八九十百千]\s{0,2}[件份宗起例个]|(?<![0-9０-９])[0０](?![0-9０-９])|零)"
_TELLS = re.compile(
    rf"{_ANCHOR}.{{0,40}}?{_COUNTED}|{_COUNTED}.{{0,40}}?{_ANCHOR}|[未没无不].{{0,60}}?{_ANCHOR}", re.DOTALL
)
_WITH_CARRIED = re.compile(r"[(,]*[TB]F*c")
_FURTHER = re.compile(r"\s*(?:其中|包括|包含|含)[^。！？!?\n]*")


class Statement(NamedTuple):
    """What a sentence states: a rule's code, the number, the sentence as printed. `firm` is False for a word that may
    mean something a little different, which gives way to a firm one."""

    rule: str
    value: int
    quote: str
    firm: bool


@dataclass(frozen=True, slots=True)
class Grammar:
    """The words and the shapes of statements, compiled, and the labels of the states of cells."""

    lexicon: Lexicon
    shapes: Mapping[str, tuple[re.Pattern[str], ...]]
    state_labels: Mapping[str, str]


def build_grammar(codes: Codes) -> Grammar:
    """The grammar with the words of the code list `sentence_words`; raises CodeListError for an unknown kind."""
    lexicon = build_lexicon(codes.lists["sentence_words"], "statement", SIGNS, NUMBER_PATTERNS, NUMBER_STARTS)
    shapes = {rule: tuple(map(re.compile, found)) for rule, found in _GRAMMAR.items()}
    return Grammar(lexicon, shapes, {row["code"]: row["label_zh"] for row in codes.lists["states"]})


def find_statements(text: str, section: str, speaker: Speaker, grammar: Grammar) -> list[Statement]:
    """Every statement of the text of a section, sentence by sentence."""
    if not _may_tell(text):
        return []
    found: list[Statement] = []
    for sentence, start in list_sentences(text, _may_tell):
        before = text[max(0, start - LONGEST) : start]
        end = start + len(sentence)
        further = _FURTHER.match(text[end : end + LONGEST])
        signs = take_apart(fold_sentence(further.group()), grammar.lexicon).signs if further else ""
        found += _Sentence(sentence, before, signs, section, speaker, grammar).read()
    return found


def _may_tell(text: str) -> bool:
    return any(anchor in text for anchor in _ANCHORS) and _TELLS.search(text) is not None


class _Sentence:
    """One sentence while it is read."""

    __slots__ = ("asked", "before", "further", "has_cause", "printed", "shapes", "speaker", "wording")

    def __init__(
        self, printed: str, before: str, further: str, section: str, speaker: Speaker, grammar: Grammar
    ) -> None:
        folded = fold_sentence(printed)
        for name in speaker.names:
            folded = folded.replace(name, _OWN)
        self.printed, self.before, self.further = printed, before, further
        self.speaker, self.shapes = speaker, grammar.shapes
        self.wording = take_apart(folded, grammar.lexicon)
        self.has_cause = section == _SECTION_OF_REMEDIES
        self.asked = 0

    def read(self) -> Iterator[Statement]:
        """Its statements; of shapes that overlap the first that says something counts."""
        for rule, shapes in self.shapes.items():
            taken: list[re.Match[str]] = []
            for shape in shapes:
                for match in shape.finditer(self.wording.signs):
                    if any(match.start() < other.end() and other.start() < match.end() for other in taken):
                        continue
                    statements = self._state(rule, match)
                    if statements:
                        taken.append(match)
                        yield from statements

    def _state(self, rule: str, match: re.Match[str]) -> list[Statement]:
        groups, start = match.groupdict(), match.start()
        value = 0 if groups.get("none") else self._number(match)
        if value is None or not self._is_whole(match):
            return []
        if rule != _REMEDY and not follows_break(self.wording, start):
            return []
        if groups.get("elided") and not self._follows_requests(start):
            return []
        if not stands_alone(self.wording, start, self.before, self.speaker):
            return []
        if value and not self._is_undivided(rule, match, value):
            return []
        quote = choose_quote(self.printed, self.wording.signs[:start].count(";"))
        if rule != _REMEDY:
            if rule == "narrative_received":
                self.asked = max(self.asked, match.end())
            return [Statement(rule, value, quote, rule != "narrative_received" or bool(groups.get("firm")))]
        named = [sign for sign in _CHANNELS if sign in groups["list"]]
        if (value and len(named) > 1) or not self._is_about_disclosure(match):
            return []
        return [Statement(_CHANNELS[sign], value, quote, True) for sign in named]

    def _number(self, match: re.Match[str]) -> int | None:
        group = "number" if match.groupdict().get("number") else "plain"
        word = self.wording.words[match.start(group)]
        return read_number(self.wording.text[word.start : word.end])

    def _is_whole(self, match: re.Match[str]) -> bool:
        """Whether no negation turns the statement round, and nothing behind it adds what was carried over."""
        signs = self.wording.signs
        return not signs[: match.start()].rstrip("F").endswith("-") and not _WITH_CARRIED.match(signs, match.end())

    def _is_undivided(self, rule: str, match: re.Match[str], value: int) -> bool:
        """Whether the sentence, or 其中 behind it, does not make the number a sum or a part of another kind."""
        if rule == "narrative_received":
            firm = bool(match.groupdict().get("firm"))
            return is_number_received(self.wording, match.start(), match.end(), value, self.further, firm)
        return rule != _REMEDY or is_number_of_all(self.wording, match.start(), match.end(), self.further)

    def _follows_requests(self, start: int) -> bool:
        """Whether requests were stated before in this sentence, and nothing else since."""
        since = self.wording.signs[self.asked : start]
        return self.asked > 0 and not set(since) & set("VLPpN")

    def _is_about_disclosure(self, match: re.Match[str]) -> bool:
        """Whether reviews or lawsuits are said to be about disclosure, and not those the agency itself decides on."""
        signs = self.wording.signs
        if not self.has_cause and not set(signs[: match.end()]) & set("GQY"):
            return False
        if match.groupdict().get("none"):
            return True
        at = match.start() - 1
        while at >= 0 and signs[at] in "FSGQYty&H":
            at -= 1
        return at < 0 or signs[at] in ",;:/()." or (signs[at] == UNKNOWN and names_body(self.wording, at))
