"""What stands of the package already: partitions that an earlier run wrote of the same, taken over by hash.

Comes in: the partitions to be written, each with a hash of all it follows from. Goes out: those that stand, their texts
and files linked into the fresh output, and where their stretches of the tables lie. Refuses to know: what a row says.
Nothing is believed: every stretch and file is read and hashed before it is taken over; what is not just what was
written there is written again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from build_scripts.files.fingerprints import hash_parts
from build_scripts.files.pieces import Piece, Rows, is_piece
from build_scripts.files.reuse import Earlier, Kept, take_files
from build_scripts.packaging.partitions import Stretch
from build_scripts.packaging.resources import BATCH_TABLES
from build_scripts.packaging.shares import Former, Share
from build_scripts.packaging.tables import render_head
from build_scripts.packaging.write_tasks import Written

_STRETCHES = "partitions in the tables"


@dataclass(frozen=True, slots=True)
class ReuseTask:
    """A partition that was written before, where its stretches of the tables lie, and the standing and fresh output."""

    written: Written
    stretches: Mapping[str, Piece]
    standing: Path
    output: Path


def plan_reuse(earlier: Earlier, keys: Mapping[str, str], output: Path) -> Iterator[ReuseTask]:
    """A task for each partition (its name and its key) that an earlier run wrote just so."""
    standing = _recall_partitions(earlier)
    for key in keys.values():
        written = _recall_written(earlier, key) if key else None
        if written and (stretches := _place_stretches(earlier, written, standing)):
            yield ReuseTask(written, stretches, earlier.standing, output)


def find_former(earlier: Earlier, partitions: Iterable[str]) -> dict[str, Former]:
    """What stands of those partitions that the last run wrote, though not just so."""
    standing = _recall_partitions(earlier)
    found = {}
    for partition in partitions:
        written = _recall_written(earlier, standing[partition].key) if partition in standing else None
        if written and (stretches := _place_stretches(earlier, written, standing)):
            shares = _recall_shares(earlier, standing[partition].key)
            found[partition] = Former(shares, written.files, stretches, earlier.standing)
    return found


class _Standing(NamedTuple):
    """The key of a partition, and where its stretch of each table begins."""

    key: str
    starts: Mapping[str, int]


def _place_stretches(earlier: Earlier, written: Written, standing: Mapping[str, _Standing]) -> dict[str, Piece] | None:
    """Where its stretches of the tables lie; None if that was not noted."""
    starts = standing[written.partition].starts if written.partition in standing else {}
    if not all(name in starts for name in BATCH_TABLES):
        return None
    return {
        name: Piece(earlier.standing / "data" / f"{name}.csv", starts[name], kept.size)
        for name, kept in written.stretches.items()
    }


def reuse_partition(task: ReuseTask) -> bool:
    """Take over a partition's texts and files, if these and its stretches of the tables are what was written."""
    whole = all(is_piece(task.stretches[name], kept.sha256) for name, kept in task.written.stretches.items())
    return whole and take_files(task.written.files, task.standing, task.output)


def keep_written(earlier: Earlier, keys: Mapping[str, str], written: Iterable[Written]) -> None:
    """Keep what was written of each partition, in their order, for the next run."""
    written = tuple(written)
    places: dict[str, dict[str, int]] = {}
    for stretch in list_stretches(written):
        places.setdefault(stretch.prefix, {})[stretch.table] = stretch.start
    for one in written:
        if key := keys[one.partition]:
            told = (one.partition, one.reports, one.stretches, one.files)
            earlier.put(key, json.dumps(told, separators=(",", ":")).encode())
            if one.shares:  # else it was taken over, and they are kept already
                earlier.put(_name_shares(key), json.dumps(one.shares, separators=(",", ":")).encode())
    notes = {name: (keys[name], starts) for name, starts in places.items()}
    earlier.note(_STRETCHES, json.dumps(notes, separators=(",", ":")).encode())


def list_stretches(written: Iterable[Written]) -> Iterator[Stretch]:
    """The stretches of the tables, given what was written of each partition, in their order."""
    offsets = {name: len(render_head(name).encode("utf-8")) for name in BATCH_TABLES}
    for one in written:
        for name, kept in one.stretches.items():
            yield Stretch(name, offsets[name], offsets[name] + kept.size, one.partition, kept.sha256)
            offsets[name] += kept.size


def _recall_written(earlier: Earlier, key: str) -> Written | None:
    """What was kept under the key; None if nothing was, or in another form: another program may have noted the key."""
    with suppress(ValueError, TypeError, AttributeError):
        partition, reports, stretches, files = json.loads(earlier.get(key) or b"[]")
        rows = {name: Rows(*kept) for name, kept in stretches.items()}
        return Written(partition, reports, rows, tuple(Kept(*one) for one in files))
    return None


def _recall_shares(earlier: Earlier, key: str) -> tuple[Share, ...]:
    with suppress(ValueError, TypeError):
        told = json.loads(earlier.get(_name_shares(key)) or b"[]")
        return tuple(Share(one, tuple(sizes), xxh3, count) for one, sizes, xxh3, count in told)
    return ()


def _name_shares(key: str) -> str:
    """Under which key the shares of a partition are kept: they are asked for only if it has changed."""
    return hash_parts("shares", key)


def _recall_partitions(earlier: Earlier) -> Mapping[str, _Standing]:
    """Where the partitions lie in the tables that stand, as the last run noted it: to be looked at before believed."""
    data = earlier.recall(_STRETCHES)
    with suppress(ValueError, TypeError, AttributeError):
        return {name: _Standing(*told) for name, told in json.loads(data or b"{}").items()}
    return {}
