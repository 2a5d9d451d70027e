"""The rows of an edition's wide table as CSV, one for each report, to be put together to many files.

Comes in: an edition turned wide, of the reports of a partition. Goes out: its rows, where each ends, and the same
deflated. Refuses to know: files, how a table is turned wide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from build_scripts.files import FilesError
from build_scripts.files.members import Member, deflate
from build_scripts.packaging.tables import quote
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.frames import Frame, Places
from build_scripts.publishing.formats.parquet import Words, join_rows
from build_scripts.publishing.formats.wide import Edition, Grid, list_places, list_report_words


class WideRows(NamedTuple):
    """Rows of an edition: their bytes, where each ends, the same deflated."""

    data: bytes
    ends: Sequence[int]
    member: Member


def render_wide(edition: Edition, frames: Mapping[str, Frame], context: SiteContext) -> WideRows:
    """The rows of all reports of the edition; raises FilesError for a cell that no edition has: every file has the same
    columns, and none is dropped."""
    for grid in edition.grids:
        if len(grid.places) > len(list_places(edition.form, grid.table, context)):
            raise FilesError(f"{grid.table}: {grid.places[-1].name} is a cell of no edition of the form")
    pieces: list[str | Words] = [
        Words(tuple(quote(text) + "," for text in words.texts), words.codes)
        for _, words in list_report_words(frames, context, edition.rows)
    ]
    grids = [_quote_grid(grid) for grid in edition.grids]
    places = [(grid, place) for grid in grids for place in range(len(grid.places))]
    pieces += [Words(grid.numbers, _put_last(grid.values[:, place], len(grid.numbers))) for grid, place in places]
    states = [Words(grid.words, _put_last(grid.states[:, place], len(grid.words))) for grid, place in places]
    pieces += [*states[:-1], Words(tuple(text[:-1] + "\n" for text in states[-1].texts), states[-1].codes)]
    data, ends = join_rows(pieces)
    return WideRows(bytes(data), ends.tolist(), deflate([data]))


def _quote_grid(grid: Grid) -> Grid:
    """The grid with its texts as fields, each with the comma after it; the last of each is the empty field."""
    numbers = (*(quote(text) + "," for text in grid.numbers), ",")
    return grid._replace(numbers=numbers, words=(*(quote(text) + "," for text in grid.words), ","))


def _put_last(codes: Places, size: int) -> Places:
    """-1 as the last of `size` texts."""
    return np.where(codes < 0, np.int32(size - 1), codes)
