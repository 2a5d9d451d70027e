"""Documents in traditional characters, or with pinyin between them → the simplified text that labels are matched with.

Comes in: `Document`. Goes out: a `Document` of as many lines, and after reading what was read of it, as printed.
Refuses to know: titles, labels, places. OpenCC is loaded only when the first such document comes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from build_scripts.model import Finding, Report
from build_scripts.reading.document import Document, TableRow

# At least one of them stands in every report printed in traditional characters, none in one that is not.
_ONLY_TRADITIONAL = "開報資請總條結機"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_LATIN = f"a-z{_TONED}üńňǹḿ"
# A syllable that copying sites put behind a character: 應(yīng)急.
_PINYIN = re.compile(rf"(?<=[㐀-鿿])[(（](?=[{_LATIN}]{{0,6}}[{_TONED}])[{_LATIN}]{{1,7}}[)）]")
# Forms of characters that OpenCC leaves as they are.
_VARIANTS = str.maketrans("衞囯鄕戸靑", "卫国乡户青")
# What converters for Taiwan make of the words of the form; each as long as the word it stands for.
_WORDS = (("资讯", "信息"), ("规范性档案", "规范性文件"), ("专案数量", "项目数量"))
_PART = re.compile(r"\w+|\W+")
_WINDOW = 4000
_QUOTING = ("found", "other")


def simplify_document(document: Document) -> Document:
    """The document in simplified characters and without injected pinyin; the same object if it holds neither.

    >>> simplify_document(Document("txt", ("廣州市應(yīng)急管理局",))).lines
    ('廣州市應急管理局',)
    >>> simplify_document(Document("txt", ("廣州市應(yīng)急管理局公開",))).lines
    ('广州市应急管理局公开',)
    """
    text = "\n".join(document.lines)
    traditional = any(char in text for char in _ONLY_TRADITIONAL)
    pinyin = any(char in text for char in _TONED) and _PINYIN.search(text) is not None
    if not traditional and not pinyin:
        return document
    lines = [_PINYIN.sub("", line) for line in document.lines] if pinyin else list(document.lines)
    if traditional:
        lines = _simplify(lines)
    rows = {number: TableRow(tuple(lines[number - 1].split("\t")), *row[1:]) for number, row in document.rows.items()}
    kept = {number: row if len(row.cells) == len(document.rows[number].cells) else document.rows[number]
            for number, row in rows.items()}  # fmt: skip
    return Document(document.format, tuple(lines), kept)


def note_script(read: Document, printed: Document, source_file: str) -> tuple[Finding, ...]:
    """Notes that the document was read in other characters than it is printed in."""
    if read is printed:
        return ()
    pinyin = next((n for n, line in enumerate(printed.lines, 1) if _PINYIN.search(line)), None)
    other = next(
        (
            n
            for n, (one, two) in enumerate(zip(read.lines, printed.lines, strict=True), 1)
            if _PINYIN.sub("", two) != one
        ),
        None,
    )
    found = (("traditional-script", other), ("pinyin-dropped", pinyin))
    return tuple(
        Finding(code, source_file, line, (("found", printed.lines[line - 1].strip()[:80]),))
        for code, line in found
        if line
    )


def restore_findings(findings: Sequence[Finding], read: Document, printed: Document) -> tuple[Finding, ...]:
    """The findings with what they quote as it is printed."""
    if read is printed:
        return tuple(findings)
    prints = _Print(read, printed)
    return tuple(
        replace(
            finding,
            details=tuple(
                (key, prints.restore(value, finding.line or 1) if key in _QUOTING else value)
                for key, value in finding.details
            ),
        )
        for finding in findings
    )


def restore_report(report: Report, read: Document, printed: Document, keep_name: bool) -> Report:
    """The report with everything it quotes as it is printed; ids and codes stay. `keep_name`: the agency's name was
    said by the sidecar. The name is printed without the pinyin, the title with it."""
    if read is printed:
        return report
    prints = _Print(read, printed)
    agency = report.agency
    if not keep_name:
        name = prints.restore(agency.name, bare=True)
        short = name[-len(agency.short_name) :] if agency.name.endswith(agency.short_name) else agency.short_name
        agency = replace(agency, name=name, short_name=short)
    return replace(
        report,
        agency=agency,
        title=prints.restore(report.title),
        scope_quote=prints.restore(report.scope_quote),
        document_number=prints.restore(report.document_number, bare=True),
        sections=tuple(
            replace(
                section,
                heading=prints.restore(section.heading, section.line_start),
                text="\n".join(prints.restore_paragraphs(section.text.split("\n"), section.line_start)),
            )
            for section in report.sections
        ),
        cells=tuple(
            cell if cell.printed.isascii() else cell._replace(printed=prints.restore(cell.printed, cell.line or 1))
            for cell in report.cells
        ),
        corrections=tuple(replace(one, printed=prints.restore(one.printed)) for one in report.corrections),
        lines=printed.lines,
    )


class _Print:
    """The characters of a document that print words, as read and as printed, place by place."""

    def __init__(self, read: Document, printed: Document) -> None:
        words: list[str] = []
        self.printed: list[str] = []
        self.starts: list[int] = []
        for one, other in zip(read.lines, printed.lines, strict=True):
            self.starts.append(len(words))
            chunks = _split_chunks(other)
            if len(chunks) != len(one):
                chunks = list(one)
            for char, chunk in zip(one, chunks, strict=True):
                if char.isalnum():
                    words.append(char)
                    self.printed.append(chunk)
        self.words = "".join(words)
        self.usual: Mapping[str, str] = {
            char: chunk[0] for char, chunk in zip(reversed(words), reversed(self.printed), strict=True)
        }

    def restore(self, text: str, line: int = 1, bare: bool = False) -> str:
        """A text as it is printed at or behind a line; `bare`: without pinyin."""
        return self._restore(text, self.starts[min(line, len(self.starts)) - 1] if self.starts else 0, bare)[0]

    def restore_paragraphs(self, paragraphs: Sequence[str], line: int) -> list[str]:
        """Paragraphs in printed order, the first at or behind a line."""
        found: list[str] = []
        place = self.starts[line - 1]
        for paragraph in paragraphs:
            text, place = self._restore(paragraph, place, False)
            found.append(text)
        return found

    def _restore(self, text: str, place: int, bare: bool) -> tuple[str, int]:
        """The text as printed, and the place behind it: whole, or in parts where a page break stands inside it."""
        core = "".join(filter(str.isalnum, text))
        start = -1 if core.isascii() else self.words.find(core, place, place + _WINDOW + len(core))
        if start >= 0:
            chunks = iter(self.printed[start : start + len(core)])
            parts = [self._show(next(chunks), bare) if char.isalnum() else char for char in text]
            return "".join(parts), start + len(core)
        found: list[str] = []
        for part in _PART.findall(text):
            start = -1 if part.isascii() else self.words.find(part, place, place + _WINDOW)
            if start < 0:
                found.append("".join(self.usual.get(char, char) for char in part))
            else:
                place = start + len(part)
                found += [self._show(chunk, bare) for chunk in self.printed[start:place]]
        return "".join(found), place

    @staticmethod
    def _show(chunk: str, bare: bool) -> str:
        return chunk[0] if bare else chunk


def _split_chunks(line: str) -> list[str]:
    """The characters of a line, each with the pinyin that stands behind it."""
    chunks: list[str] = []
    last = 0
    for match in _PINYIN.finditer(line):
        chunks.extend(line[last : match.start()])
        chunks[-1] += match.group()
        last = match.end()
    chunks.extend(line[last:])
    return chunks


def _simplify(lines: Sequence[str]) -> list[str]:
    """The lines in simplified characters, each as long as before."""
    convert = load_converter()
    whole = convert("\n".join(lines)).split("\n")
    if [len(line) for line in whole] == [len(line) for line in lines]:
        return whole
    return [one if len(one := convert(line)) == len(line) else _simplify_chars(line, convert) for line in lines]


def _simplify_chars(line: str, convert: Callable[[str], str]) -> str:
    table = {ord(char): one for char in set(line) if len(one := convert(char)) == 1}
    return line.translate(table)


@cache
def load_converter() -> Callable[[str], str]:
    """A function from a text to the same in simplified characters; OpenCC is loaded when it is first asked for."""
    from opencc import OpenCC

    converter = OpenCC("t2s")

    def convert(text: str) -> str:
        try:
            plain = str(converter.convert(text)).translate(_VARIANTS)
        except UnicodeEncodeError:
            return ""
        for word, common in _WORDS:
            plain = plain.replace(word, common)
        return plain

    return convert
