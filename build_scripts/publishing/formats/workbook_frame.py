"""The frame of a workbook: all but its rows of data, with styles, titles, tables, panes, widths, printing.

Comes in: a book in words, its sheets of data. Goes out: the bytes of a workbook whose sheets of data are empty.
Refuses to know: rows of data, files. The only module that imports XlsxWriter.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from build_scripts.publishing.formats.sheet import HEAD_ROWS, Sheet
from build_scripts.publishing.formats.sheet_sizes import LINE, count_lines, measure_columns
from build_scripts.publishing.formats.sheet_xml import (
    DATE,
    MARKED,
    STYLES,
    TEXT,
    name_column,
)

FONT = "Microsoft YaHei"
_SIZE = 12
_ON_ONE_PAGE = 12


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


def make_frame(book: Book) -> bytes:
    """The XLSX file of the book without its rows of data; the first sheet of data has a row of all styles instead,
    under its head, so that their numbers can be read there."""
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
    worksheet.ignore_errors({"number_stored_as_text": name_range(sheet, HEAD_ROWS)})
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


def name_range(sheet: Sheet, first: int) -> str:
    """The cells of a sheet from a row on, as a spreadsheet names them."""
    return f"A{first}:{name_column(len(sheet.columns) - 1)}{HEAD_ROWS + sheet.rows}"
