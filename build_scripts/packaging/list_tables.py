"""A hand-kept table as it stands: its bytes → columns and lines, or the one thing that keeps it from being read.

Comes in: the bytes of a table, what its schema asks. Goes out: records, or a slip. Refuses to know: where the file
lies, what a value should be.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from build_scripts.packaging.row_rules import TableRules
from build_scripts.unseen import STEERING

BOM = b"\xef\xbb\xbf"
Words: TypeAlias = tuple[str, str]
"""What is wrong, in Chinese and in English."""

_SHOWN = 60
_HIDDEN = f"\t\x0c{STEERING}"
EDGE = re.compile(rf"\A\s|\s\Z|[{_HIDDEN}]")
"""Blanks at an end of a cell, what steers or is not seen anywhere; a cell may have lines."""
PERHAPS = re.compile(rf"^\s|\s$|[{_HIDDEN}]", re.MULTILINE)
"""Without this in a column, each cell on its line, no cell of it has that."""


class Slip(NamedTuple):
    """Something wrong in a hand-kept file: its name, the line (0: the file), the column or key, what is wrong."""

    file: str
    line: int
    field: str
    zh: str
    en: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {f'{self.field}: ' if self.field else ''}{self.zh} / {self.en}"


class HandKept(NamedTuple):
    """A hand-kept table: the name people know its file by, its bytes, what its schema asks of it."""

    file: str
    data: bytes
    rules: TableRules


class ReadTable(NamedTuple):
    """A table as it stands: its records without the head, and of each the line it begins on."""

    columns: Mapping[str, Sequence[str]]
    lines: Sequence[int]


def read_table(table: HandKept) -> ReadTable | Slip:
    """The records of a table, or the first thing that keeps it from being read."""
    data, file = table.data, table.file
    if data.startswith(BOM):
        return Slip(
            file, 1, "", "开头有 BOM；请存成不带 BOM 的 UTF-8", "begins with a BOM; save it as UTF-8 without BOM"
        )
    if b"\r" in data:
        line = data.count(b"\n", 0, data.index(b"\r")) + 1
        return Slip(file, line, "", "有回车（CR）；行尾只用 LF", "holds a carriage return; lines end with LF alone")
    if not data.endswith(b"\n"):
        last = data.count(b"\n") + 1
        return Slip(
            file, last, "", "最后一行没有换行，可能被截断", "the last line has no end: perhaps the file was cut off"
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Slip(file, line, "", "不是 UTF-8；请存成不带 BOM 的 UTF-8", "is not UTF-8; save it as UTF-8 without BOM")
    return _read_records(file, text, [field.name for field in table.rules.fields])


def _read_records(file: str, text: str, names: list[str]) -> ReadTable | Slip:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records, lines, begin = [], [], 1
    try:
        for record in reader:
            records.append(record)
            lines.append(begin)
            begin = reader.line_num + 1
    except csv.Error as error:
        return Slip(file, begin, "", f"不是合格的 CSV：{error}", f"is not CSV as it should be: {error}")
    head = records[0] if records else []
    if head != names:
        return _tell_head(file, head, names)
    for record, line in zip(records, lines, strict=True):
        if len(record) != len(names):
            zh = f"这一行有 {len(record)} 列，应有 {len(names)} 列"
            return Slip(file, line, "", zh, f"this row has {len(record)} columns, not {len(names)}")
    columns = list(zip(*records[1:], strict=True)) or [()] * len(names)
    return ReadTable(dict(zip(names, columns, strict=True)), lines[1:])


def _tell_head(file: str, head: list[str], names: list[str]) -> Slip:
    for given, wanted in ((names, head), (head, names)):
        for name in given:
            if name not in wanted or wanted.count(name) > given.count(name):
                told = (
                    ("表头缺这一列", "is missing in the head") if given is names else ("表头多这一列", "is no column")
                )
                twice = ("表头有两次", "stands twice in the head")
                return Slip(file, 1, name, *(twice if name in wanted else told))
    return Slip(file, 1, "", f"各列的次序应为 {','.join(names)}", f"the columns should stand as {','.join(names)}")


def show(text: str) -> str:
    """A value as it is told: in quotes, what cannot be seen written out."""
    return ascii(text) if EDGE.search(text) else f"“{text[:_SHOWN]}”"
