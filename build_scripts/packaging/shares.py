"""What each report has of its partition: its rows in every table and its files, to be taken over one by one.

Comes in: where a partition stands as it was written before, keys of reports. Goes out: the bytes of a report's rows,
its files linked into the fresh output. Refuses to know: what a row says. Of a partition in which one report changed
the others are not checked and written again. As everywhere nothing is believed: the bytes are hashed first.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from xxhash import xxh3_128_hexdigest

from build_scripts.files.pieces import Piece
from build_scripts.files.reuse import Kept, take_files


class Share(NamedTuple):
    """A report's share of a partition: a hash of all that it follows from (or nothing), the sizes of its rows by table,
    XXH3 of these rows, one table's after the other's, and how many files it has."""

    key: str
    sizes: tuple[int, ...]
    xxh3: str
    files: int


@dataclass(frozen=True, slots=True)
class Former:
    """A partition as it was written before: the shares of its reports in their order, their files, where its stretch
    of each table lies, and the output that holds the files. Plain data, to be handed to workers."""

    shares: tuple[Share, ...]
    files: tuple[Kept, ...]
    stretches: Mapping[str, Piece]
    standing: Path


class Taken(NamedTuple):
    """A report's rows by table, and its files, which stand in the fresh output now."""

    rows: Mapping[str, bytes]
    files: tuple[Kept, ...]
    share: Share


def make_share(key: str, rows: Mapping[str, bytes], tables: Sequence[str], files: int) -> Share:
    """The share of a report with these rows, in the order of the tables."""
    pieces = [rows.get(name, b"") for name in tables]
    return Share(key, tuple(map(len, pieces)), xxh3_128_hexdigest(b"".join(pieces)), files)


class Shares:
    """The shares of a partition, to be asked for by key."""

    def __init__(self, former: Former, files: Mapping[str, int]) -> None:
        self._former, self._files = former, files
        starts = [piece.offset for piece in former.stretches.values()]
        columns = [
            list(accumulate([share.sizes[place] for share in former.shares], initial=start))
            for place, start in enumerate(starts)
        ]
        firsts = accumulate((share.files for share in former.shares), initial=0)
        self._places = {
            share.key: (share, offsets, first)
            for share, offsets, first in zip(former.shares, zip(*columns, strict=True), firsts, strict=False)
            if share.key
        }

    def take(self, key: str, output: Path) -> Taken | None:
        """The rows of the report that this key stands for, its files linked into `output`; None if they are not just
        what was written any more."""
        if key not in self._places:
            return None
        share, offsets, first = self._places[key]
        names = tuple(self._former.stretches)
        try:
            pieces = [
                os.pread(self._files[name], *pair) for name, *pair in zip(names, share.sizes, offsets, strict=True)
            ]
        except OSError:
            return None
        files = self._former.files[first : first + share.files]
        if xxh3_128_hexdigest(b"".join(pieces)) != share.xxh3 or not take_files(files, self._former.standing, output):
            return None
        return Taken(dict(zip(names, pieces, strict=True)), files, share)


@contextmanager
def open_shares(former: Former | None) -> Iterator[Shares | None]:
    """The shares of a partition while this lasts; None where there are none, or a table cannot be opened."""
    with ExitStack() as stack:
        shares = None
        if former:
            try:
                files = {name: stack.enter_context(piece.path.open("rb")) for name, piece in former.stretches.items()}
                shares = Shares(former, {name: file.fileno() for name, file in files.items()})
            except OSError:
                shares = None
        yield shares
