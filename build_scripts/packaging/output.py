"""The partitions of the package: settled reports → their rows in every table, their texts, their files.

Comes in: tasks, one a partition. Goes out: parts of tables, then the tables they are joined to; files below the staged
folder. Refuses to know: how reports are read, what a partition follows from, the files that no partition has. Each
partition is checked and written by itself, in the order of report_id, and the partitions' stretches of each table are
joined in their order: the bytes are the same whoever wrote which part, when, and in which run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from build_scripts.checking import check_report
from build_scripts.codes import Codes
from build_scripts.files import (
    append_bytes,
    write_bytes,
)
from build_scripts.files.pieces import Piece, Rows, join_pieces
from build_scripts.files.reuse import Kept, measure_bytes
from build_scripts.model import Report
from build_scripts.packaging.held_back import hold_back
from build_scripts.packaging.intake import Place, load_report
from build_scripts.packaging.resources import BATCH_TABLES
from build_scripts.packaging.rows import Columns, list_report_rows
from build_scripts.packaging.shares import Share, Shares, make_share, open_shares
from build_scripts.packaging.sources import name_source, read_unchanged
from build_scripts.packaging.tables import render_head, render_shares
from build_scripts.packaging.write_tasks import WriteItem, WriteTask, Written

BLOCK = 100
"""Reports whose rows are held at a time: memory does not grow with a partition."""


def write_partition(codes: Codes, task: WriteTask) -> Written:
    """Check the reports of a partition, write its part of every table, its texts and its files.

    Raises FilesError for a file that is no longer the one that was read.
    """
    parts = {name: _Part(task.parts / f"{name}.csv") for name in BATCH_TABLES}
    files: list[Kept] = []
    shares: list[Share] = []
    with open_shares(task.former) as former:
        for start in range(0, len(task.items), BLOCK):
            block = list(_list_rows(task.items[start : start + BLOCK], codes, task.output, former))
            rows = _render_block(block)
            for name, part in parts.items():
                part.append(b"".join(one[name] for one in rows))
            for one, made in zip(rows, block, strict=True):
                files += made.files
                shares.append(make_share(made.key, one, BATCH_TABLES, len(made.files)))
    stretches = {name: part.close() for name, part in parts.items()}
    return Written(task.partition, len(task.items), stretches, tuple(files), tuple(shares))


class _Made(NamedTuple):
    """What came of a report: its rows by table, as columns or as they stood, its files, the key of its share."""

    columns: Mapping[str, Columns]
    taken: Mapping[str, bytes] | None
    files: tuple[Kept, ...]
    key: str


def _render_block(block: Sequence[_Made]) -> list[dict[str, bytes]]:
    """Of each report, in order: table → its rows as CSV in UTF-8, without a head; those of a table that are made are
    rendered together."""
    rows: list[dict[str, bytes]] = [{} for _ in block]
    for name in BATCH_TABLES:
        fresh = [made.columns[name] for made in block if name in made.columns]
        joined = [list(chain.from_iterable(pieces)) for pieces in zip(*fresh, strict=True)]
        counts = (len(columns[0]) for columns in fresh)
        rendered = render_shares(name, joined, counts) if fresh else iter(())
        for one, made in zip(rows, block, strict=True):
            one[name] = made.taken[name] if made.taken else next(rendered) if name in made.columns else b""
    return rows


def _list_rows(items: Sequence[WriteItem], codes: Codes, output: Path, former: Shares | None) -> Iterator[_Made]:
    """What comes of these reports; their texts and files are written, or taken over if they stand."""
    last: tuple[Place, Report] | None = None
    for item in items:
        if former and (taken := former.take(item.share, output)):
            yield _Made({}, taken.rows, taken.files, item.share)
            continue
        report = _load(item.place, item.text_release)
        previous = _load_previous(item.previous, last)
        last = (item.place, report)
        shown, checks = hold_back(report, check_report(report, previous, codes), codes)
        text = "\n".join(shown.lines).encode("utf-8")
        files = [_write_file(output, f"data/text/{item.report_id}.txt", text)]
        if source := name_source(item.report_id, shown.source_format, shown.text_release):
            # as it was handed in, unless it is held back: whoever read it has looked into all of it
            files.append(_write_file(output, source, read_unchanged(item.path, shown.source_sha256)))
        yield _Made(list_report_rows(shown, checks, item.findings), None, tuple(files), item.share)


def _write_file(output: Path, name: str, data: bytes) -> Kept:
    write_bytes(output / name, data)
    return measure_bytes(name, data)


class _Part:
    """A partition's part of a table, written block by block."""

    def __init__(self, path: Path) -> None:
        self._path, self._digest, self._size = path, sha256(), 0

    def append(self, data: bytes) -> None:
        """Write whole rows, UTF-8 without a head, behind those that are there; nothing for no bytes, so a part without
        rows has no file. Raises FilesError if the disk does not take them."""
        if not data:
            return
        if not self._size:
            write_bytes(self._path, data)
        else:
            append_bytes(self._path, data)
        self._digest.update(data)
        self._size += len(data)

    def close(self) -> Rows:
        """The size in bytes and the SHA-256 of all rows, without a path."""
        return Rows("", self._size, self._digest.hexdigest())


def _load(place: Place, text_release: str) -> Report:
    """The report kept there, its text given out as was settled."""
    report = load_report(place)
    return report if report.text_release == text_release else replace(report, text_release=text_release)


def _load_previous(previous: tuple[Place, str] | None, last: tuple[Place, Report] | None) -> Report | None:
    """The report of the year before; most often it is the one just written."""
    if previous is None:
        return None
    return last[1] if last and last[0] == previous[0] else _load(*previous)


@dataclass(frozen=True, slots=True)
class JoinTask:
    """A table to be written whole: its name, its stretches in order, and the file."""

    name: str
    stretches: tuple[Piece, ...]
    target: Path


def plan_joining(pieces: Iterable[Mapping[str, Piece]], output: Path) -> list[JoinTask]:
    """One task for each table that is kept by partition; `pieces` are the stretches of each partition, in order."""
    ordered = list(pieces)
    return [
        JoinTask(name, tuple(piece[name] for piece in ordered if piece[name].size), output / "data" / f"{name}.csv")
        for name in BATCH_TABLES
    ]


def list_written(task: WriteTask, written: Written) -> dict[str, Piece]:
    """Where the parts of a partition lie that was written in this run."""
    return {name: Piece(task.parts / f"{name}.csv", 0, kept.size) for name, kept in written.stretches.items()}


def join_table(_: None, task: JoinTask) -> Rows:
    """Write a table whole; its name, size and hash."""
    head = render_head(task.name).encode("utf-8")
    return Rows(task.name, *join_pieces(head, task.stretches, task.target))
