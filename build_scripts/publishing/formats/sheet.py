"""A sheet of a workbook as words: its columns, the rows it keeps ready, how much a sheet may hold.

Comes in: nothing. Goes out: the types that sheets are told in, and their limits. Refuses to know: which sheets there
are, XML, files. A text that begins with MARK is a mark and no value.
"""

from __future__ import annotations

from typing import NamedTuple

from build_scripts.files.members import Member
from build_scripts.publishing.formats.frames import Field
from build_scripts.publishing.formats.parquet import Words

MARK = "\x00"
"""How a mark begins among the words of a column: no text of the package can."""
HEAD_ROWS = 4
"""Rows above the data of a sheet: title, what it holds in Chinese and in English, the head of the table."""

TABLE_NAMES = {
    "agencies": "机关",
    "reports": "报告",
    "corrections": "更正",
    "findings": "发现",
    "checks": "核对",
    "sections": "正文",
    "disclosures": "主动公开",
    "applications": "依申请公开",
    "remedies": "复议诉讼",
}
"""What the sheet of a table is called."""


class Column(NamedTuple):
    """A column of a sheet: its field, the article of the Regulation it comes from, its words."""

    field: Field
    article: str
    words: Words


class Kept(NamedTuple):
    """The rows of a sheet that are rendered and deflated already: how many, the XML; of each column the width of the
    widest word; how many texts no cell can hold."""

    rows: int
    members: tuple[Member, ...]
    widths: tuple[int, ...]
    too_long: int


class Sheet(NamedTuple):
    """A sheet: its name, the name of its table, its title, what it holds, its columns, how many of them stay in view;
    `height` of its rows in points, 0 where each is as high as its text. With `kept` the columns have no words."""

    name: str
    table: str
    title: str
    about: str
    about_en: str
    columns: tuple[Column, ...]
    frozen: int = 1
    height: float = 0
    kept: Kept | None = None

    @property
    def rows(self) -> int:
        """Rows of data."""
        return self.kept.rows if self.kept else len(self.columns[0].words.codes)
