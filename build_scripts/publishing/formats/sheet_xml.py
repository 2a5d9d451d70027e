"""The data of a sheet → the rows of its XML (Office Open XML, ECMA-376 part 1, 18.3): columns at a time, not cells.

Comes in: a sheet's columns, the numbers of the styles, the strings shared by the book. Goes out: pieces of XML. Refuses
to know: the rest of the workbook. A text is always a string, whatever it looks like; a number is written with the
digits of the CSV, and is text with a notice where a spreadsheet would not keep them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from xml.sax.saxutils import escape

import numpy as np

from build_scripts.publishing.formats.marks import AS_TEXT, NOTHING, show_text
from build_scripts.publishing.formats.parquet import Places, Words, join_rows, join_words
from build_scripts.publishing.formats.sheet import MARK, Column, Sheet
from build_scripts.publishing.formats.sheet_sizes import LINE, MOST_LINES, count_kept_lines, count_row_lines

MOST_DIGITS = 15
MOST_PLACES = 12
TEXT, MARKED, DATE = "text", "mark", "date"
STYLES = (TEXT, MARKED, DATE, *(f"places_{places}" for places in range(MOST_PLACES + 1)))
"""The styles of cells: texts, marks in place of numbers, days, numbers by their decimal places."""

STYLE_NUMBERS = {style: number for number, style in enumerate(STYLES, start=1)}
"""What cells call their styles, in every book."""

_ROWS = 16_384
_STRINGS = 1_024
_FIRST_DAY = date(1900, 3, 1)
"""Days before it are counted otherwise by some programs."""
_ZERO_DAY = date(1899, 12, 30)
_NUMBER = re.compile(r"-?([0-9]+)(?:\.([0-9]+))?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class Strings:
    """The strings of a book, each once; `used` counts how often cells name one."""

    def __init__(self, before: int) -> None:
        self._before = before
        self._places: dict[str, int] = {}
        self.used = 0

    def __len__(self) -> int:
        return len(self._places)

    def place(self, text: str) -> int:
        """The number of a string in the book."""
        return self._before + self._places.setdefault(text, len(self._places))

    def render(self) -> Iterator[bytes]:
        """The strings as XML, in the order of their numbers."""
        texts = iter(self._places)
        while several := list(islice(texts, _STRINGS)):
            yield "".join(map(_render_string, several)).encode()


def render_rows(sheet: Sheet, first: int, styles: Mapping[str, int], strings: Strings) -> Iterator[memoryview]:
    """The rows of data, the first of them being row `first` of the sheet (from 1)."""
    letters = [name_column(number) for number in range(len(sheet.columns))]
    columns = []
    for number, column in enumerate(sheet.columns):
        after = f'<c r="{letters[number + 1]}' if number + 1 < len(letters) else "</row>"
        texts = tuple(_render_cell(column.field.kind, text, styles, strings) + after for text in column.words.texts)
        columns.append(Words(texts, column.words.codes))
        strings.used += _count_strings(column, texts)
    lines = None if sheet.height else count_row_lines(sheet)
    heights = ("", "", *(f' ht="{LINE * count:g}" customHeight="1"' for count in range(2, MOST_LINES + 1)))
    for start in range(0, sheet.rows, _ROWS):
        end = min(start + _ROWS, sheet.rows)
        number_of = Words(tuple(map(str, range(first + start, first + end))), np.arange(end - start, dtype=np.int32))
        pieces: list[str | Words] = ['<row r="', number_of, '"']
        if lines is not None:
            pieces.append(Words(heights, lines[start:end]))
        pieces.append('><c r="A')
        for words in columns:
            pieces += [number_of, Words(words.texts, words.codes[start:end])]
        yield join_words(pieces)


def render_kept_rows(sheet: Sheet) -> tuple[memoryview, Places]:
    """The rows of data as they stand in any book, and where each ends: they name neither themselves nor their cells
    (the attributes `r` of 18.3.1.73 and 18.3.1.4 may be left out), and hold their strings."""
    pieces: list[str | Words] = ["<row>"]
    if not sheet.height:
        heights = (
            "",
            "<row>",
            *(f'<row ht="{LINE * count:g}" customHeight="1">' for count in range(2, MOST_LINES + 1)),
        )
        pieces = [Words(heights, count_kept_lines(sheet))]
    for column in sheet.columns:
        texts = tuple([_render_kept_cell(column.field.kind, text) for text in column.words.texts])
        pieces.append(Words(texts, column.words.codes))
    return join_rows([*pieces, "</row>"])


def name_column(number: int) -> str:
    """The letters of a column, the first being 0.

    >>> name_column(0), name_column(25), name_column(26), name_column(701), name_column(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    letters = ""
    while number >= 0:
        number, rest = divmod(number, 26)
        letters = chr(65 + rest) + letters
        number -= 1
    return letters


def show_value(kind: str, text: str) -> tuple[str, str]:
    """What a cell holds and its style: a number's digits or a day's count, or else a string.

    >>> show_value("integer", "007"), show_value("number", "-1.50"), show_value("date", "2024-01-31")
    (('7', 'places_0'), ('-1.50', 'places_2'), ('45322', 'date'))
    >>> show_value("integer", "1234567890123456"), show_value("number", ""), show_value("string", "=1")
    (('1234567890123456 [文字]', 'mark'), ('[无内容]', 'mark'), ('=1', 'text'))
    """
    numeric = kind in ("integer", "number")
    if not text or text.startswith(MARK):
        return text[1:] or NOTHING, MARKED if numeric else TEXT
    if numeric:
        found = _NUMBER.fullmatch(text)
        places = len(found[2] or "") if found else 0
        if not found or places > MOST_PLACES or count_digits(found[1], found[2] or "") > MOST_DIGITS:
            return f"{text} {AS_TEXT}", MARKED
        return f"{Decimal(text):f}", f"places_{places}"
    if kind == "date" and _DAY.fullmatch(text) and (day := date.fromisoformat(text)) >= _FIRST_DAY:
        return str((day - _ZERO_DAY).days), DATE
    return show_text(text), TEXT


def count_digits(whole: str, fraction: str) -> int:
    """The digits that count.

    >>> count_digits("0012", "500"), count_digits("0", "00012"), count_digits("1000", "")
    (3, 2, 1)
    """
    return len((whole + fraction).strip("0"))


def _render_string(text: str) -> str:
    return f"<si>{_render_text(text)}</si>"


def _render_text(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<t{space}>{escape(_ESCAPED.sub('_x005F_', text))}</t>"


def _render_cell(kind: str, text: str, styles: Mapping[str, int], strings: Strings) -> str:
    """A cell from the number of its row on."""
    shown, style = show_value(kind, text)
    if style in (TEXT, MARKED):
        return f'" s="{styles[style]}" t="s"><v>{strings.place(shown)}</v></c>'
    return f'" s="{styles[style]}"><v>{shown}</v></c>'


@lru_cache(1 << 16)
def _render_kept_cell(kind: str, text: str) -> str:
    """A whole cell."""
    shown, style = show_value(kind, text)
    if style in (TEXT, MARKED):
        return f'<c s="{STYLE_NUMBERS[style]}" t="inlineStr"><is>{_render_text(shown)}</is></c>'
    return f'<c s="{STYLE_NUMBERS[style]}"><v>{shown}</v></c>'


def _count_strings(column: Column, texts: tuple[str, ...]) -> int:
    is_string = np.array(['t="s"' in text for text in texts], bool)
    return int(is_string[column.words.codes].sum())
