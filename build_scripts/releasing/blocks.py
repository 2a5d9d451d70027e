"""Two tables sorted by report → their blocks of rows, report by report, side by side.

Comes in: files of CSV, sorted by their first column. Goes out: for each report the bytes of its rows in either file.
Refuses to know: columns. Blocks that are equal as bytes are never taken apart: of two versions of ten thousand
reports nearly all are. A line break inside quotes ends no row, whatever stands after it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from build_scripts.files import FilesError


def iterate_blocks(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """(report, its rows as they stand) in the order of the file; raises FilesError where that is not sorted."""
    current, lines, is_quoted = b"", [], False  # type: bytes, list[bytes], bool
    with path.open("rb") as stream:
        for line in _skip_head(stream):
            if not is_quoted and not (line.startswith(current) and line[len(current) : len(current) + 1] == b","):
                if lines:
                    yield current, b"".join(lines)
                key = line[: line.find(b",")]
                if key <= current:
                    raise FilesError(f"{path}: {key.decode(errors='replace')!r}: not sorted by report_id")
                current, lines = key, []
            lines.append(line)
            if b'"' in line and line.count(b'"') % 2:
                is_quoted = not is_quoted
    if lines:
        yield current, b"".join(lines)


def pair_blocks(old: Path | None, new: Path | None) -> Iterator[tuple[str, bytes, bytes]]:
    """(report, rows in `old`, rows in `new`) of every report whose rows are in either, in order; b"" where none."""
    olds = iterate_blocks(old) if old else iter(())
    news = iterate_blocks(new) if new else iter(())
    left, right = next(olds, None), next(news, None)
    while left or right:
        key = min(block[0] for block in (left, right) if block)
        before = after = b""
        if left and left[0] == key:
            before, left = left[1], next(olds, None)
        if right and right[0] == key:
            after, right = right[1], next(news, None)
        yield key.decode("utf-8"), before, after


def parse_block(block: bytes, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a block by column; raises FilesError for a row of another width."""
    try:
        records = list(csv.reader(io.StringIO(block.decode("utf-8"), newline=""), strict=True))
        return [dict(zip(columns, record, strict=True)) for record in records]
    except (ValueError, csv.Error) as error:
        raise FilesError(f"{block[:80].decode(errors='replace')!r}…: {error}") from error


def _skip_head(stream: io.BufferedReader) -> Iterator[bytes]:
    next(stream, b"")
    return stream
