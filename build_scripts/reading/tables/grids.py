"""Numbered lines → rows of cells, and which lines stand inside tables.

Comes in: lines. Goes out: `GridRow`s grouped in regions. Refuses to know: labels, codes, editions.
Columns are parted by tabs or by the pipes of Markdown; short lines between two table lines belong to the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from build_scripts.reading.document import TableRow

_RULE_CELL = re.compile(r":?-+:?")
_SURE_RULE_CELL = re.compile(r":-+:?|-+:|-{3,}")
_PIPE_LINE = re.compile(r"^\s*\|.*\|\s*$|^[^|]*\|[^|]*\|")
_UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
_SENTENCE = re.compile(r"[。！？；]")
_FURNITURE = re.compile(
    r"\s*(?:[-—－–]\s*[0-9０-９]{1,4}\s*[-—－–]|[0-9]{1,3}\s*[/／]\s*[0-9]{1,3}"
    r"|第\s*[0-9]{1,4}\s*页(?:\s*共\s*[0-9]{1,4}\s*页)?)\s*"
)
_DIGITS = frozenset("0123456789")
_OPENS_FURNITURE = frozenset("-—－–第") | _DIGITS
_MAX_LABEL_PIECE = 60
_LONGEST_NUMBER = 18
SHARED = "〃"
"""Put behind what stands in a cell that several rows share: no number of one row."""
UNSURE = "⁇"
"""Put behind the one cell of all of a row's numbers, where nothing says which column each is of."""
ORDERLESS = "⁈"
"""Put behind the last of heads that were told line by line: which column stands left of which nobody knows."""
_FEW_TABS = 2


class GridRow(NamedTuple):
    """One line of a table: its number from 1, its cells without surrounding white space, whether cells are parted.

    Where the format itself parts the cells (`on_grid`), `beside` and `merged` tell of merged ones, as in `TableRow`.
    `skeleton` is the cells with every plain number as `0`: what a table's layout shows, the numbers left out.
    """

    line: int
    cells: tuple[str, ...]
    parted: bool
    beside: frozenset[int] = frozenset()
    merged: frozenset[int] = frozenset()
    on_grid: bool = False
    skeleton: tuple[str, ...] = ()

    def values_from(self, first: int) -> tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]]:
        """The value cells from index `first` on, and where the format parts the cells, the grid column of each and how
        many it takes: cells merged into one are one; a number that several rows share is marked, being of no row."""
        if not self.on_grid:
            return self.cells[first:], (), ()
        places = tuple([i for i in range(first, len(self.cells)) if i not in self.beside])
        ends = (*places[1:], len(self.cells))[: len(places)]
        widths = tuple([end - place for place, end in zip(places, ends, strict=True)])
        return tuple([self.cells[i] + SHARED if i in self.merged else self.cells[i] for i in places]), places, widths

    @property
    def printed(self) -> str:
        """The row as printed, cells parted by tabs, without the blanks at both ends."""
        return "\t".join(self.cells).strip().removesuffix(UNSURE).removesuffix(ORDERLESS)


