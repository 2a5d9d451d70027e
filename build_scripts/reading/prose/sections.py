"""Numbered lines → the sections 0 to 6, found by the words of their headings and not by the printed numeral.

Comes in: lines, which of them stand in tables, the headings' spellings. Goes out: `Section`s. Refuses to know: what
tables and titles say, files.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from build_scripts.model import Finding, Section
from build_scripts.reading.labels import fold_label, strip_space
from build_scripts.reading.prose.paragraphs import OPENS_PARAGRAPH, find_wrap, join_paragraphs

BEFORE_FIRST_HEADING = "0"
_NUMERALS = "一二三四五六七八九十"
_SUBHEAD = re.compile(r"^(?:[(（]|[0-9０-９]|[-•·*]\s)")
_NUMBERED = re.compile(rf"^(?:第([{_NUMERALS}]{{1,2}})部分|([{_NUMERALS}]{{1,2}})[、.．,，])")
_PART = re.compile(rf"^第\s*[{_NUMERALS}]{{1,2}}\s*部\s*分[\s、:：]*")
_ARABIC = re.compile(r"([1-6])\s*[、.．](?![0-9])")
_BRACKETED = re.compile(rf"[(（]\s*([{_NUMERALS[:6]}])\s*[)）]")
_MAX_HEADING, _FEW_SECTIONS = 50, 3
_ALL_SECTIONS = 6
_BEFORE = "\t \u3000\f#*"
_STARTS = f"第{_NUMERALS}\u2f00\u2f06\u2f0b\u2f17"  # of numbered headings; some PDFs print radicals for numerals
_NO_LINE = 1 << 60


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading: its line, the section it opens, as printed, text that follows it on the same line, and how
    many further lines the heading takes."""

    line: int
    section: str
    printed: str
    rest: str = ""
    further: int = 0

    @property
    def lines(self) -> range:
        """The numbers of the lines it takes."""
        return range(self.line, self.line + self.further + 1)


def find_headings(
    lines: Sequence[str], spellings: Mapping[str, str], official: Iterable[str] = ()
) -> tuple[Heading, ...]:
    """Every heading of the sections 1 to 6, in printed order; `spellings` maps folded headings to section codes.

    Headings are numbered 一、 or 第一部分, or print one of the `official` labels without a number; another spelling
    without a number counts only where the order asks for it. Only a report without such headings may number them 1、 or
    （一）, each with the number of its section. A table of contents is none.
    """
    labels = {fold_label(label) for label in official}
    found = [heading for heading in _read_headings(lines, spellings) if heading]
    is_strong = [_is_numbered(one.printed) or fold_label(one.printed) in labels for one in found]
    strong = [one for one, holds in zip(found, is_strong, strict=True) if holds]
    known = _sections(strong)
    if len(known) < _FEW_SECTIONS:
        for pattern in (_ARABIC, _BRACKETED):
            other = [one for one in _read_subheads(lines, spellings, pattern) if one.section not in known]
            if len(_sections(other)) >= _FEW_SECTIONS:
                strong = sorted([*strong, *other], key=lambda heading: heading.line)
                known = _sections(strong)
                break
    weak = [one for one, holds in zip(found, is_strong, strict=True) if not holds and one.section not in known]
    return _drop_contents(_insert_weak(strong, weak), lines)


def _sections(headings: Iterable[Heading]) -> set[str]:
    return {heading.section for heading in headings}


def _insert_weak(strong: Sequence[Heading], weak: Sequence[Heading]) -> list[Heading]:
    """The headings with the first weak one of each section that stands behind the section before it and before all
    later ones."""
    headings = list(strong)
    for section in sorted(_sections(weak)):
        above = [one.line for one in headings if one.section < section]
        below = [one.line for one in headings if one.section > section]
        follows = section == "1" or str(int(section) - 1) in _sections(headings)
        place = range(max(above, default=0) + 1, min(below, default=_NO_LINE))
        fitting = [one for one in weak if one.section == section and one.line in place]
        if follows and fitting:
            headings = sorted([*headings, fitting[0]], key=lambda heading: heading.line)
    return headings


def _drop_contents(headings: Sequence[Heading], lines: Sequence[str]) -> tuple[Heading, ...]:
    """The headings without those of a table of contents: three or more with nothing between, all printed again."""
    run = 1
    while run < len(headings) and _is_empty(lines, headings[run - 1], headings[run]):
        run += 1
    while run > _ALL_SECTIONS or (run >= _FEW_SECTIONS and not _sections(headings[:run]) <= _sections(headings[run:])):
        run -= 1
    return tuple(headings[run:] if run >= _FEW_SECTIONS else headings)


def _is_empty(lines: Sequence[str], one: Heading, other: Heading) -> bool:
    return not any(text.strip() for text in lines[one.lines[-1] : other.line - 1])


def _read_headings(lines: Sequence[str], spellings: Mapping[str, str]) -> Iterator[Heading | None]:
    for number, text in enumerate(lines, 1):
        if text and not _is_plainly_none(text):
            yield _read_heading(number, text, lines[number] if number < len(lines) else "", spellings)


