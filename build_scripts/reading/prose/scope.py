"""A report's own words → what it counts: this organ, its subordinates too, or the whole government.

Comes in: the title and the agency as printed, the texts of sections, the words of the code list `sentence_words`. Goes
out: a scope and the sentence that says so. Refuses to know: numbers, sidecars, which bodies there are.
Only a sentence that says it of the report or of its data counts; where two say different things, neither does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from build_scripts.codes import Codes
from build_scripts.reading.prose.wording import (
    Lexicon,
    build_lexicon,
    choose_quote,
    fold_sentence,
    list_sentences,
    take_apart,
)

ORGAN, SUBORDINATES, GOVERNMENT, UNKNOWN_SCOPE = "organ", "subordinates", "government", "unknown"
_SIGNS = {
    "report": "r",
    "figures": "w",
    "includes": "i",
    "equals": "e",
    "excludes": "x",
    "only": "o",
    "own": "O",
    "subordinates": "S",
    "system": "Y",
    "government": "G",
    "departments": "g",
    "sums": "h",
    "contents": "n",
    "aside": "X",
    "other": "?",
}
_TAKES_IN = "(?:包含|包括|含|涵盖|覆盖|涉及|统计)"
_PATTERNS = {
    "not_only": ("i", f"不(?:仅|只|单)(?:仅|是)?{_TAKES_IN}"),
    "not_just": ("?", "不(?:仅|只|单)"),
    "not_taken_in": ("x", f"(?:不再|不能|不会|不予|无法|难以|未能|未曾|从未|没有|没|未|不){_TAKES_IN}"),
    "comma": (",", "[,，]"),
    "stop": (";", "[;；。!?]"),
    "colon": (":", ":"),
    "list": ("/", "、"),
    "remark": ("(", "[()]"),
}
_STARTS = ",，;；。!?:、()不无难未从没"
_REPORT = re.compile("报告|年报|数据|统计|本表")
_BODIES = ("各", "属", "机关", "本级", "系统", "部门", "单位", "派出", "市政府", "区政府", "县政府", "本局")
# Shapes over the signs, inside one clause unless a comma stands in them: 仅…本机关; 为…本级数据; 不含…下属单位; 包括….
_ONLY = re.compile(r"r[^,;:]{0,6}o[^,;:xSYGg]{0,3}O(?![^,;:x]*[SYGg])")
_IS_OWN = re.compile(r"r[^,;:xSYGg]{0,3}e\??O+w(?![^,;]*[SYGg])")
_EXCLUDES = re.compile(r"(?:^|,)[^,n]*x[^,:n]*[SYGg]")
_INCLUDES = re.compile(r"(?:r[^,:inX]*|,|r[^,:ienX]{0,3}e[^,:inX]*)i([^,:nX]*)|r[^,:ienX]{0,3}e([^,:nX]*)")
_OTHERS = "SYGg"
_STOPS = re.compile(_PATTERNS["stop"][1])
# What is taken in or left out is a kind of requests, not bodies: 不含各街道转办件.
_OF_REQUESTS = re.compile("[包含涵覆涉统][^,，]*(?:件|申请|工单|诉求)(?=[,，]|$)")
# 机关 behind the ending of a body; 公安机关, 司法行政机关 are kinds of bodies.
_TITLE_ORGAN = re.compile(
    r"\((?:本级机关|机关本级|本级|机关|局机关|委机关|厅机关|部机关)\)"
    r"|(?:[局委厅部署办院会室处社关镇乡]|政府|街道|本级)机关$"
)
_TITLE_SYSTEM = re.compile(r"(?:局|委|关|务|政|管理|督|署|厅|业)系统$")


class Scope(NamedTuple):
    """What a report counts, and the sentence or the title that says so; unknown without a quote."""

    code: str
    quote: str


NOT_SAID = Scope(UNKNOWN_SCOPE, "")


def build_scope_words(codes: Codes) -> Lexicon:
    """The words by which a scope is told; raises CodeListError for an unknown kind."""
    return build_lexicon(codes.lists["sentence_words"], "scope", _SIGNS, _PATTERNS, _STARTS)


def tell_scope(title: str, agencies: Iterable[str], texts: Iterable[str], words: Lexicon) -> Scope:
    """The scope the title or a sentence names; unknown where none does, or where they differ."""
    found = [*_read_title(title, agencies)]
    for text in texts:
        if _may_say(text):
            found += [
                scope for sentence, _ in list_sentences(text, _may_say) for scope in _read_sentence(sentence, words)
            ]
    return found[0] if len({scope.code for scope in found}) == 1 else NOT_SAID


def _may_say(text: str) -> bool:
    return any(body in text for body in _BODIES) and _REPORT.search(text) is not None


def _read_title(title: str, agencies: Iterable[str]) -> Iterator[Scope]:
    """What the agency's name says, as the title or the sidecar prints it."""
    for agency in agencies:
        name = fold_sentence(agency)
        if _TITLE_ORGAN.search(name):
            yield Scope(ORGAN, title or agency)
        elif _TITLE_SYSTEM.search(name):
            yield Scope(SUBORDINATES, title or agency)


def _read_sentence(sentence: str, words: Lexicon) -> Iterator[Scope]:
    """What each part between ； says of the report, if anything."""
    wording = take_apart(fold_sentence(sentence), words)
    is_of_government = "政府" in wording.text
    for part, (signs, text) in enumerate(zip(wording.signs.split(";"), _STOPS.split(wording.text), strict=False)):
        code = "" if _OF_REQUESTS.search(text) else _read_signs(signs.replace("r:", "re"), is_of_government)
        if code:
            yield Scope(code, choose_quote(sentence, part))


def _read_signs(signs: str, is_of_government: bool) -> str:
    """The scope that a part of a sentence names, '' if none or if it both takes in and leaves out others."""
    if "r" not in signs or "X" in signs:
        return ""
    said = (match.group(1) or match.group(2) or "" for match in _INCLUDES.finditer(signs))
    taken_in = [each for each in said if set(each) & set(_OTHERS)]
    if "h" in signs and "x" not in signs:
        taken_in.append(signs)
    leaves_out = _EXCLUDES.search(signs) is not None
    if leaves_out or _ONLY.search(signs) or _IS_OWN.search(signs):
        return "" if taken_in else ORGAN
    others = "".join(taken_in)
    if "G" in others or ("g" in others and is_of_government):
        return GOVERNMENT
    return SUBORDINATES if set(others) & set("SY") else ""
