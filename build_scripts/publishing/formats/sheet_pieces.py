"""The rows that the workbooks have of a partition's reports, rendered and deflated once for all books they stand in.

Comes in: frames of a partition's rows, its editions. Goes out: a piece of bytes; of such pieces, the rows of any
reports as sheets keep them. Refuses to know: workbooks, files.

A report stands in the book of its year, in that of its province, and on the wide sheets of the whole; its rows are the
same in all of them, for they say nothing of where they stand. Each report is deflated for itself, so a book is put
together of those it has, and one report more makes the rows of its own partition anew and no others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from build_scripts.files.blobs import Blobs, Opened
from build_scripts.files.members import Member, deflate_apart
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.frames import Frame, Places
from build_scripts.publishing.formats.marks import is_too_long
from build_scripts.publishing.formats.sheet import Kept, Sheet
from build_scripts.publishing.formats.sheet_sizes import measure_words
from build_scripts.publishing.formats.sheet_xml import render_kept_rows
from build_scripts.publishing.formats.sheets import list_kept
from build_scripts.publishing.formats.wide import Edition

LEVEL = 2
"""How hard rows are compressed: 4 takes twice as long for half the bytes."""


def make_sheets(
    frames: Mapping[str, Frame], editions: Sequence[Edition], context: SiteContext, years: Mapping[str, str]
) -> bytes:
    """The piece of these reports, each with its year; raises FilesError for a cell that no edition has."""
    blobs = Blobs()
    return blobs.close(
        {sheet.table: _tell_sheet(sheet, years, blobs) for sheet in list_kept(years, frames, editions, context)}
    )


def gather_sheets(pieces: Iterable[bytes], reports: Iterable[str]) -> dict[str, Kept]:
    """Table of a sheet → its rows of these reports, of the pieces in their order; a sheet without any is not there."""
    wanted = frozenset(reports)
    found: dict[str, list[tuple[Any, Opened, list[int]]]] = {}
    for piece in pieces:
        opened = Opened(piece)
        for table, told in opened.told.items():
            if chosen := [place for place, report in enumerate(told["reports"]) if report in wanted]:
                found.setdefault(table, []).append((told, opened, chosen))
    return {table: _join(several) for table, several in found.items()}


def _tell_sheet(sheet: Sheet, years: Mapping[str, str], blobs: Blobs) -> dict[str, object]:
    """The rows of a sheet, report by report; of each year the widest words and what no cell can hold."""
    data, ends = render_kept_rows(sheet)
    words = sheet.columns[0].words
    starts = [0, *(np.flatnonzero(np.diff(words.codes)) + 1).tolist()]
    places = list(pairwise([*starts, sheet.rows]))
    reports = [words.texts[code] for code in words.codes[starts].tolist()]
    cuts = [0, *(int(ends[after - 1]) for _, after in places)]
    members = deflate_apart((data[start:end] for start, end in pairwise(cuts)), LEVEL)
    year_of = np.array([years[report] for report in reports])
    years_held, at = np.unique(year_of, return_inverse=True)
    years_of_rows = np.repeat(at.astype(np.int32), [after - first for first, after in places])
    return {
        "reports": reports,
        "years": year_of.tolist(),
        "rows": [after - first for first, after in places],
        "bodies": [blobs.add(b"".join(member.body)) for member in members],
        "sizes": [member.size for member in members],
        "checksums": [member.crc for member in members],
        "of_year": dict(zip(years_held.tolist(), _measure(sheet, years_of_rows, len(years_held)), strict=True)),
    }


def _measure(sheet: Sheet, years: Places, count: int) -> list[list[object]]:
    """For each of so many years: the widest of each column's words, and the words that no cell can hold; `years` says
    of which year each row is."""
    order = np.argsort(years, kind="stable")
    starts = np.searchsorted(years[order], np.arange(count))
    widths: list[list[int]] = []
    too_long: list[set[str]] = [set() for _ in range(count)]
    for number, column in enumerate(sheet.columns):
        texts, codes = column.words
        widths.append(np.maximum.reduceat(measure_words(column)[codes[order]], starts).tolist())
        for place, text in enumerate(texts) if column.field.kind == "string" else ():
            if is_too_long(text):
                name = f"{number} {hashlib.sha256(text.encode()).hexdigest()}"
                for year in set(years[codes == place].tolist()):
                    too_long[year].add(name)
    return [[told, sorted(names)] for told, names in zip(zip(*widths, strict=True), too_long, strict=True)]


def _join(several: Sequence[tuple[Any, Opened, list[int]]]) -> Kept:
    members, rows = [], 0
    too_long: set[str] = set()
    widths: list[Sequence[int]] = []
    for told, opened, chosen in several:
        for place in chosen:
            body = opened.get(told["bodies"][place])
            members.append(Member((body,), told["sizes"][place], told["checksums"][place]))
            rows += told["rows"][place]
        for year in {told["years"][place] for place in chosen}:
            widths.append(told["of_year"][year][0])
            too_long.update(told["of_year"][year][1])
    return Kept(rows, tuple(members), tuple(map(max, zip(*widths, strict=True))), len(too_long))
