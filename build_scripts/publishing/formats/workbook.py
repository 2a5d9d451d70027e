"""A workbook (XLSX) after the rules for accessible spreadsheets: cover, notes, dictionary, codes, then a table a sheet.

Comes in: a book in words, its sheets of data. Goes out: one file, the same bytes for the same book. Refuses to know:
reports, the site.

The frame (`workbook_frame`) is the book with everything but the rows of data. The rows, millions of cells, are rendered
by columns (`sheet_xml`) and flow into the XML of their sheets while the file is written, so that memory does not grow
with them. Source of the rules: Government Analysis Function, "Releasing statistics in spreadsheets" and its checklist:
one table a sheet, from column A, marked up and named, a title in A1, what it holds below, one row of heads, no merged
or empty cells, no empty rows, nothing hidden, text wrapped, no serifs.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from build_scripts.files.archives import Content, write_zip
from build_scripts.files.members import Joined, deflate
from build_scripts.publishing.formats.sheet import HEAD_ROWS, Sheet
from build_scripts.publishing.formats.sheet_xml import (
    STYLE_NUMBERS,
    STYLES,
    Strings,
    name_column,
    render_rows,
)
from build_scripts.publishing.formats.workbook_frame import Book, make_frame, name_range

LEVEL = 2
"""How hard the file is compressed: 4 takes a fifth longer for a tenth less, 6 twice as long for a sixth less."""


def write_workbook(path: Path, book: Book) -> None:
    """Write the book; raises FilesError."""
    with zipfile.ZipFile(io.BytesIO(make_frame(book))) as frame:
        write_zip(path, _fill_frame(frame, book), LEVEL)


def _fill_frame(frame: zipfile.ZipFile, book: Book) -> Iterator[tuple[str, Content]]:
    """The files of the book: those of the frame, the rows of data put where they belong, the strings last."""
    before = len(book.leaves) + 1
    strings_xml = frame.read(_STRINGS).decode()
    strings = Strings(int(_find(r'uniqueCount="(\d+)"', strings_xml)))
    styles = _read_styles(frame.read(f"xl/worksheets/sheet{before}.xml").decode()) if book.sheets else {}
    assert not styles or styles == STYLE_NUMBERS, "XlsxWriter numbered the styles otherwise"
    sheets = {
        f"xl/worksheets/sheet{number}.xml": (number, sheet) for number, sheet in enumerate(book.sheets, start=before)
    }
    tables = {f"xl/tables/table{number}.xml": sheet for number, sheet in enumerate(book.sheets, start=before)}
    for name in frame.namelist():
        if name in sheets:
            yield name, _fill_sheet(frame.read(name).decode(), sheets[name][1], styles, strings)
        elif name in tables:
            yield name, iter([_stretch(frame.read(name).decode(), tables[name]).encode()])
        elif name == "docProps/core.xml":
            core = frame.read(name).decode()
            yield name, iter([core.replace("</dc:creator>", "</dc:creator><dc:language>zh-CN</dc:language>").encode()])
        elif name != _STRINGS:
            yield name, iter([frame.read(name)])
    yield _STRINGS, _fill_strings(strings_xml, strings)


_STRINGS = "xl/sharedStrings.xml"


def _find(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, f"XlsxWriter wrote no {pattern}"
    return found[1]


def _read_styles(xml: str) -> Mapping[str, int]:
    """The numbers of the styles, from the row of all of them."""
    return dict(zip(STYLES, map(int, re.findall(r' s="(\d+)"', _find_specimen(xml))), strict=True))


def _find_specimen(xml: str) -> str:
    """The row of all styles."""
    return _find(f'(<row r="{HEAD_ROWS + 1}".*?</row>)', xml)


def _fill_sheet(xml: str, sheet: Sheet, styles: Mapping[str, int], strings: Strings) -> Content:
    """The XML of a sheet with its rows, the row of styles taken out, its extent set right."""
    xml = re.sub(r'<dimension ref="[^"]*"/>', f'<dimension ref="{name_range(sheet, 1)}"/>', xml)
    if f'<row r="{HEAD_ROWS + 1}"' in xml:
        xml = xml.replace(_find_specimen(xml), "")
    head, end, tail = xml.partition("</sheetData>")
    assert end, "XlsxWriter wrote no rows"
    if sheet.kept:
        return Joined((deflate([head.encode()], LEVEL), *sheet.kept.members, deflate([(end + tail).encode()], LEVEL)))
    return chain([head.encode()], render_rows(sheet, HEAD_ROWS + 1, styles, strings), [(end + tail).encode()])


def _stretch(xml: str, sheet: Sheet) -> str:
    """The XML of a table that reaches down to the last row of data."""
    last = name_column(len(sheet.columns) - 1)
    return xml.replace(f'ref="A{HEAD_ROWS}:{last}{HEAD_ROWS + 1}"', f'ref="{name_range(sheet, HEAD_ROWS)}"')


def _fill_strings(xml: str, strings: Strings) -> Iterator[bytes]:
    """The XML of all strings: those of the frame, then those of the data."""
    count, unique = int(_find(r' count="(\d+)"', xml)), int(_find(r'uniqueCount="(\d+)"', xml))
    xml = xml.replace(f' count="{count}" uniqueCount="{unique}"', _count(count + strings.used, unique + len(strings)))
    yield xml.removesuffix("</sst>").encode()
    yield from strings.render()
    yield b"</sst>"


def _count(count: int, unique: int) -> str:
    return f' count="{count}" uniqueCount="{unique}"'