def _is_plainly_none(text: str) -> bool:
    """Whether a line is no heading at first sight, as most are: long, or of cells, and its first character opens no
    number nor may stand before one."""
    first = text[0]
    if first in _STARTS or first in _BEFORE:
        return False
    return first.isascii() or "\t" in text or len(text) > 2 * _MAX_HEADING


def _read_heading(number: int, text: str, below: str, spellings: Mapping[str, str]) -> Heading | None:
    plain = _plain(text)
    if not plain or (plain[0] not in _STARTS and (plain[0].isascii() or "\t" in text or len(plain) > _MAX_HEADING)):
        return None
    if _SUBHEAD.match(plain) or "|" in plain:
        return None
    numbered = _is_numbered(plain)
    if "\t" in text and not numbered:
        return None
    section = _section_of(plain, spellings)
    if section:
        return Heading(number, section, plain)
    if not numbered:
        return None
    for head, rest in _split_heading(plain):
        section = _section_of(head, spellings) if rest else ""
        if section:
            return Heading(number, section, head, rest)
    joined = plain + _plain(below)
    section = "" if "\t" in text + below or OPENS_PARAGRAPH.match(below) else _section_of(joined, spellings)
    return Heading(number, section, joined, further=1) if section else None


def _read_subheads(lines: Sequence[str], spellings: Mapping[str, str], pattern: re.Pattern[str]) -> Iterator[Heading]:
    """Headings numbered otherwise, whose number is the one of their section."""
    for number, text in enumerate(lines, 1):
        plain = _plain(text) if "\t" not in text and "|" not in text else ""
        match = pattern.match(plain)
        section = _section_of(plain, spellings) if match else ""
        if match and section and section in (match.group(1), str(_NUMERALS.find(match.group(1)) + 1)):
            yield Heading(number, section, plain)


def _is_numbered(plain: str) -> bool:
    return _NUMBERED.match(strip_space(plain[:_MAX_HEADING])) is not None


def _section_of(plain: str, spellings: Mapping[str, str]) -> str:
    if not plain or len(plain) > _MAX_HEADING:
        return ""
    return spellings.get(fold_label(_PART.sub("", plain)), "")


def _plain(text: str) -> str:
    return text.replace("**", "").strip(_BEFORE)


def _split_heading(text: str) -> Iterator[tuple[str, str]]:
    """The parts before and behind the first colon or full stop, then before and behind each blank if a sentence follows
    it on the line."""
    mark = re.search(r"[:：。]", text)
    if mark:
        yield text[: mark.start()].strip(" *"), text[mark.end() :].strip(" *")
    for blank in re.finditer(r"[ \u3000]+", text[:_MAX_HEADING]):
        if "。" in text:
            yield text[: blank.start()], text[blank.end() :]


def gather_sections(
    lines: Sequence[str], headings: Sequence[Heading], tables: Collection[int], title: Collection[int]
) -> tuple[Section, ...]:
    """The sections in order of their codes; a repeated heading joins the first. Tables and the title are left out."""
    starts = [heading.line for heading in headings] + [len(lines) + 1]
    texts: dict[str, list[str]] = {}
    bounds: dict[str, tuple[str, int, int]] = {}
    before = [(n, lines[n - 1]) for n in range(1, starts[0]) if n not in title]
    wrap = find_wrap([text for n, text in enumerate(lines, 1) if n not in tables and n not in title])
    paragraphs = join_paragraphs([text for n, text in before if n not in tables], wrap)
    if paragraphs:
        printed = [n for n, text in before if text.strip()]
        bounds[BEFORE_FIRST_HEADING], texts[BEFORE_FIRST_HEADING] = ("", printed[0], printed[-1]), paragraphs
    for heading, end in zip(headings, starts[1:], strict=True):
        body = [(n, lines[n - 1]) for n in range(heading.lines[-1] + 1, end)]
        last = max((n for n, text in body if text.strip()), default=heading.lines[-1])
        kept = [text for n, text in body if n not in tables]
        paragraphs = join_paragraphs([heading.rest, *kept] if heading.rest else kept, wrap)
        first = bounds.get(heading.section)
        bounds[heading.section] = (first[0], first[1], last) if first else (heading.printed, heading.line, last)
        texts.setdefault(heading.section, []).extend(paragraphs)
    return tuple(
        Section(code, bounds[code][0], "\n".join(texts[code]), bounds[code][1], bounds[code][2])
        for code in sorted(bounds)
    )


def note_headings(headings: Sequence[Heading], labels: Mapping[str, str], source_file: str) -> tuple[Finding, ...]:
    """Notes on headings: printed twice, missing, or numbered otherwise; `labels` maps section codes to labels."""
    findings: list[Finding] = []
    seen: set[str] = set()
    for heading in headings:
        if heading.section in seen:
            findings.append(Finding("section-repeated", source_file, heading.line, (("found", heading.printed),)))
        seen.add(heading.section)
        number = _NUMBERED.match(strip_space(heading.printed))
        if number and _NUMERALS.find(number.group(1) or number.group(2)) + 1 != int(heading.section):
            details = (("found", heading.printed), ("expected", heading.section))
            findings.append(Finding("section-order", source_file, heading.line, details))
    for code, label in labels.items():
        if code not in seen and code != BEFORE_FIRST_HEADING:
            findings.append(Finding("section-missing", source_file, None, (("section", code), ("expected", label))))
    return tuple(findings)
