"""A workbook (XLSX) after the rules for accessible spreadsheets: cover, notes, dictionary, codes, then a table a sheet.

Comes in: a book in words, its sheets of data. Goes out: one file, the same bytes for the same book. Refuses to know:
reports, the site. The only module that imports XlsxWriter.

XlsxWriter makes the book with everything but the rows of data: styles, titles, tables, panes, widths, properties. The
rows, millions of cells, are rendered by columns (`sheet_xml`) and flow into the XML of their sheets while the file is
written, so that memory does not grow with them. Source of the rules: Government Analysis Function, "Releasing
statistics in spreadsheets" and its checklist: one table a sheet, from column A, marked up and named, a title in A1,
what it holds below, one row of heads, no merged or empty cells, no empty rows, nothing hidden, text wrapped, no serifs.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from build_scripts.files.archives import Content, write_zip
from build_scripts.files.members import Joined, deflate
from build_scripts.publishing.formats.sheet_sizes import LINE, count_lines, measure_columns
from build_scripts.publishing.formats.sheet_xml import (
    DATE,
    MARKED,
    STYLE_NUMBERS,
    STYLES,
    TEXT,
    Strings,
    name_column,
    render_rows,
)
from build_scripts.publishing.formats.sheets import HEAD_ROWS, Sheet

FONT = "Microsoft YaHei"
LEVEL = 2
"""How hard the file is compressed: 4 takes a fifth longer for a tenth less, 6 twice as long for a sixth less."""
_SIZE = 12
_ON_ONE_PAGE = 12
_LOOKED_AT = 1_000
"""Leaf of a column that are looked at for its width."""


class Leaf(NamedTuple):
    """A sheet of the book's own: its name, its table's name, its title with the lines below, heads, rows, widths.

    A cell of the first column that begins with `#` leads to the sheet named after it.
    """

    name: str
    table: str
    lines: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    widths: tuple[int, ...]


class Book(NamedTuple):
    """A workbook: title, which reports it is about, subject, author, keywords, day (ISO), the sheets of words before
    the data, the sheets of data."""

    title: str
    about: str
    subject: str
    author: str
    keywords: str
    date: str
    leaves: tuple[Leaf, ...]
    sheets: tuple[Sheet, ...]


def write_workbook(path: Path, book: Book) -> None:
    """Write the book; raises FilesError."""
    with zipfile.ZipFile(io.BytesIO(_make_frame(book))) as frame:
        write_zip(path, _fill_frame(frame, book), LEVEL)


def _make_frame(book: Book) -> bytes:
    """The book without its rows of data; the first sheet of data has a row of all styles instead."""
    target = io.BytesIO()
    font = {"font_name": FONT, "font_size": _SIZE}
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {**font, "valign": "top"},
    }
    workbook = xlsxwriter.Workbook(target, options)
    workbook.set_properties(
        {
            "title": book.title,
            "subject": book.subject,
            "author": book.author,
            "keywords": book.keywords,
            "created": datetime.fromisoformat(book.date),
        }
    )
    formats = _Formats(workbook)
    for leaf in book.leaves:
        _write_leaf(workbook.add_worksheet(leaf.name), leaf, formats)
    for number, sheet in enumerate(book.sheets):
        worksheet = workbook.add_worksheet(sheet.name)
        _write_head(worksheet, sheet, book.about, formats)
        for column, style in enumerate(STYLES if not number else ()):
            worksheet.write_blank(HEAD_ROWS, column, None, formats.cells[style])
    workbook.close()
    return target.getvalue()


class _Formats:
    """The formats of a workbook; `cells` by style."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        def add(**properties: object) -> Format:
            return workbook.add_format({"font_name": FONT, "font_size": _SIZE, "valign": "top", **properties})

        self.title = add(bold=True, font_size=16)
        self.line = add()
        self.wrapped = add(text_wrap=True)
        self.link = add(text_wrap=True, font_color="#0563C1", underline=1)
        self.head = add(bold=True, text_wrap=True, bottom=1, valign="bottom")
        self.number = add(num_format="0")
        self.cells = {
            TEXT: self.wrapped,
            MARKED: add(align="right", text_wrap=True),
            DATE: add(num_format="yyyy-mm-dd", align="left"),
            **{
                style: add(num_format="0" if places == 0 else "0." + "0" * places)
                for places, style in enumerate(STYLES[3:])
            },
        }
        for style in STYLES:  # the first to be asked for their numbers, so that these are the same in every book
            self.cells[style]._get_xf_index()


