"""A Markdown text with tables written as HTML → numbered lines and the rows of the tables.

Comes in: text. Goes out: `Document`, or a `DecodeFailure`. Refuses to know: labels, reports.
Programs that turn PDF into Markdown write tables with merged cells as HTML, often the whole table on one line. What
stands outside the tables keeps its lines; line numbers are those of the text taken from it, so the format is html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from build_scripts.reading.document import DecodeFailure, Document, TableRow, build_document
from build_scripts.reading.formats.html import read_fragment
from build_scripts.reading.formats.text import mark_pictures

_TABLE = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)
_OTHER_BREAK = re.compile(r"[\x0b\x85\u2028\u2029]")
_ABOVE, _BELOW = re.compile(r"\A[ \t]*(?:\r\n|\n|\r)"), re.compile(r"(?:\r\n|\n|\r)[ \t]*\Z")
_BESIDE, _NOTHING = re.compile(f"{_ABOVE.pattern}|{_BELOW.pattern}"), re.compile(r"(?!)")
_SHEET = re.compile(r"<style\b[^<>]*>[^<]*+</style\s*>", re.IGNORECASE)
_MOST_TABLES, _LONGEST_SHEETS = 1000, 20_000


def read_mixed(text: str) -> Document | DecodeFailure:
    """The text's lines with the rows of each table in its place."""
    parts: list[str | TableRow] = []
    end = 0
    sheets = "".join(_SHEET.findall(text))[:_LONGEST_SHEETS]
    for start, stop in _find_tables(text):
        rows = read_fragment(sheets + text[start:stop])
        if isinstance(rows, DecodeFailure):
            return rows
        parts += _outside(text[end:start], _BESIDE if end else _BELOW)
        parts += rows
        end = stop
    return build_document("html", [*parts, *_outside(text[end:], _ABOVE if end else _NOTHING)])


def _outside(text: str, ends: re.Pattern[str]) -> list[str]:
    """The lines outside the tables, without the line ends that only part them from a table."""
    kept = mark_pictures(_OTHER_BREAK.sub(" ", ends.sub("", text)))
    return [kept] if kept.strip() else []


def _find_tables(text: str) -> Iterator[tuple[int, int]]:
    """Where the outermost tables begin and end; one that is never closed ends behind its last cell."""
    depth = start = found = 0
    for match in _TABLE.finditer(text):
        if found >= _MOST_TABLES:
            return
        if not match[1]:
            start = start if depth else match.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                found += 1
                yield start, match.end()
    if depth:
        last = text.rfind("</t", start)
        if last > start:
            yield start, text.find(">", last) + 1 or len(text)