def blank_numbers(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The cells with every plain number as `0`.

    >>> blank_numbers(("1.属于国家秘密", "12", "1,036", ""))
    ('1.属于国家秘密', '0', '1,036', '')
    """
    return tuple(
        ["0" if cell.isdigit() and len(cell) <= _LONGEST_NUMBER and cell.isascii() else cell for cell in cells]
    )


def is_furniture(text: str) -> bool:
    """Whether a line is a page number.

    >>> is_furniture("— 5 —"), is_furniture("1 / 3"), is_furniture("5")
    (True, True, False)
    """
    first = text.lstrip()[:1]
    if first not in _OPENS_FURNITURE or (first in _DIGITS and "/" not in text and "／" not in text):
        return False
    return _FURNITURE.fullmatch(text) is not None


def split_row(line: int, text: str) -> GridRow:
    """The cells of a line; the rule under a Markdown head has none, a line without tabs or pipes is one cell.

    >>> split_row(1, "| 规章 | 0 | 1 |").cells
    ('规章', '0', '1')
    """
    if "\t" in text:
        cells = _split_tabs(text)
        return GridRow(line, cells, True, skeleton=blank_numbers(cells))
    if "|" in text and _PIPE_LINE.match(text):
        cells = _split_pipes(text)
        return GridRow(line, () if _is_rule(cells) else cells, parted=True)
    return GridRow(line, (text.strip(),), parted=False)


def _split_tabs(text: str) -> tuple[str, ...]:
    cells = text.split("\t")
    if sum(map(len, text.split())) == len(text) - len(cells) + 1:  # no white space but the tabs
        return tuple(cells)
    return tuple([cell.strip() for cell in cells])


def _is_rule(cells: Sequence[str]) -> bool:
    """Whether the cells are the rule under a Markdown head; hyphens alone, one or two, are marks for "no number"."""
    return all(map(_RULE_CELL.fullmatch, cells)) and any(map(_SURE_RULE_CELL.fullmatch, cells))


def _split_pipes(text: str) -> tuple[str, ...]:
    inner = text.strip()
    inner = inner[1:] if inner.startswith("|") else inner
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(cell.replace("\\|", "|").strip() for cell in _UNESCAPED_PIPE.split(inner))


def find_regions(
    lines: Sequence[str],
    breaks: Collection[int],
    is_label: Callable[[str], bool],
    parted_rows: Mapping[int, TableRow | tuple[str, ...]] | None = None,
    is_head: Callable[[str], bool] | None = None,
) -> Iterator[tuple[GridRow, ...]]:
    """Runs of table rows. `breaks` are line numbers (headings) that end a run, and never belong to one; `parted_rows`
    are the rows whose cells the format itself parts, and the bare cells of lines that only blanks or line ends part.

    A run goes from one parted line to the last that follows with nothing but blank lines, page numbers and short pieces
    of labels between; a sentence or a heading ends it. Lines before the first that are whole labels (`is_label`), as
    `第二十条第（一）项` often is, or heads (`is_head`), belong to it too.
    """
    run: list[GridRow] = []
    between: list[GridRow] = []
    known = parted_rows or {}
    opens = is_head or is_label
    for number, text in enumerate(lines, 1):
        if number in known and number not in breaks:
            run += [*between, _known_row(number, known[number])]
            between = []
            continue
        parted = _is_parted(text)
        if number in breaks or (not parted and ends_run(text)):
            if run:
                yield (*run, *_labels_after(between, is_label))
            run, between = [], []
            continue
        blank = not text or not text.strip("\t \u3000\f")
        if (blank and not (run and text.count("\t") > _FEW_TABS)) or is_furniture(text):
            continue
        row = split_row(number, text) if parted else GridRow(number, (text.strip(),), parted=False)
        if row.parted and _is_page_number(row):
            row = GridRow(number, (), parted=True)
        if row.parted:
            run += [*between, row]
            between = []
        elif run or opens(text):
            between.append(row)
        else:
            between = []
    if run:
        yield (*run, *_labels_after(between, is_label))


def _known_row(number: int, row: TableRow | tuple[str, ...]) -> GridRow:
    if isinstance(row, TableRow):
        return GridRow(number, row.cells, True, row.beside, row.merged, True, blank_numbers(row.cells))
    return GridRow(number, row, True, skeleton=blank_numbers(row))


def _is_parted(text: str) -> bool:
    """Whether a line has columns; a sentence that is only indented by tabs has none."""
    inner = text.strip("\t \u3000\f")
    return "\t" in inner or "|" in inner or ("\t" in text and not ends_run(inner))


def _is_page_number(row: GridRow) -> bool:
    return sum(map(bool, row.cells)) == 1 and is_furniture("".join(row.cells))


def _labels_after(rows: Sequence[GridRow], is_label: Callable[[str], bool]) -> Sequence[GridRow]:
    """The lines behind the last parted one, up to the last that is a whole label: rows that lost their blank cells."""
    last = next((i for i in range(len(rows), 0, -1) if is_label(rows[i - 1].cells[0])), 0)
    return rows[:last]


def ends_run(text: str) -> bool:
    """Whether a line is a sentence, or too long for a piece of a label: it stands in no table."""
    plain = text.strip()
    return (len(plain) > _MAX_LABEL_PIECE and len("".join(plain.split())) > _MAX_LABEL_PIECE) or _SENTENCE.search(
        plain
    ) is not None