def _write_leaf(worksheet: Worksheet, leaf: Leaf, formats: _Formats) -> None:
    """A sheet of words: its lines in column A, then its table. On the cover the lines are wrapped, for nothing stands
    in their way elsewhere."""
    is_cover = leaf.table == "contents"
    for column, width in enumerate(leaf.widths):
        worksheet.set_column(column, column, width)
    for row, line in enumerate(leaf.lines):
        worksheet.set_row(row, 26 if not row else LINE * (count_lines(line, leaf.widths[0]) if is_cover else 1))
        if line.startswith(("http://", "https://")):
            worksheet.write_url(row, 0, line, formats.link, line)
        else:
            format_ = formats.title if not row else formats.wrapped if is_cover else formats.line
            worksheet.write_string(row, 0, line, format_)
    top = len(leaf.lines)
    for row, values in enumerate(leaf.rows, start=top + 1):
        lines = (count_lines(str(value), width) for value, width in zip(values, leaf.widths, strict=True))
        worksheet.set_row(row, LINE * max(lines))
        for column, value in enumerate(values):
            if isinstance(value, int):
                worksheet.write_number(row, column, value, formats.number)
            elif not column and value.startswith("#"):
                worksheet.write_url(row, column, f"internal:'{value[1:]}'!A1", formats.link, value[1:])
            else:
                worksheet.write_string(row, column, value, formats.wrapped)
    worksheet.set_row(top, LINE * 1.2)
    _add_table(worksheet, leaf.table, leaf.heads, top, len(leaf.rows), leaf.lines[0], formats)
    if not is_cover:
        worksheet.freeze_panes(top + 1, 0)
    _set_printing(worksheet, top, len(leaf.heads))


def _write_head(worksheet: Worksheet, sheet: Sheet, about: str, formats: _Formats) -> None:
    """A sheet of data down to the head of its table; `about` says of which reports."""
    worksheet.set_default_row(sheet.height or LINE)
    widths = measure_columns(sheet)
    for column, width in enumerate(widths):
        worksheet.set_column(column, column, width)
    title = f"{sheet.title}（{about}）"
    lines = (
        title,
        f"{sheet.about}共 {sheet.rows} 行。方括号里的记号见“说明”，每一列的意思见“字典”。",
        f"{sheet.about_en} {sheet.rows} rows. Marks in brackets are explained on the sheet 说明 (notes).",
    )
    for row, line in enumerate(lines):
        worksheet.set_row(row, LINE if row else 24)
        worksheet.write_string(row, 0, line, formats.line if row else formats.title)
    top = HEAD_ROWS - 1
    heads = [column.field.title for column in sheet.columns]
    high = max(count_lines(head, width - 3) for head, width in zip(heads, widths, strict=True))
    worksheet.set_row(top, min(400.0, LINE * high))
    _add_table(worksheet, sheet.table, heads, top, 1, title, formats)
    worksheet.freeze_panes(HEAD_ROWS, sheet.frozen)
    worksheet.ignore_errors({"number_stored_as_text": _name_range(sheet, HEAD_ROWS)})
    _set_printing(worksheet, top, len(heads))


def _add_table(
    worksheet: Worksheet, name: str, heads: Sequence[str], top: int, rows: int, title: str, formats: _Formats
) -> None:
    worksheet.add_table(
        top,
        0,
        top + rows,
        len(heads) - 1,
        {
            "name": name,
            "title": title,
            "style": "Table Style Light 1",
            "banded_rows": False,
            "columns": [{"header": head, "header_format": formats.head} for head in heads],
        },
    )


def _set_printing(worksheet: Worksheet, head: int, columns: int) -> None:
    """On paper: A4 across, the heads on every page, all columns on one page where there are few."""
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.repeat_rows(head)
    if columns <= _ON_ONE_PAGE:
        worksheet.fit_to_pages(1, 0)


def _name_range(sheet: Sheet, first: int) -> str:
    """The cells of a sheet from a row on, as a spreadsheet names them."""
    return f"A{first}:{name_column(len(sheet.columns) - 1)}{HEAD_ROWS + sheet.rows}"


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
    xml = re.sub(r'<dimension ref="[^"]*"/>', f'<dimension ref="{_name_range(sheet, 1)}"/>', xml)
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
    return xml.replace(f'ref="A{HEAD_ROWS}:{last}{HEAD_ROWS + 1}"', f'ref="{_name_range(sheet, HEAD_ROWS)}"')


def _fill_strings(xml: str, strings: Strings) -> Iterator[bytes]:
    """The XML of all strings: those of the frame, then those of the data."""
    count, unique = int(_find(r' count="(\d+)"', xml)), int(_find(r'uniqueCount="(\d+)"', xml))
    xml = xml.replace(f' count="{count}" uniqueCount="{unique}"', _count(count + strings.used, unique + len(strings)))
    yield xml.removesuffix("</sst>").encode()
    yield from strings.render()
    yield b"</sst>"


def _count(count: int, unique: int) -> str:
    return f' count="{count}" uniqueCount="{unique}"'
