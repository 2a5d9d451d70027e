"""Numbered lines → the sections 0 to 6, found by the words of their headings and not by the printed numeral.

Comes in: lines, which of them stand in tables, the headings' spellings. Goes out: `Section`s. Refuses to know: what
tables and titles say, files.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from build_scripts.model import Finding, Section
from build_scripts.reading.grids import is_furniture
from build_scripts.reading.labels import fold_label, strip_space

BEFORE_FIRST_HEADING = "0"
_NUMERALS = "一二三四五六七八九十"
_SUBHEAD = re.compile(r"^(?:[(（]|[0-9０-９]|[-•·*]\s)")
_NUMBERED = re.compile(rf"^([{_NUMERALS}]{{1,2}})[、.．,，]")
_OPENS_PARAGRAPH = re.compile(
    rf"^(?:[(（][{_NUMERALS}0-9]|[{_NUMERALS}]{{1,2}}[、是]|[0-9]{{1,2}}[.、)）]|[-•·*#>]|第[{_NUMERALS}]|附件|注[:：])"
)
_ENDS_SENTENCE = "。！？!?；;：:…”』」）)"
_INNER_STOP = re.compile(r"[。；;！？]")
_INNER_MARK = re.compile(r"[。；;！？，,：:、]")
_SOME_LINE, _LONG_LINE, _ENDLESS = 16, 40, 20_000
_MAX_HEADING = 50


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading: its line, the section it opens, as printed, and text that follows it on the same line."""

    line: int
    section: str
    printed: str
    rest: str = ""


def find_headings(lines: Sequence[str], spellings: Mapping[str, str]) -> tuple[Heading, ...]:
    """Every heading of the sections 1 to 6, in printed order; `spellings` maps folded headings to section codes."""
    found = (_read_heading(number, text, spellings) for number, text in enumerate(lines, 1))
    return tuple(heading for heading in found if heading)


def _read_heading(number: int, text: str, spellings: Mapping[str, str]) -> Heading | None:
    if not text or "\t" in text or "|" in text:
        return None
    plain = text.strip("\t \u3000\f#*")
    if not plain or _SUBHEAD.match(plain):
        return None
    if len(plain) <= _MAX_HEADING:
        section = spellings.get(fold_label(plain), "")
        if section:
            return Heading(number, section, plain)
    head, mark, rest = _split_at_colon(plain)
    if mark and len(head) <= _MAX_HEADING and _NUMBERED.match(strip_space(head)):
        section = spellings.get(fold_label(head), "")
        if section:
            return Heading(number, section, head, rest)
    return None


def _split_at_colon(text: str) -> tuple[str, str, str]:
    match = re.search(r"[:：。]", text)
    if match is None:
        return text, "", ""
    return text[: match.start()].strip(" *"), match.group(), text[match.end() :].strip(" *")


def gather_sections(
    lines: Sequence[str], headings: Sequence[Heading], tables: Collection[int], title: Collection[int]
) -> tuple[Section, ...]:
    """The sections in order of their codes; a repeated heading joins the first. Tables and the title are left out."""
    starts = [heading.line for heading in headings] + [len(lines) + 1]
    texts: dict[str, list[str]] = {}
    bounds: dict[str, tuple[str, int, int]] = {}
    before = [(n, lines[n - 1]) for n in range(1, starts[0]) if n not in title]
    paragraphs = _join_paragraphs([pair for pair in before if pair[0] not in tables])
    if paragraphs:
        printed = [n for n, text in before if text.strip()]
        bounds[BEFORE_FIRST_HEADING], texts[BEFORE_FIRST_HEADING] = ("", printed[0], printed[-1]), paragraphs
    for heading, end in zip(headings, starts[1:], strict=True):
        body = [(n, lines[n - 1]) for n in range(heading.line + 1, end)]
        last = max((n for n, text in body if text.strip()), default=heading.line)
        kept = [pair for pair in body if pair[0] not in tables]
        paragraphs = ([heading.rest] if heading.rest else []) + _join_paragraphs(kept)
        first = bounds.get(heading.section)
        bounds[heading.section] = (first[0], first[1], last) if first else (heading.printed, heading.line, last)
        texts.setdefault(heading.section, []).extend(paragraphs)
    return tuple(
        Section(code, bounds[code][0], "\n".join(texts[code]), bounds[code][1], bounds[code][2])
        for code in sorted(bounds)
    )


def _join_paragraphs(numbered: Sequence[tuple[int, str]]) -> list[str]:
    """Paragraphs, one a line; a sentence that a page break or a hard line break tore apart is joined again."""
    paragraphs: list[str] = []
    for _, text in numbered:
        plain = text.strip("\t \u3000\f")
        if not plain or is_furniture(plain):
            continue
        if paragraphs and _is_torn(paragraphs[-1], plain):
            paragraphs[-1] = _join_torn(paragraphs[-1], plain)
        else:
            paragraphs.append(plain)
    return paragraphs


def _is_torn(above: str, below: str) -> bool:
    """Whether a paragraph broke off inside a sentence: long, or with punctuation inside, and none at its end; a line
    with an enumerator and no whole sentence is a heading of its own. Text without end is not joined further."""
    if len(above) > _ENDLESS or above[-1] in _ENDS_SENTENCE or _OPENS_PARAGRAPH.match(below):
        return False
    if _OPENS_PARAGRAPH.match(above) and len(above) < _LONG_LINE and not _INNER_STOP.search(above):
        return False
    return len(above) >= (_SOME_LINE if _INNER_MARK.search(above) else _LONG_LINE)


def _join_torn(above: str, below: str) -> str:
    latin = above[-1].isascii() and above[-1].isalnum() and below[0].isascii() and below[0].isalnum()
    return f"{above} {below}" if latin else above + below


def note_headings(headings: Sequence[Heading], labels: Mapping[str, str], source_file: str) -> tuple[Finding, ...]:
    """Notes on headings: printed twice, missing, or numbered otherwise; `labels` maps section codes to labels."""
    findings: list[Finding] = []
    seen: set[str] = set()
    for heading in headings:
        if heading.section in seen:
            findings.append(Finding("section-repeated", source_file, heading.line, (("found", heading.printed),)))
        seen.add(heading.section)
        number = _NUMBERED.match(strip_space(heading.printed))
        if number and _NUMERALS.find(number.group(1)) + 1 != int(heading.section):
            details = (("found", heading.printed), ("expected", heading.section))
            findings.append(Finding("section-order", source_file, heading.line, details))
    for code, label in labels.items():
        if code not in seen and code != BEFORE_FIRST_HEADING:
            findings.append(Finding("section-missing", source_file, None, (("section", code), ("expected", label))))
    return tuple(findings)
